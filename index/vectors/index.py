"""The index over a library: segments of vectors, and the words, brought up to date by what has changed.

A document that comes is put into a small segment of its own, and one that goes is struck from those that hold it; small
segments are put together when there are many, and large ones are divided into lists. So a change costs what it
changes, however much the library holds. SQLite is the only truth: each document in the index has a key that says which
state of it was read, and what has another key in the library is read again.
"""

import errno
import logging
import shutil
import tempfile
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from corpus.errors import DamagedDocument, LibraryError
from corpus.library.library import EmbeddedSpan, EncoderIdentity, Library, Place, Unit
from corpus.types import Document
from index.encoders.encoder import Vectors
from index.errors import IndexDamaged, IndexStale, IndexUnusable
from index.vectors.generation import (
    CURRENT,
    FOLDER,
    Generation,
    remove_others,
    remove_unfinished,
    share,
    unfinished,
    write_generation,
)
from index.vectors.nearest import UnitVectors
from index.vectors.segment import (
    WHOLE,
    WORDS_ALONE,
    HeldDocument,
    Layout,
    Segment,
    described,
    make_segment,
    read_segment,
)
from index.words.lexical import LexicalIndex, WordsWriter, open_words, plain_code, stemmer
from index.words.vocabulary import WordCounts

WORDS = "words"
MOST_SMALL = 8  # segments whose vectors are each compared, and as many of any larger size
_GROWTH = 8  # times as many vectors make another size
_WASTED, _FEW_WASTED = 0.25, 1_000  # of the vectors of a segment that are gone

log = logging.getLogger("pincite.index")


class UnitIndex:
    """The vectors of one unit in every segment."""

    def __init__(self, segments: Sequence[Segment], of: Mapping[str, Segment], unit: Unit) -> None:
        self._segments, self._of, self._unit = segments, of, unit
        self._parts = [segment.units[unit] for segment in segments]

    def __len__(self) -> int:
        return sum(s.units[self._unit].shape[0] - s.units[self._unit].count(s.gone) for s in self._segments)

    @property
    def shape(self) -> tuple[int, int]:
        """How many vectors, and how many numbers each."""
        return len(self), self._parts[0].shape[1] if self._parts else 0

    @property
    def is_exact(self) -> bool:
        """Whether what is nearest is found for certain."""
        return all(part.is_exact for part in self._parts)

    def nearest(
        self, queries: Vectors, k: int, documents: Collection[str] | None = None, *, exactly: bool = False
    ) -> list[list[Place]]:
        """See index.vectors.nearest.UnitVectors.nearest."""
        found = [part.best(queries, k, documents, exactly=exactly) for part in self._parts]
        return [self._best(each, k) for each in zip(*found, strict=True)] if found else [[] for _ in queries]

    def _best(self, found: Sequence[Any], k: int) -> list[Place]:
        """The paragraphs of the `k` rows with the greatest products, of those found in each part."""
        products = np.concatenate([products for _, products in found])
        places = [(part, row) for part, (rows, _) in zip(self._parts, found, strict=True) for row in rows.tolist()]
        best = np.argsort(-products, kind="stable")[:k].tolist()
        return [places[at][0].place(places[at][1]) for at in best]

    def likeness(self, query: Vectors, place: Place) -> Vectors:
        """The inner product of `query`, shape (d,), with each row of a paragraph, in order."""
        part = self._part(place)
        return part.likeness(query, place) if part else np.zeros(0, np.float32)

    def likest(self, query: Vectors, places: Sequence[Place]) -> Vectors:
        """The greatest of these of each paragraph, shape (n,); -inf of one that has no row."""
        likest = np.full(len(places), -np.inf, np.float32)
        by_segment: dict[str, list[int]] = {}
        for at, (document, _) in enumerate(places):
            if segment := self._of.get(document):
                by_segment.setdefault(segment.name, []).append(at)
        for of_one in by_segment.values():
            part = self._of[places[of_one[0]][0]].units[self._unit]
            likest[of_one] = part.likest(query, [places[at] for at in of_one])
        return likest

    def spans_of(self, place: Place) -> tuple[EmbeddedSpan, ...]:
        """What stands in the rows of a paragraph, in order."""
        part = self._part(place)
        return part.spans_of(place) if part else ()

    @property
    def spans(self) -> tuple[EmbeddedSpan, ...]:
        """What stands in all rows that are searched, by document."""
        return tuple(span for name in sorted(self._of) for span in self._of[name].units[self._unit].spans([name]))

    def vectors(self) -> Vectors:
        """These rows, shape (n, d)."""
        rows = [self._of[name].units[self._unit].vectors([name]) for name in sorted(self._of)]
        return np.concatenate([np.zeros((0, self.shape[1]), np.float32), *rows])

    def _part(self, place: Place) -> UnitVectors | None:
        segment = self._of.get(place[0])
        return segment.units[self._unit] if segment else None


