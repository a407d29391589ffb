"""The words on the screen and in the terminal, by key; a language is a file of them beside this one ("de.json").

What a document says is never translated, nor are the sentences of errors and refusals, which are English.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ENGLISH = "en"
HERE = Path(__file__).parent

Catalogue = Mapping[str, Mapping[str, str]]

_SPOKEN: ContextVar[Mapping[str, str] | None] = ContextVar("spoken", default=None)


def read_catalogue(folder: Path) -> Catalogue:
    """Every language of `folder`, whole: what a language has no words for is said in English."""
    found = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}
    return {language: {**found[ENGLISH], **words} for language, words in found.items()}


@cache
def catalogue() -> Catalogue:
    """The languages that come with pincite."""
    return read_catalogue(HERE)


def best_language(accepted: str, spoken: Catalogue) -> str:
    """Which language of `spoken` suits somebody whose browser sends `accepted` (Accept-Language, RFC 9110) best."""
    from babel.core import negotiate_locale  # which takes longer to import than most commands run

    wanted = sorted((_weighed(part) for part in accepted.split(",")), key=lambda pair: -pair[1])
    tags = [tag for tag, weight in wanted if tag and weight > 0]
    return negotiate_locale(tags, list(spoken), sep="-") or ENGLISH


@contextmanager
def speaking(words: Mapping[str, str]) -> Iterator[None]:
    """Within it, `say` takes its words from `words`."""
    token = _SPOKEN.set(words)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def language_of(environment: Mapping[str, str]) -> str:
    """The language of a terminal, as POSIX has it: the first of LC_ALL, LC_MESSAGES and LANG that is set."""
    told = next((said for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (said := environment.get(name))), "")
    language = told.partition(".")[0].partition("_")[0].lower()
    return language if language in catalogue() else ENGLISH


def say(key: str, **values: object) -> str:
    """The words of that key with `values` in their places; an unknown key is an error."""
    words = _SPOKEN.get() or catalogue()[ENGLISH]
    return words[key].format(**values)


def say_number(key: str, number: int, **values: object) -> str:
    """The words of "KEY.one" or "KEY.many", whichever goes with `number`, which is grouped by commas in them."""
    return say(f"{key}.{'one' if number == 1 else 'many'}", number=f"{number:,}", **values)


@dataclass(frozen=True, slots=True)
class Wording:
    """Words by their key, which are not said before they are shown: `str` of it is in the language spoken then."""

    key: str
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        return say(self.key, **dict(self.values))

    @property
    def in_english(self) -> str:
        """As programs read it."""
        with speaking(catalogue()[ENGLISH]):
            return str(self)


def wording(key: str, **values: object) -> Wording:
    """The words of that key with `values` in their places, which may be such words themselves."""
    return Wording(key, tuple(values.items()))


def _weighed(part: str) -> tuple[str, float]:
    tag, _, weight = part.partition(";")
    try:
        return tag.strip(), float(weight.partition("=")[2] or 1)
    except ValueError:
        return tag.strip(), 0.0
