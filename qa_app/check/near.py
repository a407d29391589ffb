"""A quotation that is not there word for word: the part that comes closest, or the pieces it is made of. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa_app.check.align import Alignment, Step, align
from qa_app.check.changes import Typed, Word, omission, typed_changes
from qa_app.check.compare import KEYS_AROUND, Finding, Stream, as_read, joined, readings
from qa_app.check.fair_edits import Judged
from qa_app.check.language.fold import Folded, is_word
from qa_app.check.language.words import is_content, language_of
from qa_app.check.marks import Reading, with_marks, with_whole_words
from qa_app.check.omissions.ellipses import omission_in
from qa_app.check.types import Change, Difference, Verdict
from qa_app.citing.citation import Citation
from qa_app.words import Wording

_ONE_CHANGE, FEWEST_ALIKE = 2, 2  # keys: "did not", and what a short quotation shares with a place in a row
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
    stream: Stream

    @property
    def closeness(self) -> float:
        """The share of the quotation's words that are the text's."""
        return self.alignment.coverage

    @property
    def longest(self) -> int:
        """The longest run of equal keys."""
        return self.alignment.longest

    @property
    def matched(self) -> int:
        """How many words that carry meaning are the text's."""
        same = (key for s in self.alignment.steps if s.same for key in self.reading.all_keys[s.q1 : s.q2])
        return sum(map(is_content, same))

    @property
    def is_close(self) -> bool:
        """Whether this is the quotation altered rather than another sentence."""
        return self.closeness >= _ENOUGH and (self.longest >= _LONG_ENOUGH or self.is_one_change_away)

    @property
    def is_one_change_away(self) -> bool:
        """Whether a short quotation stands there but for one word or two that follow each other."""
        apart = [step for step in self.alignment.steps if not step.same]
        alike = self.longest >= FEWEST_ALIKE or self.matched >= FEWEST_ALIKE
        return len(apart) == 1 and self.cost <= _ONE_CHANGE and alike

    def finding(self) -> Finding:
        """How the quotation differs from it."""
        first, end = self.alignment.first, self.alignment.end
        language = language_of(self.text.keys[max(0, first - KEYS_AROUND) : end + KEYS_AROUND])
        hidden = [(step.s1, step.s2) for step in self.marked if any(map(is_word, self.text.keys[step.s1 : step.s2]))]
        omitted = tuple(c for each in hidden for c in self.stream.citations(*each))
        rest = [step for step in self.alignment.steps if step not in self.marked]
        changes = typed_changes(_words_of(self.reading), self.text, rest, language)
        return Finding(self.citations, _judged(changes), omitted, omission_in(self.text, hidden) if hidden else None)

    @property
    def marked(self) -> list[Step]:
        """What the text has where the quotation has an ellipsis."""
        cuts = self.reading.cuts
        return [step for step in self.alignment.steps if step.q1 == step.q2 and step.q1 in cuts]

    @property
    def text(self) -> Folded:
        """The text that it was compared with."""
        return self.stream.folded


def closest_in(quote: str, stream: Stream) -> Near | None:
    """The part of the stream that comes closest to the quotation; None where nothing is alike."""
    found = [_closest_as_read(quote, each) for each in as_read(joined(stream, quote))]
    return min((each for each in found if each is not None), key=lambda each: each.cost, default=None)


def _closest_as_read(quote: str, stream: Stream) -> Near | None:
    reading = readings(quote, stream.folded)[-1]
    alignment = align(reading.all_keys, stream.folded) if reading.runs else None
    there = with_whole_words(stream.folded, alignment.first, alignment.end) if alignment else (0, 0)
    citations = stream.citations(*there)
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
        stream,
    )


def _words_of(reading: Reading) -> list[Word]:
    """Every word of the runs with how it is written."""
    places = [place for first, end in reading.runs for place in range(first, end)]
    return [Word(reading.folded.keys[at], reading.folded.form(at), at in reading.loose) for at in places]


