"""Where a quotation may stand: the cited place first, then its document, then everything. The index shortlists."""

from collections.abc import Iterable, Iterator

from corpus.library.words import word_keys
from corpus.types import Paragraph
from qa_app.check.attribution import Cited, lies_in
from qa_app.check.compare import (
    Finding,
    Passage,
    after,
    as_printed,
    find_in,
    has_all,
    may_run_over,
    stream_of,
    without_numbers,
    words_in,
)
from qa_app.check.marks import literal, with_marks
from qa_app.check.near import FEWEST_ALIKE, Near, closest_in, spliced_from
from qa_app.check.sources import Sources

_SHORTLIST = 12
_NEAREST = 5
_OPENING = 7  # keys of a quotation's beginning and end that are looked up where the whole is not found
_SHORT_OPENING = 4
_MOST_NAMESAKES = 3
_A_FEW, _TWIN = 4, 0.8  # keys in which a twin differs, and the share of the words that it has all the same
_MOST_RUNS = 6
_LONGEST_RUN = 5  # paragraphs that a quotation may run over


class Search:
    """The look-ups of one quotation."""

    def __init__(self, sources: Sources, quote: str, cited: Cited, besides: frozenset[str] = frozenset()) -> None:
        self._sources = sources
        self._besides = besides
        self._quote = quote
        self._cited = cited
        self._plain = literal(quote)
        self._marked = with_marks(quote)
        self._reading = self._marked if self._marked.runs else self._plain
        runs = (self._marked.folded.words(*run) for run in self._marked.runs)
        self._runs, self._all_words = [word_keys(run) for run in runs], word_keys(quote)
        self._found: dict[tuple[str, int, str | None], tuple[Paragraph, ...]] = {}

    def word_for_word(self) -> list[Finding]:
        """Where the quotation's runs stand, the cited place first; sound findings before others."""
        found = list(self._in_each(self._shortlist()))
        if not any(each.sound for each in found):
            found += self._over_several()
        if not found:
            found += self._in_each(self._distinct(self._furniture()))
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
        found = [closest_in(self._quote, stream_of(paragraph)) for paragraph in self._distinct(near)]
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
        return self._distinct(near)

    def _shortlist(self) -> tuple[Paragraph, ...]:
        """Paragraphs that may have it all."""
        document, phrase = self._cited.document_id, self._longest_run()
        likely = [*self._cited.paragraphs]
        if document:
            likely += self._with_phrase(phrase, _SHORTLIST, document)
        likely += self._with_phrase(phrase, _SHORTLIST)
        if len(likely) == len(self._cited.paragraphs):  # a word divided otherwise, or a printed bracket
            likely += self._sources.with_words(self._words(), _NEAREST, document)
        return self._distinct(likely)

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
        for passage in (each for paragraph in self._distinct(beginnings) for each in self._passages_from(paragraph)):
            found = find_in(self._quote, passage.stream()) if has_all(self._runs, words_in(passage.text)) else None
            if found is not None and found.sound:
                return [found]
        return []

    def _passages_from(self, paragraph: Paragraph) -> Iterator[Passage]:
        """What the quotation may run over from that paragraph on, and from the one before."""
        if len(self._runs) < 2 and not may_run_over(self._all_words, words_in(paragraph.text)):
            return
        document = self._sources.document(paragraph.id.document)
        paragraph = document.paragraphs[paragraph.ordinal]
        earlier = [p for p in document.paragraphs[: paragraph.ordinal][-1:] if p.text.strip()]
        following = after(document, paragraph, _LONGEST_RUN)
        yield without_numbers([paragraph, *following])
        yield as_printed(document, [*earlier, paragraph][0], [paragraph, *following][-1])

    def _longest_run(self) -> str:
        first, end = max(self._reading.runs, key=lambda run: run[1] - run[0], default=(0, 0))
        return self._reading.folded.words(first, end)

    def _ends(self) -> tuple[str, ...]:
        """The first words of each run of the quotation and its last: some, and fewer."""
        reading = self._reading
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
        lengths = range(max(FEWEST_ALIKE, (end - first) // 2), end - first)
        beginnings = [reading.folded.words(first, first + length) for length in lengths]
        return tuple(dict.fromkeys(beginnings + [reading.folded.words(end - length, end) for length in lengths]))

    def _words(self) -> str:
        return " ".join(self._reading.all_keys)

    def _distinct(self, paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
        """Each paragraph once, none of a document that is not looked at."""
        found = {paragraph.id: paragraph for paragraph in paragraphs}
        return tuple(p for p in found.values() if p.id.document not in self._besides)
