"""Judgements: which document answers which query, as TREC and BEIR write them; joined with the queries here."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote

from eval.sets.files import read_bytes, utf8_text
from eval.sets.rows import Problem, Row

_UNLIKE = "it is neither 'query 0 paragraph grade' nor 'query paragraph grade'."
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
        split = _split(path) if len(files) > 1 or path.suffix == ".tsv" else ""
        for number, line in enumerate(utf8_text(path, read_bytes(path)).split("\n"), start=1):
            if line.strip() and not (number == 1 and _HEADER.match(line)):
                _judge(judged, f"{path.name}, line {number}", line.rstrip("\r"), split)
    return judged


def joined(rows: Sequence[Row], judged: Judgements, unjudged: str) -> tuple[list[Row], list[Problem], list[str]]:
    """The queries with what answers them; those that nobody judged are `unjudged`: "left out" or "unanswerable"."""
    known = {row.id for row in rows}
    judged = _with_spaces(judged, known)
    problems = [
        *judged.problems,
        *(
            Problem(place, "query-id", f"there is no query {query!r}.")
            for query, place in judged.places.items()
            if query not in known
        ),
    ]
    kept = [
        replace(row, relevant=tuple(judged.relevant.get(row.id, ())), split=judged.splits.get(row.id) or row.split)
        for row in rows
        if row.id in judged.places or unjudged == "unanswerable"
    ]
    missing = sum(row.id not in judged.places for row in rows)
    what = "count as unanswerable" if unjudged == "unanswerable" else "are no part of the set"
    note = f"{missing:,} of {len(rows):,} queries have no judgement and {what}."
    return kept, problems, [note] if missing else []


def _with_spaces(judged: Judgements, known: Collection[str]) -> Judgements:
    """The judgements with %20 and the like read back where a query's id was written so."""
    names = {query: query if query in known else unquote(query) for query in judged.splits}
    return Judgements(
        {names[query]: paragraphs for query, paragraphs in judged.relevant.items()},
        {names[query]: split for query, split in judged.splits.items()},
        judged.problems,
        {names[query]: place for query, place in judged.places.items()},
    )


def _judge(judged: Judgements, place: str, line: str, split: str) -> None:
    cells = _cells(line)
    if cells is None or not re.fullmatch(r"-?\d+(?:\.\d+)?", cells[2]):
        judged.problems.append(Problem(place, None, _UNLIKE))
        return
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


def _split(path: Path) -> str:
    """ "dev" for qrels/dev.tsv and for qrels.dev.txt."""
    words = [word for word in re.split(r"[.\-_]", path.stem.lower()) if word and "qrel" not in word]
    return words[-1] if words else ""


def qrels_beside(path: Path) -> Iterator[Path]:
    """The files in a folder whose names say that they hold judgements."""
    yield from sorted(file for file in path.iterdir() if file.is_file() and "qrel" in file.name.lower())