def _judged(changes: Sequence[Typed]) -> Judged:
    differences = tuple(change.difference for change in changes)
    if not changes:
        cut = Difference(Change.SUBSTITUTION, "", "", Wording("change.means.cut"))
        return Judged(Verdict.ALTERED_MEANING, (cut,), Wording("rule.cut"))
    if any(change.risky for change in changes):
        return Judged(Verdict.ALTERED_MEANING, differences, Wording("rule.meaning"))
    left = [change for change in changes if change.words_left_out]
    punctuation = [c for c in changes if not c.words_left_out and not any(map(str.isalnum, c.difference.quote))]
    if left and len(left) + len(punctuation) == len(changes):
        return Judged(Verdict.SILENT_OMISSION, differences, Wording("rule.unmarked"))
    return Judged(Verdict.ALTERED_MINOR, differences, Wording("rule.minor"))


# Whether it is put together from pieces that stand in different places, or in another order.

MOST_PIECES, FEWEST_PIECES = 6, 2  # beside those that an ellipsis parts
_SHORTEST = 3  # words of a piece; a single word is somewhere in any text


@dataclass(frozen=True, slots=True)
class Piece:
    """Keys of the quotation [q1, q2) and where they stand: which of the texts, from its key `at` on."""

    q1: int
    q2: int
    text: int
    at: int

    @property
    def end(self) -> int:
        """Behind its last key in the text."""
        return self.at + self.q2 - self.q1


def spliced_from(quote: str, streams: Sequence[Stream], most: int = MOST_PIECES) -> Finding | None:
    """What to say where the quotation is made of at most so many pieces of these streams; None where it is not."""
    reading = with_marks(quote)
    cuts = reading.cuts
    found = pieces(reading.all_keys, [stream.folded for stream in streams], cuts)
    if not FEWEST_PIECES <= len(found) <= most + len(cuts):
        return None
    citations = tuple(c for piece in found for c in streams[piece.text].citations(piece.at, piece.end))
    judged, hidden = Judged(Verdict.SPLICED, (), Wording("rule.spliced")), []
    text = streams[found[0].text]
    if all(one.text == other.text and one.end <= other.at for one, other in pairwise(found)):
        hidden = [(one.end, other.at) for one, other in pairwise(found) if one.q2 in cuts]
        judged = judged if cuts else _with_much_left_out(found, text.folded)
    return Finding(citations, judged, tuple(c for each in hidden for c in text.citations(*each)))


def _with_much_left_out(found: Sequence[Piece], text: Folded) -> Judged:
    language = language_of(text.keys)
    left = [omission(text, one.end, other.at, language) for one, other in pairwise(found) if one.end < other.at]
    says = tuple(each.difference for each in left)
    return Judged(Verdict.SILENT_OMISSION, says, Wording("rule.unmarked"))


def pieces(quote: Sequence[str], texts: Sequence[Folded], cuts: frozenset[int]) -> tuple[Piece, ...]:
    """The fewest pieces that make up the whole quotation, each as long as it can be; empty where there are none.

    `cuts` are places in the quotation that a piece may not run over (an ellipsis stands there). Pieces need three
    words, save between two cuts.
    """
    found: list[Piece] = []
    at = 0
    while at < len(quote):
        end = min((cut for cut in cuts if cut > at), default=len(quote))
        piece = _longest(quote, at, end, texts, found[-1] if found else None)
        if piece is None or len(found) == MOST_PIECES + len(cuts):
            return ()
        whole = (at == 0 or at in cuts) and (piece.q2 == len(quote) or piece.q2 in cuts)
        if not whole and sum(map(is_word, quote[piece.q1 : piece.q2])) < _SHORTEST:
            return ()
        found.append(piece)
        at = piece.q2
    return tuple(found)


def _longest(quote: Sequence[str], at: int, end: int, texts: Sequence[Folded], before: Piece | None) -> Piece | None:
    """The longest piece from `at` on: after the piece before it where that makes no difference."""
    best: Piece | None = None
    for order, text in enumerate(texts):
        low, high = 0, end - at
        while low < high:
            middle = (low + high + 1) // 2
            if text.find(tuple(quote[at : at + middle]), 1):
                low = middle
            else:
                high = middle - 1
        known = best.q2 - best.q1 if best else 0
        if low > known:
            keys = tuple(quote[at : at + low])
            after = text.find(keys, 1, before.end) if before and before.text == order else []
            best = Piece(at, at + low, order, (after or text.find(keys, 1))[0])
    return best
