"""A receipt can be repeated by anybody, and believes nothing that it says itself."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from corpus.cutting.segment import segment
from corpus.errors import UnknownDocument
from corpus.types import Card, Document
from qa_app.check.checker import Desk
from qa_app.check.reports.receipt import (
    Circumstances,
    as_receipt_text,
    read_receipt,
    receipt,
    repeat,
    what_else_changed,
)
from qa_app.check.types import Quotation
from qa_app.errors import UnreadableInput
from tests.qa_app.check.shelves import ListedSources

MADE = Circumstances("1.0", "aa", 3, "2021-01-01T00:00:00Z")
QUOTATION = Quotation(
    "Keepers shall not let the lamps of the harbour go out before sunrise", "charter", "1", "the charter says"
)


def charter(words: str = "Keepers shall not let the lamps of the harbour go out before sunrise.") -> Document:
    """A charter of two paragraphs."""
    text = f"1. {words}\n\n2. The council decided to buy new oil for every lamp.\n"
    return segment(text, Card("charter", "Charter of the Lamps", None, None, None, None, "en"))


def documents(*held: Document) -> Callable[[str], Document]:
    """A look-up of those documents."""

    def document(document_id: str) -> Document:
        for each in held:
            if each.id == document_id:
                return each
        raise UnknownDocument(f"There is no document {document_id!r}.")

    return document


def made() -> dict[str, Any]:
    """The receipt of one sound quotation, written and read again."""
    check = Desk(ListedSources([charter()])).check(QUOTATION)
    record = receipt([(1, check)], documents(charter()), MADE, "An article.")
    return read_receipt(as_receipt_text(record).encode(), "r.json")


def repeated(record: dict[str, Any], *held: Document) -> list[tuple[bool, tuple[str, ...]]]:
    """What comes of repeating it over those documents."""
    return [(each.same, each.changed) for each in repeat(record, Desk(ListedSources(held)), documents(*held))]


def test_a_receipt_says_what_was_asked_what_decided_and_from_which_text() -> None:
    """Enough to repeat the check."""
    record = made()
    (entry,) = record["checks"]

    assert (record["time"], record["tool"], record["library"]) == (
        "2021-01-01T00:00:00Z", {"name": "pincite", "version": "1.0"}, {"fingerprint": "aa", "generation": 3},
    )  # fmt: skip
    assert entry["asked"]["text"] == QUOTATION.text
    assert (entry["verdict"], entry["sound"], bool(entry["rule"])) == ("verbatim", True, True)
    (slice_,) = entry["slices"]
    assert slice_["document_sha256"] == charter().sha256
    start = slice_["start_in_document"]
    assert charter().text[start : start + len(slice_["text"])] == slice_["text"]


def test_the_same_text_gives_the_same_again() -> None:
    """Nothing to tell."""
    assert repeated(made(), charter()) == [(True, ())]


def test_a_change_elsewhere_in_the_text_is_told_and_changes_nothing() -> None:
    """The words quoted are still there."""
    longer = charter("Keepers shall not let the lamps of the harbour go out before sunrise, and trim them.")

    assert repeated(made(), longer) == [(True, ("document: the text of charter is not the same as then",))]


def test_a_change_of_the_words_quoted_is_told_with_the_verdict() -> None:
    """What was verbatim is altered now."""
    other = charter("Keepers should let the lamps of the harbour go out before sunrise.")
    ((same, changed),) = repeated(made(), other)

    assert not same
    assert "verdict: 'verbatim' then, 'altered_meaning' now" in changed
    assert "document: the text of charter is not the same as then" in changed


def test_a_document_that_is_gone_is_told() -> None:
    """And the quotation is not found any more."""
    ((same, changed),) = repeated(made())

    assert not same
    assert "document: charter is no longer in the library" in changed


@pytest.mark.parametrize(
    ("name", "value"), [("verdict", "typography"), ("attribution", "none_given"), ("sound", False)]
)
def test_a_receipt_that_was_tampered_with_does_not_come_out_the_same(name: str, value: object) -> None:
    """Whatever it says of itself is compared with what comes out now."""
    record = made()
    record["checks"][0][name] = value

    assert [same for same, _ in repeated(record, charter())] == [False]


def test_another_version_of_the_tool_and_another_library_are_told() -> None:
    """One sentence each."""
    assert list(what_else_changed(made(), MADE)) == []
    assert list(what_else_changed(made(), Circumstances("1.1", "bb", 4, ""))) == [
        "The tool is version 1.1; the receipt was made with 1.0.",
        "The library does not hold the same texts as then.",
    ]


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\xff\xfe", b"[]", b"{}", b"[" * 100_000, b'{"kind": "pincite receipt", "form": 2}',
        b'{"kind": "pincite receipt", "form": 1}', b'{"kind": "pincite receipt", "form": 1, "checks": []}',
        b'{"kind": "pincite receipt", "form": 1, "checks": [{"asked": {"text": 1}}]}',
        b'{"kind": "pincite receipt", "form": 1, "checks": [{"asked": {"text": "a", "document": null, "number": null,'
        b' "words_around": ""}, "slices": [{"document": 1}]}]}',
    ],
)  # fmt: skip
def test_what_is_no_receipt_is_refused(raw: bytes) -> None:
    """One sentence that names the file."""
    with pytest.raises(UnreadableInput, match=r"^r\.json "):
        read_receipt(raw, "r.json")


def test_a_receipt_is_json_that_people_can_read() -> None:
    """Its characters stand for themselves."""
    text = as_receipt_text({"quote": "“lamps”"})

    assert text == '{\n  "quote": "“lamps”"\n}\n'
    assert json.loads(text) == {"quote": "“lamps”"}
