"""What an alteration or edit starts from: a sentence of a paragraph, its words, and words from elsewhere."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from corpus.types import Paragraph

_T = TypeVar("_T")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Base:
    """`text` is a sentence of `paragraph`; `elsewhere` are sentences of other paragraphs of the same document."""

    paragraph: Paragraph
    text: str
    language: str
    elsewhere: tuple["Base", ...] = ()

    @property
    def words(self) -> list[re.Match[str]]:
        """The words of the sentence and where they stand; a compound with hyphens is one."""
        return list(_WORD.finditer(self.text))


class Make(Protocol):
    """Makes one quotation of a sentence; None where the sentence has nothing to do it to."""

    def __call__(self, base: Base, rng: random.Random, /) -> str | None:
        """The quotation."""


def replaced(text: str, found: re.Match[str], by: str) -> str:
    """`text` with what was found replaced, its first letter as large as before."""
    if found[0][:1].isupper():
        by = by[:1].upper() + by[1:]
    return text[: found.start()] + by + text[found.end() :]


def without(text: str, start: int, end: int) -> str:
    """`text` without those characters, and without the space that would be left double or before a mark."""
    before, after = text[:start].rstrip(), text[end:].lstrip()
    return before + ("" if after[:1] in set(".,;:)!?") or not before else " ") + after


def pick(options: Sequence[_T], rng: random.Random) -> _T | None:
    """One of `options`; None of none."""
    return options[rng.randrange(len(options))] if options else None
