"""What the calibration is given of each hit: the reader's logits, the retriever's views, how far they stand out."""

import math
from collections.abc import Sequence

from index.calibration import Features, margins
from index.expectations import lacking
from index.reader import Asked, Reading
from index.windows import window


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
