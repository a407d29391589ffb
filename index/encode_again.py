"""Give a library the vectors of another encoder, and keep the old ones until the new ones are all there."""

import shutil
from collections.abc import Iterator

from corpus.library import Embedding, EncodedParagraph, Library
from index.embed import Progress, embed_library
from index.encoder import Encoder

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
