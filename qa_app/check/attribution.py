"""Whether words that were found stand where the quotation says. Pure, but for what supersedes what."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.errors import UnknownDocument
from corpus.types import Document, Kind, Paragraph, Span
from qa_app.check.compare import stream_of
from qa_app.check.fair_edits import Actor
from qa_app.check.language.fold import fold, is_word
from qa_app.check.language.vocabulary import (
    BY_LANGUAGE,
    NEGATIONS,
    SAYING,
    SPEAKERS,
    TELLING,
)
from qa_app.check.language.words import is_content, same_stem, strength
from qa_app.check.omissions.beside import FRAMING, limits_beside
from qa_app.check.sources import Sources
from qa_app.check.types import Attribution, Change, Flag, Quotation
from qa_app.citing.citation import Citation
from qa_app.references.paragraphs import paragraphs_around, paragraphs_of_number, same_number, targets_of

Place = tuple[Citation, ...]
FURNITURE = "furniture-"


# The place that a quotation is credited to, as the documents have it, and whether slices lie in it.


@dataclass(frozen=True, slots=True)
class Cited:
    """`document` is None where none is given or none is known by that name; `paragraphs` are those of that number.

    `exactly` says that the document prints the number; else they are what holds it: article 24 for "24(1)".
    """

    given: str | None
    number: str | None
    document: Document | None
    paragraphs: tuple[Paragraph, ...]
    exactly: bool = True

    @property
    def document_id(self) -> str | None:
        """The id of the document, where there is one."""
        return self.document.id if self.document else None

    @property
    def anything(self) -> bool:
        """Whether a place is given at all."""
        return bool(self.given or self.number)


def attribute(place: Place, others: Sequence[Place], cited: Cited, sources: Sources, words_around: str) -> Attribution:
    """What to say of the credit, for words that stand at `place` and, just as well, at `others`."""
    if not place:
        return Attribution.NONE_GIVEN
    if is_furniture(place[0]) and cited.anything:
        return Attribution.WRONG_PARAGRAPH if cited.number else Attribution.WRONG_VOICE
    documents = {each[0].paragraph_id.document for each in (place, *others)}
    by = {document: sources.superseded_by(document) for document in documents}
    current = {document for document in documents if by[document] is None}
    if not current:
        of_it = not cited.given or bool({*documents, *by.values()} & {cited.given, cited.document_id})
        return Attribution.SUPERSEDED if of_it else Attribution.WRONG_DOCUMENT
    if is_another_voice(place[0], words_around):
        return Attribution.WRONG_VOICE
    if not cited.anything:
        return Attribution.SEVERAL_SOURCES if len(current) > 1 else Attribution.NONE_GIVEN
    return _against(place, others, cited)


def is_furniture(citation: Citation) -> bool:
    """Whether a slice is of what stands around a document."""
    return citation.paragraph.number.startswith(FURNITURE)


def _against(place: Place, others: Sequence[Place], cited: Cited) -> Attribution:
    documents = {each[0].paragraph_id.document for each in (place, *others)}
    if cited.given and cited.document_id not in documents:
        return Attribution.WRONG_DOCUMENT
    if not cited.number:
        return Attribution.AS_CITED
    if cited.document is not None:
        right = any(lies_in(each, cited.paragraphs) for each in (place, *others))
    else:
        numbers = [target.value for target in targets_of(cited.number)] or [cited.number]
        found = [c.paragraph.number for each in (place, *others) for c in each]
        right = any(same_number(one, number) for one in found for number in numbers)
    return Attribution.AS_CITED if right else Attribution.WRONG_PARAGRAPH


def cited_place(quotation: Quotation, sources: Sources) -> Cited:
    """What the quotation's `document` and `number` mean in these sources."""
    given, number = (quotation.document or "").strip() or None, (quotation.number or "").strip() or None
    found = sources.known_as(given) if given else None
    try:
        document = sources.document(found) if found else None
    except UnknownDocument:
        document = None
    if document is None or number is None:
        return Cited(given, number, document, ())
    if paragraphs := paragraphs_of_number(document, number):
        return Cited(given, number, document, paragraphs)
    return Cited(given, number, document, paragraphs_around(document, number), exactly=False)


def lies_in(citations: Sequence[Citation], paragraphs: Sequence[Paragraph]) -> bool:
    """Whether any of the slices overlaps any of the paragraphs, where both are of one document."""
    return any(_overlap(citation, paragraph) for citation in citations for paragraph in paragraphs)


