"""The error tree of the index.

PinciteError
└── SearchError
    ├── EncoderUnavailable   the model's name or folder could not be loaded
    ├── ReaderUnavailable    the reader's weights or calibration are missing or damaged
    ├── InvalidStore         an address that names no store
    ├── StoreUnavailable     the server that keeps the vectors does not answer, or not to us
    ├── StoreMismatch        what it keeps under that name is not this library's, or not of its encoder
    ├── DocumentChanged      a document is not the one any more that a standing index was made from
    └── IndexUnusable        an index that must not be read, with the reason
        ├── IndexDamaged     a file is missing or is not the one that was written
        └── IndexStale       whole, but made from another state of the library
"""

from corpus.errors import PinciteError


class SearchError(PinciteError):
    """Searching could not be done."""


class EncoderUnavailable(SearchError):
    """The model's name or folder could not be loaded."""


class ReaderUnavailable(SearchError):
    """The reader's weights or calibration are missing or damaged."""


class InvalidStore(SearchError):
    """An address names no store."""


class StoreUnavailable(SearchError):
    """The server that keeps the vectors does not answer, or not to us; look-ups and checks need none."""


class StoreMismatch(SearchError):
    """What the store keeps under that name is not this library's, or was made by another encoder."""


class DocumentChanged(SearchError):
    """The `document` of that id is not the one any more that the index was made from, or is gone."""

    def __init__(self, document: str) -> None:
        super().__init__(f"{document} has changed just now, and will be searched in a moment.")
        self.document = document


class IndexUnusable(SearchError):
    """An index that must not be read; it is rebuilt from the stored vectors."""


class IndexDamaged(IndexUnusable):
    """A file of the index is missing or is not the one that was written."""


class IndexStale(IndexUnusable):
    """The index is whole, but was made from another state of the library."""
