"""Which document and paragraph an article credits each quotation to, read from the sentence around it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.types import Span
from qa_app.check.articles.article import Article, Quoted
from qa_app.check.articles.mentions import DocumentNames, Mention
from qa_app.check.articles.quotations import paragraphs_of
from qa_app.check.language.vocabulary import SAYING
from qa_app.references.documents import Shelf
from qa_app.references.paragraphs import Places, credited_paragraphs, headings_of_part, part_named
from qa_app.references.parse import LookupRequest, Target, parse_lookups

_AFTER_PART = re.compile(r"(?P<part>.*\w)[,:]\s*(?P<number>\d{1,4}(?:\(\w{1,4}\))*)\W*")  # "Part Two, 4"
_BRACKET = re.compile(r"\s*[,;]?\s*[(\[](?P<words>[^()\[\]]*(?:\([^()]*\)[^()\[\]]*)*)[)\]]")
# "([4])", "at [4]-[6]": how judgments are cited; "[4]" alone may be a note's mark.
_SQUARE = re.compile(
    r"\s*[,;]?\s*(?:\(\s*(?:at\s+)?|at\s+)(?P<numbers>\[\d{1,4}\](?:\s*(?:[-–—,]|to|and)\s*\[\d{1,4}\])*)"
)
_CLAUSE_END = re.compile(r";|,?\s\b(?:and|while|but|whereas|then)\b|\s[—–]\s")
_CARRIES = re.compile(
    rf"\W*(?:it|this|the same|they)\b(?:\s+\w+){{0,2}}?\s+(?:also|further|then|again|speaks|spoke|{SAYING})\b"
    r"|\W*(?:further|later) (?:on|down|below)?,? it\b|\W*(?:also|in addition|moreover|furthermore),? (?:it|they)\b",
    re.IGNORECASE,
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


@dataclass(frozen=True, slots=True)
class Around:
    """The words of the sentence that a quotation stands in, other quotations blanked out.

    `before` begins after the quotation before it and `after` ends at the next one; `between` is what splits it.
    `opens` is the beginning of the sentence; `sentence` counts sentences from 0.
    """

    before: str
    between: str
    after: str
    opens: str
    sentence: int
    shares_sentence: bool
    has_next: bool

    @property
    def words(self) -> str:
        """All of it in order, the quotation left out."""
        return " ".join(part for part in (self.before.strip(), self.between.strip(), self.after.strip()) if part)


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
        targets, request, cited = _reference(around)
        carried = _carried(around, before) if before else Credit(None, None, "")
        document = self._document(around, request, carried.document, cites=bool(targets))
        same = document == carried.document or document is None
        number = self._number(document, targets, cited) if targets else self._part(document, around)
        if not targets and not number and same:
            number = carried.number
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

    def _number(self, document: str | None, targets: Sequence[Target], cited: str) -> str | None:
        """The numbers one after the other: "4, 5". `cited` are the words that name them, and may name their part."""
        numbers = [self._one_number(document, target, cited) for target in targets]
        return ", ".join(dict.fromkeys(number for number in numbers if number)) or None

    def _part(self, document: str | None, around: Around) -> str | None:
        """The part that the words around name where they name no paragraph in it: "in Annex II"."""
        for words in _own_words(around):
            part = part_named(words)
            if document and part and headings_of_part(self._shelf.document(document), part):
                return " ".join(part).strip().capitalize()
        return None

    def _one_number(self, document: str | None, target: Target, cited: str) -> str | None:
        """As the document prints it, where that is clear; "preamble", or the number as it was written."""
        if document:
            read = self._shelf.document(document)
            meant = credited_paragraphs(read, [target], cited)
            is_another = target.unit and "§" not in cited and not part_named(cited)
            if is_another and not Places(read).find(target).is_exact:
                return None  # an article where the document prints none is another text's
            if len(meant) == 1:
                return meant[0].number
            if part := part_named(cited):
                return f"{' '.join(part).strip().capitalize()}, {target.value}"
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


def _reference(around: Around) -> tuple[tuple[Target, ...], LookupRequest | None, str]:
    """The paragraphs that the words around cite, and these words; the bracket right behind the quotation goes first."""
    bracket, square = _BRACKET.match(around.after), _SQUARE.match(around.after)
    behind = f"paragraph {square['numbers']}" if square else bracket["words"] if bracket else ""
    for words in (behind, around.between, around.before, _after(around)):
        requests = _requests(words) if any(c.isalnum() for c in words) else ()
        targets = tuple(dict.fromkeys(target for request in requests for target in request.targets))
        if targets:
            return (targets, requests[0], words) if len(requests) == 1 else ((), None, "")
    return (), None, ""


def _requests(words: str) -> tuple[LookupRequest, ...]:
    if found := parse_lookups(words):
        return found
    if part_named(words) and (bare := _AFTER_PART.fullmatch(words)):
        return parse_lookups(f"{bare['part']}, paragraph {bare['number']}")
    return ()


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
    if _CARRIES.match(around.opens):
        return credit if before.begins_with_place else replace(credit, number=None)
    return nothing


# The sentences of an article with its quotations taken out, and the words around each quotation. Pure, linear.

BLANK = "_"
_FEW = 4  # sentences; between a block and its introduction only a mark or a number may stand
_MOST = 300  # characters on either side that are looked at
_END = re.compile(rf"[.!?…][\"'”’)\]{BLANK}]{{0,3}}\s+(?=[\"'“‘„«(]?[^\W\d_a-zß-ÿ]|{BLANK})")
_ABBREVIATION = re.compile(r"\b(?:[A-Za-z]|[A-Z][a-z]{1,2}|[Pp]aras?|Prof)\Z")  # "Mr. Smith", "Art. II"
_CREDIT_LINE = re.compile(r"\s{0,20}(?:>\s{0,20}){0,5}(?:[—–―-]{1,2}|\()[^\n]{2,200}")


class Sentences:
    """The sentences of an article around its quotations."""

    def __init__(self, article: Article, quoted: Sequence[Quoted]) -> None:
        self.text = _blanked(article.text, quoted)
        self._quoted = quoted
        paragraphs = paragraphs_of(self.text, by_line=article.lines_are_paragraphs)
        self.spans = [span for paragraph in paragraphs for span in _sentences(self.text, paragraph)]
        self._starts = [span.start for span in self.spans]

    def around(self, place: int) -> Around:
        """What stands around the quotation of that place among the quotations."""
        quoted = self._quoted[place]
        if quoted.is_block:
            return self._around_block(quoted)
        first, last = self._sentence(quoted.span.start), self._sentence(quoted.span.end - 1)
        ahead = self._quoted[place - 1].span.end if place else 0
        behind = self._quoted[place + 1].span.start if place + 1 < len(self._quoted) else len(self.text)
        start, end = max(self.spans[first].start, ahead), min(self.spans[last].end, behind)
        return Around(
            self.text[max(start, quoted.span.start - _MOST) : quoted.span.start],
            self._between(quoted),
            self.text[quoted.span.end : max(quoted.span.end, min(end, quoted.span.end + _MOST))],
            self.text[self.spans[first].start : self.spans[first].start + _MOST],
            first,
            ahead > self.spans[first].start,
            behind < self.spans[last].end,
        )

    def _around_block(self, quoted: Quoted) -> Around:
        first = self._sentence(quoted.span.start)
        earlier = (self.spans[place] for place in range(first - 1, max(-1, first - _FEW), -1))
        before = next((span for span in earlier if any(map(str.isalpha, span.of(self.text)))), Span(0, 0))
        credit = _CREDIT_LINE.match(self.text, quoted.span.end)
        words = self.text[max(before.start, before.end - _MOST) : before.end]
        return Around(words, "", credit[0] if credit else "", words, first, shares_sentence=False, has_next=False)

    def _between(self, quoted: Quoted) -> str:
        """What stands between the parts of a quotation that an attribution splits."""
        gaps = zip(quoted.parts, quoted.parts[1:], strict=False)
        pieces = (self.text[one.end : other.start].strip(BLANK + " \n") for one, other in gaps)
        return " ".join(piece for piece in pieces if any(c.isalpha() for c in piece))[:_MOST]

    def _sentence(self, place: int) -> int:
        return max(0, bisect_right(self._starts, place) - 1)


def _blanked(text: str, quoted: Sequence[Quoted]) -> str:
    """`text` with the words of every quotation, and the marks around them, made blanks; the stop at its end stays."""
    pieces, position = [], 0
    for one in quoted:
        for part in one.parts:
            start, end = max(position, part.start - 1), min(part.end + 1, one.span.end)
            start = part.start if text[start].isalnum() or text[start].isspace() else start
            stop = text[part.end - 1]
            pieces += [text[position:start], BLANK * (part.end - 1 - start), stop if stop in ".!?…" else BLANK]
            pieces.append(BLANK * (end - part.end) if not text[part.end : end].isspace() else text[part.end : end])
            position = end
    return "".join((*pieces, text[position:]))


def _sentences(text: str, paragraph: Span) -> list[Span]:
    spans, start = [], paragraph.start
    for match in _END.finditer(text, paragraph.start, paragraph.end):
        if text[match.start()] == "." and _ABBREVIATION.search(text, max(start, match.start() - 8), match.start()):
            continue
        if BLANK in match[0] and text[match.end()] in "([":
            continue  # "… is closed.” (Annex II, point 2)": the bracket is the quotation's credit
        spans.append(Span(start, match.end()))
        start = match.end()
    spans.append(Span(start, paragraph.end))
    return spans
