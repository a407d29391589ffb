"""Whether words that were found stand where the quotation says. Pure, but for what supersedes what."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.errors import UnknownDocument
from corpus.types import Document, Kind, Paragraph, Span
from qa_app.check.fair_edits import Actor
from qa_app.check.language.fold import fold, is_word
from qa_app.check.language.vocabulary import (
    BY_LANGUAGE,
    MODALS,
    NEGATIONS,
    RESTRICTING,
    SAYING,
    SPEAKERS,
    SUBORDINATING,
)
from qa_app.check.language.words import is_content, kind_of, language_of, same_stem, strength
from qa_app.check.omissions import limit_that_opens
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
# What the source tells of somebody else, not of those who speak in it, or asks.
_TELLS = re.compile(
    r"(?:(?P<by>[^.;:]*)\b(?<!we )(?<!I )"
    r"(?:(?:claim|alleg|argu|submit|contend|complain|accus)(?:s|es|ed|ing|e|ted|ting)?"
    r"|(?:ha(?:s|ve|d)|was|were|been) suggested|told)\b[^.;:]*\bthat\b|\bwhether\b)[^.;:]*$",
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
    if told := _TELLS.search(before):
        return not _is_told_too(told["by"] or "", words_around)
    if not quoted_words(citation):
        return False
    names = set(_NAME.findall(introduction(citation))) - _COMMON
    spelled_out = {"UN": "United Nations", "EU": "European Union", "AU": "African Union"}
    names |= {spelled_out[name] for name in names & spelled_out.keys()}
    return bool(names) and not any(re.search(rf"\b{re.escape(name)}\b", words_around) for name in names)


def _is_told_too(by: str, words_around: str) -> bool:
    """Whether the words around a quotation tell it of somebody else or ask it, too, or name those whose words it is."""
    if _TOLD_AROUND.search(words_around):
        return True
    around = [key for key in fold(words_around).keys if is_word(key)]
    return any(key in around for key in fold(by).keys if is_content(key) and key not in SPEAKERS)


# What stands around a slice of a paragraph: cut sentences, caveats just outside, quotation marks about it.

_REACH = 400  # characters on either side that are read
_WORDS_NEAR = 14
_CONCEDING = frozenset("while whereas although though".split())
_DIVIDING = frozenset(", ; and but".split())
_DEFINING = frozenset("that who whose whom which".split())  # without a comma: those alone of whom it is so
# Further on in the sentence, or right behind what is quoted.
_PROVISO = re.compile(
    r"[,;]\s+(?:(?:and|or)\s+)?(?:provided|unless|except|subject to|on condition)\b|^,?\s+but\b", re.I
)
_RIGHT_AFTER = 4  # words and signs: ", zum mindesten …"
# What the source denies, or says that nobody has shown: "rejects the argument that", "nothing in this judgment means
# that". The words after it are the opposite of what is said.
_DENIES = re.compile(
    rf"\b(?:{_DENIAL}"
    r"|(?:did|do|does|can|could|is|was|has|have|had) ?not (?:\w+ )?(?:accept\w*|find|found|agree|say|said|mean|imply"
    r"|follow|conclude|believe|consider|establish(?:ed)?|prove[dn]?|shown?|demonstrate[d]?|true|the case|clear|claim)"
    r"|no (?:\w+ )?(?:evidence|proof|suggestion|indication|finding|basis|reason)|nothing|nowhere|unfounded|false"
    r"|fail(?:s|ed)? to (?:show|establish|prove|demonstrate))\b[^.;:]*\bthat\b[^.;:]*$",
    re.IGNORECASE,
)
_DENIED_AGAIN = re.compile(r"\b(?:not|never|cannot|no one|nobody)(?: \w+)?(?: in)? $", re.IGNORECASE)
_AGAIN_DENIED = re.compile(rf"{_DENIED_AGAIN.pattern[:-1]}(?:{_DENIAL})\b", re.IGNORECASE)
# What the source asks, supposes, aims at, finds likely or tells of somebody else.
_ASCRIBES = re.compile(
    r"\b(?:whether\b|(?:claim|alleg|assert|argu|submit|contend|maintain|suggest|assum|suppos|believ|insist|complain|accus|respond"
    r"|predict|estimat|expect|hop|fear|doubt|ensur)(?:s|es|ed|ied|ing|e|ted|ting|ment|ation|ssion)?\b[^.;:]*\bthat\b)[^.;:]*$"
    r"|\b(?:as (?:\w+ )?(?:said|stated|noted|put|told|argued|explained|observed) by|according to"
    r"|in the (?:words|view|opinion) of)\b[^;:]*$"
    r"|\b(?:(?:seem|appear|intend|intention|attempt|try|tries|tried|seek|sought|aim|purport|refus|fail|plan|hop|wish)(?:s|es|ed|e|ing)?"
    r"|(?:un)?likely|unable) to\W*$|\b(?-i:may|might|could)(?: \w+)?(?: be| have(?: been)?)?\W*$"
    r"|(?<!\bI )(?<!\bwe )\b(?:said|says|argue[ds]|contend(?:s|ed)|allege[sd]|assert(?:s|ed)|insist(?:s|ed))\b[^.;:]*$"
    r"|\b(?:where|if|as|when(?:ever)?|wherever) (?:appropriate|applicable|possible|necessary|feasible|relevant)\W*$",
    re.IGNORECASE,
)
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
_ADVERSATIVE = frozenset("however but though although despite notwithstanding prejudice".split())
_STOP = re.compile(r"(?:(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\bMrs)\.|[!?;:])(?=[\s”\"’»)]|$)")  # not "Dr."
_QUOTED = re.compile(r"“[^“”]{1,3000}”|„[^„“”]{1,3000}[“”]|«[^«»]{1,3000}»|\"[^\"]{1,3000}\"|‘[^‘]{20,3000}?’(?![a-z])")
_FEWEST_QUOTED = 4


def flags_of(citations: tuple[Citation, ...], words_around: str = "") -> Iterator[Flag]:
    """What deserves a look around slices that are word for word the source's and were printed among `words_around`."""
    if not citations:
        return
    first, last = citations[0], citations[-1]
    before = same_sentence_before(first.paragraph.text, first.span.start)
    after = _goes_on(last)
    near = " ".join(before.split()[-_WORDS_NEAR:])
    denied = _denies(before)
    ascribed = _ASCRIBES.search(near)
    told = (denied and _DENIED_AROUND.search(words_around)) or (ascribed and _is_told_too(before, words_around))
    unlimited = told or _AGAIN_DENIED.search(near)
    if ((denied or ascribed) and not told) or _is_limited("" if unlimited else before, last.quote, after):
        yield Flag.CONTEXT_CUT
    if denied and is_denied(first, words_around):
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


