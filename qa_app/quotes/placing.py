"""Where the runs of a quotation stand in a text, one after the other and not too far apart. Pure."""

from dataclasses import dataclass

from qa_app.quotes.fold import HYPHEN, Folded
from qa_app.quotes.marks import Reading

MOST_PLACES = 24
LEFT_OUT = 110  # keys that an ellipsis may stand for
REPLACED = 10  # keys that a bracket may stand for
_UNITS = frozenset("%°‰")
_MONEY = frozenset("$€£¥")
State = tuple[int, tuple[tuple[int, int], ...]]  # how many keys are left out so far, and the places of the runs


@dataclass(frozen=True, slots=True)
class Placement:
    """The places (from, up to) of each run among a text's keys."""

    runs: tuple[tuple[int, int], ...]

    @property
    def first(self) -> int:
        """Where the quotation begins."""
        return self.runs[0][0]

    @property
    def end(self) -> int:
        """Behind its last key."""
        return self.runs[-1][1]


def placements(reading: Reading, text: Folded, most: int = MOST_PLACES) -> list[Placement]:
    """The placements of all runs in order, those that leave out least first; none where a run does not fit."""
    if not reading.runs:
        return []
    opening = reading.keys(0)
    places = text.find(opening, MOST_PLACES)
    states: list[State] = [(0, ((at, at + len(opening)),)) for at in places if _whole(text, at, len(opening))]
    for run in range(1, len(reading.runs)):
        limit = _limit(reading, run - 1)
        best: dict[int, State] = {}
        for state in states:
            for end, following in _continued(state, reading.keys(run), text, limit).items():
                if end not in best or following[0] < best[end][0]:
                    best[end] = following
        states = sorted(best.values())[:MOST_PLACES]
    return [Placement(runs) for _, runs in sorted(states)[:most]]


def _limit(reading: Reading, gap: int) -> int:
    return LEFT_OUT if reading.gaps[gap].ellipsis else REPLACED


def _continued(state: State, keys: tuple[str, ...], text: Folded, limit: int) -> dict[int, State]:
    """That state with the next run after it, by where the run ends."""
    cost, runs = state
    before = runs[-1][1]
    found: dict[int, State] = {}
    for at in text.find(keys, MOST_PLACES, before, before + limit + len(keys)):
        if at - before <= limit and _whole(text, at, len(keys)):
            end = at + len(keys)
            found[end] = (cost + at - before, (*runs, (at, end)))
    return found


def _whole(text: Folded, first: int, length: int) -> bool:
    """Whether no word is cut: "governmental" is no quotation of "non-governmental", nor "5" of "5%" or "$5"."""
    end = first + length
    before = text.keys[first - 1] if first and text.ends[first - 1] == text.starts[first] else ""
    after = text.keys[end] if end < len(text) and text.starts[end] == text.ends[end - 1] else ""
    beyond = text.keys[end + 1] if after and end + 1 < len(text) and text.starts[end + 1] == text.ends[end] else ""
    earlier = text.keys[first - 2] if before and first > 1 and text.ends[first - 2] == text.starts[first - 1] else ""
    signed = before == HYPHEN and not earlier and text.keys[first][0].isdecimal()  # "-5" is not 5
    if signed or (before == HYPHEN and _letter(earlier)) or (after == HYPHEN and _letter(beyond)):
        return False
    opens, ends = text.keys[first][0].isdecimal(), text.keys[end - 1][0].isdecimal()
    return not (opens and before in _MONEY) and not (ends and after in _UNITS)


def _letter(key: str) -> bool:
    return bool(key) and key[0].isalnum()
