"""What every reader gives and every check speaks of: Row, Problem, Reading, and the question that comes of a row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal

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
