"""What each public question is for, training, calibration or measuring: a fixed split by hash."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any, Literal

Part = Literal["training", "calibration", "measuring"]

# Of sets whose questions share paragraphs or documents, what is shared decides, so that the halves share none.
_WHOLE = {
    "obliqa": "document",
    "policyqa": "document",
    "squad2_cs224n_dev": "paragraph",
    "xquad": "article",
    "mtrag_un": "conversation",
    "clapnq": "question",
}


def part_of(folder: str, row: Mapping[str, Any]) -> Part:
    """What the question `row` of that question set is for.

    Half of each listed set is for training; of the other half, the development half, three in ten questions are for
    calibration and the others for measuring. A set that is not listed is for measuring whole.
    """
    by = _WHOLE.get(folder)
    if by is None:
        return "measuring"
    first, second = hashlib.sha256(f"{folder} {_key(by, row)}".encode()).digest()[:2]
    if first % 2 == 1:
        return "training"
    return "calibration" if second < 77 else "measuring"


def is_for_training(folder: str, row: Mapping[str, Any]) -> bool:
    """Whether the question `row` belongs to the half that may be trained on."""
    return part_of(folder, row) == "training"


def _key(by: str, row: Mapping[str, Any]) -> str:
    if by == "conversation":
        return str(row["id"]).partition("<::>")[0]
    if by == "question":
        return str(row["id"])
    context = row.get("context") or row["relevant"]
    address = str(context if isinstance(context, str) else context[0])
    if by == "paragraph":
        return address
    document = address.partition("#")[0]
    return re.sub(r"^xquad-[a-z]{2}-", "", document) if by == "article" else document
