"""Paragraphs asked for by number or place are always found, and nothing else is taken for that."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.intake.shipped import shipped_documents
from corpus.library.library import Library
from corpus.types import Document
from qa_app.ask.lookup import LookUps
from qa_app.outcomes import Abstention, LookUp, Outcome
from qa_app.references.languages import normalised
from qa_app.references.parse import flattened, numbers_in, parse_lookup, parse_lookups

ROOT = Path(__file__).parents[2]
CASES = [
    json.loads(line) for line in (Path(__file__).parent / "lookups.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def look_ups(tmp_path_factory: pytest.TempPathFactory) -> LookUps:
    """Look-ups in a library that holds the shipped statement alone."""
    return LookUps(Library.open(tmp_path_factory.mktemp("look-ups") / "library", shipped_documents))


def answered(outcome: Outcome | None) -> list[str] | None:
    """The numbers of the paragraphs shown, [] where there is no such paragraph, None where something else is asked."""
    if isinstance(outcome, LookUp):
        return [quote.paragraph.number for quote in outcome.quotes]
    refused = isinstance(outcome, Abstention) and outcome.reason.startswith("There is no such paragraph here (")
    return [] if refused else None


def test_a_paragraph_is_found_by_number_or_place(look_ups: LookUps) -> None:
    """The numbers expected; a refusal where no such paragraph is there; neither where something else is asked."""
    found = {case["question"]: (answered(look_ups.look_up(case["question"])), case["expect"]) for case in CASES}

    assert {question: pair for question, pair in found.items() if pair[0] != pair[1]} == {}


def test_every_number_is_found_in_every_form(look_ups: LookUps, statement: Document) -> None:
    """The whole paragraph comes back, word for word."""
    for form in ("paragraph {}", "what does para. {} say?", "¶{}", "quote point {}", "#{}", "{}"):
        for number in map(str, range(1, 12)):
            outcome = look_ups.look_up(form.format(number))

            assert isinstance(outcome, LookUp), form.format(number)
            assert [q.paragraph for q in outcome.quotes] == [statement.paragraph(number)]


def test_a_number_that_is_not_there_says_which_are(look_ups: LookUps) -> None:
    """The reason names the range, and the nearest is shown as such."""
    outcome = look_ups.look_up("paragraph 14")

    assert isinstance(outcome, Abstention)
    assert outcome.reason == (
        "There is no such paragraph here (paragraph 14): this document's paragraphs run from 1 to 11."
    )
    assert [quote.paragraph.number for quote in outcome.nearest] == ["11"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Was sagt der dritte Absatz?", "what says of 3rd paragraph?"),
        ("les deux derniers paragraphes", "the last 2 paragraphs"),
        ("¿Qué dice el tercer párrafo?", "¿what says the 3rd paragraph?"),
        ("The twenty-first pargraph", "the 21st paragraph"),
        ("U.S.-EU", "us-eu"),
        ("٣", "3"),
    ],
)
def test_a_question_is_read_in_one_spelling(written: str, read: str) -> None:
    """Small letters, English words for what a look-up is made of, numbers in figures."""
    assert normalised(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("point (c) of article 6(1)", "article 6(1)(c)"),
        ("article 6, paragraph 1, point c", "article 6(1)(c)"),
        ("art. 6 § 1 (c)", "art. 6(1)(c)"),
        ("letter a of paragraph 1 of article 6", "article 6(1)(a)"),
        ("paragraphs 2 and 3 of article 17", "article 17(2), article 17(3)"),
        ("points (a) to (c) of article 6(1)", "article 6(1)(a), article 6(1)(b), article 6(1)(c)"),
        ("sub-paragraph (b) of paragraph 4", "paragraph 4(b)"),
        ("para 2 with para 10", "para 2 with para 10"),
        ("paragraph 4, point 5", "paragraph 4, point 5"),
    ],
)
def test_a_part_is_read_with_what_holds_it(written: str, read: str) -> None:
    """Whether the part or the whole is named first."""
    assert flattened(written) == read


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("3, 4 and 9", ["3", "4", "9"]),
        ("1.1 to 1.4", ["1.1", "1.2", "1.3", "1.4"]),
        ("4(a) to (c)", ["4(a)", "4(b)", "4(c)"]),
        ("4(a) and (c)", ["4(a)", "4(c)"]),
        ("17(1), (2)", ["17(1)", "17(2)"]),
        ("(9), (10)", ["9", "10"]),
        ("12 bis", ["12bis"]),
        ("5 to 3", ["5", "3"]),
        ("civil", []),
    ],
)
def test_lists_and_ranges_are_read_one_by_one(written: str, numbers: list[str]) -> None:
    """A range counts in its last part."""
    assert numbers_in(written) == numbers


@given(st.integers(1, 9000), st.integers(1, 40))
def test_a_range_holds_every_number_between_its_ends(first: int, length: int) -> None:
    """`n to m` is n, n + 1, ..., m."""
    assert numbers_in(f"{first} to {first + length}") == [str(number) for number in range(first, first + length + 1)]


def test_two_documents_named_make_two_requests() -> None:
    """Each reference goes with the document named next."""
    requests = parse_lookups("compare para 2 and 4 of the Kabul statement with para 12 of the Carbis Bay communiqué")

    assert [([t.value for t in r.targets], r.named.words) for r in requests] == [
        (["2", "4"], ("kabul",)),
        (["12"], ("carbis", "bay")),
    ]


def test_a_question_made_to_be_slow_is_read_at_once() -> None:
    """Pieces of the grammar repeated up to the longest question there may be: no pattern backtracks without bound."""
    pieces = ["1 to ", "1,", "¶", "#", "1st and ", "between 1 and ", "paragraph ", "para: ", "(a)", "of the ", "1(a), "]
    pieces += [
        "the last ",
        "paragraph 1 and ",
        "number ",
        "show me ",
        "what ",
        "one ",
        'marked "',
        "2nd to last ",
        "1 (",
    ]
    pieces += [
        "resolution 1",
        "point (a) of ",
        "article 1 paragraph 1 ",
        "Absatz ",
        "in the ",
        "a@b/1-2-3 ",
        "say about ",
    ]
    pieces += ["the closing of ", "U.S.", "article ", "1.1.", "a, ", "does the statement "]
    code = (
        "import sys; from qa_app.references.parse import parse_lookup\n"
        "for piece in sys.argv[1:]: parse_lookup((piece * 2000)[:2000]); parse_lookup('para ' + (piece * 2000)[:1990])"
        "; parse_lookup((piece * 2000)[:1980] + ' paragraph 3')"
    )

    result = subprocess.run([sys.executable, "-c", code, *pieces], timeout=60, cwd=ROOT)

    assert result.returncode == 0


@given(st.text(max_size=300))
def test_any_text_can_be_read_for_a_number(question: str) -> None:
    """Reading a question never fails, whatever was typed."""
    request = parse_lookup(question)

    assert request is None or len(request.targets) > 0


@given(
    st.lists(st.sampled_from("the last paragraph article 5 (a) of in Kabul statement, 1 to 3 § ¶ S/2/1 @1 -".split()))
)
def test_any_order_of_its_words_can_be_looked_up(look_ups: LookUps, words: list[str]) -> None:
    """Looking up never fails; what is shown was cut from the document."""
    outcome = look_ups.look_up(" ".join(words) or "?")

    for quote in outcome.quotes if isinstance(outcome, LookUp) else ():
        assert quote.paragraph.text == "".join(text for text, _ in quote.pieces())
