"""What the calibration is given of each hit."""

import math

import pytest

from corpus.types import Document
from index.hits import Hit, Signals
from index.reader.calibration import features_of
from index.reader.judgement import Asked, Reading


def test_each_hit_says_what_was_read_and_how_far_it_stands_out(statement: Document) -> None:
    """A margin is against the best of the others; the number of paragraphs searched counts by its logarithm."""
    seen = Signals(0.8, 0.7, 0.6, 0.5, 0.4, math.e - 1)
    hits = tuple(
        Hit(statement.paragraph(number), score, (), seen) for number, score in (("3", 0.9), ("5", 0.6), ("7", 0.5))
    )
    readings = [Reading(2.0, 1.0, ()), Reading(5.0, -1.0, ())]

    first, second = features_of(Asked("who came", hits, 1000), readings)

    assert first == pytest.approx(
        {
            "answers": 2.0, "answers margin": -3.0, "placed": 1.0, "placed margin": 2.0,
            "score": 0.9, "score margin": 0.3, "rank": 0.0, "searched": 3.0, "words": math.log(3),
            "paragraph": 0.8, "sentence": 0.7, "clause": 0.6, "late": 0.5, "coverage": 0.4, "bm25": 1.0,
            "number lacking": 0.0, "time lacking": 0.0, "name lacking": 0.0, "reason lacking": 0.0,
        }
    )  # fmt: skip
    assert [second[name] for name in ("answers margin", "score margin")] == pytest.approx([3.0, -0.3])


def test_nothing_read_gives_nothing() -> None:
    """A question without hits has no features."""
    assert features_of(Asked("who came", (), 0), []) == []
