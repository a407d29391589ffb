"""Paragraphs asked for by number or place: "what does paragraph 6 say?", "¶4", "the last paragraph". Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.types import Document, Kind, Paragraph
from qa_app import lookup_grammar as grammar

Anchor = Literal["number", "place", "preamble", "closing"]
LONGEST_RANGE = 50

_SAYING = frozenset(
    "say says said about mean means contain contains read reads state states mention mentions cover".split()
)
_DOCUMENT_WORDS = frozenset(
    "the this that a an full detail its entirety statement document text declaration communique communiqué resolution"
    " agreement report official numbered it".split()
)
_BACKWARDS = frozenset({"before", "preceding", "precedes", "above"})
_TENS, _ONES = ("", "x", "xx", "xxx"), ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN_VALUES = {ten + one: str(t * 10 + o) for t, ten in enumerate(_TENS) for o, one in enumerate(_ONES) if ten + one}


@dataclass(frozen=True, slots=True)
class Target:
    """One paragraph asked for: by printed number, or by place among the numbered ones (1 the first, -1 the last).

    `shift` moves on from there in reading order: 1 for "the paragraph after paragraph 4".
    """

    anchor: Anchor
    value: str
    shift: int = 0


@dataclass(frozen=True, slots=True)
class LookupRequest:
    """What was asked for, and the words that name a document, if any ("of the Kabul statement")."""

    targets: tuple[Target, ...]
    named: tuple[str, ...]


def parse_lookup(question: str) -> LookupRequest | None:
    """The paragraphs `question` asks for by number or place, None where it asks for something else."""
    text = grammar.normalised(question)
    if grammar.COUNT_QUESTION.search(text):
        return None
    found = sorted((*_preambles(text), *_numbers(text), *_places(text), *_several(text)), key=lambda pair: pair[0])
    if not found and (bare := grammar.BARE.match(text)):
        found = [(0, target) for target in _targets(bare["numbers"])]
    if not found:
        return None
    return LookupRequest(tuple(dict.fromkeys(target for _, target in found)), _document_words(text))


def resolve(target: Target, document: Document) -> Paragraph | None:
    """The paragraph of `document` that `target` asks for; None where there is none."""
    base = _anchor(target, document)
    if base is None:
        return None
    place = base.ordinal + target.shift
    if not 0 <= place < len(document.paragraphs) or not document.paragraphs[place].answers:
        return None
    return document.paragraphs[place]


def named_words_in(document: Document, words: tuple[str, ...]) -> int:
    """How many of the words that name a document stand in the title, date, place or id of this one."""
    card = document.card
    described = f"{card.title} {card.date or ''} {card.place or ''} {card.id}".casefold()
    return len(set(words) & set(re.findall(r"[^\W_]+", described)))


def _preambles(text: str) -> Iterator[tuple[int, Target]]:
    if match := grammar.PREAMBLE.search(text):
        yield match.start(), Target("preamble", "", _shift(text, match.start()))


def _numbers(text: str) -> Iterator[tuple[int, Target]]:
    for match in grammar.NUMBERED.finditer(text):
        if grammar.EVERYDAY_UNIT.fullmatch(match["unit"]) and not grammar.ENDS_THERE.match(text, match.end()):
            continue
        targets = _targets(match["numbers"])
        if match["onward"] and targets[-1].value.isdecimal():
            first = int(targets[-1].value)
            targets += [Target("number", str(value)) for value in range(first + 1, first + LONGEST_RANGE)]
        for target in targets:
            yield match.start(), Target(target.anchor, target.value, _shift(text, match.start()))


def _targets(numbers: str) -> list[Target]:
    """ "3, 4 and 9" and "3 to 5" one by one; too long a range is taken by its two ends."""
    values = [re.sub(r"\s", "", value) for value in re.findall(grammar.VALUE, numbers)] or re.findall(r"\d+", numbers)
    ends = grammar.RANGE.fullmatch(numbers.strip())
    if ends and 0 < int(ends[2]) - int(ends[1]) <= LONGEST_RANGE:
        values = [str(value) for value in range(int(ends[1]), int(ends[2]) + 1)]
    return [Target("number", value) for value in values]


def _places(text: str) -> Iterator[tuple[int, Target]]:
    for match in grammar.ORDINAL.finditer(text):
        if not _is_a_phrase(text[match.end() :]):
            sign = "-" if match["from_end"] or match["then_end"] else ""
            yield match.start(), Target("place", f"{sign}{match['value']}", _shift(text, match.start()))
    for match in grammar.BARE_ORDINAL.finditer(text):
        if re.search(r"\b(?:paragraph|para|point)\b", text):
            shift = 0 if match["word"] is None else -1 if match["word"] in _BACKWARDS else 1
            yield match.start(), Target("place", match["value"], shift)
    for match in grammar.LAST.finditer(text):
        if not _is_a_phrase(text[match.end() :]) and not _ends_an_ordinal(text[: match.start()]):
            yield match.start(), Target("place", _from_the_end(match), _shift(text, match.start()))


def _several(text: str) -> Iterator[tuple[int, Target]]:
    """ "the first three paragraphs", "the last two points"."""
    for match in grammar.SEVERAL.finditer(text):
        count = min(int(match["count"]), LONGEST_RANGE)
        if not _is_a_phrase(text[match.end() :]):
            places = range(1, count + 1) if match["word"] == "1st" else range(-count, 0)
            yield from ((match.start(), Target("place", str(place))) for place in places)


def _from_the_end(match: re.Match[str]) -> str:
    if match["word"] == "antepenultimate":
        return "-3"
    return "-2" if match["word"] == "penultimate" or match["tail"] or match["but"] else "-1"


def _ends_an_ordinal(before: str) -> bool:
    """ "2nd to last paragraph" has been read as a whole."""
    return bool(re.search(r"\d(?:st|nd|rd|th)\s+(?:to|from|before)(?:\s+the)?\s+$", before))


def _is_a_phrase(after: str) -> bool:
    of = grammar.OF_SOMETHING.match(after)
    return of is not None and not set(of["words"].split()) & (_DOCUMENT_WORDS - {"a", "an", "the", "that"})


def _shift(text: str, start: int) -> int:
    match = grammar.RELATIVE.search(text[:start])
    if not match:
        return 0
    return -1 if match["word"] in _BACKWARDS else 1


def _document_words(text: str) -> tuple[str, ...]:
    """The words before or after the number that name a document, without those that fit any."""
    patterns = (grammar.NUMBERED, grammar.ORDINAL, grammar.LAST, grammar.PREAMBLE)
    matches = [match for pattern in patterns for match in pattern.finditer(text)]
    if not matches:
        return ()
    if before := grammar.BEFORE_IT.search(text[: min(match.start() for match in matches)]):
        return (before["symbol"] or before["name"],)
    after = grammar.OF_WHAT.match(text[max(match.end() for match in matches) :])
    words: list[str] = []
    for word in re.findall(r"\w+", after["words"]) if after else ():
        if word in _SAYING:
            break
        words.append(word)
    return tuple(word for word in words if word not in _DOCUMENT_WORDS and len(word) > 1)


def _anchor(target: Target, document: Document) -> Paragraph | None:
    paragraphs = document.paragraphs
    if target.anchor in {"preamble", "closing"}:
        return next((p for p in paragraphs if p.kind.value == target.anchor), None)
    numbered = [p for p in paragraphs if p.kind is Kind.NUMBERED]
    if target.anchor == "number":
        return next((p for p in numbered if _same_number(p.number, target.value)), None)
    return _at_place(int(target.value), numbered)


def _at_place(place: int, numbered: list[Paragraph]) -> Paragraph | None:
    """The 7th paragraph is the one printed 7; where no number 7 is printed, there is none."""
    if place > 0:
        return next((p for p in numbered if _same_number(p.number, str(place))), None)
    return numbered[place] if -place <= len(numbered) else None


def _same_number(printed: str, asked: str) -> bool:
    printed, asked = printed.strip("().[] ").casefold(), asked.strip("().[] ")
    return printed in {asked, _ROMAN_VALUES.get(asked, asked)}
