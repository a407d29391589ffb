"""What is measured: pincite as people use it, and the baselines beside it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from eval.run.run import Journal, Stopwatch, TimedReader, Timing, run_all, time_report
from eval.run.systems import ABLATIONS, Over, PinciteSystem, Response, RetrieverSystem, RunSystem, System, systems
from eval.sets.dataset import GoldQuestion
from index.encoders.encoder import EncoderWithin
from index.engine import Engine
from index.reader.judgement import Asked, ScoreReader
from qa_app.ask.answer import Answerer
from qa_app.ask.search import HITS
from qa_app.settings import THRESHOLD

CEASEFIRE = "Which armed groups should agree to a ceasefire and start peace talks?"
PARAGRAPH_3 = "kabul-process-2017#3"


def ask(system: System, *questions: str) -> list[Response]:
    return system.respond([GoldQuestion(str(i), q, (), "plain", "test", None) for i, q in enumerate(questions)])


@pytest.fixture
def pincite_system(engine: Engine) -> PinciteSystem:
    return PinciteSystem(Answerer(engine, ScoreReader(), THRESHOLD))


def test_pincite_is_measured_beside_three_baselines(engine: Engine) -> None:
    """Without its reader, words alone and paragraph vectors alone search the same library with the same encoder."""
    measured = systems(Over(engine, ScoreReader()))

    assert [system.name for system in measured] == [
        "pincite",
        "pincite without the reader",
        "BM25",
        "paragraph vectors",
    ]
    assert [ask(system, CEASEFIRE)[0].ranking[0] for system in measured] == [PARAGRAPH_3] * 4


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


def test_an_answer_names_the_sentences_that_it_marks(pincite_system: PinciteSystem) -> None:
    """Those of the first paragraph; a look-up and a refusal mark none."""
    answered, looked_up, refused = ask(pincite_system, CEASEFIRE, "paragraph 5", "What did Napoleon decide?")

    assert [sentence[:45] for sentence in answered.marked] == ["The participants called on all the armed grou"]
    assert (looked_up.marked, refused.marked) == ((), ())
    assert (answered.shown, looked_up.shown) == (1, 1)


def test_each_ablation_lacks_its_part(engine: Engine) -> None:
    """Without look-ups a number is searched for like any other word; without a part the scores are others."""
    over = Over(engine, ScoreReader())
    whole, words, sentences, _, look_ups = systems(over, ("pincite", *ABLATIONS))

    assert ask(whole, "paragraph 5")[0].confidence == 1.0
    assert ask(look_ups, "paragraph 5")[0].confidence < 1.0
    effort = "Who must lead the fight against the terrorists in the region?"
    assert len({ask(system, effort)[0].confidence for system in (whole, words, sentences)}) == 3
    assert ask(look_ups, CEASEFIRE)[0].ranking == ask(whole, CEASEFIRE)[0].ranking


def test_many_questions_together_find_what_each_finds_alone(engine: Engine) -> None:
    """Also where some are asked of one document and others of all."""
    questions = [
        GoldQuestion("a", CEASEFIRE, (), "plain", "test", None),
        GoldQuestion("b", "regional cooperation", (), "plain", "test", "kabul-process-2017"),
        GoldQuestion("c", "who spoke?", (), "plain", "test", None),
    ]
    for system in systems(Over(engine, ScoreReader())):
        together = [response.ranking for response in system.respond(questions)]

        assert together == [system.respond([question])[0].ranking for question in questions]


def test_a_run_made_elsewhere_is_taken_as_it_is() -> None:
    """Its first paragraph always counts as shown; a question that it lacks was not answered."""
    responses = ask(RunSystem("theirs", {"0": ("d#2", "d#1")}), "Known?", "Unknown?")

    assert [(r.ranking, r.answered) for r in responses] == [(("d#2", "d#1"), True), ((), False)]


class Echo:
    """Ranks each question's own id, and remembers how many were asked together."""

    name = "echo"

    def __init__(self, fails_at: int | None = None) -> None:
        self.together: list[int] = []
        self.fails_at = fails_at

    def respond(self, questions: Sequence[GoldQuestion]) -> list[Response]:
        if len(self.together) == self.fails_at:
            raise KeyboardInterrupt
        self.together.append(len(questions))
        return [Response((question.id,), True, 1.0, 0.0, ("Yes.",)) for question in questions]