class Index(Mapping[Unit, UnitIndex]):
    """The vectors of each unit, and the words; `document` gives a document that is held."""

    def __init__(
        self, segments: Sequence[Segment], words: Any, layout: Layout, generation: Generation | None = None
    ) -> None:
        self.segments = tuple(segments)
        self.layout = layout
        self.generation = generation
        self._stored_words = words
        self.held = {document.id: document for segment in segments for document in segment.living}
        of = {document.id: segment for segment in segments for document in segment.living if document.key}
        self._units = {unit: UnitIndex(self.segments, of, unit) for unit in layout.units}
        self._left_out: set[str] = set()
        self._words: LexicalIndex | None = None

    def __getitem__(self, unit: Unit) -> UnitIndex:
        return self._units[unit]

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units)

    def __len__(self) -> int:
        return len(self._units)

    @cached_property
    def rows(self) -> int:
        """How many vectors are searched."""
        return sum(map(len, self.values()))

    @property
    def is_tidy(self) -> bool:
        """Whether `tidy_index` would find nothing to do."""
        return self.generation is None or not _due(self.segments, self.layout)

    @property
    def unread(self) -> list[str]:
        """The documents that could not be read when the index was made."""
        return [document.id for document in self.held.values() if not document.key]

    def words(self, document: Callable[[str], Document]) -> LexicalIndex:
        """The words of every paragraph; `document` gives a document by its id."""
        if self._words is None:
            languages = {each.id: each.language for each in self.held.values() if each.key}
            self._words = LexicalIndex(self._stored_words, languages, self._lots, document)
            for each in self._left_out:
                self._words.leave_out(each)
        return self._words

    def leave_out(self, document: str) -> None:
        """Find nothing of that document any more."""
        self._left_out.add(document)
        for segment in self.segments:
            segment.leave_out(document)
        if self._words:
            self._words.leave_out(document)

    def _lots(self) -> list[WordCounts]:
        return [segment.read_counts() for segment in self.segments]


def open_index(library: Library, layout: Layout = WHOLE) -> Index:
    """The library's index, verified and brought up to date; what is missing or damaged is made anew.

    Where the library cannot be written, or has no space left, all of it is made in memory.
    """
    for _ in range(2):
        try:
            index = read_index(library, layout=layout)
        except IndexDamaged:  # another process may have taken a generation away while it was being read
            continue
        except IndexStale:
            break
        _remove_orphans(library)
        return index
    _encoder(library)
    try:
        if library.writable:
            with _in_words(library), _lock(library):
                return _brought_up(library, layout)
    except LibraryError as error:
        log.warning("%s The index is kept in memory.", error)
    with _beside(library) as own:
        return _in_memory(own, layout)


def read_index(library: Library, *, thoroughly: bool = False, layout: Layout = WHOLE) -> Index:
    """The index as it lies on disk, each file checked before it is read; raises IndexUnusable.

    Files that were found whole before are gone through again only `thoroughly`.
    """
    with library.snapshot():
        index = _read(library, thoroughly=thoroughly, layout=layout)
        new, gone = _changes(library, index)
    if new or gone:
        raise IndexStale(
            f"The index of {library.folder} lacks {len(new)} documents as they are now, and holds {len(gone)} that are"
            " gone."
        )
    return index


def build_index(library: Library, layout: Layout = WHOLE) -> Index:
    """Make all of it anew from the vectors in SQLite, without encoding, and swap it in.

    Where the library cannot be written it is made in memory. Raises LibraryError where there is no space left for it;
    the generation before it stays.
    """
    if not library.writable:
        return _in_memory(library, layout)
    with _in_words(library), _lock(library), _beside(library) as own:
        return _next(own, None, _keys(own), (), layout)


def tidy_index(library: Library, layout: Layout = WORDS_ALONE) -> bool:
    """Put segments together where there are many, and leave out what is gone; whether anything was done.

    It is made beside the standing index, which is locked only while one takes the place of the other.
    """
    root = library.folder / FOLDER
    if not library.writable or not root.is_dir():
        return False
    try:
        with _in_words(library), _tidying(library), _beside(library) as own:
            index = _read(own, layout=layout)
            if not (due := _due(index.segments, index.layout)):
                return False
            folder = unfinished(root)
            try:
                return _put_together(own, index, due, folder, index.layout)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    except (Timeout, IndexUnusable) as error:  # somebody else does it, or the next question makes it anew
        log.info("The index of %s is left as it is: %s", library.folder, error)
        return False