def _overlap(citation: Citation, paragraph: Paragraph) -> bool:
    if citation.paragraph_id.document != paragraph.id.document:
        return False
    slice_ = citation.span.shifted(citation.paragraph.span.start)
    return slice_.start < paragraph.span.end and paragraph.span.start < slice_.end


def narrowed(citation: Citation, document: Document, wanted: Sequence[Paragraph]) -> Citation:
    """The same slice as one of the smallest paragraph that holds it, or of a wanted one where that holds it."""
    slice_ = citation.span.shifted(citation.paragraph.span.start)
    holding = [p for p in document.in_order if p.span.start <= slice_.start and slice_.end <= p.span.end]
    named = [p for p in wanted if p in holding]
    if not holding:
        return citation
    best = named[0] if named else min(holding, key=lambda p: len(p.span))
    return Citation(best, Span(slice_.start - best.span.start, slice_.end - best.span.start))


# Whose words a slice of a document is, beside whose the words around the quotation say it is.

_CREDITED = re.compile(rf"\b(?:{SAYING}|participants?|statement|communiqu[ée]|leaders)\b", re.IGNORECASE)
_DECIDED = re.compile(
    r"\b(?:decided|decides|decision|resolved|ordered|orders|agreed to|ruled|obliged|obliges|binding|operative|enacted|"
    r"requires|required|mandated?)\b",
    re.IGNORECASE,
)
_DENIAL = r"den(?:y|ies|ied|ying|ial)|reject\w*|dismiss\w*|refut\w*|disput\w*|contest\w*|disagree\w*"
_TOLD_AROUND = re.compile(
    rf"\b(?:{_DENIAL}|claim|alleg|argu|submi|conten|complain|accus|suggest|whether|asked\b|if\b)", re.IGNORECASE
)
_NAME = re.compile(r"\b[A-Z][\w’'-]*\w\b")
_ASKS = 3  # how strongly at most an operative verb binds that decides nothing: "encourages", "invites"
_ADVERBS = frozenset("also further strongly again".split())
_COMMON = frozenset("The A An As In On At It This That These Those For And But He She They We Dr Mr Mrs Ms".split())


def is_another_voice(citation: Citation, words_around: str) -> bool:
    """Whether the words are credited to somebody whose they are not.

    So it is where the source itself quotes them and the credit names none that the source names as their author, where
    it tells them of somebody else or asks whether they are so, and where words of a preamble, or of what is only
    encouraged, are said to be decided.
    Without a credit to read, nobody is wronged.
    """
    before = same_sentence_before(citation.paragraph.text, citation.span.start)
    opening = next((key for key in fold(before).keys if key not in _ADVERBS), "")  # "Also encourages"
    asked = 0 < (strength(opening) or 0) <= _ASKS
    if _DECIDED.search(words_around) and (citation.paragraph.kind is Kind.PREAMBLE or asked):
        return True
    if not _CREDITED.search(words_around):
        return False
    names = set(_NAME.findall(introduction(citation))) - _COMMON if quoted_words(citation) else set[str]()
    if not names:
        return _is_told(citation) and not _is_told_too(before, words_around)
    spelled_out = {"UN": "United Nations", "EU": "European Union", "AU": "African Union"}
    names |= {spelled_out[name] for name in names & spelled_out.keys()}
    return not any(re.search(rf"\b{re.escape(name)}\b", words_around) for name in names)


def _is_told(citation: Citation) -> bool:
    """Whether the source tells the slice of somebody else than those who speak in it, or asks whether it is so."""
    text, span = stream_of(citation.paragraph).folded, citation.span
    start, end = (bisect_left(text.starts, at) for at in (span.start, span.end))
    return any(word in FRAMING - {"to"} and high <= start for (_, high), word in limits_beside(text, start, end))


def _is_told_too(by: str, words_around: str) -> bool:
    """Whether the words around a quotation tell it of somebody else or ask it, too, or name those whose words it is."""
    if _TOLD_AROUND.search(words_around):
        return True
    around = [key for key in fold(words_around).keys if is_word(key)]
    return any(key in around for key in fold(by).keys if is_content(key) and key not in SPEAKERS | TELLING)


# What stands around a slice of a paragraph: cut sentences, caveats just outside, quotation marks about it.

