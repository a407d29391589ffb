"""Which files somebody means by the paths they give, and how a file name is shown."""

import datetime
import os
import re
import stat
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from io import BufferedReader
from itertools import count, dropwhile
from pathlib import Path
from typing import Any, Self

from corpus.errors import UnreadableFile
from corpus.types import Card

_CARD = ".toml"
_CARD_BYTES = 1 << 20
_MAGIC = re.compile(r"[*?[]")
# Cf holds the characters that turn the direction of writing; these two join letters of Persian and Indian words.
_JOINERS = "\u200c\u200d"
_STEERING = ("Cc", "Cf", "Cs", "Zl", "Zp")


@dataclass(frozen=True, slots=True)
class NotFound:
    """A path that leads to no file, and why."""

    path: Path
    reason: str


@contextmanager
def opened(path: Path, most: int) -> Iterator[tuple[BufferedReader, int]]:
    """A file for reading and how many bytes it has: no more than these may be asked of it.

    What is no file, or has no size as the files of a kernel, could keep a reader waiting for ever or never end. Raises
    OSError, and UnreadableFile where it is no file or has more than `most` bytes.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise UnreadableFile("It is neither a file nor a folder.")
    with os.fdopen(descriptor, "rb") as stream:
        if status.st_size > most:
            raise UnreadableFile(f"It is larger than {most >> 20} MB.")
        yield stream, status.st_size


def find_files(paths: Iterable[str]) -> Iterator[Path | NotFound]:
    """The files of `paths` in order, each once: files, folders with all that is in them, patterns ("docs/*.pdf").

    In folders hidden files, cards and symbolic links are left out (what a link in a folder leads to is in that folder
    and is found there, or is not and was not asked for); folders are gone through by name. Where a path leads to no
    file, a NotFound comes in its place.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in _of_path(path):
            if isinstance(found, NotFound):
                yield found
            elif (real := found.resolve()) not in seen:
                seen.add(real)
                yield found


def card_beside(file: Path) -> Path | None:
    """The card of a file: FILE.toml or else, with the file's ending replaced, STEM.toml."""
    for card in (file.with_name(file.name + _CARD), file.with_suffix(_CARD)):
        if card != file and _is_file(card):
            return card
    return None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # the name of a card can be too long where the file's is not
        return False


def shown(path: Path | str) -> str:
    r"""A file name, or a sentence that may hold one, as one line of valid Unicode that cannot steer a terminal.

    Control characters, characters that turn the direction of writing, line separators and bytes that are no
    characters are written as in Python's source ("\x1b", "\u202e").
    """
    return "".join(character if _is_harmless(character) else _escaped(character) for character in str(path))


def _is_harmless(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) not in _STEERING


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # how Python holds a byte that is no character
        return f"\\x{code - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")


def _of_path(path: str) -> Iterator[Path | NotFound]:
    try:
        mode = Path(path).stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        yield from _of_pattern(path)
        return
    except (OSError, ValueError) as error:
        yield NotFound(Path(path), f"It cannot be read: {_words(error)}.")
        return
    if stat.S_ISDIR(mode):
        yield from _of_folder(Path(path))
    elif not stat.S_ISREG(mode):
        yield NotFound(Path(path), "It is neither a file nor a folder.")
    elif path.endswith(_CARD):
        yield from _lone_card(Path(path))
    else:
        yield Path(path)


def _of_pattern(path: str) -> Iterator[Path | NotFound]:
    parts = Path(path).parts
    plain = next((place for place, part in enumerate(parts) if _MAGIC.search(part)), None)
    if plain is None:
        yield NotFound(Path(path), "There is no such file.")
        return
    folder = Path(*parts[:plain])
    try:
        # Unlike glob.glob this follows no links where "**" stands, so that loops end.
        matches = sorted(folder.glob(str(Path(*parts[plain:]))))
    except (OSError, ValueError) as error:
        yield NotFound(Path(path), f"It cannot be read: {_words(error)}.")
        return
    matches = [m for m in matches if not any(part.startswith(".") for part in m.relative_to(folder).parts)]
    if not matches:
        yield NotFound(Path(path), "No file matches this.")
    for match in matches:
        yield from _of_path(str(match))


def _of_folder(folder: Path) -> Iterator[Path | NotFound]:
    is_empty = True
    for found in _walk(folder):
        is_empty = False
        yield found
    if is_empty:
        yield NotFound(folder, "There is no file in this folder.")


def _walk(folder: Path) -> Iterator[Path | NotFound]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield NotFound(folder, f"The folder cannot be read: {_words(error)}.")
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from _walk(Path(entry.path))
        elif entry.is_file() and not entry.name.endswith(_CARD):
            yield Path(entry.path)


def _lone_card(card: Path) -> Iterator[NotFound]:
    """A card named by itself (as the shell makes of `docs/*`) is read with its document, if that is there."""
    beside = card.with_suffix("")
    if beside.is_file() or any(p.suffix != _CARD and p.stem == card.stem for p in card.parent.iterdir()):
        return
    yield NotFound(card, "It is a card, and no document stands beside it.")


def _words(error: OSError | ValueError) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)


# Which id a document gets: the one that is given, the one its file has already, or one made of the file's name.

MOST_CHARACTERS = 80
_MOST_GIVEN = 200
_SIGNS = "-_.:+()"


