"""A quotation against one text: found there word for word, or with an editor's marks. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.library.words import word_keys
from corpus.types import Document, Kind, Paragraph, Span
from qa_app.check.fair_edits import Actor, Judged, actors_in, judge
from qa_app.check.language.fold import MARK, Folded, fold, has_groups, invisible_in
from qa_app.check.language.words import language_of
from qa_app.check.marks import Placement, Reading, brackets_in, literal, placements, with_marks, without_endings
from qa_app.check.omissions.ellipses import hidden_ranges, omission_in
from qa_app.check.types import SOUND_WORDS, Change, Difference, Omission, Verdict
from qa_app.citing.citation import Citation
from qa_app.words import Wording, wording

_DIVIDED = re.compile(r"\w[-\u2010]\s")
_OVERRIDES = frozenset("\u202a\u202b\u202d\u202e")  # what is read is not what is there
_EDGE = 30  # characters around a slice, where the marks at the quotation's ends may be
KEYS_AROUND = 60  # to tell the language from


@dataclass(frozen=True, slots=True)
class Finding:
    """Slices of the source, and what the words amount to beside them; what an ellipsis hides, in its place.

    `actors` are whom the brackets name.
    """

    citations: tuple[Citation, ...]
    judged: Judged
    omitted: tuple[Citation, ...] = ()
    omission: Omission | None = None
    actors: tuple[Actor, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether the words are the source's."""
        return self.judged.verdict in SOUND_WORDS


# What a quotation is compared with: a paragraph, or some that follow each other, as one text.


@dataclass(frozen=True, slots=True)
class Stream:
    """A text and the paragraphs in it, each with the place where its own text begins."""

    folded: Folded
    paragraphs: tuple[tuple[Paragraph, int], ...]

    def citations(self, first: int, end: int) -> tuple[Citation, ...]:
        """The slices of its paragraphs from the key `first` up to and without the key `end`, in order."""
        if end <= first:
            return ()
        start, stop = self.folded.starts[first], self.folded.ends[end - 1]
        found = []
        for paragraph, base in self.paragraphs:
            begins, ends = max(start - base, 0), min(stop - base, len(paragraph.text))
            trimmed = Span(begins, ends).trimmed(paragraph.text) if begins < ends else None
            if trimmed is not None:
                found.append(Citation(paragraph, trimmed))
        return tuple(found)


def find_in(quote: str, stream: Stream) -> Finding | None:
    """Where every run of the quotation's words is in the stream; None where one is not.

    The marks of notes among the stream's words may be left out of the quotation, and may be in it.
    """
    best: Finding | None = None
    for text in as_read(joined(stream, quote)):
        for reading in readings(quote, text.folded):
            for placement in placements(reading, text.folded):
                found = _found(quote, reading, placement, text)
                if not found.citations:
                    continue  # a printed number and nothing else
                if found.sound:
                    return found
                best = best or found
    return best


def as_read(stream: Stream) -> tuple[Stream, ...]:
    """The stream as it is, and without the marks of notes among its words, where there are any."""
    without = _without_apparatus(stream.folded)
    return (stream,) if without is stream.folded else (stream, replace(stream, folded=without))


def joined(stream: Stream, quote: str) -> Stream:
    """The stream with words divided at a line's end made whole where the quotation has them whole.

    And with its numbers as its language groups their digits, where either of them has such numbers.
    """
    folded = stream.folded
    if folded.line_ends:
        folded = folded.joined(frozenset(literal(quote).folded.keys))
    if separator := _separator(quote, folded):
        folded = _grouped(folded, separator)
    return stream if folded is stream.folded else replace(stream, folded=folded)


def _separator(quote: str, text: Folded) -> str:
    """What groups the digits of a number in the text's language; empty where it does not matter."""
    if not has_groups(quote) and not _has_groups(text):
        return ""
    return "," if _language(text) == "en" else "."


def readings(quote: str, text: Folded) -> list[Reading]:
    """What the quotation may be: all of it the source's own, or with an editor's marks; the boldest comes last."""
    known = frozenset(text.keys) if _DIVIDED.search(quote) else frozenset[str]()
    separator = _separator(quote, text)
    plain = literal(quote, known, separator)
    if "[" not in quote and not {"…", "("} & set(plain.folded.keys):
        return [plain]
    as_printed = frozenset(keys for keys in brackets_in(quote) if text.find(keys, 1))
    found = [plain, *(with_marks(quote, printed, known, separator) for printed in (as_printed, frozenset()))]
    if (shorter := without_endings(quote)) != quote:
        found.insert(2, replace(with_marks(shorter, frozenset(), known, separator), noted=True))
    return found


