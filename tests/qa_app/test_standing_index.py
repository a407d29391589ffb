"""A large library is searched while its next index is made: questions, look-ups and checks wait for none of it."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import pytest
from filelock import FileLock

from corpus.cutting.segment import segment
from corpus.library.library import Library
from corpus.types import Card, Document
from eval.bench.scale import by_clients
from index.encoders.hashing import HashingEncoder
from index.vectors.embed import embed_library
from qa_app.check.types import Quotation
from qa_app.commands.options import make_answerer
from qa_app.outcomes import Abstention, Answer, LookUp, Outcome
from qa_app.service import Service


def document(name: str, *sentences: str) -> Document:
    text = "\n\n".join(f"{number}. {sentence}" for number, sentence in enumerate(sentences, 1))
    return segment(text, Card(name, name.title(), None, None, None, None, "en"))


CROPS = document("crops", "Wheat and barley grow well.", "Nothing more.")
WATER_SENTENCES = ("The rivers are shared by all parties.", "The lakes are not.")
WATER = document("water", *WATER_SENTENCES)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Any index is too large to be made anew while somebody waits."""
    with Library.open(tmp_path / "library", lambda: [CROPS]) as library:
        made = Service(library, HashingEncoder, make_answerer, at_once=0)
        made.encode_new()
        made.warm()
        yield made
        made.finish(60)


@contextmanager
def no_index_can_be_made(service: Service) -> Iterator[None]:
    """As long as it takes to make one of a large library."""
    with FileLock(service.library.folder / "index.lock"):
        yield


def change(service: Service, *documents: Document) -> None:
    """As another process does."""
    with Library.open(service.library.folder, tuple) as other:
        for each in documents:
            other.add(each)
        embed_library(other, HashingEncoder())


def found(outcome: Outcome) -> set[str]:
    assert isinstance(outcome, Answer | Abstention)
    return {hit.paragraph.id.document for hit in outcome.hits}


def test_questions_go_on_while_an_index_is_made(service: Service) -> None:
    """With what was searched before; what is looked up or checked is in the library as it is now."""
    with no_index_can_be_made(service):
        change(service, WATER)

        assert found(service.answer("Who shares the rivers?")) == {"crops"}
        assert found(service.answer("Which crops grow well?")) == {"crops"}
        looked_up = service.answer("What does paragraph 2 of Water say?")
        checked = service.check(Quotation("The rivers are shared by all parties."))
        assert service.unready() == ""

    assert isinstance(looked_up, LookUp)
    assert looked_up.quotes[0].paragraph.text == "The lakes are not."
    assert checked.citations[0].paragraph_id.document == "water"
    for _ in range(600):
        if "water" in found(service.answer("Who shares the rivers?")):
            break
        time.sleep(0.05)
    assert found(service.answer("Who shares the rivers?")) == {"crops", "water"}


def test_a_document_that_changed_meanwhile_is_not_searched_as_it_was(service: Service) -> None:
    """Its vectors are those of other words; until it has its own it is left out, and the rest is searched."""
    change(service, WATER)
    service.encode_new()
    assert found(service.answer("Who shares the rivers?")) == {"crops", "water"}

    with no_index_can_be_made(service):
        change(service, document("crops", "A new first paragraph.", "Wheat and barley fail.", "Nothing more."))
        outcome = service.answer("Do wheat and barley grow?")

        assert found(outcome) == {"water"}


def test_no_look_up_waits_for_documents_that_come(service: Service) -> None:
    """Sixteen clients ask while documents are added, encoded and indexed: none waits ten times as long as in quiet."""
    questions = ["What does paragraph 2 of Crops say?", "What does paragraph 1 of Crops say?"]

    def add() -> None:
        for number in range(4):
            change(service, document(f"water-{number}", *WATER_SENTENCES))
            service.encode_new()

    quiet = by_clients(service, questions, lambda: time.sleep(1))
    busy = by_clients(service, questions, add)

    assert found(service.answer("Who shares the rivers?")) >= {"water-3"}
    if os.getloadavg()[0] > 2 * (os.cpu_count() or 1):
        pytest.skip("the machine does other things, which look-ups wait for")
    assert max(busy) <= 10 * median(quiet)


def test_an_upload_is_searched_when_it_is_done(service: Service) -> None:
    """Whoever adds waits for the index that holds it."""
    with service.beside() as library, library.writing():
        library.add(WATER)
        service.encode_new(through=library)

    assert found(service.answer("Who shares the rivers?")) == {"crops", "water"}
