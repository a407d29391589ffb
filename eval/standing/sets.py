"""The question sets of the standing table: where each lies, and what its rows mean."""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eval.errors import InvalidQuestionSet
from eval.run.systems import Response
from eval.sets.dataset import SHIPPED, GoldQuestion, QuestionSet, read_questions
from eval.sets.public import Part, part_of

Row = Mapping[str, Any]
_ARTICLE = re.compile(r"(?P<document>.+#)(?P<article>\d+)(?:\(.*|~\d+)?")


@dataclass(frozen=True, slots=True)
class StandingSet:
    """A question set of the table. `read` makes a question of a row, or None where the row belongs to another set.

    `folder` lies in the gold folder; "" is the set that comes with pincite. With `by_article` a paragraph counts as
    the article that it is part of.
    """

    name: str
    title: str
    folder: str
    questions: str
    documents: str
    read: Callable[[Row], GoldQuestion | None]
    by_article: bool = False
    note: str = ""


def read_standing(of: StandingSet, gold: Path, known: Collection[str], part: Part = "measuring") -> QuestionSet:
    """The questions of the set in the gold folder that are for `part`, see eval.sets.public.

    Of the shipped statement's questions the test half is for measuring, the other for calibration. Raises
    InvalidQuestionSet naming the line that is wrong.
    """
    if not of.folder:
        return read_questions(SHIPPED, known, "test" if part == "measuring" else "dev")
    path = gold / of.folder / of.questions
    try:
        raw = b"\n".join(each.read_bytes() for each in sorted(path.parent.glob(path.name)) or [path])
    except OSError as error:
        raise InvalidQuestionSet(f"{path} cannot be read: {error.strerror}.") from error
    addresses = {article_of(address) for address in known} if of.by_article else known
    questions = tuple(_questions(path, raw, of, addresses, part))
    if not questions:
        raise InvalidQuestionSet(f"{path} has no questions for {of.name}.")
    return QuestionSet(of.name, hashlib.sha256(raw).hexdigest(), questions)


def article_of(address: str) -> str:
    """ "gdpr#33(1)" is part of "gdpr#Article 33"; a recital is nobody's part and stays."""
    match = _ARTICLE.fullmatch(address)
    return f"{match['document']}Article {match['article']}" if match else address


def by_article(response: Response) -> Response:
    """The same response with articles in place of paragraphs, each where its first paragraph stood."""
    articles = [article_of(address) for address in response.ranking]
    shown = len(dict.fromkeys(articles[: response.shown]))
    return replace(response, ranking=tuple(dict.fromkeys(articles)), shown=shown)


def sample(questions: Sequence[GoldQuestion], most: int | None) -> tuple[GoldQuestion, ...]:
    """At most that many, in their order: those whose id has the smallest SHA-256, so always the same ones."""
    if most is None or len(questions) <= most:
        return tuple(questions)
    chosen = set(sorted((q.id for q in questions), key=lambda name: hashlib.sha256(name.encode()).digest())[:most])
    return tuple(question for question in questions if question.id in chosen)


