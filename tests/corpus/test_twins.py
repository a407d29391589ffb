"""Documents that are nearly the same are noticed when they are added."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from corpus.library.library import Library
from corpus.library.twins import Twin, twin_of
from corpus.types import Document
from tests.shapes import Part, card, compose

WORDS = [
    "The delegates recalled that the river has been crossed by ferry for two hundred years.",
    "The delegates decided to set up a joint committee of 45 members, which will report every six months.",
    "The delegates urged the operators to publish their timetables in both languages.",
]


def accord(name: str, words: list[str], day: date | None = None) -> Document:
    """An accord of those paragraphs."""
    parts = [Part(f"{n}", f"{n}. ", [text]) for n, text in enumerate(words, start=1)]
    return compose(replace(card(name, "Accord on Ferries"), date=day), parts)


FIRST = accord("accord", WORDS, date(2020, 5, 4))
CORRECTED = accord("accord-2", [WORDS[0], WORDS[1].replace("45", "54"), WORDS[2]])


def found(folder: Path, *documents: Document) -> Twin | None:
    """The twin of the last of those documents, all of which are added to a library."""
    with Library.open(folder, tuple) as library, library.writing():
        for document in documents:
            library.add(document)
        return twin_of(library, documents[-1])


def test_a_corrected_text_is_nearly_the_same_as_the_first(tmp_path: Path) -> None:
    """With the day of the first, and the numbers of what differs."""
    twin = found(tmp_path, FIRST, CORRECTED)

    assert twin is not None
    assert twin.says() == "nearly the same as accord (2020-05-04): 1 paragraph differs (2)"


def test_a_copy_under_another_name_is_the_same_word_for_word(tmp_path: Path) -> None:
    """Nothing differs, and that is said."""
    twin = found(tmp_path, FIRST, accord("copy", WORDS))

    assert twin is not None
    assert twin.says() == "the same as accord (2020-05-04), word for word"


def test_another_document_that_shares_a_paragraph_is_no_twin(tmp_path: Path) -> None:
    """One formula of three is shared by many."""
    other = [
        "The council opened a market in May of that year.",
        WORDS[2],
        "The council closed the old bridge for good.",
    ]

    assert found(tmp_path, FIRST, accord("other", other)) is None


def test_an_earlier_version_of_the_document_itself_is_no_twin(tmp_path: Path) -> None:
    """Its own history is known already."""
    assert found(tmp_path, FIRST, accord("accord", [*WORDS[:2], "The delegates thanked the crews."])) is None