def is_denied(citation: Citation, words_around: str) -> bool:
    """Whether the source says no to the slice, and the words around the quotation do not."""
    before = same_sentence_before(citation.paragraph.text, citation.span.start)
    return _denies(before) and not _DENIED_AROUND.search(words_around)


def _is_affirmed(citation: Citation, words_around: str) -> bool:
    """Whether those who say the slice are said to deny it, and nothing near it in the source does."""
    text, span = citation.paragraph.text, citation.span
    if not _DENIES_OUTSIDE.search(words_around) or _ASCRIBES.search(same_sentence_before(text, span.start)):
        return False
    return not _DENIED_NEARBY.search(text, max(0, span.start - _REACH), span.end + _REACH)


def _denies(before: str) -> bool:
    """Whether those words deny that what follows is so, or end with a no: "No one | shall be held".

    A denial that is itself denied is none: "it is not in dispute that".
    """
    near = " ".join(before.split()[-_WORDS_NEAR:])
    if (denial := _DENIES.search(near)) and not _DENIED_AGAIN.search(near, 0, denial.start()):
        return True
    words = [key for key in fold(before[-_REACH:]).keys if is_word(key)][-2:]
    everywhere = frozenset().union(*(lists.kinds[Change.NEGATION] for lists in BY_LANGUAGE.values()))
    return bool(words) and (words[-1] in everywhere or words == ["no", "one"])


def _is_limited(before: str, quote: str, after: str) -> bool:
    """Whether a caveat stands near the quotation in its sentence, or the rest limits it; "finds that" does not.

    A negation only where nothing divides its clause from the quotation.
    """
    text = fold(f"{before}{quote}{after}")
    language = language_of(text.keys)
    first, end = (bisect_left(text.starts, at) for at in (len(before), len(before) + len(quote)))
    if first and text.keys[first - 1] in SUBORDINATING | RESTRICTING:
        return True
    rules = not (NEGATIONS | frozenset(MODALS)).isdisjoint(text.keys[first:end])
    if end < len(text) and text.keys[end] in SUBORDINATING - _CONCEDING | (_DEFINING if rules else frozenset()):
        return True
    if _PROVISO.search(after) or (after[:1] == ":" and not NEGATIONS.isdisjoint(text.keys[first:end])):
        return True  # "shall not apply: (a) ..."
    for side in (range(first - 1, max(0, first - _WORDS_NEAR) - 1, -1), range(end, min(end + _WORDS_NEAR, len(text)))):
        keys = [text.keys[at] for at in side]
        kinds = [
            k not in _ADVERSATIVE and kind_of(k, text.form(at), language) for k, at in zip(keys, side, strict=True)
        ]
        clause = next((n for n, key in enumerate(keys) if key in _DIVIDING), len(keys))
        if Change.CONDITION in kinds or Change.NEGATION in kinds[:clause]:
            return True
        if language != "en" and side.step > 0 and Change.QUANTIFIER in kinds[:_RIGHT_AFTER]:
            return True
    sides = [[key for key in keys if is_word(key)] for keys in (text.keys[:first], text.keys[end:])]
    return language == "en" and any(words and limit_that_opens(words) for words in sides)


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


def _goes_on(citation: Citation) -> str:
    """What stands after a slice in its sentence; the colon, where a list comes next."""
    text, end = citation.paragraph.text, citation.span.end
    return ":" if text[end : end + 1] == ":" else same_sentence_after(text, end)


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
