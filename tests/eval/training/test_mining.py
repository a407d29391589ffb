"""Harder misleading paragraphs."""

import numpy as np

from eval.training.mining import mine
from eval.training.sources import Lesson

TEXTS = ("The mission ends in May.", "The mission began in May.", "The mission costs much.", "Fish swim.")
VECTORS = dict(zip(TEXTS, np.eye(4, dtype=np.float32), strict=True))


def mined(words: str, question: list[float]) -> tuple[str, ...]:
    lesson = Lesson("set", "When does it end?", (TEXTS[0],), ("Far off.",), words, "pool")
    row = np.array([question], dtype=np.float32)
    (found,) = mine([lesson], {"pool": TEXTS}, VECTORS, row)
    return found.misleading


def test_the_nearest_paragraphs_of_the_document_come_first() -> None:
    """What the retriever would have shown is what the reader must learn to refuse."""
    assert mined("ends", [0.9, 0.1, 0.4, 0.2]) == (TEXTS[2], TEXTS[3], TEXTS[1], "Far off.")


def test_a_paragraph_that_holds_the_words_of_the_answer_is_not_called_misleading() -> None:
    """Another paragraph may answer as well."""
    assert mined("May", [0.9, 0.8, 0.4, 0.2]) == (TEXTS[2], TEXTS[3], "Far off.")


def test_a_twin_of_the_answering_paragraph_is_not_called_misleading() -> None:
    """Sets mark one of two paragraphs that say the same."""
    twins = {**VECTORS, TEXTS[1]: VECTORS[TEXTS[0]]}
    lesson = Lesson("set", "When?", (TEXTS[0],), (), "", "pool")
    (found,) = mine([lesson], {"pool": TEXTS}, twins, np.array([[1, 0, 0, 0]], dtype=np.float32))

    assert TEXTS[1] not in found.misleading