def slug(name: str) -> str:
    """`name` as something to type: letters of any script and digits, small, with hyphens between; never empty."""
    joined = name.replace("\u200c", "").replace("\u200d", "")
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", joined).casefold())
    kept = "".join(c if _is_of_a_word(c) else "-" for c in folded)
    whole = re.sub("-+", "-", kept)[:MOST_CHARACTERS].strip("-")
    return "".join(dropwhile(lambda c: unicodedata.category(c)[0] not in "LN", whole)) or "document"


def _is_of_a_word(character: str) -> bool:
    """A letter, a digit, or a mark that is set on one."""
    return unicodedata.category(character)[0] in "LMN"


def check_id(document: str) -> str:
    """`document` if it can be an id that somebody gives; raises UnreadableFile."""
    if not 0 < len(document) <= _MOST_GIVEN or not all(c in _SIGNS or _is_of_a_word(c) for c in document):
        raise UnreadableFile(
            f"The id {document!r} cannot be used: it may have letters, digits, hyphens, points and underscores only."
        )
    return document


def choose_id(file: Path, taken: Mapping[str, str]) -> str:
    """The id for the document in `file`, where none is given. `taken` says which file each id in use came from.

    The file that was added before keeps its id. A file that has the name of one that is no longer there is taken as
    that one, moved. A file of the same name in another folder is another document: its folder goes before
    its name ("2020-report"); one of the same folder and another ending gets the ending ("report-docx").
    """
    here = origin_of(file)
    mine = [document for document, origin in taken.items() if origin == here]
    if len(mine) == 1:
        return mine[0]
    return next(name for name in _candidates(file, taken) if _is_free(taken.get(name), here))


def _is_free(origin: str | None, here: str) -> bool:
    return origin is None or origin == here or _is_gone(origin)


def _is_gone(origin: str) -> bool:
    """Whether no file is there any more; a name that had to be escaped cannot be looked up, so it counts as there."""
    return bool(origin) and not (os.sep == "/" and "\\" in origin) and not Path(origin).exists()


def _candidates(file: Path, taken: Mapping[str, str]) -> Iterator[str]:
    name = slug(file.stem)
    yield name
    real = file.resolve()
    if Path(taken.get(name, "")).parent == real.parent:
        yield slug(file.name)
    for depth in range(1, min(len(real.parents), 4)):
        yield slug("-".join([*reversed([parent.name for parent in real.parents[:depth]]), file.stem]))
    for number in count(2):
        yield f"{name[: MOST_CHARACTERS - 8]}-{number}"


def origin_of(file: Path) -> str:
    """How a library remembers where a document came from: the whole path."""
    return shown(file.resolve())


# What people say of a document beside its text: the TOML card, and the part of one that overrides what was read.

_TEXT_FIELDS = ("id", "title", "place", "publisher", "source", "language", "symbol")


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody says of a document; None where they leave it to what is read in the file."""

    id: str | None = None
    title: str | None = None
    date: datetime.date | None = None
    place: str | None = None
    publisher: str | None = None
    source: str | None = None
    language: str | None = None
    symbol: str | None = None

    def over(self, card: Card) -> Card:
        """`card` with everything that is given in place of what it said."""
        return replace(card, **self._said())

    def before(self, other: Self) -> Self:
        """Both together; where both say something, this one's word."""
        return replace(other, **self._said())

    def agrees_with(self, card: Card) -> bool:
        """Whether `card` says all of this already."""
        return self.over(card) == card

    def _said(self) -> dict[str, Any]:
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in said.items() if value is not None}


def read_card(path: Path) -> Card:
    """The card at `path`; raises UnreadableFile naming the field that is wrong."""
    given = read_given(path)
    for name in ("id", "title"):
        if not getattr(given, name):
            raise UnreadableFile(f"The card {path} has no {name!r}.")
    return given.over(Card("", "", None, None, None, None, "en"))


def read_given(path: Path) -> Given:
    """What the card at `path` says, be it only one field; raises UnreadableFile naming the field that is wrong."""
    try:
        with opened(path, _CARD_BYTES) as (stream, size):
            fields = tomllib.loads(stream.read(size).decode("utf-8-sig"))
    except UnreadableFile as error:
        raise UnreadableFile(f"The card {path} cannot be read: {error}") from error
    except OSError as error:
        raise UnreadableFile(f"The card {path} cannot be read: {error.strerror}.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise UnreadableFile(f"The card {path} is not valid TOML: {error}.") from error
    _check(path, fields)
    return Given(**fields)


def _check(path: Path, fields: dict[str, Any]) -> None:
    unknown = set(fields) - {*_TEXT_FIELDS, "date"}
    if unknown:
        raise UnreadableFile(f"The card {path} has a field pincite does not know: {min(unknown)!r}.")
    for name in _TEXT_FIELDS:
        if name in fields and not isinstance(fields[name], str):
            raise UnreadableFile(f"The field {name!r} of the card {path} must be text.")
    for name in ("id", "title", "language"):
        if name in fields and not fields[name].strip():
            raise UnreadableFile(f"The card {path} has no {name!r}: it is empty there.")
    if "date" in fields and type(fields["date"]) is not datetime.date:
        raise UnreadableFile(f"The field 'date' of the card {path} must be a date such as 2017-06-06.")
