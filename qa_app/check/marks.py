"""What an editor's marks in a quotation say: ellipses and square brackets, read as what they stand for. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from qa_app.check.language.fold import ELLIPSIS, HYPHEN, MARK, Folded, fold, is_word

MOST_MARKS = 40  # more ellipses and brackets than anybody prints
# "[w]here", "report[ed]", "[un]able": brackets within a word, which is then read whole.
_WITHIN = re.compile(r"(?<=\w)\[(\w{1,30})\]|\[(\w{1,30})\](?=\w)")
_GRAMMAR = re.compile(r"(?<=\w)\[(?:s|es|d|ed|ing|’s|'s)\]")  # endings that fit a word into another sentence
# Notes of an editor, and the mark of a footnote right behind a word: "party.[12]", but not "have [12] members".
_NOTE = re.compile(
    r"[(\[](?:sic|emphasis (?:added|mine|supplied|in original))[)\]]|(?<=[^\W\d]|[.,;:!?”\"’)])\[\d{1,3}\]",
    re.IGNORECASE,
)
_CLOSE = {"[": "]", "(": ")"}
_LONGEST_BRACKET = 25
_KEPT = 64  # readings: a quotation is compared with many texts
_EDGES = frozenset({*".,;:!?", MARK, HYPHEN})


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two runs: an ellipsis, brackets with the keys `added`, or both."""

    ellipsis: bool
    added: tuple[str, ...]
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A quotation as runs of keys (from, up to) that must be the source's, and what is marked between them.

    `opening` and `closing` are the marks before the first run and after the last; `loose` are the places of words
    whose first letter may be of either case; `at_the_end` is the punctuation that was set aside; `noted` says whether
    brackets hold a letter's case, an ending or a note such as "sic".
    """

    folded: Folded
    runs: tuple[tuple[int, int], ...]
    gaps: tuple[Gap, ...]
    opening: Gap | None
    closing: Gap | None
    loose: frozenset[int]
    at_the_end: tuple[str, ...]
    noted: bool

    def keys(self, run: int) -> tuple[str, ...]:
        """The keys of one run."""
        first, end = self.runs[run]
        return self.folded.keys[first:end]

    @property
    def all_keys(self) -> tuple[str, ...]:
        """The keys of all runs in order."""
        return tuple(key for run in range(len(self.runs)) for key in self.keys(run))

    @property
    def cuts(self) -> frozenset[int]:
        """The places among all keys where an editor's mark stands."""
        return frozenset(list(accumulate(end - first for first, end in self.runs))[:-1])


_NO_WORDS: frozenset[str] = frozenset()


@lru_cache(_KEPT)
def literal(text: str, known: frozenset[str] = _NO_WORDS, separator: str = "") -> Reading:
    """Every character as the source's own. A word divided at a line's end is made whole where it is in `known`.

    `separator` groups the digits of numbers.
    """
    folded = _folded(text, known, separator)
    first, end = _without_edges(folded, 0, len(folded))
    runs = ((first, end),) if end > first else ()
    return Reading(folded, runs, (), None, None, _loose(folded, runs), folded.keys[end:], noted=False)


@lru_cache(_KEPT)
def with_marks(
    text: str,
    taken_literally: frozenset[tuple[str, ...]] = frozenset(),
    known: frozenset[str] = _NO_WORDS,
    separator: str = "",
) -> Reading:
    """Ellipses and brackets as an editor's, but for brackets whose keys are among `taken_literally`; see `literal`."""
    loose: list[int] = []
    read = _whole_words(_NOTE.sub(" ", text), loose)
    folded = _folded(read, known, separator)
    pieces = list(_pieces(folded, taken_literally))
    runs: list[tuple[int, int]] = []
    gaps: list[Gap | None] = []  # before each run, and after the last
    pending: Gap | None = None
    for first, end, gap in pieces:
        if gap is not None:
            pending = gap if pending is None else _both(pending, gap)
            continue
        first, end = _without_edges(folded, first, end)
        if end > first:
            runs.append((first, end))
            gaps.append(pending)
            pending = None
    cut = tuple(gap for gap in gaps[1:] if gap is not None)
    free = {at for at, start in enumerate(folded.starts) if start in loose}
    return Reading(
        folded, tuple(runs), cut, gaps[0] if gaps else None, pending,
        _loose(folded, tuple(runs)) | free, folded.keys[runs[-1][1] :] if runs else (), read != text,
    )  # fmt: skip


def _folded(text: str, known: frozenset[str], separator: str) -> Folded:
    folded = fold(text).joined(known)
    return folded.grouped(separator) if separator else folded


@lru_cache(_KEPT)
def brackets_in(text: str) -> tuple[tuple[str, ...], ...]:
    """The keys of each pair of square brackets with what is in it."""
    folded = fold(text if "[" in text else "")
    found: list[tuple[str, ...]] = []
    at = 0
    while at < len(folded) and len(found) <= MOST_MARKS:
        if end := _bracket_end(folded, at):
            found.append(folded.keys[at:end])
        at = end or at + 1
    return tuple(found)


def without_endings(text: str) -> str:
    """The text without bracketed endings, as if "report[ed]" were "report"."""
    return _GRAMMAR.sub("", text)


def count_marks(text: str) -> int:
    """How many ellipses and brackets are in it."""
    return len(re.findall(r"…|\.\s?\.\s?\.|\[", text))


def _whole_words(text: str, loose: list[int]) -> str:
    """The text with "[w]here" as "where"; where a single letter begins the word, its place is added to `loose`."""
    parts: list[str] = []
    at = length = 0
    for match in _WITHIN.finditer(text):
        letters = match[1] or match[2]
        parts += [text[at : match.start()], letters]
        length += match.start() - at
        if match[2] and len(letters) == 1:
            loose.append(length)
        length, at = length + len(letters), match.end()
    return "".join([*parts, text[at:]])


