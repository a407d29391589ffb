"""Give every paragraph, sentence and clause of the library its vector, and every paragraph those of its tokens."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from corpus.cutting.sentences import clause_spans, sentence_spans
from corpus.errors import DamagedDocument, UnknownDocument
from corpus.library.library import EmbeddedSpan, Embedding, EncodedParagraph, Library, Unit
from corpus.types import Document, Span
from index.encoders.encoder import BATCH, Encoder, Vectors
from index.encoders.late_interaction import quantised

Progress = Callable[[int, int], None]
TOGETHER = 2048

_Text = tuple[Unit, EmbeddedSpan, str]


def embed_library(library: Library, encoder: Encoder, progress: Progress | None = None) -> int:
    """Encode the documents that lack vectors; returns how many texts had none in the library.

    A text that is stored with its vector elsewhere in the library, most often in an earlier version of the same
    document, takes that vector; equal texts are encoded once. Documents are encoded in groups of some 2,000 texts,
    and each group is stored in one transaction, so that there is never half a document; each batch of it is kept at
    once, so that an interruption loses the batch at hand. `progress(done, total)` is called as texts get their
    vectors. Raises EncoderMismatch where the library's vectors are another encoder's.
    """
    library.require_encoder(encoder.identity)
    ids = library.documents_without_embeddings()
    total = sum(1 for document in _documents(library, ids) for _ in _texts(document)) if progress else 0
    done = encoded = 0
    for texts in _groups(_documents(library, ids)):
        group = _Group(library, encoder, texts)
        done += len(texts) - group.lacking.total()
        encoded += group.lacking.total()
        for batch in group.encode():
            done += batch
            if progress:
                progress(done, total)
        group.store()
    if progress and total:
        progress(total, total)
    return encoded


class _Group:
    """The texts of a few documents, and what is known of them; `lacking` counts those that must be encoded."""

    def __init__(self, library: Library, encoder: Encoder, texts: Sequence[_Text]) -> None:
        self._library, self._encoder, self._texts = library, encoder, texts
        self._vectors = library.stored_vectors(encoder.identity, {text for _, _, text in texts})
        self._whole = {text for unit, _, text in texts if unit == "paragraph"}
        with_tokens = encoder.identity.token_dimension > 0
        self._tokens = (
            library.stored_tokens(encoder.identity, self._whole) if with_tokens else dict.fromkeys(self._whole, b"")
        )
        known = self._vectors.keys() - (self._whole - self._tokens.keys())
        self.lacking = Counter(text for _, _, text in texts if text not in known)

    def encode(self) -> Iterator[int]:
        """Encode what lacks, a batch at a time; how many of the texts have their vectors by that."""
        whole = self.lacking.keys() & (self._whole - self._tokens.keys())
        for batch in _batches(whole):
            rows, tokens = self._encoder.encode_paragraphs_with_tokens(batch)
            self._keep(batch, rows)
            self._tokens |= {text: quantised(each) for text, each in zip(batch, tokens, strict=True)}
            self._library.keep_vectors(
                self._encoder.identity, {text: (self._vectors[text], self._tokens[text]) for text in batch}
            )
            yield sum(self.lacking[text] for text in batch)
        for batch in _batches(self.lacking.keys() - whole):
            self._keep(batch, self._encoder.encode_paragraphs(batch))
            self._library.keep_vectors(self._encoder.identity, {text: (self._vectors[text], None) for text in batch})
            yield sum(self.lacking[text] for text in batch)

    def store(self) -> None:
        """Put all vectors into the library, in one transaction."""
        self._library.put_embeddings(
            self._encoder.identity,
            (Embedding(unit, place, text, self._vectors[text]) for unit, place, text in self._texts),
            self._paragraphs(),
        )

    def _paragraphs(self) -> Iterator[EncodedParagraph]:
        vectors = Counter((place.document, place.ordinal) for _, place, _ in self._texts)
        for unit, place, text in self._texts:
            if unit == "paragraph":
                address = place.document, place.ordinal
                yield EncodedParagraph(address, text, vectors[address], self._tokens[text])

    def _keep(self, batch: Sequence[str], rows: Vectors) -> None:
        stored = rows.astype("<f4")
        self._vectors |= {text: row.tobytes() for text, row in zip(batch, stored, strict=True)}


def _documents(library: Library, ids: Iterable[str]) -> Iterator[Document]:
    """One in memory at a time; what has been removed meanwhile, or is damaged, is passed over."""
    for document_id in ids:
        try:
            document = library.document(document_id)
        except (DamagedDocument, UnknownDocument):
            continue
        yield document


def _groups(documents: Iterable[Document]) -> Iterator[list[_Text]]:
    """The texts of whole documents, as many documents at a time as make up a group."""
    group: list[_Text] = []
    for document in documents:
        group += _texts(document)
        if len(group) >= TOGETHER:
            yield group
            group = []
    if group:
        yield group


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Texts of like length together: a batch takes as long as its longest text."""
    ordered = sorted(texts, key=lambda text: (len(text), text))
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]


def _texts(document: Document) -> Iterator[_Text]:
    language = document.card.language
    for paragraph in document.paragraphs:
        if not paragraph.answers:
            continue
        text = paragraph.text
        yield "paragraph", EmbeddedSpan(document.id, paragraph.ordinal, Span(0, len(text))), text
        for sentence in sentence_spans(text, language):
            yield "sentence", EmbeddedSpan(document.id, paragraph.ordinal, sentence), sentence.of(text)
            for clause in clause_spans(text, sentence, language):
                yield "clause", EmbeddedSpan(document.id, paragraph.ordinal, clause), clause.of(text)


# Give a library the vectors of another encoder, and keep the old ones until the new ones are all there.

FOLDER = "encoding-again"


def encode_again(library: Library, encoder: Encoder, progress: Progress | None = None) -> int:
    """Encode every document anew with `encoder`; returns how many vectors of texts the library has been given.

    The new vectors are made in a library of their own, in a folder of this one, while this one is searched as before.
    What interrupts that loses nothing: the next call goes on where it stopped. Taking over what is complete is two
    transactions of some seconds; what comes between them leaves a library without vectors, whose next call takes them
    over at once.
    """
    with _library_beside(library, encoder) as beside:
        embed_library(beside, encoder, progress)
        library.drop_embeddings()
        library.put_embeddings(encoder.identity, _embeddings(beside), _paragraphs(beside))
        count = sum(len(beside.embeddings_of(document)) for document in beside.document_ids())
    shutil.rmtree(library.folder / FOLDER, ignore_errors=True)
    return count


def _library_beside(library: Library, encoder: Encoder) -> Library:
    """The one that an earlier call has begun, where it holds the same documents and the same encoder's vectors."""
    folder = library.folder / FOLDER
    begun = Library.open(folder, library.documents)
    if begun.fingerprint() == library.fingerprint() and begun.encoder() in (None, encoder.identity):
        return begun
    begun.close()
    shutil.rmtree(folder)
    return Library.open(folder, library.documents)


def _embeddings(library: Library) -> Iterator[Embedding]:
    for document in library.each_document():
        for stored in library.embeddings_of(document.id):
            text = stored.place.span.of(document.paragraphs[stored.place.ordinal].text)
            yield Embedding(stored.unit, stored.place, text, stored.vector)


def _paragraphs(library: Library) -> Iterator[EncodedParagraph]:
    for document in library.each_document():
        for stored in library.encoded_paragraphs_of(document.id):
            text = document.paragraphs[stored.ordinal].text
            yield EncodedParagraph((document.id, stored.ordinal), text, stored.vectors, stored.tokens)
