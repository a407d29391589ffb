"""Documents that are made up to be measured."""

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate

from corpus.types import Document
from eval.sets.known import article
from index.words.question import known_words

PER_DOCUMENT = 100


def document_of(name: str, texts: Sequence[str]) -> Document:
    """A document of these paragraphs, numbered from 1."""
    parts = [(str(number), words) for number, words in enumerate(texts, start=1)]
    return article(name, name, parts, "\n\n", "en")


def made_documents(paragraphs: int, seed: int = 7, name: str = "made") -> Iterator[Document]:
    """Documents of sentences of words that exist; the same for the same numbers."""
    rng = random.Random(seed)  # noqa: S311
    words = sorted(known_words())
    random.Random(1).shuffle(words)  # noqa: S311 - in the order of their frequency, the same for all
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))

    def sentence() -> str:
        drawn = rng.choices(words, cum_weights=weights, k=rng.randint(8, 24))
        if len(drawn) > 14:
            drawn[len(drawn) // 2] += ","
        return f"{' '.join(drawn).capitalize()}."

    for number in range(1, paragraphs // PER_DOCUMENT + 1):
        texts = [" ".join(sentence() for _ in range(rng.randint(1, 2))) for _ in range(PER_DOCUMENT)]
        yield document_of(f"{name}-{number}", texts)
