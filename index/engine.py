"""Everything that searches one library, put together and loaded only when a question needs it."""

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache

from corpus.library import Library
from corpus.types import Document
from index.embed import Progress, embed_library
from index.encoder import Encoder
from index.hits import Hit
from index.lexical import LexicalIndex
from index.retriever import FusedRetriever, VectorRetriever
from index.vectors import Index, build_index, open_index

DOCUMENTS_KEPT = 256


class Engine:
    """The index over `library` as it is now. `load_encoder` is called once, at the first question."""

    def __init__(self, library: Library, load_encoder: Callable[[], Encoder], progress: Progress | None = None) -> None:
        self.library = library
        self.generation = library.generation
        self._load_encoder = load_encoder
        self._progress = progress

    @cached_property
    def encoder(self) -> Encoder:
        """The loaded encoder; raises EncoderUnavailable."""
        return self._load_encoder()

    @cached_property
    def document(self) -> Callable[[str], Document]:
        """A document by its id, the last few hundred kept in memory; raises UnknownDocument."""
        return lru_cache(maxsize=DOCUMENTS_KEPT)(self.library.document)

    @cached_property
    def words(self) -> LexicalIndex:
        """The words of every paragraph."""
        return LexicalIndex(self.library.documents())

    @cached_property
    def index(self) -> Index:
        """The vectors; encodes what has none yet, and rebuilds an index that must not be read."""
        self.library.require_encoder(self.encoder.identity)
        if self.library.documents_without_embeddings():
            self.encode()
        return open_index(self.library)

    @cached_property
    def vectors(self) -> VectorRetriever:
        """The retriever that sees vectors alone."""
        return VectorRetriever(self.index, self.encoder, self.document)

    @cached_property
    def retriever(self) -> FusedRetriever:
        """The retriever that answers questions."""
        return FusedRetriever(self.vectors, self.words)

    def search_many(self, questions: Sequence[str], k: int, documents: Sequence[str | None]) -> list[tuple[Hit, ...]]:
        """See index.retriever.FusedRetriever."""
        return self.retriever.search_many(questions, k, documents)

    def encode(self) -> int:
        """Encode what has no vectors yet; returns how many texts that were."""
        encoded = embed_library(self.library, self.encoder, self._progress)
        self.generation = self.library.generation
        return encoded

    def rebuild(self) -> Index:
        """Make the index anew from the stored vectors."""
        return build_index(self.library)
