"""From what is seen of a hit to the probability that it answers: a logistic model over standardised features. Pure.

The features are the reader's logits, the retriever's views, how far each stands out, and whether a text lacks what its
question asks for: a number, a time, a name, a reason. That last one is for English alone: of other languages nothing is
said to be lacking. A text that holds a number may still not hold the one that was asked for; a text that holds none
cannot answer "how many".
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


def margins(scores: Sequence[float]) -> list[float]:
    """For each score how far it is above the best of the others; 0 for one alone."""
    if len(scores) < 2:
        return [0.0] * len(scores)
    first, second = sorted(scores, reverse=True)[:2]
    return [score - (second if score == first else first) for score in scores]


def features_of(asked: Asked, readings: Sequence[Reading]) -> list[Features]:
    """For each of the first hits, as many as `readings`, its features by name.

    A margin is how far a value is above the best of the other hits'; "searched" is the decimal logarithm of the number
    of paragraphs, since the best of many is large by chance alone.
    """
    hits = asked.hits[: len(readings)]
    answers = margins([reading.answers for reading in readings])
    placed = margins([reading.placed for reading in readings])
    scores = margins([hit.score for hit in hits])
    about = {
        "searched": math.log10(max(1, asked.searched)),
        "words": math.log(1 + len(asked.question.split())),
    }
    return [
        {
            "answers": reading.answers,
            "placed": reading.placed,
            "answers margin": answers[place],
            "placed margin": placed[place],
            "score": hits[place].score,
            "score margin": scores[place],
            "rank": math.log(1 + place),
            **_views(asked, place),
            **lacking(asked.question, window(hits[place]).of(hits[place].paragraph.text)),
            **about,
        }
        for place, reading in enumerate(readings)
    ]


def _views(asked: Asked, place: int) -> Features:
    signals = asked.hits[place].signals
    return {
        "paragraph": signals.paragraph,
        "sentence": signals.sentence,
        "clause": signals.clause,
        "late": signals.late,
        "coverage": signals.coverage,
        "bm25": math.log(1 + signals.bm25),
    }


def _any(words: str) -> str:
    return rf"\b(?:{'|'.join(words.split())})\b"


def _what(words: str) -> str:
    """ "what number", "which number", "what is the number"."""
    return rf"\b(?:what|which)(?: (?:is|was|are|were) the)? (?:{'|'.join(words.split())})\b"


_NUMBERS = _any(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty hundreds?"
    " thousands? millions? billions? trillions? dozens? half third quarter double triple once twice percent none no"
)
_TIMES = _any(
    "january february march april may june july august september october november december today tomorrow yesterday"
    " immediately annual(?:ly)? yearly monthly weekly daily every each next last later within until before after since"
    r" during upon when once days? weeks? months? years? decades? century now (?:19|20)\d\d"
)
_REASONS = _any(
    r"because due owing since as so order therefore thus hence given view light for to reason result caus\w+"
    r" lead\w* led aim\w* purpose ensur\w+ recogni\w+ not(?:ing|e)?"
)
_SOMEBODY = (
    "country countries states? person people minister official company companies agency agencies city cities"
    " organi[sz]ations? body bodies groups? leaders?"
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
    "name": (
        r"^(?:and |so |by |to |with |for |from )?who(?:m|se)?\b|\bname (?:of|the)\b|^where\b",
        rf"\bwhich (?:\w+ )?(?:{'|'.join(_SOMEBODY.split())})\b",
    ),
    "reason": (r"^(?:and |so |but )?why\b|\bfor what reason\b", _what("reasons?")),
}
_PATTERNS = {kind: re.compile("|".join(patterns), re.IGNORECASE) for kind, patterns in _ASKED.items()}
_HOLDS = {
    "number": re.compile(rf"\d|\bper cent\b|{_NUMBERS}", re.IGNORECASE),
    "time": re.compile(_TIMES, re.IGNORECASE),
    "reason": re.compile(_REASONS, re.IGNORECASE),
}
_CAPITALISED = re.compile(r"(?<![.!?;:•–-]\s)(?<!^)\b[A-Z][\w-]+")
_WORD = re.compile(r"\w+")
KINDS = tuple(_ASKED)


def expected(question: str) -> frozenset[str]:
    """The kinds of thing (of KINDS) that `question` asks for; none where it does not say."""
    return frozenset(kind for kind, pattern in _PATTERNS.items() if pattern.search(question))


def lacking(question: str, text: str) -> Mapping[str, float]:
    """For each kind 1 where the question asks for one and `text` holds none, else 0.

    Of names those count that the question does not give itself.
    """
    asked = expected(question)
    return {f"{kind} lacking": float(kind in asked and not _holds(kind, question, text)) for kind in KINDS}


def _holds(kind: str, question: str, text: str) -> bool:
    if kind != "name":
        return bool(_HOLDS[kind].search(text))
    given = {word.casefold() for word in _WORD.findall(question)}
    return any(match[0].casefold() not in given for match in _CAPITALISED.finditer(text))


LONGEST = 900  # characters: what fits into the reader with a question


def window(hit: Hit, longest: int = LONGEST) -> Span:
    """The sentences around the best one, the likelier neighbour first, in at most `longest` characters.

    The whole paragraph where it is short enough; a longer sentence by itself.
    """
    text, sentences = hit.paragraph.text, hit.sentences
    if len(text) <= longest or not sentences:
        return Span(0, len(text))
    first = last = max(range(len(sentences)), key=lambda place: sentences[place].score)
    while True:
        fitting = [
            place
            for place in (first - 1, last + 1)
            if 0 <= place < len(sentences)
            and sentences[max(place, last)].span.end - sentences[min(place, first)].span.start <= longest
        ]
        if not fitting:
            return Span(sentences[first].span.start, sentences[last].span.end)
        taken = max(fitting, key=lambda place: sentences[place].score)
        first, last = min(first, taken), max(last, taken)
