"""What a conversation has been about: the phrases of its turns, the likeliest to be meant first. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa_app.phrases import Phrase, phrases_of
from qa_app.question_words import words_of
from qa_app.turns import Turn

TURNS_BACK = 3
_FROM_SENTENCE = 2
_LONGEST_PHRASE = 7  # words; a longer one is no name and would crowd out the question
_ASKS_FOR_A_NAME = re.compile(
    r"^\W*(?:who|whom|which|what (?:group|country|person|organi[sz]ation|state|body))\b", re.I
)

# Tuned on half of the follow-ups that people rewrote so that they stand alone.
_PER_TURN = 0.2
_REPEATED = 0.45
_NAME = 0.2
_FIRST_TURN = 0.35
_SHOWN = -0.85
_ANSWERING_NAME = 0.5
_AFTER_OF = 0.45
_DESCRIBES = -0.35
_ASKED_FOR = 0.3  # "which countries"
_INDEFINITE = -0.2  # "any awards"

_DESCRIBING = frozenset(
    "name names difference differences types type kinds advantages advantage disadvantages history role part main"
    " examples cause causes effect effects symptoms purpose importance reason reasons number cost list top origin"
    " origins impact result results details information process use uses benefits meaning definition first".split()
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase that may be meant, the turn it is from (counted from 0), and how likely that is, as a score."""

    phrase: Phrase
    turn: int
    score: float
    shown: bool = False


def candidates(turns: Sequence[Turn]) -> tuple[Candidate, ...]:
    """The phrases of the last turns and of the first, best first, each once."""
    last = len(turns) - 1
    chosen = [place for place in range(len(turns)) if place > last - TURNS_BACK or place == 0]
    found = [candidate for place in reversed(chosen) for candidate in _of_turn(turns, place)]
    stems = [turn_stems(turns[place]) for place in chosen]
    scored = [_with_repeats(candidate, stems) for candidate in found]
    return _each_once(sorted(scored, key=lambda candidate: -candidate.score))


def turn_stems(turn: Turn) -> frozenset[str]:
    """The stems of what a turn's question is about."""
    return frozenset(stem for phrase in phrases_of(turn.understood) for stem in phrase.stems)


def _of_turn(turns: Sequence[Turn], place: int) -> Iterator[Candidate]:
    turn, back = turns[place], len(turns) - 1 - place
    base = -_PER_TURN * min(back, TURNS_BACK) + (_FIRST_TURN if place == 0 else 0.0)
    for phrase in phrases_of(turn.understood):
        if len(phrase.text.split()) <= _LONGEST_PHRASE and any(letter.isalpha() for letter in phrase.text):
            yield Candidate(phrase, place, base + _merit(phrase, turn.understood))
    if turn.answers:
        bonus = _ANSWERING_NAME if _ASKS_FOR_A_NAME.match(turn.question) else 0.0
        for phrase in _names_in(turn.answers[0].words)[:_FROM_SENTENCE]:
            yield Candidate(phrase, place, base + _SHOWN + bonus + _NAME, shown=True)


def _merit(phrase: Phrase, question: str) -> float:
    merit = _NAME if phrase.is_name else 0.0
    if question[: phrase.start].rstrip().casefold().endswith((" of", "about")):
        merit += _AFTER_OF
    if phrase.determiner.casefold() in {"any", "some", "any other", "other"}:
        merit += _INDEFINITE
    if phrase.determiner.casefold() in {"which", "what"}:
        merit += _ASKED_FOR
    words = [word.casefold() for word in words_of(phrase.text)]
    return merit + (_DESCRIBES if all(word in _DESCRIBING for word in words) else 0.0)


def _names_in(sentence: str) -> list[Phrase]:
    found = [phrase for phrase in phrases_of(sentence, "en") if phrase.is_name]
    return [phrase for phrase in found if any(letter.isalpha() for letter in phrase.text)]


def _with_repeats(candidate: Candidate, stems: Sequence[frozenset[str]]) -> Candidate:
    repeats = sum(bool(candidate.phrase.stems & each) for each in stems) - (0 if candidate.shown else 1)
    return Candidate(
        candidate.phrase, candidate.turn, candidate.score + _REPEATED * min(max(repeats, 0), 2), candidate.shown
    )


def _each_once(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The candidates without those that only repeat a better one; the surname alone becomes the whole name."""
    kept: list[Candidate] = []
    for candidate in found:
        stems = candidate.phrase.stems
        same = [place for place, other in enumerate(kept) if stems <= other.phrase.stems or stems > other.phrase.stems]
        if not stems or (same and not _completes(candidate, kept[same[0]])):
            if stems and not any(stems <= kept[place].phrase.stems for place in same):
                kept.append(candidate)
            continue
        if same:
            kept[same[0]] = replace(kept[same[0]], phrase=candidate.phrase, turn=candidate.turn)
        else:
            kept.append(candidate)
    return tuple(kept)


def _completes(longer: Candidate, name: Candidate) -> bool:
    return longer.phrase.is_name and name.phrase.is_name and longer.phrase.stems > name.phrase.stems
