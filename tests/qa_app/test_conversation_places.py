"""Paragraphs asked for by where they stand to what was shown."""

from dataclasses import replace

import pytest

from corpus.types import Card, Document, Kind, Paragraph, ParagraphId, Span
from qa_app.citing.citation import Citation
from qa_app.follow_ups.beside import RelativeLookUp, nothing_there, paragraphs_there, relative_look_up
from qa_app.follow_ups.readings import Place, Turn, turn_of
from qa_app.follow_ups.turns import Shown, Status
from qa_app.outcomes import Abstention, Answer, LookUp, QuotedParagraph, Searched

TEXT = "Preamble.\nSecurity\nOne.\nTwo.\nThree."
KINDS = (Kind.PREAMBLE, Kind.HEADING, Kind.NUMBERED, Kind.NUMBERED, Kind.NUMBERED)


def shown(*ordinals: int, document: str = "d", status: Status = "answered") -> Turn:
    quotes = tuple(Shown(Place(document, ordinal), str(ordinal), "Words.") for ordinal in ordinals)
    return Turn("What about women?", "What about women?", quotes, status)


def document() -> Document:
    paragraphs: list[Paragraph] = []
    start = 0
    for ordinal, (line, kind) in enumerate(zip(TEXT.split("\n"), KINDS, strict=True)):
        span = Span(start, start + len(line))
        paragraphs.append(Paragraph(ParagraphId("d", str(ordinal)), ordinal, kind, line, span, None, None))
        start += len(line) + 1
    return Document(Card("d", "D", None, None, None, None, "en"), TEXT, tuple(paragraphs), ())


def there(question: str, *turns: Turn) -> list[str]:
    look_up = relative_look_up(question, turns)
    return [] if look_up is None else [paragraph.text for paragraph in paragraphs_there(look_up, document())]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("the next paragraph", ["Three."]),
        ("And the next one?", ["Three."]),
        ("What does the following paragraph say?", ["Three."]),
        ("what comes after that?", ["Three."]),
        ("go on", ["Three."]),
        ("Read on, please", ["Three."]),
        ("the one before", ["One."]),
        ("What's in the previous paragraph?", ["One."]),
        ("the previous two paragraphs", ["Preamble.", "One."]),
        ("read me the whole of it", ["Two."]),
        ("show the full paragraph", ["Two."]),
        ("What does it say exactly?", ["Two."]),
        ("in which document?", ["Two."]),
        ("Where does it say that?", ["Two."]),
        ("der nächste Absatz", ["Three."]),
        ("und der Absatz davor?", ["One."]),
        ("Wo steht das?", ["Two."]),
        ("el siguiente párrafo", ["Three."]),
        ("¿y el párrafo anterior?", ["One."]),
    ],
)
def test_a_place_is_counted_from_the_paragraph_shown(question: str, expected: list[str]) -> None:
    """One step on, one step back, or the paragraph itself."""
    assert there(question, shown(3)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does the other one say?", ["Preamble."]),
        ("the second one", ["Preamble."]),
        ("and the first?", ["Two."]),
        ("read me the latter", ["Preamble."]),
        ("which document is that?", ["Two.", "Preamble."]),
    ],
)
def test_one_of_several_is_counted_in_the_order_shown(question: str, expected: list[str]) -> None:
    """The best paragraph stands first, wherever it stands in the document."""
    assert there(question, shown(3, 0)) == expected


def test_the_other_one_is_the_one_not_looked_at_since() -> None:
    """After two were shown and one of them read, "the other one" is the one left."""
    assert there("and the other one?", shown(3, 0), shown(0, status="looked_up")) == ["Two."]


def test_next_goes_on_after_the_whole_run_that_was_shown() -> None:
    """After paragraphs 1 to 2 comes 3, though 1 was shown first; before them comes the preamble."""
    assert there("the next paragraph", shown(2, 3)) == ["Three."]
    assert there("the previous paragraph", shown(3, 2)) == ["Preamble."]


def test_a_heading_is_stepped_over() -> None:
    """A heading says nothing that could be read out."""
    assert there("the next paragraph", shown(0)) == ["One."]


def test_nothing_lies_past_the_ends_of_a_document() -> None:
    """There, nothing is found and the reason says which end it is."""
    onward, back = RelativeLookUp((Place("d", 4),), (1,)), RelativeLookUp((Place("d", 0),), (-1,))

    assert relative_look_up("the next paragraph", [shown(4)]) == onward
    assert relative_look_up("the one before", [shown(0)]) == back
    assert (paragraphs_there(onward, document()), paragraphs_there(back, document())) == ((), ())
    assert nothing_there(onward) == "The paragraph just shown is the last one of its document."
    assert nothing_there(back) == "The paragraph just shown is the first one of its document."


@pytest.mark.parametrize(
    "question",
    [
        "What is the next step?",
        "What did the other countries say?",
        "the second paragraph",
        "What does the last paragraph say?",
        "What happened before the conference?",
        "Who is the source of the funds?",
        "What does the next paragraph say about women?",
        "What does it say about women?",
    ],
)
def test_a_question_of_its_own_is_no_place(question: str) -> None:
    """A number counted from the document's beginning, and a question with a subject, are left to others."""
    assert relative_look_up(question, [shown(3, 0)]) is None


def test_after_a_refusal_one_of_the_nearest_can_be_picked() -> None:
    """Asked which of several documents is meant, people count too; but nothing is next to what did not answer."""
    refused = shown(3, 0, status="abstained")

    assert there("the second one", refused) == ["Preamble."]
    assert relative_look_up("the next paragraph", [refused]) is None


def test_without_anything_shown_no_place_is_known() -> None:
    """A conversation of which only the questions are known has no places."""
    assert relative_look_up("the next paragraph", [Turn("Women?", "Women?")]) is None


def test_a_turn_keeps_where_its_paragraphs_stand_and_what_was_marked() -> None:
    """An answer, a look-up and a refusal become turns; what a refusal shows is no answer."""
    text = document()
    two = text.paragraphs[3]
    marked = QuotedParagraph(text.card, two, (Citation(two, Span(0, 4)),), 0.9)
    whole = replace(marked, highlights=())
    place = Shown(Place("d", 3), "3", "Two.", title="D")

    answered = turn_of("and women?", Answer("What about women?", (marked,), ()))
    looked_up = turn_of("paragraph 3", LookUp("paragraph 3", (whole,)))
    refused = turn_of("Peace?", Abstention("Peace?", "Nothing answers.", (whole,), Searched(1, 5), 0.1, ()))

    assert answered == Turn("and women?", "What about women?", (replace(place, marked="Two."),), "answered")
    assert looked_up == Turn("paragraph 3", "paragraph 3", (place,), "looked_up")
    assert refused == Turn("Peace?", "Peace?", (place,), "abstained")
    assert (looked_up.answers, refused.answers) == ((place,), ())
