"""The signature of a report: what its figures depend on."""

import json
import platform

from corpus.types import Document
from eval.run.run import LIBRARIES, peak_memory_mb, sign
from eval.sets.dataset import GoldQuestion, QuestionSet
from index.engine import Engine

QUESTIONS = QuestionSet("talks", "a" * 64, (GoldQuestion("a", "What?", (), "all", "all", None),))
CHOICES = {"split": "test", "reader": "ScoreReader", "threshold": 0.15, "seed": 7}


def test_a_signature_names_everything_that_a_figure_depends_on(engine: Engine, statement: Document) -> None:
    """Questions, library, encoder, and what was chosen."""
    signature = sign(QUESTIONS, engine, CHOICES)

    assert {name: signature[name] for name in ("questions", "questions_sha256", *CHOICES)} == {
        "questions": "talks",
        "questions_sha256": "a" * 64,
        **CHOICES,
    }
    assert signature["library"] == engine.library.fingerprint()
    assert (signature["documents"], signature["paragraphs"]) == (1, sum(p.answers for p in statement.paragraphs))
    assert signature["encoder"] == engine.encoder.identity.name


def test_a_signature_names_versions_and_machine(engine: Engine) -> None:
    """As JSON has them; each library is there."""
    signature = json.loads(json.dumps(sign(QUESTIONS, engine, CHOICES), allow_nan=False))

    assert signature["python"] == platform.python_version()
    assert list(signature["libraries"]) == list(LIBRARIES)
    assert all(signature["libraries"].values())
    assert signature["machine"]["processor"] != ""
    assert signature["machine"]["cores"] >= 1
    assert len(signature["date"]) == len("2026-01-01")


def test_memory_is_counted_in_megabytes() -> None:
    """A Python with numpy loaded takes more than 20 and less than 100,000."""
    peak = peak_memory_mb()

    assert peak is None or 20 < peak < 100_000
