"""The document that a question names: "the Carbis Bay communiqué", "resolution 1325", "the GDPR". Pure.

A reference counts where it says which source is asked: after "in", "by" or "according to", or as what speaks ("what
does the Kabul statement say"). What a question is merely about ("support for the Paris Agreement") is no source.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.library.library import Entry
from corpus.types import Card
from qa_app.references.documents import Described, acronyms_in, describe
from qa_app.references.names import tokens as words_of

# People use one of these for another; the others are part of a name.
LOOSE = frozenset({"statement", "communique", "declaration", "report"})
KINDS = LOOSE | frozenset(
    "resolution act treaty agreement convention charter protocol regulation directive memorandum accord accords pact"
    " covenant constitution".split()
)
MOST_WORDS = 7

_TOKEN = re.compile(r"[^\W_](?:[\w./&-]*\w)?")
_ARTICLES = frozenset({"the", "this", "that", "a", "an"})
_SPEAKS = frozenset("does did do has had will would can could should".split())
_SOURCE = frozenset({"in", "within", "by", "under", "per", "from"})
_PARTS = frozenset(
    "paragraph paragraphs article articles section sections clause clauses point points text part".split()
)
_INNER = frozenset({"of", "and", "on", "for", "the", "to", "between", "with"})
# After these a name goes on ("the declaration of Madrid"); after the others it may be the subject ("on climate").
_GOES_ON = frozenset({"of", "from", "dated", "between", "in", "at"})
_SUBJECT = frozenset({"on", "about", "for", "regarding", "concerning", "to", "and"})
_STOPS = _ARTICLES | _SPEAKS | _SOURCE | _INNER | frozenset(
    "what which who whom whose when where why how is are was were be been it its they their our we you i as at about"
    " according if or not no any all there here concerning regarding say says said state states".split()
)  # fmt: skip
_VAGUE = frozenset(
    "joint final full whole official leaders leader summit draft new original same first last s number no nr process"
    " press public common".split()
)
_FOLLOWS = _SPEAKS | _SOURCE | frozenset(
    "is are was were say says said mention mentions about on regarding concerning for with to that and or as at it"
    " there they we which who how when what where why ask asks call calls commit commits promise promises require"
    " requires".split()
)  # fmt: skip
_COMPARED = re.compile(r"\b(?:compar\w+|versus|vs|both|differ\w*|other|another|besides|except|than)\b")


def named_documents(question: str, cards: Iterable[Card | Entry]) -> frozenset[str] | None:
    """The id of the document that `question` names as its source, or the ids of those of one title or symbol.

    None where it names none, several, or one that is not there, and where there is only one.
    """
    typed = _tokens(question)
    references, symbols = [*_references(question, typed)], [*_symbols(question, typed)]
    if not (references or symbols) or _COMPARED.search(_folded(question)):
        return None
    described = [_described(card) for card in cards]
    found = {_meant(reference, described) for reference in references}
    found |= {meant for reference in symbols if (meant := _meant(reference, described))}
    return next(iter(found)) or None if len(found) == 1 and len(described) > 1 else None


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of the question: as it is typed, folded without "'s", and where it stands."""

    typed: str
    word: str
    start: int
    end: int

    @property
    def is_name(self) -> bool:
        return self.typed[0].isupper() or self.typed[0].isdigit()


@dataclass(frozen=True, slots=True)
class _Reference:
    """Words that name a document: `sure` must fit, `more` too where it can; `kind` is None for a symbol or acronym."""

    kind: str | None
    sure: tuple[str, ...]
    more: tuple[str, ...] = ()


@lru_cache(maxsize=20_000)
def _described(card: Card | Entry) -> Described:
    more = f"{card.place or ''} {card.publisher or ''}" if isinstance(card, Card) else ""
    return describe(card.id, card.title, card.date, card.symbol, more)


def _is_called(document: Described, name: str) -> bool:
    """Whether `name` is its id, its symbol, a word of its title, or short for words of it ("GDPR")."""
    if name in document.names:
        return True
    of_title = (*words_of(document.title), *acronyms_in(document.title).split())
    return name in (of_title if name.isalpha() else document.words)


def _meant(reference: _Reference, described: Sequence[Described]) -> frozenset[str]:
    """The documents of one title or symbol that `reference` fits; none where several fit, or none."""
    for words in dict.fromkeys([(*reference.sure, *reference.more), reference.sure]):
        if fitting := _of_kind(reference.kind, [d for d in described if words and _fits(d, reference.kind, words)]):
            one_title = len({d.title.casefold() for d in fitting}) == 1
            same = one_title or bool(frozenset.intersection(*(d.names for d in fitting)))
            return frozenset(d.id for d in fitting) if same else frozenset()
    return frozenset()


def _fits(document: Described, kind: str | None, words: tuple[str, ...]) -> bool:
    if kind is None:
        return _is_called(document, words[0])
    if kind not in LOOSE and kind not in document.words:
        return False
    if kind in LOOSE and not LOOSE & document.words and KINDS & document.words:
        return False
    return all(word in document.words or word in document.names for word in words)