_REACH = 400  # characters on either side that are read
_WORDS_NEAR = 14
# What the source denies, or says that nobody has shown: "rejects the argument that", "nothing in this judgment means
# that". The words after it are the opposite of what is said.
_DENIES = re.compile(
    rf"\b(?:{_DENIAL}|not|cannot|no|nothing|nowhere|never|unfounded|false"
    r"|fail(?:s|ed)? to (?:show|establish|prove|demonstrate))\b[^.;:]*\bthat\b[^.;:]*$",
    re.IGNORECASE,
)
_AGAIN_DENIED = re.compile(rf"\b(?:not|never|cannot|no one|nobody)(?: \w+)?(?: in)? (?:{_DENIAL})\b", re.IGNORECASE)
_DENIED_AROUND = re.compile(
    rf"\b(?:{_DENIAL}|not|no|nothing|never|without|false|unfounded|whether)\b|n['’]t\b", re.IGNORECASE
)
# "The court denied that “…”": said of those who speak in the document, and of the words in the marks alone.
_DENIES_OUTSIDE = re.compile(
    rf"\b(?:court|tribunal|judges?|council|assembly|chair\w*|statement|declaration|communiqu[ée]|resolution|report|draft"
    rf"|{'|'.join(sorted(SPEAKERS))})\b(?:\W+\w+){{0,4}}?\W+"
    rf"(?:{_DENIAL}|(?:did|do|does|could|would) ?n[o’']t (?:\w+ )?(?:accept|find|agree|say|believe|consider))\b"
    r"[^.;:]*\bthat(?=\s*(?:$|[^\w\s]))",
    re.IGNORECASE,
)
_DENIED_NEARBY = re.compile(rf"\b(?:{_DENIAL}|(?:not|cannot) (?:\w+ )?(?:accept|agree|find|consider)\w*)\b", re.I)
_STOP = re.compile(r"(?:(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\bMrs)\.|[!?;:])(?=[\s”\"’»)]|$)")  # not "Dr."
_QUOTED = re.compile(r"“[^“”]{1,3000}”|„[^„“”]{1,3000}[“”]|«[^«»]{1,3000}»|\"[^\"]{1,3000}\"|‘[^‘]{20,3000}?’(?![a-z])")
_FEWEST_QUOTED = 4


def flags_of(citations: Sequence[Citation], words_around: str = "") -> Iterator[Flag]:
    """What deserves a look around slices that are word for word the source's and were printed among `words_around`."""
    if not citations:
        return
    first, last = citations[0], citations[-1]
    before = same_sentence_before(first.paragraph.text, first.span.start)
    after = same_sentence_after(last.paragraph.text, last.span.end)
    if is_denied(first, words_around):
        yield Flag.DENIED_BY_SOURCE
    if _is_affirmed(first, words_around):
        yield Flag.AFFIRMED_BY_SOURCE
    if re.search(r"\w", before) or re.search(r"\w", after):
        yield Flag.MID_SENTENCE
    if len({citation.paragraph.ordinal for citation in citations}) > 1:
        yield Flag.SPANS_PARAGRAPHS
    if any(citation.paragraph.kind is Kind.PREAMBLE for citation in citations):
        yield Flag.PREAMBLE
    if quoted_words(first):
        yield Flag.QUOTED_BY_SOURCE


def limits_of(citations: Sequence[Citation], words_around: str) -> Iterator[Citation]:
    """What stands beside the slices in the source and limits them, where the words around the quotation don't say so.

    A denial that is itself denied limits nothing.
    """
    if not citations:
        return
    first, last = citations[0], citations[-1]
    around = frozenset(fold(words_around).keys)
    before = same_sentence_before(first.paragraph.text, first.span.start)
    told = FRAMING if _is_told_too(before, words_around) else frozenset[str]()
    if re.search(rf"\b(?:{_DENIAL})\b", words_around, re.IGNORECASE):
        told |= NEGATIONS
    unlimited = _AGAIN_DENIED.search(" ".join(before.split()[-_WORDS_NEAR:]))
    for citation in dict.fromkeys((first, last)):
        text, span = stream_of(citation.paragraph).folded, citation.span
        start, end = (bisect_left(text.starts, at) for at in (span.start, span.end))
        for (low, high), word in limits_beside(text, start, end):
            is_before = high <= start
            if citation is not (first if is_before else last) or (is_before and unlimited):
                continue
            others = [key for key in text.keys[low:high] if is_content(key) and key != word]
            said = word in around and (not others or not around.isdisjoint(others))
            if not said and not (is_before and word in told):
                yield Citation(citation.paragraph, Span(text.starts[low], text.ends[high - 1]))


