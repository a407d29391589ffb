"""The calibration of the reader, on cases few enough to check."""

import json
from math import log
from pathlib import Path

import pytest

from eval.training.calibrate import Case, fit
from index.errors import ReaderUnavailable
from index.reader.calibration import Calibration, read_calibration

pytestmark = pytest.mark.slow  # scikit-learn fits

# Where the reader says 0 one of four answers, where it says 1 three of four.
SAYS = (0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0)
RIGHT = (True, False, False, False, True, True, True, False)


def cases(source: str, right: tuple[bool, ...], times: int = 1) -> list[Case]:
    return [
        Case(source, f"{n} {time}", {"answers": says}, answers)
        for time in range(times)
        for n, (says, answers) in enumerate(zip(SAYS, right, strict=True))
    ]


def fitted(tmp_path: Path, of: list[Case]) -> Calibration:
    path = tmp_path / "calibration.json"
    path.write_text(json.dumps(fit(of, strength=1e6)))
    return read_calibration(path)


def test_the_probabilities_are_the_shares_of_right_answers(tmp_path: Path) -> None:
    """One in four, and three in four."""
    found = fitted(tmp_path, cases("a", RIGHT))

    assert found.probability({"answers": 0.0}) == pytest.approx(0.25, abs=0.01)
    assert found.probability({"answers": 1.0}) == pytest.approx(0.75, abs=0.01)


def test_each_set_weighs_the_same(tmp_path: Path) -> None:
    """Asking the questions of one set ten times over does not give it more say."""
    other = cases("b", (True, True, True, False, True, True, True, False))

    once = fitted(tmp_path, cases("a", RIGHT) + other)
    often = fitted(tmp_path, cases("a", RIGHT, 10) + other)

    assert once.probability({"answers": 0.0}) == pytest.approx(0.5, abs=0.01)
    assert often.probability({"answers": 0.0}) == pytest.approx(0.5, abs=0.01)


def test_a_feature_that_is_not_given_counts_as_its_mean() -> None:
    """1 / (1 + e^-(0 + 2 x 0)) is one half, with the value 5 it is 1 / (1 + e^-(2 x (5 - 3) / 4))."""
    found = Calibration(0.0, {"score": 2.0}, {"score": 3.0}, {"score": 4.0})

    assert found.probability({}) == 0.5
    assert log(found.probability({"score": 5.0}) / (1 - found.probability({"score": 5.0}))) == pytest.approx(1.0)


def test_a_calibration_that_is_none_is_an_error(tmp_path: Path) -> None:
    """A broken file must not look like a reader that is never sure."""
    path = tmp_path / "calibration.json"
    path.write_text('{"features": {}}')

    with pytest.raises(ReaderUnavailable, match="cannot be read"):
        read_calibration(path)