def remove_leftovers(library: Library) -> int:
    """Remove what a process that was killed left beside the current generation; how many files and folders."""
    root = library.folder / FOLDER
    with _tidying(library), _lock(library):
        return remove_others(Generation.current(root).folder) + remove_unfinished(root)


def _remove_orphans(library: Library) -> None:
    """Leave the current generation alone; nothing is done while another process is building."""
    if not library.writable or len(list((library.folder / FOLDER).iterdir())) == 2:  # CURRENT and what it names
        return
    try:
        with _lock(library, wait_seconds=0):
            remove_others(Generation.current(library.folder / FOLDER).folder)
        with suppress(Timeout), _tidying(library):
            remove_unfinished(library.folder / FOLDER)
    except Timeout:
        log.info("Another process is at the index of %s.", library.folder)


def _brought_up(library: Library, layout: Layout) -> Index:
    """The index of the library as it is now; the lock is held."""
    with _beside(library) as own, own.snapshot():
        index = None
        try:
            index = _read(own, layout=layout)
        except IndexUnusable as error:
            if (own.folder / FOLDER / CURRENT).exists():
                level = logging.WARNING if isinstance(error, IndexDamaged) else logging.INFO
                log.log(level, "%s It is rebuilt from the stored vectors.", error)
        new, gone = _changes(own, index) if index else (_keys(own), ())
        return _next(own, index, new, gone, layout) if new or gone or index is None else index


def _keys(library: Library) -> dict[str, str]:
    return library.searchable()


def _changes(library: Library, index: Index) -> tuple[dict[str, str], set[str]]:
    """The keys of what the index lacks, and the ids of what it holds that is gone or is another by now."""
    wanted = _keys(library)
    for name in index.unread:
        if name in wanted and not library.is_sound(name):
            wanted[name] = ""
    held = {name: document.key for name, document in index.held.items()}
    new = dict(wanted.items() - held.items())
    return new, {name for name in held if name not in wanted or name in new}


def _read(library: Library, *, thoroughly: bool = False, layout: Layout) -> Index:
    """The index as it lies on disk, of whatever state of the library it is; raises IndexUnusable."""
    encoder = _encoder(library)
    generation = Generation.current(library.folder / FOLDER)
    for field, wanted in _made_with(encoder, layout).items():
        found = generation.manifest.get(field)
        # Whoever needs the words alone keeps the vectors up to date for whoever needs them.
        is_enough = isinstance(found, list) and set(layout.units) <= set(found) if field == "units" else found == wanted
        if not is_enough:
            raise IndexStale(f"The index of {library.folder} has {field} {found!r} where the library has {wanted!r}.")
    layout = replace(layout, units=tuple(generation.manifest["units"]))
    generation.require_whole(thoroughly=thoroughly)
    try:
        stored = generation.manifest["segments"]
        segments = [read_segment(generation.folder, each, encoder.dimension, layout) for each in stored]
        words = open_words(generation.folder / WORDS, _folder_for_links)
    except (KeyError, TypeError, IndexError, ValueError, OSError, RuntimeError) as error:
        raise IndexDamaged(f"The index {generation.folder} does not fit together ({error}).") from error
    return Index(segments, words, layout, generation)


def _folder_for_links() -> Path:
    """Of links alone, and gone with the process."""
    global _links
    _links = _links or tempfile.TemporaryDirectory(prefix="pincite-")
    return Path(tempfile.mkdtemp(dir=_links.name))


_links: "tempfile.TemporaryDirectory[str] | None" = None


def _made_with(encoder: EncoderIdentity, layout: Layout) -> dict[str, Any]:
    return {"encoder": encoder.name, "dimension": encoder.dimension, "units": list(layout.units)}


def _next(library: Library, before: Index | None, new: Mapping[str, str], gone: Iterable[str], layout: Layout) -> Index:
    """Write the generation after `before`, without what is `gone` and with what is `new`."""
    encoder, layout = _encoder(library), before.layout if before else layout
    gone = set(gone)
    kept = []
    for segment in before.segments if before else ():
        for name in gone.intersection(document.id for document in segment.living):
            segment.gone.add(name)
        if any(segment.living):
            kept.append(segment)

    def fill(folder: Path) -> dict[str, Any]:
        (folder / WORDS).mkdir(exist_ok=True)
        segments = [described(segment) for segment in kept]
        if new or gone or before is None:
            writer = WordsWriter(folder / WORDS)
            for name in gone | new.keys() if before else ():
                writer.remove(name)
            documents, counts = _read_words(library, new, writer)
            writer.finished()
            if documents:
                segments.append(described(make_segment(library, documents, encoder, counts, folder, _name(), layout)))
        return {**_made_with(encoder, layout), "segments": segments}

    names = {segment.name for segment in kept}
    write_generation(
        library.folder / FOLDER,
        before.generation if before else None,
        lambda file: file.partition("/")[0] in {*names, WORDS},
        fill,
    )
    return _read(library, layout=layout)


