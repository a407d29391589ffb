"""Libraries made for evaluation, kept so that the same documents are encoded once."""

import hashlib
from pathlib import Path

from platformdirs import user_cache_path

from corpus.errors import UnreadableFile
from corpus.library.schema import VERSION

_ROOT = Path(__file__).parents[2]
# What decides which texts are encoded: where one of these changes, stored vectors may belong to other sentences.
_CUTTING = (
    "corpus/formats/jsonl.py",
    "corpus/cutting/sentences.py",
    "corpus/numbering/outline.py",
    "index/vectors/embed.py",
    "index/encoders/encoder.py",
)


def cached_library(documents: Path, encoder: str, cache: Path | None = None) -> Path:
    """The folder for the library of that file and encoder, in `cache` (default: the user's cache folder).

    Another file, encoder, schema, or other code for cutting and encoding, has another folder. Raises UnreadableFile.
    """
    try:
        parts = [_file(documents).read_bytes(), encoder.encode(), str(VERSION).encode()]
    except OSError as error:
        raise UnreadableFile(f"{documents} cannot be read: {error.strerror}") from error
    parts += [(_ROOT / path).read_bytes() for path in _CUTTING]
    key = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
    return (cache or cache_folder()) / "libraries" / f"{documents.parent.name}-{key[:16]}"


def _file(documents: Path) -> Path:
    """The file that holds them: a BEIR folder's is its corpus."""
    return documents / "corpus.jsonl" if documents.is_dir() else documents


def cache_folder() -> Path:
    """Where evaluation keeps what can be made again."""
    return user_cache_path("pincite") / "eval"
