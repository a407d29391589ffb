"""Paragraphs asked for by number or place: "what does paragraph 6 say?", "¶4", "the last paragraph". Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from corpus.numbering.numerals import letter_value, roman_value
from qa_app.references import grammar
from qa_app.references.languages import normalised
from qa_app.references.names import Named, is_of_a_document, phrase_after, phrase_before, terse_name, without_frame

Mentions = Literal["", "perhaps", "surely"]
Anchor = Literal["number", "place", "preamble", "closing"]


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked for: a printed number ("17(2)"), or a place among the numbered (1 the first, -1 the last).

    `unit` is "article" and the like where such a word was used, empty for "paragraph" and other words that fit any
    number. `shift` moves on from there in reading order: 1 for "the paragraph after paragraph 4".
    """

    anchor: Anchor
    value: str
    shift: int = 0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class LookupRequest:
    """What is asked for of one document, and what names it, if anything ("of the Kabul statement").

    `is_bare` says that nothing more is asked than to see it: "what does paragraph 3 say?", not "who does it blame?".
    `beside` is what may name a document where nothing says so: "paragraph 12 carbis bay".
    `mentions` says whether an article may be ("under article 5") or must be ("invoked article 5") another text's.
    """

    targets: tuple[Target, ...]
    named: Named
    is_bare: bool
    mentions: Mentions
    beside: Named = field(default_factory=Named)


def parse_lookup(question: str) -> LookupRequest | None:
    """What `question` asks for by number or place, of the first document it names; None if it asks otherwise."""
    return next(iter(parse_lookups(question)), None)


def parse_lookups(question: str) -> tuple[LookupRequest, ...]:
    """The paragraphs `question` asks for by number or place, by the documents it names; none if it asks otherwise."""
    text = flattened(grammar.PART_FIRST.sub(r"\g<number> of \g<part>", normalised(question)))
    if grammar.COUNT_QUESTION.search(text):
        return ()
    found = sorted(
        (*_parts_of_text(text), *_numbers(text, question), *_places(text), *_several(text)), key=lambda pair: pair[0]
    )
    if not found and (bare := grammar.BARE.match(text)):
        found = [(bare.span("numbers"), target) for target in _targets(bare["numbers"])]
    return _by_document(found, text, question) if found else ()


def _by_document(found: Sequence["_Found"], text: str, question: str) -> tuple[LookupRequest, ...]:
    """The references that a document is named for go together: "para 2 and para 4 of X with para 3 of Y"."""
    spans = list(dict.fromkeys(span for span, _ in found))
    ends = [*(start for start, _ in spans[1:]), len(text)]
    phrases = [phrase_after(text, span[1], end, question) for span, end in zip(spans, ends, strict=True)]
    if not any(phrases):
        phrases[-1] = phrase_before(text, spans[0][0], question)
    named, phrase = {}, None
    for span, own in zip(reversed(spans), reversed(phrases), strict=True):
        phrase = own or phrase or next((later for later in reversed(phrases) if later), None)
        named[span] = phrase.named if phrase else Named()
    is_bare = not without_frame(text, [*spans, *(phrase.span for phrase in phrases if phrase)])
    groups: dict[Named, list[Target]] = {}
    for span, target in found:
        groups.setdefault(named[span], []).append(target)
    mentions: Mentions = (
        "surely" if grammar.INVOKED.search(text) else "perhaps" if grammar.MENTIONED.search(text) else ""
    )
    beside = Named() if any(phrases) else terse_name(text, spans)
    return tuple(
        LookupRequest(tuple(dict.fromkeys(group)), of, is_bare, mentions, beside) for of, group in groups.items()
    )


_Found = tuple[tuple[int, int], Target]


def _parts_of_text(text: str) -> Iterator[_Found]:
    if match := grammar.PREAMBLE.search(text):
        yield match.span(), Target("preamble", "", _shift(text, match.start()))
    if (match := grammar.CLOSING.search(text)) and not _is_a_phrase(text[match.end() :]):
        yield match.span(), Target("closing", "")


def _numbers(text: str, question: str) -> Iterator[_Found]:
    for match in grammar.NUMBERED.finditer(text):
        if _is_of_something_else(match, text, question):
            continue
        targets = _targets(match["numbers"], grammar.kind_of(match["unit"]))
        if targets and match["onward"] and targets[-1].value.isdecimal():
            first, unit = int(targets[-1].value), targets[-1].unit
            targets += [Target("number", str(n), 0, unit) for n in range(first + 1, first + LONGEST_RANGE)]
        for target in targets:
            yield match.span(), Target(target.anchor, target.value, _shift(text, match.start()), target.unit)


