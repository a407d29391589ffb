"""A question set or its documents, in whichever format: told apart here, read by that format's reader."""

from collections.abc import Iterator
from pathlib import Path

from corpus.formats.jsonl import read_documents
from corpus.types import Document
from eval.errors import InvalidQuestionSet
from eval.sets.beir import read_beir, read_beir_documents
from eval.sets.jsonl import read_jsonl
from eval.sets.kinds import Form, form_of
from eval.sets.rows import FIELDS, Choices, Reading
from eval.sets.squad import read_squad, read_squad_documents
from eval.sets.tables import read_sheet, read_table
from eval.sets.trec_topics import read_trec


def read_rows(path: Path, choices: Choices) -> Reading:
    """The rows of the set at `path`, not checked yet; raises InvalidQuestionSet where they cannot be read at all."""
    unknown = [name for name in choices.columns if name not in FIELDS]
    if unknown:
        raise InvalidQuestionSet(f"There is no field {unknown[0]!r}; the fields are {', '.join(FIELDS)}.")
    match form_of(path):
        case Form.JSONL:
            return read_jsonl(path, choices.columns)
        case Form.TABLE:
            return read_table(path, choices.columns)
        case Form.SHEET:
            return read_sheet(path, choices.columns)
        case Form.BEIR:
            return read_beir(path, choices)
        case Form.TREC:
            return read_trec(path, choices)
        case Form.SQUAD:
            return read_squad(path)


def documents_of(path: Path) -> Iterator[Document]:
    """The documents that a BEIR folder, a SQuAD file or JSON lines hold; raises UnreadableFile."""
    if holds_documents(path):
        yield from read_beir_documents(path) if form_of(path) is Form.BEIR else read_squad_documents(path)
        return
    yield from read_documents(path)


def holds_documents(path: Path) -> bool:
    """Whether the question set at `path` brings the documents that it asks about with it."""
    form = form_of(path)
    folder = path if path.is_dir() else path.parent
    return form is Form.SQUAD or (form is Form.BEIR and (folder / "corpus.jsonl").is_file())
