"""Numbers that are printed more than once, told apart by the headings over them; which of all are doubtful. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from corpus.cutting.headings import division_name, is_annex_name
from corpus.numbering.labels import find_label
from corpus.numbering.outline import Entry
from corpus.types import Kind, Paragraph

_LONGEST_NAME = 70
_SMALL = frozenset("of the and in for on to by a an".split())
_LITTLE = 0.5  # worth of a number that nothing sets apart from its words
_TWICE = "This number is printed more than once, and no heading tells which is meant."
_AFTER_A_GAP = "The number before it is missing in the document."
_NOT_SET_APART = "Nothing sets it apart from the words after it, as it does the numbers around it."


def printed_number(number: str) -> str:
    """`number` without the sign that it is one of several of that number: "Article 5~2(1)" -> "Article 5(1)"."""
    return re.sub(r"~\d+", "", number)


def with_parts(paragraphs: Sequence[Paragraph], doubts: Mapping[int, str]) -> list[Paragraph]:
    """The paragraphs, each that repeats a number with the part it stands in ("Annex I"), each with what is doubtful.

    The part is named after the outermost heading that stands over no other paragraph of that number; the first of them
    has none, unless it stands in a part like the others (Article 1 of 12 that have a Section 1 each). `doubts` are
    sentences by the place of the label.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for place, paragraph in enumerate(paragraphs):
        if paragraph.kind is Kind.NUMBERED:
            groups[printed_number(paragraph.number)].append(place)
    result = list(paragraphs)
    begun_anew = _parts_of_runs(paragraphs)
    for number, places in groups.items():
        same = [paragraphs[place] for place in places]
        parts = _parts(number, same)
        again = ["~" in paragraph.number for paragraph in same]
        alike = len(places) > 1 and all(parts) and len({str(part).split()[0] for part in parts}) == 1
        unclear = _TWICE if any(is_again and not part for is_again, part in zip(again, parts, strict=True)) else None
        for place, paragraph, part, is_again in zip(places, same, parts, again, strict=True):
            named = begun_anew.get(place) or (part if is_again or alike else _holder(paragraph))
            doubt = doubts.get(paragraph.label.start) if paragraph.label else None
            result[place] = replace(paragraph, part=named, doubt=doubt or (None if named else unclear))
    return result


_FIRST_FIGURE = re.compile(r"(?P<word>(?:[^\W\d]+ )?)(?P<value>\d+)")


def _parts_of_runs(paragraphs: Sequence[Paragraph]) -> dict[int, str]:
    """By its place the part of each number of a run that begins anew under a heading of its own, over all of it."""
    runs, last = list[list[int]](), ("", 0)
    for place, paragraph in enumerate(paragraphs):
        match = _FIRST_FIGURE.match(paragraph.number) if paragraph.kind is Kind.NUMBERED else None
        if match is None:
            continue
        if not runs or match["word"] != last[0] or int(match["value"]) < last[1]:
            runs.append([])
        runs[-1].append(place)
        last = match["word"], int(match["value"])
    first = {printed_number(p.number): place for place, p in reversed([*enumerate(paragraphs)])}
    over = dict[int, tuple[str, ...]]()
    for before, run in pairwise(runs):
        path = _over_all(paragraphs, before[-1], run)
        if path and first[printed_number(paragraphs[run[0]].number)] < run[0]:
            over[run[0]] = path
    short = {start: _name_of((*(h for h in path[:-1] if is_annex_name(h)), path[-1])) for start, path in over.items()}
    once = Counter(short.values())
    # "Annex" of each of three decisions
    named = {start: name if once[name] == 1 else _name_of(over[start]) for start, name in short.items()}
    once = Counter(named.values())
    return {place: named[run[0]] for run in runs if once[named.get(run[0], "")] == 1 for place in run}


def _name_of(path: Sequence[str]) -> str:
    return ", ".join(filter(None, map(_name, path[-2:])))


