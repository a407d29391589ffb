"""Whether a quotation is put together from pieces that stand in different places, or in another order. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa_app.quotes.changes import omission
from qa_app.quotes.comparing import Finding
from qa_app.quotes.fairness import Judged
from qa_app.quotes.fold import Folded, is_word
from qa_app.quotes.kinds_of_words import language_of
from qa_app.quotes.marks import with_marks
from qa_app.quotes.streams import Stream
from qa_app.quotes.types import Verdict

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
    judged = Judged(Verdict.SPLICED, (), "pieces of different places are joined, or stand in another order")
    if in_order(found):
        judged = _with_much_left_out(found, streams[found[0].text].folded, bool(cuts))
    return Finding(citations, judged)


def _with_much_left_out(found: Sequence[Piece], text: Folded, marked: bool) -> Judged:
    if marked:
        return Judged(Verdict.SPLICED, (), "the parts stand too far apart for an ellipsis")
    language = language_of(text.keys)
    left = [omission(text, one.end, other.at, language) for one, other in pairwise(found) if one.end < other.at]
    says = tuple(each.difference for each in left)
    if any(each.risky for each in left):
        return Judged(Verdict.ALTERED_MEANING, says, "words that decide the meaning differ")
    return Judged(Verdict.SILENT_OMISSION, says, "words are left out without a mark")


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


def in_order(found: Sequence[Piece]) -> bool:
    """Whether the pieces stand in one text, one after the other."""
    return all(one.text == other.text and one.end <= other.at for one, other in pairwise(found))


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
        if low > known or (low and low == known and before and order == before.text):
            keys = tuple(quote[at : at + low])
            after = text.find(keys, 1, before.end) if before and before.text == order else []
            best = Piece(at, at + low, order, (after or text.find(keys, 1))[0])
    return best
