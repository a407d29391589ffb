"""Where a quotation may stand: the cited place first, then its document, then everything. The index shortlists."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.library.words import word_keys
from corpus.types import Paragraph
from qa_app.check.attribution import Cited, lies_in
from qa_app.check.changes import Alignment, Step, Typed, Word, align, omission, typed_changes
from qa_app.check.compare import (
    KEYS_AROUND,
    Finding,
    Passage,
    Stream,
    after,
    as_printed,
    as_read,
    find_in,
    has_all,
    joined,
    may_run_over,
    readings,
    stream_of,
    without_numbers,
    words_in,
)
from qa_app.check.fair_edits import Judged, Range, ellipsis_risks, omission_in
from qa_app.check.fold import Folded, is_word
from qa_app.check.marks import Reading, literal, with_marks, with_whole_words
from qa_app.check.sources import Sources
from qa_app.check.types import Change, Difference, Verdict
from qa_app.check.words import is_content, language_of
from qa_app.citing.citation import Citation

_SHORTLIST = 12
_NEAREST = 5
_OPENING = 7  # keys of a quotation's beginning and end that are looked up where the whole is not found
_SHORT_OPENING = 4
_ONE_CHANGE, _FEWEST_ALIKE = 2, 2  # keys: "did not", and what a short quotation shares with a place in a row
_MOST_NAMESAKES = 3
_A_FEW, _TWIN = 4, 0.8  # keys in which a twin differs, and the share of the words that it has all the same
_MOST_RUNS = 6
_LONGEST_RUN = 5  # paragraphs that a quotation may run over


# A quotation that is not in a text word for word: the part that comes closest, and how it differs.


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
        alike = self.longest >= _FEWEST_ALIKE or self.matched >= _FEWEST_ALIKE
        return len(apart) == 1 and self.cost <= _ONE_CHANGE and alike

    def finding(self) -> Finding:
        """How the quotation differs from it."""
        first, end = self.alignment.first, self.alignment.end
        language = language_of(self.text.keys[max(0, first - KEYS_AROUND) : end + KEYS_AROUND])
        hidden = [(step.s1, step.s2) for step in self.marked if any(map(is_word, self.text.keys[step.s1 : step.s2]))]
        omitted = tuple(c for each in hidden for c in self.stream.citations(*each))
        judged = _differing(self.reading, self.alignment, self.text, hidden, language)
        return Finding(self.citations, judged, omitted, omission_in(self.text, hidden) if hidden else None)

    @property
    def marked(self) -> list[Step]:
        """What the text has where the quotation has an ellipsis."""
        cuts = self.reading.cuts
        return [step for step in self.alignment.steps if step.q1 == step.q2 and step.q1 in cuts]

    @property
    def text(self) -> Folded:
        """The text that it was compared with."""
        return self.stream.folded


class Search:
    """The look-ups of one quotation."""

    def __init__(self, sources: Sources, quote: str, cited: Cited) -> None:
        self._sources = sources
        self._quote = quote
        self._cited = cited
        self._plain = literal(quote)
        self._marked = with_marks(quote)
        runs = (self._marked.folded.words(*run) for run in self._marked.runs)
        self._runs, self._all_words = [word_keys(run) for run in runs], word_keys(quote)
        self._found: dict[tuple[str, int, str | None], tuple[Paragraph, ...]] = {}

    def word_for_word(self) -> list[Finding]:
        """Where the quotation's runs stand, the cited place first; sound findings before others."""
        found = list(self._in_each(self._shortlist()))
        if not any(each.sound for each in found):
            found += self._over_several()
        if not found:
            found += self._in_each(self._furniture())
        return sorted(found, key=lambda each: not each.sound)

    @property
    def is_marked(self) -> bool:
        """Whether ellipses part the quotation."""
        return bool(self._marked.gaps) and all(gap.ellipsis for gap in self._marked.gaps)

    def nearest(self) -> list[Near]:
        """The paragraphs that share most with the quotation, each with how it differs; the closest first."""
        found = [closest_in(self._quote, stream_of(p)) for p in self.candidates()]
        known = [each for each in found if each is not None]
        return sorted(known, key=lambda each: each.cost)

    def one_change_away(self) -> list[Near]:
        """Where a short quotation stands but for one change; the cited place first, then the least change.

        One of its halves stands there as it is, whatever changed: these are looked up, in the cited document first.
        """
        near = [*self._cited.paragraphs[:_NEAREST]]
        for within in dict.fromkeys((self._cited.document_id, None)):
            for phrase in self._halves():
                near += self._with_phrase(phrase, _SHORTLIST, within)
        found = [closest_in(self._quote, stream_of(paragraph)) for paragraph in _distinct(near)]
        away = [each for each in found if each is not None and each.is_one_change_away]
        return sorted(away, key=lambda each: (not lies_in(each.citations, self._cited.paragraphs), each.cost))

    def nearly_the_same(self, found: Finding) -> list[Near]:
        """Where documents with the same title have the words that were found but for a few of them."""
        namesakes = self._sources.namesakes(found.citations[0].paragraph_id.document)[:_MOST_NAMESAKES]
        others = (p for other in namesakes for p in self._sources.with_words(self._words(), 2, other))
        near = [closest_in(self._quote, stream_of(paragraph)) for paragraph in others]
        return [each for each in near if each and 0 < each.cost <= _A_FEW and each.closeness >= _TWIN]

    def spliced(self, most: int) -> Finding | None:
        """The quotation as at most so many pieces of different places, or of one out of order or far apart."""
        return spliced_from(self._quote, [stream_of(p) for p in self.candidates()], most)

    def candidates(self) -> tuple[Paragraph, ...]:
        """The cited paragraphs, those that share the rarest words, and those with a part of the quotation."""
        document, words = self._cited.document_id, self._words()
        near = [*self._cited.paragraphs[:_NEAREST]]
        if document:
            near += self._sources.with_words(words, _NEAREST, document)
        near += self._sources.with_words(words, _NEAREST)
        for phrase in self._ends():
            near += self._with_phrase(phrase, _NEAREST)
        return _distinct(near)

    def _shortlist(self) -> tuple[Paragraph, ...]:
        """Paragraphs that may have it all."""
        document, phrase = self._cited.document_id, self._longest_run()
        likely = [*self._cited.paragraphs]
        if document:
            likely += self._with_phrase(phrase, _SHORTLIST, document)
        likely += self._with_phrase(phrase, _SHORTLIST)
        if len(likely) == len(self._cited.paragraphs):  # a word divided otherwise, or a printed bracket
            likely += self._sources.with_words(self._words(), _NEAREST, document)
        return _distinct(likely)

    def _in_each(self, paragraphs: Iterable[Paragraph]) -> Iterator[Finding]:
        for paragraph in paragraphs:
            found = find_in(self._quote, stream_of(paragraph))
            if found is not None:
                yield found

    def _with_phrase(self, phrase: str, most: int, document: str | None = None) -> tuple[Paragraph, ...]:
        """Each look-up once."""
        asked = (phrase, most, document)
        if asked not in self._found:
            self._found[asked] = self._sources.with_phrase(phrase, most, document)
        return self._found[asked]

    def _furniture(self) -> tuple[Paragraph, ...]:
        """What stands around the cited document, else around any."""
        within = dict.fromkeys((self._cited.document_id, None))
        around = (self._sources.furniture(self._longest_run(), _SHORTLIST, document) for document in within)
        return next((found for found in around if found), ())

    def _over_several(self) -> list[Finding]:
        """Where it begins in one paragraph and ends in another, or has the printed numbers in it."""
        beginnings = [*self._cited.paragraphs[:_NEAREST]]
        for phrase in self._ends():
            for within in dict.fromkeys((self._cited.document_id, None)):
                beginnings += self._with_phrase(phrase, _NEAREST, within)
        for paragraph in _distinct(beginnings):
            for passage in self._passages_from(paragraph):
                found = find_in(self._quote, passage.stream()) if self._has_all(passage) else None
                if found is not None and found.sound:
                    return [found]
        return []

    def _passages_from(self, paragraph: Paragraph) -> Iterator[Passage]:
        """What the quotation may run over from that paragraph on, or from the one before."""
        if len(self._runs) < 2 and not may_run_over(self._all_words, words_in(paragraph.text)):
            return
        document = self._sources.document(paragraph.id.document)
        paragraph = document.paragraphs[paragraph.ordinal]
        earlier = [p for p in document.paragraphs[: paragraph.ordinal][-1:] if p.text.strip()]
        following = after(document, paragraph, _LONGEST_RUN)
        last = following[-1] if following else paragraph
        widest = [as_printed(document, (earlier or [paragraph])[0], last), without_numbers([paragraph, *following])]
        if not any(map(self._has_all, widest)):
            return
        yield as_printed(document, paragraph, paragraph)
        for count, each in enumerate(following, start=1):
            yield without_numbers([paragraph, *following[:count]])
            yield as_printed(document, paragraph, each)
        if earlier:
            yield as_printed(document, earlier[0], paragraph)

    def _has_all(self, passage: Passage) -> bool:
        words = words_in(passage.text)
        return has_all(self._runs, words) or has_all([self._all_words], words)

    def _longest_run(self) -> str:
        reading = self._marked if self._marked.runs else self._plain
        first, end = max(reading.runs, key=lambda run: run[1] - run[0], default=(0, 0))
        return reading.folded.words(first, end)

    def _ends(self) -> tuple[str, ...]:
        """The first words of each run of the quotation and its last: some, and fewer."""
        reading = self._marked if self._marked.runs else self._plain
        found: list[str] = []
        for first, end in reading.runs[:_MOST_RUNS]:
            for length in (_OPENING, _SHORT_OPENING):
                found.append(reading.folded.words(first, min(end, first + length)))
                found.append(reading.folded.words(max(first, end - length), end))
        return tuple(dict.fromkeys(found))

    def _halves(self) -> tuple[str, ...]:
        """Its beginnings and ends of half its words and more, which one change leaves as they are."""
        reading = self._plain
        first, end = reading.runs[0] if reading.runs else (0, 0)
        lengths = range(max(_FEWEST_ALIKE, (end - first) // 2), end - first)
        beginnings = [reading.folded.words(first, first + length) for length in lengths]
        return tuple(dict.fromkeys(beginnings + [reading.folded.words(end - length, end) for length in lengths]))

    def _words(self) -> str:
        reading: Reading = self._marked if self._marked.runs else self._plain
        return " ".join(reading.all_keys)


def _distinct(paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """Each paragraph once."""
    return tuple({paragraph.id: paragraph for paragraph in paragraphs}.values())


_ENOUGH = 0.6  # of the quotation's words, by weight, for it to be an altered one
_LONG_ENOUGH = 3  # keys in a row


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


def _differing(reading: Reading, alignment: Alignment, text: Folded, hidden: Sequence[Range], language: str) -> Judged:
    gaps = reading.cuts
    rest = [step for step in alignment.steps if step.same or step.q1 < step.q2 or step.q1 not in gaps]
    changes = typed_changes(_words_of(reading), text, rest, language)
    limits = tuple(difference for _, difference, _ in ellipsis_risks(hidden, text, language))
    return _verdict(changes, limits)


def _verdict(changes: Sequence[Typed], limits: tuple[Difference, ...]) -> Judged:
    """`limits` are what an ellipsis hides and must not."""
    differences = tuple(change.difference for change in changes) + limits
    if not changes:
        rule = "the mark stands for words that matter" if limits else "a part of a word was cut off"
        cut = Difference(Change.SUBSTITUTION, "", "", "the quotation begins or ends within a word or a number")
        return Judged(Verdict.ALTERED_MEANING, limits or (cut,), rule)
    if any(change.risky for change in changes):
        return Judged(Verdict.ALTERED_MEANING, differences, "words that decide the meaning differ")
    if limits:
        return Judged(Verdict.ELLIPSIS_CHANGES_MEANING, differences, "the mark stands for words that matter")
    left = [change for change in changes if change.words_left_out]
    punctuation = [c for c in changes if not c.words_left_out and not any(map(str.isalnum, c.difference.quote))]
    if left and len(left) + len(punctuation) == len(changes):
        return Judged(Verdict.SILENT_OMISSION, differences, "words are left out without a mark")
    return Judged(Verdict.ALTERED_MINOR, differences, "only small words, spelling, endings or punctuation differ")


# Whether a quotation is put together from pieces that stand in different places, or in another order.

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
    hidden = [(one.end, other.at) for one, other in pairwise(found) if one.q2 in cuts] if in_order(found) else []
    omitted = tuple(c for each in hidden for c in streams[found[0].text].citations(*each))
    return Finding(citations, judged, omitted)


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
