"""Pronouns of an English question, and the words of earlier turns that they may stand for. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from qa_app.follow_ups.phrases import Candidate, Phrase, stem, words_of

Class = Literal["person", "thing", "several", "noun"]
_PERSON = frozenset("he him his she her hers himself herself".split())
_SEVERAL = frozenset("they them their theirs themselves these those".split())
_OWNING = frozenset("his its their theirs hers".split())

_PLAIN = r"he|him|his|she|hers|it|its|they|them|their|theirs"
# "that" and "this" stand alone before a verb, after a preposition and at the end; elsewhere "that" joins clauses.
_ALONE = (
    r"(?:this|these|those|(?<!so )that)(?=\s*[?.!,]|\s*$|\s+(?:is|are|was|were|does|do|did|has|have|had|can|could|will"
    r"|would|should|must|may|might|mean|means|happen|happens|happened|apply|applies|work|works|take|come|affect|change"
    r"|changed|to|by|in|at|for|before|after|from|or|and|so)\b)"
)
_WITH_NOUN = r"(?:this|that|these|those|such|both)(?P<two>\s+two)?\s+(?P<noun>[a-z]{3,})\b"
_PRONOUN = re.compile(
    rf"\b(?:(?P<plain>{_PLAIN})\b(?!['’]s\b(?!\s*\w+ing))|(?P<her>her)\b|(?P<alone>{_ALONE})|(?P<with>{_WITH_NOUN}))",
    re.IGNORECASE,
)
_CONTRACTED = re.compile(r"\b(it|that|he|she|they|this|these|those)['’](s|re)\b", re.IGNORECASE)
# "is it true that", "how long does it take to", "it seems": this "it" stands for nothing, and in "what does
# it say about women" for the document.
_EMPTY = re.compile(
    r"\b(?:is|was|would|will|does) it (?:\w+ )?(?:possible|true|important|necessary|legal|right|fair|likely|take"
    r"|matter)\b(?=.*\b(?:to|that|if|for|when)\b)|\bit (?:seems|appears|turns out)\b|\bwhat time is it\b"
    r"|\b(?:does|did|do) (?:it|this|that) (?:say|mention|state|address|cover|contain|talk|speak|call|read)\b",
    re.IGNORECASE,
)
# "the problems that are": a clause is joined, nothing earlier is meant.
_JOINS_A_CLAUSE = re.compile(r"\w*(?:[a-rt-z]s|people|those|one|ones|so|say|said|agree|agreed|mean|true|fact|now)\s+$")
_STANDS_ALONE = re.compile(r"\b(?:is|are|was|were)\s+$", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:$|[?.!,]|(?:for|to|in|at|on|by|with)\b)")
_PERSON_NAMED, _SEVERAL_PLURAL, _SEVERAL_NAMED, _THING_PLURAL = 0.7, 0.4, 0.4, -0.5
_NO_NOUNS = frozenset(
    "same time year way kind sort type case day point moment article document statement text page paragraph"
    " declaration".split()
)


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun where it stands. `noun` is the word that says what it is ("those countries"), "" where none does."""

    text: str
    start: int
    end: int
    kind: Class
    owning: bool = False
    noun: str = ""


def expanded(question: str) -> str:
    """ "who's", "it's" and "they're" in two words where the first is a pronoun."""
    return _CONTRACTED.sub(lambda match: f"{match[1]} {'is' if match[2] == 's' else 'are'}", question)


def pronouns_in(question: str) -> tuple[Pronoun, ...]:
    """The pronouns of `question` that stand for something said earlier, in order."""
    empty = _EMPTY.search(question)
    return tuple(
        pronoun for pronoun in _found(question) if not (empty and empty.start() <= pronoun.start < empty.end())
    )


def replaced(question: str, found: Sequence[tuple[Pronoun, Phrase]]) -> str:
    """`question` with each phrase in place of its pronoun."""
    for pronoun, phrase in sorted(found, key=lambda pair: -pair[0].start):
        words = phrase.spoken
        new = f"{words}{_ending(words)}" if pronoun.owning else words
        if pronoun.start == 0:
            new = new[0].upper() + new[1:]
        question = question[: pronoun.start] + new + question[pronoun.end :]
    return question


def assigned(found: Sequence[Pronoun], focus: Sequence[Candidate]) -> list[tuple[Pronoun, list[Candidate]]]:
    """The pronouns, one of a kind, each with what it may stand for, best first; those that fit nothing are left out."""
    of_a_kind = {(pronoun.kind, pronoun.noun): pronoun for pronoun in reversed(found)}
    pairs = []
    for pronoun in sorted(of_a_kind.values(), key=lambda pronoun: pronoun.start):
        ranked = ranked_for(pronoun, focus)
        if ranked and (pronoun.kind != "noun" or fits(pronoun, ranked[0]) > 0):
            pairs.append((pronoun, ranked))
    return pairs


def ranked_for(pronoun: Pronoun, focus: Sequence[Candidate]) -> list[Candidate]:
    """`focus`, what `pronoun` stands for most likely first."""
    return sorted(focus, key=lambda candidate: -(candidate.score + fits(pronoun, candidate)))


def fits(pronoun: Pronoun, candidate: Candidate) -> float:
    """How well `candidate` can be what `pronoun` stands for, from -1 to 1."""
    phrase = candidate.phrase
    if pronoun.kind == "noun":
        return 1.0 if stem(pronoun.noun) in {stem(word) for word in words_of(phrase.text)} else -0.2
    if pronoun.kind == "person":
        return _PERSON_NAMED if phrase.is_name and not any(c.isdigit() for c in phrase.text) else -1.0
    if pronoun.kind == "several":
        return _SEVERAL_PLURAL if phrase.is_plural else _SEVERAL_NAMED if phrase.is_name else -0.3
    return _THING_PLURAL if phrase.is_plural else 0.0


def _found(question: str) -> Iterator[Pronoun]:
    for match in _PRONOUN.finditer(question):
        text, start, end = match[0], match.start(), match.end()
        word = text.casefold()
        if match["plain"] or match["alone"]:
            if word != "that" or not _JOINS_A_CLAUSE.search(question[:start].casefold()):
                yield Pronoun(text, start, end, _class(word), word in _OWNING and _noun_follows(question[end:]))
        elif match["her"]:
            yield Pronoun(text, start, end, "person", _noun_follows(question[end:]))
        elif _STANDS_ALONE.search(question[:start]) and _ENDS.match(question[end:]):
            alone = text.split()[0]  # "is this important?"
            yield Pronoun(alone, start, start + len(alone), _class(alone.casefold()))
        elif match["noun"] not in _NO_NOUNS and (
            not word.startswith("that ") or not _JOINS_A_CLAUSE.search(question[:start].casefold())
        ):
            yield Pronoun(text, start, end, "noun", False, match["noun"])


def _class(word: str) -> Class:
    return "person" if word in _PERSON else "several" if word in _SEVERAL else "thing"


def _noun_follows(after: str) -> bool:
    return bool(re.match(r"\s+(?!(?:in|on|at|to|for|with|after|before|during|from|and|or|when|as|by)\b)\w", after))


def _ending(words: str) -> str:
    return "'" if words.endswith("s") else "'s"
