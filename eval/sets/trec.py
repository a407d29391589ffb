"""TREC topics, classic (`<top> <num> <title>`), as XML or as a tab-separated list, with the qrels beside them."""

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from pathlib import Path
from urllib.parse import quote, unquote

from eval.errors import InvalidQuestionSet, InvalidRun
from eval.reports.file import write_text
from eval.sets.rows import Choices, Problem, Reading, Row, decoded_text, read_bytes, sha256_of, told_apart, utf8_text

_TOPIC = re.compile(r"<(top|topic)\b([^>]*)>(.*?)(?=</\1\s*>|<\1\b|\Z)", re.DOTALL | re.IGNORECASE)
_FIELD = re.compile(r"<(\w+)>\s*(.*?)\s*(?=<|\Z)", re.DOTALL)
# Before the words of a field stands its name once more: "<num> Number: 301", "<desc> Description:".
_NAME_AGAIN = re.compile(r"^(?:Number|Topic|Title|Description|Narrative)\s*:\s*", re.IGNORECASE)
_NUMBER = re.compile(r"number\s*=\s*[\"']([^\"']+)", re.IGNORECASE)
_USUAL = ("title", "query", "question", "desc", "description")


def read_trec(path: Path, choices: Choices) -> Reading:
    """The topics of the file, or of the folder's one file of topics, with the judgements that lie beside it."""
    topics = _topics_file(path) if path.is_dir() else path
    beside = (file for file in sorted(topics.parent.iterdir()) if file.is_file() and file != topics)
    qrels = [choices.qrels] if choices.qrels else [file for file in beside if "qrel" in file.name.lower()]
    if not qrels:
        raise InvalidQuestionSet(f"There are no judgements for {topics}: no file beside it has 'qrel' in its name.")
    text, doubts = decoded_text(topics, read_bytes(topics))
    rows, problems = told_apart(_tagged(text, choices.columns.get("question")) if "<" in text else _tabbed(text))
    judged = read_judgements(qrels)
    kept, unmatched, warnings = joined(rows, judged, choices.unjudged)
    return Reading(tuple(kept), (*problems, *unmatched), (*doubts, *warnings), sha256_of([topics, *qrels]))


def _topics_file(folder: Path) -> Path:
    found = sorted(file for file in folder.iterdir() if file.is_file() and "topics" in file.name.lower())
    if len(found) != 1:
        names = ", ".join(file.name for file in found)
        raise InvalidQuestionSet(f"{folder} holds several files of topics ({names}): name the one to read.")
    return found[0]


def _tagged(text: str, chosen: str | None) -> Iterator[Row | Problem]:
    for topic in _TOPIC.finditer(text):
        place = f"line {text.count(chr(10), 0, topic.start()) + 1}"
        fields = {name.lower(): _words(said) for name, said in _FIELD.findall(topic[3])}
        number = _NUMBER.search(topic[2])
        named = fields.get("num") or (number[1].strip() if number else "")
        asked = chosen.lower() if chosen else next((name for name in _USUAL if fields.get(name)), "title")
        if not named:
            yield Problem(place, "num", "the topic has no number.")
        elif asked not in fields:
            yield Problem(place, asked, f"topic {named} does not have it; it has {', '.join(fields)}.")
        else:
            yield Row(place, named, fields[asked])


def _words(said: str) -> str:
    return _NAME_AGAIN.sub("", html.unescape(" ".join(said.split())))


def _tabbed(text: str) -> Iterator[Row | Problem]:
    for number, line in enumerate(text.split("\n"), start=1):
        name, tab, question = line.rstrip("\r").partition("\t")
        if tab:
            yield Row(f"line {number}", name.strip(), question.strip())
        elif line.strip():
            yield Problem(f"line {number}", None, "it is not a number, a tab and a question.")


# Judgements: which document answers which query, as TREC and BEIR write them; joined with the queries here.

_UNLIKE = "it is neither 'query 0 paragraph grade' nor 'query paragraph grade'."
_UNLIKE_OBJECT = "it is no JSON object with 'query-id', 'corpus-id' and 'score'."
_HEADER = re.compile(r"query[-_ ]?id|qid", re.IGNORECASE)


@dataclass(slots=True)
class Judgements:
    """For each query the paragraphs judged to answer it, and in which file (the split) it is judged at all."""

    relevant: dict[str, list[str]] = field(default_factory=dict)
    splits: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)


def read_judgements(files: Sequence[Path]) -> Judgements:
    """All the judgements of `files`; where there are several, each is a split named by its file."""
    judged = Judgements()
    for path in files:
        split = _split(path) if len(files) > 1 or path.suffix in {".tsv", ".jsonl"} else ""
        cells_of, unlike = (_fields, _UNLIKE_OBJECT) if path.suffix == ".jsonl" else (_cells, _UNLIKE)
        for number, line in enumerate(utf8_text(path, read_bytes(path)).split("\n"), start=1):
            if line.strip() and not (number == 1 and _HEADER.match(line)):
                cells, place = cells_of(line.rstrip("\r")), f"{path.name}, line {number}"
                if cells is None or not re.fullmatch(r"-?\d+(?:\.\d+)?", cells[2]):
                    judged.problems.append(Problem(place, None, unlike))
                else:
                    _judge(judged, place, cells, split)
    return judged


