"""Late interaction: every token of a question looks for its like among the tokens of a paragraph."""

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoders.hashing import HashingEncoder
from index.encoders.late_interaction import FOLDER, Tokens, late_scores, projection_of, quantised, unit_rows

SHA256 = "1adb9bb53fb657403776c1a5579ba92b6788ee63dfd93260d91effee3eea64f8"
WORDS = HashingEncoder(token_dimension=64)


def tokens(text: str) -> Tokens:
    """One token a word."""
    return WORDS.encode_paragraphs_with_tokens([text])[1][0]


def test_the_share_of_a_questions_words_that_a_paragraph_has_is_the_score() -> None:
    """Where equal words are equal tokens and all others have nothing in common: one, a half, none."""
    paragraphs = [quantised(tokens(text)) for text in ("peace and trade", "no trade", "wheat")]

    assert late_scores(tokens("peace trade"), paragraphs).tolist() == [1.0, 0.5, 0.0]


def test_what_has_no_token_scores_nothing() -> None:
    """A paragraph that was encoded without, and a question without."""
    some = quantised(tokens("peace"))

    assert late_scores(tokens("peace"), [b"", some, b""]).tolist() == [0.0, 1.0, 0.0]
    assert late_scores(np.zeros((0, 64), np.float32), [some]).tolist() == [0.0]
    assert late_scores(tokens("peace"), []).tolist() == []


@given(st.integers(0, 2**32 - 1))
def test_quantising_changes_a_score_by_less_than_a_fiftieth(seed: int) -> None:
    """Against the mean of the best cosines, reckoned plainly."""
    generator = np.random.default_rng(seed)
    question, first, second = (unit_rows(generator.normal(size=(n, 96)).astype(np.float32)) for n in (5, 9, 30))

    scores = late_scores(question, [quantised(first), quantised(second)])

    expected = [(question @ each.T).max(axis=1).mean() for each in (first, second)]
    assert scores.tolist() == pytest.approx(expected, abs=0.02)


@pytest.mark.slow
def test_the_projection_of_the_default_encoder_is_the_one_that_libraries_were_made_with() -> None:
    """A stored token means nothing under another projection: a new one needs another name or another size."""
    (path,) = FOLDER.iterdir()
    projection = projection_of("multilingual-e5-small")

    assert path.stat().st_size < 200_000
    assert hashlib.sha256(path.read_bytes()).hexdigest() == SHA256
    assert projection is projection_of("multilingual-e5-small")
    assert projection is not None
    assert (projection.mean.shape, projection.directions.shape) == ((384,), (384, 96))
    assert np.allclose(projection.directions.T @ projection.directions, np.eye(96), atol=0.01)


def test_projected_tokens_are_of_unit_length() -> None:
    """Whatever length they had."""
    projection = projection_of("multilingual-e5-small")
    assert projection is not None

    few = projection(np.random.default_rng(0).normal(size=(7, 384)).astype(np.float32) * 9)

    assert few.shape == (7, projection.dimension)
    assert np.linalg.norm(few, axis=1).tolist() == pytest.approx([1.0] * 7)


@pytest.mark.parametrize("name", ["all-MiniLM-L6-v2", "hashing", "/some/folder", ""])
def test_another_encoder_has_no_projection(name: str) -> None:
    """It works without late interaction."""
    assert projection_of(name) is None
