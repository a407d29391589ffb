"""A large library is searched while its next index is made: questions, look-ups and checks wait for none of it."""

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from corpus.cutting.segment import segment
from corpus.library.library import Library
from corpus.types import Card, Document
from index.encoders.encoder import Vectors
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
WATER = document("water", "The rivers are shared by all parties.", "The lakes are not.")


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
    assert in_the_end(service) == {"crops", "water"}


def in_the_end(service: Service) -> set[str]:
    """What is found when the index that is being made is there."""
    for _ in range(600):
        if "water" in found(service.answer("Who shares the rivers?")):
            break
        time.sleep(0.05)
    return found(service.answer("Who shares the rivers?"))


def test_a_document_that_changed_meanwhile_is_not_searched_as_it_was(service: Service) -> None:
    """Its vectors are those of other words; until it has its own it is left out, and the rest is searched."""
    change(service, WATER)
    service.encode_new()
    assert found(service.answer("Who shares the rivers?")) == {"crops", "water"}

    with no_index_can_be_made(service):
        change(service, document("crops", "A new first paragraph.", "Wheat and barley fail.", "Nothing more."))
        outcome = service.answer("Do wheat and barley grow?")

        assert found(outcome) == {"water"}


class HeldEncoder(HashingEncoder):
    """It encodes nothing while its gate is shut, and says when somebody waits there."""

    def __init__(self) -> None:
        super().__init__()
        self.gate, self.asked = threading.Event(), threading.Event()
        self.gate.set()

    def encode_paragraphs(self, texts: Sequence[str]) -> Vectors:
        self.asked.set()
        assert self.gate.wait(60)
        return super().encode_paragraphs(texts)


def clients(service: Service, number: int = 16) -> set[str]:
    """What so many who look up and check at once are shown, each in a thread that nothing may hold up."""

    def ask(_: int) -> str:
        looked_up = service.answer("What does paragraph 2 of Crops say?")
        assert isinstance(looked_up, LookUp)
        return f"{looked_up.quotes[0].paragraph.text} {service.check(Quotation('Wheat and barley grow well.')).verdict}"

    with ThreadPoolExecutor(number) as pool:
        return set(pool.map(ask, range(number), timeout=60))


def test_no_look_up_or_check_waits_for_documents_that_come(tmp_path: Path) -> None:
    """Sixteen are answered while what was added is being encoded, and while its index is being made."""
    encoder = HeldEncoder()
    with Library.open(tmp_path / "library", lambda: [CROPS]) as library:
        service = Service(library, lambda: encoder, make_answerer, at_once=0)
        service.encode_new()
        service.warm()
        with service.beside() as beside:
            beside.add(WATER)
        encoder.gate.clear()
        encoder.asked.clear()

        with no_index_can_be_made(service):
            service.in_background(service.encode_new)
            assert encoder.asked.wait(60)
            while_encoding = clients(service)
            encoder.gate.set()
            while_indexing = clients(service)

        assert while_encoding == while_indexing == {"Nothing more. verbatim"}
        assert in_the_end(service) == {"crops", "water"}
        assert service.finish(60)


def test_an_upload_is_searched_when_it_is_done(service: Service) -> None:
    """Whoever adds waits for the index that holds it."""
    with service.beside() as library, library.writing():
        library.add(WATER)
        service.encode_new(through=library)

    assert found(service.answer("Who shares the rivers?")) == {"crops", "water"}
