"""A question that asks for paragraphs by their number: they are shown, or what is unclear about it is said."""

import re
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.errors import UnknownDocument
from corpus.types import Document, Paragraph
from qa_app.citing.citation import Citation, place_in_document, spoken_place, written_date
from qa_app.outcomes import Abstention, LookUp, Outcome, QuotedParagraph, Searched
from qa_app.references.documents import Catalogue, Described, Names, Shelf, best_fits, described_in_full, near_fits
from qa_app.references.names import Named, tokens
from qa_app.references.paragraphs import Found, Places, address_of, nearest_numbers
from qa_app.references.parse import LookupRequest, Target, parse_lookups

MOST_SHOWN = 50
MOST_NEAREST = 3
MOST_OPENED = 60
_FEW = 8
_OPENING = 4000  # characters in which a document says what it is about
# Words that are numbered only in documents which print them: "principle 3" is a subject elsewhere.
_ONLY_AS_PRINTED = frozenset({"rule", "principle", "guideline", "recommendation"})


@dataclass(frozen=True, slots=True)
class Held:
    """A document that has what is asked for."""

    document: Document
    found: tuple[Found, ...]

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All that is asked for, in that order."""
        return tuple(paragraph for found in self.found for paragraph in found.paragraphs)

    @property
    def may_be(self) -> tuple[Paragraph, ...]:
        """Of which paragraphs only one can be meant."""
        return tuple(paragraph for found in self.found for paragraph in found.may_be)

    @property
    def is_exact(self) -> bool:
        """Whether the document prints the words used, "Article 5" for "article 5"."""
        return all(found.is_exact for found in self.found)


class LookUps:
    """Shows paragraphs of `shelf` that are asked for by number or place. `look_up` is the whole story."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._catalogue = Catalogue(shelf)
        self._lock = threading.Lock()

    def look_up(self, question: str, only: Sequence[str] | None = None) -> Outcome | None:
        """What `question` asks for by number, of all documents or `only` those; None where it asks otherwise.

        A LookUp where it is clear what is meant and it is there, else an Abstention that says what is not clear.
        Raises UnknownDocument for an id in `only`, and LibraryError.
        """
        requests = parse_lookups(question)
        if not requests:
            return None
        with self._lock:  # only while the names follow the library: whoever waits for a lock may wait long
            names = self._catalogue.names(only)
        search = _Search(question, self._shelf, names)
        outcomes = [search.one(request) for request in requests]
        if not all(outcomes):
            return None
        quotes: list[QuotedParagraph] = []
        missing: list[str] = []
        for outcome in outcomes:
            if not isinstance(outcome, LookUp):
                return outcome
            quotes += outcome.quotes
            missing += [outcome.missing] if outcome.missing else []
        return LookUp(question, tuple(quotes), missing=" ".join(missing))


