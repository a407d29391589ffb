"""What limits a claim that stands beside it, by kind and language: the patterns of `languages.json`. Pure.

A pattern is one or more words; a star stands for the rest of a word, and "~" for up to four words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa_app.check.language.vocabulary import LANGUAGES

# French elides what a pattern spells out: "s'il", "qu'une", "l'accord".
_SPELT = re.compile(r"\b(?:(?P<whole>jusqu|lorsqu|qu|[dln])'|s'(?=ils?\b))")


@dataclass(frozen=True, slots=True)
class LimitPatterns:
    """The patterns of one language; a kind that it has none of never fits.

    `conditions`, `parts` (of whom, or how much), `times`, `scopes` (for what alone) and `sources` (whose words they
    are) are what a stretch beside a claim begins with; `asks` are who demands or wishes what follows, `weighs` who
    only thinks of it, and `permissions` modals that leave it open. `clauses` and `infinitives` join what depends on a
    verb before it, `nonfinite` are its infinitives; `own` are verbs by which those who speak in a document hold
    something to be so, `ours` more of them beside "I" and "we", `binding` those by which they take upon themselves, or
    lay on others, what follows in the infinitive. `taken_back` is what the next sentence begins with, and `excepted`
    what it has in it, where it takes something back; `harmless` begins what adds to a rule without limiting it,
    `links` only lead over to what comes; `defining` begins a relative clause, `inverted` a sentence that is a condition
    by the place of its verb; `prepositions` tell what leads in to a German verb from its subject.
    """

    conditions: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    weighs: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    infinitives: tuple[str, ...] = ()
    nonfinite: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()
    binding: tuple[str, ...] = ()
    taken_back: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    defining: tuple[str, ...] = ()
    inverted: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    prepositions: tuple[str, ...] = ()


_BY_LANGUAGE = {
    code: LimitPatterns(**{kind: tuple(patterns) for kind, patterns in kinds.get("limits", {}).items()})
    for code, kinds in LANGUAGES.items()
}


def limits_in(language: str) -> LimitPatterns:
    """The patterns of that language; none where it has no list."""
    return _BY_LANGUAGE.get(language, LimitPatterns())


def begins(words: Sequence[str], patterns: tuple[str, ...]) -> bool:
    """Whether the words begin with one of the patterns."""
    return _compiled(patterns, "").match(_plain(words)) is not None


def has(words: Sequence[str], patterns: tuple[str, ...]) -> bool:
    """Whether one of the patterns stands among the words."""
    return _compiled(patterns, "").search(_plain(words)) is not None


def ends(words: Sequence[str], patterns: tuple[str, ...]) -> bool:
    """Whether the words end with one of the patterns."""
    return _compiled(patterns, "$").search(_plain(words)) is not None


def is_one(words: Sequence[str], patterns: tuple[str, ...]) -> bool:
    """Whether the words are one of the patterns."""
    return _compiled(patterns, "$").match(_plain(words)) is not None


def _plain(words: Sequence[str]) -> str:
    """The words in a row, with what French elides spelt out."""
    return _SPELT.sub(lambda match: f"{match['whole']}e " if match["whole"] else "si ", " ".join(words))


@lru_cache(maxsize=128)
def _compiled(patterns: tuple[str, ...], end: str) -> re.Pattern[str]:
    told = "|".join(map(re.escape, patterns)) or "(?!)"
    told = told.replace(r"\*", r"[\w'-]*").replace(r"\ \~", r"(?: [\w'-]+){0,4}").replace(r"\~", r"(?:[\w'-]+ ?){0,4}")
    return re.compile(rf"(?<![\w'-])(?:{told})(?![\w'-]){end}")
