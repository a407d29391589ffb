"""A library's vectors on a Milvus server, for several pincite servers and for more than one machine can hold.

A generation is a collection with a partition for each unit, and what is asked is an alias of it. The library stays the
truth: its vectors say how like a question a paragraph is, and what Milvus proposes that the library does not hold is
passed over. A partition of documents, each with its state, tells what there is to bring up to date.
"""

import json
import logging
import os
import re
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Self

import numpy as np
from filelock import FileLock

from corpus.library.library import EmbeddedSpan, EncoderIdentity, Entry, Library, Place, StoredEmbedding, Unit
from index.encoders.encoder import Vectors
from index.errors import IndexDamaged, IndexStale, InvalidStore, StoreMismatch, StoreUnavailable
from index.vectors.segment import UNITS
from index.vectors.store import Searched

_REACHED, _SECONDS, _LONG_SECONDS = 5.0, 30.0, 600.0  # for reaching it, for what is asked, for what writes much
_FORMAT = 1
_DOCUMENT = "document"  # the partition of what is there of each document
_FEW = 16  # documents whose own vectors are compared
_NAMED = 256  # documents that a search names one by one; of more it says between which days they are
_MOST = 16_384  # rows that Milvus gives at a time
_ASKED, _TOGETHER = 64, 2_000  # questions, and rows that are written, at a time
_KEPT = 4_096  # paragraphs
_BEING_WRITTEN = -1
# A graph of so many neighbours, searched so widely, finds more than .98 of the ten nearest; see docs/scale.md.
_GRAPH: Mapping[str, int] = {"M": 32, "efConstruction": 200}
_WIDELY = 256

_COLLECTION = r"(?P<collection>[A-Za-z_]\w{0,199})"
_HOST = r"(?P<host>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>\d{1,5}))?"
_SERVER = re.compile(rf"milvus://{_HOST}/{_COLLECTION}", re.A)

Row = dict[str, Any]
Rows = Mapping[Unit, tuple[tuple[EmbeddedSpan, ...], Vectors]]  # the vectors of what, shape (n, d)

log = logging.getLogger("pincite.index")


class MilvusVectors:
    """Those of one unit; see index.vectors.store.SearchedVectors.

    `search` gives the places of the nearest rows for (queries, limit, filter); `stored` is what the library says.
    """

    def __init__(
        self,
        unit: Unit,
        count: int,
        search: Callable[[Vectors, int, str], Sequence[Sequence[Place]]],
        stored: "_Stored",
    ) -> None:
        self._unit, self._count = unit, count
        self._search, self._stored = search, stored

    def __len__(self) -> int:
        return self._count

    def nearest(self, queries: Vectors, k: int, documents: Collection[str] | None = None) -> list[list[Place]]:
        """See SearchedVectors; more are asked for where many of those that come are not to be shown."""
        chosen = None if documents is None else frozenset(documents)
        if chosen is not None and len(chosen) <= _FEW:
            return self._compared(queries, k, sorted(chosen))
        where, limit = "" if chosen is None else self._where(chosen), min(k, _MOST)
        while True:
            found = self._search(queries, limit, where)
            kept = [[place for place in places if self._is_wanted(place, chosen)] for places in found]
            enough = all(len(ours) >= k or len(all_) < limit for ours, all_ in zip(kept, found, strict=True))
            if enough or limit == _MOST:
                return [places[:k] for places in kept]
            limit = min(4 * limit, _MOST)

    def _compared(self, queries: Vectors, k: int, documents: Sequence[str]) -> list[list[Place]]:
        """The same of few documents: a graph of all is a detour to them, and may not lead there."""
        rows = [self._stored.of_document(document)[self._unit] for document in documents]
        places = [(span.document, span.ordinal) for spans, _ in rows for span in spans]
        if not places:
            return [[] for _ in queries]
        products = queries @ np.concatenate([vectors for _, vectors in rows]).T
        best = np.argsort(-products, axis=1, kind="stable")
        found = ([places[row] for row in order] for order in best.tolist())
        return [[place for place in each if self.spans_of(place)][:k] for each in found]

    def likeness(self, query: Vectors, place: Place) -> Vectors:
        """See SearchedVectors."""
        products: Vectors = self._stored.of_paragraph(place)[self._unit][1] @ query
        return products

    def likest(self, query: Vectors, places: Sequence[Place]) -> Vectors:
        """See SearchedVectors."""
        return np.array([max(self.likeness(query, place), default=-np.inf) for place in places], np.float32)

    def spans_of(self, place: Place) -> tuple[EmbeddedSpan, ...]:
        """See SearchedVectors."""
        return self._stored.of_paragraph(place)[self._unit][0]

    def _is_wanted(self, place: Place, chosen: Collection[str] | None) -> bool:
        return (chosen is None or place[0] in chosen) and bool(self.spans_of(place))

    def _where(self, chosen: Collection[str]) -> str:
        """What Milvus sorts out: each document but the chosen where these are few, else what is far from all."""
        if len(chosen) <= _NAMED:
            return f"key in {sorted(map(key_of, chosen))}"
        entries = [entry for name, entry in self._stored.entries.items() if name in chosen]
        days, languages = {_day(entry) for entry in entries}, sorted({_language(entry) for entry in entries})
        return (
            f"date >= {min(days, default=0)} and date <= {max(days, default=0)} and language in {json.dumps(languages)}"
        )


