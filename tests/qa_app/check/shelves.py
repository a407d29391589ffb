"""Documents in memory as a shelf and as the sources of the quotation desk, for tests."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise

from corpus.errors import UnknownDocument
from corpus.library.library import Entry, Origin
from corpus.library.words import word_keys
from corpus.types import Document, Paragraph
from qa_app.check.sources import furniture_of, title_key


class ListedShelf:
    """See qa_app.references.documents.Shelf."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = {document.id: document for document in documents}

    @property
    def generation(self) -> int:
        """It never changes."""
        return 1

    def entries(self) -> Sequence[Entry]:
        """Every document, in its first version."""
        cards = [document.card for document in self._documents.values()]
        return [Entry(c.id, c.title, c.date, c.language, c.symbol, 1, 1, None, Origin(), None) for c in cards]

    def numbers(self, document_id: str) -> Sequence[str]:
        """The printed numbers."""
        return self.document(document_id).numbers

    def document(self, document_id: str) -> Document:
        """The document of that id; raises UnknownDocument."""
        if document_id not in self._documents:
            raise UnknownDocument(f"There is no document {document_id!r}.")
        return self._documents[document_id]


class ListedSources:
    """See qa_app.check.sources.Sources. `superseded` says by what a document was superseded."""

    def __init__(
        self,
        documents: Iterable[Document],
        superseded: Mapping[str, str] | None = None,
    ) -> None:
        self._superseded = dict(superseded or {})
        self._documents = {d.id: d for d in sorted(documents, key=lambda d: d.id in self._superseded)}
        self._paragraphs = [p for document in self._documents.values() for p in document.paragraphs]
        self._lines = [f" {' '.join(word_keys(paragraph.text))} " for paragraph in self._paragraphs]
        self._known: dict[str, list[int]] = {}  # in ascending order
        for place, line in enumerate(self._lines):
            for word in set(line.split()):
                self._known.setdefault(word, []).append(place)
        ends = [*accumulate(len(document.paragraphs) for document in self._documents.values())]
        self._places: dict[str | None, tuple[int, int]] = {None: (0, len(self._paragraphs))}
        self._places |= zip(self._documents, pairwise([0, *ends]), strict=True)

    def known_as(self, given: str) -> str | None:
        """The document of that id or symbol, in whatever case."""
        wanted = given.strip().casefold()
        named = (
            d.id for d in self._documents.values() if wanted in (d.id.casefold(), (d.card.symbol or "").casefold())
        )
        return next(named, None)

    def document(self, document_id: str) -> Document:
        """See Sources."""
        if document_id not in self._documents:
            raise UnknownDocument(f"There is no document {document_id!r}.")
        return self._documents[document_id]

    def superseded_by(self, document_id: str) -> str | None:
        """See Sources."""
        return self._superseded.get(document_id)

    def namesakes(self, document_id: str) -> tuple[str, ...]:
        """See Sources."""
        key = title_key(self.document(document_id).card.title)
        return tuple(d.id for d in self._documents.values() if d.id != document_id and title_key(d.card.title) == key)

    def languages(self) -> frozenset[str]:
        """See Sources."""
        return frozenset(document.card.language for document in self._documents.values())

    def with_phrase(self, words: str, most: int, document: str | None = None) -> tuple[Paragraph, ...]:
        """See Sources."""
        wanted = f" {' '.join(word_keys(words))} "
        rarest = min((self._known.get(word, []) for word in wanted.split()), key=len, default=[])
        found = (self._paragraphs[place] for place in rarest if wanted in self._lines[place])
        return tuple(p for p in found if document in (None, p.id.document))[:most]

    def with_words(self, words: str, most: int, document: str | None = None) -> tuple[Paragraph, ...]:
        """See Sources."""
        first, end = self._places.get(document, (0, 0))
        scores: Counter[int] = Counter()
        for word in sorted(set(word_keys(words))):
            known = self._known.get(word, [])
            for place in known[bisect_left(known, first) : bisect_left(known, end)]:
                scores[place] += 1000 // len(known)
        return tuple(self._paragraphs[place] for place, _ in scores.most_common(most))

    def furniture(self, words: str, most: int, document: str | None = None) -> tuple[Paragraph, ...]:
        """See Sources."""
        among = [d for d in self._documents.values() if document in (None, d.id)]
        return tuple(p for d in among for p in furniture_of(d))[:most]
