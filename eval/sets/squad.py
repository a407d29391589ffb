"""SQuAD 1.1 and 2.0: each article is a document, each of its paragraphs is numbered from 1 (Rajpurkar et al. 2018)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.cutting.sentences import sentence_spans
from corpus.errors import InvalidDocument, UnreadableFile
from corpus.intake.files import slug
from corpus.types import Document
from eval.errors import InvalidQuestionSet
from eval.sets.known import article
from eval.sets.rows import Problem, Reading, Row, read_bytes, sha256_of, told_apart, utf8_text


@dataclass(frozen=True, slots=True)
class _Passage:
    """A paragraph of an article: its address, its words, its questions as they stand in the file."""

    place: str
    document: str
    title: str
    number: int
    text: str
    asked: list[Any]

    @property
    def address(self) -> str:
        return f"{self.document}#{self.number}"


def read_squad(path: Path) -> Reading:
    """The questions of the file; the sentence that answers is the one in which the first answer begins."""
    rows, problems = told_apart(
        _row(f"{passage.place}, question {count}", passage, entry)
        for passage in _passages(path)
        for count, entry in enumerate(passage.asked, start=1)
    )
    return Reading(rows, problems, sha256=sha256_of([path]))


def read_squad_documents(path: Path) -> Iterator[Document]:
    """The articles; raises UnreadableFile."""
    parts: dict[str, list[tuple[str, str]]] = {}
    titles: dict[str, str] = {}
    try:
        for passage in _passages(path):
            titles[passage.document] = passage.title.replace("_", " ")
            parts.setdefault(passage.document, []).append((str(passage.number), passage.text))
        yield from (article(document, titles[document], each) for document, each in parts.items())
    except (InvalidQuestionSet, InvalidDocument) as error:
        raise UnreadableFile(str(error)) from error


def _passages(path: Path) -> Iterator[_Passage]:
    try:
        data = json.loads(utf8_text(path, read_bytes(path)))["data"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InvalidQuestionSet(f"{path} is not SQuAD: it has no list 'data' ({error}).") from error
    taken: set[str] = set()
    for count, entry in enumerate(data, start=1):
        title = entry.get("title", f"article {count}") if isinstance(entry, dict) else None
        paragraphs = entry.get("paragraphs") if isinstance(entry, dict) else None
        if not isinstance(title, str) or not isinstance(paragraphs, list):
            raise InvalidQuestionSet(f"{path}, article {count}: it has no text 'title' or no list 'paragraphs'.")
        document = _free(slug(title), taken)
        for number, paragraph in enumerate(paragraphs, start=1):
            place = f"article {title!r}, paragraph {number}"
            yield _passage(path, place, paragraph, (document, title, number))


def _passage(path: Path, place: str, paragraph: Any, named: tuple[str, str, int]) -> _Passage:
    text = paragraph.get("context") if isinstance(paragraph, dict) else None
    asked = paragraph.get("qas") if isinstance(paragraph, dict) else None
    if not isinstance(text, str) or not isinstance(asked, list):
        raise InvalidQuestionSet(f"{path}, {place}: it has no text 'context' or no list 'qas'.")
    return _Passage(place, *named, text, asked)


def _free(name: str, taken: set[str]) -> str:
    """`name`, or with a number behind it where an article before has that name."""
    free, count = name, 1
    while free in taken:
        count += 1
        free = f"{name}-{count}"
    taken.add(free)
    return free


def _row(place: str, passage: _Passage, entry: Any) -> Row | Problem:
    if not isinstance(entry, dict):
        return Problem(place, None, "it is not a JSON object.")
    for name in ("id", "question"):
        if not isinstance(entry.get(name), str):
            return Problem(place, name, "it must be text.")
    impossible, answers = entry.get("is_impossible", False), entry.get("answers", [])
    if not isinstance(impossible, bool) or not isinstance(answers, list):
        return Problem(place, "answers", "'is_impossible' must be true or false, and 'answers' a list.")
    if impossible:
        return Row(place, entry["id"], entry["question"], answerable=False)
    if not answers:
        return Problem(place, "answers", "it is empty, and 'is_impossible' is not true.")
    sentence = _sentence(place, passage, answers[0])
    if isinstance(sentence, Problem):
        return sentence
    return Row(place, entry["id"], entry["question"], (passage.address,), answerable=True, sentence=sentence)


def _sentence(place: str, passage: _Passage, answer: Any) -> str | Problem:
    text, start = (answer.get("text"), answer.get("answer_start")) if isinstance(answer, dict) else (None, None)
    if not isinstance(text, str) or not isinstance(start, int) or isinstance(start, bool):
        return Problem(place, "answers", "an answer has a 'text' and an 'answer_start'.")
    if start < 0 or passage.text[start : start + len(text)] != text:
        said = f"{text[:60]!r} does not stand at character {start} of the paragraph; there stands "
        return Problem(place, "answer_start", f"{said}{passage.text[max(start, 0) :][: len(text)][:60]!r}.")
    for span in sentence_spans(passage.text, "en"):
        if span.start <= start < span.end:
            return span.of(passage.text)
    return text
