"""What a library holds, as it is now."""

from pathlib import Path

from corpus.library.library import Library
from corpus.library.view import Contents, LibraryView, MadeOf
from corpus.types import Document
from tests.qa_app.check.desk_documents import COAST, HARBOUR


def test_a_view_follows_its_library(tmp_path: Path, statement: Document) -> None:
    """What is added is there at the next look; whoever holds the earlier contents goes on with them."""
    with Library.open(tmp_path / "library", lambda: (statement,)) as library:
        view = LibraryView(library)
        before = view.contents

        library.add(HARBOUR)
        after = view.contents

    assert [entry.id for entry in before.entries] == ["kabul-process-2017"]
    assert [entry.id for entry in after.entries] == ["harbour", "kabul-process-2017"]


def test_nothing_is_read_twice_while_nothing_changes(tmp_path: Path) -> None:
    """The same contents, and one object for a document however often it is asked for."""
    with Library.open(tmp_path / "library", lambda: (COAST,)) as library:
        view = LibraryView(library)

        assert view.contents is view.contents
        assert view.document(COAST.id) is view.document(COAST.id)


def test_what_is_made_of_the_contents_is_made_once_a_state(tmp_path: Path) -> None:
    """However often it is looked at."""
    made: list[int] = []

    def count(contents: Contents) -> int:
        made.append(len(contents.entries))
        return made[-1]

    with Library.open(tmp_path / "library", lambda: (COAST,)) as library:
        counted = MadeOf(LibraryView(library), count)

        assert (counted.now, counted.now) == (1, 1)
        library.add(HARBOUR)
        assert counted.now == 2

    assert made == [1, 2]
