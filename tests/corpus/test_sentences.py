"""Sentences are spans of their paragraph: in order, apart, and complete."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.cutting.sentences import sentence_spans
from corpus.types import Document
from tests.rings import examples


def sentences(text: str, language: str = "en") -> list[str]:
    return [span.of(text) for span in sentence_spans(text, language)]


def test_an_abbreviation_does_not_end_an_english_sentence() -> None:
    """A legal reference and a doctor's name stay within their sentence."""
    text = "Pursuant to para. 3, Dr. Abdullah spoke.  Talks go on."

    assert sentences(text) == ["Pursuant to para. 3, Dr. Abdullah spoke.", "Talks go on."]


def test_an_abbreviation_does_not_end_a_german_sentence() -> None:
    """Another language goes by its own rules, and its letters count as one character each."""
    text = "Am 6. Juni 2017 trafen sich z. B. 27 Staaten. Sie berieten über Größe 😀. Danke."

    assert sentences(text, "de") == [
        "Am 6. Juni 2017 trafen sich z. B. 27 Staaten.",
        "Sie berieten über Größe 😀.",
        "Danke.",
    ]


def test_a_quoted_sentence_keeps_its_closing_quotation_mark(statement: Document) -> None:
    """Paragraph 6 of the shipped statement is one sentence up to its last quotation mark."""
    text = statement.paragraph("6").text

    assert sentences(text) == [text]


def test_a_paragraph_of_several_sentences_is_cut_where_they_end(statement: Document) -> None:
    """Paragraph 10 of the shipped statement has two sentences, though "Dr." stands in the second."""
    first, second = sentences(statement.paragraph("10").text)

    assert first == "A stable Afghanistan is more valuable than an Afghanistan at war."
    assert second.startswith("As stated by Chief Executive, Dr. Abdullah Abdullah, such stability")


@pytest.mark.parametrize("language", ["en", "de"])
def test_white_space_has_no_sentences(language: str) -> None:
    """There is nothing to quote in it."""
    assert sentences(" \n\u00a0", language) == []


MARKS = st.sampled_from(
    [". ", "! ", "?", "…", "  ", "\u00a0", "\n\n", "“", "”", "Dr. ", "z. B. ", "3. ", "Peace", "Größe", "😀"]
)


@pytest.mark.parametrize("language", ["en", "de"])
@settings(max_examples=examples(150))
@given(text=st.lists(MARKS, max_size=20).map("".join) | st.text(max_size=60))
def test_sentences_are_in_order_apart_and_complete(language: str, text: str) -> None:
    """No two overlap, none has white space at its ends, and no other character is left out."""
    spans = sentence_spans(text, language)
    covered = {place for span in spans for place in range(span.start, span.end)}

    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert [span.of(text) for span in spans] == [span.of(text).strip() for span in spans]
    assert {place for place, c in enumerate(text) if not c.isspace()} <= covered
