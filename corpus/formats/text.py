"""Plain text: UTF-8, with or without a byte order mark, kept as it is."""

from pathlib import Path

from corpus.errors import UnreadableFile


def read_text(path: Path) -> str:
    """The characters of `path`, line endings untouched; raises UnreadableFile."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}.") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path} is not UTF-8 text (byte {error.start}).") from error
    if "\0" in text:
        raise UnreadableFile(f"{path} holds NUL characters, so it is not a text file.")
    return text
