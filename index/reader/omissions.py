"""The judge of shortened quotations: does the passage without the hidden words say no more than the whole?

The full reader's network with small corrections of its own, which learnt from passages that people shortened fairly and
unfairly (eval.training.omissions). It reads the shortened passage beside the whole one, in which the hidden words are
marked. Loaded when something hidden has to be judged, and never for anything else.
"""

import json
import logging
import math
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from index.errors import EncoderUnavailable, ReaderUnavailable
from index.reader.cross_encoder import CARD, FOLDERS, MODELS, WEIGHTS, load_texts
from index.reader.judgement import Omission

if TYPE_CHECKING:
    from index.reader.texts import Texts

FOLDER = MODELS / "omissions"
log = logging.getLogger("pincite.reader")
SHORTENED, MARKED = "…", "{ {} }"  # braces hardly occur in official texts


class OmissionJudge:
    """Probabilities by a network's logits, less `intercept`, times `slope` (Platt 1999)."""

    def __init__(self, texts: "Texts", slope: float, intercept: float) -> None:
        self._texts, self._slope, self._intercept = texts, slope, intercept
        self._lock = Lock()

    def judge_many(self, omissions: Sequence[Omission]) -> list[float]:
        """For each, the probability that the shortened passage says no more than the whole."""
        return [1 / (1 + math.exp(-self._slope * (x - self._intercept))) for x in self.logits(omissions)]

    def logits(self, omissions: Sequence[Omission]) -> list[float]:
        """What the network says of each, before it is made a probability."""
        import torch

        found = [0.0] * len(omissions)
        pairs = [(each.shown(SHORTENED), each.shown(MARKED)) for each in omissions]
        with self._lock, torch.inference_mode():
            for places, says in self._texts.read_sorted(pairs):
                for row, place in enumerate(places):
                    found[place] = float(says.fair[row])
        return found


def load_judge(folder: Path = FOLDER, reader: Path = FOLDERS["full"], base: Path | None = None) -> OmissionJudge:
    """The judge from its folder, the reader's and the base; raises EncoderUnavailable, ReaderUnavailable."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    texts = load_texts("full", reader, base)
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        texts.network.load_corrections(load_file(folder / WEIGHTS))
        slope, intercept = float(card["slope"]), float(card["intercept"])
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
        raise ReaderUnavailable(f"The judge of omissions in {folder} cannot be used: {error}.") from error
    from index.encoders.transformer import native_type

    texts.network.to(native_type())
    return OmissionJudge(texts, slope, intercept)


class LazyOmissionJudge:
    """The judge, loaded when the first omission has to be judged. Where its base is not installed, it is never sure."""

    @cached_property
    def _judge(self) -> OmissionJudge | None:
        try:
            return load_judge()
        except EncoderUnavailable as error:
            log.warning("%s Until then every ellipsis that hides more than rules are sure of has to be read.", error)
            return None

    def judge_many(self, omissions: Sequence[Omission]) -> list[float]:
        """See OmissionJudge."""
        return self._judge.judge_many(omissions) if self._judge else [0.0] * len(omissions)
