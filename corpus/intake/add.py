"""Getting files into a library one after the other: each wholly in or not at all, and what became of it."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from corpus.errors import CorpusError, DamagedDocument, LibraryError, UnreadableFile
from corpus.formats.detect import Format
from corpus.intake.files import Given, NotFound, card_beside, check_id, choose_id, opened, origin_of, read_given, shown
from corpus.intake.read import Request
from corpus.intake.reader import FileReader, ReadDocument
from corpus.library.library import Added, Library, Origin, Original
from corpus.library.originals import MOST_BYTES
from corpus.library.twins import twin_of
from corpus.numbering.notes import number_notes
from corpus.types import Document

Status = Literal["added", "unchanged", "updated", "failed"]
# What can be said of a document that cannot be said of several at once.
ONE_FILE_ONLY = ("id", "title", "symbol", "supersedes")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file, or of one document of a file that holds several.

    `paragraphs` counts those that can answer. `reason` says why it failed, `notes` what was doubtful in reading it.
    """

    file: str
    document: str | None
    version: int | None
    paragraphs: int | None
    status: Status
    reason: str | None = None
    notes: tuple[str, ...] = field(default=())

    def record(self) -> dict[str, Any]:
        """As the JSON contract has it."""
        return {**asdict(self), "notes": list(self.notes)}


class Intake:
    """Puts files into `library`, which must be open for writing; `given` and `supersedes` go for every file.

    `origin` is how the library remembers where a file came from.
    """

    def __init__(
        self,
        library: Library,
        reader: FileReader,
        given: Given,
        supersedes: str | None = None,
        origin: Callable[[Path], str] = origin_of,
    ) -> None:
        self._library = library
        self._reader = reader
        self._given = given
        self._supersedes = supersedes
        self._origin = origin
        self._origins = {entry.id: entry.origin.file for entry in library.entries()}
        self._this_time: dict[str, Path] = {}

    def add(self, found: Path | NotFound) -> Iterator[Outcome]:
        """Add the documents of one file; raises LibraryError where the library takes no more, after telling so."""
        if isinstance(found, NotFound):
            yield _failed(found.path, found.reason)
            return
        try:
            yield from self._add(found)
        except LibraryError as error:
            yield _failed(found, str(error))
            raise
        except CorpusError as error:
            yield _failed(found, str(error))

    def _add(self, file: Path) -> Iterator[Outcome]:
        given = self._given.before(_card(file))
        sha256 = _sha256(file, self._reader.limits.file_megabytes << 20)
        known = self._known(file, sha256, given)
        if known:
            yield self._unchanged(file, known)
            return
        document = check_id(given.id) if given.id else self._library_id(file, sha256)
        if given.id:
            self._claim(document, file)  # before it is read, since it would fail after
        for read in self._reader.read(Request(file, sha256, document, given)):
            yield self._store(file, sha256, read)

    def _known(self, file: Path, sha256: str, given: Given) -> str | None:
        """The id of the document that was read from these bytes, where nothing else is to be said of it now."""
        known = self._library.knows_file(sha256)
        if known is None or known not in self._origins or self._supersedes:
            return None
        if file.suffix.lower() == ".pdf" and self._library.original_sha256(known) is None:
            return None  # from before files were kept: read once more, so that its pages can be shown
        try:
            return known if given.agrees_with(self._library.document(known).card) else None
        except DamagedDocument:  # it is read again and put in place
            return None

    def _library_id(self, file: Path, sha256: str) -> str:
        known = self._library.knows_file(sha256)
        return known if known in self._origins else choose_id(file, self._origins)

    def _claim(self, document: str, file: Path) -> None:
        """Two files of one run cannot be one document; raises UnreadableFile."""
        other = self._this_time.setdefault(document, file)
        if other != file:
            raise UnreadableFile(f"Its id {document!r} went to {shown(other)} already; give it another with a card.")

    def _store(self, file: Path, sha256: str, read: ReadDocument) -> Outcome:
        document = read.document
        self._claim(document.id, file)  # only now: what could not be read, or has ids of its own, takes no name
        # A file of many documents is known by none of them: with some in and some not, it would pass for unchanged.
        known_by = "" if read.format is Format.JSONL else sha256
        original = _original(file, sha256, read) if read.format is Format.PDF else None
        origin = Origin(self._origin(file), known_by)
        added = self._library.add(document, origin, supersedes=self._supersedes, original=original)
        self._origins[added.document] = self._origin(file)
        paragraphs = sum(paragraph.answers for paragraph in document.paragraphs)
        notes = tuple(map(shown, (*number_notes(document), *self._twin(document, added))))
        return Outcome(shown(file), added.document, added.version, paragraphs, added.status, None, notes)

    def _twin(self, document: Document, added: Added) -> Iterator[str]:
        """What to say of a document that is nearly the same, unless this one is said to take its place."""
        twin = twin_of(self._library, document) if added.status != "unchanged" and not self._supersedes else None
        if twin is not None:
            yield f"{twin.says()[:1].upper()}{twin.says()[1:]}."

    def _unchanged(self, file: Path, document: str) -> Outcome:
        entry = self._library.record(document)
        notes = tuple(map(shown, number_notes(self._library.document(document))))
        return Outcome(shown(file), document, entry.version, entry.paragraphs, "unchanged", None, notes)


def exit_code(counts: Mapping[str, int]) -> int:
    """0 where all went in, 1 where some failed, 2 where nothing could be done."""
    failed = counts.get("failed", 0)
    if not failed:
        return 0 if counts else 2
    return 1 if sum(counts.values()) > failed else 2


def _card(file: Path) -> Given:
    card = card_beside(file)
    return read_given(card) if card else Given()


def _sha256(file: Path, most: int) -> str:
    """Of its bytes; raises UnreadableFile where it cannot be read or is too large to be."""
    try:
        digest = hashlib.sha256()
        with opened(file, most) as (stream, left):
            while left and (piece := stream.read(min(left, 1 << 20))):
                digest.update(piece)
                left -= len(piece)
        return digest.hexdigest()
    except OSError as error:
        raise UnreadableFile(f"It cannot be read: {error.strerror}.") from error


def _original(file: Path, sha256: str, read: ReadDocument) -> Original | None:
    """The file to be kept; None where it is too large, or was changed or taken away since it was read."""
    try:
        if file.stat().st_size > MOST_BYTES:
            return None
        original = Original(file.read_bytes(), read.places)
    except OSError:
        return None
    return original if original.sha256 == sha256 else None


def _failed(file: Path, reason: str) -> Outcome:
    return Outcome(shown(file), None, None, None, "failed", shown(" ".join(reason.split())))
