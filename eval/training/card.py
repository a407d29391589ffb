"""The reader's model card: what it learnt from and how, kept beside the weights that are shipped."""

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import torch

from eval.training import train
from eval.training.lists import AFTER_ANOTHER, FROM_ELSEWHERE, LONGEST, PARAGRAPHS, PLAIN
from index.reader.cross_encoder import BASES, CARD, LOWER, WEIGHTS, Kind

# As META.json, RT_INDEX.md and INDEX.md of the sets give them.
LICENCES = {
    "written_questions": "written for pincite; texts OGL v3, public domain, UN documents, treaties",
    "squad_explorer, squad2_cs224n_dev": "CC BY-SA 4.0",
    "conditionalqa": "BSD-2-Clause, text OGL v3",
    "squadshifts (Wikipedia part)": "CC BY 4.0, text CC BY-SA",
    "selqa, clapnq": "Apache-2.0",
    "qed_nq, boolq": "CC BY-SA 3.0",
    "mediqa": "CC BY 4.0",
    "contrast_quoref_drop": "CC BY 4.0",
    "obliqa": "public regulator text",
}


def write_card(run: Path, reader: Path, kind: Kind, sha256: Mapping[str, str], seed: int) -> None:
    """Put the weights and curves of a finished `run`, and the card, into the folder `reader`."""
    reader.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(run / WEIGHTS, reader / WEIGHTS)
    shutil.copyfile(run / "curves.jsonl", reader / "curves.jsonl")
    last = json.loads((run / "curves.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    card = {
        "weights_sha256": hashlib.sha256((reader / WEIGHTS).read_bytes()).hexdigest(),
        "base": BASES[kind],
        "layers that read question and paragraph apart": LOWER[kind],
        "seed": seed,
        "steps": last["step"],
        "pairs": last["pairs"],
        "seconds": last["seconds"],
        "pairs a step": train.PAIRS,
        "paragraphs a question": PARAGRAPHS,
        "longest paragraph, characters": LONGEST,
        "shares of lists": {
            "typed plainly": PLAIN,
            "after another": AFTER_ANOTHER,
            "with a foreign one": FROM_ELSEWHERE,
        },
        "losses": {
            "pair": 1.0,
            "list": train.LISTWISE,
            "twins": train.TWINS,
            "span": train.SPAN,
        },
        "rate": train.RATE,
        "rate of the heads": train.HEADS_RATE,
        "torch": torch.__version__,
        "licences": LICENCES,
        "data_sha256": dict(sorted(sha256.items())),
    }
    (reader / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
