"""Which document and paragraph an article credits each quotation to, read from the sentence around it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa_app.lookup import LookupRequest, Target, parse_lookups
from qa_app.lookup_catalogue import Shelf
from qa_app.lookup_places import Places
from qa_app.quotes.article import Article, Quoted
from qa_app.quotes.article_names import DocumentNames, Mention
from qa_app.quotes.article_sentences import BLANK, Around, Sentences

# "Article 5 guarantees": a verb follows, which in a question would make the article somebody else's.
_PRINTED = re.compile(r"\b(?:Article|Art\.|Section|Rule|Principle|Clause|Recital)\s+\d+[a-z]?(?:\s?\(\w{1,4}\))*")
_BRACKET = re.compile(r"\s*[,;]?\s*[(\[](?P<words>[^()\[\]]*(?:\([^()]*\)[^()\[\]]*)*)[)\]]")
_CLAUSE_END = re.compile(r";|,?\s\b(?:and|while|but|whereas|then)\b|\s[—–]\s")
_CARRIES = re.compile(
    r"\W*(?:it|this|the same|they)\b(?:\s+\w+){0,2}?\s+(?:also|further|then|again|says?|said|adds?|added|goes|went"
    r"|continues?|states?|stated|reads?|speaks?|spoke|calls?|called|notes?|noted|urges?|urged|stress\w*|warns?|warned)\b"
    r"|\W*(?:further|later) (?:on|down|below)?,? it\b|\W*(?:also|in addition|moreover|furthermore),? (?:it|they)\b",
    re.IGNORECASE,
)
_SAME_PARAGRAPH = re.compile(
    r"\b(?:the same|that|this) (?:paragraph|article|section|clause|point|sentence|recital)\b|\bibid\b", re.I
)
_BEGINS_WITH_PLACE = re.compile(
    r"\W*(?:the\s+)?(?:(?:first|second|third|fourth|fifth|last|closing|final|opening)\s+)?(?:paragraph|para\.?|article|art\.?|section|recital|clause|preamble)\b",
    re.I,
)
# What tells that somebody else, or another place, is quoted next.
_ANOTHER_CREDIT = re.compile(r";|\b(?:while|but|whereas|said|says|told)\b")
_FEW_WORDS = 60  # characters that may stand between two quotations which share a credit


@dataclass(frozen=True, slots=True)
class Credit:
    """Where an article says that a quotation stands (None where it does not say), and the words around it."""

    document: str | None
    number: str | None
    words: str


def read_credits(article: Article, quoted: Sequence[Quoted], shelf: Shelf, document: str | None) -> list[Credit]:
    """The credit of each quotation in order; `document` is the one meant where the article names none."""
    return list(_Reader(article, quoted, shelf, document).credits())


@dataclass(slots=True)
class _Before:
    """The quotation before, for what carries over: its credit, its sentence, whether that begins with the place."""

    credit: Credit
    sentence: int
    begins_with_place: bool


class _Reader:
    def __init__(self, article: Article, quoted: Sequence[Quoted], shelf: Shelf, document: str | None) -> None:
        self._shelf, self._given, self._count = shelf, document, len(quoted)
        self._names = DocumentNames(shelf)
        self._sentences = Sentences(article, quoted)
        self._mentions = {
            place: self._names.mentions(span.of(self._sentences.text)[:2000])
            for place, span in enumerate(self._sentences.spans)
        }
        self._latest = _latest(self._mentions)

    def credits(self) -> Iterator[Credit]:
        before: _Before | None = None
        for place in range(self._count):
            around = self._sentences.around(place)
            credit = self._credit(around, before)
            before = _Before(credit, around.sentence, bool(_BEGINS_WITH_PLACE.match(around.opens)))
            yield credit

    def _credit(self, around: Around, before: _Before | None) -> Credit:
        target, request = _reference(around)
        carried = _carried(around, before) if before else Credit(None, None, "")
        document = self._document(around, request, carried.document, cites=target is not None)
        same = document == carried.document or document is None
        number = self._number(document, target) if target else carried.number if same else None
        words = (
            f"{carried.words} {around.words}".strip() if carried.words and not around.before.strip() else around.words
        )
        return Credit(document, number, words.replace(BLANK, ""))

    def _document(
        self, around: Around, request: LookupRequest | None, carried: str | None, *, cites: bool
    ) -> str | None:
        """The document that the reference or the sentence names, else the one that it points back to."""
        if request and request.named and (found := self._names.resolve(request.named)):
            return found
        mentions = self._mentions_around(around)
        naming = {mention.document for mention in mentions if not mention.points_back}
        if naming:  # one that is not here, or two, leaves it open
            return (next(iter(naming)) if len(naming) == 1 else None) or self._given
        if carried or self._given:
            return carried or self._given
        if cites or mentions:
            return self._latest.get(around.sentence) or self._names.only_document
        return None

    def _mentions_around(self, around: Around) -> list[Mention]:
        own = [mention for words in _own_words(around) for mention in self._names.mentions(words)]
        return own if own or around.shares_sentence else self._mentions.get(around.sentence, [])

    def _number(self, document: str | None, target: Target) -> str | None:
        """As the document prints it, where that is clear; "preamble", or the number as it was written."""
        if document:
            found = Places(self._shelf.document(document)).find(target)
            if target.unit and not found.is_exact:
                return None  # an article where the document prints none is another text's
            if len(found.paragraphs) == 1:
                return found.paragraphs[0].number
        if target.anchor in ("preamble", "closing"):
            return target.anchor
        if target.value.startswith("-"):
            return None
        return f"{target.unit} {target.value}".strip().capitalize() if target.unit else target.value


def _latest(mentions: dict[int, list[Mention]]) -> dict[int, str]:
    """For each sentence the document that was named last, in it or before it."""
    latest, found = {}, None
    for place in sorted(mentions):
        named = [mention.document for mention in mentions[place] if mention.document]
        found = named[-1] if named else found
        if found:
            latest[place] = found
    return latest


def _own_words(around: Around) -> Iterator[str]:
    yield from (around.before, around.between, _after(around))


def _after(around: Around) -> str:
    """The words after a quotation that are its own, and not those before the next one."""
    if not around.has_next:
        return around.after
    end = _CLAUSE_END.search(around.after)
    return around.after[: end.start()] if end else ""


def _reference(around: Around) -> tuple[Target | None, LookupRequest | None]:
    """The one paragraph that the words around cite; the bracket right behind the quotation goes first."""
    bracket = _BRACKET.match(around.after)
    for words in (bracket["words"] if bracket else "", around.between, around.before, _after(around)):
        requests = _requests(words) if any(c.isalnum() for c in words) else ()
        targets = [target for request in requests for target in request.targets]
        if targets:
            return (targets[0], requests[0]) if len(targets) == 1 else (None, None)
    return None, None


def _requests(words: str) -> tuple[LookupRequest, ...]:
    if found := parse_lookups(words):
        return found
    printed = _PRINTED.findall(words)
    return parse_lookups(printed[0]) if len(printed) == 1 else ()


def _carried(around: Around, before: _Before) -> Credit:
    """What the quotation before lends to this one: nothing, its document, or its paragraph too."""
    credit, nothing = before.credit, Credit(None, None, "")
    if around.shares_sentence and around.sentence == before.sentence:
        is_list = len(around.before.strip()) <= _FEW_WORDS and not _ANOTHER_CREDIT.search(around.before)
        return credit if is_list else nothing
    if around.sentence - before.sentence > 1:
        return nothing
    if not any(c.isalpha() for c in around.words.replace(BLANK, "")):
        return credit  # nothing but the quotation: whoever spoke goes on
    if _SAME_PARAGRAPH.search(around.words):
        return credit
    if _CARRIES.match(around.opens):
        return credit if before.begins_with_place else replace(credit, number=None)
    return nothing