class _Stored:
    """The vectors as a library has them, those asked for last in memory; it has a connection of its own."""

    def __init__(self, library: Library, dimension: int) -> None:
        self._library, self._dimension = library, dimension
        self.of_paragraph = lru_cache(_KEPT)(lambda place: self._rows(library.embeddings_at(place)))
        self.of_document = lru_cache(_FEW)(lambda document: self._rows(library.embeddings_of(document)))

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """What is known of each document, by id."""
        return {entry.id: entry for entry in self._library.entries()}

    def _rows(self, stored: Sequence[StoredEmbedding]) -> Rows:
        found: dict[Unit, tuple[tuple[EmbeddedSpan, ...], Vectors]] = {}
        for unit in UNITS:
            rows = [each for each in stored if each.unit == unit]
            vectors = np.frombuffer(b"".join(each.vector for each in rows), "<f4").astype(np.float32)
            found[unit] = tuple(each.place for each in rows), vectors.reshape(len(rows), self._dimension)
        return found


def key_of(document_id: str) -> int:
    """A document's number in Milvus, which may be another's too: 64 bits of BLAKE2b."""
    return int.from_bytes(blake2b(document_id.encode(), digest_size=8).digest(), signed=True)


def _day(entry: Entry) -> int:
    return int(entry.date.strftime("%Y%m%d")) if entry.date else 0


def _language(entry: Entry) -> str:
    return re.sub("[^A-Za-z-]", "", entry.language)[:32]


@dataclass(frozen=True, slots=True)
class _Held:
    """What a collection is said to hold: which state of which library, and in how many rows."""

    collection: str
    library: str
    encoder: EncoderIdentity
    generation: int
    rows: int

    @property
    def properties(self) -> dict[str, str]:
        """The same as the collection keeps it."""
        of = self.encoder
        said = [_FORMAT, self.library, of.name, of.dimension, of.token_dimension, self.generation, self.rows]
        return {"pincite": json.dumps(said)}


