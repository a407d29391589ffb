"""The noun phrases of a question, found by the words that frame it and without a grammar. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from qa_app.question_words import frames, is_plural, is_verb, language_of, stem

_TOKEN = re.compile(r"[^\W_]+(?:[-’'./&][^\W_]+)*")
# "Bank of England", "Big Brother and the Holding Company": one name though small words stand in it.
_JOINS = r"(?:of|the|and|for|de|la|del|von|und|y|&|-)"
_JOINED = re.compile(rf"\s+(?:{_JOINS}\s+){{1,2}}(?=[A-ZÀ-Þ])")
_DETERMINER = re.compile(
    r"(?:\b(?:the|an?|some|any|all|its|their|his|her|this|that|these|those|other"
    r"|der|die|das|den|dem|des|eine?[nmrs]?|el|la|los|las|una?s?|sus?)\s+)+$",
    re.IGNORECASE,
)
_POSSESSED = re.compile(r"['’]s?$")
_ASKING = re.compile(r"\b(?:which|what)\s+$", re.IGNORECASE)
# "which countries share a border": the verb comes without "do".
_SUBJECT_ASKED = re.compile(r"(?:which|what)\s+(?!(?:is|are|was|were)\b)", re.IGNORECASE)
_CLAUSE = re.compile(
    r"^(?:which|what)\s+(?P<noun>[\w’'-]+(?:\s+[\w’'-]+){0,2}?)\s+(?P<rest>(?:[a-z]+ed|are|were|have|had|will|must|should)"
    r"\s.+)$",
    re.IGNORECASE,
)
_LONGEST_CLAUSE = 14  # words
_MADE_DEFINITE = frozenset("the a an which what some any this that these those".split())
_DESCRIBES = re.compile(
    r"[a-z]+(?:able|ible|ful|ous|less)|popular|important|legal|available|true|big|similar|different|good|bad|new|ready|same"
)
_NAMES_NOTHING = re.compile(rf"[a-z]{{2,}}ed|{_DESCRIBES.pattern}|unique|special|main|best|worst|first")
_AUXILIARY = re.compile(r"\b(?:do|does|did|will|would|can|could|shall|should|may|might|must)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some words of a question that name something, from `start` to `end` with the `determiner` before them.

    `first` says that a sentence begins with it, where a capital need not mean a name.
    """

    text: str
    start: int
    end: int
    determiner: str = ""
    first: bool = False

    @property
    def is_name(self) -> bool:
        """Whether its words are written as a name is."""
        words = self.text.split()
        if self.first and len(words) == 1:
            return any(letter.isupper() for letter in self.text[1:])
        return sum(word[0].isupper() for word in words) * 2 > len(words)

    @property
    def spoken(self) -> str:
        """Its words as one says them of what is known already: "the conference" of "which conference"."""
        words = self.determiner.casefold().split()
        if not words or words[-1] not in _MADE_DEFINITE:
            return self.text
        return self.text if self.is_name and words[-1] != "the" else f"the {self.text}"

    @property
    def is_plural(self) -> bool:
        """Whether it names several."""
        return is_plural(self.text.split()[-1]) or " and " in self.text

    @property
    def stems(self) -> frozenset[str]:
        """Its words in a common form."""
        return frozenset(stem(word) for word in _TOKEN.findall(self.text) if not frames(word))

    def replaced_in(self, question: str, new: str) -> str:
        """`question` with `new` in place of this phrase and its determiner."""
        return question[: self.start] + new + question[self.end :]


@lru_cache(maxsize=4096)
def phrases_of(question: str, language: str | None = None) -> tuple[Phrase, ...]:
    """The phrases of `question` in order."""
    spoken = language or language_of(question)
    found = (_phrase(question, *span) for span in _joined(question, list(_runs(question, spoken))))
    return tuple(phrase for phrase in found if not _NAMES_NOTHING.fullmatch(phrase.text))


def clause_of(question: str) -> str | None:
    """What an English question for a subject asks for: "the countries that attended the talks"."""
    text = question.rstrip("?.! ")
    match = _CLAUSE.match(text)
    if match is None or len(text.split()) > _LONGEST_CLAUSE or _AUXILIARY.match(match["noun"]):
        return None
    return f"the {match['noun']} that {match['rest']}"


def _runs(question: str, language: str) -> Iterator[tuple[int, int]]:
    """Runs of words that frame nothing; English verbs end them."""
    auxiliary = _AUXILIARY.search(question)
    due_after = auxiliary or _SUBJECT_ASKED.match(question)
    verb_from = due_after.end() if due_after and language == "en" else len(question)
    start = end = -1
    for match in _TOKEN.finditer(question):
        word, place = match[0], match.start()
        within = start >= 0 and not question[end:place].strip(" \"“”'‘’") and not _POSSESSED.search(question[start:end])
        if start >= 0 and not within:
            yield start, end
            start = -1
        due = place >= verb_from
        before = question[start:end] if start >= 0 else ""
        if frames(word, language) or (language == "en" and _ends_a_noun(word, before, due=due)):
            if start >= 0:
                yield start, end
                verb_from = len(question) if due else verb_from
            start = -1
            continue
        start, end = (place if start < 0 else start), match.end()
    if start >= 0:
        yield start, end


def _ends_a_noun(word: str, before: str, *, due: bool) -> bool:
    """Whether `word` is no part of the phrase `before` (or begins none, where that is "")."""
    if not word[0].islower():
        return False
    if word.endswith("ly") and len(word) > 5:
        return True
    if before and word.endswith("ed") and len(word) > 4:
        return True  # "the people selected"
    names = before.split()
    if due and len(names) > 1 and all(name[0].isupper() for name in names):
        return True  # "did the Kabul Process endorse"
    return is_verb(word, due=due and bool(before))


def _joined(question: str, runs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The runs, those made one that are parts of one name."""
    while runs:
        start, end = runs.pop(0)
        while runs and (match := _JOINED.match(question, end)) and match.end() == runs[0][0]:
            if not question[start:end].split()[-1][0].isupper():
                break
            end = runs.pop(0)[1]
        yield start, end


def _phrase(question: str, start: int, end: int) -> Phrase:
    text = _POSSESSED.sub("", question[start:end])
    words = text.split()
    if len(words) > 1 and _DESCRIBES.fullmatch(words[-1]):
        text = text[: -len(words[-1])].rstrip()  # "is throat cancer treatable"
    before = question[:start]
    first = not before.strip(" \"“¿¡'‘") or before.rstrip().endswith((".", "?", "!"))
    determiner = _DETERMINER.search(before)
    asking = _ASKING.search(before)
    spoken = (determiner or asking or [""])[0].strip()
    return Phrase(text, determiner.start() if determiner else start, start + len(text), spoken, first)
