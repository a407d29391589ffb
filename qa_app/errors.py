"""The error tree of the app.

PinciteError
└── AppError
    ├── InvalidQuestion     empty, too long, or with control characters
    ├── InvalidSetting      an option or environment variable that cannot be used
    ├── UnreadableInput     an input file that cannot be read at all
    ├── NoOriginal          the file that a document was read from is not kept
    ├── InvalidPage         a page or a width of a picture that there is none of
    ├── RefusedUpload       files or what is said of them that cannot be taken
    ├── PortInUse           another program listens there
    └── Stopping            what waits, or was begun in the background, is left to the next start
"""

from corpus.errors import PinciteError


class AppError(PinciteError):
    """The app could not do what was asked."""


class InvalidQuestion(AppError):
    """The question cannot be asked as it is."""


class InvalidSetting(AppError):
    """An option or environment variable has a value that cannot be used."""


class UnreadableInput(AppError):
    """An input file cannot be read at all."""


class RefusedUpload(AppError):
    """What was sent cannot be taken; `status` is that of the answer."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


class NoOriginal(AppError):
    """The file that a document was read from is not kept."""


class InvalidPage(AppError):
    """No picture can be made of what was asked; `status` is that of the answer."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class Stopping(AppError):
    """The server is told to stop, and what it has not done can be gone on with, or asked again, later."""


class PortInUse(AppError):
    """Another program listens on that address."""
