"""How the house is built: imports point one way and in no circle, a room is small, and a word means one thing."""

import ast
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("corpus", "index", "qa_app", "pincite", "eval")
ONE_IMPORTER = {
    "faiss": {"index/vectors/nearest.py"},
    "sentence_transformers": {"index/encoders/encoder.py"},
    "tantivy": {"index/words/lexical.py"},
    "pymilvus": {"index/vectors/milvus.py"},
    "sqlite3": {"corpus/library/file.py"},
    "gradio": {"qa_app/web/chat/gradio_page.py"},
}
# What comes with the extra `eval`.
FOR_EVALUATION_ALONE = {"ir_measures", "openpyxl", "sklearn"}
NAMES_THAT_SAY_NOTHING = {"utils", "helpers", "common", "misc", "manager"}
MOST_FILES = 12
# Class names that stand for more than one thing. This list only ever becomes shorter.
SEVERAL_MEANINGS = set(
    """
    Around Asked Calibration Card Case Cell Change Checker Difference Entry Finder Finding Found Given
    Label Line Mark Measured Note Numbered Outcome Piece Place Problem Rate Reader Reading
    Request Row Search Searched Setting Sheet Shown Stretch Style Turn Words _Before _Entry _Open _Piece
    _Reader _Token _Within
    """.split()
)


@dataclass(frozen=True)
class SourceFile:
    """A file's docstring, what it imports, its classes and what it catches, read in one walk through it."""

    docstring: str | None
    imports: frozenset[str]
    classes: frozenset[str]
    broad: tuple[int, ...]

    @property
    def packages(self) -> frozenset[str]:
        """The top-level packages that it imports anywhere, also inside functions and for types alone."""
        return frozenset(name.split(".")[0] for name in self.imports)


@cache
def parsed() -> Mapping[str, SourceFile]:
    """Every file by its path, such as "corpus/types.py"."""
    paths = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): read(ast.parse(path.read_text(encoding="utf-8"))) for path in paths}


def read(tree: ast.Module) -> SourceFile:
    """What is imported, as modules ("corpus.types") and as what is in them ("corpus.types.Span"), and the rest."""
    imports: set[str] = set()
    classes: set[str] = set()
    broad = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imports |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            imports |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.ClassDef):
            classes.add(node.name)
        elif isinstance(node, ast.ExceptHandler) and catches_all(node):
            broad.append(node.lineno)
    return SourceFile(ast.get_docstring(tree), frozenset(imports), frozenset(classes), tuple(broad))


def catches_all(handler: ast.ExceptHandler) -> bool:
    """Whether it catches whatever there is and raises nothing."""
    is_broad = handler.type is None or getattr(handler.type, "id", "") in {"Exception", "BaseException"}
    return is_broad and not any(isinstance(inner, ast.Raise) for inner in ast.walk(handler))


def files_imported() -> dict[str, set[str]]:
    """For each file those of ours that it imports; a package is its `__init__.py` and is not meant by what is in it."""
    modules = {path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): path for path in parsed()}
    files: dict[str, set[str]] = {}
    for path, source in parsed().items():
        names = source.imports & modules.keys()
        deepest = {name for name in names if not any(other.startswith(f"{name}.") for other in names)}
        files[path] = {modules[name] for name in deepest} - {path}
    return files


def test_imports_point_one_way() -> None:
    """A room imports only from the rooms before it, and nothing imports the tests."""
    wrong = {}
    for path, source in parsed().items():
        later = {*ROOMS[ROOMS.index(path.split("/")[0]) + 1 :], "tests"}
        if found := source.packages & later:
            wrong[path] = found

    assert wrong == {}


def test_no_files_import_each_other() -> None:
    """The imports of a file never lead back to it, not even those inside functions or for types."""
    left = files_imported()
    while free := {path for path, wanted in left.items() if not wanted & left.keys()}:
        left = {path: wanted for path, wanted in left.items() if path not in free}

    assert left == {}


@pytest.mark.parametrize("library", ONE_IMPORTER)
def test_a_heavy_library_has_one_importing_file(library: str) -> None:
    """faiss, sentence_transformers, tantivy, pymilvus, gradio and sqlite3 can each be replaced in one place."""
    importers = {path for path, source in parsed().items() if library in source.packages}

    assert importers == ONE_IMPORTER[library]


def test_the_app_needs_nothing_that_only_evaluation_needs() -> None:
    """What the extra `eval` brings is imported by eval alone, and not by the pages that it adds to the app."""
    files = files_imported()
    pages = {path for path in parsed() if path.startswith("eval/pages/")}
    while more := {wanted for path in pages for wanted in files[path]} - pages:
        pages |= more
    app = {path for path in parsed() if not path.startswith("eval/")} | pages

    assert {path for path in app if parsed()[path].packages & FOR_EVALUATION_ALONE} == set()


def test_no_module_has_a_name_that_says_nothing() -> None:
    """A reader guesses what is in a file from its name."""
    assert {Path(path).stem for path in parsed()} & NAMES_THAT_SAY_NOTHING == set()


def test_a_folder_is_seen_at_a_glance() -> None:
    """No folder of a package holds more than a dozen files, `__init__.py` apart."""
    counts = Counter(str(Path(path).parent) for path in parsed() if not path.endswith("__init__.py"))

    assert {folder: count for folder, count in counts.items() if count > MOST_FILES} == {}


def test_a_class_name_means_one_thing() -> None:
    """No class is defined in two files, but for those that have been until now."""
    files = defaultdict(set)
    for path, source in parsed().items():
        for name in source.classes:
            files[name].add(path)

    twice = {name: paths for name, paths in files.items() if len(paths) > 1}

    assert {name: paths for name, paths in twice.items() if name not in SEVERAL_MEANINGS} == {}


def test_a_broad_except_always_raises_again() -> None:
    """A failure can never look like "the document doesn't say"."""
    broad = [f"{path}:{line}" for path, source in parsed().items() for line in source.broad]

    assert broad == []


def test_every_module_starts_with_its_purpose() -> None:
    """The first thing in a file is a sentence on what it is for."""
    assert [path for path, source in parsed().items() if not source.docstring] == []


def test_nothing_stored_is_read_as_code() -> None:
    """No pickle, no torch.load, no numpy file that may hold one."""
    reads_code = {"pickle", "joblib", "dill", "shelve", "marshal"}
    texts = {path: (ROOT / path).read_text(encoding="utf-8") for path in parsed()}

    assert {path for path, source in parsed().items() if source.packages & reads_code} == set()
    assert {path for path, text in texts.items() if "torch.load" in text or "allow_pickle" in text} == set()
