"""A paragraph asked for among several documents: the one that is named, or the question which one is meant."""

from datetime import date
from pathlib import Path

import pytest

from corpus.cutting.segment import segment
from corpus.errors import UnknownDocument
from corpus.library.library import Library
from corpus.types import Card, Document
from qa_app.ask.lookup import MOST_SHOWN, LookUps
from qa_app.outcomes import Abstention, LookUp
from qa_app.references.documents import best_fits, describe
from qa_app.references.names import Named
from tests.shapes import PROCESS, REGULATION, RESOLUTION, Part, compose, heading


def statement(name: str, title: str, day: date | None = None, place: str | None = None, numbers: int = 12) -> Document:
    """A document of so many short paragraphs."""
    text = "\n\n".join(f"{number}. Sentence {number} of {name}." for number in range(1, numbers + 1))
    return segment(text, Card(name, title, day, place, None, None, "en"))


HARBOUR = statement("harbour-2021", "Harbour Bay Summit Communiqué", date(2021, 6, 13))
LEADERS_2023 = statement("leaders-2023", "Leaders’ Statement", date(2023, 2, 24))
LEADERS_2024 = statement("leaders-2024", "Leaders’ Statement", date(2024, 2, 24))
SPRING = statement("note", "Spring Note", None, "Geneva", numbers=60)
ORDER = compose(
    Card("order", "Order on Artificial Intelligence", None, None, None, None, "en"),
    [
        heading(1, "2 Definitions"),
        Part("2.1", "2.1 ", ["One."]),
        Part("2.2", "2.2 ", ["Two."]),
        Part("Section 3", "Section 3. ", ["Three."]),
        Part("Section 3(1)", "1. ", ["Three, one."]),
        heading(2, "Annex"),
        Part("2.1~2", "2.1 ", ["Annexed."], headings=("Annex",)),
    ],
)  # fmt: skip
DOCUMENTS = (HARBOUR, LEADERS_2023, LEADERS_2024, SPRING, ORDER, PROCESS, REGULATION, RESOLUTION)


@pytest.fixture(scope="module")
def look_ups(tmp_path_factory: pytest.TempPathFactory) -> LookUps:
    """Look-ups in a library of several documents, one of them in two versions."""
    library = Library.open(tmp_path_factory.mktemp("several") / "library", lambda: DOCUMENTS)
    library.add(statement("harbour-2021", "Harbour Bay Summit Communiqué", date(2021, 6, 13), numbers=13))
    return LookUps(library)


def shown(outcome: object) -> list[str]:
    """The paragraphs shown, each with the words marked in it."""
    if not isinstance(outcome, LookUp):
        return []
    return [" ".join([str(q.paragraph.id), *(f"[{h.quote}]" for h in q.highlights)]) for q in outcome.quotes]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("paragraph 12 of the Harbour Bay communiqué", ["harbour-2021#12"]),
        ("paragraph 12 of the Harbor Bey communique", ["harbour-2021#12"]),
        ("Harbour Bay communiqué, paragraphs 3 to 5", ["harbour-2021#3", "harbour-2021#4", "harbour-2021#5"]),
        ("In the 2021 communiqué, what does paragraph 3 say?", ["harbour-2021#3"]),
        ("what does the Harbour Bay communiqué say in paragraph 3?", ["harbour-2021#3"]),
        ("the last paragraph of the Harbour Bay communiqué", ["harbour-2021#13"]),
        ("paragraph 12 of harbour-2021@1", ["harbour-2021@1#12"]),
        ("para 3 of harbour-2021", ["harbour-2021#3"]),
        ("paragraph 2 of the 2024 leaders' statement", ["leaders-2024#2"]),
        ("paragraph 2 of the February 2023 leaders' statement", ["leaders-2023#2"]),
        ("paragraph 7 of the Geneva note", ["note#7"]),
        ("S/RES/2000 para 1", ["resolution#1"]),
        ("operative paragraph 1 of resolution 2000", ["resolution#1"]),
        ("compare para 3 of the Spring Note with para 4 of the Harbour Bay communiqué", ["note#3", "harbour-2021#4"]),
        ("Absatz 5 des Kommuniqués von Harbour Bay", ["harbour-2021#5"]),
        ("article 18", ["regulation#Article 18"]),
        ("recital 1", ["regulation#Recital 1"]),
        ("article 17", ["regulation#Article 17(1)", "regulation#Article 17(2)"]),
        ("Article 17 paragraph 2 of regulation 2016/679", ["regulation#Article 17(2)"]),
        ("the last paragraph of article 17", ["regulation#Article 17(2)"]),
        ("the last recital", ["regulation#Recital 2"]),
        ("the preamble of resolution 2000", ["resolution#preamble"]),
        ("the closing of the regulation", ["regulation#closing"]),
        ("section 2 of the Artificial Intelligence order", ["order#2.1", "order#2.2"]),
        ("section 3 of the order", ["order#Section 3", "order#Section 3(1)"]),
        ("paragraph 2.1 of the annex", ["order#2.1~2"]),
    ],
)
def test_a_document_is_found_by_what_people_call_it(look_ups: LookUps, question: str, expected: list[str]) -> None:
    """Title words, place, year, date, symbol, id, a small slip, a heading of it."""
    assert shown(look_ups.look_up(question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("paragraph 2(b) of resolution 2000", "resolution#2 [To report,]"),
        ("sub-paragraph (b) of paragraph 2 of resolution 2000", "resolution#2 [To report,]"),
        ("resolution 2000, paragraph 2 (a) (ii)", "resolution#2 [places;]"),
        ("paragraph 2(a)(i) and (ii) of resolution 2000", "resolution#2 [people;] [places;]"),
        ("point (b) of Article 17(1)", "regulation#Article 17(1) [b.]"),
        ("paragraph 2(a) and 2(a)(i) of resolution 2000", "resolution#2 [To protect:\n(i) people;\n(ii)places;]"),
    ],
)
def test_a_part_is_marked_in_its_paragraph(look_ups: LookUps, question: str, expected: str) -> None:
    """Its first words belong to every part, so the paragraph is shown whole."""
    assert shown(look_ups.look_up(question)) == [expected]


