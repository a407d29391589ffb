"""Which files somebody means by the paths they give, and how a file name is shown."""

import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_CARD = ".toml"
_MAGIC = re.compile(r"[*?[]")
# Cf holds the characters that turn the direction of writing; these two join letters of Persian and Indian words.
_JOINERS = "\u200c\u200d"
_STEERING = ("Cc", "Cf", "Cs", "Zl", "Zp")


@dataclass(frozen=True, slots=True)
class NotFound:
    """A path that leads to no file, and why."""

    path: Path
    reason: str


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
