"""Files that people sent, got into the library one upload after the other, and how far each upload is."""

import json
import secrets
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from math import ceil
from pathlib import Path
from tempfile import mkdtemp
from typing import Literal

from filelock import FileLock, Timeout

from corpus.errors import PinciteError
from corpus.intake.add import ONE_FILE_ONLY, Intake, Outcome
from corpus.intake.files import Given, check_id, find_files, shown
from corpus.intake.limits import Limits
from corpus.intake.reader import FileReader
from corpus.library.library import Library
from qa_app.errors import RefusedUpload, Stopping
from qa_app.service import Service

FILE_MEGABYTES = 50
MOST_FILES = 200
MOST_WAITING = 5
MOST_KEPT = 100  # uploads that are remembered after they are done
WAIT_SECONDS = 30
_TELLING_SECONDS = 3  # before that nobody can say how long it takes
_RECEIVING_SECONDS = 3600  # after which nobody is still sending what is not noted yet
INBOX, NOTE = "uploads", "sent.json"  # the folder within a library's, and what stands there of each upload

Stage = Literal["waiting", "reading", "encoding", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Sent:
    """Files in a folder that is removed with them, and what is said of them; `refused` were too large to be kept."""

    folder: Path
    files: tuple[Path, ...]
    given: Given = field(default_factory=Given)
    supersedes: str | None = None
    refused: tuple[Outcome, ...] = ()


@dataclass
class Upload:
    """One upload on its way: what became of each file, in order, and what is done now.

    `encoded` is (done, all) of the texts that get vectors. `failure` says why the rest was not added.
    """

    files: int
    id: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    stage: Stage = "waiting"
    outcomes: list[Outcome] = field(default_factory=list)
    read: int = 0
    encoded: tuple[int, int] = (0, 0)
    failure: str = ""
    encoding_since: float = 0.0  # time.monotonic()

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.stage in ("done", "failed")

    @property
    def minutes_left(self) -> int:
        """How long encoding still takes, judged by how long it took so far; 0 where that cannot be told yet."""
        done, total = self.encoded
        passed = time.monotonic() - self.encoding_since
        return ceil(passed / done * (total - done) / 60) if done and passed > _TELLING_SECONDS else 0

    @property
    def counts(self) -> Counter[str]:
        """How many documents there are of each status."""
        return Counter(outcome.status for outcome in self.outcomes)


class Uploads:
    """The uploads of one server. Each is read in a thread of its own, one at a time, as `pincite add` reads files.

    Until it is over its folder lies in the library's own: what a server that was stopped, or killed, had taken is
    added by the next one.
    """

    def __init__(self, service: Service, limits: Limits | None = None, wait_seconds: float = WAIT_SECONDS) -> None:
        self._service = service
        self._limits = limits or Limits(file_megabytes=FILE_MEGABYTES)
        self._wait_seconds = wait_seconds
        self._turn = threading.Lock()
        self._uploads: dict[str, Upload] = {}

    def new_folder(self) -> Path:
        """Where to put what is sent, on the library's own disk where that can be written."""
        library = self._service.library
        if library.writable:
            (library.folder / INBOX).mkdir(exist_ok=True)
        return Path(mkdtemp(prefix="pincite-", dir=library.folder / INBOX if library.writable else None))

    def go_on(self) -> list[Upload]:
        """Begin to add what an earlier server had taken and not added; what it had not taken wholly is removed."""
        begun = []
        for folder in sorted((self._service.library.folder / INBOX).glob("pincite-*")):
            with _ours(folder) as ours:
                sent = _noted(folder) if ours else None
                if ours and sent is None and time.time() - folder.stat().st_mtime > _RECEIVING_SECONDS:
                    shutil.rmtree(folder, ignore_errors=True)
            if sent:
                begun.append(self.start(sent))
        return begun

    def find(self, upload_id: str) -> Upload | None:
        """The upload of that id; None where there is none any more."""
        return self._uploads.get(upload_id)

    def require_room(self) -> None:
        """Raise RefusedUpload where so many wait that one more would wait too long."""
        if sum(not upload.is_over for upload in self._uploads.values()) >= MOST_WAITING:
            raise RefusedUpload("Other files are being added already; try again in a minute.")

    def start(self, sent: Sent) -> Upload:
        """Begin to add what was sent; its folder is removed in the end."""
        _note(sent)
        upload = Upload(len(sent.files), outcomes=list(sent.refused))
        self._uploads[upload.id] = upload
        over = [each.id for each in self._uploads.values() if each.is_over]
        for old in over[: max(len(self._uploads) - MOST_KEPT, 0)]:
            del self._uploads[old]
        self._service.in_background(lambda: self._run(upload, sent))
        return upload

    def _run(self, upload: Upload, sent: Sent) -> None:
        with _ours(sent.folder) as ours, self._turn:
            if not ours:  # another server of this library is faster
                upload.stage = "done"
                return
            try:
                self._add(upload, sent)
            except Stopping:
                return  # the folder stays, for the next server
            except PinciteError as error:
                upload.failure = str(error)
            except BaseException:
                upload.failure = "Something failed that should not; the server's log says what."
                _end(upload, sent)
                raise
            _end(upload, sent)

    def _add(self, upload: Upload, sent: Sent) -> None:
        """Add and encode as the only one that writes; before the library's first vectors, encode after that."""
        self._service.require_going_on()
        with self._service.beside() as library, library.writing(self._wait_seconds):
            upload.stage = "reading"
            with FileReader(self._limits) as reader:
                intake = Intake(library, reader, sent.given, sent.supersedes, origin_of_upload)
                for found in find_files(map(str, sent.files)):
                    self._service.require_going_on()
                    for outcome in intake.add(found):
                        upload.outcomes.append(_without_folder(outcome, str(sent.folder)))
                    upload.read += 1
            if library.encoder() is not None:
                self._encode(upload, library)
                return
        self._encode(upload, None)

    def _encode(self, upload: Upload, through: Library | None) -> None:
        """Documents that are in and could not be encoded now are encoded at the next question."""
        if not upload.counts["added"] + upload.counts["updated"]:
            return
        upload.stage, upload.encoding_since = "encoding", time.monotonic()

        def progress(done: int, total: int) -> None:
            upload.encoded = (done, total)
            self._service.require_going_on()

        self._service.encode_new(progress, through)


def _end(upload: Upload, sent: Sent) -> None:
    """Nothing more happens, and nothing is left of it."""
    shutil.rmtree(sent.folder, ignore_errors=True)
    upload.stage = "failed" if upload.failure else "done"


@contextmanager
def _ours(folder: Path) -> Iterator[bool]:
    """Whether this server is the one that adds what is in the folder; the lock goes with the process that has it."""
    lock = FileLock(folder / "taken.lock", timeout=0)
    try:
        lock.acquire()
    except (Timeout, OSError):
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _note(sent: Sent) -> None:
    """Write beside the files what is said of them, so that another server can add them."""
    said = {**asdict(sent.given), "date": sent.given.date.isoformat() if sent.given.date else None}
    files = [str(file.relative_to(sent.folder)) for file in sent.files]
    noted = json.dumps({"files": files, "given": said, "supersedes": sent.supersedes})
    with suppress(OSError):  # where there is no room for it, it is added by this server or by none
        (sent.folder / NOTE).write_text(noted, encoding="utf-8")


def _noted(folder: Path) -> Sent | None:
    """What was sent into the folder; None where it was not taken wholly."""
    try:
        noted = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        day = noted["given"].pop("date")
        given = Given(date=date.fromisoformat(day) if day else None, **noted["given"])
        return Sent(folder, tuple(folder / file for file in noted["files"]), given, noted["supersedes"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def origin_of_upload(file: Path) -> str:
    """Where the library says that an uploaded file came from: a later one of that name is the next version of it."""
    return f"uploaded: {shown(file.name)}"


def read_said(said: Mapping[str, str], files: int) -> tuple[Given, str | None]:
    """What a form says of the files, and what they supersede; what is empty is not said. Raises RefusedUpload."""
    filled = {name: value.strip() for name, value in said.items() if value.strip()}
    for name in ONE_FILE_ONLY:
        if name in filled and files > 1:
            raise RefusedUpload(f"The {name} is for one file, and these are {files}.")
    supersedes, day = filled.pop("supersedes", None), filled.pop("date", None)
    try:
        if "id" in filled:
            check_id(filled["id"])
        return Given(date=date.fromisoformat(day) if day else None, **filled), supersedes
    except ValueError as error:
        raise RefusedUpload(f"{day!r} is not a date such as 2017-06-06.") from error
    except PinciteError as error:
        raise RefusedUpload(str(error)) from error


def too_large(name: str) -> Outcome:
    """What becomes of a file that is larger than is read."""
    return Outcome(name, None, None, None, "failed", f"It is larger than {FILE_MEGABYTES} MB.")


def _without_folder(outcome: Outcome, folder: str) -> Outcome:
    """Named as its sender named it: where it lay meanwhile is nobody's business."""
    reason = outcome.reason.replace(f"{folder}/uploaded/", "") if outcome.reason else None
    return replace(outcome, file=Path(outcome.file).name, reason=reason)