def _is_of_something_else(match: re.Match[str], text: str, question: str) -> bool:
    """Whether what looks like a reference is a measure, the number of another thing, or part of a longer name."""
    before, end = text[: match.start()], match.end()
    if grammar.MEASURE.match(text, end) or grammar.COUNTS_ELSEWHERE.search(before):
        return True
    if not grammar.EVERYDAY_UNIT.fullmatch(match["unit"]):
        return False
    if grammar.A_SUBJECT.match(text, end) or (grammar.kind_of(match["unit"]) and grammar.SAID_OF_IT.search(before)):
        return True
    if grammar.LOOSE_UNIT.fullmatch(match["unit"]):
        within = grammar.IN_SOMETHING.match(text, end)
        return not grammar.ENDS_THERE.match(text, end) or bool(within and not is_of_a_document(within["words"]))
    is_cited = phrase_after(text, end, len(text), question) is not None
    return not (is_cited or grammar.ENDS_THERE.match(text, end) or grammar.ASKED_OF_IT.search(before))


def _targets(numbers: str, unit: str = "") -> list[Target]:
    if ordinal := re.fullmatch(r"(\d+)(?:st|nd|rd|th)", numbers):
        return [Target("number", ordinal[1], 0, unit)]
    return [Target("number", value, 0, unit) for value in numbers_in(numbers)]


def _places(text: str) -> Iterator[_Found]:
    for match in grammar.ORDINAL.finditer(text):
        if not _is_a_phrase(text[match.end() :], match["unit"]):
            sign = "-" if match["from_end"] or match["then_end"] else ""
            shift, unit = _shift(text, match.start()), grammar.kind_of(match["unit"])
            yield match.span(), Target("place", f"{sign}{match['value']}", shift, unit)
    for match in grammar.BARE_ORDINAL.finditer(text):
        if re.search(r"\b(?:paragraph|para|point)\b", text):
            shift = 0 if match["word"] is None else -1 if match["word"] in grammar.BACKWARDS else 1
            yield match.span(), Target("place", match["value"], shift)
    for match in grammar.LAST.finditer(text):
        if not _is_a_phrase(text[match.end() :], match["unit"]) and not _ends_an_ordinal(text[: match.start()]):
            yield match.span(), _from_the_end(match, _shift(text, match.start()))


def _several(text: str) -> Iterator[_Found]:
    """ "the first three paragraphs", "the last two points"."""
    for match in grammar.SEVERAL.finditer(text):
        count = min(int(match["count"]), LONGEST_RANGE)
        if not _is_a_phrase(text[match.end() :]):
            places = range(1, count + 1) if match["word"] == "1st" else range(-count, 0)
            yield from ((match.span(), Target("place", str(place))) for place in places)


def _from_the_end(match: re.Match[str], shift: int) -> Target:
    unit = grammar.kind_of(match["unit"])
    if match["word"] == "closing" and not unit:
        return Target("closing", "", shift)
    if match["word"] == "antepenultimate":
        return Target("place", "-3", shift, unit)
    is_second = match["word"] == "penultimate" or match["tail"] or match["but"]
    return Target("place", "-2" if is_second else "-1", shift, unit)


def _ends_an_ordinal(before: str) -> bool:
    """ "2nd to last paragraph" has been read as a whole."""
    return bool(re.search(r"\d(?:st|nd|rd|th)\s+(?:to|from|before)(?:\s+the)?\s+$", before))


def _is_a_phrase(after: str, unit: str = "") -> bool:
    """ "the last point of contention", but not "the last point of the 2017 statement"."""
    of = grammar.OF_SOMETHING.match(after)
    if of is None or (unit.startswith(("para", "recital")) and of["by"] in {"of", "in"}):
        return False
    return not is_of_a_document(of["words"])


def _shift(text: str, start: int) -> int:
    match = grammar.RELATIVE.search(text[:start])
    if not match:
        return 0
    return -1 if match["word"] in grammar.BACKWARDS else 1


# The numbers in a reference one by one: lists, ranges, and parts named from the inside.

LONGEST_RANGE = 400
_PART = r"\([a-z\d]{1,5}\)"
_ENTRY = re.compile(rf"(?P<to>{grammar.TO})?\s*(?:(?:{grammar.UNIT})\s*)?(?P<value>{grammar.VALUE}|{_PART})")
_LETTERED_ENTRY = re.compile(rf"(?P<to>{grammar.TO})?\s*(?P<value>(?:\s?{_PART})+|(?:\b[a-z]\b|\d{{1,3}})(?:{_PART})*)")
_LAST_PART = re.compile(r"^(?P<before>.*?)(?P<part>\d+|[a-z]{1,5})(?P<after>\)?)$")
_LEVELS = ((r"art|sec|§|recit|rule|princ|guide|recom|clause", 0), (r"par|¶", 1), (r"", 2))


