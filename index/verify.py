"""What `pincite verify` checks: the stored data, the index against it, and the encoder; and what `--repair` mends."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from corpus.errors import DamagedDocument, EncoderMismatch, UnknownDocument
from corpus.library.library import EncoderIdentity, Library, StoredEmbedding, StoredParagraph
from corpus.types import Document
from index.encoders.encoder import load_encoder
from index.errors import EncoderUnavailable, IndexUnusable, SearchError
from index.vectors.generation import FOLDER
from index.vectors.index import remove_leftovers
from index.vectors.store import IN_THE_FOLDER, VectorStore

_UNIT_LENGTH_WITHIN = 1e-3
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, whether it is as it should be, and what was seen."""

    check: str
    ok: bool
    detail: str


@dataclass(slots=True)
class VectorFaults:
    """How many vectors there are, and the paragraphs (document, ordinal) whose vectors are not as they must be."""

    counted: int
    wrong: list[tuple[str, int]]
    orphaned: list[tuple[str, int]]
    missing: list[tuple[str, int]]


def verify(library: Library, encoder: str, store: VectorStore = IN_THE_FOLDER) -> list[Finding]:
    """Every check in order; nothing is changed. One document at a time is in memory."""
    stored = [_library(library), _paragraphs(library), _words(library)]
    return [*stored, _vectors(library), _index(library, store), _encoder(library, encoder)]


def vector_faults(library: Library) -> VectorFaults:
    """Every stored vector against its size, its length of 1 and its text, and every paragraph against its vectors."""
    identity = library.encoder()
    size = identity.dimension * 4 if identity else 0
    faults = VectorFaults(0, [], library.orphaned_embeddings(), [])
    current = set(library.document_ids())
    for document_id in library.document_ids(include_superseded=True):
        try:
            document, stored = library.document(document_id), library.embeddings_of(document_id)
        except (DamagedDocument, UnknownDocument):
            continue  # told where documents are checked; or removed meanwhile
        faults.counted += len(stored)
        encoded = library.encoded_paragraphs_of(document_id)
        unsound = {e.place.ordinal for e in stored if not _is_sound(e, document, size)}
        unsound |= {each.ordinal for each in encoded if not _has_sound_tokens(each, document, identity)}
        faults.wrong += [(document_id, ordinal) for ordinal in sorted(unsound)]
        if document_id in current:
            faults.missing += [(document_id, ordinal) for ordinal in _ordinals_without(document, stored, encoded)]
    return faults


def _library(library: Library) -> Finding:
    problems = list(library.problems_of_file())
    checked = 0
    for document_id in library.document_ids(include_superseded=True):
        problems += _problems_of(library, document_id)
        checked += 1
    sound = f"{library.folder}, SQLite and its references sound, {counted(checked, 'text')} as stored by SHA-256"
    return Finding("library", not problems, " ".join(_shortened(problems)) or sound)


def _problems_of(library: Library, document_id: str) -> list[str]:
    try:
        return library.problems_of(document_id)
    except UnknownDocument:
        return []  # removed meanwhile


def _paragraphs(library: Library) -> Finding:
    paragraphs = subparagraphs = documents = superseded = 0
    current = set(library.document_ids())
    for document_id in library.document_ids(include_superseded=True):
        try:
            document = library.document(document_id)  # building a Document checks that every paragraph equals its span
        except (DamagedDocument, UnknownDocument):
            continue  # told where the library is checked; or removed meanwhile
        paragraphs += sum(paragraph.answers for paragraph in document.paragraphs)
        subparagraphs += len(document.subparagraphs)
        documents += 1
        superseded += document_id not in current
    within = f" and {counted(subparagraphs, 'subparagraph')}" if subparagraphs else ""
    earlier = f" ({superseded} superseded)" if superseded else ""
    counts = f"{counted(documents, 'document')}{earlier}, {counted(paragraphs, 'paragraph')}{within}"
    return Finding("paragraphs", True, f"{counts}, each equal to its span")


def _words(library: Library) -> Finding:
    problems = library.problems_of_words()
    wrong = f"{' '.join(_shortened(problems))} `pincite verify --repair` looks them up anew."
    return Finding("words", not problems, wrong if problems else "each looked up where it stands")


def _is_new(library: Library) -> bool:
    """Whether nothing of it has been encoded so far, so that no vector and no index can be missing."""
    return library.encoder() is None and not (library.folder / FOLDER).exists()


def _vectors(library: Library) -> Finding:
    faults = vector_faults(library)
    identity = library.encoder()
    if identity is None and not faults.counted and not faults.orphaned:
        return Finding("vectors", _is_new(library), "none yet; the first question or `pincite index` makes them")
    head = f"{identity.name}, {identity.dimension} dimensions" if identity else "no encoder is named"
    found = [
        (faults.wrong, f"those of {counted(len(faults.wrong), 'paragraph')} are not what was stored"),
        (faults.orphaned, f"those of {counted(len(faults.orphaned), 'paragraph')} belong to no document"),
        (faults.missing, f"{counted(len(faults.missing), 'paragraph')} still without"),
    ]
    wrong = [words for any_, words in found if any_]
    advice = "; `pincite verify --repair`, then `pincite index`, mends that" if wrong else ""
    sound = f"{counted(faults.counted, 'vector')}, each of unit length and of its text"
    return Finding("vectors", not wrong and identity is not None, f"{head}, {', '.join(wrong) or sound}{advice}")


