"""The options that commands share, and the objects they lead to."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qa_app.settings import THRESHOLD, Settings, read_settings

if TYPE_CHECKING:
    from corpus.library.library import Library
    from corpus.types import Document
    from index.encoders.encoder import Encoder
    from index.engine import Engine
    from index.reader.cross_encoder import Kind
    from index.vectors.store import VectorStore
    from qa_app.ask.answer import Answerer

    FirstDocuments = Callable[[], Iterable[Document]]

Command = TypeVar("Command", bound=Callable[..., Any])


def library_option(command: Command) -> Command:
    """`--library DIR`."""
    text = "The library's folder (default: $PINCITE_LIBRARY, else the user's data folder)."
    return click.option("--library", metavar="DIR", help=text)(command)


def encoder_option(command: Command) -> Command:
    """`--encoder MODEL`."""
    text = (
        '"light", or a sentence-transformers model by name or folder '
        "(default: $PINCITE_ENCODER, else the one that made the library's vectors, else multilingual-e5-small)."
    )
    return click.option("--encoder", metavar="MODEL", help=text)(command)


def reader_option(command: Command) -> Command:
    """`--reader full|light`."""
    text = "full judges English over a larger model and is the default; light is quicker, and judges every language."
    return click.option(
        "--reader", type=click.Choice(["full", "light"]), default="full", envvar="PINCITE_READER", help=text
    )(command)


def store_option(command: Command) -> Command:
    """`--store URL`."""
    text = (
        "A collection on a Milvus server that keeps the vectors, milvus://HOST:PORT/COLLECTION "
        "(default: $PINCITE_STORE, else the library's folder)."
    )
    return click.option("--store", metavar="URL", help=text)(command)


def lines_options(taken: str) -> Callable[[Command], Command]:
    """`--input FILE`, whose lines `taken` describes, and `--json`."""
    as_json = "One JSON object a line on standard output, nothing else."

    def added(command: Command) -> Command:
        command = click.option("--json", "as_json", is_flag=True, help=as_json)(command)
        reads = f"{taken}; - reads standard input."
        return click.option("--input", "input_file", metavar="FILE", help=reads)(command)

    return added


def settings(library: str | None, encoder: str | None = None, store: str | None = None) -> Settings:
    """What the command's options, the group's and the environment come to."""
    return read_settings(library or click.get_current_context().obj, encoder, store=store)


def vector_store(chosen: Settings) -> "VectorStore":
    """What keeps the vectors; raises InvalidStore."""
    from index.errors import InvalidStore
    from index.vectors.store import IN_THE_FOLDER

    if chosen.store is None:
        return IN_THE_FOLDER
    if find_spec("pymilvus") is None:
        raise InvalidStore("--store needs what is not installed: pip install 'pincite[milvus]'.")
    from index.vectors.milvus import MilvusStore

    return MilvusStore.at(chosen.store)


def open_library(chosen: Settings, first_documents: "FirstDocuments | None" = None) -> "Library":
    """The library, created with `first_documents` (the shipped ones) where there is none."""
    from corpus.intake.shipped import shipped_documents
    from corpus.library.library import Library

    return Library.open(chosen.library, first_documents or shipped_documents)


def make_answerer(engine: "Engine", reader: "Kind" = "full") -> "Answerer":
    """What answers questions over `engine`, with that reader and the threshold in use."""
    from index.reader.cross_encoder import LazyReader
    from qa_app.ask.answer import Answerer

    return Answerer(engine, LazyReader(lambda: engine.encoder, reader), THRESHOLD)


@contextmanager
def open_engine(chosen: Settings, first_documents: "FirstDocuments | None" = None) -> "Iterator[Engine]":
    """An engine whose encoder is loaded at the first question, with a progress bar for what it encodes."""
    from index.engine import Engine
    from qa_app.terminal import encoding_progress

    store = vector_store(chosen)
    with open_library(chosen, first_documents) as library, encoding_progress() as progress:
        yield Engine(library, lambda: load_encoder_for(library, chosen), progress, store=store)


def load_encoder_for(library: "Library", chosen: Settings) -> "Encoder":
    """The encoder that was asked for, else the one that made the library's vectors; raises EncoderUnavailable."""
    from index.encoders.at_hand import stay_offline
    from index.encoders.encoder import load_encoder
    from index.errors import EncoderUnavailable

    name = chosen.encoder_for(library.encoder())
    if name == chosen.encoder:
        return load_encoder(name)
    stay_offline()  # nobody asked for it now: what is no longer on disk is not fetched
    try:
        return load_encoder(name)
    except EncoderUnavailable as error:
        raise EncoderUnavailable(
            f"{error} The library {library.folder} was encoded with it; "
            f"`pincite index --encode-again` encodes it with {chosen.encoder}."
        ) from error
