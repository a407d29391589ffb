"""What `pincite verify` checks: the stored data, the index against it, and the encoder."""

from dataclasses import dataclass

from corpus.errors import EncoderMismatch
from corpus.library import Library
from index.encoder import load_encoder
from index.errors import EncoderUnavailable, IndexUnusable
from index.vectors import read_index


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, whether it is as it should be, and what was seen."""

    check: str
    ok: bool
    detail: str


def verify(library: Library, encoder: str) -> list[Finding]:
    """Every check in order; nothing is changed."""
    return [_library(library), _paragraphs(library), _vectors(library), _index(library), _encoder(library, encoder)]


def _library(library: Library) -> Finding:
    problems = library.problems()
    return Finding("library", not problems, " ".join(problems) or f"{library.folder}, SQLite sound, texts as stored")


def _paragraphs(library: Library) -> Finding:
    documents = library.documents()  # building a Document checks that every paragraph equals its span
    paragraphs = sum(paragraph.answers for document in documents for paragraph in document.paragraphs)
    return Finding("paragraphs", True, f"{len(documents)} documents, {paragraphs} paragraphs, each equal to its span")


def _vectors(library: Library) -> Finding:
    missing = len(library.documents_without_embeddings())
    stored = library.encoder()
    if stored is None:
        return Finding("vectors", False, "none yet; `pincite index` makes them")
    detail = f"{stored.name}, {stored.dimension} dimensions"
    return Finding("vectors", not missing, f"{detail}, {missing} documents still without" if missing else detail)


def _index(library: Library) -> Finding:
    try:
        index = read_index(library)
    except IndexUnusable as error:
        return Finding("index", False, f"{error} The next question or `pincite index` rebuilds it.")
    counts = ", ".join(f"{len(vectors.spans)} {unit} vectors" for unit, vectors in index.items())
    return Finding("index", True, f"SHA-256 of every file as written; {counts}")


def _encoder(library: Library, name: str) -> Finding:
    try:
        encoder = load_encoder(name)
        library.require_encoder(encoder.identity)
    except (EncoderUnavailable, EncoderMismatch) as error:
        return Finding("encoder", False, str(error))
    return Finding("encoder", True, f"{encoder.identity.name}, computing in {encoder.precision}")
