"""What changed from one text to another: `compare` tells the story, paragraph by paragraph, in the check's words."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from corpus.types import Document, Kind, Paragraph, Span
from qa_app.check.align import Step, steps_between
from qa_app.check.changes import Typed, Word, typed_changes
from qa_app.check.language.fold import Folded, fold, has_groups, is_word
from qa_app.check.language.words import is_content, is_minor, language_of
from qa_app.check.types import Change
from qa_app.citing.citation import place_in_document, spoken_place
from qa_app.diff.align import Beside, lay_beside
from qa_app.errors import UnreadableInput
from qa_app.words import ENGLISH, catalogue, say, say_number, speaking

MOST_PARAGRAPHS = 20_000
_ENDS = frozenset(".:;!?")


class Fate(StrEnum):
    """What became of a paragraph. Whether it also moved or has another number is said apart."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    SPLIT = "split"
    MERGED = "merged"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of one side; `changed` where the other side has them not."""

    text: str
    changed: bool


@dataclass(frozen=True)
class Compared:
    """Paragraphs that belong together, their words cut at what changed, and each change as the check names it.

    Of an added paragraph `old` is empty, of a removed one `new`; one of both has several where it was split or merged.
    """

    fate: Fate
    old: tuple[Paragraph, ...]
    new: tuple[Paragraph, ...]
    moved: bool
    changes: tuple[Typed, ...] = ()
    old_words: tuple[Stretch, ...] = ()
    new_words: tuple[Stretch, ...] = ()
    language: str = "en"

    @property
    def is_heading(self) -> bool:
        """Whether nothing but headings is meant."""
        return all(paragraph.kind is Kind.HEADING for paragraph in (*self.old, *self.new))

    @property
    def renumbered(self) -> bool:
        """Whether it is cited by another number than before."""
        one_each = len(self.old) == len(self.new) == 1 and not self.is_heading
        return one_each and _cited_by(self.old[0]) != _cited_by(self.new[0])

    @property
    def is_quiet(self) -> bool:
        """Whether its words and its place are those of before."""
        return self.fate is Fate.UNCHANGED and not self.moved

    @property
    def places(self) -> str:
        """ "Paragraph 3", or "Paragraph 3 → Paragraph 4, Paragraph 5"."""
        sides = [", ".join(map(spoken_place, side)) for side in (self.old, self.new) if side]
        return " → ".join(dict.fromkeys(sides))

    @property
    def told(self) -> str:
        """What became of it in words: "split, changed in substance"."""
        fates = [self.fate.value] if self.fate not in (Fate.UNCHANGED, Fate.CHANGED) else []
        fates += ["moved"] * self.moved + ["in_substance" if self.in_substance else "in_form"] * bool(self.changes)
        return ", ".join(say(f"diff.told.{fate}") for fate in fates or ["unchanged"])

    @cached_property
    def in_substance(self) -> bool:
        """Whether it may say something else than before: words came, went or changed that are not small ones."""
        return any(_matters(change, self.language) for change in self.changes)


@dataclass(frozen=True)
class Differences:
    """All of two documents, in the order of the new one."""

    old: Document
    new: Document
    rows: tuple[Compared, ...]

    @property
    def shares_nothing(self) -> bool:
        """Whether no paragraph of one belongs to one of the other."""
        return not any(row.old and row.new and not row.is_heading for row in self.rows)

    @property
    def is_same(self) -> bool:
        """Whether nothing changed, not even a number or a place."""
        return all(row.fate is Fate.UNCHANGED and not row.moved and not row.renumbered for row in self.rows)

    @cached_property
    def counts(self) -> Counter[str]:
        """How many paragraphs, headings apart: "in_substance", "in_form", "moved", "renumbered", each fate."""
        counts = Counter[str]()
        for row in self.rows:
            if row.is_heading:
                counts["headings"] += row.fate is not Fate.UNCHANGED
                continue
            counts[row.fate.value] += 1
            counts["moved"] += row.moved
            counts["renumbered"] += row.renumbered
            if row.old and row.new:
                counts["in_substance"] += row.in_substance
                counts["in_form"] += bool(row.changes) and not row.in_substance
        return counts

    @property
    def summary(self) -> str:
        """What changed in substance first: "3 paragraphs changed in substance; 1 added; 30 unchanged."."""
        if self.shares_nothing:
            return say("diff.nothing_shared", old=self.old.id, new=self.new.id)
        counts = self.counts
        if self.is_same:
            return say("diff.nothing_changed", paragraphs=say_number("adding.paragraphs", counts["unchanged"]))
        told = [say_number("diff.substance", counts["in_substance"])]
        told += [say("diff.form", number=counts["in_form"])] * bool(counts["in_form"])
        told += [f"{counts[name]} {say(f'diff.told.{name}')}" for name in _ALSO if counts[name]]
        told += [say_number("diff.headings", counts["headings"])] * bool(counts["headings"])
        return f"{'; '.join(told)}; {say('diff.unchanged', number=counts['unchanged'])}."


_ALSO = ("added", "removed", "split", "merged", "moved", "renumbered")


def compare(old: Document, new: Document) -> Differences:
    """Every paragraph of both, laid beside each other; raises UnreadableInput where there are too many."""
    ours, theirs = _worded(old), _worded(new)
    if max(len(ours), len(theirs)) > MOST_PARAGRAPHS:
        raise UnreadableInput(f"Documents of more than {MOST_PARAGRAPHS:,} paragraphs are not compared.")
    sides = _Side(old, ours, _without_labels(old, ours)), _Side(new, theirs, _without_labels(new, theirs))
    words = [[_words(text) for text in side.texts] for side in sides]
    beside = lay_beside(words[0], words[1], _numbered_alike(ours, theirs))
    return Differences(old, new, tuple(_compared(each, *sides) for each in beside))


@dataclass(frozen=True, slots=True)
class _Side:
    """The paragraphs of one document that have words, and these as they are compared."""

    document: Document
    paragraphs: Sequence[Paragraph]
    texts: Sequence[str]


def _worded(document: Document) -> list[Paragraph]:
    return [each for each in document.paragraphs if each.number != "title" and any(map(str.isalnum, each.text))]


def _without_labels(document: Document, paragraphs: Sequence[Paragraph]) -> list[str]:
    """The words of each, with blanks for the numbers printed within them: (c) may become (d)."""
    labels: dict[int, list[Span]] = {}
    for part in document.subparagraphs:
        if part.label:
            labels.setdefault(part.ordinal, []).append(part.label)
    texts = []
    for paragraph in paragraphs:
        text = paragraph.text
        for label in labels.get(paragraph.ordinal, ()):
            start = label.start - paragraph.span.start
            if start >= 0:
                text = text[:start] + " " * len(label) + text[start + len(label) :]
        texts.append(text)
    return texts


def _words(text: str) -> tuple[str, ...]:
    return tuple(key for key in fold(text).keys if is_word(key))


def _numbered_alike(ours: Sequence[Paragraph], theirs: Sequence[Paragraph]) -> list[tuple[int, int]]:
    places = {each.address: at for at, each in enumerate(theirs) if each.kind is not Kind.HEADING}
    return [(at, places[each.address]) for at, each in enumerate(ours) if each.address in places]


def _cited_by(paragraph: Paragraph) -> str:
    return place_in_document(paragraph) if paragraph.kind is Kind.NUMBERED else paragraph.kind.value


def _compared(each: Beside, old: _Side, new: _Side) -> Compared:
    before, after = (tuple(side.paragraphs[at] for at in ats) for side, ats in ((old, each.old), (new, each.new)))
    if not before or not after:
        whole = tuple(Stretch(paragraph.text, True) for paragraph in (*before, *after))
        fate = Fate.REMOVED if before else Fate.ADDED
        return Compared(fate, before, after, False, (), whole if before else (), whole if after else ())
    one, other = _folded("\n".join(old.texts[at] for at in each.old), "\n".join(new.texts[at] for at in each.new))
    steps = _steps(one, other)
    language = language_of(one.keys, old.document.card.language.split("-")[0])
    changes = tuple(typed_changes(_as_quoted(other), one, steps, language))
    changed = [step for step in steps if not step.same]
    fate = Fate.CHANGED if changes else Fate.UNCHANGED
    if len(before) + len(after) > 2:
        fate = Fate.SPLIT if len(after) > 1 else Fate.MERGED
    return Compared(
        fate, before, after, each.moved, changes,
        tuple(_stretches("\n".join(p.text for p in before), one, [(step.s1, step.s2) for step in changed])),
        tuple(_stretches("\n".join(p.text for p in after), other, [(step.q1, step.q2) for step in changed])),
        language,
    )  # fmt: skip


# The words of one side beside the other's: first its blocks, as a preamble has a dozen, then the words of each.

_CHANCE, _MUCH = 3, 4  # keys without content between two changes, one of which has so many: equal by chance


def _steps(old: Folded, new: Folded) -> list[Step]:
    ours, theirs = _blocks(old), _blocks(new)
    if len(ours) == len(theirs) == 1:
        return _without_chance(steps_between(new.keys, old.keys), new)
    one, other = (
        [tuple(filter(is_word, text.keys[first:end])) for first, end in blocks]
        for text, blocks in ((old, ours), (new, theirs))
    )
    found = lay_beside(one, other, ())
    beside = [(each.old[0], each.new[0]) for each in found if each.old and each.new and not each.moved]
    steps, q, s = list[Step](), 0, 0
    for at, there in [*sorted(beside), (len(ours), len(theirs))]:
        (s1, s2), (q1, q2) = (
            blocks[place] if place < len(blocks) else (len(text), len(text))
            for blocks, place, text in ((ours, at, old), (theirs, there, new))
        )
        if q < q1 or s < s1:
            steps.append(Step(False, q, q1, s, s1))
        within = _without_chance(steps_between(new.keys[q1:q2], old.keys[s1:s2]), new, q1)
        steps += [Step(each.same, each.q1 + q1, each.q2 + q1, each.s1 + s1, each.s2 + s1) for each in within]
        q, s = q2, s2
    return steps


def _blocks(text: Folded) -> list[tuple[int, int]]:
    """Its keys from and up to each empty line."""
    ends = [end for at, end in enumerate(text.ends[:-1]) if "\n\n" in text.source[end : text.starts[at + 1]]]
    cuts = [0, *(bisect_right(text.ends, end) for end in ends), len(text)]
    return list(pairwise(cuts))


def _without_chance(steps: list[Step], new: Folded, shift: int = 0) -> list[Step]:
    """The steps, where small words between two changes, one of them long, belong to one change."""
    kept: list[Step] = []
    for at, step in enumerate(steps):
        after = steps[at + 1] if at + 1 < len(steps) else None
        before = kept[-1] if kept and not kept[-1].same else None
        keys = new.keys[step.q1 + shift : step.q2 + shift]
        lost = step.same and before and after and len(keys) <= _CHANCE and not any(map(is_content, keys))
        if lost and before and after and _length(before) + _length(after) >= _MUCH + 2 and _both(before, after):
            step = Step(False, step.q1, step.q2, step.s1, step.s2)
        if kept and not step.same and not kept[-1].same:
            step = Step(False, kept[-1].q1, step.q2, kept.pop().s1, step.s2)
        kept.append(step)
    return kept


def _length(step: Step) -> int:
    return max(step.q2 - step.q1, step.s2 - step.s1)


def _both(before: Step, after: Step) -> bool:
    """Whether something else stands on either side of the small words in both texts."""
    return all(step.q2 > step.q1 and step.s2 > step.s1 for step in (before, after))


def _folded(before: str, after: str) -> tuple[Folded, Folded]:
    """Both as they are compared: words divided at a line's end whole, digits grouped alike, marks of notes left out."""
    one, other = fold(before).without_apparatus(), fold(after).without_apparatus()
    one, other = one.joined(frozenset(other.keys)), other.joined(frozenset(one.keys))
    if has_groups(before) or has_groups(after):
        separator = "," if language_of(one.keys) == "en" else "."
        one, other = one.grouped(separator), other.grouped(separator)
    return one, other


