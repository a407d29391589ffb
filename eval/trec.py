"""TREC run and qrels files, as trec_eval and its kin read and write them.

A run line is `QUESTION Q0 PARAGRAPH RANK SCORE TAG`, a qrels line `QUESTION 0 PARAGRAPH RELEVANCE`, parted by white
space. An id with white space or a per cent sign in it is written with these as %20 and the like, and read back so.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from pathlib import Path
from urllib.parse import quote, unquote

from eval.errors import InvalidRun

RUN = "QUESTION Q0 PARAGRAPH RANK SCORE TAG"
QRELS = "QUESTION 0 PARAGRAPH RELEVANCE"
# White space as str.split sees it, which is more than \s; line ends and separators too.
_UNSAFE = re.compile(r"[\s\x00-\x1f\x7f\x85%\ufeff]")
_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


def write_run(path: Path, run: Mapping[str, Sequence[str]], tag: str) -> None:
    """Write each question's ranking, best first. A question with an empty ranking has no line, as the format is."""
    lines = (
        f"{_escape(question)} Q0 {_escape(address)} {rank} {len(ranking) - rank + 1} {_escape(tag)}"
        for question, ranking in run.items()
        for rank, address in enumerate(ranking, start=1)
    )
    _write(path, lines)


def read_run(path: Path) -> dict[str, tuple[str, ...]]:
    """{question id: its paragraphs}, best first: by score, equal scores by rank.

    Raises InvalidRun naming the line that is wrong: not six columns, a rank or score that is no number, or a paragraph
    that stands twice for one question.
    """
    found: dict[str, dict[str, tuple[float, int]]] = {}
    for where, (question, _, address, rank, score, _) in _rows(path, RUN):
        ranked = found.setdefault(_unescape(question), {})
        if _unescape(address) in ranked:
            raise InvalidRun(f"{where}: the paragraph {address!r} stands twice for question {question!r}.")
        ranked[_unescape(address)] = (-_number(where, "score", score), _whole(where, "rank", rank))
    return {question: tuple(sorted(ranked, key=lambda a: ranked[a])) for question, ranked in found.items()}


def write_qrels(path: Path, qrels: Mapping[str, Mapping[str, int]]) -> None:
    """Write each question's judged paragraphs. A question without any has no line, as the format is."""
    lines = (
        f"{_escape(question)} 0 {_escape(address)} {relevance}"
        for question, judged in qrels.items()
        for address, relevance in judged.items()
    )
    _write(path, lines)


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """{question id: {paragraph: relevance}}; 0 and less is judged not relevant.

    Raises InvalidRun naming the line that is wrong: not four columns, a relevance that is no whole number, or a
    paragraph judged twice for one question.
    """
    found: dict[str, dict[str, int]] = {}
    for where, (question, _, address, relevance) in _rows(path, QRELS):
        judged = found.setdefault(_unescape(question), {})
        if _unescape(address) in judged:
            raise InvalidRun(f"{where}: the paragraph {address!r} is judged twice for question {question!r}.")
        judged[_unescape(address)] = _whole(where, "relevance", relevance)
    return found


def _rows(path: Path, columns: str) -> Iterator[tuple[str, list[str]]]:
    """Each line that is not empty, with its place, cut into as many fields as `columns` has."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InvalidRun(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InvalidRun(f"{path}, line {line} is not UTF-8 text.") from error
    lines = [(number, line.split()) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if not lines:
        raise InvalidRun(f"{path} has no lines.")
    wanted = len(columns.split())
    for number, fields in lines:
        if len(fields) != wanted:
            raise InvalidRun(f"{path}, line {number} has {len(fields)} columns and not {wanted} ({columns}).")
        yield f"{path}, line {number}", fields


def _number(where: str, field: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError as error:
        raise InvalidRun(f"{where}: the {field} {value!r} is not a number.") from error
    if not isfinite(number):
        raise InvalidRun(f"{where}: the {field} {value!r} is not a finite number.")
    return number


def _whole(where: str, field: str, value: str) -> int:
    try:
        return int(value)
    except ValueError as error:
        raise InvalidRun(f"{where}: the {field} {value!r} is not a whole number.") from error


def _write(path: Path, lines: Iterator[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InvalidRun(f"{path} cannot be written: {error.strerror or error}.") from error


def _escape(name: str) -> str:
    if not name:
        raise InvalidRun("An empty id has no place in a TREC file.")
    return _UNSAFE.sub(lambda match: quote(match[0], safe=""), name)


def _unescape(name: str) -> str:
    return _ESCAPED.sub(_unescaped, name)


def _unescaped(match: re.Match[str]) -> str:
    """What was escaped; left alone where it is nothing that is ever escaped here, such as %41 in a foreign id."""
    text = unquote(match[0])
    return match[0] if _UNSAFE.sub("", text) else text
