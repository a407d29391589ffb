"""The engine follows the library: what another process adds, replaces or removes shows at the next question."""

import logging
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from corpus.cutting.segment import segment
from corpus.errors import DamagedDocument
from corpus.library.library import Library
from corpus.types import Card, Document
from index.encoders.encoder import Vectors
from index.encoders.hashing import HashingEncoder
from index.engine import Engine

ROOT = Path(__file__).parents[2]
CROPS = "wheat barley grow"
# Another pincite: does one thing to the library, encodes what is new, and goes.
OTHER = """
import sys
from pathlib import Path
from corpus.library.library import Library
from index.engine import Engine
from index.encoders.hashing import HashingEncoder
from tests.index.test_engine import farm
with Library.open(Path(sys.argv[1]), tuple) as library:
    exec(sys.argv[2])
    Engine(library, HashingEncoder).encode()
"""


def farm(*sentences: str, name: str = "farm") -> Document:
    """A document of those paragraphs and one more."""
    text = "\n".join(f"{n}. {sentence}" for n, sentence in enumerate((*sentences, "Nothing more."), 1))
    return segment(text, Card(name, name.title(), None, None, None, None, "en"))


FARM = farm("Wheat and barley grow well.")
Elsewhere = Callable[[str], None]


@pytest.fixture
def elsewhere(library: Library) -> Elsewhere:
    """Do something to the library in another process."""

    def run(change: str) -> None:
        command = [sys.executable, "-c", OTHER, str(library.folder), change]
        subprocess.run(command, cwd=ROOT, check=True, timeout=60)

    return run


def best(engine: Engine, question: str = CROPS, document: str | None = None) -> list[tuple[str, str]]:
    """Which document is found first, and its words."""
    hits = engine.search_many([question], 1, [document])[0]
    return [(hit.paragraph.id.document, hit.paragraph.text) for hit in hits]


def test_an_open_engine_follows_another_process(engine: Engine, elsewhere: Elsewhere) -> None:
    """Added, updated, superseded and removed: the next question is answered from the texts as they are then."""
    before = best(engine)

    elsewhere("library.add(farm('Wheat and barley grow well.'))")
    added = best(engine)
    elsewhere("library.add(farm('First.', 'Wheat and barley grow badly.'))")
    updated = best(engine)
    elsewhere("library.add(farm('Barley and wheat grow here.', name='field'), supersedes='farm')")
    superseded = best(engine)
    elsewhere("library.remove('field')")
    removed = best(engine)

    assert before[0][0] == "kabul-process-2017"
    assert added == [("farm", "Wheat and barley grow well.")]
    assert updated == [("farm", "Wheat and barley grow badly.")]
    assert superseded == [("field", "Barley and wheat grow here.")]
    assert removed == updated
    assert engine.words.search("barley", 9, None)[0].paragraph.id.document == "farm"


def test_an_unchanged_library_costs_one_look(engine: Engine) -> None:
    """Nothing is made anew between two questions."""
    best(engine)
    retriever, words = engine.retriever, engine.words

    best(engine)

    assert engine.retriever is retriever
    assert engine.words is words
    assert engine.refresh() is False


class MeanwhileEncoder(HashingEncoder):
    """Does something else while the question is being encoded."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        super().__init__()
        self.meanwhile = meanwhile

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See index.encoders.encoder.Encoder."""
        self.meanwhile()
        return super().encode_questions(texts)


@pytest.mark.parametrize("change", ["library.add(farm('Wheat.'))", "library.remove('farm')"])
def test_a_document_that_changes_during_a_question_is_no_error(
    library: Library, elsewhere: Elsewhere, change: str
) -> None:
    """The index of a moment ago points to a paragraph that is no longer there, so the question is asked again."""
    library.add(farm("First.", "Second.", "Wheat and barley grow well."))
    changes = iter(["", change])
    engine = Engine(library, lambda: MeanwhileEncoder(lambda: elsewhere(next(changes, ""))))
    best(engine, "peace", "kabul-process-2017")  # the farm is not in memory yet

    ((document, text),) = best(engine)

    assert (document, text == "Wheat.") == (("farm", True) if "add" in change else ("kabul-process-2017", False))


HOLD = """
import sys
from pathlib import Path
from corpus.library.library import Library
with Library.open(Path(sys.argv[1]), tuple) as library, library.writing():
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def writer(library: Library) -> Iterator[subprocess.Popen[str]]:
    """Another pincite that is adding documents for as long as the test likes."""
    command = [sys.executable, "-c", HOLD, str(library.folder)]
    other = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    yield other
    other.communicate(input="done\n", timeout=30)


def held(writer: subprocess.Popen[str]) -> bool:
    return writer.stdout is not None and writer.stdout.readline() == "held\n"


def test_questions_are_answered_while_another_process_writes(
    engine: Engine, library: Library, writer: subprocess.Popen[str], caplog: pytest.LogCaptureFixture
) -> None:
    """What is not encoded yet is left out and said to be, rather than encoded twice."""
    engine.encode()
    assert held(writer)
    library.add(FARM)

    with caplog.at_level(logging.WARNING):
        found = best(engine)

    assert found[0][0] == "kabul-process-2017"
    assert f"(process {writer.pid})" in caplog.text
    assert "Documents that are not encoded yet are not searched" in caplog.text


def test_a_question_within_a_superseded_document_finds_nothing(engine: Engine, library: Library) -> None:
    """It can be read by its id, and is not searched."""
    library.add(FARM)
    library.add(farm("Nothing grows."))

    assert best(engine, document="farm@1") == []
    assert best(engine, document="farm") == [("farm", "Nothing grows.")]


def test_the_words_are_read_one_document_at_a_time(engine: Engine, library: Library) -> None:
    """An index over thousands of documents is made from an iterator, and holds paragraphs alone."""
    library.add(FARM)
    library.add(farm("Wheat.", name="second"))

    found = {hit.paragraph.id.document for hit in engine.words.search("wheat", 9)}

    assert found == {"farm", "second"}


def test_the_encoder_is_loaded_once(library: Library) -> None:
    """However often the library changes."""
    loaded = []

    def load() -> HashingEncoder:
        loaded.append(1)
        return HashingEncoder()

    engine = Engine(library, load)
    best(engine)
    library.add(FARM)

    assert best(engine) == [("farm", "Wheat and barley grow well.")]
    assert loaded == [1]


def test_a_damaged_document_keeps_nobody_from_the_others(engine: Engine, library: Library) -> None:
    """It is set aside whether the words or a search meet it first; asked for by its id it is an error."""
    library.add(FARM)
    library.add(farm("Barley grows on rocks.", name="rocks"))
    assert best(engine) == [("farm", "Wheat and barley grow well.")]
    with library._file.writing() as db:
        db.execute("UPDATE document SET text = replace(text, 'well', 'ill!') WHERE id = 'farm'")

    engine.view.contents.loaded.cache_clear()  # type: ignore[attr-defined]
    assert best(engine) == [("rocks", "Barley grows on rocks.")]
    assert list(engine.damaged) == ["farm"]
    assert best(Engine(library, HashingEncoder)) == [("rocks", "Barley grows on rocks.")]
    with pytest.raises(DamagedDocument, match=r"The text of farm is not the one that was stored"):
        best(engine, document="farm")

    library.add(FARM)
    assert best(engine) == [("farm", "Wheat and barley grow well.")]
