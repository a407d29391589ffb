"""Everything that searches one library, put together and loaded only when a question needs it."""

import logging
from collections.abc import Callable, Collection, Sequence
from functools import cached_property

from corpus.errors import DamagedDocument, LibraryBusy, LibraryReadOnly, UnknownDocument
from corpus.library.library import Entry, Library, Place
from corpus.library.view import LibraryView
from corpus.types import Document, Paragraph
from index.encoders.encoder import Encoder
from index.errors import DocumentChanged, StoreUnavailable
from index.hits import Hit, Scope
from index.retriever import WHOLE, FusedRetriever, Parts
from index.vectors.candidates import Candidates
from index.vectors.embed import Progress, embed_library
from index.vectors.index import Index, open_index, tidy_index
from index.vectors.segment import WORDS_ALONE
from index.vectors.store import IN_THE_FOLDER, Searched, VectorStore
from index.words.lexical import LexicalIndex

WAIT_SECONDS = 60

log = logging.getLogger("pincite.index")


class Engine:
    """The index over `library`, which follows the library. `load_encoder` is called once, at the first question.

    `parts` says how much sentences and words count in what is found; see index.retriever. `store` keeps what is
    searched of the vectors.
    """

    def __init__(
        self,
        library: Library,
        load_encoder: Callable[[], Encoder],
        progress: Progress | None = None,
        parts: Parts = WHOLE,
        store: VectorStore = IN_THE_FOLDER,
    ) -> None:
        self.library = library
        self.view = LibraryView(library)
        self.state = library.state
        self._aside: dict[str, DamagedDocument | DocumentChanged] = {}
        self._is_standing = False
        self._load_encoder = load_encoder
        self._progress = progress
        self._parts = parts
        self._store = store

    @cached_property
    def encoder(self) -> Encoder:
        """The loaded encoder; raises EncoderUnavailable."""
        return self._load_encoder()

    @property
    def has_encoder(self) -> bool:
        """Whether the encoder is loaded."""
        return "encoder" in self.__dict__

    @property
    def is_open(self) -> bool:
        """Whether the next question finds encoder and index at hand, in the state that was searched last."""
        return self.has_encoder and "index" in self.__dict__

    def open(self) -> None:
        """Have the index of the library as it is now at hand; raises what keeps it from being made."""
        self.refresh()
        self._in_folder  # noqa: B018 - made when first asked for

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is known of every document as the library is now, superseded ones too, by id."""
        self.refresh()
        return self._entries

    def document(self, document_id: str) -> Document:
        """A document by its id, the last few hundred kept in memory.

        Raises UnknownDocument; DocumentChanged where the engine stands and the document is another by now.
        """
        self._require_as_searched(document_id)
        return self.view.document(document_id)

    def _require_as_searched(self, document_id: str) -> None:
        if self._is_standing and self.library.digest_of(document_id) != self._key(document_id):
            raise DocumentChanged(document_id)

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        return self.view.contents.entries

    def _key(self, document_id: str) -> str | None:
        """The digest of the document that the index was made from; None where there is none."""
        held = self._in_folder.held.get(document_id)
        return held.key.partition("+")[0] if held else None

    @property
    def words(self) -> LexicalIndex:
        """The words of every paragraph that is searched."""
        return self._in_folder.words(self.document)

    @cached_property
    def index(self) -> Searched:
        """The vectors; encodes what has none yet, and brings what is searched up to date."""
        self.library.require_encoder(self.encoder.identity)
        if self.library.documents_without_embeddings():
            self._encode_if_nobody_writes()
        self._entries  # noqa: B018 - those of the documents that the index is made from
        return self._store.open(self.library)

    @cached_property
    def _in_folder(self) -> Index:
        """What is searched from files in the library's folder: the words, and the vectors where no server has them."""
        index = self.index if isinstance(self.index, Index) else open_index(self.library, WORDS_ALONE)
        for document_id in index.unread:
            try:
                self.library.document(document_id)
            except DamagedDocument as error:
                self._aside[document_id] = error
            except UnknownDocument:
                continue  # removed meanwhile
        return index

    @property
    def rows(self) -> int:
        """How many vectors there are in the index that is open."""
        if not self.is_open:
            return 0
        return self.index.rows if isinstance(self.index, Index) else sum(map(len, self.index.values()))

    @property
    def is_tidy(self) -> bool:
        """Whether `index.vectors.index.tidy_index` would find nothing to do."""
        return self._in_folder.is_tidy

    def stand(self) -> None:
        """Go on in the state that was searched last, whatever becomes of the library, until there is a successor."""
        self._is_standing = True

    def successor(self, beside: Library, encoder: Encoder) -> "Engine":
        """An engine over the same library as it is now, everything at hand.

        It is made through `beside`, another connection, and `encoder`, so that whoever searches here waits for neither.
        """
        made = Engine(beside, lambda: encoder, self._progress, self._parts, self._store)
        made.open()
        made.library, made.view, made.encoder = self.library, self.view, self.encoder
        made.state = self.library.state[0], made.state[1]  # as the connection counts that it will follow
        return made

    @cached_property
    def candidates(self) -> Candidates:
        """The paragraphs that vectors find."""
        return Candidates(self.index, self.encoder, self.library.tokens)

    @cached_property
    def vectors(self) -> FusedRetriever:
        """The retriever that sees vectors alone."""
        return self._retriever(None)

    @cached_property
    def retriever(self) -> FusedRetriever:
        """The retriever that answers questions."""
        return self._retriever(self.words)

    def _retriever(self, words: LexicalIndex | None) -> FusedRetriever:
        contents = self.view.contents

        def document(document_id: str) -> Document:
            self._require_as_searched(document_id)
            return contents.document(document_id)

        def paragraph(place: Place) -> Paragraph:
            self._require_as_searched(place[0])
            return contents.paragraph(place)

        def title(document_id: str) -> str:
            return contents.by_id[document_id].title

        return FusedRetriever(self.candidates, document, paragraph, title, words, self._parts)

    def search_many(self, questions: Sequence[str], k: int, documents: Sequence[Scope]) -> list[tuple[Hit, ...]]:
        """See index.retriever.FusedRetriever; over the library as it is now.

        Each question is asked of the documents of the ids in its place of `documents`; of all where that is None.
        """
        self.refresh()
        try:
            return self._search_sound(questions, k, documents)
        except StoreUnavailable:
            self._let_go_of(
                "index", "_in_folder", "candidates", "vectors", "retriever"
            )  # opened anew when it can be reached again
            raise
        except (IndexError, UnknownDocument):
            # A document that was replaced or removed just now is not the one that the index was made from.
            if not self.refresh():
                raise
        return self._search_sound(questions, k, documents)

    def _search_sound(self, questions: Sequence[str], k: int, documents: Sequence[Scope]) -> list[tuple[Hit, ...]]:
        """Search without the documents that are damaged; one that is met on the way is set aside first."""
        while True:
            try:
                return self.retriever.search_many(questions, k, [self._sound(scope) for scope in documents])
            except (DamagedDocument, DocumentChanged) as error:
                self._set_aside(error)

    def _sound(self, scope: Scope) -> Scope:
        """What of `scope` can be searched; raises DamagedDocument or DocumentChanged where that is nothing."""
        if not self._aside or (scope is None and isinstance(self.index, Index)):  # which leaves it out by itself
            return scope
        wanted = {scope} if isinstance(scope, str) else set(self.library.document_ids() if scope is None else scope)
        sound = frozenset(wanted - self._aside.keys())
        if wanted and not sound:
            raise self._aside[min(wanted)]
        return sound

    def _set_aside(self, error: DamagedDocument | DocumentChanged) -> None:
        """One document that cannot be used keeps nobody from the others; raises `error` where that did not help."""
        if error.document in self._aside:
            raise error
        if isinstance(error, DamagedDocument):
            log.error("%s It is not searched.", error)
        self._aside[error.document] = error
        self._in_folder.leave_out(error.document)

    @property
    def damaged(self) -> Collection[str]:
        """The ids of the documents that are not searched since they are damaged, as far as they were met."""
        return [name for name, error in self._aside.items() if isinstance(error, DamagedDocument)]

    def refresh(self) -> bool:
        """Let go of what was made from an earlier state of the library; whether it has changed. One SQL read.

        Where the engine stands nothing is let go of.
        """
        if self._is_standing:
            return False
        now = self.library.state
        if now == self.state:
            return False
        self._let_go_of("_entries", "index", "_in_folder", "candidates", "vectors", "retriever")
        self._aside = {}
        self.state = now
        return True

    def _let_go_of(self, *made: str) -> None:
        for name in made:
            self.__dict__.pop(name, None)

    def encode(self) -> int:
        """Encode what has no vectors yet, as the only one that writes; see index.vectors.embed.embed_library.

        Raises LibraryBusy, LibraryReadOnly.
        """
        # Before the first vectors nothing can be searched, so it is worth waiting for whoever is making them.
        with self.library.writing(WAIT_SECONDS if self.library.encoder() is None else 0):
            encoded = embed_library(self.library, self.encoder, self._progress)
        self.state = self.library.state
        return encoded

    def rebuild(self) -> Searched:
        """Make the index anew from the stored vectors."""
        return self._store.build(self.library)

    def bring_up_to_date(self) -> Searched:
        """Put what has changed into what is searched, and the parts of the index together where these are many."""
        index = self._store.open(self.library)
        while tidy_index(self.library):
            index = self._store.open(self.library)
        return index

    def _encode_if_nobody_writes(self) -> None:
        """What another process is adding is searched once it has been encoded; until then there is the rest."""
        try:
            self.encode()
        except (LibraryBusy, LibraryReadOnly) as error:
            if self.library.encoder() is None:
                raise
            log.warning("%s Documents that are not encoded yet are not searched.", error)
