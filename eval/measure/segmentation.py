"""How well files are cut into paragraphs: numbers found, numbers invented, and texts that are right to the letter."""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableFile
from corpus.intake.files import Given
from corpus.intake.read import Request
from corpus.intake.reader import FileReader
from corpus.types import Document, Kind, Paragraph
from eval.errors import InvalidQuestionSet
from eval.measure.stats import estimate
from qa_app import __version__

SETS = ("uk_judgments", "uk_explanatory_docs", "gdpr_qa", "unsc_drafts")
MEASURES = ("recall", "precision", "exact", "equal")
SEED = 20170606


@dataclass(frozen=True, slots=True)
class FileScore:
    """One file against its gold paragraphs, in counts.

    `found` are gold numbers that the file's paragraphs or subparagraphs have; `printed` the paragraphs that were cut,
    `invented` those whose number neither the gold nor the run of numbers before it accounts for; `exact` are texts
    equal after folding white space, with the marks of notes left out or in their places, `equal` those that differ
    only in where notes and cross-heads are put.
    """

    file: str
    gold: int
    found: int
    printed: int
    invented: int
    exact: int
    equal: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]


# Sets of documents whose paragraphs are known, and the original files they were cut from.
# A set is a folder with `documents.jsonl` (`{"doc_id", "paragraphs": [{"id": "DOC#ADDRESS", "number", "text"}]}`) and
# the files in `raw/`. A file belongs to the document whose id ends with its name, or else to the one most of whose
# paragraphs it holds.


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


def score(file: str, gold: GoldDocument, document: Document) -> FileScore:
    """Count what was found, what was missed and what was invented."""
    rows: defaultdict[str, list[tuple[str, Paragraph]]] = defaultdict(list)
    for p in document.in_order:
        if p.label is not None:
            text = fold(p.text)
            for number in {_plain(p.number), _last(p.number)}:
                rows[number].append((text, p))
    cut = [p for p in document.paragraphs if p.kind is Kind.NUMBERED]
    known = {number for paragraph in gold.paragraphs for number in paragraph.numbers}
    missing, exact, equal = [], 0, 0
    notes = [fold(note.span.of(document.text)) for note in document.footnotes]
    for paragraph in gold.paragraphs:
        own = [row for number in paragraph.numbers for row in rows.get(number, ())]
        if not own:
            missing.append(min(paragraph.numbers, key=len))
            continue
        same = any(text == paragraph.text or _is_printed_as(document, p, paragraph.text) for text, p in own)
        exact += same
        equal += same or any(_equal(text, paragraph, notes) for text, _ in own)
    extra = tuple(_invented([p.number for p in cut], known))
    found = len(gold.paragraphs) - len(missing)
    return FileScore(file, len(gold.paragraphs), found, len(cut), len(extra), exact, equal, tuple(missing), extra)


def _is_printed_as(document: Document, paragraph: Paragraph, wanted: str) -> bool:
    """Whether it is `wanted` with the marks of notes in their places, as some sets print it.

    White space around and within a mark is free, and nothing else.
    """
    parts, position = [], paragraph.span.start
    for mark in document.marks:
        if paragraph.span.start <= mark.place <= paragraph.span.end:
            parts.append(re.escape(fold(document.text[position : mark.place])))
            parts.append(r"\s?".join(map(re.escape, "".join(mark.text.split()))))
            position = mark.place
    parts.append(re.escape(fold(document.text[position : paragraph.span.end])))
    return len(parts) > 1 and re.fullmatch(r"\s?".join(parts), wanted) is not None


def _plain(number: str) -> str:
    return re.sub(r"~\d+", "", number)


def _last(number: str) -> str:
    """ "1" of "16(1)": some gold sets list what lies within a paragraph beside it."""
    match = re.search(r"\((\w+)\)$", _plain(number))
    return match[1] if match else _plain(number)


def _invented(numbers: Sequence[str], known: set[str]) -> Iterable[str]:
    """Numbers that the gold does not have; where it stops early, those that count on from its last are not invented."""
    before = ""
    for number in numbers:
        plain = _plain(number)
        if plain not in known and not _counts_on(before, plain) and "~" not in number:
            yield number
            continue
        before = plain