def _questions(path: Path, raw: bytes, of: StandingSet, known: Collection[str], part: Part) -> Iterator[GoldQuestion]:
    for number, line in enumerate(raw.decode("utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            question = of.read(row) if part_of(of.folder, row) == part else None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InvalidQuestionSet(f"{path}, line {number} is not a row of {of.name}: {error!r}.") from error
        if question is None:
            continue
        missing = [address for address in question.relevant if address not in known]
        if missing:
            raise InvalidQuestionSet(f"{path}, line {number}, 'relevant': there is no paragraph {missing[0]!r}.")
        yield question


def _plain(row: Row) -> GoldQuestion:
    """A question, and the paragraphs that answer; a document without a number has one paragraph."""
    addresses = (address if "#" in address else f"{address}#1" for address in row["relevant"])
    relevant = tuple(dict.fromkeys(addresses)) if row.get("answerable", True) else ()
    return GoldQuestion(row["id"], " ".join(row["question"].split()), relevant, "all", "all", None)


def _of_articles(row: Row, field: str = "question") -> GoldQuestion:
    articles = tuple(f"gdpr#{article}" for article in row["relevant_articles"])
    question = " ".join(row[field].split())
    return GoldQuestion(row["id"], question, articles if row["answerable"] else (), "all", "all", None)


def _across(row: Row) -> GoldQuestion:
    return _plain({**row, "relevant": [address.replace("xquad-de-", "xquad-en-") for address in row["relevant"]]})


def _follow_up(row: Row) -> GoldQuestion | None:
    asked = tuple(" ".join(turn["text"].split()) for turn in row["history"] if turn["role"] == "user")
    return replace(_plain(row), history=asked) if asked else None


def _written(row: Row) -> GoldQuestion:
    """Asked of its own document, after the questions before it."""
    document = row["document"]
    relevant = tuple(f"{document}#{number}" for number in row["relevant"]) if row["answerable"] else ()
    question = " ".join(row["question"].split())
    return GoldQuestion(
        row["id"], question, relevant, row["kind"], "all", document, history=tuple(row.get("history") or ())
    )


_ARTICLES = "a paragraph counts as the article that it is part of"
_XQUAD = "over the passages in the same language"
_ACROSS = "German questions over the English passages"
_GDPR, _DOCUMENTS, _QUESTIONS = "gdpr_qa", "documents.jsonl", "questions.jsonl"
SETS = (
    StandingSet("kabul-process-2017", "Shipped statement, test half", "", "", "", _plain),
    StandingSet(
        "written", "Written questions, five documents kept apart", "written_questions", "w1[567].jsonl", _DOCUMENTS,
        _written, note="each asked of its own document",
    ),
    StandingSet("obliqa", "ObliQA, dev", "obliqa", "questions.dev.jsonl", _DOCUMENTS, _plain),
    StandingSet(
        "obliqa-multi", "ObliQA, several paragraphs", "obliqa", "questions.multipassage_val.jsonl", _DOCUMENTS, _plain
    ),
    StandingSet("gdpr-formal", "GDPR, formal", _GDPR, _QUESTIONS, _DOCUMENTS, _of_articles, True, _ARTICLES),
    StandingSet(
        "gdpr-colloquial", "GDPR, colloquial", _GDPR, _QUESTIONS, _DOCUMENTS,
        lambda row: _of_articles(row, "colloquial"), True, _ARTICLES,
    ),
    StandingSet(
        "gdpr-scenarios", "GDPR, scenarios", _GDPR, "questions.scenarios.jsonl", _DOCUMENTS, _of_articles, True,
        _ARTICLES,
    ),
    StandingSet(
        "squad2", "SQuAD 2, 8 articles", "squad2_cs224n_dev", _QUESTIONS, _DOCUMENTS, _plain,
        note="each question over the paragraphs of all eight",
    ),
    StandingSet("clapnq", "ClapNQ", "clapnq", _QUESTIONS, _DOCUMENTS, _plain),
    StandingSet(
        "mtrag-single", "MTRAG, single turns", "mtrag_un", _QUESTIONS, _DOCUMENTS,
        lambda row: None if row["history"] else _plain(row),
    ),
    StandingSet(
        "mtrag-follow-ups", "MTRAG, follow-ups", "mtrag_un", _QUESTIONS, _DOCUMENTS, _follow_up,
        note="the last turn; pincite is given the questions before it, the baselines are not",
    ),
    *(
        StandingSet(
            f"xquad-{code}", f"XQuAD, {language}", "xquad", f"questions.{code}.jsonl", f"documents.{code}.jsonl",
            _plain, note=_XQUAD,
        )
        for code, language in (("en", "English"), ("de", "German"), ("es", "Spanish"))
    ),
    StandingSet(
        "xquad-de-en", "XQuAD, German on English", "xquad", "questions.de.jsonl", "documents.en.jsonl", _across,
        note=_ACROSS,
    ),
)  # fmt: skip
BY_NAME = {of.name: of for of in SETS}
SEGMENTATION = "segmentation"
SHIPPED_SET = "kabul-process-2017"
