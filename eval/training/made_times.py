"""Questions for the time that a predicate gives, and the piece of a predicate that stands before a fact."""

import re
from collections.abc import Iterator
from random import Random

from eval.training.made_facts import TIMES
from eval.training.made_wording import BREAKS, DANGLING, clipped, of_others


def timed(predicate: str, who: str, rng: Random) -> Iterator[tuple[str, str]]:
    """The time in a predicate asked for; what stands after it is added where little stands before."""
    for pattern, asking in TIMES:
        found = re.search(pattern, predicate)
        if found and (before := whole_before(predicate[: found.start()], 13)):
            after = clipped(predicate[found.end() :].strip(), 8) if len(before.split()) < 4 else ""
            yield "time", f"{rng.choice(asking)} {who} {before} {'' if after[:1] in ',;' else after}?"
            return


def whole_before(part: str, most: int, keep: bool = False) -> str:
    """The part of a predicate before a fact, where it is one short piece; else nothing."""
    words = re.sub(
        r"\b(?:at least|up to|more than|not less than|a total of|approximately|around|over|the|no more than|or|"
        r"not)\s*$",
        "",
        of_others(part),
    ).split()
    while words and not keep and (words[-1].lower().strip(",") in DANGLING or words[-1].endswith("ly")):
        words.pop()
    text = " ".join(words).rstrip(" ,")
    whole = len(words) <= most and not BREAKS.search(f"{part.rstrip(' ,')} ")
    return text if whole and len(words) >= (1 if keep else 2) else ""
