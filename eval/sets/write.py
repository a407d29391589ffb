"""What helps a person to write a question set: which paragraphs to ask about, and what a set still lacks. Pure."""

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from corpus.errors import UnknownParagraph
from corpus.types import Document, Paragraph
from eval.sets.check import copies, words_of
from eval.sets.dataset import split_of
from eval.sets.known import Finder, Known
from eval.sets.rows import GoldQuestion, Row
from eval.sets.spreadsheets import delimiter_of, places_of
from qa_app.check.reports.files import harmless

FEWEST_WORDS = 8
ALIKE = 90.0
LISTED = 10


def suggest(documents: Sequence[Document], covered: Collection[str], count: int, seed: int) -> tuple[Paragraph, ...]:
    """At most `count` paragraphs that are not `covered`: the documents take turns, and so do short, middling and long.

    Headings and paragraphs of fewer than eight words are passed over. The same seed suggests the same.
    """
    turns = [_in_turn(_open(document, covered), seed) for document in documents]
    turns.sort(key=lambda each: _hash(str(each[0].id), seed) if each else "")
    longest = max(map(len, turns), default=0)
    ordered = [each[place] for place in range(longest) for each in turns if place < len(each)]
    return tuple(ordered[:count])


def addresses_of(rows: Iterable[Row], finder: Finder) -> Iterator[str]:
    """The paragraphs that the rows name, as far as they are known."""
    for row in rows:
        for asked in row.relevant:
            try:
                yield finder.find(asked, row.document)
            except UnknownParagraph:
                continue  # the set is checked elsewhere; here it matters only what has a question


@dataclass(frozen=True, slots=True)
class Review:
    """What a set has and lacks; ids of questions, addresses of paragraphs."""

    questions: int
    unanswerable: int
    kinds: Mapping[str, int]
    splits: Mapping[str, int]
    copying: tuple[str, ...]
    alike: tuple[tuple[str, str], ...]
    documents_without: tuple[str, ...]
    paragraphs_without: tuple[str, ...]
    paragraphs: int

    @property
    def to_mend(self) -> bool:
        """Whether questions copy or repeat, or refusing could not be measured."""
        return bool(self.copying or self.alike or not self.questions or not self.unanswerable)

    def lines(self) -> Iterator[str]:
        """Sentences for a person."""
        share = f"{self.unanswerable / self.questions:.0%}" if self.questions else "none"
        yield f"{self.questions:,} questions; {self.unanswerable:,} of them cannot be answered ({share})."
        yield "Kinds: " + ", ".join(f"{kind} {n:,}" for kind, n in self.kinds.items())
        yield "Splits: " + ", ".join(f"{split} {n:,}" for split, n in self.splits.items())
        for name in self.copying:
            yield f"{name} copies the words of the paragraph: ask as somebody would who has not read it."
        for one, other in self.alike:
            yield f"{other} asks almost the same as {one}."
        if self.questions and not self.unanswerable:
            yield "No question is without an answer: refusing cannot be measured."
        if self.documents_without:
            yield f"Documents without a question: {_few(self.documents_without)}."
        if self.paragraphs_without:
            with_one = self.paragraphs - len(self.paragraphs_without)
            without = _few(self.paragraphs_without)
            yield f"{with_one:,} of {self.paragraphs:,} paragraphs have a question; without: {without}."


def review(questions: Sequence[GoldQuestion], documents: Sequence[Document]) -> Review:
    """What the set has and lacks, over these documents."""
    known = Known.of_documents(documents)
    covered = {address for question in questions for address in question.relevant}
    asked_about = {address.partition("#")[0] for address in covered}
    answering = [str(paragraph.id) for document in documents for paragraph in _open(document, ())]
    counts = summary(questions)
    return Review(
        questions=len(questions),
        unanswerable=len(questions) - counts["answerable"],
        kinds=counts["kinds"],
        splits=counts["splits"],
        copying=tuple(question.id for question in questions if copies(question, known)),
        alike=tuple(_alike(questions)),
        documents_without=tuple(document.id for document in documents if document.id not in asked_about),
        paragraphs_without=tuple(address for address in answering if address not in covered),
        paragraphs=len(answering),
    )


def summary(questions: Sequence[GoldQuestion]) -> dict[str, Any]:
    """How many there are, how many can be answered, and of which kinds and splits."""
    return {
        "questions": len(questions),
        "answerable": sum(question.answerable for question in questions),
        "kinds": dict(sorted(Counter(question.kind for question in questions).items())),
        "splits": dict(sorted(Counter(question.split for question in questions).items())),
    }


