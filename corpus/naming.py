"""Which id a document gets: the one that is given, the one its file has already, or one made of the file's name."""

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import count, dropwhile
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.files import shown

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
