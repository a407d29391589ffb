"""What is measured: pincite as people use it, and the baselines beside it."""

from collections.abc import Sequence

import pytest

from eval.dataset import GoldQuestion
from eval.systems import PinciteSystem, Response, RetrieverSystem, System, run, systems
from index.engine import Engine
from index.reader import ScoreReader
from qa_app.answer import HITS, Answerer
from qa_app.settings import THRESHOLD

CEASEFIRE = "Which armed groups should agree to a ceasefire and start peace talks?"
PARAGRAPH_3 = "kabul-process-2017#3"


def ask(system: System, *questions: str) -> list[Response]:
    return system.respond([GoldQuestion(str(i), q, (), "plain", "test", None) for i, q in enumerate(questions)])


@pytest.fixture
def pincite_system(engine: Engine) -> PinciteSystem:
    return PinciteSystem(Answerer(engine, ScoreReader(), THRESHOLD))


def test_pincite_is_measured_beside_two_baselines(engine: Engine) -> None:
    """Words alone and paragraph vectors alone search the same library with the same encoder."""
    measured = systems(engine, Answerer(engine, ScoreReader(), THRESHOLD))

    assert [system.name for system in measured] == ["pincite", "BM25", "paragraph vectors"]
    assert [ask(system, CEASEFIRE)[0].ranking[0] for system in measured] == [PARAGRAPH_3] * 3


def test_a_look_up_ranks_what_was_asked_for(pincite_system: PinciteSystem) -> None:
    """A paragraph asked for by its number is the whole ranking, and is certain."""
    (response,) = ask(pincite_system, "What does paragraph 3 say?")

    assert (response.ranking, response.answered, response.confidence) == ((PARAGRAPH_3,), True, 1.0)


def test_an_answer_ranks_what_it_quotes_first(pincite_system: PinciteSystem) -> None:
    """Then comes everything else that was found, no paragraph twice."""
    (response,) = ask(pincite_system, CEASEFIRE)

    assert (response.ranking[0], response.answered) == (PARAGRAPH_3, True)
    assert THRESHOLD <= response.confidence <= 1
    assert len(set(response.ranking)) == len(response.ranking) == HITS


def test_a_refusal_keeps_its_ranking(pincite_system: PinciteSystem) -> None:
    """What was found is measured though it was not shown."""
    (response,) = ask(pincite_system, "What did Napoleon decide about the ceasefire?")

    assert (response.answered, len(response.ranking)) == (False, HITS)
    assert response.confidence < THRESHOLD


def test_a_paragraph_that_does_not_exist_is_refused(pincite_system: PinciteSystem) -> None:
    """Nothing is ranked in its place."""
    (response,) = ask(pincite_system, "What does paragraph 40 say?")

    assert (response.ranking, response.answered, response.confidence) == ((), False, 0.0)


def test_responses_come_in_the_order_of_the_questions(pincite_system: PinciteSystem) -> None:
    """Looked up or searched for, each question keeps its place, and the time is shared out evenly."""
    responses = ask(pincite_system, "paragraph 5", CEASEFIRE, "paragraph 7")

    assert [r.ranking[0] for r in responses] == ["kabul-process-2017#5", PARAGRAPH_3, "kabul-process-2017#7"]
    assert len({r.seconds for r in responses}) == 1


def test_a_baseline_always_shows_its_first_hit(engine: Engine) -> None:
    """It cannot refuse; its confidence is its own score."""
    (response,) = ask(RetrieverSystem("BM25", engine.words), "What did Napoleon decide?")

    hits = engine.words.search("What did Napoleon decide?", HITS)
    assert (response.ranking, response.answered) == (tuple(str(hit.paragraph.id) for hit in hits), True)
    assert response.confidence == hits[0].score


def test_a_baseline_that_finds_nothing_does_not_answer(engine: Engine) -> None:
    """BM25 has no hit where no word is shared."""
    (response,) = ask(RetrieverSystem("BM25", engine.words), "xyzzy")

    assert (response.ranking, response.answered, response.confidence) == ((), False, 0.0)


class Echo:
    """Ranks each question's own id, and remembers how many were asked together."""

    name = "echo"

    def __init__(self) -> None:
        self.together: list[int] = []

    def respond(self, questions: Sequence[GoldQuestion]) -> list[Response]:
        self.together.append(len(questions))
        return [Response((question.id,), True, 1.0, 0.0) for question in questions]


def test_a_run_goes_in_batches_and_tells_how_far_it_is() -> None:
    """130 questions are asked 64, 64 and 2 at a time; every response keeps its place."""
    system, advanced = Echo(), list[int]()
    questions = [GoldQuestion(f"q{i}", "What?", (), "plain", "test", None) for i in range(130)]

    responses = run(system, questions, advanced.append)

    assert [response.ranking for response in responses] == [(question.id,) for question in questions]
    assert (system.together, advanced) == ([64, 64, 2], [64, 64, 2])