def _open(document: Document, covered: Collection[str]) -> list[Paragraph]:
    return [
        paragraph
        for paragraph in document.paragraphs
        if paragraph.answers and len(paragraph.text.split()) >= FEWEST_WORDS and str(paragraph.id) not in covered
    ]


def _in_turn(paragraphs: Sequence[Paragraph], seed: int) -> list[Paragraph]:
    """The paragraphs with one of each third by length at a time, each third in an order that the seed gives."""
    by_length = sorted(paragraphs, key=lambda paragraph: (len(paragraph.text), str(paragraph.id)))
    thirds = [by_length[len(by_length) * part // 3 : len(by_length) * (part + 1) // 3] for part in range(3)]
    shuffled = [sorted(third, key=lambda paragraph: _hash(str(paragraph.id), seed)) for third in thirds]
    longest = max(map(len, shuffled))
    return [third[place] for place in range(longest) for third in shuffled if place < len(third)]


def _hash(address: str, seed: int) -> str:
    return hashlib.sha256(f"{seed}|{address}".encode()).hexdigest()


def _alike(questions: Sequence[GoldQuestion]) -> Iterator[tuple[str, str]]:
    """Pairs of questions with nearly the same words in whatever order; follow-ups are left out, they are short."""
    alone = [question for question in questions if not question.history]
    texts = [" ".join(sorted(words_of(question.question))) for question in alone]
    for place, text in enumerate(texts):
        found = process.extract(text, texts[place + 1 :], scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
        yield from ((alone[place].id, alone[place + 1 + other].id) for _, _, other in found)


def _few(names: Sequence[str]) -> str:
    more = len(names) - LISTED
    return ", ".join(names[:LISTED]) + (f" and {more:,} more" if more > 0 else "")


# Rows for a person to fill in: a paragraph's address and words beside an empty question.

ANSWERED_FOR_EACH_UNANSWERABLE = 4
_TEXT = "paragraph_text"
_COLUMNS = ("id", "question", "relevant", "answerable", "kind", "split", _TEXT)
_UNANSWERED = "Ask something near the subject that is not answered."


def template_rows(paragraphs: Sequence[Paragraph], used: Collection[str]) -> list[dict[str, object]]:
    """A row to fill in for each paragraph, and after every four one for a question that has no answer."""
    rows: list[dict[str, object]] = []
    names = _free_ids(used)
    for place, paragraph in enumerate(paragraphs, start=1):
        rows.append(_template(next(names), paragraph))
        if place % ANSWERED_FOR_EACH_UNANSWERABLE == 0:
            rows.append(_template(next(names), None))
    return rows


def with_lines(before: str, rows: Sequence[Mapping[str, object]]) -> str:
    """JSON lines with the rows at their end."""
    return _ended(before, "\n") + "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def with_rows(before: str, rows: Sequence[Mapping[str, object]]) -> str:
    """A table with the rows at its end, in the columns, with the delimiter and the line ends that it has already.

    Raises InvalidQuestionSet where it has no column of questions.
    """
    if not before.strip():
        before = f"{','.join(_COLUMNS)}\n"
    delimiter, skipped = delimiter_of(before, {})
    header = next(csv.reader([before.splitlines()[skipped]], delimiter=delimiter))
    places = places_of("The table", header, {})
    places |= {name: place for place, name in enumerate(header) if name.strip() == _TEXT}
    end = "\r\n" if "\r\n" in before else "\n"
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    for row in rows:
        cells = [""] * len(header)
        for name, place in places.items():
            cells[place] = _cell(row.get(name, ""))
        writer.writerow(cells)
    return _ended(before, end) + out.getvalue()


def _ended(text: str, end: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}{end}"


def _free_ids(used: Collection[str]) -> Iterator[str]:
    number = len(used)
    while True:
        number += 1
        if (name := f"q-{number:03}") not in used:
            yield name


def _template(name: str, paragraph: Paragraph | None) -> dict[str, object]:
    row: dict[str, object] = {"id": name, "question": "", "relevant": [str(paragraph.id)] if paragraph else []}
    row |= {"answerable": paragraph is not None, "kind": "plain" if paragraph else "unanswerable"}
    return row | {"split": split_of(name), _TEXT: " ".join(paragraph.text.split()) if paragraph else _UNANSWERED}


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return harmless(text)  # a spreadsheet would work out a formula, and the words are a document's
