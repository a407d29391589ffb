"""A quotation against one text: found word for word, found with an editor's marks, or how it differs. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from qa_app.citation import Citation
from qa_app.quotes.aligning import Alignment, align
from qa_app.quotes.changes import Typed, Word, typed_changes
from qa_app.quotes.fairness import Judged, judge
from qa_app.quotes.fold import MARK, Folded, invisible_in
from qa_app.quotes.kinds_of_words import language_of, swallowed_risk
from qa_app.quotes.marks import Reading, brackets_in, literal, with_marks, without_endings
from qa_app.quotes.placing import Placement, placements
from qa_app.quotes.saying import left_out
from qa_app.quotes.streams import Stream
from qa_app.quotes.types import SOUND_WORDS, Change, Difference, Verdict

ENOUGH = 0.6  # of the quotation's words, by weight, for it to be an altered one
_LONG_ENOUGH = 3  # keys in a row
_DIVIDED = re.compile(r"\w[-\u2010]\s")
_OVERRIDES = frozenset("\u202a\u202b\u202d\u202e")  # what is read is not what is there
_KEYS_AROUND = 60  # to tell the language from


@dataclass(frozen=True, slots=True)
class Finding:
    """Slices of the source, what the words amount to beside them, and the share of the words that are the same.

    `longest` is the longest run of equal keys, `cost` how many keys differ, `stray` the longest run of keys that are
    the quotation's alone, `omitted` of those that are the source's alone.
    """

    citations: tuple[Citation, ...]
    judged: Judged
    closeness: float
    longest: int = 0
    cost: int = 0
    stray: int = 0
    omitted: int = 0

    @property
    def sound(self) -> bool:
        """Whether the words are the source's."""
        return self.judged.verdict in SOUND_WORDS


def find_in(quote: str, stream: Stream) -> Finding | None:
    """Where every run of the quotation's words is in the stream; None where one is not."""
    stream = replace(stream, folded=_joined(stream.folded, quote))
    known = frozenset(stream.folded.keys) if _DIVIDED.search(quote) else frozenset[str]()
    best: Finding | None = None
    for reading in _readings(quote, stream.folded, known):
        for placement in placements(reading, stream.folded):
            found = _found(quote, reading, placement, stream)
            if not found.citations:
                continue  # a printed number and nothing else
            if found.sound:
                return found
            best = best or found
    return best


def _joined(text: Folded, quote: str) -> Folded:
    return text.joined(frozenset(literal(quote).folded.keys)) if text.line_ends else text


def _readings(quote: str, text: Folded, known: frozenset[str]) -> "list[Reading]":
    plain = literal(quote, known)
    if "[" not in quote and not {"…", "("} & set(plain.folded.keys):
        return [plain]
    as_printed = frozenset(keys for keys in brackets_in(quote) if text.find(keys, 1))
    readings = [plain, with_marks(quote, as_printed, known), with_marks(quote, frozenset(), known)]
    if (shorter := without_endings(quote)) != quote:
        readings.insert(2, replace(with_marks(shorter, frozenset(), known), noted=True))
    return readings


def _found(quote: str, reading: Reading, placement: Placement, stream: Stream) -> Finding:
    text, first, end = stream.folded, placement.first, placement.end
    around = text.keys[max(0, first - _KEYS_AROUND) : end + _KEYS_AROUND]
    judged = judge(reading, placement, text, language_of(around))
    taken = _also_the_end(reading, text, end)
    if judged.verdict in SOUND_WORDS and (added := [k for k in reading.at_the_end[taken:] if k in "?!"]):
        says = Difference(Change.INSERTION, added[0], "", f"put in: “{added[0]}”, which the source does not have here")
        judged = Judged(Verdict.ALTERED_MINOR, (says,), "another mark at the end")
    citations = stream.citations(first, end + taken)
    if judged.verdict is Verdict.TYPOGRAPHY:
        judged = _exactly(quote, citations, judged)
    return Finding(citations, judged, 1.0, max(len(reading.keys(run)) for run in range(len(reading.runs))))


def _also_the_end(reading: Reading, text: Folded, end: int) -> int:
    """How much of the punctuation at the quotation's end is the source's own."""
    taken = 0
    for key in reading.at_the_end:
        if key == MARK or text.keys[end + taken : end + taken + 1] != (key,):
            break
        taken += 1
    return taken


