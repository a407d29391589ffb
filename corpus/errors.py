"""The error tree of the corpus, and the root of every error that pincite raises itself.

PinciteError
└── CorpusError
    ├── UnreadableFile        a file or its card could not be read as a document
    │   └── NeedsOcr          its pages are pictures
    ├── InvalidDocument       a document that breaks one of its own laws (spans, numbers)
    │   └── DamagedDocument   what is stored of it is not what was put in
    ├── UnknownDocument       no document of that id in the library
    ├── UnknownParagraph      the document has no paragraph of that number
    └── LibraryError
        ├── NotALibrary       the path is a file, or its database is not ours
        ├── LibraryTooNew     written by a later version of pincite
        ├── LibraryDamaged    SQLite reports the file as malformed
        ├── LibraryReadOnly   nothing can be written there
        ├── LibraryBusy       another process is writing
        └── EncoderMismatch   the stored vectors were made by another encoder
"""

from collections.abc import Sequence
from typing import Self

MOST_NAMED = 5  # documents in a sentence


class PinciteError(Exception):
    """Something pincite could not do; the message is one sentence for a person."""


class CorpusError(PinciteError):
    """A document or the library is not as it must be."""


class UnreadableFile(CorpusError):
    """A file or its card could not be read as a document."""


class NeedsOcr(UnreadableFile):
    """The pages are pictures, so many of them, and have to be read by OCR."""

    def __init__(self, message: str, pages: int) -> None:
        super().__init__(message)
        self.pages = pages


class InvalidDocument(CorpusError):
    """A document breaks one of its own laws."""


class DamagedDocument(InvalidDocument):
    """What the library holds of `document` is not what was put in: it is never shown or searched."""

    def __init__(self, document: str, what: str) -> None:
        super().__init__(
            f"{what.format(document)} Add its file again or put a backup in place (`pincite restore FILE`);"
            f" `pincite remove {document}` takes it out."
        )
        self.document = document


class UnknownDocument(CorpusError):
    """The library holds no document of that id."""

    @classmethod
    def among(cls, document_id: str, held: Sequence[str]) -> Self:
        """The error that names what was asked for, and what is called nearly so, or the first few of what is `held`."""
        if alike := [each for each in held if _loosely(each) == _loosely(document_id)]:
            return cls(f"There is no document {document_id!r} in the library, but there is {alike[0]!r}.")
        more = f" and {len(held) - MOST_NAMED:,} more" if len(held) > MOST_NAMED else ""
        named = f"{', '.join(held[:MOST_NAMED])}{more}" if held else "nothing"
        return cls(f"There is no document {document_id!r} in the library; it holds {named}.")


def _loosely(document_id: str) -> str:
    """Ids are made of files' names, in small letters and with hyphens."""
    return document_id.casefold().replace("_", "-")


class UnknownParagraph(CorpusError):
    """The document has no paragraph of that number."""


class LibraryError(CorpusError):
    """The library cannot be used as asked."""


class NotALibrary(LibraryError):
    """The path does not hold a pincite library."""


class LibraryTooNew(LibraryError):
    """The library was written by a later version of pincite."""


class LibraryDamaged(LibraryError):
    """SQLite reports the library as malformed."""


class LibraryReadOnly(LibraryError):
    """The library's folder cannot be written."""


class LibraryBusy(LibraryError):
    """Another process holds the library for writing."""


class EncoderMismatch(LibraryError):
    """The library's vectors were made by another encoder."""
