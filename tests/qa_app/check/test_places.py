"""Credits of an article: lists, ranges and brackets of numbers, and the parts of a document that number their own."""

import json
from pathlib import Path

import pytest

from corpus.cutting.segment import segment
from corpus.types import Card, Document
from qa_app.check.articles.article import article_from_text
from qa_app.check.articles.check import ArticleCheck, check_article, check_lines, credited
from qa_app.check.checker import Desk
from qa_app.check.reports.rows import what_to_do
from qa_app.check.types import Quotation, Verdict
from tests.corpus.test_cases import read as read_file
from tests.qa_app.check.shelves import ListedShelf, ListedSources

CASES = Path(__file__).parent / "cases"


def read(file: str, title: str) -> Document:
    """The document in that file of the cases."""
    text = (CASES / file).read_text("utf-8")
    return segment(text, Card(file.removesuffix(".txt"), title, None, None, None, None, "en"))


FERRY = read("ferry-accord.txt", "Accord of the River Conference on Ferries")
ANNEX = read("annex.txt", "Accord on the ferry")


def checked(article: str, document: Document) -> ArticleCheck:
    """The article with its quotations checked against the one document."""
    return check_article(article_from_text(article), Desk(ListedSources([document])), ListedShelf([document]))


def test_no_way_to_write_a_credit_lets_the_wrong_paragraph_pass() -> None:
    """Plural, ranged and bracketed numbers, signs, and other languages' words: the words stand in 6."""
    result = checked((CASES / "pinpoints.md").read_text("utf-8"), FERRY)

    found = [(each.check.verdict.value, each.check.attribution.value) for each in result.checked]
    assert found == [("verbatim", "wrong_paragraph")] * 5


@pytest.mark.parametrize(
    "credit", ["(paras 5–6)", "([6])", "at [6]", "(¶¶ 5–6)", "(§ 6)", "(points 4 and 6)", "(para. 6)"]
)
def test_the_right_paragraph_passes_in_every_way_to_write_it(credit: str) -> None:
    """Also as one of a list or range."""
    article = f"The Ferry Accord “urged the operators to publish their timetables in both languages” {credit}."

    (each,) = checked(article, FERRY).checked

    assert each.check.attribution.value == "as_cited"


def test_the_part_that_a_credit_names_is_compared() -> None:
    """The same number in another annex does not pass."""
    result = checked((CASES / "parts.md").read_text("utf-8"), ANNEX)

    found = [each.check.attribution.value for each in result.checked]
    assert found == ["wrong_paragraph", "wrong_paragraph", "as_cited"]


@pytest.mark.parametrize(
    ("article", "attribution"),
    [
        ("“The toll for a cart is nine crowns.” (Annex I, paragraph 2)", "as_cited"),
        ("“The toll for a cart is nine crowns.” (Annex II, paragraph 2)", "wrong_paragraph"),
        ("“The toll for a cart is nine crowns.” (Annex I, 2)", "as_cited"),
        ("“The toll for a cart is nine crowns.” (Part Two, 2)", "wrong_paragraph"),
        ("Annex I of the ferry accord provides: “The toll for a cart is nine crowns.”", "as_cited"),
        ("Annex II of the ferry accord provides: “The toll for a cart is nine crowns.”", "wrong_paragraph"),
    ],
)
def test_the_bracket_behind_a_sentence_is_its_credit_and_a_part_alone_is_one(article: str, attribution: str) -> None:
    """The stop within the marks ends the sentence, and not what is said of it."""
    result = check_article(article_from_text(article), Desk(ListedSources([ANNEX])), ListedShelf([ANNEX]), ANNEX.id)

    assert [each.check.attribution.value for each in result.checked] == [attribution]


@pytest.mark.parametrize(
    ("pasted", "number", "attribution"),
    [
        ("“The toll for a cart is nine crowns.” (Annex II, paragraph 2)", "2~3", "wrong_paragraph"),
        ("“The toll for a cart is nine crowns” [2]", "2", "wrong_paragraph"),
        ("“The toll for a cart is nine crowns.”", None, "as_cited"),
    ],
)
def test_a_quotation_that_is_pasted_with_its_credit_is_checked_against_it(
    pasted: str, number: str | None, attribution: str
) -> None:
    """As one quotation or a line of many, with the bracket behind its marks, whose words are no words of it."""
    quotation = credited(Quotation(pasted, ANNEX.id), ListedShelf([ANNEX]))
    desk, line = Desk(ListedSources([ANNEX])), json.dumps({"quote": pasted, "document": ANNEX.id}).encode()
    ((_, of_line),) = check_lines(desk, ListedShelf([ANNEX]), [line], {})

    check = desk.check(quotation)

    assert (quotation.number, check.verdict.value, check.attribution.value) == (number, "verbatim", attribution)
    assert of_line == check