def _exactly(quote: str, citations: Sequence[Citation], judged: Judged) -> Judged:
    if _OVERRIDES & set(invisible_in(quote)):
        says = Difference(Change.SUBSTITUTION, "", "", "characters that turn the direction of writing are in it")
        return Judged(Verdict.ALTERED_MINOR, (says,), "what is read is not what is written")
    if len(citations) == 1 and _plain(quote) == _plain(citations[0].quote):
        return Judged(Verdict.VERBATIM, (), "the same characters, one after the other")
    return judged


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split()).strip("\"'“”„‟‘’‚«»‹›`´ ")


def closest_in(quote: str, stream: Stream) -> Finding | None:
    """How the quotation differs from the part of the stream that comes closest; None where nothing is alike."""
    stream = replace(stream, folded=_joined(stream.folded, quote))
    known = frozenset(stream.folded.keys) if _DIVIDED.search(quote) else frozenset[str]()
    reading = _readings(quote, stream.folded, known)[-1]
    if len(reading.runs) == 0:
        return None
    keys = reading.all_keys
    alignment = align(keys, stream.folded)
    if alignment is None:
        return None
    around = stream.folded.keys[max(0, alignment.first - _KEYS_AROUND) : alignment.end + _KEYS_AROUND]
    judged = _differing(reading, alignment, stream.folded, language_of(around))
    citations = stream.citations(alignment.first, alignment.end)
    if not citations:
        return None
    apart = [step for step in alignment.steps if not step.same]
    unmarked = [s for s in apart if s.q1 < s.q2 or s.q1 not in gaps_at(reading)]
    return Finding(
        citations, judged, alignment.coverage, alignment.longest,
        cost=sum(max(step.q2 - step.q1, step.s2 - step.s1) for step in unmarked),
        stray=max((step.q2 - step.q1 for step in apart), default=0),
        omitted=max((step.s2 - step.s1 for step in unmarked), default=0),
    )  # fmt: skip


def is_close(found: Finding) -> bool:
    """Whether what was found is the quotation altered rather than another sentence."""
    return found.closeness >= ENOUGH and found.longest >= _LONG_ENOUGH


def gaps_at(reading: Reading) -> frozenset[int]:
    """The places among all keys of a reading where an editor's mark stands."""
    return frozenset(list(accumulate(end - first for first, end in reading.runs))[:-1])


def words_of(reading: Reading) -> list[Word]:
    """Every word of the runs with how it is written."""
    places = [place for first, end in reading.runs for place in range(first, end)]
    return [Word(reading.folded.keys[at], reading.folded.form(at), at in reading.loose) for at in places]


def _differing(reading: Reading, alignment: Alignment, text: Folded, language: str) -> Judged:
    gaps = gaps_at(reading)
    marked = [step for step in alignment.steps if not step.same and step.q1 == step.q2 and step.q1 in gaps]
    rest = [step for step in alignment.steps if step not in marked]
    changes = typed_changes(words_of(reading), text, rest, language)
    differences = tuple(change.difference for change in changes)
    for step in marked:
        risk = swallowed_risk(text, step.s1, step.s2, language)
        if risk is not None:
            source = text.words(step.s1, step.s2)
            differences += (Difference(risk, "…", source, left_out(risk, source)),)
    return _verdict(changes, differences)


def _verdict(changes: Sequence[Typed], differences: tuple[Difference, ...]) -> Judged:
    worded = [change for change in changes if change.risky or change.words_left_out or change.difference.kind]
    if not changes:
        rule = "a part of a word was cut off" if not differences else "the mark stands for words that matter"
        cut = Difference(Change.SUBSTITUTION, "", "", "the quotation begins or ends within a word or a number")
        return Judged(Verdict.ALTERED_MEANING, differences or (cut,), rule)
    if any(change.risky for change in worded):
        return Judged(Verdict.ALTERED_MEANING, differences, "words that decide the meaning differ")
    left = [change for change in changes if change.words_left_out]
    punctuation = [c for c in changes if not c.words_left_out and not any(map(str.isalnum, c.difference.quote))]
    if left and len(left) + len(punctuation) == len(changes):
        return Judged(Verdict.SILENT_OMISSION, differences, "words are left out without a mark")
    return Judged(Verdict.ALTERED_MINOR, differences, "only small words, spelling, endings or punctuation differ")