def _pieces(folded: Folded, literally: frozenset[tuple[str, ...]]) -> "list[tuple[int, int, Gap | None]]":
    """Runs (gap None) and marks in order."""
    found: list[tuple[int, int, Gap | None]] = []
    start = at = 0
    while at < len(folded):
        end, gap = _mark_at(folded, at, literally)
        if gap is None:
            at += 1
            continue
        found += [(start, at, None), (at, end, gap)]
        start = at = end
    found.append((start, len(folded), None))
    return [piece for piece in found if piece[1] > piece[0]]


def _mark_at(folded: Folded, at: int, literally: frozenset[tuple[str, ...]]) -> tuple[int, Gap | None]:
    key = folded.keys[at]
    if key == ELLIPSIS:
        return at + 1, Gap(True, (), ())
    if key == "(" and folded.keys[at + 1 : at + 3] == (ELLIPSIS, ")"):
        return at + 3, Gap(True, (), ())
    end = _bracket_end(folded, at)
    if not end or folded.keys[at:end] in literally:
        return at, None
    inside = range(at + 1, end - 1)
    added = tuple(place for place in inside if is_word(folded.keys[place]))
    ellipsis = any(folded.keys[place] == ELLIPSIS for place in inside)
    return end, Gap(ellipsis, tuple(folded.keys[p] for p in added), tuple(folded.form(p) for p in added))


def _bracket_end(folded: Folded, at: int) -> int:
    """Behind the bracket that closes the one at `at`; 0 where there is none."""
    if folded.keys[at] != "[":
        return 0
    for place in range(at + 1, min(at + _LONGEST_BRACKET, len(folded))):
        if folded.keys[place] == "]":
            return place + 1
    return 0


def _both(one: Gap, other: Gap) -> Gap:
    return Gap(one.ellipsis or other.ellipsis, one.added + other.added, one.forms + other.forms)


def _without_edges(folded: Folded, first: int, end: int) -> tuple[int, int]:
    """A run without the punctuation at its ends, which house styles keep, drop or move inside."""
    while end > first and folded.keys[end - 1] in _EDGES:
        end -= 1
    while end > first and folded.keys[first] in _EDGES and not _is_sign(folded, first):
        first += 1
    return first, end


def _is_sign(folded: Folded, at: int) -> bool:
    """Whether a hyphen stands right before a number."""
    number = folded.keys[at + 1 : at + 2]
    return (
        folded.keys[at] == HYPHEN
        and bool(number)
        and number[0][0].isdecimal()
        and folded.ends[at] == folded.starts[at + 1]
    )


def _loose(folded: Folded, runs: tuple[tuple[int, int], ...]) -> frozenset[int]:
    """The first word of every run, and the first after a printed number or letter that the quotation begins with."""
    found = {first for first, _ in runs}
    for first, end in runs[:1]:
        at = first
        while at < min(end, first + 6) and (not is_word(folded.keys[at]) or len(folded.keys[at]) < 3):
            at += 1
        found |= set(range(first, at + 1)) if at < first + 6 else set()
    return frozenset(found)


# Where the runs of a quotation stand in a text, one after the other and not too far apart.

MOST_PLACES = 24
LEFT_OUT = 110  # keys that an ellipsis may stand for
REPLACED = 10  # keys that a bracket may stand for
_UNITS = frozenset("%°‰")
_SIGNED, _COMPARING = frozenset("$€£¥+"), frozenset("≥≤<>±≈=")
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
        limit = LEFT_OUT if reading.gaps[run - 1].ellipsis else REPLACED
        best: dict[int, State] = {}
        for state in states:
            for end, following in _continued(state, reading.keys(run), text, limit).items():
                if end not in best or following[0] < best[end][0]:
                    best[end] = following
        states = sorted(best.values())[:MOST_PLACES]
    return [Placement(runs) for _, runs in sorted(states)[:most]]


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
    """Whether no word is cut: "governmental" is no quotation of "non-governmental", nor "5" of "5%", "$5" or "≥ 5"."""
    return _begins_whole(text, first) and _ends_whole(text, first + length)


def with_whole_words(text: Folded, first: int, end: int) -> tuple[int, int]:
    """Those keys with what belongs to the first and the last of them: all of "non-governmental", "$5", "≥ 5"."""
    while first and not _begins_whole(text, first):
        first -= 1
    while end < len(text) and not _ends_whole(text, end):
        end += 1
    return first, end


def _begins_whole(text: Folded, first: int) -> bool:
    before = text.keys[first - 1] if first and text.ends[first - 1] == text.starts[first] else ""
    earlier = text.keys[first - 2] if before and first > 1 and text.ends[first - 2] == text.starts[first - 1] else ""
    if text.keys[first] == HYPHEN and _letter(before):
        return False
    if before == HYPHEN and (_letter(earlier) or text.keys[first][0].isdecimal()):  # "-5" is not 5
        return False
    compared = bool(first) and text.keys[first - 1] in _COMPARING
    return not (text.keys[first][0].isdecimal() and (compared or before in _SIGNED))


def _ends_whole(text: Folded, end: int) -> bool:
    after = text.keys[end] if end < len(text) and text.starts[end] == text.ends[end - 1] else ""
    beyond = text.keys[end + 1] if after and end + 1 < len(text) and text.starts[end + 1] == text.ends[end] else ""
    if (after == HYPHEN and _letter(beyond)) or (text.keys[end - 1] == HYPHEN and _letter(after)):
        return False
    return not (text.keys[end - 1][0].isdecimal() and end < len(text) and text.keys[end] in _UNITS)  # "5 %" as well


def _letter(key: str) -> bool:
    return bool(key) and key[0].isalnum()
