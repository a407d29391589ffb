"""A library that is killed and damaged on purpose; `pincite bench --faults` does so a hundred times and more."""

import pytest

from eval.bench.encode import Row
from eval.bench.faults import damages, kills


def figures(rows: list[Row]) -> dict[str, float]:
    return {row.name.partition(" of ")[0]: row.value for row in rows}


@pytest.mark.process
def test_a_library_that_is_killed_loses_nothing() -> None:
    """What was said to be stored is there, the index is whole, and at most a batch a kill is encoded twice."""
    rows = list(kills(2))

    found = figures(rows)
    assert (found["documents lost"], found["libraries or indexes that were not whole afterwards"]) == (0, 0)
    assert rows[2].value <= rows[2].baseline_value


@pytest.mark.slow  # damages ten libraries
def test_nothing_is_answered_from_what_is_damaged() -> None:
    """Any file of the library, in any way: an error, or what was stored."""
    found = figures(list(damages(10)))

    assert (found["answered from a damaged text"], found["true quotations said not to be found"]) == (0, 0)
    assert found["told to be damaged"] > 0
