"""The bytes and the characters of a question set's files."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.formats.decode import decode
from eval.errors import InvalidQuestionSet, WrongRows
from eval.sets.rows import Problem


def read_bytes(path: Path) -> bytes:
    """What the file holds; raises InvalidQuestionSet."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidQuestionSet(f"{path} cannot be read: {error.strerror}.") from error


def utf8_text(path: Path, raw: bytes) -> str:
    """The text of a format that is UTF-8 by its standard; raises WrongRows naming the line that is not."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        said = f"byte {error.start:,} of the file is not UTF-8; save the file in that encoding."
        raise WrongRows(str(path), [str(Problem(f"line {line}", None, said))]) from error
    if "\0" in text:
        raise InvalidQuestionSet(f"{path} holds NUL characters, so it is not a text file.")
    return text


def decoded_text(path: Path, raw: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file in whatever encoding, with what is doubtful about it.

    Raises WrongRows where characters could not be read, InvalidQuestionSet where the file is no text.
    """
    try:
        decoded = decode(raw)
    except UnreadableFile as error:
        raise InvalidQuestionSet(f"{path} cannot be read: {error}") from error
    if "\ufffd" in decoded.text:
        line = decoded.text.count("\n", 0, decoded.text.index("\ufffd")) + 1
        said = " ".join(decoded.doubts) or "a character was spoilt before the file was saved and stands as “\ufffd”."
        raise WrongRows(str(path), [str(Problem(f"line {line}", None, said))])
    return decoded.text, decoded.doubts


def sha256_of(paths: Iterable[Path]) -> str:
    """Hexadecimal SHA-256 of a file's bytes; of several files, that of their SHA-256s in order."""
    each = [hashlib.sha256(read_bytes(path)).hexdigest() for path in paths]
    return each[0] if len(each) == 1 else hashlib.sha256("\n".join(each).encode()).hexdigest()


def replace_text(path: Path, text: str) -> None:
    """Write the file as UTF-8; what was there stays until all of the new text is written. Raises InvalidQuestionSet."""
    partial = path.with_name(f"{path.name}.part")
    try:
        partial.write_text(text, encoding="utf-8", newline="")
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise InvalidQuestionSet(f"{path} cannot be written: {error.strerror}.") from error
