"""Lines joined into running text; whether a hyphen at the end of a line belongs to the word."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.formats.pdf_letters import HYPHEN

_SOFT = "\u00ad"  # only ever shown where it breaks a word
_TAIL = 80  # characters, in which the last word of a line is looked for
_HYPHENS = "-\u2010\u2011" + HYPHEN
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W_]+)*")
_LAST = re.compile(rf"(?P<before>[^\W_]+(?:[-\u2010\u2011'’][^\W_]+)*)[{_HYPHENS}]$")
_NEXT = re.compile(r"[^\W_]+")
_CJK = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
# First parts that English writes with a hyphen and hardly ever without.
_OPEN = frozenset("self non well long short ex quasi all high low vice semi multi vis so-called cross".split())


@dataclass(frozen=True, slots=True)
class Words:
    """Which words stand within the lines of a document, in small letters, hyphenated ones both whole and in parts."""

    counts: Counter[str]
    habit: bool | None  # whether its lines break words: None where nothing shows

    def joined(self, lines: Sequence[str]) -> str:
        """`lines` as running text: joined by a space, or by nothing where a word, a number or an address goes on."""
        pieces = [self._ending(line, following) for line, following in pairwise(lines)]
        return "".join([*pieces, *lines[-1:]]).replace(HYPHEN, "-")

    def _ending(self, line: str, following: str) -> str:
        """`line` as it stands before `following`: with a space after it, or without its hyphen."""
        if line.endswith(_SOFT):
            return line[:-1]
        last, next_word = _LAST.search(line[-_TAIL:]), _NEXT.match(following)
        if last and next_word:
            return line if self.keeps(last["before"], next_word[0]) else line[:-1]
        goes_on = line[-1:] in tuple("–—/") and line[-2:-1].strip() and following[:1].isalnum()
        return line if goes_on or (_CJK.match(line[-1:]) and _CJK.match(following)) else f"{line} "

    def keeps(self, before: str, after: str) -> bool:
        """Whether the hyphen between the two parts is the word's own."""
        verdict = self._shown(before, after)
        if verdict is not None:
            return verdict
        return bool(self.habit) or (self.habit is None and self._whole(before) and self._whole(after))

    def _whole(self, part: str) -> bool:
        return len(part) > 2 and part.casefold() in self.counts

    def _shown(self, before: str, after: str) -> bool | None:
        """What the two parts and the rest of the document show; None where they show nothing."""
        part = before.casefold()
        if not after[:1].islower() or not part.isalpha() or part in _OPEN:
            return True
        apart, together = self.counts[f"{part}-{after.casefold()}"], self.counts[part + after.casefold()]
        return apart > together if apart or together else None


def words_of(lines: Iterable[str], paragraphs: Iterable[Sequence[str]]) -> Words:
    """The words within `lines`, and the habit that the ends of lines within `paragraphs` show."""
    counts = Counter(word for line in lines for word in _spellings(line))
    words = Words(counts, None)
    ends = [
        (last["before"], following[0])
        for paragraph in paragraphs
        for text, line in pairwise(paragraph)
        if (last := _LAST.search(text[-_TAIL:])) and (following := _NEXT.match(line))
    ]
    verdicts = [words._shown(before, after) for before, after in ends if after[:1].islower() and before.isalpha()]
    broken, kept = verdicts.count(False), verdicts.count(True)
    return words if broken == kept else Words(counts, kept > broken)


def _spellings(line: str) -> list[str]:
    """The words of a line but for one that the end of the line may have broken."""
    whole = line[:-_TAIL] + _LAST.sub("", line[-_TAIL:])
    found = [match[0].casefold().replace("\u2010", "-").replace("\u2011", "-") for match in _WORD.finditer(whole)]
    return found + [part for word in found if "-" in word for part in word.split("-")]