def _as_quoted(text: Folded) -> list[Word]:
    opens = [at == 0 or text.keys[at - 1] in _ENDS for at in range(len(text))]
    return [Word(key, text.form(at), opens[at]) for at, key in enumerate(text.keys)]


def _stretches(text: str, folded: Folded, changed: Sequence[tuple[int, int]]) -> Iterator[Stretch]:
    """`text` cut at the keys that changed."""
    position = 0
    for first, end in changed:
        if first == end:
            continue
        start = folded.starts[first]
        if start > position:
            yield Stretch(text[position:start], False)
        position = folded.ends[end - 1]
        yield Stretch(text[start:position], True)
    if position < len(text):
        yield Stretch(text[position:], False)


def _matters(change: Typed, language: str) -> bool:
    """Whether more than small words are concerned; what the check passes over in silence as left out matters here."""
    left_out = change.words_left_out and not all(is_minor(key, language) for key in _words(change.difference.source))
    return change.risky or bool(left_out) or change.difference.kind is Change.FRAME


# As the JSON object that the command line and the web write.

Record = dict[str, object]


def differences_record(found: Differences) -> Record:
    """What changed, without the words that did not, in English; numbers as `show --json` has them."""
    counts = found.counts
    with speaking(catalogue()[ENGLISH]):
        summary = found.summary
    names = ("in_substance", "in_form", *(fate.value for fate in Fate), "moved", "renumbered", "headings")
    return {
        "old": found.old.id,
        "new": found.new.id,
        "summary": summary,
        "counts": {name: counts[name] for name in dict.fromkeys(names)},
        "shares_nothing": found.shares_nothing,
        "rows": [_row_record(row) for row in found.rows],
    }


def _row_record(row: Compared) -> Record:
    return {
        "fate": row.fate.value,
        "old": [paragraph.number for paragraph in row.old],
        "new": [paragraph.number for paragraph in row.new],
        "in_substance": row.in_substance,
        "moved": row.moved,
        "renumbered": row.renumbered,
        "differences": [
            {"kind": each.difference.kind.value, "old": each.difference.source, "new": each.difference.quote,
             "says": each.difference.says}
            for each in row.changes
        ],
    }  # fmt: skip
