"""Questions to try, made of what the documents at hand say. Pure."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest

from corpus.types import Document, Kind, Paragraph
from qa_app.citation import spoken_place

MOST, LONGEST = 4, 90  # suggestions; characters of one
_VERBS = {"called on": "call on", "calls on": "call on", "urged": "urge", "urges": "urge", "requested": "request",
          "requests": "request", "invited": "invite", "invites": "invite", "encouraged": "encourage",
          "encourages": "encourage"}  # fmt: skip
# "The participants called on all the armed groups to agree": who, what they did, whom.
_ASKED = re.compile(
    rf"(?P<who>(?:The )?[A-Z]?[a-z]+(?: [A-Za-z]+)?) (?P<verb>{'|'.join(_VERBS)}) (?P<whom>[^,.;:]{{4,50}}?) to [a-z]"
)
_PAST = re.compile(r"ed(?: on)?$")


def suggestions(documents: Sequence[Document]) -> tuple[str, ...]:
    """At most four questions that the documents answer, in turn from each, and a look-up."""
    in_turn = zip_longest(*map(_questions, documents))
    found = dict.fromkeys(question for several in in_turn for question in several if question)
    return tuple(islice(found, MOST - 1)) + tuple(map(_look_up, documents[:1]))


def _questions(document: Document) -> Iterator[str]:
    if document.card.language.partition("-")[0] == "en":
        for paragraph in document.paragraphs:
            yield from _asked_of_somebody(paragraph)
        yield from _headings(document)


def _asked_of_somebody(paragraph: Paragraph) -> Iterator[str]:
    """ "What did the participants call on all the armed groups to do?" """
    found = _ASKED.match(paragraph.text) if paragraph.kind is Kind.NUMBERED else None
    if found:
        who, verb = found["who"], found["verb"]
        helper = "did" if _PAST.search(verb) else "does"
        who = who[0].lower() + who[1:] if who.startswith("The ") else who
        question = f"What {helper} {who} {_VERBS[verb]} {found['whom']} to do?"
        if len(question) <= LONGEST:
            yield question


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
