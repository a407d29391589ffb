"""From what the reader says of a hit to the probability that it answers: a logistic model. Pure.

It is given the reader's logit and how many paragraphs were searched, since the best of many is large by chance alone.
What the retriever saw was tried beside them and left out: it rewards shared words, so that an unanswerable question in
the document's own vocabulary passed (AUC on written questions .94 with these two, .77 with eighteen). The retriever
helps to choose among paragraphs, and that is all it does here (`rank_of`).
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.types import Span
from index.errors import ReaderUnavailable
from index.hits import Hit
from index.reader.judgement import Asked, Reading

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights by the name of a feature, with the mean and deviation that each is standardised by.

    The probability is 1 / (1 + e^-(intercept + sum of weight x (value - mean) / deviation)); a feature that is not
    given counts as its mean. Fitted by `python -m eval.training.calibrate` (Platt 1999, with more than one score).
    """

    intercept: float
    weights: Mapping[str, float]
    means: Mapping[str, float]
    deviations: Mapping[str, float]

    def probability(self, features: Features) -> float:
        """0 to 1."""
        total = self.intercept
        for name, weight in self.weights.items():
            if name in features:
                total += weight * (features[name] - self.means[name]) / self.deviations[name]
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))


def read_calibration(path: Path) -> Calibration:
    """The calibration in a JSON file; raises ReaderUnavailable where it is none."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return Calibration(
            float(stored["intercept"]),
            {name: float(each["weight"]) for name, each in stored["features"].items()},
            {name: float(each["mean"]) for name, each in stored["features"].items()},
            {name: float(each["deviation"]) for name, each in stored["features"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReaderUnavailable(f"The reader's calibration {path} cannot be read: {error!r}.") from error


def features_of(asked: Asked, reading: Reading) -> Features:
    """What the calibration is given of a hit; "searched" is the decimal logarithm of the number of paragraphs."""
    return {"answers": reading.answers, "searched": math.log10(max(1, asked.searched))}


# Of answerable questions about documents kept apart the right paragraph came first in .75 of the official, .85 of the
# shipped and .84 of the SQuAD 2 ones with 0, in .77, .90 and .89 with 8; with 4 to 14 much the same.
RETRIEVER_WEIGHT = 8.0


def rank_of(hit: Hit, reading: Reading) -> float:
    """What hits of a question are ordered by, higher first."""
    return reading.answers + RETRIEVER_WEIGHT * hit.score


# What a question asks for, a date or a number, and what a text shows of it. English alone.


def _any(words: str) -> str:
    return rf"\b(?:{'|'.join(words.split())})\b"


def _what(words: str) -> str:
    """ "what number", "which number", "what is the number"."""
    return rf"\b(?:what|which)(?: (?:is|was|are|were) the)? (?:{'|'.join(words.split())})\b"


_NUMBERS = _any(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty hundreds?"
    " thousands? millions? billions? trillions? dozens? half third quarter double triple once twice percent none no"
)
_ASKED = {
    "number": (
        r"\bhow (?:many|much|large|big|often|old|far|high|long)\b",
        _what("number percentage share proportion amount sum size rate quantity budget total age cost price"),
    ),
    "time": (
        r"^(?:and |so )?when\b|\b(?:by|since|until|till|from) when\b|\bhow soon\b|\bdeadline\b",
        _what("date day year month deadline time"),
    ),
}
_PATTERNS = {kind: re.compile("|".join(patterns), re.IGNORECASE) for kind, patterns in _ASKED.items()}


def expected(question: str) -> frozenset[str]:
    """Which of "number" and "time" the question asks for; none where it does not say."""
    return frozenset(kind for kind, pattern in _PATTERNS.items() if pattern.search(question))


# What a date or a number looks like where a refusal says that there is none: nothing that might be one passes.
_MAY_BE = {
    "time": re.compile(
        r"\d|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|today|yesterday"
        r"|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|days?|weeks?|months?|years?|annual\w*)\b",
        re.IGNORECASE,
    ),
    "number": re.compile(rf"\d|{_NUMBERS}", re.IGNORECASE),
}
_SPOKEN = {"time": "date", "number": "number"}


def missing_kinds(question: str, text: str) -> tuple[str, ...]:
    """What `question` asks for and `text` certainly does not give: "date", "number"."""
    asked = expected(question)
    return tuple(_SPOKEN[kind] for kind, pattern in _MAY_BE.items() if kind in asked and not pattern.search(text))


LONGEST = 400  # characters


def window(hit: Hit, scores: Sequence[float], longest: int = LONGEST) -> Span:
    """The sentences around the one that scores best, the likelier neighbour first, in at most `longest` characters.

    `scores` has one for each sentence of the hit. The whole paragraph where it is short enough; a longer sentence by
    itself.
    """
    text, sentences = hit.paragraph.text, hit.sentences
    if len(text) <= longest or not sentences:
        return Span(0, len(text))
    first = last = max(range(len(sentences)), key=scores.__getitem__)
    while True:
        fitting = [
            place
            for place in (first - 1, last + 1)
            if 0 <= place < len(sentences)
            and sentences[max(place, last)].span.end - sentences[min(place, first)].span.start <= longest
        ]
        if not fitting:
            return Span(sentences[first].span.start, sentences[last].span.end)
        taken = max(fitting, key=lambda place: (scores[place], sentences[place].score))
        first, last = min(first, taken), max(last, taken)
