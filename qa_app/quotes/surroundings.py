"""What stands around a slice of a paragraph: cut sentences, caveats just outside, quotation marks about it. Pure."""

import re
from collections.abc import Iterator

from corpus.types import Kind
from qa_app.citation import Citation
from qa_app.quotes.types import Flag

_REACH = 400  # characters on either side that are read
_CAVEAT = re.compile(
    r"\b(?:unless|except(?:ing)?|subject to|provided(?: that)?|only if|if|not|never|no|without|however|but|until|"
    r"notwithstanding|save (?:for|as|that)|otherwise|pending|tenzij|behalve|mits|niet|onverminderd|sauf|"
    r"sous réserve|ne|pas|außer|sofern|vorbehaltlich|nicht|salvo|excepto|a menos que|sin perjuicio)\b",
    re.IGNORECASE,
)
_WORDS_NEAR = 14
_STOP = re.compile(r"[.!?;:](?=[\s”\"’»)]|$)")
_QUOTED = re.compile(r"“[^“”]{1,3000}”|„[^„“”]{1,3000}[“”]|«[^«»]{1,3000}»|\"[^\"]{1,3000}\"|‘[^‘]{20,3000}?’(?![a-z])")
_FEWEST_QUOTED = 4


def flags_of(citations: tuple[Citation, ...]) -> Iterator[Flag]:
    """What deserves a look around slices that are word for word the source's."""
    if not citations:
        return
    first, last = citations[0], citations[-1]
    before = _same_sentence_before(first.paragraph.text, first.span.start)
    after = _same_sentence_after(last.paragraph.text, last.span.end)
    if _CAVEAT.search(" ".join(after.split()[:_WORDS_NEAR])) or _CAVEAT.search(" ".join(before.split()[-_WORDS_NEAR:])):
        yield Flag.CONTEXT_CUT
    if re.search(r"\w", before) or re.search(r"\w", after):
        yield Flag.MID_SENTENCE
    if len({citation.paragraph.ordinal for citation in citations}) > 1:
        yield Flag.SPANS_PARAGRAPHS
    if any(citation.paragraph.kind is Kind.PREAMBLE for citation in citations):
        yield Flag.PREAMBLE
    if quoted_words(first):
        yield Flag.QUOTED_BY_SOURCE


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
    return _same_sentence_before(citation.paragraph.text, at)


def _same_sentence_before(text: str, start: int) -> str:
    before = text[max(0, start - _REACH) : start]
    stops = [match.end() for match in _STOP.finditer(before)]
    return before[stops[-1] :] if stops else before


def _same_sentence_after(text: str, end: int) -> str:
    if re.match(r"[.!?;:]", text[end - 1 : end]):
        return ""
    after = text[end : end + _REACH]
    stop = _STOP.search(after)
    return after[: stop.start()] if stop else after