def is_denied(citation: Citation, words_around: str) -> bool:
    """Whether the source says no to the slice, and the words around the quotation do not."""
    before = same_sentence_before(citation.paragraph.text, citation.span.start)
    return _denies(before) and not _DENIED_AROUND.search(words_around)


def _is_affirmed(citation: Citation, words_around: str) -> bool:
    """Whether those who say the slice are said to deny it, and nothing near it in the source does."""
    text, span = citation.paragraph.text, citation.span
    if not _DENIES_OUTSIDE.search(words_around) or any(limits_of((citation,), "")):
        return False
    return not _DENIED_NEARBY.search(text, max(0, span.start - _REACH), span.end + _REACH)


def _denies(before: str) -> bool:
    """Whether those words deny that what follows is so, or end with a no: "No one | shall be held".

    A denial that is itself denied is none: "it is not in dispute that".
    """
    near = " ".join(before.split()[-_WORDS_NEAR:])
    if _DENIES.search(near) and not _AGAIN_DENIED.search(near):
        return True
    words = [key for key in fold(before[-_REACH:]).keys if is_word(key)][-2:]
    everywhere = frozenset().union(*(lists.kinds[Change.NEGATION] for lists in BY_LANGUAGE.values()))
    return bool(words) and (words[-1] in everywhere or words == ["no", "one"])


def quoted_words(citation: Citation) -> str:
    """The words between quotation marks in the source that the slice lies within or is made of; else empty."""
    start, end = citation.span.start, citation.span.end
    for match in _QUOTED.finditer(citation.paragraph.text):
        overlap = min(end, match.end()) - max(start, match.start())
        enough = len(match.group().split()) >= _FEWEST_QUOTED
        if enough and overlap > 0.8 * (end - start):
            return match.group()
    return ""


def introduction(citation: Citation) -> str:
    """What the source says in the same sentence before the words that it quotes."""
    quoted = quoted_words(citation)
    at = citation.paragraph.text.find(quoted) if quoted else citation.span.start
    return same_sentence_before(citation.paragraph.text, at)


def same_sentence_before(text: str, start: int) -> str:
    """What stands before that place (an offset) in its sentence."""
    before = text[max(0, start - _REACH) : start]
    stops = [match.end() for match in _STOP.finditer(before)]
    return before[stops[-1] :] if stops else before


def same_sentence_after(text: str, end: int) -> str:
    """What stands after that place (an offset) in its sentence, without the mark that ends it."""
    if re.match(r"[.!?;:]", text[end - 1 : end]):
        return ""
    after = text[end : end + _REACH]
    stop = _STOP.search(after)
    return after[: stop.start()] if stop else after


# Whether somebody whom a bracket names is whom the source is speaking of there: named in the paragraph before, else in
# the one before that, else by the document's title, a heading or its first words.


class Whereabouts(StrEnum):
    """Where the source has the words of a bracket that names somebody."""

    NEARBY = "nearby"
    ELSEWHERE = "elsewhere"
    NOWHERE = "nowhere"


def named(actor: Actor, citation: Citation, document: Document) -> Whereabouts:
    """Where the document that `citation` is of has every word of `actor`."""
    here = document.paragraphs[citation.paragraph.ordinal]
    earlier = [p for p in document.paragraphs[: here.ordinal] if p.kind is not Kind.HEADING and p.text.strip()]
    nearby = [actor.before, document.card.title, *here.headings, *(p.text.split("\n")[0] for p in earlier[:1])]
    if not _STOP.search(actor.before):
        nearby += [p.text for p in earlier[-1:]]
    others = [key for key in actor.keys if not _has(nearby, key)]
    if not all(_has([document.text], key) for key in others):
        return Whereabouts.NOWHERE
    return Whereabouts.NEARBY if SPEAKERS.issuperset(others) else Whereabouts.ELSEWHERE


def _has(texts: Sequence[str], key: str) -> bool:
    """Whether one of the texts has the word, in any form, or what it is short for."""
    name = re.sub(r"['’]s$", "", key)
    if any(word == name or same_stem(word, name) for text in texts for word in fold(text).keys if word[:2] == name[:2]):
        return True
    initials = r"\w*\W+(?:(?:of|the|for|and|de|des|du|la)\W+)*".join(map(re.escape, name))
    return len(name) > 1 and any(re.search(rf"\b{initials}", text, re.IGNORECASE) for text in texts)
