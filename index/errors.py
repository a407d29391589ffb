"""The error tree of the index.

PinciteError
└── SearchError
    ├── EncoderUnavailable   the model's name or folder could not be loaded
    ├── ReaderUnavailable    the reader's weights or calibration are missing or damaged
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
