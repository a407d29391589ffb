"""Look-ups that lean on the one before: "and paragraph 5?", "the Carbis Bay one", "the next paragraph". Pure.

For conversations of which only the questions are known; where paragraphs were shown, see qa_app.shown_places.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from qa_app.ellipsis import Fragment, fragment_of, without_lead_in
from qa_app.lookup import parse_lookup
from qa_app.lookup_names import is_of_a_document
from qa_app.question_words import frames, words_of
from qa_app.shown_places import direction_of
from qa_app.turns import Turn

_OF_WHAT = re.compile(
    r"\s+(?:of|from|in)\s+(?P<document>\S.*?)(?=\s+(?:say|says|said|mean|means|state|states|read|reads|about)\b|[?.!\s]*$)",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\b(?:(?:paragraph|para|point|article|section|clause|item|number)s?\.?\s+\S*\d\S*"
    r"(?:\s*(?:,|and|or|to|through|[-–])\s*\d+)*|the\s+(?:preamble|introduction|(?:first|last|closing|\w+th)\s+paragraph))",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d[\d.()a-z]*")
_NUMBER_ALONE = re.compile(r"(?:number\s+)?(?P<number>\d{1,4}(?:\.\d+)*(?:\([a-z\d]+\))*)", re.IGNORECASE)
_OF = re.compile(r"^(?:of|from|in)\s+", re.IGNORECASE)
_ONE = re.compile(r"\s+ones?$", re.IGNORECASE)


class LookUpReading(NamedTuple):
    """A look-up in full: its words, those carried and their turn, the id of its document where one was shown."""

    text: str
    words: str
    turn: int
    document: str | None


def look_up_after(question: str, turns: Sequence[Turn]) -> LookUpReading | None:
    """The look-up that `question` is after `turns`; None where it is none, or needs nothing before it."""
    request, last = parse_lookup(question), turns[-1]
    if request is not None:
        return None if request.named else _in_the_same_document(question, turns)
    if parse_lookup(last.understood) is None:
        return None
    base = _unit(last.understood)
    if (word := direction_of(question)) is not None:
        text = f"The paragraph {word} {_one_end(base, word)}{_document(last.understood)}?"
        return LookUpReading(text, last.understood, len(turns) - 1, None)
    number = _another_number(question, last.understood, len(turns) - 1)
    return number or _in_another_document(question, base, len(turns) - 1)


def _in_another_document(question: str, base: str, turn: int) -> LookUpReading | None:
    """ "the Carbis Bay one": what was looked up, in the document named now."""
    fragment = fragment_of(question)
    if fragment is None or fragment.asks or not _may_name_a_document(fragment):
        return None
    words = _ONE.sub("", _OF.sub("", fragment.words))
    return LookUpReading(f"{base[0].upper()}{base[1:]} of {words}?", base, turn, None)


def _may_name_a_document(fragment: Fragment) -> bool:
    """ "what about women?" asks something else; "Carbis Bay" alone, after being asked which, does not."""
    words = fragment.words
    if all(frames(word) for word in words_of(words)):
        return is_of_a_document(words)
    named = any(word[0].isupper() for word in words_of(words)) or bool(_ONE.search(words)) or is_of_a_document(words)
    return named or not fragment.marked


def _another_number(question: str, last: str, turn: int) -> LookUpReading | None:
    """ "and 14?" after a look-up of paragraph 12."""
    match = _NUMBER_ALONE.fullmatch(without_lead_in(question))
    unit = _UNIT.search(last)
    if match is None or unit is None:
        return None
    kind = unit[0].split()[0].rstrip("s.")
    return LookUpReading(f"{kind.capitalize()} {match['number']}{_document(last)}?", last, turn, None)


def _in_the_same_document(question: str, turns: Sequence[Turn]) -> LookUpReading | None:
    for place in range(len(turns) - 1, -1, -1):
        turn = turns[place]
        if turn.answers:
            shown = turn.answers[0]
            return LookUpReading(question, shown.title or shown.place.document, place, shown.place.document)
        if parse_lookup(turn.understood) is not None and (named := _document(turn.understood)):
            return LookUpReading(f"{without_lead_in(question)}{named}?", named.strip(), place, None)
    return None


def _one_end(look_up: str, word: str) -> str:
    """ "paragraph 5" of "paragraphs 3 to 5" where one goes on after it, "paragraph 3" where one goes back."""
    numbers = _NUMBER.findall(look_up)
    if len(numbers) < 2:
        return look_up
    return f"{look_up.split()[0].rstrip('s.')} {numbers[-1 if word == 'after' else 0]}"


def _document(look_up: str) -> str:
    """ " of the Carbis Bay communiqué", as it is written there; "" where no document is named."""
    if match := _OF_WHAT.search(look_up):
        return f" of {match['document']}"
    request = parse_lookup(look_up)
    return f" of the {request.named.written}" if request is not None and request.named.written else ""


def _unit(look_up: str) -> str:
    """ "paragraph 12" of "what does paragraph 12 of the communiqué say"."""
    found = _UNIT.search(look_up)
    if found:
        return found[0].rstrip("?.!,")
    match = _OF_WHAT.search(look_up)
    return (look_up[: match.start()] if match else look_up.rstrip("?.! ")).strip()
