"""A library that is killed and damaged on purpose: what was acknowledged is there, and no damaged text is an answer."""

import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from corpus.errors import PinciteError
from corpus.library.library import FILE_NAME, Library
from corpus.types import Paragraph
from eval.bench.encode import Measured, Row
from eval.bench.killed import ENCODED, SAID, NotingEncoder, law, lines
from index.encoders.encoder import BATCH
from index.encoders.hashing import HashingEncoder
from index.engine import Engine
from index.vectors.index import open_index
from qa_app.check.types import Quotation, Verdict
from qa_app.commands.options import make_answerer
from qa_app.outcomes import LookUp
from qa_app.service import Service

_KILLED_WITHIN = 3.0  # seconds
_DOCUMENTS = 12


def faults(killed: int, damaged: int) -> Measured:
    """So many kills and damages; a problem for each figure that is not as it has to be."""
    rows = (*kills(killed), *damages(damaged))
    allowed = {"texts encoded twice": rows[2].baseline_value, rows[-1].name: rows[-1].baseline_value}
    problems = (f"{row.name}: {row.value:g}" for row in rows if row.value > allowed.get(row.name, 0))
    return Measured(rows, problems=tuple(problems))


# Kills.


def kills(times: int, seed: int = 1) -> Iterator[Row]:
    """Kill a process that adds, encodes and indexes, again and again, over one library; what was lost or done twice."""
    rng = random.Random(seed)  # noqa: S311
    lost = wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for _ in range(times):
            after = rng.uniform(0.2, _KILLED_WITHIN)
            command = [sys.executable, "-m", "eval.bench.killed", str(folder)]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:  # noqa: S603
                if writer.stdout:
                    writer.stdout.readline()  # that it has begun
                time.sleep(after)
                writer.kill()
            lost += sum(1 for _ in _lost(folder))
            wrong += not _is_sound(folder)
        counts = Counter(lines(folder / ENCODED))
        twice = counts.total() - len(counts)
        said = len(lines(folder / SAID))
    yield Row(f"documents lost of {said:,} acknowledged", lost, "", "kills", times)
    yield Row("libraries or indexes that were not whole afterwards", wrong, "", "kills", times)
    yield Row("texts encoded twice", twice, "", "in the batch at hand", times * BATCH)


def _lost(folder: Path) -> Iterator[int]:
    """What was said to be stored and is not there, with its text."""
    with Library.open(folder / "library", tuple) as library:
        for number in map(int, lines(folder / SAID)):
            kept = library.knows_file(f"{number:064}")
            if kept is None or library.document(kept).text != law(number).text:
                yield number


def _is_sound(folder: Path) -> bool:
    """Whether library and index are whole, and every current document is found by what it alone says."""
    with Library.open(folder / "library", tuple) as library, library.writing():
        if library.problems():
            return False
        Engine(library, lambda: NotingEncoder(folder / ENCODED)).open()
        names = set(library.document_ids())
        return not names or {span.document for span in open_index(library)["paragraph"].spans} == names


# Damages.


def damages(times: int, seed: int = 1) -> Iterator[Row]:
    """Damage a file of a library, ask and check, and put it back, again and again; what was said that is not true."""
    rng = random.Random(seed)  # noqa: S311
    counted: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        sound = Path(name) / "sound"
        texts = _made(sound)
        for turn in range(times):
            damaged = Path(name) / f"damaged-{turn}"
            shutil.copytree(sound, damaged)
            _damage(rng, damaged)
            said = _Said(damaged, rng.randrange(1, 3 * _DOCUMENTS, 3))
            counted["false"] += any(each.text != texts.get(str(each.id)) for each in said.paragraphs)
            counted["silent"] += said.is_denied
            counted["told"] += said.is_told
            shutil.rmtree(damaged)
    yield Row("answered from a damaged text", counted["false"], "", "damages", times)
    yield Row("true quotations said not to be found", counted["silent"], "", "damages", times)
    yield Row("told to be damaged", counted["told"], "", "damages", times)


def _made(folder: Path) -> dict[str, str]:
    """A library with its index; the text of each paragraph."""
    documents = [law(number) for number in range(1, 3 * _DOCUMENTS, 3)]
    with Library.open(folder, lambda: documents) as library:
        engine = Engine(library, HashingEncoder)
        engine.encode()
        engine.bring_up_to_date()
    with suppress(FileNotFoundError):
        (folder / f"{FILE_NAME}-wal").unlink()
    return {str(paragraph.id): paragraph.text for document in documents for paragraph in document.paragraphs}


def _damage(rng: random.Random, folder: Path) -> None:
    """Other bytes at one to four places of a file, the end of it gone, all of it zero, or gone."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)
    path = rng.choice([folder / FILE_NAME, rng.choice(files)])  # the texts are in the one, every second time
    raw = bytearray(path.read_bytes())
    kind = rng.choice(["bytes"] * 7 + ["cut", "zeros", "gone"])
    path.unlink()
    if kind == "gone":
        return
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(raw))
        raw[at] ^= rng.randint(1, 255)
    left = {"bytes": bytes(raw), "cut": bytes(raw[: len(raw) // 2]), "zeros": bytes(len(raw))}
    path.write_bytes(left[kind])


class _Said:
    """What is shown for a look-up, a question and a quotation of one law in the library in `folder`.

    `is_told` says that an error came for any of them, `is_denied` that the quotation was called wrong without one.
    """

    def __init__(self, folder: Path, number: int) -> None:
        self.paragraphs: list[Paragraph] = []
        self.is_told = self.is_denied = False
        words = f"Article 7 of law {number} protects forest {7 * number}."
        try:
            with Library.open(folder, tuple) as library:
                service = Service(library, HashingEncoder, make_answerer)
                self._try(lambda: self._look_up(service, number))
                self._try(lambda: self._search(library, words))
                self._try(lambda: self._check(service, words))
        except PinciteError:
            self.is_told = True

    def _try(self, ask: Callable[[], None]) -> None:
        try:
            ask()
        except PinciteError:
            self.is_told = True

    def _look_up(self, service: Service, number: int) -> None:
        outcome = service.answer(f"What does paragraph 7 of law-{number} say?")
        self.paragraphs += [quote.paragraph for quote in outcome.quotes] if isinstance(outcome, LookUp) else []

    def _search(self, library: Library, words: str) -> None:
        engine = Engine(library, HashingEncoder)
        self.paragraphs += [hit.paragraph for hit in engine.search_many([words], 3, [None])[0]]
        self.is_told |= bool(engine.damaged)

    def _check(self, service: Service, words: str) -> None:
        check = service.check(Quotation(words))
        self.paragraphs += [citation.paragraph for citation in check.citations]
        self.is_denied = check.verdict is not Verdict.VERBATIM
