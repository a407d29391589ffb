"""The public question sets that the reader learns from, as lessons in the shape of the written ones."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from eval.sets.public import part_of
from eval.training.lessons import Gold, Lesson

Row = Mapping[str, Any]

# Lists of each public set in a pass, for breadth; the written questions lead.
PUBLIC = {
    "squad_explorer": 450, "conditionalqa": 200, "obliqa": 200, "squad2_cs224n_dev": 100, "squadshifts": 80,
    "contrast_quoref_drop": 80, "mediqa": 60, "boolq": 50, "selqa": 50, "qed_nq": 40, "clapnq": 50,
}  # fmt: skip
# What is learnt from whole; the others of RT_INDEX.md are narrative, lower-cased or told apart by their words alone.
# TAT-QA is kept out, to see how the reader does on a kind of text that it has not met.
PAIRED = (
    "squad_explorer", "squadshifts", "selqa", "qed_nq", "boolq", "mediqa", "contrast_quoref_drop", "conditionalqa",
)  # fmt: skip
# Those of one article, where the set says which it is, else of the whole set.
_POOL_BY_GROUP = {"squad_explorer"}
_POOL_WHOLE = {"squadshifts", "selqa", "qed_nq"}
SCORED = (
    ("squad2_cs224n_dev", ""), ("xquad", ".en"), ("xquad", ".de"), ("xquad", ".es"), ("clapnq", ""), ("mtrag_un", ""),
)  # fmt: skip


def public_lessons(gold: Gold) -> dict[str, tuple[list[Lesson], int]]:
    """Of each public set the lessons that may be learnt from, and how many are shown in a pass.

    A question met twice counts once: the sets cut from SQuAD share some.
    """
    public: dict[str, tuple[list[Lesson], int]] = {name: ([], share) for name, share in PUBLIC.items()}
    found = [lesson for name in PAIRED for lesson in _paired(gold, name)]
    found += [*_of_documents(gold, "obliqa", ".dev"), *_of_documents(gold, "squad2_cs224n_dev"), *_clapnq(gold)]
    kept_aside, seen = _kept_aside(gold), set[tuple[str, str]]()
    for lesson in found:
        paragraphs = (*lesson.answering, *lesson.others, *lesson.tempting)
        # The paragraph's start tells a sentence of it from the whole.
        key = (lesson.question.casefold(), (*paragraphs, "")[0][:80])
        if key in seen or not kept_aside.isdisjoint(map(_folded, (lesson.question, *paragraphs))):
            continue
        seen.add(key)
        if paragraphs:
            public[lesson.source][0].append(lesson)
    return public


def _lesson(
    source: str, question: str, answering: Iterable[str], misleading: Iterable[str], words: str = "", pool: str = ""
) -> Lesson:
    """`words` are the answer's, kept where they stand in the first paragraph that answers.

    What an unanswerable question was written against comes last in its set.
    """
    right, wrong, question = tuple(answering), tuple(misleading), " ".join(question.split())
    if not right:
        return Lesson(source, question, (), (), wrong[-1:], wrong[:-1], document=pool)
    kept = (words if words in right[0] else "", *("",) * (len(right) - 1))
    return Lesson(source, question, right, kept, wrong, (), document=pool)


def _kept_aside(gold: Gold) -> set[str]:
    """The public sets are cut from the same articles: no question or paragraph of a development half is learnt from."""
    kept_aside: set[str] = set()
    for name, suffix in SCORED:
        learnt: set[str] = set()
        for row in gold.rows(f"{name}/questions{suffix}.jsonl"):
            if part_of(name, row) == "training":
                learnt |= {*row["relevant"], _address(row)}
            else:
                kept_aside.add(_folded(row["question"]))
        texts = _paragraphs(gold, f"{name}/documents{suffix}.jsonl")
        kept_aside |= {_folded(text) for address, text in texts.items() if address not in learnt}
    return kept_aside


def _folded(text: str) -> str:
    """The first words alone: the sets differ in white space, marks and where a paragraph ends."""
    return " ".join(re.findall(r"\w+", text.casefold())[:30])


def _paired(gold: Gold, name: str) -> Iterator[Lesson]:
    together: dict[tuple[str, str], list[Row]] = {}
    for row in gold.rows(f"rt_{name}/pairs.jsonl.gz"):
        scenario = f"{row['scenario']} " if row.get("scenario") else ""
        together.setdefault((row["group"], scenario + row["question"]), []).append(row)
    for (group, question), rows in together.items():
        pool = f"{name}/{group}" if name in _POOL_BY_GROUP else name if name in _POOL_WHOLE else ""
        right = [row for row in rows if row["label"] == 1]
        answering = dict.fromkeys(row["paragraph"] for row in right)
        misleading = dict.fromkeys(row["paragraph"] for row in rows if row["label"] == 0)
        yield _lesson(name, question, answering, misleading, (right[0].get("answer") or "") if right else "", pool)


def _paragraphs(gold: Gold, name: str) -> dict[str, str]:
    """Each paragraph's text by its address; a document without numbered paragraphs is one paragraph."""
    return {
        paragraph["id"]: paragraph["text"]
        for document in gold.rows(name)
        for paragraph in document.get("paragraphs") or [{"id": f"{document['doc_id']}#1", "text": document["text"]}]
    }


def _of_documents(gold: Gold, name: str, suffix: str = "") -> Iterator[Lesson]:
    """Questions with the addresses that answer, or with the paragraph that an unanswerable one was written against."""
    texts = _paragraphs(gold, f"{name}/documents.jsonl")
    for row in gold.rows(f"{name}/questions{suffix}.jsonl"):
        if part_of(name, row) == "training":
            answering = [texts[address] for address in row["relevant"]] if row["answerable"] else []
            misleading = [] if row["answerable"] else [texts[_address(row)]]
            pool = name if name == "obliqa" else f"{name}/{_address(row).partition('#')[0]}"
            yield _lesson(name, row["question"], answering, misleading, row.get("answer") or "", pool)


def _clapnq(gold: Gold) -> Iterator[Lesson]:
    texts = {a.partition("#")[0]: text for a, text in _paragraphs(gold, "clapnq/documents.jsonl").items()}
    for row in gold.rows("clapnq/questions.jsonl"):
        if part_of("clapnq", row) == "training":
            text = [texts[_address(row).partition("#")[0]]]
            yield _lesson("clapnq", row["question"], *((text, []) if row["answerable"] else ([], text)))


def _address(row: Row) -> str:
    """Where the answer is, or the paragraph that an unanswerable question was written against."""
    written = row.get("context") or row["relevant"]
    return str(written if isinstance(written, str) else (*written, "")[0])