def joined(rows: Sequence[Row], judged: Judgements, unjudged: str) -> tuple[list[Row], list[Problem], list[str]]:
    """The queries with what answers them; those that nobody judged are `unjudged`: "left out" or "unanswerable"."""
    known = {row.id for row in rows}
    # A query's id may be written with %20 and the like in the judgements.
    written = {query if query in known else unquote(query): query for query in judged.places}
    unknown = ((name, judged.places[query]) for name, query in written.items() if name not in known)
    lost = (Problem(place, "query-id", f"there is no query {name!r}.") for name, place in unknown)
    problems = [*judged.problems, *lost]
    kept = [
        replace(row, relevant=tuple(judged.relevant.get(query, ())), split=judged.splits.get(query) or row.split)
        for row in rows
        if (query := written.get(row.id, row.id)) in judged.places or unjudged == "unanswerable"
    ]
    missing = sum(row.id not in written for row in rows)
    what = "count as unanswerable" if unjudged == "unanswerable" else "are no part of the set"
    note = f"{missing:,} of {len(rows):,} queries have no judgement and {what}."
    return kept, problems, [note] if missing else []


def _judge(judged: Judgements, place: str, cells: tuple[str, str, str], split: str) -> None:
    query, paragraph, grade = cells
    if judged.splits.setdefault(query, split) != split:
        said = f"the query {query!r} is judged in {judged.splits[query]!r} and in {split!r}."
        judged.problems.append(Problem(place, "query-id", said))
        return
    judged.places.setdefault(query, place)
    if float(grade) > 0:
        judged.relevant.setdefault(query, []).append(paragraph)


def _cells(line: str) -> tuple[str, str, str] | None:
    """Query, paragraph and grade. Numbers such as "Recital 1" have a space in them, so the ends are cut off first."""
    tabbed = [cell.strip() for cell in line.split("\t")]
    if len(tabbed) in {3, 4}:
        return tabbed[0], tabbed[-2], tabbed[-1]
    parts = line.split(maxsplit=2)
    if len(parts) < 3 or " " not in (rest := parts[2].strip()):
        return None
    paragraph, grade = rest.rsplit(maxsplit=1)
    return parts[0], paragraph.strip(), grade


def _fields(line: str) -> tuple[str, str, str] | None:
    """The same of a JSON object, as some BEIR folders have them; ids may be numbers."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    given = [row.get(name) for name in ("query-id", "corpus-id", "score")] if isinstance(row, dict) else [None]
    if any(isinstance(value, bool) or not isinstance(value, str | int | float) for value in given):
        return None
    query, paragraph, grade = map(str, given)
    return query, paragraph, grade


def _split(path: Path) -> str:
    """ "dev" for qrels/dev.tsv and for qrels.dev.txt."""
    words = [word for word in re.split(r"[.\-_]", path.stem.lower()) if word and "qrel" not in word]
    return words[-1] if words else ""


# TREC run and qrels files, as trec_eval and its kin read and write them.
# A run line is `QUESTION Q0 PARAGRAPH RANK SCORE TAG`, a qrels line `QUESTION 0 PARAGRAPH RELEVANCE`, parted by white
# space. An id with white space or a per cent sign in it is written with these as %20 and the like, and read back so.

RUN = "QUESTION Q0 PARAGRAPH RANK SCORE TAG"
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
    write_text(path, "".join(f"{line}\n" for line in lines), InvalidRun)


def read_run(path: Path) -> dict[str, tuple[str, ...]]:
    """{question id: its paragraphs}, best first: by score, equal scores by rank.

    Raises InvalidRun naming the line that is wrong: not six columns, a rank or score that is no number, or a paragraph
    that stands twice for one question.
    """
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for where, (question, _, address, rank, score, _) in _rows(path):
        ranked = found.setdefault(_unescape(question), {})
        if _unescape(address) in ranked:
            raise InvalidRun(f"{where}: the paragraph {address!r} stands twice for question {question!r}.")
        by_score = -_number(where, "score", score, float, "number")
        ranked[_unescape(address)] = (by_score, _number(where, "rank", rank, int, "whole number"))
    return {question: tuple(sorted(ranked, key=lambda a: ranked[a])) for question, ranked in found.items()}


def write_qrels(path: Path, qrels: Mapping[str, Mapping[str, int]]) -> None:
    """Write each question's judged paragraphs. A question without any has no line, as the format is."""
    lines = (
        f"{_escape(question)} 0 {_escape(address)} {relevance}"
        for question, judged in qrels.items()
        for address, relevance in judged.items()
    )
    write_text(path, "".join(f"{line}\n" for line in lines), InvalidRun)


def _rows(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Each line that is not empty, with its place, cut into the fields of RUN."""
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
    for number, fields in lines:
        if len(fields) != len(RUN.split()):
            raise InvalidRun(f"{path}, line {number} has {len(fields)} columns and not 6 ({RUN}).")
        yield f"{path}, line {number}", fields


def _number(where: str, field: str, value: str, read: Callable[[str], float], kind: str) -> float:
    try:
        number = read(value)
    except ValueError as error:
        raise InvalidRun(f"{where}: the {field} {value!r} is not a {kind}.") from error
    if not isfinite(number):
        raise InvalidRun(f"{where}: the {field} {value!r} is not a finite number.")
    return number


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
