"""The numbers in a reference one by one: lists, ranges, and parts named from the inside. Pure."""

import re

from corpus.numbering.numerals import letter_value, roman_value
from qa_app.references import grammar

LONGEST_RANGE = 400
_PART = r"\([a-z\d]{1,5}\)"
_ENTRY = re.compile(rf"(?P<to>{grammar.TO})?\s*(?:(?:{grammar.UNIT})\s*)?(?P<value>{grammar.VALUE}|{_PART})")
_LETTERED_ENTRY = re.compile(rf"(?P<to>{grammar.TO})?\s*(?P<value>(?:\s?{_PART})+|(?:\b[a-z]\b|\d{{1,3}})(?:{_PART})*)")
_LAST_PART = re.compile(r"^(?P<before>.*?)(?P<part>\d+|[a-z]{1,5})(?P<after>\)?)$")
_LEVELS = ((r"art|sec|§|recit|rule|princ|guide|recom|clause", 0), (r"par|¶", 1), (r"", 2))


def numbers_in(written: str) -> list[str]:
    """ "3, 4 and 9" and "3 to 5" one by one, without spaces; what looks roman and is no numeral is left out."""
    return _listed(written, _ENTRY)


def flattened(text: str) -> str:
    """Parts named from the inside or one after another as one number each.

    "point (c) of article 6(1)" becomes "article 6(1)(c)", "article 17, paragraph 2" becomes "article 17(2)".
    """
    text = grammar.NTH_OF.sub(lambda m: f"{_tidy(m['outer'])}({m['value'] or -1})", text)
    for _ in range(3):  # "letter a of paragraph 1 of article 6"
        inside_out = grammar.INSIDE_OUT.sub(_inner_added, text)
        outside_in = grammar.OUTSIDE_IN.sub(_inner_added, inside_out)
        if outside_in == text:
            break
        text = outside_in
    text = grammar.FROM_TO.sub(r"\1 \2 to \3", grammar.BETWEEN.sub(r"\1 to \2", text))
    return grammar.SHARED_NOUN.sub(r"\1 \2 and ", text)


def _inner_added(match: re.Match[str]) -> str:
    """The outer number with each inner one added; unchanged where the inner word does not go deeper."""
    deeper = _level(match["inner"]) > _level(match["unit"])
    if not deeper or (_level(match["unit"]) and _is_a_list(match)):
        return match[0]
    outer = _tidy(match["outer"])
    parts = (re.sub(r"^[^(]+", r"(\g<0>)", part) for part in _listed(match["parts"], _LETTERED_ENTRY))
    return ", ".join(f"{outer}{part}" for part in parts)


def _is_a_list(match: re.Match[str]) -> bool:
    """ "paragraph 4, point 5" names two, "paragraph 4, point (b)" and "point 5 of paragraph 4" one."""
    return match.start("outer") < match.start("inner") and match["parts"][0].isdecimal() and "," in match[0]


def _level(unit: str) -> int:
    return next(level for start, level in _LEVELS if re.match(start, unit))


def _tidy(outer: str) -> str:
    return re.sub(r"\s+\(", "(", outer).rstrip(", ")


def _listed(written: str, entry: re.Pattern[str]) -> list[str]:
    values: list[str] = []
    for match in entry.finditer(written):
        value = re.sub(r"\s", "", match["value"]).strip("[]")
        if entry is _ENTRY and value.startswith("("):
            value = _beside(values[-1] if values else "", value)
        if not _is_number(value):
            continue
        values += _between(values[-1], value) if match["to"] and values else []
        values.append(value)
    return values


def _beside(before: str, part: str) -> str:
    """ "4(b)" for the "(b)" after "4(a)", "9" for "(9)" after nothing of that shape."""
    if "(" in before:
        return f"{before[: before.rfind('(')]}{part}"
    return re.sub(r"^\((\d+)\)", r"\1", part) if part[1].isdecimal() else f"{before}{part}"


def _is_number(value: str) -> bool:
    letters = re.match(r"[a-z]{2,}", value)
    return letters is None or roman_value(letters[0]) is not None


def _between(first: str, last: str) -> list[str]:
    """What lies between "3" and "6", "1.1" and "1.4", "4(a)" and "4(d)"; nothing where they do not belong together."""
    one, other = _LAST_PART.match(first), _LAST_PART.match(last)
    if not one or not other or one["before"] != other["before"] or one["after"] != other["after"]:
        return []
    start, end = _value(one["part"]), _value(other["part"])
    if start is None or end is None or not 0 < end - start <= LONGEST_RANGE:
        return []
    written = (str(n) if one["part"].isdecimal() else chr(ord("a") + n - 1) for n in range(start + 1, end))
    return [f"{one['before']}{part}{one['after']}" for part in written]


def _value(part: str) -> int | None:
    if part.isdecimal():
        return int(part)
    return letter_value(part) if len(part) == 1 else None
