"""Whether a quotation can run over the end of a paragraph, by words alone: a test before anything is folded. Pure."""

from collections.abc import Sequence
from functools import lru_cache

from corpus.library.words import word_keys

_KEPT = 500  # texts

Words = tuple[str, ...]


@lru_cache(_KEPT)
def words_in(text: str) -> Words:
    """The words of a text as they are looked up."""
    return word_keys(text)


def may_run_over(quotation: Words, paragraph: Words) -> bool:
    """Whether the quotation goes on where the paragraph ends, begins before it does, or holds all of it."""
    most = min(len(quotation), len(paragraph))
    return any(paragraph[-k:] == quotation[:k] or quotation[-k:] == paragraph[:k] for k in range(1, most + 1)) or (
        bool(paragraph) and has_all([paragraph], quotation)
    )


def has_all(runs: Sequence[Words], text: Words) -> bool:
    """Whether the words of every run stand in the text one after the other, wherever that is."""
    line = f" {' '.join(text)} "
    return all(f" {' '.join(run)} " in line for run in runs)
