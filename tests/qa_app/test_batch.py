"""Many questions in one go: one line out for each line in, in the same order, and bad lines stop nothing."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.engine import Engine
from index.reader.judgement import ScoreReader
from qa_app.ask.answer import Answerer
from qa_app.ask.batch import answer_lines
from qa_app.json_lines import Failure
from qa_app.outcomes import LookUp
from tests.rings import examples


@pytest.fixture
def fast(engine: Engine) -> Answerer:
    return Answerer(engine, ScoreReader(), 0.15)


@pytest.mark.parametrize(
    ("line", "request_id", "message"),
    [
        (b"{", None, "Line 1 is not a JSON object."),
        (b"\xff\xfe", None, "Line 1 is not a JSON object."),
        (b"[1, 2]", None, "Line 1 is not a JSON object."),
        (b"[" * 100_000, None, "Line 1 is not a JSON object."),
        (b'{"id": "a"}', "a", "Line 1: 'question' must be text."),
        (b'{"id": 7, "question": ""}', 7, "Line 1: The question is empty."),
        (b'{"id": [], "question": "x"}', None, "Line 1: 'id' must be text or a whole number."),
        (
            b'{"id": "a", "question": "x", "document": 3}',
            "a",
            "Line 1: 'document' must be the id of a document, or a list of ids.",
        ),
        (
            b'{"id": "a", "question": "x", "since": "soon"}',
            "a",
            "Line 1: 'since' must be a date such as 2021, 2021-06 or 2021-06-12, not 'soon'.",
        ),
        (
            b'{"id": "a", "question": "x", "history": ["y\\u0000"]}',
            "a",
            "Line 1: The question holds a control character (U+0000) at place 2.",
        ),
        (
            b'{"id": "a", "question": "who?", "language": "fr"}',
            "a",
            "No document of the library is in fr; it holds documents in en, dated 2017-06-06 to 2017-06-06.",
        ),
        (
            b'{"id": "a", "question": "x", "history": "y"}',
            "a",
            "Line 1: 'history' must be a list of earlier questions.",
        ),
        (
            b'{"id": "a", "question": "who?", "document": "none"}',
            "a",
            "There is no document 'none' in the library; it holds kabul-process-2017.",
        ),
        (b'{"id": "a", "question": "' + b"x" * 1_000_000 + b'"}', None, "Line 1 is longer than 1,000,000 bytes."),
    ],
    ids=range(14),
)
def test_a_bad_line_says_what_is_wrong_with_it(
    fast: Answerer, line: bytes, request_id: str | int | None, message: str
) -> None:
    """The line or the field is named, with the id where there is one."""
    assert list(answer_lines(fast, [line])) == [(request_id, Failure(message))]


def test_bad_lines_stop_nothing_and_the_order_stays(fast: Answerer) -> None:
    """Good and bad lines come out where they went in; empty lines are no lines."""
    lines = [
        b'{"id": 1, "question": "paragraph 3"}\n',
        b"nonsense\n",
        b"\n",
        b'{"id": 2, "question": "paragraph 4", "document": "none"}',
        b'\xef\xbb\xbf{"id": 3, "question": "paragraph 5", "document": "kabul-process-2017", "history": ["x"]}',
    ] * 40

    results = list(answer_lines(fast, lines))

    assert [request_id for request_id, _ in results] == [1, None, 2, 3] * 40
    found = [r.quotes[0].paragraph.number if isinstance(r, LookUp) else None for _, r in results]
    assert found == ["3", None, None, "5"] * 40


def test_what_a_line_does_not_filter_is_filtered_as_the_command_says(fast: Answerer) -> None:
    """A line that filters nothing leaves all the others as they are."""
    lines = [
        b'{"id": 1, "question": "paragraph 3"}',
        b'{"id": 2, "question": "paragraph 3", "since": "2017-06"}',
        b'{"id": 3, "question": "paragraph 3", "document": ["kabul-process-2017"], "language": ["en"], "since": null}',
    ]

    results = dict(answer_lines(fast, lines, {"since": "2018"}))

    assert isinstance(results[1], Failure)
    assert isinstance(results[2], LookUp)
    assert isinstance(results[3], LookUp)


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(st.binary(max_size=60), st.text(max_size=60).map(lambda q: json.dumps({"question": q}).encode()))
    )
)
def test_every_line_with_something_in_it_gets_one_result(fast: Answerer, lines: list[bytes]) -> None:
    """Whatever the bytes."""
    filled = [line for line in lines if line.strip()]

    assert len(list(answer_lines(fast, lines))) == len(filled)
