"""The words of a question that name the document a paragraph is asked of: "of the Carbis Bay communiqué". Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa_app.lookup_naming import (
    FILLER,
    STOP,
    Named,
    is_acronym,
    is_of_a_document,
    is_proper,
    is_symbol,
    kind_of_word,
    named_by,
    tokens,
)
from qa_app.lookup_words import folded

__all__ = ["Phrase", "is_of_a_document", "phrase_after", "phrase_before", "terse_name", "without_frame"]

_FRAME = frozenset(
    "what whats what's does do did is are was the a an say says said saying read reads state states mean means"
    " contain contains show me give us please pls plz can could you i we would like want need to see quote cite"
    " display print open get tell word for exact exactly verbatim full text wording of in from out here and then"
    " at on about it its this that these those how go again now ok okay so also entire whole complete there where"
    " find pull up paste copy look provide provides write written by under s numbered in-full word-for-word"
    " according operative draft".split()
)
_AFTER = re.compile(r"\W*?(?P<by>,|\b(?:of|from|in|under|per|within|on page))\s+(?P<words>[^?!;\n]{1,160})")
_ACRONYM = re.compile(r"\s+(?P<words>[a-z]{3,8})\b")
_UNDER_IT = re.compile(
    r"(?:\b(?:in|of|from|under|per|to|does|do|did|if|whether)\s+)"
    r"(?P<words>(?:the\s+|this\s+)?(?:[\w'./@-]+[ ,]+){0,7}[\w'./@-]+)"
)
_JUST_BEFORE = re.compile(
    r"(?:[\w'./@()-]+,?\s+){0,8}[\w'./@()-]+?(?P<mark>'s)?\s*(?P<comma>[,:–-])?\s*(?:the\s+|op\s+)?$"
)
_MOST_TERSE = 5


@dataclass(frozen=True, slots=True)
class Phrase:
    """Where in the question a document is named."""

    span: tuple[int, int]
    named: Named


def phrase_after(text: str, start: int, end: int, question: str) -> Phrase | None:
    """The document named in `text[start:end]`, just after a reference: "of the Kabul statement"."""
    match = _AFTER.match(text, start, end)
    if not match:
        return _acronym_after(text, start, end, question)
    named = named_by(match["words"], question)
    is_certain = bool(named.kinds) or any(is_symbol(word) for word in named.words)
    if not named or (match["by"] in {"in", ",", "under", "per"} and not is_certain):
        return None
    return Phrase((match.start(), match.start("words") + len(named.written)), named)


def _acronym_after(text: str, start: int, end: int, question: str) -> Phrase | None:
    """ "Article 17 GDPR", as lawyers cite."""
    match = _ACRONYM.match(text, start, end)
    if not match or not is_acronym(match["words"], question):
        return None
    return Phrase(match.span(), named_by(match["words"], question))


def phrase_before(text: str, end: int, question: str) -> Phrase | None:
    """The document named in `text[:end]`, before a reference: "Carbis Bay communiqué, paragraph 12"."""
    before = text[:end]
    return _just_before(before, question) or _earlier(before, question)


def without_frame(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """What is left of a question without its references and the words by which one asks to be shown something."""
    left = list(text)
    for start, end in spans:
        left[start:end] = " " * (end - start)
    return " ".join(token for token in tokens("".join(left)) if token not in _FRAME)


def terse_name(text: str, spans: Sequence[tuple[int, int]]) -> Named:
    """What stands beside a reference without any verb or preposition: "paragraph 12 carbis bay"."""
    left = list(text)
    for start, end in spans:
        left[start:end] = " " * (end - start)
    words = [token for token in tokens("".join(left)) if token not in {"the", "please", "pls"}]
    if not 0 < len(words) <= _MOST_TERSE or set(words) & (STOP | _FRAME | FILLER):
        return Named()
    return Named(tuple(words), frozenset(words))


def _just_before(before: str, question: str) -> Phrase | None:
    match = _JUST_BEFORE.search(before[-200:])
    if not match:
        return None
    words = list(re.finditer(r"[\w'./@-]+", match[0]))
    if words and words[-1][0] in {"the", "op", "operative"}:
        words.pop()
    first = len(words)
    while first and folded(words[first - 1][0]) not in STOP | {"the", "in", "of", "from", "to", "under", "and", "at"}:
        first -= 1
    if first == len(words):
        return None
    start = max(0, len(before) - 200) + match.start() + words[first].start()
    named = named_by(before[start:].strip(" ,:–-"), question)
    last = tokens(words[-1][0])[-1:]
    ends_in_name = last and (kind_of_word(last[0]) or is_symbol(last[0]) or (last[0].isdecimal() and bool(named.kinds)))
    is_set_off = match["mark"] or (match["comma"] and is_proper(last[0], question) if last else False)
    if not named or not (ends_in_name or (last and is_acronym(last[0], question)) or is_set_off):
        return None
    return Phrase((start, len(before)), named)


def _earlier(before: str, question: str) -> Phrase | None:
    """ "in the Kabul statement, what does", "what does the Kabul statement say in"."""
    for match in _UNDER_IT.finditer(before):
        named = named_by(match["words"], question)
        if named.kinds and not (match[0].startswith("to ") and "according" not in before[: match.start()]):
            asked = match[0].startswith(("do", "did", "if", "whether"))
            after = tokens(before[match.start("words") + len(named.written) :])
            if not asked or (after and after[0] in STOP):
                return Phrase((match.start(), match.start("words") + len(named.written)), named)
    return None