class MilvusStore:
    """See index.vectors.store.VectorStore; every method raises StoreUnavailable and StoreMismatch.

    `uri` is the server's. `certificates` is a file with those that may have signed its own, or "1" for those that gRPC
    brings.
    """

    def __init__(self, uri: str, collection: str, token: str = "", certificates: str = "") -> None:
        self._uri, self._collection, self._token, self._certificates = uri, collection, token, certificates
        self._named = f"The collection {collection!r} of Milvus at {uri.partition('://')[2]}"
        self._libraries: dict[Path, Library] = {}

    @classmethod
    def at(cls, url: str, environment: Mapping[str, str] = os.environ) -> Self:
        """The store of milvus://HOST:PORT/COLLECTION.

        PINCITE_MILVUS_TOKEN is what the server asks for, PINCITE_MILVUS_TLS the certificates. Raises InvalidStore.
        """
        match = _SERVER.fullmatch(url)
        if match is None or int(match["port"] or 1) not in range(1, 65536):
            raise InvalidStore(
                f"--store {url!r} names no collection of a server: milvus://host:19530/collection is what it is like."
            )
        certificates = environment.get("PINCITE_MILVUS_TLS", "")
        if certificates not in ("", "1") and not Path(certificates).is_file():
            raise InvalidStore(f"PINCITE_MILVUS_TLS is {certificates!r}, neither 1 nor a file of certificates.")
        uri = f"{'https' if certificates else 'http'}://{match['host']}:{match['port'] or 19530}"
        return cls(uri, match["collection"], environment.get("PINCITE_MILVUS_TOKEN", ""), certificates)

    def open(self, library: Library) -> Searched:
        """See VectorStore; who cannot write the library leaves the collection as it is."""
        held = self._own(library)
        if library.writable and not (held and self._is_whole(held, library)):
            with _writing(library):
                held = self._brought_up_to_date(library)
        if held is None:
            raise StoreUnavailable(f"{self._named} is not there, and only who can write the library may make it.")
        if held.generation != library.generation or held.rows == _BEING_WRITTEN:
            log.warning("%s is of another state of the library: what only one of them holds is not found.", self._named)
        return self._searched(library, held)

    def build(self, library: Library) -> Searched:
        """See VectorStore; the collection that stood is dropped when the new one has taken its place."""
        with _writing(library):
            held = self._build(library)
        return self._searched(library, held)

    def check(self, library: Library) -> str:
        """See VectorStore; the rows are counted."""
        held = self._own(library)
        if held is None:
            raise IndexStale(f"{self._named} is not there.")
        if held.generation != library.generation:
            raise IndexStale(f"{self._named} is of state {held.generation}, and the library at {library.generation}.")
        if not self._is_whole(held, library):
            raise IndexDamaged(f"{self._named} has not the {held.rows} rows that were written.")
        return f"{self._named}: " + ", ".join(f"{self._count(unit)} {unit} vectors" for unit in UNITS)

    # What is there.

    def _own(self, library: Library, *, of_any_encoder: bool = False) -> _Held | None:
        """What is held of this library; None where there is no such collection."""
        encoder = library.encoder()
        if encoder is None:
            raise IndexStale(f"The library {library.folder} has no vectors yet; `pincite index` makes them.")
        if not self._call("has_collection", self._collection):
            return None
        described = self._call("describe_collection", self._collection)
        try:
            form, *said = json.loads(described["properties"]["pincite"])
            name, *numbers = said[1:]
            held = _Held(described["collection_name"], said[0], EncoderIdentity(name, *numbers[:2]), *numbers[2:])
        except (KeyError, TypeError, ValueError) as error:
            raise StoreMismatch(f"{self._named} was not made by pincite: name another.") from error
        if form != _FORMAT or held.collection == self._collection:
            raise StoreMismatch(f"{self._named} was not made by this version of pincite: name another.")
        if held.library != library.identity():
            raise StoreMismatch(f"{self._named} holds the vectors of another library: name another.")
        if held.encoder != encoder and not of_any_encoder:
            raise StoreMismatch(
                f"{self._named} holds vectors of {held.encoder.name} ({held.encoder.dimension} dimensions), the library"
                f" those of {encoder.name} ({encoder.dimension}): `pincite index` with this --store makes it anew."
            )
        self._call("load_collection", held.collection, timeout=_LONG_SECONDS)  # nothing where it is loaded
        return held

    def _is_whole(self, held: _Held, library: Library) -> bool:
        """Whether it has every row of the library as it is now, or of a later state that another server has seen."""
        return held.generation >= library.generation and held.rows == self._count()

    def _count(self, partition: str = "") -> int:
        of = {"partition_names": [partition]} if partition else {}
        counted = {"output_fields": ["count(*)"], "consistency_level": "Strong", **of}
        # Milvus-lite counts every row of all partitions where nothing is filtered.
        return int(self._call("query", self._collection, filter="ordinal >= -1", **counted)[0]["count(*)"])

    def _searched(self, library: Library, held: _Held) -> Searched:
        stored = _Stored(self._own_connection(library.folder), held.encoder.dimension)
        return {unit: MilvusVectors(unit, self._count(unit), self._search_in(unit), stored) for unit in UNITS}

    def _own_connection(self, folder: Path) -> Library:
        """A connection to the library that is not closed by whoever had the index opened."""
        if folder not in self._libraries:
            self._libraries[folder] = Library.open(folder, tuple)
        return self._libraries[folder]

    def _search_in(self, unit: Unit) -> Callable[[Vectors, int, str], list[list[Place]]]:
        def search(queries: Vectors, limit: int, where: str) -> list[list[Place]]:
            options = {
                "limit": limit,
                "filter": where,
                "partition_names": [unit],
                "output_fields": ["document", "ordinal"],
                "search_params": {"metric_type": "IP", "params": {"ef": max(_WIDELY, limit)}},
            }
            found: list[list[Place]] = []
            for start in range(0, len(queries), _ASKED):
                data = queries[start : start + _ASKED].tolist()
                hits = self._call("search", self._collection, data=data, anns_field="vector", **options)
                found += [[(hit["entity"]["document"], hit["entity"]["ordinal"]) for hit in each] for each in hits]
            return found

        return search

    # Writing, by one process of a library's folder at a time. `generation` is read before what it stands for.

    def _brought_up_to_date(self, library: Library) -> _Held:
        """Write what has changed since, which a run that was killed has done in part."""
        held = self._own(library)
        if held is None:
            return self._build(library)
        if held.rows != _BEING_WRITTEN and held.rows != self._count():
            log.warning("%s has not the %d rows that were written. It is made anew.", self._named, held.rows)
            return self._build(library)
        if held.generation >= library.generation and held.rows != _BEING_WRITTEN:
            return held
        generation, wanted = library.generation, library.embedded_documents()
        there = dict(self._documents())
        self._note(replace(held, rows=_BEING_WRITTEN))
        lacking = {name: state for name, state in wanted.items() if there.get(name) != state}
        keys = sorted(key_of(name) for name in {*lacking, *(there.keys() - wanted.keys())})
        for start in range(0, len(keys), _NAMED):
            where = f"key in {keys[start : start + _NAMED]}"
            self._call("delete", held.collection, filter=where, timeout=_LONG_SECONDS)
        self._write(library, held.collection, lacking)
        now = replace(held, generation=generation, rows=self._count())
        self._note(now)
        return now

    def _build(self, library: Library) -> _Held:
        former, encoder = self._own(library, of_any_encoder=True), library.encoder()
        if not library.writable or encoder is None:
            raise StoreUnavailable(f"{self._named} cannot be made by who cannot write the library.")
        name = f"{self._collection}_{library.generation}_{uuid.uuid4().hex[:8]}"
        made = _Held(name, library.identity(), encoder, library.generation, _BEING_WRITTEN)
        self._create(made)
        rows = self._write(library, name, library.embedded_documents())
        self._call("flush", name, timeout=_LONG_SECONDS)
        made = replace(made, rows=rows)
        self._note(made)
        self._call("alter_alias" if former else "create_alias", name, self._collection)
        for other in self._call("list_collections"):
            if re.fullmatch(rf"{self._collection}_\d+_[0-9a-f]{{8}}", other) and other != name:
                self._call("drop_collection", other)  # the former one, and what a killed run has left
        return made

    def _create(self, made: _Held) -> None:
        kinds = self._pymilvus.DataType
        schema = self._pymilvus.MilvusClient.create_schema(auto_id=False)
        schema.add_field("id", kinds.VARCHAR, is_primary=True, max_length=32)
        for name in ("key", "ordinal", "date"):
            schema.add_field(name, kinds.INT64)
        for name, most in (("document", 4096), ("language", 32), ("state", 128)):
            schema.add_field(name, kinds.VARCHAR, max_length=most)
        schema.add_field("vector", kinds.FLOAT_VECTOR, dim=made.encoder.dimension)
        graph = self._pymilvus.MilvusClient.prepare_index_params()
        graph.add_index("vector", index_type="HNSW", metric_type="IP", params=dict(_GRAPH))
        options = {"schema": schema, "index_params": graph, "properties": made.properties}
        self._call("create_collection", made.collection, consistency_level="Bounded", **options)
        for partition in (*UNITS, _DOCUMENT):
            self._call("create_partition", made.collection, partition)

    def _note(self, held: _Held) -> None:
        self._call("alter_collection_properties", held.collection, held.properties)

    def _documents(self) -> Iterator[tuple[str, str]]:
        """The id and the state of each document that is there whole."""
        options = {"partition_names": [_DOCUMENT], "output_fields": ["document", "state"], "filter": ""}
        batches = self._call("query_iterator", self._collection, batch_size=_NAMED, **options)
        with self._in_words():
            while batch := batches.next():
                yield from ((row["document"], row["state"]) for row in batch)
            batches.close()

    def _write(self, library: Library, collection: str, states: Mapping[str, str]) -> int:
        """Write the documents of those states, each after all its rows; how many rows."""
        entries = {entry.id: entry for entry in library.entries()}
        waiting: dict[str, list[Row]] = {unit: [] for unit in (*UNITS, _DOCUMENT)}
        written = 0
        for name, state in states.items():
            for partition, row in _written(library, entries[name], state) if name in entries else ():
                waiting[partition].append(row)
            if sum(map(len, waiting.values())) >= _TOGETHER:
                written += self._flush(collection, waiting)
        return written + self._flush(collection, waiting)

    def _flush(self, collection: str, waiting: dict[str, list[Row]]) -> int:
        for partition, rows in waiting.items():
            for start in range(0, len(rows), _TOGETHER):
                part = rows[start : start + _TOGETHER]
                self._call("upsert", collection, part, partition_name=partition, timeout=_LONG_SECONDS)
        written = sum(map(len, waiting.values()))
        for rows in waiting.values():
            rows.clear()
        return written

    # The connection.

    @cached_property
    def _pymilvus(self) -> Any:
        os.environ.setdefault("PYTHON_DOTENV_DISABLED", "1")  # a .env file near the installation is not meant for us
        import pymilvus

        for talks_at_length in ("pymilvus", "grpc._server"):  # of what we say in a sentence
            logging.getLogger(talks_at_length).setLevel(logging.CRITICAL)
        return pymilvus

    @cached_property
    def _client(self) -> Any:
        tls = {"secure": True} if self._certificates else {}
        file = {"server_pem_path": self._certificates} if len(self._certificates) > 1 else {}
        return self._pymilvus.MilvusClient(
            self._uri, token=self._token, timeout=_REACHED, dedicated=True, **tls, **file
        )

    def _call(self, method: str, *given: Any, **options: Any) -> Any:
        with self._in_words():
            return getattr(self._client, method)(*given, **{"timeout": _SECONDS, **options})

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """Turn what pymilvus and gRPC raise into one sentence."""
        from grpc import FutureTimeoutError, RpcError

        try:
            yield
        except (self._pymilvus.MilvusException, RpcError, FutureTimeoutError) as error:
            if client := self.__dict__.pop("_client", None):
                client.close()  # the next call reaches for it anew, and does not wait long
            cause = error.__cause__ if isinstance(error.__cause__, RpcError) else error
            said = _short(cause.details() if isinstance(cause, RpcError) else getattr(cause, "message", str(cause)))
            if re.search("auth check|unauthenticated|permission deny|privilege", said, re.I):
                raise StoreUnavailable(
                    f"{self._named} cannot be used with the token of PINCITE_MILVUS_TOKEN ({said})."
                ) from error
            raise StoreUnavailable(f"{self._named} cannot be searched now ({said}).") from error


def _short(said: object) -> str:
    line = " ".join(str(said).split())
    return line if len(line) <= 160 else f"{line[:159]}…"


def _writing(library: Library) -> FileLock:
    return FileLock(library.folder / "index.lock")


def _written(library: Library, entry: Entry, state: str) -> Iterable[tuple[str, Row]]:
    """The rows of a document by the partition they belong to; that of the document itself is the last."""
    of = {"key": key_of(entry.id), "document": entry.id, "date": _day(entry), "language": _language(entry)}
    vector: list[float] = []
    for each in library.embeddings_of(entry.id):
        ordinal, start = each.place.ordinal, each.place.span.start
        name = blake2b(f"{entry.id}\n{ordinal}\n{each.unit}\n{start}".encode(), digest_size=16).hexdigest()
        vector = np.frombuffer(each.vector, "<f4").tolist()
        yield each.unit, {**of, "id": name, "ordinal": ordinal, "state": "", "vector": vector}
    name = blake2b(entry.id.encode(), digest_size=16).hexdigest()
    yield _DOCUMENT, {**of, "id": name, "ordinal": -1, "state": state, "vector": vector}
