"""Questions to try, made of what the documents at hand say. Pure."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest

from corpus.types import Document, Kind, Paragraph
from qa_app.citation import spoken_place

MOST, LONGEST = 4, 90  # suggestions; characters of one
_WHO = r"(?P<who>(?:The )?[A-Z]?[a-z]+(?: [A-Z][A-Za-z]+)?)"
_WHOM = r"(?P<whom>[^,.;:]{4,50}?) to [a-z]"
# "The participants called on all the armed groups to agree": who, what they did, whom.
_ASKING = {"called on": "call on", "calls on": "call on", "urged": "urge", "urges": "urge", "requested": "request",
           "requests": "request", "invited": "invite", "invites": "invite", "encouraged": "encourage",
           "encourages": "encourage"}  # fmt: skip
_ASKED = re.compile(rf"{_WHO} (?P<verb>{'|'.join(_ASKING)}) {_WHOM}")
# "Calls upon Member States to report": a resolution, whose paragraphs begin with what it does.
_RESOLVED = re.compile(rf"(?:Calls (?:up)?on|Urges|Requests|Invites|Encourages) {_WHOM}")
# "The participants reaffirmed that": who, and what they said.
_SAYING = {"reaffirmed": "reaffirm", "welcomed": "welcome", "agreed": "agree on", "decided": "decide",
           "recognised": "recognise", "recognized": "recognize", "stressed": "stress",
           "condemned": "condemn"}  # fmt: skip
_SAID = re.compile(rf"{_WHO} (?P<verb>{'|'.join(_SAYING)}) ")


def suggestions(documents: Sequence[Document]) -> tuple[str, ...]:
    """At most four questions that the documents answer, in turn from each, and a look-up."""
    in_turn = zip_longest(*map(_questions, documents))
    found = dict.fromkeys(question for several in in_turn for question in several if question)
    return tuple(islice(found, MOST - 1)) + tuple(map(_look_up, documents[:1]))


def _questions(document: Document) -> Iterator[str]:
    if document.card.language.partition("-")[0] == "en":
        asked = (_asked_in(p) for p in document.paragraphs if p.kind is Kind.NUMBERED)
        yield from (question for question in asked if 0 < len(question) <= LONGEST)
        yield from _headings(document)


def _asked_in(paragraph: Paragraph) -> str:
    """What the first words of a paragraph answer, "" where that is not plain."""
    if found := _ASKED.match(paragraph.text):
        helper = "does" if found["verb"].split()[0].endswith("s") else "did"
        return f"What {helper} {_within(found['who'])} {_ASKING[found['verb']]} {found['whom']} to do?"
    if found := _RESOLVED.match(paragraph.text):
        return f"What is asked of {_within(found['whom'])}?"
    if found := _SAID.match(paragraph.text):
        return f"What did {_within(found['who'])} {_SAYING[found['verb']]}?"
    return ""


def _within(words: str) -> str:
    return f"the{words[3:]}" if words.startswith("The ") else words


def _headings(document: Document) -> Iterator[str]:
    for paragraph in document.paragraphs:
        words = " ".join(paragraph.text.split())
        if paragraph.kind is Kind.HEADING and paragraph.number != "title" and 8 <= len(words) <= 50:
            yield f"What is said about {_without_capital(words)}?"


def _without_capital(words: str) -> str:
    """A heading within a sentence: an ordinary first word loses its capital, where no other has one either."""
    first = words.split()[0]
    return words[0].lower() + words[1:] if first.istitle() and words[len(first) :].islower() else words


def _look_up(document: Document) -> str:
    numbered = [paragraph for paragraph in document.paragraphs if paragraph.kind is Kind.NUMBERED]
    return f"What does {spoken_place(numbered[-1]).lower()} say?" if numbered else "What does the first paragraph say?"
