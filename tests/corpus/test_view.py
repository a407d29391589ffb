"""What a library holds, as it is now."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.library.library import Library
from corpus.library.view import Contents, LibraryView, MadeOf
from corpus.types import Document
from qa_app.references.documents import Catalogue
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


def test_of_many_who_ask_at_once_one_reads_what_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others wait for that, and have it then."""
    read: list[int] = []

    with Library.open(tmp_path / "library", lambda: (COAST,)) as library, ThreadPoolExecutor(16) as clients:
        view, begin = LibraryView(library), threading.Barrier(16)
        catalogue, changed = Catalogue(view), library.changed_since
        catalogue.names(None)

        def slowly(generation: int) -> tuple[str, ...] | None:
            read.append(generation)
            time.sleep(0.05)  # so that all of them find it under way
            return changed(generation)

        def ask(_: int) -> set[str]:
            begin.wait()
            return {described.id for described in catalogue.names(None).briefly}

        monkeypatch.setattr(library, "changed_since", slowly)
        library.add(HARBOUR)
        known = list(clients.map(ask, range(16)))

    assert known == [{COAST.id, HARBOUR.id}] * 16
    assert len(read) == 1


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
