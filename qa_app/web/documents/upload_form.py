"""The form with files that a browser sends: read as it comes in, within limits, into a folder of its own."""

import re
import shutil
from collections.abc import AsyncGenerator, Callable, Sequence
from io import BytesIO
from pathlib import Path

from fastapi import Request
from python_multipart.exceptions import FormParserError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from corpus.intake.add import Outcome
from corpus.intake.files import Given, shown
from qa_app.errors import RefusedUpload
from qa_app.web.documents.uploads import FILE_MEGABYTES, MOST_FILES, Sent, read_said, too_large
from qa_app.web.options import MEGABYTE

FIELDS = ("title", "date", "source", "language", "id", "supersedes")
UPLOADED = "uploaded"  # the folder's name, which may become a part of an id
_LONGEST_FIELD = 4_000
LONGEST_TEXT = 2_000_000  # characters of a text that is pasted
_LONGEST_NAME = 150  # bytes: a card's name is longer, and a system takes 255
_UNNAMED = "document"
_NAMED_BY = 60  # bytes of a pasted text's first line


async def receive_files(request: Request, most_bytes: int, new_folder: Callable[[], Path]) -> Sent:
    """The files of the request, in a new folder, and what is said of them.

    Raises RefusedUpload with the status of the answer; a browser that goes away raises ClientDisconnect. Whatever
    happens, nothing is left of what was not taken.
    """
    form = await _form(request, most_bytes)
    try:
        files = [part for part in form.getlist("files") if isinstance(part, UploadFile) and part.filename]
        said = {name: value for name in FIELDS if isinstance(value := form.get(name, ""), str)}
        if any(len(value) > _LONGEST_FIELD for value in said.values()):
            raise RefusedUpload(f"One of the fields has more than {_LONGEST_FIELD:,} characters.")
        if isinstance(text := form.get("text", ""), str) and text.strip():
            files.append(_pasted(text, said["title"]))
        if not files:
            raise RefusedUpload("Choose a file or paste a text first: nothing was sent.")
        given, supersedes = read_said(said, len([each for each in files if not _is_card(each)]))
        return await run_in_threadpool(_kept, new_folder(), files, given, supersedes)
    except OSError as error:
        raise RefusedUpload("There is no space left on this machine for what was sent.", 507) from error
    finally:
        await form.close()


async def _form(request: Request, most_bytes: int) -> FormData:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise RefusedUpload("Files are sent as a form (multipart/form-data).", 415)
    most = f"{most_bytes // MEGABYTE:,} MB"
    length = request.headers.get("content-length", "0")
    too_much = RefusedUpload(f"These files are larger than {most} together; send fewer at a time.", 413)
    if length.isdecimal() and int(length) > most_bytes:
        raise too_much

    async def counted() -> AsyncGenerator[bytes, None]:
        left = most_bytes
        async for piece in request.stream():
            left -= len(piece)
            if left < 0:
                raise too_much
            yield piece

    parser = MultiPartParser(
        request.headers, counted(), max_files=MOST_FILES, max_fields=len(FIELDS) + 3, max_part_size=4 * LONGEST_TEXT
    )
    try:
        return await parser.parse()
    except (MultiPartException, FormParserError) as error:
        raise RefusedUpload(_in_words(error)) from error
    except OSError as error:
        raise RefusedUpload("There is no space left on this machine for what was sent.", 507) from error


def _in_words(error: Exception) -> str:
    message = str(getattr(error, "message", error))
    if message.startswith("Too many files"):
        return f"These are more than {MOST_FILES} files; send fewer at a time."
    if message.startswith("Part exceeded"):
        return f"The text is longer than {LONGEST_TEXT:,} characters; send it as a file."
    return "What was sent is no form that can be read."


def _pasted(text: str, title: str) -> UploadFile:
    """A text as a file that is named by its title or its first line: pasted again, it is the next version."""
    raw = text.replace("\r\n", "\n").encode("utf-8", "surrogatepass")
    name = title.strip() or next(line.strip() for line in text.splitlines() if line.strip())
    return UploadFile(BytesIO(raw), size=len(raw), filename=f"{_shortened(safe_name(name), _NAMED_BY)}.txt")


def _kept(folder: Path, files: Sequence[UploadFile], given: Given, supersedes: str | None) -> Sent:
    """The files under their own names in `folder`, which goes where they cannot be kept."""
    try:
        paths: list[Path] = []
        refused: list[Outcome] = []
        for place, file in enumerate(files):
            name = safe_name(file.filename or "")
            if (file.size or 0) > FILE_MEGABYTES << 20:
                refused.append(too_large(shown(name)))
                continue
            path = _free(folder / UPLOADED / name, place)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as stream:
                shutil.copyfileobj(file.file, stream)
            paths.append(path)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Sent(folder, tuple(paths), given, supersedes, tuple(refused))


def _free(path: Path, place: int) -> Path:
    """`path`, in a folder with the number `place` where another file of this upload has its name already."""
    return path.parent / str(place) / UPLOADED / path.name if path.exists() else path


def safe_name(name: str) -> str:
    """The last part of a file name as a browser sends it: no folder, no control character, never too long or hidden."""
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*').strip().lstrip(".")
    stem, dot, ending = kept.rpartition(".")
    if not stem:
        stem, dot, ending = kept, "", ""
    room = _LONGEST_NAME - len(f"{dot}{ending}".encode())
    if room < 1:
        return _shortened(kept, _LONGEST_NAME) or _UNNAMED
    return f"{_shortened(stem, room) or _UNNAMED}{dot}{ending}"


def _shortened(text: str, most: int) -> str:
    return text.encode("utf-8", "ignore")[:most].decode("utf-8", "ignore").strip()


def _is_card(file: UploadFile) -> bool:
    return (file.filename or "").endswith(".toml")