def _counts_on(before: str, number: str) -> bool:
    return before.isdecimal() and number.isdecimal() and int(number) == int(before) + 1


def _equal(text: str, gold: GoldParagraph, notes: Sequence[str]) -> bool:
    """Whether two texts are equal once notes, which some sets print where they are called, and hyphens are left out."""
    wanted = gold.text
    for note in notes:
        wanted = wanted.replace(note, "")
    ours, theirs = _letters(text), _letters(wanted)
    if ours == theirs:
        return True
    # A note's mark in our text; a cross-head at the end of theirs, which stands over the next paragraph.
    return re.sub(r"\d", "", ours) == re.sub(r"\d", "", theirs) or (
        theirs.startswith(ours) and len(theirs) - len(ours) < 120 and wanted[-1:] not in ".;”"
    )


def _letters(text: str) -> str:
    return re.sub(r"[\s\-‐‑–]", "", text)


def report_on(folder: Path, progress: Callable[[str, int, int], None] | None = None) -> dict[str, Any]:
    """Every gold set that lies in `folder`; raises InvalidQuestionSet where there is none."""
    names = [name for name in SETS if (folder / name / "documents.jsonl").is_file()]
    if not names:
        raise InvalidQuestionSet(f"{folder} holds none of the gold sets {', '.join(SETS)}; --gold names the folder.")
    measured = []
    for name in names:
        report = partial(progress, name) if progress else None
        measured.append(measure(read_gold(folder / name), report))
    today = datetime.now(UTC).date().isoformat()
    return {"signature": {"date": today, "pincite": __version__, "seed": SEED}, "sets": measured}


@dataclass(frozen=True, slots=True)
class GoldSet:
    """The documents of a folder, and the SHA-256 of the file that holds them."""

    name: str
    folder: Path
    documents: tuple[GoldDocument, ...]
    sha256: str


def measure(gold: GoldSet, report: Callable[[int, int], None] | None = None) -> dict[str, Any]:
    """Every file of the set, the counts of each, and the figures for each kind of file."""
    files = sorted(path for path in (gold.folder / "raw").iterdir() if path.is_file())
    documents: dict[Path, Document] = {}
    failed: dict[str, str] = {}
    with FileReader() as reader:
        for done, path in enumerate(files, start=1):
            try:
                sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
                [read] = reader.read(Request(path, sha256, "document", Given()))
                documents[path] = read.document
            except UnreadableFile as error:
                failed[path.name] = str(error)
            if report:
                report(done, len(files))
    pairs = pair({path: document.text for path, document in documents.items()}, gold.documents)
    scores = [score(path.name, pairs[path], documents[path]) for path in documents if path in pairs]
    kinds = sorted({Path(s.file).suffix for s in scores})
    return {
        "set": gold.name,
        "gold_sha256": gold.sha256,
        "failed": failed,
        "kinds": {kind[1:]: figures([s for s in scores if s.file.endswith(kind)]) for kind in kinds},
        "files": [asdict(s) for s in scores],
    }


def figures(scores: Sequence[FileScore]) -> Mapping[str, Any]:
    """Recall, precision and the two shares of right texts over all paragraphs; means and intervals over files."""
    over_all: dict[str, float] = {}
    per_file: dict[str, list[float]] = {}
    for name, (part, whole) in _COUNTED.items():
        counts = [(getattr(s, part), getattr(s, whole)) for s in scores]
        over_all[name] = round(_share(name, sum(n for n, _ in counts), sum(of for _, of in counts)), 4)
        each = estimate([_share(name, n, of) for n, of in counts], SEED)
        per_file[name] = [round(each.mean, 4), round(each.low, 4), round(each.high, 4)]
    return {"files": len(scores), "paragraphs": sum(s.gold for s in scores), **over_all, "per file": per_file}


# What is counted of each file and of how many; of precision what is counted is wrong.
_COUNTED = {
    "recall": ("found", "gold"),
    "precision": ("invented", "printed"),
    "exact": ("exact", "gold"),
    "equal": ("equal", "gold"),
}


def _share(name: str, counted: int, of: int) -> float:
    share = counted / max(1, of)
    return 1 - share if name == "precision" else share


_SAMPLE = 60


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
