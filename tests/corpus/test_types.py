"""Spans, paragraphs and documents: the laws they keep, and what they say of themselves."""

import hashlib
from dataclasses import FrozenInstanceError, replace

import pytest

from corpus.errors import InvalidDocument, UnknownParagraph
from corpus.types import Card, Document, Kind, Paragraph, ParagraphId, Span

CARD = Card("talks", "Statement of the Talks", None, None, None, None, "en")
TEXT = "1. Peace.\n2. Trade."
PEACE = Paragraph(ParagraphId("talks", "1"), 0, Kind.NUMBERED, "Peace.", Span(3, 9), Span(0, 2), None)
TRADE = Paragraph(ParagraphId("talks", "2"), 1, Kind.NUMBERED, "Trade.", Span(13, 19), Span(10, 12), None)
TALKS = Document(CARD, TEXT, (PEACE, TRADE), ())


def test_a_span_leaves_out_its_end() -> None:
    """A span is half-open, so that its length is its end less its start."""
    span = Span(3, 9)

    assert (span.of(TEXT), len(span)) == ("Peace.", 6)


def test_a_span_counts_characters_not_bytes() -> None:
    """A curly quotation mark and an emoji are one character each."""
    assert Span(2, 6).of("😀 “ok”.") == "“ok”"


def test_a_span_can_be_counted_from_elsewhere() -> None:
    """A sentence of a paragraph is found in the document by moving its span."""
    assert Span(0, 5).shifted(PEACE.span.start) == Span(3, 8)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_a_span_cannot_be_inside_out(start: int, end: int) -> None:
    """The error gives both ends."""
    with pytest.raises(InvalidDocument, match=rf"not {start}\.\.{end}"):
        Span(start, end)


def test_a_paragraph_has_an_address() -> None:
    """The document's id and the printed number make the address that a pin cite stands on."""
    assert (str(PEACE.id), PEACE.number) == ("talks#1", "1")


def test_a_heading_is_not_an_answer() -> None:
    """A title is shown and never offered as an answer; nor is a paragraph of white space."""
    assert [replace(PEACE, kind=kind).answers for kind in Kind] == [True, True, False, True, True]
    assert replace(PEACE, text="\u00a0 ").answers is False


def test_a_paragraph_cannot_be_changed() -> None:
    """What was read stays as it was read."""
    with pytest.raises(FrozenInstanceError):
        PEACE.text = "War."  # type: ignore[misc]


@pytest.mark.parametrize(
    ("paragraphs", "message"),
    [
        ((replace(PEACE, text="Peace!"),), "talks#1 is not what its span holds"),
        ((TRADE,), "talks#2 does not stand at place 0 of talks"),
        ((replace(PEACE, id=ParagraphId("treaty", "1")),), "treaty#1 does not stand at place 0 of talks"),
        ((replace(TRADE, ordinal=0), replace(PEACE, ordinal=1)), "talks#2 and talks#1 overlap"),
        ((PEACE, replace(TRADE, text="ace.\n2", span=Span(5, 11))), "talks#1 and talks#2 overlap"),
        ((PEACE, replace(TRADE, id=PEACE.id)), "talks has two paragraphs of the same number"),
    ],
)
def test_a_document_that_breaks_its_laws_cannot_be_made(paragraphs: tuple[Paragraph, ...], message: str) -> None:
    """Words that differ from the text, a wrong order, an overlap or a number used twice are refused by name."""
    with pytest.raises(InvalidDocument, match=message):
        Document(CARD, TEXT, paragraphs, ())


def test_a_paragraph_is_found_by_its_number() -> None:
    """A reader who cites paragraph 2 gets paragraph 2."""
    assert TALKS.paragraph("2") == TRADE


def test_asking_for_a_number_that_is_not_there_says_which_are() -> None:
    """The error names the number asked for and the numbers there are."""
    with pytest.raises(UnknownParagraph) as raised:
        TALKS.paragraph("12")

    assert str(raised.value) == "talks has no paragraph '12'; this document's paragraphs run from 1 to 2."


@pytest.mark.parametrize(
    ("paragraphs", "words"),
    [
        ((PEACE, TRADE), "this document's paragraphs run from 1 to 2."),
        ((PEACE,), "this document's only numbered paragraph is 1."),
        ((replace(PEACE, kind=Kind.PREAMBLE),), "this document's paragraphs are not numbered."),
    ],
)
def test_a_document_describes_its_numbers(paragraphs: tuple[Paragraph, ...], words: str) -> None:
    """Only what is numbered counts; a preamble does not."""
    assert Document(CARD, TEXT, paragraphs, ()).describe_numbers() == words


def test_a_text_has_a_fingerprint() -> None:
    """The SHA-256 of the text in UTF-8 tells whether a character has changed."""
    document = Document(CARD, "“Größe”", (), ())

    assert document.sha256 == hashlib.sha256(b"\xe2\x80\x9cGr\xc3\xb6\xc3\x9fe\xe2\x80\x9d").hexdigest()
