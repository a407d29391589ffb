"""How the house is built: imports point one way, and each heavy library has one importing file."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("corpus", "index", "qa_app", "eval")
ONE_IMPORTER = {
    "faiss": {"index/vectors/index.py"},
    "sentence_transformers": {"index/encoders/encoder.py"},
    "tantivy": {"index/words/lexical.py"},
    "sqlite3": {"corpus/library/file.py"},
    "gradio": {"qa_app/web/chat/page.py"},
}
NAMES_THAT_SAY_NOTHING = {"utils", "helpers", "common", "misc", "manager"}


def modules() -> list[Path]:
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The top-level packages that a file imports anywhere, also inside functions and for types alone."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    """A room imports only from the rooms before it, and nothing imports the tests."""
    room = path.relative_to(ROOT).parts[0]

    later = set(ROOMS[ROOMS.index(room) + 1 :]) | {"tests"}

    assert imported(path) & later == set()


@pytest.mark.parametrize("library", ONE_IMPORTER)
def test_a_heavy_library_has_one_importing_file(library: str) -> None:
    """faiss, sentence_transformers, tantivy, gradio and sqlite3 can each be replaced in one place."""
    importers = {str(path.relative_to(ROOT)) for path in modules() if library in imported(path)}

    assert importers == ONE_IMPORTER[library]


def test_no_module_has_a_name_that_says_nothing() -> None:
    """A reader guesses what is in a file from its name."""
    assert {path.stem for path in modules()} & NAMES_THAT_SAY_NOTHING == set()


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_broad_except_always_raises_again(path: Path) -> None:
    """A failure can never look like "the document doesn't say"."""
    broad = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"})
        and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
    ]

    assert broad == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_starts_with_its_purpose(path: Path) -> None:
    """The first thing in a file is a sentence on what it is for."""
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_stored_is_read_as_code(path: Path) -> None:
    """No pickle, no torch.load, no numpy file that may hold one."""
    text = path.read_text(encoding="utf-8")

    assert not imported(path) & {"pickle", "joblib", "dill", "shelve", "marshal"}
    assert "torch.load" not in text
    assert "allow_pickle" not in text
