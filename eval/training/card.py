"""The reader's model card: what it learnt from and how, kept beside the weights that are shipped."""

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file

from eval.training import optimising
from eval.training.learning import LISTWISE, LONGEST, SPAN
from eval.training.lists import LENGTHS, PARAGRAPHS
from eval.training.optimising import averaged
from eval.training.plan import PAIRS
from index.reader.cross_encoder import CARD, WEIGHTS
from index.reader.network import SHARED_LAYERS

LAST = 1  # checkpoints whose mean is shipped

# As META.json and RT_INDEX.md of the sets give them.
LICENCES = {
    "squad_explorer, squad_train_parts, squad2_train_subset, squad2_cs224n_dev, xquad": "CC BY-SA 4.0",
    "squadshifts (Wikipedia part)": "CC BY 4.0, text CC BY-SA",
    "selqa, clapnq, mtrag_un": "Apache-2.0",
    "qed_nq, boolq": "CC BY-SA 3.0",
    "covidqa": "Apache-2.0, articles CC BY",
    "mediqa": "CC BY 4.0",
    "reqa_sentences": "CC BY-SA 4.0 and CC BY 2.5",
    "contrast_quoref_drop": "CC BY 4.0",
    "fairytaleqa": "Apache-2.0, stories in the public domain",
    "bioasq12b": "CC BY 2.5",
    "policyqa": "MIT",
    "obliqa": "public regulator text",
    "made (official texts)": "OGL v3, Open Justice Licence, public domain, UN documents, treaties",
}


def write_card(run: Path, reader: Path, counts: Mapping[str, int], sha256: Mapping[str, str], seed: int) -> None:
    """Put the mean of the last checkpoints, the curves and the card of a finished `run` into the folder `reader`."""
    reader.mkdir(parents=True, exist_ok=True)
    last = sorted(run.glob("weights-*.safetensors"))[-LAST:]
    save_file(averaged([load_file(path) for path in last]), reader / WEIGHTS)
    shutil.copyfile(run / "curves.jsonl", reader / "curves.jsonl")
    card = {
        "weights_sha256": hashlib.sha256((reader / WEIGHTS).read_bytes()).hexdigest(),
        "mean of": [path.stem for path in last],
        "seed": seed,
        "lists": dict(counts),
        "data_sha256": dict(sorted(sha256.items())),
        "licences": LICENCES,
        **_settings(),
        **_spent(run),
    }
    (reader / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def _settings() -> Mapping[str, Any]:
    return {
        "start": "multilingual-e5-small",
        "shared layers": SHARED_LAYERS,
        "pairs a step": PAIRS,
        "paragraphs a question": PARAGRAPHS,
        "longest pair, tokens": LONGEST,
        "lengths of paragraphs, characters": LENGTHS,
        "losses": {"pair": 1.0, "list": LISTWISE, "span": SPAN},
        "rate": optimising.RATE,
        "rate of the heads": optimising.HEADS_RATE,
        "torch": torch.__version__,
    }


def _spent(run: Path) -> Mapping[str, Any]:
    """Steps and seconds; the clock starts anew where a run was gone on with."""
    lines = [json.loads(line) for line in (run / "curves.jsonl").read_text(encoding="utf-8").splitlines()]
    ends = [a for a, b in zip(lines, [*lines[1:], None], strict=True) if b is None or b["seconds"] < a["seconds"]]
    return {"steps": lines[-1]["step"], "seconds": round(sum(each["seconds"] for each in ends))}


def add_finish(run: Path, reader: Path, counts: Mapping[str, int]) -> None:
    """Say in the card of `reader` what it was finished on this time as well, with the curve of it."""
    card = json.loads((reader / CARD).read_text(encoding="utf-8"))
    lines = [json.loads(line) for line in (run / "curves.jsonl").read_text(encoding="utf-8").splitlines()]
    card["finished on"] = [*card.get("finished on", []), {"lists": dict(counts), "curve": lines}]
    card["weights_sha256"] = hashlib.sha256((reader / WEIGHTS).read_bytes()).hexdigest()
    (reader / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
