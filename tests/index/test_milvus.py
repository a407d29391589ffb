"""A Milvus server: what it holds is this library's and whole, or one sentence says what is wrong."""

import logging
import shutil
import threading
import uuid
from concurrent import futures
from pathlib import Path
from typing import Any

import pytest

from corpus.cutting.segment import segment
from corpus.library.library import Library
from corpus.types import Card, Document
from index.encoders.hashing import HashingEncoder
from index.engine import Engine
from index.errors import IndexDamaged, IndexStale, InvalidStore, StoreMismatch, StoreUnavailable
from index.vectors.embed import embed_library, encode_again
from index.vectors.milvus import MilvusStore
from qa_app.api.problems import status_of
from qa_app.check.types import Quotation
from qa_app.cli import main
from qa_app.commands.options import make_answerer
from qa_app.outcomes import LookUp
from qa_app.service import Service
from tests.milvus import MilvusDouble

QUESTION = "Who grows barley in the valley?"


def note(name: str, sentence: str = "Barley grows in the valley.") -> Document:
    return segment(f"1. {sentence}\n\n2. Wheat does not.", Card(name, name.title(), None, None, None, None, "en"))


@pytest.fixture
def name() -> str:
    """A collection that nobody else has."""
    return f"c_{uuid.uuid4().hex}"


@pytest.fixture
def encoded(library: Library) -> Library:
    library.add(note("note"))
    embed_library(library, HashingEncoder())
    return library


def best(engine: Engine) -> str:
    return engine.search_many([QUESTION], 1, [None])[0][0].paragraph.id.document


def copy_of(library: Library, folder: Path) -> Library:
    """As a backup makes it: the same library on another machine."""
    shutil.copytree(library.folder, folder)
    return Library.open(folder, tuple)


@pytest.mark.parametrize(
    "url",
    [
        "", "milvus://", "milvus://host", "milvus://host:19530", "milvus://host:19530/", "milvus://host:0/c",
        "milvus://host:99999/c", "milvus://host/two words", "milvus://user:secret@host/c", "http://host/c", "folder",
    ],
)  # fmt: skip
def test_an_address_that_names_nothing_is_refused(url: str) -> None:
    """And it is said what one looks like."""
    with pytest.raises(InvalidStore, match="milvus://host:19530/collection"):
        MilvusStore.at(url, {})


def test_certificates_that_are_not_there_are_refused(tmp_path: Path) -> None:
    """By the name of the variable that says so."""
    with pytest.raises(InvalidStore, match="PINCITE_MILVUS_TLS"):
        MilvusStore.at("milvus://host/c", {"PINCITE_MILVUS_TLS": str(tmp_path / "none.pem")})


