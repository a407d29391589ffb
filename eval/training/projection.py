"""Make the projection that late interaction needs: `python -m eval.training.projection DATA OUT`.

The tokens of a sample of official texts in many languages, as the encoder gives them; their mean, and the main
directions of what is left (principal component analysis, Pearson 1901).
"""

import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from index.encoders.at_hand import find_encoder
from index.encoders.encoder import BundledEncoder
from index.encoders.late_interaction import unit_rows

ENCODER = "multilingual-e5-small"
DIMENSION = 96
TEXTS = {
    "wh_statements": 120, "unsc_drafts": 80, "un_charter": 60, "udhr": 100,
    "treaties_nl": 100, "uk_explanatory_docs": 80, "gdpr_qa": 60,
}  # fmt: skip
SHORTEST, LONGEST = 40, 600  # characters


def main(arguments: Sequence[str]) -> None:
    """Read the texts in the first folder, write the safetensors file that is named second."""
    data, out = map(Path, arguments)
    texts = [text for name, count in TEXTS.items() for text in _sample(data / name, count)]
    # Named by its folder, the encoder does not ask for the projection that is to be made.
    encoder = BundledEncoder(Path(find_encoder(ENCODER)), "unprojected", "float32")
    tokens = unit_rows(np.concatenate(encoder.whole_tokens(texts)))
    mean = tokens.mean(axis=0)
    stored = {"mean": mean, "directions": _main_directions(tokens - mean)}
    save_file({name: each.astype(np.float16) for name, each in stored.items()}, out)


def _sample(folder: Path, count: int) -> list[str]:
    texts = [text for path in sorted(folder.glob("documents*.jsonl")) for text in _texts(path)]
    return random.Random(0).sample(texts, count)  # noqa: S311 - a sample that can be drawn again


def _texts(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        texts = [paragraph["text"] for paragraph in document.get("paragraphs", ())] or document["text"].splitlines()
        yield from (text.strip()[:LONGEST] for text in texts if len(text.strip()) > SHORTEST)


def _main_directions(centred: NDArray[np.float32]) -> NDArray[np.float32]:
    """Shape (d, DIMENSION), each of unit length, the one along which tokens differ most first."""
    _, directions = np.linalg.eigh(centred.T.astype(np.float64) @ centred)
    return np.ascontiguousarray(directions[:, ::-1][:, :DIMENSION], dtype=np.float32)


if __name__ == "__main__":
    main(sys.argv[1:])
