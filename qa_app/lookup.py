"""Paragraphs asked for by number or place: "what does paragraph 6 say?", "¶4", "the last paragraph". Pure.

A question is first brought to digits ("the seventh paragraph" -> "the 7th paragraph"), then read with patterns
built from the small pieces below, each with the false alarm it prevents.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import OSA
from text_to_num import alpha2digit

from corpus.types import Document, Kind, Paragraph

Anchor = Literal["number", "place", "preamble", "closing"]


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


# "item", "point" and "number" are everyday words: they count only right before a number or as the thing asked for.
_UNIT = (
    r"(?:paragraphs?|paras?|pars?|pgs?|points?|pts?|items?|clauses?|articles?|arts?|sections?|numbers?|nos?|nrs?)"
    r"(?![a-z])\.?|¶+|§+|#"
)
_COUNTED = r"(?:paragraph|para|point|item|clause|article|section|1)"  # "the last one" has become "the last 1"
_DECIMAL = r"-?\d{1,4}(?:\.\d{1,3})*(?:\s?\((?:[a-z]{1,4}|\d{1,3})\))*(?![\d%])(?!(?:st|nd|rd|th)\b)"
_ROMAN = r"(?=[ivx]{2})x{0,3}(?:ix|iv|v?i{0,3})\b"  # two letters at least: "the point I made" is no number
_VALUE = rf"(?:{_DECIMAL}|{_ROMAN}|\(\d{{1,4}}\))"
_JOINED = rf"{_VALUE}(?:\s*(?:,|and|&|or|to|through|till|until|[-–—])\s*(?:{_UNIT})?\s*{_VALUE})*"
_NUMBERED = re.compile(rf"(?:(?<=\s)|(?<=^)|(?<=\W))(?:{_UNIT})\s*(?:{_UNIT})?\s*(?P<numbers>{_JOINED})")
_ORDINAL = re.compile(
    rf"\b(?P<value>\d{{1,3}})(?:st|nd|rd|th)(?P<from_end>\s+(?:to|from|before)(?:\s+the)?\s+(?:last|end|final))?"
    rf"\s+(?:numbered\s+)?{_COUNTED}\b(?P<then_end>\s+(?:to|from|before)\s+(?:the\s+)?(?:last|end|bottom|back)\b)?"
)
_LAST = re.compile(
    rf"\b(?P<word>last|final|closing|concluding|penultimate)(?:\s+but\s+(?P<but>\d))?\s+(?:numbered\s+)?{_COUNTED}\b"
    rf"(?P<tail>\s+but\s+1\b)?"
)
# "the introduction of a ceasefire" names no paragraph, "the introduction of the statement" does.
_INTRODUCTION = r"intro(?:duction)?(?!\s+(?:of|to)\s+(?!(?:the|this) (?:statement|document|text)))"
_PREAMBLE = re.compile(
    rf"\b(?:preamble|preambular (?:paragraph|text|part)|chapeau|{_INTRODUCTION}"
    r"|unnumbered (?:paragraph|text|part|opening|introduction)|introductory (?:paragraph|text|part|words)"
    r"|opening (?:paragraph|para|words|text|part|lines?|section|passage))\b"
)
_FRAME = (
    r"(?:please|pls|can you|could you|show|read|quote|give|display|open|cite|print|get|see|tell|go to"
    r"|what(?:'s| is| does)?|me|out|the|us|number|no\.?|in)"
)
_BARE = re.compile(
    rf"^(?:{_FRAME}\s+)*(?P<numbers>{_JOINED}|\d{{1,3}}(?:st|nd|rd|th))\s*(?:say|please|pls|for me)?\s*[.?!)]*$"
)
_RELATIVE = re.compile(
    r"\b(?P<word>after|following|follows|succeeds|next to|before|preceding|precedes|above|below)\s+(?:the\s+|is\s+)?$"
)
_OF_WHAT = re.compile(r"^\W*(?:of|from|in(?=\s+(?:the|this)\b))\s+(?P<words>(?:[\w'’-]+\s*){1,10})")
_COUNT_QUESTION = re.compile(
    r"\bhow many (?:paragraphs?|paras?|points?|items?)\b|\bwhich (?:paragraphs?|paras?) (?!is |comes )"
)

_SAYING = frozenset(
    "say says said about mean means contain contains read reads state states mention mentions cover".split()
)
_DOCUMENT_WORDS = frozenset(
    "the this that a an full detail its entirety statement document text declaration communique communiqué resolution"
    " agreement report official numbered it".split()
)  # fmt: skip


_TENS, _ONES = ("", "x", "xx", "xxx"), ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN_VALUES = {ten + one: str(t * 10 + o) for t, ten in enumerate(_TENS) for o, one in enumerate(_ONES) if ten + one}


def parse_lookup(question: str) -> LookupRequest | None:
    """The paragraphs `question` asks for by number or place, None where it asks for something else."""
    text = _normalised(question)
    if _COUNT_QUESTION.search(text):
        return None
    found = sorted(_preambles(text) + _numbers(text) + _places(text), key=lambda pair: pair[0])
    if not found and (bare := _BARE.match(text)):
        found = [(0, target) for target in _targets(bare["numbers"])]
    if not found:
        return None
    named = _document_words(text)
    return LookupRequest(tuple(dict.fromkeys(target for _, target in found)), named)


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


def _normalised(question: str) -> str:
    text = unicodedata.normalize("NFKC", question).casefold().replace("’", "'")
    text = re.sub(r"(?<=[a-z])-(to|from|but)-(?=[a-z])", r" \1 ", text)  # "second-to-last"
    text = " ".join(_spelled(word) for word in text.split())
    return str(alpha2digit(text, "en", 0))


def _spelled(word: str) -> str:
    """ "pargraph" and "paragrahp" -> "paragraph": the one word of a look-up that is long enough to be mistyped."""
    core = word.strip(".,?!:;'\"")
    if len(core) >= 6 and core.isalpha() and core[0] == "p" and core not in {"paragraph", "paragraphs"}:
        for wanted in ("paragraph", "paragraphs"):
            if OSA.distance(core, wanted) <= 2:
                return word.replace(core, wanted)
    return word


def _numbers(text: str) -> list[tuple[int, Target]]:
    return [
        (match.start(), Target(target.anchor, target.value, _shift(text, match.start())))
        for match in _NUMBERED.finditer(text)
        for target in _targets(match["numbers"])
    ]


def _targets(numbers: str) -> list[Target]:
    """ "3, 4 and 9" and "3 to 5" one by one; a range of more than 50 is taken by its two ends."""
    values = [re.sub(r"\s", "", value) for value in re.findall(_VALUE, numbers)] or re.findall(r"\d+", numbers)
    is_range = re.fullmatch(rf"(\d+)\s*(?:to|through|till|until|[-–—])\s*(?:{_UNIT})?\s*(\d+)", numbers.strip())
    if is_range and 0 < int(is_range[2]) - int(is_range[1]) <= 50:
        values = [str(value) for value in range(int(is_range[1]), int(is_range[2]) + 1)]
    return [Target("number", value) for value in values]


def _places(text: str) -> list[tuple[int, Target]]:
    found = []
    for match in _ORDINAL.finditer(text):
        value = int(match["value"])
        place = -value if match["from_end"] or match["then_end"] else value
        if not _is_a_phrase(text[match.end() :]):
            found.append((match.start(), Target("place", str(place), _shift(text, match.start()))))
    for match in _LAST.finditer(text):
        second = match["word"] == "penultimate" or match["tail"] or match["but"]
        if not _is_a_phrase(text[match.end() :]) and not _ends_an_ordinal(text[: match.start()]):
            found.append((match.start(), Target("place", "-2" if second else "-1", _shift(text, match.start()))))
    return found


def _ends_an_ordinal(before: str) -> bool:
    """ "2nd to last paragraph" has been read as a whole."""
    return bool(re.search(r"\d(?:st|nd|rd|th)[\s-]+(?:to|from|before)(?:\s+the)?\s+$", before))


def _is_a_phrase(after: str) -> bool:
    """ "the last point of contention" asks for no paragraph; "the last point of the statement" does."""
    of = re.match(r"\s+(?:of|in|on|at|when|where)\s+(?P<words>(?:[\w'’-]+\s*){1,4})", after)
    return of is not None and not set(of["words"].split()) & (_DOCUMENT_WORDS - {"a", "an", "the", "that"})


def _preambles(text: str) -> list[tuple[int, Target]]:
    match = _PREAMBLE.search(text)
    return [(match.start(), Target("preamble", ""))] if match else []


def _shift(text: str, start: int) -> int:
    match = _RELATIVE.search(text[:start])
    if not match:
        return 0
    return -1 if match["word"] in {"before", "preceding", "precedes", "above"} else 1


def _document_words(text: str) -> tuple[str, ...]:
    last = max(
        (match.end() for pattern in (_NUMBERED, _ORDINAL, _LAST, _PREAMBLE) for match in pattern.finditer(text)),
        default=0,
    )
    match = _OF_WHAT.match(text[last:])
    if not match:
        return ()
    words = []
    for word in re.findall(r"\w+", match["words"]):
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
