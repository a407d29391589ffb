"""Sets of documents whose paragraphs are known, and the original files they were cut from.

A set is a folder with `documents.jsonl` (`{"doc_id", "paragraphs": [{"id": "DOC#ADDRESS", "number", "text"}]}`) and
the files in `raw/`. A file belongs to the document whose id ends with its name, or else to the one most of whose
paragraphs it holds.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.errors import InvalidQuestionSet

_SAMPLE = 60


@dataclass(frozen=True, slots=True)
class GoldParagraph:
    """A paragraph as it should be cut: every way in which its number may be addressed, and its words."""

    numbers: frozenset[str]
    text: str


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document's id and its paragraphs in order."""

    id: str
    paragraphs: tuple[GoldParagraph, ...]


@dataclass(frozen=True, slots=True)
class GoldSet:
    """The documents of a folder, and the SHA-256 of the file that holds them."""

    name: str
    folder: Path
    documents: tuple[GoldDocument, ...]
    sha256: str


def read_gold(folder: Path) -> GoldSet:
    """The set in `folder`; raises InvalidQuestionSet naming what is wrong."""
    path = folder / "documents.jsonl"
    try:
        raw = path.read_bytes()
        rows = [json.loads(line) for line in raw.decode("utf-8").split("\n") if line.strip()]
        documents = tuple(_document(row) for row in rows)
    except OSError as error:
        raise InvalidQuestionSet(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidQuestionSet(f"{path} is not a set of documents with paragraphs ({error}).") from error
    return GoldSet(folder.name, folder, documents, hashlib.sha256(raw).hexdigest())


def _document(row: dict[str, object]) -> GoldDocument:
    paragraphs = row.get("paragraphs") or []
    if not isinstance(paragraphs, list):
        raise TypeError(f"'paragraphs' of {row['doc_id']} is no list")
    # A bullet is a number to whoever made these sets, but nobody cites it.
    numbered = [p for p in paragraphs if re.search(r"[^\W_]", _bare(p["number"])) or "#" in str(p.get("id"))]
    kept = [p for p in numbered if re.search(r"[^\W_]", _numbers(p))]
    return GoldDocument(str(row["doc_id"]), tuple(GoldParagraph(_addresses(p), fold(p["text"])) for p in kept))


def _numbers(paragraph: dict[str, str]) -> str:
    return _bare(paragraph["number"] or paragraph["id"].rpartition("#")[2])


def _addresses(paragraph: dict[str, str]) -> frozenset[str]:
    address = re.sub(r"~\d+$", "", str(paragraph.get("id", "")).rpartition("#")[2])
    return frozenset({_numbers(paragraph), _bare(address), _bare(f"Article {address}")})


def _bare(number: str) -> str:
    """A number without its punctuation and private signs: "1." and "(1)" are 1, "Article 17(1)" stays."""
    number = re.sub(r"[\ue000-\uf8ff•]", "", number).strip()
    inner = re.fullmatch(r"[“\"]?[(\[](\w+)[)\]]", number)
    return inner[1] if inner else number.strip(' .:“"').removesuffix(")") if "(" not in number else number


def fold(text: str) -> str:
    """White space folded, soft hyphens left out: what two extractors may differ in."""
    return re.sub(r"\s+", " ", text.replace("\u00ad", "")).strip()


def pair(text_of: dict[Path, str], documents: Sequence[GoldDocument]) -> dict[Path, GoldDocument]:
    """Which document each file is, by its name or its text; files that are none of them are left out."""
    pairs = {}
    for path in text_of:
        named = [d for d in documents if re.search(rf"(^|[_/-]){re.escape(path.stem)}$", d.id)]
        found = named[0] if named else _most_alike(documents, fold(text_of[path]))
        if found and found.paragraphs:
            pairs[path] = found
    return pairs


def _most_alike(documents: Sequence[GoldDocument], text: str) -> GoldDocument | None:
    def share(document: GoldDocument) -> float:
        held = [paragraph.text[:_SAMPLE] in text for paragraph in document.paragraphs]
        return sum(held) / len(held) if held else 0.0

    best = max(documents, key=lambda document: (share(document), len(document.paragraphs)), default=None)
    return best if best and share(best) > 0.5 else None
