"""A quotation that is not in a text word for word: the part that comes closest, and how it differs. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa_app.citation import Citation
from qa_app.quotes.aligning import Alignment, align
from qa_app.quotes.changes import Typed, Word, typed_changes
from qa_app.quotes.comparing import KEYS_AROUND, Finding, joined, readings
from qa_app.quotes.fairness import Judged
from qa_app.quotes.fold import Folded
from qa_app.quotes.kinds_of_words import language_of
from qa_app.quotes.marks import Reading
from qa_app.quotes.saying import left_out
from qa_app.quotes.streams import Stream
from qa_app.quotes.swallowing import swallowed_risk
from qa_app.quotes.types import Change, Difference, Verdict

_ENOUGH = 0.6  # of the quotation's words, by weight, for it to be an altered one
_LONG_ENOUGH = 3  # keys in a row


@dataclass(frozen=True, slots=True)
class Near:
    """The part of a text that comes closest to a quotation; how they differ is worked out when it is asked for.

    `cost` is how many keys differ, `stray` the longest run of keys that are the quotation's alone, `omitted` of those
    that are the text's alone, but for what a mark stands for.
    """

    citations: tuple[Citation, ...]
    cost: int
    stray: int
    omitted: int
    reading: Reading
    alignment: Alignment
    text: Folded

    @property
    def closeness(self) -> float:
        """The share of the quotation's words that are the text's."""
        return self.alignment.coverage

    @property
    def longest(self) -> int:
        """The longest run of equal keys."""
        return self.alignment.longest

    @property
    def is_close(self) -> bool:
        """Whether this is the quotation altered rather than another sentence."""
        return self.closeness >= _ENOUGH and self.longest >= _LONG_ENOUGH

    def finding(self) -> Finding:
        """How the quotation differs from it."""
        first, end = self.alignment.first, self.alignment.end
        language = language_of(self.text.keys[max(0, first - KEYS_AROUND) : end + KEYS_AROUND])
        return Finding(self.citations, _differing(self.reading, self.alignment, self.text, language))


def closest_in(quote: str, stream: Stream) -> Near | None:
    """The part of the stream that comes closest to the quotation; None where nothing is alike."""
    stream = joined(stream, quote)
    reading = readings(quote, stream.folded)[-1]
    alignment = align(reading.all_keys, stream.folded) if reading.runs else None
    citations = stream.citations(alignment.first, alignment.end) if alignment else ()
    if alignment is None or not citations:
        return None
    apart = [step for step in alignment.steps if not step.same]
    unmarked = [step for step in apart if step.q1 < step.q2 or step.q1 not in reading.cuts]
    return Near(
        citations,
        sum(max(step.q2 - step.q1, step.s2 - step.s1) for step in unmarked),
        max((step.q2 - step.q1 for step in apart), default=0),
        max((step.s2 - step.s1 for step in unmarked), default=0),
        reading,
        alignment,
        stream.folded,
    )


def _words_of(reading: Reading) -> list[Word]:
    """Every word of the runs with how it is written."""
    places = [place for first, end in reading.runs for place in range(first, end)]
    return [Word(reading.folded.keys[at], reading.folded.form(at), at in reading.loose) for at in places]


def _differing(reading: Reading, alignment: Alignment, text: Folded, language: str) -> Judged:
    gaps = reading.cuts
    marked = [step for step in alignment.steps if not step.same and step.q1 == step.q2 and step.q1 in gaps]
    rest = [step for step in alignment.steps if step not in marked]
    changes = typed_changes(_words_of(reading), text, rest, language)
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
