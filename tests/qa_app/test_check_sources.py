"""What is shown of the paragraphs that a check cites: cut from the stored text, marked where it was quoted."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.cutting.segment import segment
from corpus.types import Card, Document, Span
from qa_app.check.types import Attribution, Check, Quotation, Verdict
from qa_app.citing.citation import Citation
from qa_app.web.check.card import Source, sources_of
from qa_app.words import Wording

LONG = " ".join(f"word{count}" for count in range(2_000))
CARD = Card("d", "Title", None, None, None, None, "en")


def shown(document: Document, number: str, *spans: Span) -> list[Source]:
    citations = tuple(Citation(document.paragraph(number), span) for span in spans)
    check = Check(
        Quotation("?"), Verdict.ABRIDGED, Attribution.NONE_GIVEN, citations, (), (), (), Wording("rule.in_order")
    )
    return list(sources_of(check, lambda _: document))


@given(st.integers(0, len(LONG) - 1), st.integers(1, 400))
def test_what_is_shown_is_cut_from_the_stored_text(start: int, length: int) -> None:
    """The pieces are one slice of the paragraph, those marked are the quoted words, and no word is cut in two."""
    document = segment(f"1. First.\n\n2. {LONG}\n\n3. Last.", CARD)
    span = Span(start, min(len(LONG), start + length))

    (source,) = shown(document, "2", span)

    view = "".join(text for text, _ in source.pieces)
    assert [text for text, quoted in source.pieces if quoted] == [span.of(LONG)]
    assert f" {view.strip()} " in f" {LONG} "
    assert (source.cut_before, source.cut_after) == (not LONG.startswith(view), not LONG.endswith(view))


def test_a_part_is_shown_within_its_whole_paragraph() -> None:
    """What introduces it belongs to what it says; the neighbours are those of the whole."""
    document = segment("1. First.\n\n2. Decides:\n\n(a) to stay;\n\n(b) to go.\n\n3. Last.", CARD)
    part = document.paragraph("2(b)")

    (source,) = shown(document, "2(b)", Span(0, 5))

    assert "".join(text for text, _ in source.pieces) == document.paragraph("2").text
    assert [text for text, quoted in source.pieces if quoted] == ["to go"]
    assert (source.place, source.words) == ("Paragraph 2(b)", part.text[:5])
    assert source.before
    assert source.after
    assert (source.before.text, source.after.text) == ("First.", "Last.")


def test_several_slices_of_a_paragraph_are_marked_in_it_once() -> None:
    """In the order of the text, whatever the order in the quotation; the words are all from the first to the last."""
    document = segment("1. One two three four five.\n\n2. End.", CARD)

    (source,) = shown(document, "1", Span(14, 18), Span(0, 3))

    assert [text for text, quoted in source.pieces if quoted] == ["One", "four"]
    assert source.words == "One two three four"
    assert source.copied == "“One […] four” (Title, para. 1)"
