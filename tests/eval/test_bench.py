"""The benchmark: every figure stands beside a baseline that was measured in the same run."""

import json

from eval.bench import Row, table
from tests.conftest import Pincite


def test_a_ratio_is_the_value_over_the_baseline() -> None:
    """3 against 2 is 1.5, and the table says so."""
    row = Row("encoding", 3.0, "texts/s", "plain", 2.0)

    assert row.ratio == 1.5
    assert table([row]).splitlines()[-1] == "| encoding | 3 texts/s | plain | 2 texts/s | 1.50 |"


def test_the_whole_benchmark_runs(pincite: Pincite) -> None:
    """Throughput, latency in process and over HTTP, cold starts and memory, none of them zero."""
    result = pincite("bench", "--runs", "1", "--json")

    assert result.returncode == 0
    rows = json.loads(result.stdout)["rows"]
    units = [row["unit"] for row in rows]
    assert {unit: units.count(unit) for unit in units} == {"texts/s": 1, "ms": 8, "s": 6, "MB": 4}
    sizes = {row["name"]: row["ratio"] for row in rows if row["unit"] == "MB"}
    assert sizes["memory of pincite show kabul-process-2017 3"] < 0.2  # no model is loaded for it
    assert sizes["memory of adding 200 documents"] < 1.3  # what is read is let go of
    assert all(row["value"] > 0 and row["baseline_value"] > 0 and row["baseline"] for row in rows)
