"""Paragraphs asked for by where they stand to what was shown: "the next paragraph", "the other one". Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.types import Document, Paragraph
from qa_app.follow_ups.fragments import Fragment, fragment_of, frames, without_lead_in, words_of
from qa_app.follow_ups.turns import Place, Shown, Turn
from qa_app.references.names import is_of_a_document
from qa_app.references.parse import parse_lookup

MOST_STEPS = 20

_UNIT_NAMES = (
    r"(?:paragraphs?|paras?|points?|articles?|sections?|clauses?|items?|absatz|absätze|artikel|punkt|ziffer|párrafos?"
    r"|puntos?|artículos?|apartados?)"
)
_UNIT_OR_ONE = rf"(?:{_UNIT_NAMES}|ones?)"
_NEXT = r"(?:next|following|subsequent|nächste[nrs]?|folgende[nrs]?|siguientes?|próxim[oa]s?)"
_BEFORE = r"(?:previous|preceding|prior|vorige[nrs]?|vorherige[nrs]?|vorhergehende[nrs]?|anterior(?:es)?|previo)"
_COUNT = r"(?:(?P<count>\d{1,2}|two|three|four|five|zwei|drei|dos|tres)\s+)?"
_IT = r"(?:\s+(?:that|it|this|them|these|those)(?:\s+(?:one|paragraph))?)?"

_ONWARD = re.compile(
    rf"\b{_NEXT}\s+{_COUNT}{_UNIT_OR_ONE}\b|\b{_UNIT_NAMES}\s+(?:siguientes?)\b|\b{_UNIT_OR_ONE}\s+(?:right\s+|just\s+|directly\s+)?"
    rf"(?:after|below|following){_IT}$|\bwhat\s+(?:comes|follows|is)\s*(?:next|after{_IT})?$"
    rf"|^what\s+does\s+it\s+say\s+next$|^(?:the\s+)?next{_COUNT.replace('count', 'more')}$"
    r"|^(?:go\s+on|continue|read\s+on|carry\s+on|keep\s+(?:going|reading)|weiter(?:lesen)?|lies\s+weiter|sigue|continúa)"
    r"(?:\s+(?:reading|please|leyendo|bitte))?$|\b(?:absatz\s+)?danach$"
)
_BACK = re.compile(
    rf"\b{_BEFORE}\s+{_COUNT}{_UNIT_OR_ONE}\b|\b{_UNIT_NAMES}\s+(?:anterior(?:es)?|previo)\b|\b{_UNIT_OR_ONE}\s+(?:right\s+|just\s+"
    rf"|directly\s+)?(?:before|above|preceding){_IT}$|\bwhat\s+(?:comes|came|precedes|is)\s+before{_IT}$"
    r"|^go\s+back(?:\s+(?:one|a\s+paragraph))?$|^(?:the\s+)?previous$|\b(?:absatz\s+)?davor$"
)
_WHOLE = re.compile(
    rf"\b(?:whole|entire|full|complete|ganze[nrs]?|vollständige[nrs]?)\s+(?:{_UNIT_NAMES}|of\s+(?:it|that|this)|thing|text"
    r"|wording|quote|wortlaut)\b|\b(?:in\s+full|verbatim|word\s+for\s+word|im\s+wortlaut)$"
    r"|\b(?:párrafo|texto)\s+(?:entero|completo)\b|\b(?:all|rest)\s+of\s+(?:it|that|this)(?:\s+paragraph)?$"
    r"|\bexact\s+(?:words|wording|text)\b|^(?:read|show|quote|repeat|display)\s+(?:me\s+)?(?:it|that|this|them|those)"
    rf"(?:\s+{_UNIT_OR_ONE})?(?:\s+(?:out|again|to\s+me|aloud|please))*$|^what\s+does\s+(?:it|that|this)"
    rf"(?:\s+{_UNIT_OR_ONE})?\s+say(?:\s+(?:exactly|in\s+full))?$|^(?:read|show|give)\s+me\s+(?:the\s+)?{_UNIT_NAMES}$"
)
_OTHER = re.compile(
    rf"\b(?:the|that|los?|las?|el|der|die|das|den)\s+(?:other|otr[oa]s?|andere[nrs]?)(?:\s+(?:two|{_UNIT_OR_ONE}|document|text"
    r"|statement|quote|answer))?(?:\s+(?:say|says|mean|sagt|dice))?$"
)
_NTHS = {
    "first": 0, "1st": 0, "former": 0, "top": 0, "erste": 0, "primer": 0, "primero": 0, "primera": 0,
    "second": 1, "2nd": 1, "zweite": 1, "segundo": 1, "segunda": 1,
    "third": 2, "3rd": 2, "dritte": 2, "tercer": 2, "tercero": 2, "tercera": 2,
    "fourth": 3, "4th": 3, "vierte": 3, "fifth": 4, "5th": 4,
    "last": -1, "latter": -1, "bottom": -1, "letzte": -1, "último": -1, "última": -1,
}  # fmt: skip
_NTH = re.compile(
    rf"\b(?:the|der|die|das|den|el|la)\s+(?P<nth>{'|'.join(_NTHS)})[nrs]?"
    r"(?:\s+(?:ones?|quote|result|answer|of\s+(?:them|those|these|the\s+(?:two|three))))?"
    r"(?:\s+(?:say|says|mean|sagt|dice|again|please))?$"
)
_SOURCE = re.compile(
    r"^(?:(?:in|from)\s+)?(?:which|what)\s+(?:document|statement|communiqu[eé]|text|source|declaration|paragraph|article"
    r"|section)s?(?:\s+(?:is|was|are)\s+(?:that|this|it|they)(?:\s+(?:in|from))?|\s+(?:does|do)\s+(?:it|that|this|they)"
    r"\s+(?:come\s+from|say\s+(?:that|this|it|so)))?$"
    r"|^where\s+(?:does\s+it|do\s+they|did\s+they|does\s+the\s+\w+)\s+say\s+(?:that|this|it|so)$"
    r"|^where\s+(?:is|was)\s+(?:that|this|it)(?:\s+(?:said|written|stated|from|quoted))?$"
    r"|^(?:what(?:'s|\s+is)\s+(?:the|your)\s+)?source$|^(?:in\s+welchem\s+(?:dokument|text|absatz)|wo\s+steht\s+das)$"
    r"|^en\s+qué\s+(?:documento|texto|párrafo)|^dónde\s+(?:dice|pone|está)\s+(?:eso|esto)$"
)
_NUMBERS = {"two": 2, "zwei": 2, "dos": 2, "three": 3, "drei": 3, "tres": 3, "four": 4, "five": 5}
_FRAME = re.compile(
    r"^(?:(?:and|ok(?:ay)?|please|now|then|so|und|y|can\s+you|could\s+you|pls)\s+)+|[\s,]+(?:please|then|bitte|por\s+favor)$"
)
_ABOUT = re.compile(r"\b(?:about|regarding|concerning|über|sobre)\s+(?!(?:it|that|this)\b)\w")


@dataclass(frozen=True, slots=True)
class RelativeLookUp:
    """Paragraphs by their steps from those that were shown: (0,) the shown ones themselves, (1,) the one after each."""

    places: tuple[Place, ...]
    steps: tuple[int, ...]


def relative_look_up(question: str, turns: Sequence[Turn]) -> RelativeLookUp | None:
    """What `question` asks for by its place beside what was shown; None where it asks for something else."""
    text = _plain(question)
    shown = next((turn for turn in reversed(turns) if turn.quotes), None)
    if shown is None or _ABOUT.search(text):
        return None
    if shown.answers:
        return _beside(text, shown.answers) or _among(text, turns)
    return _nth(text, shown.quotes)


def asks_for_a_place(question: str) -> bool:
    """Whether `question` may ask for what stands beside, or is one of, the paragraphs that were shown."""
    text = _plain(question)
    return any(each.search(text) for each in (_BACK, _ONWARD, _SOURCE, _WHOLE, _NTH, _OTHER))


def direction_of(question: str) -> str | None:
    """ "after" for "the next paragraph", "before" for "the one before"; None where neither is asked for."""
    text = _plain(question)
    if _BACK.search(text):
        return "before"
    return "after" if _ONWARD.search(text) else None


def paragraphs_there(look_up: RelativeLookUp, document: Document) -> tuple[Paragraph, ...]:
    """The paragraphs of `document` that are asked for, each once; headings are stepped over, none lies past an end."""
    found = [
        paragraph
        for place in look_up.places
        if place.document == document.id
        for step in look_up.steps
        if (paragraph := _step(document, place.ordinal, step)) is not None
    ]
    return tuple(dict.fromkeys(found))


def nothing_there(look_up: RelativeLookUp) -> str:
    """Why nothing is found where `look_up` leads: a sentence for whoever asked."""
    if look_up.steps[0] > 0:
        return "The paragraph just shown is the last one of its document."
    return "The paragraph just shown is the first one of its document."


def _plain(question: str) -> str:
    """The question in lower case without what frames a request."""
    text = question.casefold().replace("’", "'").strip(" ¿¡").rstrip("?.! ")
    while (shorter := _FRAME.sub("", text)) != text:
        text = shorter
    return text


def _beside(text: str, shown: tuple[Shown, ...]) -> RelativeLookUp | None:
    run = _run(shown)
    if match := _BACK.search(text):
        return RelativeLookUp((run[0],), tuple(range(-_count(match), 0)))
    if match := _ONWARD.search(text):
        return RelativeLookUp((run[-1],), tuple(range(1, _count(match) + 1)))
    if _SOURCE.search(text):
        return RelativeLookUp(tuple(each.place for each in shown), (0,))
    if _WHOLE.search(text):
        return RelativeLookUp((shown[0].place,), (0,))
    return _nth(text, shown)


def _nth(text: str, shown: tuple[Shown, ...]) -> RelativeLookUp | None:
    match = _NTH.search(text)
    place = _NTHS[match["nth"]] if match else 0
    if not match or len(shown) < 2 or place >= len(shown):
        return None
    return RelativeLookUp((shown[place].place,), (0,))


def _among(text: str, turns: Sequence[Turn]) -> RelativeLookUp | None:
    """The other ones of those that were shown together, the latest time that there were several."""
    if not _OTHER.search(text):
        return None
    latest = next(turn.answers for turn in reversed(turns) if turn.answers)[0].place
    several = next((turn.answers for turn in reversed(turns) if len(turn.answers) > 1), ())
    places = [shown.place for shown in several if shown.place != latest]
    if not places or len(places) == len(several):
        return None
    if re.search(r"\b(?:document|text|statement)\b", text):
        places = [place for place in places if place.document != latest.document]
    many = re.search(r"\b(?:ones|two|paragraphs|otros|otras)\b", text)
    return RelativeLookUp(tuple(places if many else places[:1]), (0,)) if places else None


def _run(shown: tuple[Shown, ...]) -> tuple[Place, ...]:
    """The paragraphs shown that lie without a gap around the first of them, in reading order."""
    first = shown[0].place
    ordinals = {each.place.ordinal for each in shown if each.place.document == first.document}
    low = high = first.ordinal
    while low - 1 in ordinals:
        low -= 1
    while high + 1 in ordinals:
        high += 1
    return tuple(Place(first.document, ordinal) for ordinal in range(low, high + 1))


def _count(match: re.Match[str]) -> int:
    count = match["count"] if "count" in match.re.groupindex else None
    return min(_NUMBERS.get(count, 0) or int(count), MOST_STEPS) if count else 1


def _step(document: Document, ordinal: int, step: int) -> Paragraph | None:
    paragraphs = document.paragraphs
    if not 0 <= ordinal < len(paragraphs):
        return None  # the document has been replaced by a shorter one since
    if step == 0:
        return paragraphs[ordinal]
    ahead = paragraphs[ordinal + 1 :] if step > 0 else paragraphs[:ordinal][::-1]
    answering = [paragraph for paragraph in ahead if paragraph.answers]
    return answering[abs(step) - 1] if abs(step) <= len(answering) else None


# Look-ups that lean on the one before: "and paragraph 5?", "the Carbis Bay one", "the next paragraph".
# For conversations of which only the questions are known; where paragraphs were shown, see qa_app.follow_ups.beside.

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
