"""Dates as documents print them: "6 June 2017", "June 6, 2017", "6 июня 2017 г.", "2017-06-06". Pure."""

import datetime
import re
import unicodedata
from functools import cache
from itertools import chain

_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ª|\.|-го)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
_EAST_ASIAN = re.compile(r"(?P<year>(?:19|20)\d\d)\s*[年년]\s*(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日일]")

_FIGURE = re.compile(r"[^\D0-9]")  # a decimal figure of another script
# Arabic documents of the United Nations name the month twice: "كانون الأول/ديسمبر".
_OTHER_NAME = r"(?:[^\W\d]{2,12}(?: [^\W\d]{2,12})?\s?/\s?)?"


def find_date(text: str, language: str) -> datetime.date | None:
    """The first date in `text`, its month named in that language or in English; None where there is none.

    Dates in figures alone are read in the order of ISO 8601 only: 06/07/2017 is two days, depending on who reads it.
    """
    ascii_text = _FIGURE.sub(lambda figure: str(unicodedata.digit(figure[0])), text)
    patterns = (_ISO, _EAST_ASIAN, *_named(language))
    found = [match for pattern in patterns for match in pattern.finditer(ascii_text)]
    for match in sorted(found, key=lambda match: match.start()):
        if date := _date(match, language):
            return date
    return None


def _date(match: re.Match[str], language: str) -> datetime.date | None:
    month = match["month"]
    number = int(month) if month.isdecimal() else _months(language)[month.casefold()]
    try:
        return datetime.date(int(match["year"]), number, int(match["day"]))
    except ValueError:
        return None


@cache
def _named(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = "|".join(re.escape(name) for name in sorted(_months(language), key=len, reverse=True))
    month = rf"(?P<month>{names})\.?"
    return (
        re.compile(
            rf"\b{_DAY}\s+(?:of\s+|de\s+|d’|d')?{_OTHER_NAME}{month},?\s+(?:de\s+|del\s+)?{_YEAR}\b", re.IGNORECASE
        ),
        re.compile(rf"\b{month}\s+{_DAY},?\s+{_YEAR}\b", re.IGNORECASE),
    )


@cache
def _months(language: str) -> dict[str, int]:
    """Names of months, wide and short, in the language and in English, from the Unicode locale data."""
    from babel import Locale, UnknownLocaleError

    found: dict[str, int] = {}
    for name in ("en", language):
        try:
            forms = Locale.parse(name.replace("-", "_")).months
        except (UnknownLocaleError, ValueError):
            continue
        for months in chain.from_iterable((forms[use]["wide"], forms[use]["abbreviated"]) for use in forms):
            found.update(
                {word.strip(".").casefold(): number for number, word in months.items() if not word.isdecimal()}
            )
    return found
