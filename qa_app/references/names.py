"""The words of a document's name, sorted into those that must fit and those that speak for it. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from qa_app.references.languages import KINDS, folded

# What people call any document; such a word chooses among those that have it in their title, and excludes none.
LOOSE_KINDS = frozenset(
    "statement document text declaration communique resolution agreement report memorandum order note paper draft"
    " communiques statements outcome doc file pdf".split()
)
# What nobody calls a document that is none: "article 5 of the treaty" is asked of a treaty.
FIRM_KINDS = frozenset(
    "treaty charter convention constitution covenant statute directive protocol regulation decision law act judgment"
    " judgement ruling speech letter interview code bill permit".split()
)
FILLER = frozenset(
    "the this that a an its it our my your these joint official leaders leader summit meeting conference final"
    " full numbered whole entire same other one new old current present said above and of on for in to from with"
    " between by at as s de la le du der die das operative preamble detail entirety context order question list"
    " part parts page version english german french spanish plain words word here mr mrs president minister".split()
)
_ARTICLES = frozenset("the a an la le de der die das del".split())
_TIES = frozenset("of between from with de".split())
_SUBJECT = frozenset("on about for regarding concerning".split())
_LINKS = _TIES | {"on", "for", "and"}
# After these comes what a document is about: "the last point of contention in the treaty".
_ELSEWHERE = frozenset("in on at between about with".split())
STOP = frozenset(
    "say says said about mean means contain contains read reads state states mention mentions mentioned cover"
    " covers is are was were be do does did has have had can will would should must may please pls plz regarding"
    " concerning which who whom what when where why how deal deals apply applies require requires provide provides"
    " allow allows call calls relevant still cited invoked me tell show quote give there if because so exactly"
    " verbatim thanks name names speak then compare versus vs against than he she they you i we not again now ask"
    " asks talk talks define defines".split()
)
_TOKEN = re.compile(r"[^\W_]+(?:[-/.@:'’][^\W_]+)*")
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Named:
    """What is said of a document.

    `words` are its name, of which the `firm` ones must all fit; `kinds` and `soft` words speak for the documents that
    have them, `subject` for those that begin with it; `written` is all of it as it stands in the question.
    """

    words: tuple[str, ...] = ()
    firm: frozenset[str] = frozenset()
    kinds: tuple[str, ...] = ()
    soft: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    written: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.kinds)


def tokens(text: str) -> list[str]:
    """The words of `text` folded; "S/RES/1325" and "kabul-process-2017" stay whole, "U.S." is "us"."""
    text = re.sub(r"\b(?:\w\.){2,}", lambda match: match[0].replace(".", ""), text)
    return [folded(re.sub(r"['’]s$", "", token)) for token in _TOKEN.findall(text)]


def is_of_a_document(words: str) -> bool:
    """Whether `words` begin with what a document is called, as in "of the 2017 statement"."""
    named = takewhile(lambda token: token not in _ELSEWHERE, tokens(words))
    return any(kind_of_word(token) for token in named) or folded(words).split()[:1] == ["it"]


def is_acronym(word: str, question: str) -> bool:
    """Whether `word` stands in capitals in `question`, which is not all in capitals."""
    return len(word) > 2 and not question.isupper() and bool(re.search(rf"\b{re.escape(word.upper())}\b", question))


def named_by(phrase: str, question: str) -> Named:
    """The words of `phrase` sorted, up to the verb that ends it."""
    sorting = _Sorting(question)
    end = 0
    for match in list(_TOKEN.finditer(phrase))[:_MOST_WORDS]:
        word = next(iter(tokens(match[0])), "")
        after_comma = re.search(r",\s*$", phrase[: match.start()])
        if word in STOP or (sorting.kinds and after_comma and not word.isdecimal()):
            break
        sorting.add(word)
        end = match.end()
    return sorting.named(phrase[:end])


class _Sorting:
    """The words of a name as they come, those that must fit apart from those that need not."""

    def __init__(self, question: str) -> None:
        self._question = question
        self._link = ""
        self.words: list[str] = []
        self.firm: set[str] = set()
        self.kinds: list[str] = []
        self.soft: list[str] = []
        self.subject: list[str] = []

    def named(self, written: str) -> Named:
        """All that was taken in, which is `written` so in the question."""
        soft, subject = tuple(self.soft), tuple(self.subject)
        return Named(tuple(self.words), frozenset(self.firm), tuple(self.kinds), soft, subject, written)

    def add(self, word: str) -> None:
        """Take in the next word."""
        if kind := kind_of_word(word):
            self.kinds.append(kind)
            self.words += [kind] if kind in FIRM_KINDS else []
        elif word in FILLER:
            self._link = self._link if word in _ARTICLES else word
            self.soft.append(word)
        elif self.kinds and not FIRM_KINDS & set(self.kinds) and self._link in _SUBJECT:
            self.subject.append(word)
            self.soft.append(word)
        elif len(word) > 1 and self._is_required(word):
            self.words.append(word)
            self.firm |= {word} if self._is_firm(word) else set()
        else:
            self.soft.append(word)

    def _is_firm(self, word: str) -> bool:
        return any(c.isdecimal() for c in word) or is_proper(word, self._question)

    def _is_required(self, word: str) -> bool:
        """Whether a word belongs to the name: all before "statement", and after it what "of" or "with" ties to it."""
        if not self.kinds or word.isdecimal() or is_symbol(word) or self._link in _TIES:
            return True
        return self._link in _LINKS and self._is_firm(word)


def kind_of_word(word: str) -> str:
    """ "regulation" for "verordnung": what a word of any language calls a document; empty for others."""
    for form in (word, word.removesuffix("s")):
        kind = _FOLDED_KINDS.get(form, form)
        if kind in LOOSE_KINDS | FIRM_KINDS:
            return kind
    return ""


def is_symbol(word: str) -> bool:
    """Whether `word` is a symbol or an id: "s/2017/77", "kabul-process-2017"."""
    return bool(re.search(r"\d", word)) and bool(re.search(r"[/@]|-.*-", word))


def is_proper(word: str, question: str) -> bool:
    """Whether `word` is written as a name; where everything is in capitals or nothing is, nothing tells."""
    if question.isupper() or question.islower():
        return False
    return any(token[0].isupper() for token in _TOKEN.findall(question) if tokens(token) == [word])


_FOLDED_KINDS = {folded(word): kind for word, kind in KINDS.items()}


# The words of a question that name the document a paragraph is asked of: "of the Carbis Bay communiqué".

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
