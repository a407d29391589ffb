"""What is typed into the box and asks nothing of the documents: a greeting, thanks, "summarize this", an instruction.

A logistic model over the vectors of the default encoder tells it from a question (eval.training.remarks fits it on the
examples in remarks.json and on written questions), and the example most like it says how to reply: no list of words
would know "nice to meet you" from "who met whom?". With another encoder only the examples themselves are told.
"""

import json
import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import DEFAULT_ENCODER
from index.encoders.encoder import Encoder
from index.errors import ReaderUnavailable

EXAMPLES, WEIGHTS = Path(__file__).with_name("remarks.json"), Path(__file__).with_name("remarks.safetensors")
QUESTION = "question"
NOTHING = "That holds no words. Ask what the documents say, in your own words."
OF_WHAT = "Of what? Nothing was asked before, so say in the question what it is about."
# Above it are .92 of the remarks and .0015 of the questions that were left out of the fitting.
LEAST = -0.7
LONGEST = 25  # words; what is longer says something of the subject
_WORD = re.compile(r"\w")


def read_examples() -> dict[str, list[str]]:
    """The examples of each kind of remark, and those of questions."""
    return {kind: of["examples"] for kind, of in _read().items()}


def _read() -> dict[str, dict[str, list[str]]]:
    stored: dict[str, dict[str, list[str]]] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return stored


class Remarks:
    """Tells remarks from questions with `encoder`."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        kinds = _read()
        self._known = {_plain(text): str(of["reply"]) for of in kinds.values() for text in of["examples"]}

    def replies(self, texts: Sequence[str]) -> list[str | None]:
        """For each text the reply where it is a remark; None where it is a question."""
        found: list[str | None] = [self._known.get(_plain(t)) or None if _WORD.search(t) else NOTHING for t in texts]
        unknown = [
            place
            for place, text in enumerate(texts)
            if found[place] is None and _plain(text) not in self._known and len(text.split()) <= LONGEST
        ]
        if unknown and self._encoder.identity.name == DEFAULT_ENCODER:
            vectors = self._encoder.encode_questions([texts[place] for place in unknown])
            for place, vector in zip(unknown, vectors, strict=True):
                found[place] = self._reply(vector)
        return found

    @cached_property
    def _model(self) -> tuple[NDArray[np.float32], float]:
        """Weights (d,) and intercept."""
        from safetensors import SafetensorError
        from safetensors.numpy import load_file

        try:
            stored = load_file(WEIGHTS)
        except (OSError, SafetensorError) as error:
            raise ReaderUnavailable(f"{WEIGHTS} cannot be read ({error}): reinstall pincite.") from error
        return stored["weights"], float(stored["intercept"][0])

    @cached_property
    def _examples(self) -> tuple[NDArray[np.float32], tuple[str, ...]]:
        """The unit vectors (n, d) of the examples of remarks and their replies; a question never waits for them."""
        examples = [(text, str(of["reply"])) for of in _read().values() if of["reply"] for text in of["examples"]]
        texts, replies = zip(*examples, strict=True)
        return self._encoder.encode_questions(texts), replies

    def _reply(self, vector: NDArray[np.float32]) -> str | None:
        weights, intercept = self._model
        if float(vector @ weights) + intercept <= LEAST:
            return None
        vectors, replies = self._examples
        return replies[int(np.argmax(vectors @ vector))]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