def numbers_in(written: str) -> list[str]:
    """ "3, 4 and 9" and "3 to 5" one by one, without spaces; what looks roman and is no numeral is left out."""
    return _listed(written, _ENTRY)


def flattened(text: str) -> str:
    """Parts named from the inside or one after another as one number each.

    "point (c) of article 6(1)" becomes "article 6(1)(c)", "article 17, paragraph 2" becomes "article 17(2)".
    """
    text = re.sub(r"(?<=\d)\s+(?=\((?:[a-z]{1,5}|\d{1,3})\))", "", text)  # "2 (b)"
    text = grammar.NTH_OF.sub(lambda m: f"{_tidy(m['outer'])}({m['value'] or -1})", text)
    for _ in range(3):  # "letter a of paragraph 1 of article 6"
        inside_out = grammar.INSIDE_OUT.sub(_inner_added, text)
        outside_in = grammar.OUTSIDE_IN.sub(_inner_added, inside_out)
        if outside_in == text:
            break
        text = outside_in
    text = grammar.FROM_TO.sub(r"\1 \2 to \3", grammar.BETWEEN.sub(r"\1 to \2", text))
    return grammar.SHARED_NOUN.sub(r"\1 \2 and ", text)


def _inner_added(match: re.Match[str]) -> str:
    """The outer number with each inner one added; unchanged where the inner word does not go deeper."""
    within = match["inner"] == "§" and match["unit"].startswith("art")  # "Art. 8 § 1"
    deeper = within or _level(match["inner"]) > _level(match["unit"])
    if not deeper or (_level(match["unit"]) and _is_a_list(match)):
        return match[0]
    outer = _tidy(match["outer"])
    parts = (re.sub(r"^[^(]+", r"(\g<0>)", part) for part in _listed(match["parts"], _LETTERED_ENTRY))
    return ", ".join(f"{outer}{part}" for part in parts)


def _is_a_list(match: re.Match[str]) -> bool:
    """ "paragraph 4, point 5" names two, "paragraph 4, point (b)" and "point 5 of paragraph 4" one."""
    return match.start("outer") < match.start("inner") and match["parts"][0].isdecimal() and "," in match[0]


def _level(unit: str) -> int:
    return next(level for start, level in _LEVELS if re.match(start, unit))


def _tidy(outer: str) -> str:
    return re.sub(r"\s+\(", "(", outer).rstrip(", ")


def _listed(written: str, entry: re.Pattern[str]) -> list[str]:
    values: list[str] = []
    for match in entry.finditer(written):
        value = re.sub(r"\s", "", match["value"]).strip("[]")
        if entry is _ENTRY and value.startswith("("):
            value = _beside(values[-1] if values else "", value)
        if not _is_number(value):
            continue
        values += _between(values[-1], value) if match["to"] and values else []
        values.append(value)
    return values


def _beside(before: str, part: str) -> str:
    """ "4(b)" for the "(b)" after "4(a)", "9" for "(9)" after nothing of that shape."""
    if "(" in before:
        return f"{before[: before.rfind('(')]}{part}"
    return re.sub(r"^\((\d+)\)", r"\1", part) if part[1].isdecimal() else f"{before}{part}"


def _is_number(value: str) -> bool:
    letters = re.match(r"[a-z]{2,}", value)
    return letters is None or roman_value(letters[0]) is not None


def _between(first: str, last: str) -> list[str]:
    """What lies between "3" and "6", "1.1" and "1.4", "4(a)" and "4(d)"; nothing where they do not belong together."""
    one, other = _LAST_PART.match(first), _LAST_PART.match(last)
    if not one or not other or one["before"] != other["before"] or one["after"] != other["after"]:
        return []
    start, end = _value(one["part"]), _value(other["part"])
    if start is None or end is None or not 0 < end - start <= LONGEST_RANGE:
        return []
    written = (str(n) if one["part"].isdecimal() else chr(ord("a") + n - 1) for n in range(start + 1, end))
    return [f"{one['before']}{part}{one['after']}" for part in written]


def _value(part: str) -> int | None:
    if part.isdecimal():
        return int(part)
    return letter_value(part) if len(part) == 1 else None