@pytest.mark.parametrize(
    ("number", "attribution"),
    [
        ("2", "wrong_paragraph"),
        ("Annex I, paragraph 2", "as_cited"),
        ("paragraph 2 of Annex I", "as_cited"),
        ("annex one, para. 2", "as_cited"),
        ("Annex II, paragraph 2", "wrong_paragraph"),
        ("Annex I, paragraphs 1-3", "as_cited"),
        ("Annex I, paragraph 9", "wrong_paragraph"),
    ],
)
def test_a_number_that_is_printed_again_is_the_first_unless_its_annex_is_named(number: str, attribution: str) -> None:
    """Whether it is given in words or as the document's own address."""
    check = Desk(ListedSources([ANNEX])).check(Quotation("The toll for a cart is nine crowns.", "annex", number))

    assert check.attribution.value == attribution


@pytest.mark.parametrize(
    ("number", "attribution"), [("2", "as_cited"), ("3", "as_cited"), ("2-3", "as_cited"), ("5", "wrong_paragraph")]
)
def test_a_quotation_that_runs_on_is_as_cited_by_either_paragraph_or_both(number: str, attribution: str) -> None:
    """Paragraphs 2 and 3 of the accord."""
    quotation = (
        "unless the harbour master has given written consent. 3. The delegates welcomed the offer of the northern bank"
    )

    check = Desk(ListedSources([FERRY])).check(Quotation(quotation, "ferry-accord", number))

    assert (check.verdict.value in ("verbatim", "typography"), check.attribution.value) == (True, attribution)


def test_the_advice_says_what_is_uncertain_where_no_number_is_printed() -> None:
    """The words of a closing may belong to the last paragraph."""
    sources = ListedSources([FERRY])
    check = Desk(sources).check(Quotation("Done at Eastbank in two originals.", "ferry-accord", "6"))

    assert check.attribution.value == "wrong_paragraph"
    assert what_to_do(check, sources.document) == (
        "These words stand in the closing, where no number is printed: see whether they still belong to 6."
    )


def test_a_range_of_ten_thousand_is_read_without_harm() -> None:
    """What lies in it is as cited, and nothing is counted through."""
    check = Desk(ListedSources([FERRY])).check(
        Quotation("urged the operators to publish their timetables", "ferry-accord", "1-10000")
    )

    assert check.verdict.value == "verbatim"


def test_an_article_that_is_a_document_too_vouches_for_nothing_in_it() -> None:
    """Whatever its typography: its quotations are looked up elsewhere, and the note says so."""
    words = "Every owner of a mill keeps the sluice of the valley in repair"
    article = f"The council met on Monday. “{words},” it wrote, and “no boat of the valley shall wait at the lock.”"
    own = segment(
        article.replace("“", '"').replace("”", '"'), Card("our-story", "Our story", None, None, None, None, "en")
    )
    rules = segment(f"1. {words}.", Card("rules", "Rules of the valley", None, None, None, None, "en"))
    shelf = [own, rules]

    result = check_article(article_from_text(article), Desk(ListedSources(shelf)), ListedShelf(shelf))

    found, missing = (each.check for each in result.checked)
    assert [citation.paragraph_id.document for citation in found.citations] == ["rules"] and found.sound
    assert missing.verdict is Verdict.NOT_FOUND and not missing.citations
    assert all("our-story is this article itself" in each.rule for each in (found, missing))


_CODE = """# Code des rivières

## Article 15

Le lit des rivières est entretenu par les communes de la vallée.

## Article 15-1

Toute écluse est munie d'une cloche et d'un registre des bateaux.

## Article 15-2

Le registre des bateaux est tenu par le gardien de l'écluse.

## Article 16

Les gardiens sont nommés par le conseil de la vallée.
"""


@pytest.mark.parametrize(
    ("credit", "attribution"),
    [
        ("art. 15-2", "as_cited"),
        ("Code des rivières, art. 15-2 al. 1", "as_cited"),
        ("art. 15-2 C. riv.", "as_cited"),
        ("alinéa 1 de l’article 15-2", "as_cited"),
        ("art. 15-1 et 15-2", "as_cited"),
        ("Code des rivières, art. 15 à 16", "as_cited"),
        ("art. 15-1", "wrong_paragraph"),
        ("art. 16", "wrong_paragraph"),
    ],
)
def test_a_number_that_is_printed_with_a_hyphen_is_no_range(credit: str, attribution: str, tmp_path: Path) -> None:
    """Whatever stands around it; a range is, in its own language's words."""
    file = tmp_path / "code.md"
    file.write_text(_CODE, "utf-8")
    code = read_file(file)
    quotation = Quotation("Le registre des bateaux est tenu par le gardien de l'écluse.", code.id, credit)

    assert Desk(ListedSources([code])).check(quotation).attribution.value == attribution