def _found(quote: str, reading: Reading, placement: Placement, stream: Stream) -> Finding:
    text, first, end = stream.folded, placement.first, placement.end
    around = text.keys[max(0, first - KEYS_AROUND) : end + KEYS_AROUND]
    marked, hidden = hidden_ranges(reading, placement, text)
    judged = judge(reading, placement, text, language_of(around), marked)
    taken = _also_the_end(reading, text, end)
    asked = text.keys[end + taken : end + taken + 1] == ("?",)
    wrong = "?!." if asked else "?!"  # a question is no statement
    if judged.verdict in SOUND_WORDS and (added := [key for key in reading.at_the_end[taken:] if key in wrong]):
        says = Difference(Change.INSERTION, added[0], "", wording("change.means.mark", mark=added[0]))
        judged = Judged(Verdict.ALTERED_MINOR, (says,), Wording("rule.another_end"))
    citations = stream.citations(first, end + taken)
    if judged.verdict is Verdict.TYPOGRAPHY:
        judged = _exactly(quote, citations, judged)
    actors = tuple(actors_in(reading, placement, text))
    if not hidden:
        return Finding(citations, judged, actors=actors)
    omitted = tuple(citation for each in hidden for citation in stream.citations(*each))
    return Finding(citations, judged, omitted, omission_in(text, hidden), actors)


def _also_the_end(reading: Reading, text: Folded, end: int) -> int:
    """How much of the punctuation at the quotation's end is the source's own."""
    taken = 0
    for at, key in enumerate(reading.at_the_end):
        if text.keys[end + at : end + at + 1] != (key,):
            break
        taken = at + 1 if key != MARK else taken  # the last mark is the quotation's own
    return taken


def _exactly(quote: str, citations: Sequence[Citation], judged: Judged) -> Judged:
    if _OVERRIDES & set(invisible_in(quote)):
        says = Difference(Change.SUBSTITUTION, "", "", Wording("change.means.direction"))
        return Judged(Verdict.ALTERED_MINOR, (says,), Wording("rule.read_otherwise"))
    if len(citations) == 1 and _stands_in(quote, citations[0]):
        return Judged(Verdict.VERBATIM, (), Wording("rule.same"))
    return judged


def _stands_in(quote: str, citation: Citation) -> bool:
    """Whether the quotation is the slice, white space and outer marks apart, or the slice with what is around it."""
    if _plain(quote) == _plain(citation.quote):
        return True
    text, span = citation.paragraph.text, citation.span
    around = text[max(0, span.start - _EDGE) : span.end + _EDGE]
    return " ".join(unicodedata.normalize("NFC", quote).split()) in " ".join(
        unicodedata.normalize("NFC", around).split()
    )


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split()).strip("\"'“”„‟‘’‚«»‹›`´ ")


_KEPT = 300  # folded texts


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that has not been folded yet, which takes longest, with the paragraphs in it."""

    text: str
    paragraphs: tuple[tuple[Paragraph, int], ...]

    def stream(self) -> Stream:
        """It, folded."""
        return Stream(_fold(self.text), self.paragraphs)


def stream_of(paragraph: Paragraph) -> Stream:
    """One paragraph's text, without the number printed before it."""
    return Stream(_fold(paragraph.text), ((paragraph, 0),))


def without_numbers(paragraphs: Sequence[Paragraph]) -> Passage:
    """Those paragraphs' texts one after the other, without the numbers printed before them."""
    placed, length = [], 0
    for paragraph in paragraphs:
        placed.append((paragraph, length))
        length += len(paragraph.text) + 1
    return Passage("\n".join(p.text for p in paragraphs), tuple(placed))


def as_printed(document: Document, first: Paragraph, last: Paragraph) -> Passage:
    """The document's text from the number printed before `first` to the number after `last`."""
    start = first.label.start if first.label and first.label.start < first.span.start else first.span.start
    following = after(document, last, 1)
    end = following[0].label.end if following and following[0].label else last.span.end
    inside = document.paragraphs[first.ordinal : last.ordinal + 1]
    return Passage(document.text[start : max(end, last.span.end)], tuple((p, p.span.start - start) for p in inside))


def after(document: Document, paragraph: Paragraph, most: int) -> tuple[Paragraph, ...]:
    """The next paragraphs, headings left out; at most `most`."""
    following = document.paragraphs[paragraph.ordinal + 1 : paragraph.ordinal + 1 + most + 8]
    return tuple(p for p in following if p.kind is not Kind.HEADING and p.text.strip())[:most]


# A text is compared with many quotations, and each of these runs through all of it.
_fold = lru_cache(_KEPT)(fold)
_grouped = lru_cache(_KEPT)(Folded.grouped)
_without_apparatus = lru_cache(_KEPT)(Folded.without_apparatus)
_has_groups = lru_cache(_KEPT)(lambda text: has_groups(text.source))
_language = lru_cache(_KEPT)(lambda text: language_of(text.keys))


# Whether a quotation can run over the end of a paragraph, by words alone: a test before anything is folded.

_KEPT_TEXTS = 500  # texts

Words = tuple[str, ...]


@lru_cache(_KEPT_TEXTS)
def words_in(text: str) -> Words:
    """The words of a text as they are looked up."""
    return word_keys(text)


def may_run_over(quotation: Words, paragraph: Words) -> bool:
    """Whether the quotation goes on where the paragraph ends, begins before it does, or holds all of it."""
    most = min(len(quotation), len(paragraph))
    return any(paragraph[-k:] == quotation[:k] or quotation[-k:] == paragraph[:k] for k in range(1, most + 1)) or (
        bool(paragraph) and has_all([paragraph], quotation)
    )


def has_all(runs: Sequence[Words], text: Words) -> bool:
    """Whether the words of every run stand in the text one after the other, wherever that is."""
    line = f" {' '.join(text)} "
    return all(f" {' '.join(run)} " in line for run in runs)
