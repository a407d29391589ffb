"""Sentences as they are quoted, and what may be done to one: it stays the source's words, set otherwise, shortened with
marks or explained.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from corpus.types import Paragraph
from eval.quotes.risky_words import NOT_TO_LEAVE_OUT

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


_CURLY = str.maketrans("“”‘’", "\"\"''")
_NESTED = str.maketrans("“”", "‘’")
_DASHES = str.maketrans("-–—\u2011", "\u2011—–-")
_LIGATURES = (("ffi", "ﬃ"), ("ffl", "ﬄ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ"))
_HYPHENATED = re.compile(r"(?<![^\W_])[a-z]{8,}(?![^\W_])")
_FEWEST_AROUND = 4
_INSERTIONS = ("[the participants]", "[that is, the parties concerned]", "[the signatories]")


def exact(base: Base, rng: random.Random) -> str | None:
    """The sentence as it stands."""
    return base.text


def fragment(base: Base, rng: random.Random) -> str | None:
    """Some words from within the sentence, as they stand."""
    words = base.words
    if len(words) < 14:
        return None
    length = rng.randint(9, min(20, len(words) - 3))
    first = rng.randint(1, len(words) - length - 1)
    return base.text[words[first].start() : words[first + length - 1].end()]


def curly_or_straight(base: Base, rng: random.Random) -> str | None:
    """Curly quotation marks and apostrophes for straight ones, or straight for curly."""
    text = base.text
    if any(mark in text for mark in "“”‘’"):
        return text.translate(_CURLY)
    return re.sub(r"(?<=\w)'", "’", text) if re.search(r"\w'", text) else None


def dashes(base: Base, rng: random.Random) -> str | None:
    """Another kind of hyphen or dash."""
    changed = base.text.translate(_DASHES)
    return changed if changed != base.text else None


def spaces(base: Base, rng: random.Random) -> str | None:
    """Some spaces are non-breaking, doubled, or the end of a line."""
    return re.sub(r"(?<=\S) (?=\S)", lambda _: rng.choice([" ", " ", "\u00a0", "  ", "\n", "\u202f"]), base.text)


def line_end_hyphen(base: Base, rng: random.Random) -> str | None:
    """A long word broken at the end of a line."""
    found = pick(list(_HYPHENATED.finditer(base.text)), rng)
    if found is None:
        return None
    at = rng.randint(found.start() + 3, found.end() - 3)
    return f"{base.text[:at]}-\n{base.text[at:]}"


def ligature(base: Base, rng: random.Random) -> str | None:
    """ "ffi", "fi" and the like as one character."""
    text = base.text
    for letters, one in _LIGATURES:
        text = text.replace(letters, one)
    return text if text != base.text else None


def first_letter_case(base: Base, rng: random.Random) -> str | None:
    """A capital for a small letter at the start, or a small one for a capital."""
    first = base.text[:1]
    if not first.isalpha() or base.text[1:2].isupper() or first == "I":
        return None
    return first.swapcase() + base.text[1:]


def final_punctuation(base: Base, rng: random.Random) -> str | None:
    """The mark at the end left out, or a comma in its place, as when the sentence goes on outside the quotation."""
    if base.text[-1:] not in set(".;,:"):
        return f"{base.text}{rng.choice('.,')}" if base.text[-1:].isalnum() else None
    return base.text[:-1] + rng.choice(["", ","]) if base.text[-1] != "," else base.text[:-1]


def outer_marks(base: Base, rng: random.Random) -> str | None:
    """The quotation with its own quotation marks around it."""
    opening, closing = rng.choice([("“", "”"), ('"', '"'), ("«", "»"), ("„", "“")])
    return f"{opening}{base.text}{closing}"


def nested_marks(base: Base, rng: random.Random) -> str | None:
    """The source's double marks made single, as within a quotation."""
    if "“" in base.text and "‘" not in base.text:
        return base.text.translate(_NESTED)
    if base.text.count('"') >= 2 and "'" not in base.text:
        return base.text.replace('"', "'")
    return None


def fair_ellipsis(base: Base, rng: random.Random) -> str | None:
    """A few words that change nothing left out, with an ellipsis for them."""
    words = base.words
    spans = [
        (first, first + length)
        for length in range(2, 10)
        for first in range(_FEWEST_AROUND, len(words) - length - _FEWEST_AROUND + 1)
        if _may_go(base, first, first + length)
    ]
    found = pick(spans, rng)
    if found is None:
        return None
    start, end = words[found[0]].start(), words[found[1] - 1].end()
    mark = rng.choice([" … ", " ... ", " . . . ", " [...] ", " […] "])
    return base.text[:start].rstrip() + mark + base.text[end:].lstrip(" ,;")


def _may_go(base: Base, first: int, end: int) -> bool:
    """Whether words first..end carry nothing that the rest depends on, nor stand beside what does."""
    words = base.words
    around = {word[0].casefold() for word in words[first - 3 : end + 3]}
    omitted = base.text[words[first].start() : words[end - 1].end()]
    plain = not any(character in omitted for character in '“”"()[].;:–—‘')
    names = any(word[0][:1].isupper() for word in words[first:end])
    return plain and not names and not around & NOT_TO_LEAVE_OUT and not re.search(r"\d", omitted)


def bracketed_letter(base: Base, rng: random.Random) -> str | None:
    """ "[w]here" for "Where"."""
    changed = first_letter_case(base, rng)
    return f"[{changed[0]}]{changed[1:]}" if changed else None


def clarifying_bracket(base: Base, rng: random.Random) -> str | None:
    """Words in square brackets that explain, put after a word."""
    return _inserted(base, rng.choice(_INSERTIONS), rng)


def sic(base: Base, rng: random.Random) -> str | None:
    """ "[sic]" after a word."""
    return _inserted(base, "[sic]", rng)


def _inserted(base: Base, words: str, rng: random.Random) -> str | None:
    places = [w for w in base.words[2:-2] if base.text[w.end() : w.end() + 1] == " "]
    found = pick(places, rng)
    return f"{base.text[: found.end()]} {words}{base.text[found.end() :]}" if found else None