def _of_kind(kind: str | None, fitting: list[Described]) -> list[Described]:
    """Those whose title has that very word, where any has."""
    return [d for d in fitting if kind in d.words] or fitting


def _references(question: str, tokens: Sequence[_Token]) -> Iterator[_Reference]:
    """Every kind of document with the words that name it, in the place of a source."""
    for place, token in enumerate(tokens):
        if token.word in KINDS:
            first = _start_of_name(tokens, place)
            after, past = _name_after(question, tokens, place + 1)
            naming = [t for t in tokens[first:place] if t.word not in _INNER | _VAGUE]
            if token.word in LOOSE and not naming and after and after[0].word in _SUBJECT:
                continue  # "in the statement about Ukraine"
            named = [t for t in naming + after if token.word in LOOSE or t.is_name or question.islower()]
            if named and _is_source(question, tokens, first, past, token.word):
                yield _reference(token.word, naming, after)


def _symbols(question: str, tokens: Sequence[_Token]) -> Iterator[_Reference]:
    """ "S/RES/1325", "kabul-process-2017" or "GDPR" in the place of a source."""
    for place, token in enumerate(tokens):
        if _is_symbol(token) and _is_source(question, tokens, place, place + 1, None):
            yield _Reference(None, (token.word,))


def _reference(kind: str, before: list[_Token], after: list[_Token]) -> _Reference:
    """What follows after "on" may be the subject of the question, where there is a name without it."""
    goes_on = not after or after[0].word not in _SUBJECT
    words = tuple(t.word for t in after if t.word not in _INNER | _GOES_ON | _SUBJECT | _VAGUE)
    names = tuple(t.word for t in before)
    return _Reference(kind, (*names, *words)) if goes_on or not names else _Reference(kind, names, words)


def _start_of_name(tokens: Sequence[_Token], place: int) -> int:
    """Where the words before a kind of document begin to name it."""
    first = place
    while first > 0 and place - first < MOST_WORDS:
        before = tokens[first - 1]
        joins = before.word in _INNER and first > 1 and tokens[first - 2].is_name and tokens[first].is_name
        if before.word in KINDS or (before.word in _STOPS and not joins) or (before.word in _SOURCE):
            break
        first -= 1
    while first < place and tokens[first].word in _INNER:
        first += 1
    return first


def _name_after(question: str, tokens: Sequence[_Token], start: int) -> tuple[list[_Token], int]:
    """The number, and the capitalised words after "of", "from" or "on", that go on naming; and the place after them."""
    past = start
    while past < len(tokens) and past - start < MOST_WORDS and not _is_cut(question, tokens, past):
        ahead = past
        while ahead < len(tokens) and tokens[ahead].word in _INNER | _GOES_ON | _SUBJECT and ahead - past < 3:
            ahead += 1
        if ahead >= len(tokens) or not tokens[ahead].is_name or _is_cut(question, tokens, ahead):
            break
        past = ahead + 1
    return list(tokens[start:past]), past


def _is_cut(question: str, tokens: Sequence[_Token], place: int) -> bool:
    """Whether a comma or the like stands before the token."""
    between = question[tokens[place - 1].end : tokens[place].start] if place else ""
    return bool(re.search(r"[,;:?!]", between))


def _is_source(question: str, tokens: Sequence[_Token], first: int, past: int, kind: str | None) -> bool:
    """Whether the reference from `first` up to `past` says what is asked; for a symbol or acronym `kind` is None."""
    before = first - 1
    while before >= 0 and tokens[before].word in _ARTICLES:
        before -= 1
    follows = past == len(tokens) or _is_cut(question, tokens, past) or tokens[past].word in _FOLLOWS
    if before < 0:  # "Kabul statement: who hosted it?"
        return past < len(tokens) and ":" in question[tokens[past - 1].end : tokens[past].start]
    word, earlier = tokens[before].word, tokens[before - 1].word if before else ""
    if word in _SPEAKS:
        return True
    if word == "of":
        return follows and (kind in LOOSE or _is_part(tokens, before))
    if word in {"and", "or"}:  # the second of two
        return earlier in KINDS
    return follows and (word in _SOURCE or (earlier, word) in {("according", "to"), ("based", "on")})


def _is_part(tokens: Sequence[_Token], before: int) -> bool:
    """Whether "paragraph 3 of" stands there."""
    return any(token.word in _PARTS for token in tokens[max(0, before - 2) : before])


def _is_symbol(token: _Token) -> bool:
    if token.typed.isalpha():
        return token.typed.isupper() and 3 <= len(token.typed) <= 6
    return any(c.isdigit() for c in token.typed) and any(c in "/-" for c in token.typed)


def _tokens(question: str) -> list[_Token]:
    plain = question.replace("’", "'")
    found = [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(plain)]
    return [_Token(typed, _folded(typed), start, end) for typed, start, end in found if typed != "s"]


def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold().replace("’", "'").removesuffix("'s"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("u.s.", "us").rstrip(".")
