"""Where the quotation desk looks: in a library and among documents in memory it finds the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.cutting.segment import segment
from corpus.library.library import Library
from corpus.library.view import LibraryView
from corpus.types import Card, Document
from qa_app.check.checker import Desk
from qa_app.check.sources import LibrarySources, Sources
from qa_app.check.types import Attribution, Flag, Quotation, Verdict
from tests.qa_app.check.desk_documents import COAST, HARBOUR
from tests.qa_app.check.shelves import ListedSources

AROUND = "UN states that aid programs in Afghanistan are encountering a shortage of funds"


@pytest.fixture(params=["library", "listed"])
def sources(request: pytest.FixtureRequest, tmp_path: Path, statement: Document) -> Iterator[Sources]:
    """Sources of both kinds over the same three documents."""
    documents = (statement, HARBOUR, COAST)
    if request.param == "listed":
        yield ListedSources(documents)
        return
    with Library.open(tmp_path / "library", lambda: documents) as library:
        yield LibrarySources(LibraryView(library))


def test_a_document_is_known_by_its_id_and_symbol(sources: Sources) -> None:
    """In whatever case; by nothing else."""
    names = ("harbour", "HARBOUR", "s/res/1500", "Resolution 1500")

    assert [sources.known_as(name) for name in names] == ["harbour", "harbour", "harbour", None]


def test_a_phrase_is_found_whatever_its_typography(sources: Sources) -> None:
    """In one document or in all."""
    asked = "remain “actively seized”\nof the matter"

    assert {str(p.id) for p in sources.with_phrase(asked, 9)} == {"harbour#9", "coast#3"}
    assert [str(p.id) for p in sources.with_phrase(asked, 9, "coast")] == ["coast#3"]
    assert sources.with_phrase("seized actively remain", 9) == ()


def test_rare_words_find_the_paragraph_that_shares_most(sources: Sources) -> None:
    """Though some are wrong."""
    assert str(sources.with_words("every admiral report attacks to the coast guard", 1)[0].id) == "coast#2"


def test_what_stands_around_a_document_is_told_apart(sources: Sources) -> None:
    """Whether or not the document is named; credited to it, the words are another's."""
    desk = Desk(sources)
    unnamed, named = desk.check(Quotation(AROUND)), desk.check(Quotation(AROUND, "kabul-process-2017"))

    assert (unnamed.verdict, unnamed.attribution) == (Verdict.VERBATIM, Attribution.NONE_GIVEN)
    assert Flag.FURNITURE in unnamed.flags
    assert (named.attribution, named.sound) == (Attribution.WRONG_VOICE, False)


def test_a_library_that_changes_is_followed(tmp_path: Path) -> None:
    """As the server's does while it runs."""
    with Library.open(tmp_path / "library", lambda: (COAST,)) as library:
        desk = Desk(LibrarySources(LibraryView(library)))
        asked = Quotation("The observers may inspect any vessel that enters the harbour", "S/RES/1500")

        before = desk.check(asked).verdict
        library.add(HARBOUR)
        after = desk.check(asked)

    assert before is Verdict.NOT_FOUND
    assert (after.verdict, after.attribution) == (Verdict.VERBATIM, Attribution.AS_CITED)


def test_a_title_of_numbers_alone_is_nobodys_namesake(tmp_path: Path) -> None:
    """ "2021/77" says of no document that it is another version of "2020/5"."""
    named = [segment("1. We met.", Card(f"d{at}", title, None, None, None, None, "en")) for at, title in
             enumerate(("2021/77", "2020/5", "Rules of 2020", "Rules of 2021"))]  # fmt: skip
    with Library.open(tmp_path, lambda: named) as library:
        sources = LibrarySources(LibraryView(library))

        assert [sources.namesakes(each.id) for each in named] == [(), (), ("d3",), ("d2",)]
