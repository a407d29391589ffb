"""Give every paragraph and sentence of the library its vector."""

from collections.abc import Callable, Iterable, Iterator

from corpus.library import EmbeddedSpan, Library, Unit
from corpus.sentences import sentence_spans
from corpus.types import Document, Span
from index.encoder import BATCH, Encoder

Progress = Callable[[int, int], None]
TOGETHER = 2048

_Text = tuple[Unit, EmbeddedSpan, str]


def embed_library(library: Library, encoder: Encoder, progress: Progress | None = None) -> int:
    """Encode the documents that have no vectors yet; returns how many texts were encoded.

    Documents are encoded in groups of some 2,000 texts, and each group is stored in one transaction: an
    interruption loses the group at hand and never leaves half a document. `progress(done, total)` is called as texts
    are encoded. Raises EncoderMismatch where the library's vectors are another encoder's.
    """
    library.require_encoder(encoder.identity)
    documents = library.documents_without_embeddings()
    total = sum(len(list(_texts(document))) for document in documents) if progress else 0
    done = 0
    for texts in _groups(documents):
        rows: list[tuple[Unit, EmbeddedSpan, bytes]] = []
        for batch in _batches(texts):
            vectors = encoder.encode_paragraphs([text for _, _, text in batch]).astype("<f4")
            rows += [(unit, span, row.tobytes()) for (unit, span, _), row in zip(batch, vectors, strict=True)]
            if progress:
                progress(done + len(rows), total)
        library.put_embeddings(encoder.identity, rows)
        done += len(rows)
    return done


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


def _batches(texts: list[_Text]) -> Iterator[list[_Text]]:
    """Texts of like length together: a batch takes as long as its longest text."""
    ordered = sorted(texts, key=lambda entry: len(entry[2]))
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
