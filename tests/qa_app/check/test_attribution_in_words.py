"""Which document and paragraph an article credits a quotation to."""

from collections.abc import Iterator
from datetime import date

import pytest

from corpus.cutting.segment import segment
from corpus.library.library import Library
from corpus.types import Card, Document
from qa_app.check.articles.article import article_from_text
from qa_app.check.articles.credits import Credit, read_credits
from qa_app.check.articles.quotations import find_quotations


def document(name: str, title: str, day: date, place: str, symbol: str | None = None) -> Document:
    """Nine short paragraphs."""
    text = "\n\n".join(f"{number}. Sentence {number} of {name}." for number in range(1, 10))
    return segment(text, Card(name, title, day, place, None, None, "en", symbol))


SEA = document("sea-2020", "Communiqué of the Harbour Bay Meeting", date(2020, 5, 4), "Harbour Bay")
HILL = document("hill-2021", "Statement of the Hill Process", date(2021, 7, 9), "Oldtown", "H/2021/7")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Two documents."""
    with Library.open(tmp_path_factory.mktemp("credits") / "library", lambda: (SEA, HILL)) as opened:
        yield opened


def credits_in(text: str, library: Library, document: str | None = None) -> list[tuple[str | None, str | None]]:
    """(document, number) of each quotation in `text`."""
    return [(each.document, each.number) for each in read(text, library, document)]


def read(text: str, library: Library, document: str | None = None) -> list[Credit]:
    """The credit of each quotation in `text`."""
    article = article_from_text(text)
    return read_credits(article, find_quotations(article).quoted, library, document)


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ('The Hill statement says "lamps burn all night".', ("hill-2021", None)),
        ('In paragraph 8 of the Hill statement, it spoke of "lamps that burn".', ("hill-2021", "8")),
        ('"Lamps burn all night," says paragraph 3 of the Harbour Bay communiqué.', ("sea-2020", "3")),
        ('The Harbour Bay communiqué says "lamps burn all night" (para. 4).', ("sea-2020", "4")),
        ('"Lamps," paragraph 7 of the Hill statement said, "burn all night."', ("hill-2021", "7")),
        ('H/2021/7 says in its fifth paragraph "lamps burn all night".', ("hill-2021", "5")),
        ('Meeting on 4 May 2020, the participants said "lamps burn all night".', ("sea-2020", None)),
        ('The last paragraph of the Hill statement says "lamps burn all night".', ("hill-2021", "9")),
        ("The Hill statement says:\n\n> Lamps burn all night.\n> — para. 6\n\nEnd.", ("hill-2021", "6")),
        ("The Hill statement says:\n\n> 3. Lamps burn all night.\n\nEnd.", ("hill-2021", None)),
        ('Paragraph 12 of the Hill statement says "lamps burn all night".', ("hill-2021", "12")),
        ('Paragraphs 3 and 4 of the Hill statement say "lamps burn all night".', ("hill-2021", "3, 4")),
        ('The Treaty of Farland says "lamps burn all night".', (None, None)),
        ('The keeper said "lamps burn all night".', (None, None)),
        ('"Lamps burn all night".', (None, None)),
        ('Neither the Hill statement nor the Harbour Bay communiqué says "lamps burn all night".', (None, None)),
    ],
)
def test_the_sentence_around_a_quotation_credits_it(
    text: str, credit: tuple[str | None, str | None], library: Library
) -> None:
    """By title, place, symbol or date, where just one document fits; by any of the ways to cite a paragraph."""
    assert credits_in(text, library) == [credit]


@pytest.mark.parametrize(
    ("text", "credits_"),
    [
        (
            'In paragraph 8, the Hill statement spoke of "lamps that burn". The keeper said "we are so tired".',
            [("hill-2021", "8"), (None, None)],
        ),
        (
            'Paragraph 8 of the Hill statement says "lamps will burn". It also says "oil is not dear".',
            [("hill-2021", "8"), ("hill-2021", "8")],
        ),
        (
            'In paragraph 8, the Hill statement spoke of "lamps that burn". It also said "oil is not dear".',
            [("hill-2021", "8"), ("hill-2021", None)],
        ),
        (
            '"Lamps will burn," says paragraph 2 of the Hill statement. "Oil is not dear."',
            [("hill-2021", "2"), ("hill-2021", "2")],
        ),
        (
            'Paragraph 3 of the Hill statement speaks of "lamps that burn" and "oil at no price", while paragraph 5'
            ' asks for "more of the keepers".',
            [("hill-2021", "3"), ("hill-2021", "3"), ("hill-2021", "5")],
        ),
        (
            'The Hill statement said "lamps will burn" (para. 4) and "oil is not dear" (para. 5).',
            [("hill-2021", "4"), ("hill-2021", "5")],
        ),
        (
            'The Hill statement is short. Paragraph 2 says "lamps will burn".\n\nThe Harbour Bay communiqué came first.'
            ' In paragraph 6 it says "oil is not dear".',
            [("hill-2021", "2"), ("sea-2020", "6")],
        ),
    ],
)
def test_a_credit_reaches_the_next_quotation_only_where_the_words_carry_it(
    text: str, credits_: list[tuple[str | None, str | None]], library: Library
) -> None:
    """ "It also says" goes on with what came before; another speaker does not."""
    assert credits_in(text, library) == credits_


def test_the_document_that_is_given_is_meant_where_none_is_named(library: Library) -> None:
    """A document named in the article goes before it."""
    text = 'Paragraph 3 says "lamps burn all night". The Hill statement says "oil is not dear at all".'

    assert credits_in(text, library, "sea-2020") == [("sea-2020", "3"), ("hill-2021", None)]


def test_a_number_without_a_document_is_kept(library: Library) -> None:
    """Two documents may be meant, and neither is guessed."""
    assert credits_in('Paragraph 3 says "lamps burn all night".', library) == [(None, "3")]


def test_the_words_around_name_the_speaker_and_not_the_quotation(library: Library) -> None:
    """What is quoted is not read as somebody speaking."""
    (credit,) = read('As the sea strategy says, "paragraph 4 of the Hill statement is wrong" in its view.', library)

    assert credit == Credit(None, None, "As the sea strategy says, in its view.")
