"""What is said where a paragraph asked for cannot be shown: which document, which paragraph, or that there is none."""

import re
from collections import Counter
from collections.abc import Sequence

from corpus.types import Document, Paragraph
from qa_app.address import nearest_numbers
from qa_app.citation import place_in_document, spoken_place, written_date
from qa_app.lookup import LookupRequest, Target
from qa_app.lookup_places import Places, address_of
from qa_app.outcomes import Searched

_MOST_LISTED = 5


def which_document(request: LookupRequest, having: Sequence[Document], count: int) -> str:
    """ "3 documents have paragraph 2: A; B; C. Name one of them."."""
    listed = "; ".join(_told_apart(having[:_MOST_LISTED]))
    more = f" and {count - _MOST_LISTED} more" if count > _MOST_LISTED else ""
    return f"{count:,} documents have {asked_for(request)}: {listed}{more}. Name one of them."


def no_such_paragraph(request: LookupRequest, opened: Sequence[Places], count: int) -> str:
    """Which numbers there are instead, where one document was looked in; `count` is how many were."""
    if count > 1:
        return f"None of the {count:,} documents searched has {asked_for(request)}."
    if not opened:
        return f"No document searched has {asked_for(request)}."
    document = opened[0].document
    words = document.describe_numbers()
    if there := opened[0].without_last_part(request.targets[0]):
        first, last = place_in_document(there[0]), place_in_document(there[-1])
        words = f"there is {first}." if first == last else f"there are {first} to {last}."
    return f"There is no such paragraph here ({asked_for(request)}): {words}"


def say_which(document: Document, may_be: Sequence[Paragraph]) -> str:
    """Two kinds of number, as in "may be Recital 5 or Article 5"."""
    places = " or ".join(spoken_place(paragraph) for paragraph in may_be)
    return f"In {document.card.title} that may be {places}: say which."


def too_many(document: Document, paragraphs: Sequence[Paragraph], most: int) -> str:
    """More than one can read at once."""
    first, last = place_in_document(paragraphs[0]), place_in_document(paragraphs[-1])
    return f"That is {len(paragraphs)} paragraphs of {document.card.title}, {first} to {last}; {most} are the most."


def not_here(request: LookupRequest, question: str, searched: Searched) -> str:
    """No document has the name that was used."""
    name = request.named.written.strip(" ,.;:'\"").removeprefix("the ")
    as_asked = re.search(re.escape(name), question, re.IGNORECASE)
    name = as_asked[0] if as_asked else name
    of = "the document searched is not" if searched.documents == 1 else f"none of {searched.documents:,} documents is"
    return f"There is no “{name}” here whose {asked_for(request)} could be shown: {of} called that."


def asked_for(request: LookupRequest) -> str:
    """ "paragraph 14", "article 5", "a preamble"."""
    target = request.targets[0]
    if target.anchor == "number" or (target.anchor == "place" and int(target.value) > 0):
        return f"{target.unit or 'paragraph'} {target.value}"
    return {"preamble": "a preamble", "closing": "a closing"}.get(target.anchor, "such a paragraph")


def nearest(target: Target, places: Places) -> tuple[tuple[Paragraph, ...], Document]:
    """What comes closest in a document: the paragraph of which a part was asked for, the nearest number, the last."""
    document = places.document
    if there := places.without_last_part(target):
        return there[-1:], document
    numbers = [n for n in document.numbers if address_of(n).word == target.unit] or document.numbers
    close = nearest_numbers(target.value, numbers) if target.anchor in {"number", "place"} else ()
    if close:
        return (document.paragraph(close[0]),), document
    answering = [paragraph for paragraph in document.paragraphs if paragraph.answers]
    return tuple(answering[-1:]), document


def _told_apart(documents: Sequence[Document]) -> list[str]:
    """Their titles, with the symbol or the date where two have the same."""
    titles = Counter(document.card.title for document in documents)
    return [d.card.title if titles[d.card.title] == 1 else f"{d.card.title} ({_distinction(d)})" for d in documents]


def _distinction(document: Document) -> str:
    card = document.card
    return card.symbol or (written_date(card.date) if card.date else card.id)
