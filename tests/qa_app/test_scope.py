"""Which documents a question is asked of: filters by id, language and date."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnknownDocument
from corpus.library.library import Entry, Origin
from qa_app.ask.scope import EVERYTHING, Scope, make_scope, read_scope
from qa_app.errors import InvalidQuestion


def entry(name: str, day: date | None, language: str = "en", superseded_by: str | None = None) -> Entry:
    return Entry(name, name.title(), day, language, None, 3, 1, superseded_by, Origin(), None)


ENTRIES = (
    entry("kabul", date(2017, 6, 6)),
    entry("cornwall", date(2021, 6, 13), "en-GB"),
    entry("elmau", date(2022, 6, 28), "de"),
    entry("undated", None),
    entry("kabul@1", date(2017, 6, 6), superseded_by="kabul"),
)


@pytest.mark.parametrize(
    ("fields", "ids"),
    [
        ({}, None),
        ({"document": [], "language": None}, None),
        ({"document": "kabul"}, {"kabul"}),
        ({"document": ["kabul", "elmau"]}, {"kabul", "elmau"}),
        ({"document": "kabul@1"}, {"kabul@1"}),
        ({"language": "EN"}, {"kabul", "cornwall", "undated"}),
        ({"language": ["en_GB", "de"]}, {"cornwall", "elmau"}),
        ({"since": "2021"}, {"cornwall", "elmau"}),
        ({"until": "2021"}, {"kabul", "cornwall"}),
        ({"since": "2021-06", "until": "2021-6"}, {"cornwall"}),
        ({"since": "2021-06-13", "until": "2021-06-13"}, {"cornwall"}),
        ({"document": ["kabul", "elmau"], "since": "2020"}, {"elmau"}),
    ],
)
def test_a_document_is_searched_if_it_passes_every_filter(fields: dict[str, object], ids: set[str] | None) -> None:
    """Days are included, parts of dates are whole years and months, and what has no date passes no filter of dates."""
    assert read_scope(fields).resolve(ENTRIES) == ids


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"document": 3}, "'document' must be the id of a document, or a list of ids."),
        ({"document": [3]}, "'document' must be the id of a document, or a list of ids."),
        ({"language": "english!"}, "'language' must be the code of a language such as en, not 'english!'."),
        ({"language": {}}, "'language' must be the code of a language such as en, or a list of codes."),
        ({"since": 2021}, "'since' must be a date such as 2021, 2021-06 or 2021-06-12."),
        ({"since": "last year"}, "'since' must be a date such as 2021, 2021-06 or 2021-06-12, not 'last year'."),
        ({"until": "2021-13"}, "'until' must be a date such as 2021, 2021-06 or 2021-06-12, not '2021-13'."),
        ({"until": "2021-02-30"}, "'until' must be a date such as 2021, 2021-06 or 2021-06-12, not '2021-02-30'."),
        ({"until": "0000"}, "'until' must be a date such as 2021, 2021-06 or 2021-06-12, not '0000'."),
        ({"since": "2022", "until": "2021"}, "'since' (2022-01-01) is later than 'until' (2021-12-31)."),
    ],
)
def test_a_filter_that_cannot_be_read_is_named(fields: dict[str, object], message: str) -> None:
    """The field and what was written in it."""
    with pytest.raises(InvalidQuestion) as caught:
        read_scope(fields)

    assert str(caught.value) == message


def test_a_filter_that_leaves_nothing_is_an_error_and_no_refusal() -> None:
    """One sentence that says what there is."""
    with pytest.raises(InvalidQuestion) as caught:
        make_scope(["kabul"], ["fr", "de"], since="2018").resolve(ENTRIES)

    assert str(caught.value) == (
        "No document of the library is one of kabul, in de or fr, dated since 2018-01-01; "
        "it holds documents in de, en, en-GB, dated 2017-06-06 to 2022-06-28."
    )


def test_an_unknown_document_is_named() -> None:
    """With some of those that there are."""
    with pytest.raises(UnknownDocument, match=r"There is no document 'none' in the library; it holds cornwall, elmau"):
        make_scope(["kabul", "none"]).resolve(ENTRIES)


def test_of_many_documents_the_first_are_named_and_the_others_counted() -> None:
    """Nobody reads a hundred ids in a sentence, nor believes that five are all."""
    entries = [entry(f"d{number}", None) for number in range(9)]

    with pytest.raises(UnknownDocument, match=r"it holds d0, d1, d2, d3, d4 and 4 more\.$"):
        make_scope(["none"]).resolve(entries)


@given(st.dates(), st.dates())
def test_a_day_is_since_and_until_itself(first: date, second: date) -> None:
    """Whatever the dates, a document of that day passes both, and one of a day outside passes neither."""
    scope = Scope(None, frozenset(), min(first, second), max(first, second))
    inside = scope.resolve([entry("first", first), entry("second", second), entry("undated", None)])

    assert inside == frozenset({"first", "second"})
    assert EVERYTHING.resolve([entry("first", first)]) is None