def _over_all(paragraphs: Sequence[Paragraph], before: int, run: Sequence[int]) -> tuple[str, ...]:
    """The headings over a run down to the first that the number before it has not."""
    paths = [paragraphs[place].headings for place in run]
    common = [same[0] for same in takewhile(lambda same: len(set(same)) == 1, zip(*paths, strict=False))]
    above = paragraphs[before].headings
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(common, above, strict=False)))
    return tuple(common[: shared + 1]) if shared < len(common) else ()


def _holder(paragraph: Paragraph) -> str | None:
    """The annex, or the article over a section, without which a number is not cited although it is printed once."""
    own = paragraph.number.split()[0]
    for heading in paragraph.headings:
        label = find_label(heading, 0, len(heading))
        is_article = label is not None and label.word == "Article" != own and " " in paragraph.number
        if is_article or is_annex_name(heading):
            return _name(heading)
    return None


def _parts(number: str, same: Sequence[Paragraph]) -> list[str | None]:
    own = number.split("(")[0].casefold()
    over = [tuple(h for h in p.headings if not h.casefold().startswith(own)) for p in same]
    counts = Counter(headings[:depth] for headings in over for depth in range(1, len(headings) + 1))
    alone = [next((h[:depth] for depth in range(1, len(h) + 1) if counts[h[:depth]] == 1), ()) for h in over]
    firsts = {h: order for order, h in reversed(list(enumerate(over))) if len(set(over)) > 1}
    # Of several runs under one heading the first is cited by it.
    alone = [
        path or (h if firsts.get(h) == order else ()) for order, (path, h) in enumerate(zip(alone, over, strict=True))
    ]
    names = [_name(path[-1]) if path else None for path in alone]
    if len(names) >= 1000:
        return names
    seen = Counter(names)
    for order, (path, name) in enumerate(zip(alone, names, strict=True)):
        if name and seen[name] > 1:  # "General" of each of three chapters
            longer = [_name(heading) for heading in path[-2:]]
            names[order] = ", ".join(filter(None, longer)) if len(path) > 1 and all(longer) else None
    seen = Counter(names)
    return [name if name and seen[name] == 1 else None for name in names]


def _name(heading: str) -> str | None:
    """How a heading is cited: "Annex I" for "ANNEX I Tolls", "Opinion of Judge Ash"; a long one by its first words."""
    if short := division_name(heading):
        return short
    label = find_label(heading, 0, len(heading))
    if label and label.word:
        return f"{label.word} {label.printed}"
    if len(heading) > _LONGEST_NAME:
        heading = (
            f"{heading[: heading.rindex(' ', 0, _LONGEST_NAME)].rstrip(' ,;:')}…"
            if " " in heading[:_LONGEST_NAME]
            else ""
        )
    heading = heading.rstrip(" :")
    if not heading.isupper():
        return heading or None
    small = (own if re.fullmatch(r"[IVXLC]+\W*", own) else own.lower() for own in heading.split())
    return " ".join(w if place and w in _SMALL else w[:1].upper() + w[1:] for place, w in enumerate(small))


def doubts(entries: Sequence[Entry]) -> dict[int, str]:
    """By the place of its label, why a number is doubtful: the sequence, or the way it is set, speaks against it."""
    return dict(_doubts(entries))


def _doubts(entries: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    little = [entry.number.candidate.worth < _LITTLE for entry in entries]
    for before, entry in pairwise(entries):
        at, reached = entry.number.value.parts[-1], before.number.value.reached[-1]
        same = entry.number.value.parts[:-1] == before.number.value.parts[:-1] and entry.label.word == before.label.word
        if same and isinstance(at, int) and isinstance(reached, int) and at > reached + 1:
            yield entry.label.span.start, _AFTER_A_GAP
    for entry, is_little in zip(entries, little, strict=True):
        if is_little and 2 * sum(little) < len(little):
            yield entry.label.span.start, _NOT_SET_APART
        yield from _doubts(entry.children)
