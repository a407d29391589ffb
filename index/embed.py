"""Give every paragraph and sentence of the library its vector."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from corpus.errors import UnknownDocument
from corpus.library import EmbeddedSpan, Embedding, Library, Unit
from corpus.sentences import sentence_spans
from corpus.types import Document, Span
from index.encoder import BATCH, Encoder

Progress = Callable[[int, int], None]
TOGETHER = 2048

_Text = tuple[Unit, EmbeddedSpan, str]


def embed_library(library: Library, encoder: Encoder, progress: Progress | None = None) -> int:
    """Encode the documents that have no vectors yet; returns how many texts had none in the library.

    A text that is stored with its vector elsewhere in the library, most often in an earlier version of the same
    document, takes that vector; equal texts are encoded once. Documents are encoded in groups of some 2,000 texts,
    and each group is stored in one transaction: an interruption loses the group at hand and never leaves half a
    document. `progress(done, total)` is called as texts get their vectors. Raises EncoderMismatch where the library's
    vectors are another encoder's.
    """
    library.require_encoder(encoder.identity)
    ids = library.documents_without_embeddings()
    total = sum(1 for document in _documents(library, ids) for _ in _texts(document)) if progress else 0
    done = encoded = 0
    for texts in _groups(_documents(library, ids)):
        vectors = library.stored_vectors(encoder.identity, {text for _, _, text in texts})
        new = Counter(text for _, _, text in texts if text not in vectors)
        done += len(texts) - new.total()
        for batch in _batches(new):
            rows = encoder.encode_paragraphs(batch).astype("<f4")
            vectors |= {text: row.tobytes() for text, row in zip(batch, rows, strict=True)}
            done += sum(new[text] for text in batch)
            if progress:
                progress(done, total)
        library.put_embeddings(encoder.identity, (Embedding(u, place, text, vectors[text]) for u, place, text in texts))
        encoded += new.total()
    if progress and total:
        progress(total, total)
    return encoded


def _documents(library: Library, ids: Iterable[str]) -> Iterator[Document]:
    """One in memory at a time; what another process has removed meanwhile is passed over."""
    for document_id in ids:
        try:
            document = library.document(document_id)
        except UnknownDocument:
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
    for paragraph in document.paragraphs:
        if not paragraph.answers:
            continue
        text = paragraph.text
        yield "paragraph", EmbeddedSpan(document.id, paragraph.ordinal, Span(0, len(text))), text
        for span in sentence_spans(text, document.card.language):
            yield "sentence", EmbeddedSpan(document.id, paragraph.ordinal, span), span.of(text)
