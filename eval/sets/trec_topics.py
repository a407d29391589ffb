"""TREC topics, classic (`<top> <num> <title>`), as XML or as a tab-separated list, with the qrels beside them."""

import html
import re
from pathlib import Path

from eval.errors import InvalidQuestionSet
from eval.sets.files import decoded_text, read_bytes, sha256_of
from eval.sets.qrels import joined, qrels_beside, read_judgements
from eval.sets.rows import Choices, Problem, Reading, Row

_TOPIC = re.compile(r"<(top|topic)\b([^>]*)>(.*?)(?=</\1\s*>|<\1\b|\Z)", re.DOTALL | re.IGNORECASE)
_FIELD = re.compile(r"<(\w+)>\s*(.*?)\s*(?=<|\Z)", re.DOTALL)
# Before the words of a field stands its name once more: "<num> Number: 301", "<desc> Description:".
_NAME_AGAIN = re.compile(r"^(?:Number|Topic|Title|Description|Narrative)\s*:\s*", re.IGNORECASE)
_NUMBER = re.compile(r"number\s*=\s*[\"']([^\"']+)", re.IGNORECASE)
_USUAL = ("title", "query", "question", "desc", "description")


def read_trec(path: Path, choices: Choices) -> Reading:
    """The topics of the file, or of the folder's one file of topics, with the judgements that lie beside it."""
    topics = _topics_file(path) if path.is_dir() else path
    qrels = [choices.qrels] if choices.qrels else [f for f in qrels_beside(topics.parent) if f != topics]
    if not qrels:
        raise InvalidQuestionSet(f"There are no judgements for {topics}: no file beside it has 'qrel' in its name.")
    text, doubts = decoded_text(topics, read_bytes(topics))
    rows, problems = _tagged(text, choices.columns.get("question")) if "<" in text else _tabbed(text)
    judged = read_judgements(qrels)
    kept, unmatched, warnings = joined(rows, judged, choices.unjudged)
    return Reading(tuple(kept), (*problems, *unmatched), (*doubts, *warnings), sha256_of([topics, *qrels]))


def _topics_file(folder: Path) -> Path:
    found = sorted(file for file in folder.iterdir() if file.is_file() and "topics" in file.name.lower())
    if len(found) != 1:
        names = ", ".join(file.name for file in found)
        raise InvalidQuestionSet(f"{folder} holds several files of topics ({names}): name the one to read.")
    return found[0]


def _tagged(text: str, chosen: str | None) -> tuple[list[Row], list[Problem]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    for topic in _TOPIC.finditer(text):
        place = f"line {text.count(chr(10), 0, topic.start()) + 1}"
        fields = {name.lower(): _words(said) for name, said in _FIELD.findall(topic[3])}
        number = _NUMBER.search(topic[2])
        named = fields.get("num") or (number[1].strip() if number else "")
        asked = chosen.lower() if chosen else next((name for name in _USUAL if fields.get(name)), "title")
        if not named:
            problems.append(Problem(place, "num", "the topic has no number."))
        elif asked not in fields:
            problems.append(Problem(place, asked, f"topic {named} does not have it; it has {', '.join(fields)}."))
        else:
            rows.append(Row(place, named, fields[asked]))
    return rows, problems


def _words(said: str) -> str:
    return _NAME_AGAIN.sub("", html.unescape(" ".join(said.split())))


def _tabbed(text: str) -> tuple[list[Row], list[Problem]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), start=1):
        name, tab, question = line.rstrip("\r").partition("\t")
        if tab:
            rows.append(Row(f"line {number}", name.strip(), question.strip()))
        elif line.strip():
            problems.append(Problem(f"line {number}", None, "it is not a number, a tab and a question."))
    return rows, problems
