"""What `pincite verify --repair` makes anew: whatever is derived from the documents, and never a document."""

from collections.abc import Iterator

from corpus.library import Library
from index.errors import IndexUnusable
from index.vectors import build_index, read_index, remove_leftovers
from qa_app.verification import counted, vector_faults

_NEXT = "`pincite index` makes them again."


def repair(library: Library) -> list[str]:
    """Mend what can be mended without encoding; a sentence on each thing done.

    Vectors that must not be used are dropped, for `pincite index` to make again; an index that must not be read is
    built from the vectors that are left. Raises LibraryBusy, LibraryReadOnly.
    """
    with library.writing():
        return [*_words(library), *_vectors(library), *_index(library)]


def _words(library: Library) -> Iterator[str]:
    if library.problems_of_words():
        library.index_words_again()
        yield "The words of every document are looked up anew."


def _vectors(library: Library) -> Iterator[str]:
    faults = vector_faults(library)
    if library.encoder() is None and faults.counted:
        library.drop_embeddings()
        yield f"Dropped {counted(faults.counted, 'vector')} of an encoder that is not named; {_NEXT}"
        return
    if faults.orphaned:
        dropped = library.drop_embeddings_of(faults.orphaned)
        yield f"Dropped {counted(dropped, 'vector')} that belonged to no paragraph."
    if faults.wrong:
        dropped = library.drop_embeddings_of(faults.wrong)
        paragraphs = counted(len(faults.wrong), "paragraph")
        yield f"Dropped {counted(dropped, 'vector')} of {paragraphs}; {_NEXT}"


def _index(library: Library) -> Iterator[str]:
    if library.encoder() is None:
        return
    try:
        read_index(library)
    except IndexUnusable as error:
        index = build_index(library)
        counts = ", ".join(counted(len(vectors.spans), f"{unit} vector") for unit, vectors in index.items())
        yield f"{error} It was built anew from {counts}."
        return
    if removed := remove_leftovers(library):
        yield f"Removed {counted(removed, 'leftover')} beside the index."