def _read_words(
    library: Library, keys: Mapping[str, str], writer: WordsWriter
) -> tuple[list[HeldDocument], WordCounts]:
    """Write the words of documents; what is held of each, and how often each word stands in them."""
    counts: dict[str, Counter[str]] = {}
    documents = []
    for name in sorted(keys):
        try:
            document = library.document(name)
        except DamagedDocument as error:
            log.error("%s It is not searched.", error)
            documents.append(HeldDocument(name, "", ""))
            continue
        writer.add(document, counts)
        documents.append(HeldDocument(name, keys[name], plain_code(document.card.language)))
    return documents, WordCounts.of(counts, stemmer)


def _in_memory(library: Library, layout: Layout) -> Index:
    with library.snapshot():
        encoder, writer = _encoder(library), WordsWriter(None)
        documents, counts = _read_words(library, _keys(library), writer)
        segment = make_segment(library, documents, encoder, counts, None, _name(), layout)
    return Index([segment], writer.finished(), layout)


def _due(segments: Sequence[Segment], layout: Layout) -> list[Segment]:
    """Those to be put together: small ones that are many, one of which much is gone, or many of one size."""
    small = [segment for segment in segments if segment.is_exact]
    rows = [sum(segment.units[unit].shape[0] for segment in small) for unit in layout.units]
    if len(small) > MOST_SMALL or (len(small) > 1 and max(rows, default=0) > layout.exact):
        return small
    by_size: dict[int, list[Segment]] = {}
    for segment in segments:
        if segment.rows - segment.living_rows > max(_WASTED * segment.rows, _FEW_WASTED):
            return [segment]
        if not segment.is_exact:
            by_size.setdefault(int(np.log(segment.living_rows) / np.log(_GROWTH)), []).append(segment)
    return next((alike for alike in by_size.values() if len(alike) > MOST_SMALL), [])


def _put_together(library: Library, index: Index, due: Sequence[Segment], folder: Path, layout: Layout) -> bool:
    """One segment in the place of those that are `due`; whether nobody has changed these meanwhile."""
    with library.snapshot():
        wanted, encoder = _keys(library), _encoder(library)
        documents = sorted((each for segment in due for each in segment.living), key=lambda each: each.id)
        if any(each.key and wanted.get(each.id) != each.key for each in documents):
            return False
        counts = WordCounts.of(_sum(segment.read_counts() for segment in due), stemmer)
        made = make_segment(library, documents, encoder, counts, folder, _name(), layout)
    with _lock(library):
        now = _read(library, layout=layout)
        names = {segment.name for segment in due}
        if not names <= {segment.name for segment in now.segments}:
            return False
        made.gone = {each.id for each in documents} - {
            each.id for s in now.segments if s.name in names for each in s.living
        }
        rest = [segment for segment in now.segments if segment.name not in names]

        def fill(target: Path) -> dict[str, Any]:
            for file in (folder / made.name).iterdir():
                share(file, target / made.name / file.name)
            return {**_made_with(encoder, layout), "segments": [*map(described, rest), described(made)]}

        kept = {WORDS, *(segment.name for segment in rest)}
        write_generation(library.folder / FOLDER, now.generation, lambda file: file.partition("/")[0] in kept, fill)
    return True


def _sum(lots: Iterable[WordCounts]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    for lot in lots:
        for code, of in lot.counts.items():
            counts.setdefault(code, Counter()).update(of)
    return counts


def _name() -> str:
    return f"segment-{uuid.uuid4().hex[:12]}"


def _encoder(library: Library) -> EncoderIdentity:
    encoder = library.encoder()
    if encoder is None:
        raise IndexStale(f"The library {library.folder} has no vectors yet; `pincite index` makes them.")
    return encoder


@contextmanager
def _in_words(library: Library) -> Iterator[None]:
    """Turn what the disk raises into one sentence."""
    try:
        yield
    except OSError as error:
        if isinstance(error, Timeout):
            raise
        full = error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
        reason = "There is no space left for" if full else f"Writing failed ({error.strerror or error}) for"
        raise LibraryError(f"{reason} the index of {library.folder}.") from error


def _beside(library: Library) -> Library:
    """Another connection, so that whoever reads through the first waits for nothing of what takes long."""
    return Library.open(library.folder, tuple)


def _lock(library: Library, wait_seconds: float = -1) -> FileLock:
    return FileLock(library.folder / "index.lock", timeout=wait_seconds)


def _tidying(library: Library) -> FileLock:
    return FileLock(library.folder / "tidying.lock", timeout=0)
