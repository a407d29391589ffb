"""Paragraphs are found by a phrase and by their rarest words, whatever is added, replaced, removed or damaged."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.cutting.segment import segment
from corpus.errors import DamagedDocument
from corpus.library.library import FILE_NAME, Library
from corpus.library.schema import APPLICATION_ID
from corpus.library.words import word_keys
from corpus.types import Card, Document


def written(name: str, *paragraphs: str) -> Document:
    text = "\n".join(f"{number}. {words}" for number, words in enumerate(paragraphs, 1))
    return segment(text, Card(name, name.title(), None, None, None, None, "en"))


MARCH = written("march", "Größe “zählt” here.", "We call on all armed groups to cease fire.", "All groups call.")
JULY = written("july", "We call on all parties.", "Fire and armed groups.")


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", lambda: [MARCH, JULY]) as library:
        yield library


def phrase(library: Library, text: str, document: str | None = None) -> list[str]:
    return [str(found.id) for found in library.paragraphs_with_phrase(word_keys(text), 10, document)]


def any_of(library: Library, text: str, document: str | None = None, *, superseded: bool = False) -> list[str]:
    found = library.paragraphs_with_words(word_keys(text), 10, document, include_superseded=superseded)
    return [str(each.id) for each in found]


def execute(library: Library, *statements: str) -> None:
    """Change the file behind pincite's back."""
    db = sqlite3.connect(library.folder / FILE_NAME)
    with db:
        for statement in statements:
            db.execute(statement)
    db.close()


def test_a_phrase_is_found_in_its_order_only(both: Library) -> None:
    """The words stand one after the other; in another order they are not the phrase."""
    assert phrase(both, "all armed groups") == ["march#2"]
    assert phrase(both, "groups armed all") == []
    assert phrase(both, "CALL on ALL") == ["march#2", "july#1"]


def test_what_is_found_is_the_paragraph(both: Library) -> None:
    """All of it is as the document has it, also behind letters of more than one byte."""
    assert both.paragraphs_with_phrase(("cease", "fire"), 1) == (MARCH.paragraphs[1],)


def test_a_phrase_is_looked_for_in_one_document(both: Library) -> None:
    """Another document's words are not told."""
    assert phrase(both, "call on all", "july") == ["july#1"]
    assert phrase(both, "call on all", "june") == []


def test_at_most_as_many_as_asked_for(both: Library) -> None:
    """Neither look-up gives more."""
    assert len(both.paragraphs_with_phrase(("groups",), 2)) == 2
    assert len(both.paragraphs_with_words(("groups",), 2)) == 2
    assert both.paragraphs_with_phrase(("groups",), 0) == ()


def test_a_long_phrase_is_compared_to_its_end(tmp_path: Path) -> None:
    """One word that differs far from the rarest is no match."""
    words = [f"word{number}" for number in range(200)]
    apart, long = written("apart", *words, "other"), written("long", " ".join(words), "End of it.")
    with Library.open(tmp_path, lambda: [long, apart]) as library:
        assert phrase(library, " ".join(words)) == ["long#1"]
        assert phrase(library, " ".join([*words[:-1], "other"])) == []


def test_a_phrase_is_found_in_paragraphs_too_long_to_be_cut(tmp_path: Path) -> None:
    """In its order alone, though several of them have all of its words."""
    filler = " ".join(f"word{number}" for number in range(10_000))
    long = written("long", f"{filler} cease all fire", f"{filler} cease fire all", "Something else.")
    with Library.open(tmp_path, lambda: [long]) as library:
        assert phrase(library, "cease all fire") == ["long#1"]
        assert phrase(library, "all cease fire") == []


def test_the_best_by_its_rare_words_comes_first(both: Library) -> None:
    """Words that stand nowhere are passed over."""
    assert any_of(both, "armed fire unheard")[0] == "july#2"
    assert set(any_of(both, "armed fire unheard")) == {"march#2", "july#2"}
    assert any_of(both, "armed fire", "march") == ["march#2"]
    assert any_of(both, "unheard of") == any_of(both, "") == phrase(both, "") == []