def test_the_command_line_says_it_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, nothing on standard output."""
    code = main(["ask", "--store", "milvus://host", "What is said?"])

    told = capsys.readouterr()
    assert (code, told.out) == (2, "")
    assert told.err.startswith("pincite: --store 'milvus://host' names no collection")
    assert told.err.count("\n") == 1


def test_a_server_that_is_away_leaves_look_ups_and_checks(
    library: Library, tmp_path: Path, name: str, milvus: MilvusDouble
) -> None:
    """A question is refused in a sentence, nothing is lost, and the next one after it is back is answered."""
    double = MilvusDouble(tmp_path / "away")
    service = Service(library, HashingEncoder, make_answerer, store=double.store(name))
    service.warm()
    double.stop()

    with pytest.raises(StoreUnavailable, match=f"{name}.* cannot be searched now") as away:
        service.answer("Who is to talk about peace?")
    assert status_of(away.value) == 503
    with pytest.raises(StoreUnavailable):
        service.unready()
    assert isinstance(service.answer("What does paragraph 3 say?"), LookUp)
    assert service.check(Quotation("The Taliban should come to the table.")).verdict
    double.start()
    assert service.answer("Who is to talk about peace?")
    assert service.unready() == ""
    double.stop()


def test_a_token_that_is_refused_is_named(encoded: Library, name: str) -> None:
    """With the variable that it is set by, whatever the server calls it."""
    grpc = pytest.importorskip("grpc")

    class Refusing(grpc.GenericRpcHandler):  # type: ignore[misc,name-defined]
        def service(self, details: object) -> object:
            def refuse(request: bytes, context: Any) -> bytes:
                context.abort(grpc.StatusCode.UNAUTHENTICATED, "auth check failure, please check api key is correct")
                return b""

            return grpc.unary_unary_rpc_method_handler(refuse)

    server = grpc.server(futures.ThreadPoolExecutor(2), handlers=[Refusing()])
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    store = MilvusStore.at(f"milvus://127.0.0.1:{port}/{name}", {"PINCITE_MILVUS_TOKEN": "root:wrong"})

    with pytest.raises(StoreUnavailable, match="PINCITE_MILVUS_TOKEN") as refused:
        store.open(encoded)
    assert "root:wrong" not in str(refused.value)
    server.stop(0)


def test_the_vectors_of_another_library_are_not_searched(
    encoded: Library, tmp_path: Path, name: str, milvus: MilvusDouble
) -> None:
    """Nor put in the place of: the collection stays as it is."""
    store = milvus.store(name)
    store.open(encoded)
    with Library.open(tmp_path / "another", lambda: [note("other")]) as another:
        embed_library(another, HashingEncoder())

        for use in (store.open, store.build, store.check):
            with pytest.raises(StoreMismatch, match="another library"):
                use(another)
    assert store.check(encoded)


def test_vectors_of_another_encoder_or_size_are_not_searched(encoded: Library, name: str, milvus: MilvusDouble) -> None:
    """Both are named with the command that makes the collection anew, which then has the new ones."""
    store = milvus.store(name)
    store.open(encoded)
    encode_again(encoded, HashingEncoder(64))

    with pytest.raises(StoreMismatch, match=r"hashing \(256 dimensions\).*hashing.*\(64\): `pincite index`"):
        store.open(encoded)
    store.build(encoded)

    assert best(Engine(encoded, lambda: HashingEncoder(64), store=store)) == "note"
    assert len([each for each in milvus.client().list_collections() if each.startswith(name)]) == 1


def test_a_collection_that_somebody_else_made_is_left_alone(encoded: Library, name: str, milvus: MilvusDouble) -> None:
    """Its name is in the sentence."""
    milvus.client().create_collection(name, dimension=8)

    with pytest.raises(StoreMismatch, match=f"{name}.*was not made by pincite"):
        milvus.store(name).open(encoded)
    assert name in milvus.client().list_collections()


def test_rows_that_were_lost_are_noticed_and_made_again(
    encoded: Library, name: str, milvus: MilvusDouble, caplog: pytest.LogCaptureFixture
) -> None:
    """A server that comes back with half of them must not look like a library that says nothing."""
    store = milvus.store(name)
    store.open(encoded)
    milvus.client().delete(name, filter="ordinal >= 0")

    with pytest.raises(IndexDamaged, match="rows that were written"):
        store.check(encoded)
    with caplog.at_level(logging.WARNING):
        store.open(encoded)
    assert "made anew" in caplog.text
    assert store.check(encoded)


def test_what_a_killed_run_has_begun_is_finished(encoded: Library, name: str, milvus: MilvusDouble) -> None:
    """A document without its last row is written again, whatever of it is there."""
    store = milvus.store(name)
    store.open(encoded)
    client = milvus.client()
    whole = store.check(encoded)
    collection = client.describe_collection(name)
    client.delete(name, filter='document == "note"')
    left = collection["properties"]["pincite"].rsplit(",", 2)[0]
    client.alter_collection_properties(collection["collection_name"], {"pincite": f"{left}, {encoded.generation}, -1]"})

    store.open(encoded)

    assert store.check(encoded) == whole


def test_who_cannot_write_the_library_changes_nothing(
    encoded: Library, tmp_path: Path, name: str, milvus: MilvusDouble, caplog: pytest.LogCaptureFixture
) -> None:
    """A copy on another machine searches what is there, and says that it is of another state."""
    store = milvus.store(name)
    store.open(encoded)
    with copy_of(encoded, tmp_path / "copy") as copy:
        copy.writable = False
        encoded.remove("note")
        store.open(encoded)
        after = store.check(encoded)

        with caplog.at_level(logging.WARNING):
            hits = Engine(copy, HashingEncoder, store=milvus.store(name)).search_many([QUESTION], 1, ["note"])[0]

    assert hits[0].paragraph.id.document == "note"  # of its own library, which still has it
    assert "of another state" in caplog.text
    assert store.check(encoded) == after


def test_a_copy_that_is_behind_does_not_take_anything_back(
    encoded: Library, tmp_path: Path, name: str, milvus: MilvusDouble
) -> None:
    """States are counted, not dated: a clock that goes back makes nothing older."""
    store = milvus.store(name)
    store.open(encoded)
    with copy_of(encoded, tmp_path / "copy") as copy:
        encoded.add(note("later"))
        embed_library(encoded, HashingEncoder())
        store.open(encoded)

        milvus.store(name).open(copy)
        with pytest.raises(IndexStale, match="is of state"):
            store.check(copy)
    assert store.check(encoded)


def test_two_servers_that_add_at_once_lose_nothing(encoded: Library, name: str, milvus: MilvusDouble) -> None:
    """Each through a connection and a store of its own; the collection has what the library has."""
    milvus.store(name).open(encoded)
    failed: list[BaseException] = []

    def add(number: int) -> None:
        try:
            with Library.open(encoded.folder, tuple) as library:
                with library.writing(60):
                    library.add(note(f"note-{number}"))
                    embed_library(library, HashingEncoder())
                milvus.store(name).open(library)
        except BaseException as error:
            failed.append(error)
            raise

    servers = [threading.Thread(target=add, args=(number,)) for number in range(3)]
    for server in servers:
        server.start()
    for server in servers:
        server.join()

    assert failed == []
    milvus.store(name).open(encoded)
    assert milvus.store(name).check(encoded)
    assert {f"note-{number}" for number in range(3)} <= set(encoded.embedded_documents())
