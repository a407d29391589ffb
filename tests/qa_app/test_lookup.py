"""Paragraphs asked for by number or place are always found, and nothing else is taken for that."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.segment import segment
from corpus.types import Card, Document
from index.engine import Engine
from index.reader import ScoreReader
from qa_app.answer import Answerer
from qa_app.lookup import parse_lookup
from qa_app.outcomes import Abstention, LookUp

ROOT = Path(__file__).parents[2]
CASES = [json.loads(line) for line in (Path(__file__).parent / "lookups.jsonl").read_text().splitlines()]


@pytest.fixture
def fast(engine: Engine) -> Answerer:
    """An answerer that needs no model: look-ups never do."""
    return Answerer(engine, ScoreReader(), 0.15)


def numbers(answerer: Answerer, question: str) -> list[str]:
    outcome = answerer.answer(question)
    return [quote.paragraph.number for quote in outcome.quotes] if isinstance(outcome, LookUp) else []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["question"])
def test_a_paragraph_is_found_by_number_or_place(fast: Answerer, case: dict[str, object]) -> None:
    """The numbers expected; none where no such paragraph is there, or where the question asks for something else."""
    outcome = fast.answer(str(case["question"]))

    assert numbers(fast, str(case["question"])) == (case["expect"] or [])
    if case["expect"] == []:
        assert isinstance(outcome, Abstention)
        assert "run from 1 to 11" in outcome.reason
    if case["expect"] is None:
        assert not isinstance(outcome, LookUp)


@pytest.mark.parametrize("number", range(1, 12))
@pytest.mark.parametrize("form", ["paragraph {}", "what does para. {} say?", "¶{}", "quote point {}", "#{}", "{}"])
def test_every_number_is_found_in_every_form(fast: Answerer, statement: Document, number: int, form: str) -> None:
    """The whole paragraph comes back, word for word."""
    outcome = fast.answer(form.format(number))

    assert isinstance(outcome, LookUp)
    assert [q.paragraph for q in outcome.quotes] == [statement.paragraph(str(number))]


def test_a_number_that_is_not_there_says_which_are(fast: Answerer) -> None:
    """The reason names the range, and the nearest is shown as such."""
    outcome = fast.answer("paragraph 14")

    assert isinstance(outcome, Abstention)
    assert outcome.reason == (
        "There is no such paragraph here (paragraph 14): this document's paragraphs run from 1 to 11."
    )
    assert [quote.paragraph.number for quote in outcome.nearest] == ["11"]


def test_two_documents_with_the_number_are_asked_about(engine: Engine) -> None:
    """Which one is meant is asked for, never guessed; naming it in the question or the option settles it."""
    engine.library.add(segment("1. A.\n\n2. B.", Card("geneva", "Geneva Note", None, None, None, None, "en")))
    answerer = Answerer(engine, ScoreReader(), 0.15)

    asked = answerer.answer("paragraph 2")

    assert isinstance(asked, Abstention)
    assert asked.reason.startswith("2 documents have paragraph 2: Geneva Note; Statement of Kabul Process")
    assert [str(quote.paragraph.id) for quote in asked.nearest] == ["geneva#2", "kabul-process-2017#2"]
    assert numbers(answerer, "paragraph 2 of the Geneva note") == ["2"]
    assert isinstance(answerer.answer("paragraph 2", "geneva"), LookUp)


def test_a_number_of_another_text_is_no_look_up(fast: Answerer) -> None:
    """ "Article 5 of the NATO treaty" is not paragraph 5 of this statement."""
    assert not isinstance(fast.answer("what does article 5 of the NATO treaty say?"), LookUp)


def test_a_question_made_to_be_slow_is_read_at_once() -> None:
    """Pieces of the grammar repeated up to the longest question there may be: no pattern backtracks without bound."""
    pieces = [
        "1 to ",
        "1,",
        "¶",
        "#",
        "1st and ",
        "between 1 and ",
        "paragraph ",
        "para: ",
        "(a)",
        "of the ",
        "the last ",
    ]
    pieces += [
        "paragraph 1 and ",
        "number ",
        "show me ",
        "what ",
        "one ",
        'marked "',
        "2nd to last ",
        "1 (",
        "resolution 1",
    ]
    code = (
        "import sys; from qa_app.lookup import parse_lookup\n"
        "for piece in sys.argv[1:]: parse_lookup((piece * 2000)[:2000]); parse_lookup('para ' + (piece * 2000)[:1990])"
    )

    result = subprocess.run([sys.executable, "-c", code, *pieces], timeout=60, cwd=ROOT)

    assert result.returncode == 0


@given(st.text(max_size=300))
def test_any_text_can_be_read_for_a_number(question: str) -> None:
    """Reading a question never fails, whatever was typed."""
    request = parse_lookup(question)

    assert request is None or len(request.targets) > 0