QUESTIONS = [GoldQuestion(f"q{i}", "What?", (), "plain", "test", None) for i in range(130)]
RANKINGS = [(question.id,) for question in QUESTIONS]


def test_a_run_goes_in_batches_and_tells_how_far_it_is() -> None:
    """130 questions are asked 64, 64 and 2 at a time; every response keeps its place."""
    system, advanced = Echo(), list[int]()

    responses = run_all([system], QUESTIONS, Journal(None, {}), Stopwatch(), lambda _, n: advanced.append(n))

    assert [response.ranking for response in responses["echo"]] == RANKINGS
    assert (system.together, advanced) == ([64, 64, 2], [0, 64, 64, 2])


def broken_off(path: Path) -> None:
    """A run that is stopped after 64 of its 130 questions."""
    with pytest.raises(KeyboardInterrupt):
        run_all([Echo(fails_at=1)], QUESTIONS, Journal(path, {"seed": 7}), Stopwatch())


def test_a_run_that_was_broken_off_goes_on_from_there(tmp_path: Path) -> None:
    """Only what is missing is asked, even where the last line was cut in two as it was written."""
    broken_off(tmp_path / "run.jsonl")
    with (tmp_path / "run.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"system": "echo", "resp')
    system = Echo()

    responses = run_all([system], QUESTIONS, Journal(tmp_path / "run.jsonl", {"seed": 7}), Stopwatch())

    assert system.together == [64, 2]
    assert [response.ranking for response in responses["echo"]] == RANKINGS
    assert {response.marked for response in responses["echo"]} == {("Yes.",)}


def test_a_run_with_another_signature_starts_anew(tmp_path: Path) -> None:
    """What was found with another seed, encoder or library is no part of it."""
    broken_off(tmp_path / "run.jsonl")
    system = Echo()

    run_all([system], QUESTIONS, Journal(tmp_path / "run.jsonl", {"seed": 8}), Stopwatch())

    assert system.together == [64, 64, 2]


def test_a_run_that_came_to_its_end_is_not_taken_up_again(tmp_path: Path) -> None:
    """Whoever measures again wants new figures."""
    journal = Journal(tmp_path / "run.jsonl", {"seed": 7})
    run_all([Echo()], QUESTIONS, journal, Stopwatch())
    journal.finish()
    system = Echo()

    run_all([system], QUESTIONS, Journal(tmp_path / "run.jsonl", {"seed": 7}), Stopwatch())

    assert system.together == [64, 64, 2]


def test_time_in_models_is_told_from_the_rest() -> None:
    """3 seconds of 4 in encoder and reader leave a quarter outside; over both systems 3 of 6, so a half."""
    times = {"pincite": Timing(4.0, 3.0), "BM25": Timing(2.0, 0.0)}

    assert time_report(times) == {
        "seconds": 6.0,
        "outside encoder and reader": 0.5,
        "systems": {
            "pincite": {"seconds": 4.0, "outside encoder and reader": 0.25},
            "BM25": {"seconds": 2.0, "outside encoder and reader": 1.0},
        },
    }


def test_the_seconds_of_encoder_and_reader_are_counted(engine: Engine) -> None:
    """A timed encoder and reader give what the plain ones give."""
    watch = Stopwatch()
    timed, plain = EncoderWithin(engine.encoder, watch.running), engine.encoder
    hits = engine.words.search(CEASEFIRE, 3)

    assert (timed.encode_questions(["peace"]) == plain.encode_questions(["peace"])).all()
    after_encoder = watch.seconds
    asked = [Asked("peace", hits, 12)]
    assert TimedReader(ScoreReader(), watch).judge_many(asked) == ScoreReader().judge_many(asked)
    assert 0 < after_encoder < watch.seconds