class _Search:
    """One question's look-up over what the documents can be named by."""

    def __init__(self, question: str, shelf: Shelf, names: Names) -> None:
        self._question = question
        self._shelf = shelf
        self._names = names
        self._described = names.briefly
        self._in_full = names.in_full
        self._searched = Searched(len(names.briefly), names.paragraphs)

    def one(self, request: LookupRequest) -> Outcome | None:
        """What the paragraphs asked of one document come to."""
        fitting = self._fitting(request.named) if request.named else self._beside(request.beside)
        if not fitting:
            return self._not_by_name(request)
        fitting = self._with_number(request, fitting)
        opened = [
            Places(self._shelf.document(d.id)) for d in fitting[: MOST_OPENED if len(fitting) <= MOST_OPENED else _FEW]
        ]
        found = [self._held(request, places) for places in opened]
        having = [held for held in found if held.paragraphs or held.may_be]
        having = [held for held in having if held.is_exact] or having
        if not _is_sure(request, having):
            return None
        if not having:
            return self._missing(request, opened, len(fitting))
        return self._shown(request, having[0]) if len(having) == 1 else self._ask_which(request, having, len(fitting))

    def _held(self, request: LookupRequest, places: Places) -> Held:
        return Held(places.document, tuple(map(places.find, request.targets)))

    def _fitting(self, named: Named) -> tuple[Described, ...]:
        if version := self._version(named):
            return version
        fitting = self._names.best_fits(named) or best_fits(named, self._in_full())
        if len(fitting) < 2 or len(fitting) > MOST_OPENED or not named.subject:
            return fitting
        opening = {d.id: set(tokens(self._shelf.document(d.id).text[:_OPENING])) for d in fitting}
        return tuple(d for d in fitting if set(named.subject) <= opening[d.id]) or fitting

    def _beside(self, beside: Named) -> tuple[Described, ...]:
        return (beside and self._names.best_fits(beside)) or self._described

    def _version(self, named: Named) -> tuple[Described, ...]:
        """The earlier version that is named by "ID@1"."""
        for word in named.words:
            base, at, number = word.rpartition("@")
            for described in self._described if at and number.isdecimal() else ():
                if described.id.casefold() == base:
                    try:
                        return (described_in_full(self._shelf.document(f"{described.id}@{number}")),)
                    except UnknownDocument:
                        return ()
        return ()

    def _with_number(self, request: LookupRequest, fitting: tuple[Described, ...]) -> tuple[Described, ...]:
        """Of more than a few documents those that print a number asked for; all where none does."""
        targets = [target for target in request.targets if target.anchor == "number" or target.value.isdecimal()]
        if len(fitting) <= _FEW or not targets:
            return fitting
        printing = tuple((d, _prints(self._shelf.numbers(d.id), targets)) for d in fitting)
        best = max(prints for _, prints in printing)
        return tuple(d for d, prints in printing if prints == best)

    def _not_by_name(self, request: LookupRequest) -> Outcome | None:
        """The name may be a heading's ("paragraph 3 of the annex"); else no such document is here.

        That is told only where nothing else is asked: a document may well say something on an article of another.
        """
        few = self._described if len(self._described) <= MOST_OPENED and not request.named.kinds else ()
        documents = [self._shelf.document(d.id) for d in few]
        words = request.named.words
        under = [
            Held(places.document, tuple(places.find_under(target, words) for target in request.targets))
            for places in map(Places, documents)
        ]
        having = [held for held in under if held.paragraphs]
        if len(having) == 1:
            return self._shown(request, having[0])
        if having:
            return self._ask_which(request, having, len(having))
        if not request.is_bare or not (request.named.kinds or request.named.firm):
            return None
        near = near_fits(request.named, self._described)[:MOST_NEAREST]
        held = [self._held(request, Places(self._shelf.document(d.id))) for d in near]
        quotes = [_quoted(h.document, h.paragraphs[:1])[0] for h in held if h.paragraphs]
        return self._refuse(not_here(request, self._question, self._searched), quotes)

    def _shown(self, request: LookupRequest, held: Held) -> Outcome:
        if held.may_be:
            quotes = tuple(_quoted(held.document, [paragraph])[0] for paragraph in held.may_be)
            return self._refuse(say_which(held.document, held.may_be), quotes)
        quotes = _quoted(held.document, held.paragraphs)
        if len(quotes) > MOST_SHOWN:
            return self._refuse(too_many(held.document, held.paragraphs, MOST_SHOWN), quotes)
        return LookUp(self._question, quotes, missing=_missing(request, held))

    def _ask_which(self, request: LookupRequest, having: Sequence[Held], fitting: int) -> Abstention:
        count = max(len(having), fitting if fitting > MOST_OPENED else 0)
        reason = which_document(request, [held.document for held in having], count)
        nearest = [_quoted(held.document, (held.paragraphs or held.may_be)[:1])[0] for held in having[:MOST_NEAREST]]
        return self._refuse(reason, nearest)

    def _missing(self, request: LookupRequest, opened: Sequence[Places], count: int) -> Abstention:
        reason = no_such_paragraph(request, opened, count)
        nearest = (closest(request.targets[0], places) for places in opened[:MOST_NEAREST])
        return self._refuse(reason, [quote for p, d in nearest for quote in _quoted(d, p)])

    def _refuse(self, reason: str, nearest: Sequence[QuotedParagraph]) -> Abstention:
        return Abstention(self._question, reason, tuple(nearest[:MOST_NEAREST]), self._searched, 0.0, ())


def _missing(request: LookupRequest, held: Held) -> str:
    """What is said of those paragraphs asked for that the document has not: "paragraphs 3 and 14" of eleven."""
    absent = tuple(t for t, found in zip(request.targets, held.found, strict=True) if not found.paragraphs)
    if not absent:
        return ""
    return no_such_paragraph(replace(request, targets=absent), [Places(held.document)], 1)


def _is_sure(request: LookupRequest, having: Sequence[Held]) -> bool:
    """Whether a word such as "article" is meant of these documents, which may print none with their numbers.

    "Was article 5 invoked?" asks of another text; "show article 5" and "article 5 of the statement" may be a slip.
    """
    units = {target.unit for target in request.targets} - {""}
    if not units or request.named:
        return True
    if request.mentions == "surely" or (request.mentions and not request.is_bare and len(having) != 1):
        return False
    if any(held.is_exact for held in having):
        return True
    return not units & _ONLY_AS_PRINTED and request.is_bare


def _quoted(document: Document, paragraphs: Sequence[Paragraph]) -> tuple[QuotedParagraph, ...]:
    """Each paragraph whole, once; what lies within one is marked in it, since its first words go with every part."""
    marked: dict[int, list[Citation]] = {}
    for paragraph in paragraphs:
        whole = document.paragraphs[paragraph.ordinal]
        citations = marked.setdefault(paragraph.ordinal, [])
        if paragraph.id != whole.id and len(paragraph.span):
            citations.append(Citation(whole, paragraph.span.shifted(-whole.span.start)))
    return tuple(
        QuotedParagraph(document.card, document.paragraphs[ordinal], _apart(citations), 1.0)
        for ordinal, citations in marked.items()
    )


def _apart(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """In reading order, without those that lie within another."""
    kept: list[Citation] = []
    for citation in sorted(citations, key=lambda c: (c.span.start, -c.span.end)):
        if not kept or citation.span.start >= kept[-1].span.end:
            kept.append(citation)
    return tuple(kept)


def _prints(numbers: Sequence[str], targets: Sequence[Target]) -> int:
    """2 where a number asked for is printed with the word that was used, 1 where only its figure is, else 0."""
    addresses = [address_of(number) for number in numbers]
    prints = 0
    for target in targets:
        first = address_of(target.value).parts[:1]
        words = {address.word for address in addresses if address.parts[:1] == first}
        prints = max(prints, 2 if words and (not target.unit or target.unit in words) else int(bool(words)))
    return prints


# What is said where a paragraph asked for cannot be shown: which document, which paragraph, or that there is none.

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


def closest(target: Target, places: Places) -> tuple[tuple[Paragraph, ...], Document]:
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