@pytest.mark.parametrize(
    ("question", "reason", "nearest"),
    [
        (
            "paragraph 9 of the leaders' statement",
            "2 documents have paragraph 9: Leaders’ Statement (24 February 2023); Leaders’ Statement"
            " (24 February 2024). Name one of them.",
            ["leaders-2023#9", "leaders-2024#9"],
        ),
        (
            "article 99 of the regulation",
            "There is no such paragraph here (article 99): this document's paragraphs run from Recital 1 to"
            " Article 19(2).",
            ["regulation#Article 21"],
        ),
        (
            "paragraph 2(z) of resolution 2000",
            "There is no such paragraph here (paragraph 2(z)): there is para. 2.",
            ["resolution#2"],
        ),
        (
            "paragraph 1 of the regulation",
            "In Regulation (EU) 2016/679 that may be Article 1 bis or Recital 1: say which.",
            ["regulation#Article 1 bis", "regulation#Recital 1"],
        ),
        (
            "what does article 5 of the NATO treaty say?",
            "There is no “NATO treaty” here whose article 5 could be shown: none of 8 documents is called that.",
            [],
        ),
        (
            "paragraph 3 of the 2019 Harbour Bay communiqué",
            "There is no “2019 Harbour Bay communiqué” here whose paragraph 3 could be shown: none of 8 documents is"
            " called that.",
            ["harbour-2021#3"],
        ),
        (
            "paragraphs 1 to 60 of the Spring Note",
            f"That is 60 paragraphs of Spring Note, para. 1 to para. 60; {MOST_SHOWN} are the most.",
            ["note#1", "note#2", "note#3"],
        ),
    ],
)
def test_what_is_not_clear_is_said_and_never_guessed(
    look_ups: LookUps, question: str, reason: str, nearest: list[str]
) -> None:
    """One sentence, and what comes nearest."""
    outcome = look_ups.look_up(question)

    assert isinstance(outcome, Abstention)
    assert outcome.reason == reason
    assert [str(quote.paragraph.id) for quote in outcome.nearest] == nearest


@pytest.mark.parametrize(
    "question",
    [
        "Is article 5 of the NATO treaty mentioned?",
        "did they invoke article 18?",
        "what does the Harbour Bay communiqué say about article 18?",
        "what does the Harbour Bay communiqué say about trade?",
        "which paragraph of the Harbour Bay communiqué mentions trade?",
        "how many paragraphs does the regulation have?",
        "principle 3",
        "the third point of contention in the regulation debate",
    ],
)
def test_what_is_no_look_up_is_left_to_the_search(look_ups: LookUps, question: str) -> None:
    """A document may well say something on an article of another text."""
    assert look_ups.look_up(question) is None


