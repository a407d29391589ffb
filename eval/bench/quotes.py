"""How fast quotations are checked in a large library, beside a checker or a fuzzy match over the same text."""

import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from statistics import median

from corpus.library.library import Library
from corpus.library.view import LibraryView
from corpus.types import Document
from eval.bench.encode import PYTHON, Row, cold, milliseconds_of, pincite_command
from eval.bench.made import PER_DOCUMENT, document_of
from eval.quotes.measures import percentile
from qa_app.check.checker import Desk
from qa_app.check.sources import LibrarySources
from qa_app.check.types import Quotation

PARAGRAPHS = 10_000
QUOTATIONS, PEERED = 120, 4  # the peers take seconds for each
QUOTECHECK, FUZZY = "quotecheck 0.1.0, check", "rapidfuzz, partial_ratio of every paragraph"
_VOCABULARY = 8_000
_SMALL = "the of and to in that for on with is be by as not shall their which from all it or any may are".split()
_SYLLABLES = [f"{a}{b}" for a in "b c d f g l m n p r s t v st tr pr".split() for b in "a e i o u an er on".split()]


@dataclass(frozen=True, slots=True)
class Given:
    """Documents with made-up words as frequent as words are, and quotations of them, sound and unsound by turns."""

    documents: tuple[Document, ...]
    quotations: tuple[str, ...]


def quotation_speed(paragraphs: int, runs: int) -> Iterator[Row]:
    """Milliseconds a quotation in process, and seconds as a whole process, in a library of so many paragraphs."""
    given = made(paragraphs)
    with tempfile.TemporaryDirectory() as folder:
        with Library.open(Path(folder), lambda: given.documents) as library:
            desk = Desk(LibrarySources(LibraryView(library)))
            ours = _warm(lambda words: desk.check(Quotation(words)), given.quotations)
        name, theirs = _peer(given)
        of = f"in {paragraphs:,} paragraphs"
        yield Row(f"quotation p50, {of}", percentile(ours, 50), "ms", name, median(theirs))
        yield Row(f"quotation p95, {of}", percentile(ours, 95), "ms", name, max(theirs))
        bare = cold([sys.executable, "-c", "pass"], runs).seconds
        command = pincite_command(Path(folder), "check", given.quotations[1])  # altered: all of it is searched
        yield Row(f"pincite check, {of}", cold(command, runs, codes=(0, 1)).seconds, "s", PYTHON, bare)


def made(paragraphs: int, seed: int = 7, name: str = "made") -> Given:
    """The same for the same numbers, on any machine."""
    rng = random.Random(seed)  # noqa: S311
    texts = _texts(paragraphs, rng)
    documents = [texts[at : at + PER_DOCUMENT] for at in range(0, len(texts), PER_DOCUMENT)]
    return Given(
        tuple(document_of(f"{name}-{place}", each) for place, each in enumerate(documents, start=1)),
        tuple(_quotation(place, texts, rng) for place in range(QUOTATIONS)),
    )


def _texts(count: int, rng: random.Random) -> list[str]:
    """Paragraphs of 30 to 120 words, drawn as Zipf's law has it."""
    words = [*_SMALL, *dict.fromkeys("".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))) for _ in range(_VOCABULARY))]
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    return [" ".join(rng.choices(words, cum_weights=weights, k=rng.randint(30, 120))) + "." for _ in range(count)]


def _quotation(place: int, texts: Sequence[str], rng: random.Random) -> str:
    """By turns: as it stands, a word exchanged, two words left out, two paragraphs joined."""
    words, others = (rng.choice(texts).rstrip(".").split()[4:30] for _ in range(2))
    at = len(words) // 2
    return " ".join(
        (words, [*words[:at], "17", *words[at + 1 :]], [*words[:at], *words[at + 2 :]], [*words[:at], *others[at:]])[
            place % 4
        ]
    )


def _peer(given: Given) -> tuple[str, list[float]]:
    """The name of what else checks quotations here, and the milliseconds it takes for some of them."""
    asked = given.quotations[:PEERED]
    if find_spec("quotecheck"):
        from quotecheck.find import check

        text = "\n".join(document.text for document in given.documents)
        return QUOTECHECK, _warm(lambda words: check(words, text), asked)
    from rapidfuzz.fuzz import partial_ratio

    texts = [paragraph.text for document in given.documents for paragraph in document.paragraphs]
    return FUZZY, _warm(lambda words: max(partial_ratio(words, each) for each in texts), asked)


def _warm(check: Callable[[str], object], quotations: Sequence[str]) -> list[float]:
    return milliseconds_of(check, (quotations[0], *quotations))[1:]
