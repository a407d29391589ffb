"""Give every paragraph and sentence of the library its vector."""

from collections.abc import Callable, Iterator

from corpus.library import EmbeddedSpan, Library, Unit
from corpus.sentences import sentence_spans
from corpus.types import Document, Span
from index.encoder import BATCH, Encoder

Progress = Callable[[int, int], None]


def embed_library(library: Library, encoder: Encoder, progress: Progress | None = None) -> int:
    """Encode the documents that have no vectors yet; returns how many texts were encoded.

    Each document is stored in one transaction, so that an interruption loses only the one at hand.
    `progress(done, total)` is called as texts are encoded. Raises EncoderMismatch where the library's
    vectors are another encoder's.
    """
    library.require_encoder(encoder.identity)
    work = [(document, list(_units(document))) for document in library.documents_without_embeddings()]
    total = sum(len(units) for _, units in work)
    done = 0
    for document, units in work:
        # Texts of like length go together: a batch takes as long as its longest text.
        units.sort(key=lambda entry: len(entry[1].span))
        rows: list[tuple[Unit, EmbeddedSpan, bytes]] = []
        for start in range(0, len(units), BATCH):
            batch = units[start : start + BATCH]
            texts = [span.span.of(document.paragraphs[span.ordinal].text) for _, span in batch]
            vectors = encoder.encode_paragraphs(texts).astype("<f4")
            rows += [(unit, span, row.tobytes()) for (unit, span), row in zip(batch, vectors, strict=True)]
            done += len(batch)
            if progress:
                progress(done, total)
        library.put_embeddings(encoder.identity, rows)
    return total


def _units(document: Document) -> Iterator[tuple[Unit, EmbeddedSpan]]:
    for paragraph in document.paragraphs:
        if not paragraph.answers:
            continue
        whole = Span(0, len(paragraph.text))
        yield "paragraph", EmbeddedSpan(document.id, paragraph.ordinal, whole)
        for span in sentence_spans(paragraph.text, document.card.language):
            yield "sentence", EmbeddedSpan(document.id, paragraph.ordinal, span)
