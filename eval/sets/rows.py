"""What every reader gives and every check speaks of: Row, Problem, Reading, and the question that comes of a row."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from corpus.errors import UnreadableFile
from corpus.formats.decode import decode
from eval.errors import InvalidQuestionSet, WrongRows

FIELDS = (
    "id",
    "question",
    "relevant",
    "answerable",
    "kind",
    "split",
    "document",
    "sentence",
    "history",
    "search_in",
)
_NONE: Mapping[str, str] = MappingProxyType({})
Fields = dict[str, Any]
Sound = TypeVar("Sound")


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question and the paragraphs ("DOCUMENT#NUMBER") that answer it; none where nothing does.

    `document` is the only one to be searched, `sentence` the words that answer, `history` what was asked before.
    """

    id: str
    question: str
    relevant: tuple[str, ...]
    kind: str
    split: str
    document: str | None
    sentence: str | None = None
    history: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the documents answer it."""
        return bool(self.relevant)


@dataclass(frozen=True, slots=True)
class Row:
    """A question as its file gives it, not checked yet; `place` is where it stands ("line 3").

    `document` is where a bare number in `relevant` is looked up, `search_in` the only document to be searched.
    `judged` is false where nobody has said which paragraphs answer.
    """

    place: str
    id: str
    question: str
    relevant: tuple[str, ...] = ()
    answerable: bool | None = None
    kind: str | None = None
    split: str | None = None
    document: str | None = None
    search_in: str | None = None
    sentence: str | None = None
    history: tuple[str, ...] = ()
    judged: bool = True


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and in which field; no field where the whole row or file is meant."""

    place: str
    field: str | None
    said: str

    def __str__(self) -> str:
        where = f"{self.place}, {self.field!r}" if self.field else self.place
        text = f"{where}: {self.said}" if where else self.said
        return text.encode("utf-8", "backslashreplace").decode()  # half a surrogate pair could not be printed


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows of a file in order, what is wrong with others, and what a person should know; the file's SHA-256."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """How a file is to be read where it leaves something open.

    `columns` names the header of a field ("question" -> "Frage"; "" leaves the field out). `trust` says which of the
    fields "relevant" and "answerable" counts where they contradict each other; None makes that a problem. `qrels`
    is the file with the judgements, `unjudged` what becomes of a query that has none.
    """

    columns: Mapping[str, str] = field(default_factory=lambda: _NONE)
    trust: Literal["relevant", "answerable"] | None = None
    qrels: Path | None = None
    unjudged: Literal["left out", "unanswerable"] = "left out"


# The bytes and the characters of a question set's files.


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


def json_rows(path: Path, name: str = "") -> Iterator[tuple[str, Fields | Problem]]:
    """Each line that is not empty: its place ("line 3", behind `name`) with its JSON object, or with what is wrong.

    Raises InvalidQuestionSet where the file cannot be read.
    """
    for number, line in enumerate(utf8_text(path, read_bytes(path)).split("\n"), start=1):
        if line.strip():
            place = f"{name}, line {number}" if name else f"line {number}"
            yield place, _json_object(place, line)


def sound_rows(path: Path) -> tuple[Fields, ...]:
    """The JSON object of each line; raises InvalidQuestionSet naming the first line that is none."""
    rows, problems = told_apart(row for _, row in json_rows(path))
    if problems:
        raise InvalidQuestionSet(f"{path}, {problems[0]}")
    return rows


def _json_object(place: str, line: str) -> Fields | Problem:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Problem(place, None, f"it is not JSON: {error}.")
    return row if isinstance(row, dict) else Problem(place, None, "it is not a JSON object.")


def told_apart(found: Iterable[Sound | Problem]) -> tuple[tuple[Sound, ...], tuple[Problem, ...]]:
    """What is sound and what is wrong, each in its order."""
    sound: list[Sound] = []
    problems: list[Problem] = []
    for each in found:
        if isinstance(each, Problem):
            problems.append(each)
        else:
            sound.append(each)
    return tuple(sound), tuple(problems)


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
