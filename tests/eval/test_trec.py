"""TREC files: what is written is read back, and a wrong line is named."""

from pathlib import Path

import ir_measures
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eval.errors import InvalidRun
from eval.sets.trec import read_run, write_qrels, write_run
from tests.rings import examples

# Ids as awkward as they come: spaces of all kinds, per cent signs, things that look escaped.
IDS = st.text(min_size=1, max_size=8) | st.text("a% 2045\u00a0\u2028\ufeffé#", min_size=1, max_size=8)
ANY = settings(max_examples=examples(80), suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_a_run_has_six_columns(tmp_path: Path) -> None:
    """Ranks count from 1, scores fall by 1, and a space in an id is written %20."""
    write_run(tmp_path / "run", {"q 1": ["talks#1", "talks#2"], "q2": ["50%#1"]}, "pincite 0.1")

    assert (tmp_path / "run").read_text(encoding="utf-8") == (
        "q%201 Q0 talks#1 1 2 pincite%200.1\nq%201 Q0 talks#2 2 1 pincite%200.1\nq2 Q0 50%25#1 1 1 pincite%200.1\n"
    )


def test_qrels_have_four_columns(tmp_path: Path) -> None:
    """A question without a judgement has no line."""
    write_qrels(tmp_path / "qrels", {"q1": {"talks#1": 1, "talks#2": 0}, "q2": {}})

    assert (tmp_path / "qrels").read_text(encoding="utf-8") == "q1 0 talks#1 1\nq1 0 talks#2 0\n"


@ANY
@given(run=st.dictionaries(IDS, st.lists(IDS, unique=True, min_size=1, max_size=4).map(tuple), min_size=1, max_size=4))
def test_a_run_is_read_as_it_was_written(tmp_path: Path, run: dict[str, tuple[str, ...]]) -> None:
    """Whatever is in an id."""
    write_run(tmp_path / "run", run, "x")

    assert read_run(tmp_path / "run") == run


def test_other_tools_read_what_is_written(tmp_path: Path) -> None:
    """ir_measures finds the first paragraph first: a reciprocal rank of 1 and of 1/2."""
    write_run(tmp_path / "run", {"a": ["d#1", "d#2"], "b": ["d#1", "d#2"]}, "x")
    write_qrels(tmp_path / "qrels", {"a": {"d#1": 1}, "b": {"d#2": 1}})
    run = list(ir_measures.read_trec_run(str(tmp_path / "run")))
    qrels = list(ir_measures.read_trec_qrels(str(tmp_path / "qrels")))

    values = {metric.query_id: metric.value for metric in ir_measures.iter_calc([ir_measures.RR], qrels, run)}

    assert values == {"a": 1.0, "b": 0.5}


def test_a_foreign_run_is_ordered_by_score_then_rank(tmp_path: Path) -> None:
    """Whatever the order of its lines; tabs, empty lines and a byte-order mark do no harm."""
    text = "\ufeffq Q0 low 1 0.5 t\r\n\r\nq\tQ0\tbest\t9\t2e1\tt\nq Q0 late 7 1.5 t\nq Q0 early 3 1.5 t\n"
    (tmp_path / "run").write_text(text, encoding="utf-8")

    assert read_run(tmp_path / "run") == {"q": ("best", "early", "late", "low")}


def test_a_per_cent_sign_of_another_tool_is_left_alone(tmp_path: Path) -> None:
    """Only what would have been escaped here is read as escaped."""
    (tmp_path / "run").write_text("q%41 Q0 100% 1 1 t\nq%41 Q0 %FF%zz 2 0 t\n", encoding="utf-8")

    assert read_run(tmp_path / "run") == {"q%41": ("100%", "%FF%zz")}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("q Q0 d#2 2 0.5", r"line 2 has 5 columns and not 6 \(QUESTION Q0 PARAGRAPH RANK SCORE TAG\)"),
        ("q Q0 d 2 2 0.5 t", "line 2 has 7 columns and not 6"),
        ("q Q0 d#2 second 0.5 t", "line 2: the rank 'second' is not a whole number"),
        ("q Q0 d#2 2 high t", "line 2: the score 'high' is not a number"),
        ("q Q0 d#2 2 nan t", "line 2: the score 'nan' is not a finite number"),
        ("q Q0 d#1 2 0.5 t", "line 2: the paragraph 'd#1' stands twice for question 'q'"),
    ],
)
def test_a_wrong_line_of_a_run_is_named(tmp_path: Path, line: str, message: str) -> None:
    """With the column that is wrong."""
    (tmp_path / "my.run").write_text(f"q Q0 d#1 1 1.0 t\n{line}\n", encoding="utf-8")

    with pytest.raises(InvalidRun, match=rf"my\.run, {message}"):
        read_run(tmp_path / "my.run")


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    """So is one that is empty, and one that is not there."""
    (tmp_path / "latin").write_bytes(b"q Q0 d 1 1 t\nq Q0 \xe9 2 0 t\n")
    (tmp_path / "empty").write_text("\n")

    with pytest.raises(InvalidRun, match="latin, line 2 is not UTF-8 text"):
        read_run(tmp_path / "latin")
    with pytest.raises(InvalidRun, match="empty has no lines"):
        read_run(tmp_path / "empty")
    with pytest.raises(InvalidRun, match="none cannot be read: No such file"):
        read_run(tmp_path / "none")


def test_an_empty_id_cannot_be_written(tmp_path: Path) -> None:
    """Its column would vanish."""
    with pytest.raises(InvalidRun, match="empty id"):
        write_run(tmp_path / "run", {"": ["d#1"]}, "x")
    with pytest.raises(InvalidRun, match="cannot be written"):
        write_run(Path("/dev/null/run"), {"q": ["d#1"]}, "x")
