"""The benchmark: every figure stands beside a baseline that was measured in the same run."""

import json
from dataclasses import asdict

import pytest

from eval.bench.encode import PYTHON, Row
from eval.bench.quotes import FUZZY, QUOTECHECK, made
from eval.bench.scale import BM25S, growth
from eval.pages.alone import markdown
from eval.pages.bench_report import shown_bench
from eval.pages.shown import CurvePlot, NoPlot
from tests.conftest import Pincite


def test_a_ratio_is_the_value_over_the_baseline() -> None:
    """3 against 2 is 1.5, and the table says so."""
    row = Row("encoding", 3.0, "texts/s", "plain", 2.0)

    assert row.ratio == 1.5
    assert "| encoding | 3 texts/s | plain | 2 texts/s | 1.5 |" in markdown(shown_bench(reported(row)))


def reported(*rows: Row) -> dict[str, object]:
    return {"date": "2026-01-31", "rows": [{**asdict(row), "ratio": row.ratio} for row in rows]}


def test_growth_has_a_column_for_each_size_and_a_plot_for_each_figure() -> None:
    """A peer has a row and a line of its own; what was measured at one size alone is not drawn."""
    rows = [
        Row("1,000 paragraphs: search, p50", 2.0, "ms", "itself", 2.0),
        Row("1,000 paragraphs: words, p50", 1.0, "ms", BM25S, 3.0),
        Row("10,000 paragraphs: search, p50", 4.0, "ms", "a tenth of the paragraphs", 2.0),
        Row("10,000 paragraphs: words, p50", 2.0, "ms", BM25S, 9.0),
        Row("10,000 paragraphs: on disk", 12.0, "MB", "itself", 12.0),
    ]
    shown = shown_bench(reported(*rows))

    page = markdown(shown).replace("\u00a0", " ")
    for line in (
        "| What | 1,000 | 10,000 |",
        "| search, p50 | 2 ms | 4 ms |",
        "| words, p50 | 1 ms | 2 ms |",
        f"| … {BM25S} | 3 ms | 9 ms |",
        "| on disk |  | 12 MB |",
        "3 figures at 2 sizes, up to 10,000 paragraphs.",
    ):
        assert line in page
    assert [type(plot) for plot in shown.plots] == [CurvePlot, CurvePlot, NoPlot]
    assert [len(plot.series) for plot in shown.plots if isinstance(plot, CurvePlot)] == [1, 2]


@pytest.mark.slow
def test_the_whole_benchmark_runs(pincite_process: Pincite) -> None:
    """Throughput, latency in process and over HTTP, cold starts and memory, none of them zero."""
    result = pincite_process("bench", "--runs", "1", "--paragraphs", "200", "--json")

    assert result.returncode == 0
    rows = json.loads(result.stdout)["rows"]
    units = [row["unit"] for row in rows]
    assert {unit: units.count(unit) for unit in units} == {"texts/s": 1, "ms": 10, "s": 7, "MB": 4}
    sizes = {row["name"]: row["ratio"] for row in rows if row["unit"] == "MB"}
    assert sizes["memory of pincite show kabul-process-2017 3"] < 0.2  # no model is loaded for it
    assert sizes["memory of adding 200 documents"] < 1.3  # what is read is let go of
    assert all(row["value"] > 0 and row["baseline_value"] > 0 and row["baseline"] for row in rows)


@pytest.mark.slow
def test_growth_is_measured_size_by_size() -> None:
    """Adding, starting, searching, looking up and checking, also while documents come; beside what does the same."""
    rows = list(growth(100, smallest=100))

    names = [row.name.removeprefix("100 paragraphs: ") for row in rows]
    values = dict(zip(names, (row.value for row in rows), strict=True))
    assert values["recall@10 of them"] == 1.0
    assert all(value > 0 for value in values.values())
    peers = {name: row.baseline for name, row in zip(names, rows, strict=True) if row.baseline != "itself"}
    assert peers == {
        "start of a process and its first search": PYTHON,
        "nearest paragraphs, p50": "each vector compared",
        "search by words, p50": BM25S,
        "look-up by one of 16 clients meanwhile, p50": "the same in quiet, p50",
        "look-up by one of 16 clients meanwhile, longest": "the same in quiet, p50",
    }


@pytest.mark.slow
def test_quotations_are_measured_alone_without_a_model(pincite_process: Pincite) -> None:
    """In process, as a whole process, and beside another checker over the same text."""
    result = pincite_process("bench", "--quotes", "--runs", "1", "--paragraphs", "200", "--json")

    assert result.returncode == 0
    rows = json.loads(result.stdout)["rows"]
    assert [row["name"] for row in rows] == [
        "quotation p50, in 200 paragraphs",
        "quotation p95, in 200 paragraphs",
        "pincite check, in 200 paragraphs",
    ]
    assert all(row["baseline"] in {QUOTECHECK, FUZZY, PYTHON} and row["value"] > 0 for row in rows)


def test_the_made_up_library_is_the_same_each_time() -> None:
    """With quotations that stand in it and ones that do not, by turns."""
    given, again = made(150), made(150)
    text = "\n".join(document.text for document in given.documents)

    assert given == again
    assert sum(len(document.paragraphs) for document in given.documents) == 150
    assert [words in text for words in given.quotations[:8]] == [True, False, False, False] * 2