def test_fifty_documents_are_counted_and_a_few_listed(tmp_path: Path) -> None:
    """All of them have paragraph 2; five are named, three are shown."""
    documents = [statement(f"s{number:02}", f"Statement {number:02}") for number in range(50)]
    with Library.open(tmp_path / "library", lambda: documents) as library:
        outcome = LookUps(library).look_up("paragraph 2")

    assert isinstance(outcome, Abstention)
    assert outcome.reason == (
        "50 documents have paragraph 2: Statement 00; Statement 01; Statement 02; Statement 03; Statement 04"
        " and 45 more. Name one of them."
    )
    assert [str(quote.paragraph.id) for quote in outcome.nearest] == ["s00#2", "s01#2", "s02#2"]
    assert outcome.searched.documents == 50


def test_a_document_that_is_given_is_the_only_one_looked_in(look_ups: LookUps) -> None:
    """An earlier version can be given too; an unknown id is an error."""
    assert shown(look_ups.look_up("paragraph 2", ["note"])) == ["note#2"]
    assert shown(look_ups.look_up("the last paragraph", ["harbour-2021@1"])) == ["harbour-2021@1#12"]
    with pytest.raises(UnknownDocument):
        look_ups.look_up("paragraph 2", ["nowhere"])


def test_a_document_added_later_is_found(tmp_path: Path) -> None:
    """What documents can be named by follows the library."""
    with Library.open(tmp_path / "library", lambda: (HARBOUR,)) as library:
        look_ups = LookUps(library)

        assert shown(look_ups.look_up("paragraph 7 of the Geneva note")) == []
        library.add(SPRING)
        assert shown(look_ups.look_up("paragraph 7 of the Geneva note")) == ["note#7"]


def test_a_number_printed_again_is_shown_again_unless_it_is_a_minor_one(tmp_path: Path) -> None:
    """Two lists of the same length, against a short annex to a long one."""
    card = Card("lists", "Two lists", None, None, None, None, "en")
    lists = compose(card, [Part(f"{n}{again}", f"{n}. ", ["Words."]) for again in ("", "~2") for n in (1, 2)])
    annexed = compose(
        Card("annexed", "A long list", None, None, None, None, "en"),
        [*(Part(f"{n}", f"{n}. ", ["Words."]) for n in range(1, 9)), Part("1~2", "1. ", ["Annexed."])],
    )
    with Library.open(tmp_path / "library", lambda: (lists, annexed)) as library:
        look_ups = LookUps(library)

        assert shown(look_ups.look_up("paragraph 1 of the two lists")) == ["lists#1", "lists#1~2"]
        assert shown(look_ups.look_up("paragraph 1 of the long list")) == ["annexed#1"]
        assert shown(look_ups.look_up("paragraph 1~2 of the long list")) == ["annexed#1~2"]


@pytest.mark.parametrize(
    ("words", "fits"),
    [
        (("universal", "declaration"), True),
        (("udhr",), True),
        (("paris",), True),
        (("1948",), True),
        (("1949",), False),
        (("universl", "declaration"), True),
        (("vienna",), False),
    ],
)
def test_a_name_fits_by_title_initials_place_and_year(words: tuple[str, ...], fits: bool) -> None:
    """A year never fits by half."""
    known = describe("udhr-1948", "Universal Declaration of Human Rights", date(1948, 12, 10), None, "Paris")

    firm = frozenset(word for word in words if word.isdecimal())
    assert best_fits(Named(words, firm), [known]) == ((known,) if fits else ())


def test_of_several_paragraphs_those_that_are_not_there_are_named(look_ups: LookUps) -> None:
    """The others are shown; where all are there nothing is said."""
    asked = "paragraphs 3 and 14 of the Harbour Bay communiqué"
    some, every = look_ups.look_up(asked), look_ups.look_up(asked.replace("14", "12"))

    assert isinstance(some, LookUp) and isinstance(every, LookUp)
    assert shown(some) == ["harbour-2021#3"]
    there = "this document's paragraphs run from 1 to 13."
    assert some.missing == f"There is no such paragraph here (paragraph 14): {there}"
    assert (shown(every), every.missing) == (["harbour-2021#3", "harbour-2021#12"], "")