def test_a_superseded_text_is_found_after_the_current_and_told_apart(both: Library) -> None:
    """A phrase is found in it, its words only on request."""
    both.add(written("march", "We call on all women and men."))

    assert phrase(both, "call on all") == ["july#1", "march#1", "march@1#2"]
    assert any_of(both, "armed fire") == ["july#2"]
    assert set(any_of(both, "armed fire", superseded=True)) == {"july#2", "march@1#2"}
    assert both.problems_of_words() == []


def test_words_go_with_their_document(both: Library) -> None:
    """Nothing of a removed document is found, nor counted."""
    both.add(written("march", "We call on all women and men."))
    both.remove("march")

    assert phrase(both, "call on all") == ["july#1"]
    assert any_of(both, "women men") == []
    assert both.problems_of_words() == []


def test_a_library_of_the_fourth_schema_gets_its_words(tmp_path: Path) -> None:
    """They are looked up as in a new one, those of superseded documents too."""
    folder = tmp_path / "old"
    with Library.open(tmp_path / "new", lambda: [MARCH, JULY]) as new, Library.open(folder, tuple) as library:
        library.add(MARCH, supersedes=None)
        library.add(JULY, supersedes="march")
        execute(library, "DROP TABLE word_place", "DROP TABLE words", "DROP TABLE word", "DROP TABLE paragraph_words")
        execute(library, *(f"DROP TRIGGER {table}_lost" for table in ("embedding", "encoded_paragraph")))
        execute(library, "DROP TABLE unencoded", "DROP TABLE fresh", "DROP TABLE mark", "DROP TABLE read_from")
        changed = ("document", "version", "superseded")
        events = ("insert", "update", "delete")
        execute(library, *(f"DROP TRIGGER {of}_{event}_is_a_change" for of in changed for event in events))
        execute(library, "DROP TABLE change", "ALTER TABLE version DROP COLUMN paragraphs")
        execute(library, "DELETE FROM meta WHERE key = 'changes from'")
        execute(library, "DROP TABLE original", "PRAGMA user_version = 4")
        parts = ("paragraph", "subparagraph")
        execute(library, *(f"ALTER TABLE {table} DROP COLUMN {name}" for table in parts for name in ("doubt", "part")))
        execute(library, f"PRAGMA application_id = {APPLICATION_ID}")
        assert phrase(new, "all groups call") == ["march#3"]

    with Library.open(folder, tuple) as library:
        assert phrase(library, "call on all") == ["july#1", "march#2"]
        assert library.problems() == library.problems_of_words() == []


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("DELETE FROM paragraph_words WHERE ordinal = 1", "The words of july are not looked up where they stand."),
        ("UPDATE paragraph_words SET first_byte = first_byte + 1", "The words of july are not looked up where they"),
        ("UPDATE word SET paragraphs = 9 WHERE word = 'fire'", "It is not recorded as it is how many paragraphs have"),
        ("INSERT INTO words (words) VALUES ('delete-all')", "The words of july are not looked up where they stand."),
        ("INSERT INTO words (rowid, text) VALUES (1, 'call')", "Words are looked up where they are not, or not where"),
        ("UPDATE words_data SET block = zeroblob(9) WHERE id > 10", "Words are looked up where they are not, or not"),
        ("DELETE FROM words_data WHERE id > 10", "cannot be looked up: their index is damaged"),
    ],
)
def test_damage_is_noticed_and_mended(both: Library, damage: str, problem: str) -> None:
    """What is derived from the documents is made from them again."""
    execute(both, damage)

    assert problem in both.problems_of_words()[0]
    both.index_words_again()
    assert both.problems_of_words() == []
    assert phrase(both, "all armed groups") == ["march#2"]


def test_a_paragraph_that_is_not_where_it_was_is_one_sentence(both: Library) -> None:
    """A damaged place is told, and no other words are shown for it."""
    execute(both, "UPDATE paragraph_words SET first_byte = 9999")

    with pytest.raises(DamagedDocument, match=r"Paragraph 1 of march is not what was stored"):
        phrase(both, "all armed groups")


def test_furniture_is_not_found(tmp_path: Path) -> None:
    """Only what a paragraph says is looked up."""
    document = replace(MARCH, furniture=())
    with Library.open(tmp_path, lambda: [document]) as library:
        assert phrase(library, "1 größe") == []