def _is_sound(stored: StoredEmbedding, document: Document, size: int) -> bool:
    if stored.place.ordinal >= len(document.paragraphs):
        return True  # counted among the orphaned
    if len(stored.vector) != size:
        return False
    # Not finite fails too: any comparison with NaN is false.
    length = float(np.linalg.norm(np.frombuffer(stored.vector, dtype="<f4").astype(np.float64)))
    text = stored.place.span.of(document.paragraphs[stored.place.ordinal].text)
    return abs(length - 1) <= _UNIT_LENGTH_WITHIN and stored.is_of(text)


def _has_sound_tokens(stored: StoredParagraph, document: Document, encoder: EncoderIdentity | None) -> bool:
    if stored.ordinal >= len(document.paragraphs):
        return True  # counted among the orphaned
    size = encoder.token_dimension if encoder else 0
    whole = len(stored.tokens) % size == 0 if size else not stored.tokens
    return whole and stored.is_of(document.paragraphs[stored.ordinal].text)


def _ordinals_without(
    document: Document, stored: tuple[StoredEmbedding, ...], encoded: tuple[StoredParagraph, ...]
) -> list[int]:
    vectors = Counter(each.place.ordinal for each in stored)
    wanted = {each.ordinal: each.vectors for each in encoded}
    return [p.ordinal for p in document.paragraphs if p.answers and wanted.get(p.ordinal) != vectors[p.ordinal]]


def _index(library: Library, store: VectorStore) -> Finding:
    try:
        return Finding("index", True, store.check(library))
    except IndexUnusable as error:
        if _is_new(library):
            return Finding("index", True, "none yet; it is made with the vectors")
        return Finding("index", False, f"{error} The next question or `pincite index` rebuilds it.")
    except SearchError as error:
        return Finding("index", False, str(error))


def _encoder(library: Library, name: str) -> Finding:
    try:
        encoder = load_encoder(name)
        library.require_encoder(encoder.identity)
    except (EncoderUnavailable, EncoderMismatch) as error:
        return Finding("encoder", False, str(error))
    return Finding("encoder", True, f"{encoder.identity.name}, computing in {encoder.precision}")


def _shortened(sentences: list[str]) -> Iterator[str]:
    yield from sentences[:_SHOWN]
    if len(sentences) > _SHOWN:
        yield f"And {len(sentences) - _SHOWN} more like these."


def counted(number: int, thing: str) -> str:
    """ "1 vector", "2 vectors"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


# What `pincite verify --repair` makes anew: whatever is derived from the documents, and never a document.

_NEXT = "`pincite index` makes them again."


def repair(library: Library, store: VectorStore = IN_THE_FOLDER) -> list[str]:
    """Mend what can be mended without encoding; a sentence on each thing done.

    Vectors that must not be used are dropped, for `pincite index` to make again; an index that must not be read is
    built from the vectors that are left. Raises LibraryBusy, LibraryReadOnly.
    """
    with library.writing():
        return [*_mend_words(library), *_mend_vectors(library), *_mend_index(library, store)]


def _mend_words(library: Library) -> Iterator[str]:
    if library.problems_of_words():
        library.index_words_again()
        yield "The words of every document are looked up anew."


def _mend_vectors(library: Library) -> Iterator[str]:
    faults = vector_faults(library)
    if library.encoder() is None and faults.counted:
        library.drop_embeddings()
        yield f"Dropped {counted(faults.counted, 'vector')} of an encoder that is not named; {_NEXT}"
        return
    library.drop_embeddings_of(faults.missing)  # so that the rest of them is not taken for all
    if faults.orphaned:
        dropped = library.drop_embeddings_of(faults.orphaned)
        yield f"Dropped {counted(dropped, 'vector')} that belonged to no paragraph."
    if faults.wrong:
        dropped = library.drop_embeddings_of(faults.wrong)
        paragraphs = counted(len(faults.wrong), "paragraph")
        yield f"Dropped {counted(dropped, 'vector')} of {paragraphs}; {_NEXT}"


def _mend_index(library: Library, store: VectorStore) -> Iterator[str]:
    if library.encoder() is None:
        return
    try:
        store.check(library)
    except IndexUnusable as error:
        index = store.build(library)
        counts = ", ".join(counted(len(vectors), f"{unit} vector") for unit, vectors in index.items())
        yield f"{error} It was built anew from {counts}."
        return
    if store is IN_THE_FOLDER and (removed := remove_leftovers(library)):
        yield f"Removed {counted(removed, 'leftover')} beside the index."
