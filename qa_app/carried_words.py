"""Readings of a follow-up with words of earlier turns: for a pronoun, for what was left out, as its topic. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa_app.ellipsis import completed, fragment_of
from qa_app.focus import Candidate, candidates
from qa_app.lookup import parse_lookup
from qa_app.phrases import Phrase, clause_of
from qa_app.pronouns import Pronoun, assigned, expanded, fits, pronouns_in, ranked_for, replaced
from qa_app.question_words import content_words, frames, language_of, stem, words_of
from qa_app.reading import Carried, Reading
from qa_app.turns import Turn, places_shown

_SHORT = 3  # a question of so few content words, with no name among them, may leave something out
_SENTENCE_WORDS = 24  # of the sentence shown; more would drown the question
_SAYS_ABOUT = re.compile(r"\b(?:say|says|said|mention\w*|state[ds]?)\b.*\b(?:about|on|regarding)\s+\w", re.IGNORECASE)
_ABOUT = {"en": "About {}: {}", "de": "Zu {}: {}", "es": "Sobre {}: {}"}
_AND = {"en": "and", "de": "und", "es": "y"}


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question, the language it is in ("en", "de", "es"), and the turns before it, of which there is one at least."""

    question: str
    language: str
    turns: tuple[Turn, ...]

    @property
    def last(self) -> Turn:
        """The turn just before."""
        return self.turns[-1]

    def carried(self, words: str) -> tuple[Carried, ...]:
        """Words of the turn just before."""
        return (Carried(words, len(self.turns) - 1),)


def follow_up(question: str, turns: tuple[Turn, ...]) -> FollowUp:
    """`question` after `turns`; where its words do not tell its language, it is that of the question before."""
    return FollowUp(question, language_of(question, language_of(turns[-1].understood)), turns)


def with_the_earlier_question(of: FollowUp) -> Iterator[Reading]:
    """ "What did they say about women?": the question before, with what is said now in its place."""
    fragment = fragment_of(of.question)
    looked_up = (
        parse_lookup(of.last.understood) is not None
    )  # "why does paragraph 3 say that?" would be looked up again
    if fragment is not None and not looked_up and of.language == language_of(of.last.understood):
        beside = places_shown((of.last,))
        for text in completed(fragment, of.last.understood):
            yield Reading(text, "ellipsis", of.carried(of.last.understood), beside)


def with_the_sentence_shown(of: FollowUp) -> Iterator[Reading]:
    """ "who said that?" is asked of the sentence shown, and of what the question before was about."""
    beside = places_shown((of.last,))
    if of.last.answers:
        sentence = _shortened(of.last.answers[0].words)
        text = f"{_raised(of.question.rstrip('?.! '))}: “{sentence}”"
        yield Reading(text, "shown", of.carried(sentence), beside)
    for reading in _topics(of, _not_said(of)):
        yield reading if reading.only_finds else replace(reading, kind="shown", beside=beside)


def with_words(of: FollowUp) -> Iterator[Reading]:
    """The pronouns replaced, and the topic put before; nothing where the question is complete in itself."""
    fragment = fragment_of(of.question)
    if fragment is not None and not fragment.asks:
        of = replace(of, question=f"{fragment.words.rstrip('?.! ')}?")
    whole = replace(of, question=expanded(of.question)) if of.language == "en" else of
    meant = pronouns_in(whole.question) if of.language == "en" else ()
    new = _not_said(whole)
    if meant:
        yield from _for_a_clause(whole, meant[0])
        yield from _for_pronouns(whole, meant, new)
        yield from _topics(of, ranked_for(meant[0], new))
    elif fragment is not None or _may_leave_out(of):
        yield from _topics(of, new)


def _not_said(of: FollowUp) -> list[Candidate]:
    """What the turns were about and the question does not name itself."""
    said = {stem(word) for word in content_words(of.question, of.language)}
    return [candidate for candidate in candidates(of.turns) if not candidate.phrase.stems <= said]


def _for_pronouns(of: FollowUp, meant: tuple[Pronoun, ...], focus: Sequence[Candidate]) -> Iterator[Reading]:
    """With the likeliest for every pronoun; then, where it fits, with the next likeliest for the first of them."""
    pairs = assigned(meant, focus)
    if not pairs:
        return
    (first, ranked), *others = pairs
    for candidate in ranked[:1] + [each for each in ranked[1:2] if fits(first, each) >= 0]:
        yield _replaced(of, [(first, candidate), *_apart_from(candidate, others)])


def _for_a_clause(of: FollowUp, first: Pronoun) -> Iterator[Reading]:
    """ "When did the countries that attended the talks meet?" after "Which countries attended the talks?"."""
    clause = clause_of(of.last.understood)
    if clause is None or first.owning or first.kind not in {"several", "noun"}:
        return
    if not first.noun or stem(first.noun) in {stem(word) for word in clause.split(" that ")[0].split()}:
        text = of.question[: first.start] + clause + of.question[first.end :]
        yield Reading(text, "pronoun", of.carried(clause), places_shown((of.last,)))


def _apart_from(
    taken: Candidate, others: Sequence[tuple[Pronoun, list[Candidate]]]
) -> Iterator[tuple[Pronoun, Candidate]]:
    """For each other pronoun the likeliest of what is not taken: two pronouns seldom mean the same."""
    used = [taken]
    for pronoun, ranked in others:
        left = next((candidate for candidate in ranked if candidate not in used), None)
        if left is not None:
            used.append(left)
            yield pronoun, left


def _replaced(of: FollowUp, taken: Sequence[tuple[Pronoun, Candidate]]) -> Reading:
    phrases: list[tuple[Pronoun, Phrase]] = [(pronoun, candidate.phrase) for pronoun, candidate in taken]
    carried = tuple(Carried(candidate.phrase.text, candidate.turn) for _, candidate in taken)
    return Reading(replaced(of.question, phrases), "pronoun", carried, places_shown((of.last,)))


def _topics(of: FollowUp, focus: Sequence[Candidate]) -> Iterator[Reading]:
    """With the two likeliest phrases as its topic, after the earlier question, and with the likeliest phrase alone."""
    if not focus:
        return
    yield _about(of, focus[:2])
    earlier = of.last.understood.rstrip()
    end = "" if earlier.endswith(("?", ".", "!")) else "."
    yield Reading(f"{earlier}{end} {_raised(of.question)}", "after", of.carried(of.last.understood))
    yield _about(of, focus[:1])


def _about(of: FollowUp, focus: Sequence[Candidate]) -> Reading:
    """ "About the vote and women: how many were there?"."""
    chosen = sorted(focus, key=lambda candidate: (candidate.turn, candidate.phrase.start))
    words = f" {_AND[of.language]} ".join(candidate.phrase.spoken for candidate in chosen)
    carried = tuple(Carried(candidate.phrase.text, candidate.turn) for candidate in chosen)
    return Reading(_ABOUT[of.language].format(words, _lowered(of.question, of.language)), "topic", carried)


def _may_leave_out(of: FollowUp) -> bool:
    """Whether it is short, names nothing, and is not "what does it say about women", which is complete."""
    words = content_words(of.question, of.language)
    first = words_of(of.question)[:1]
    names = [word for word in words if [word] != first and (word[0].isupper() or word[0].isdigit())]
    return len(words) <= _SHORT and (not names or of.language == "de") and not _SAYS_ABOUT.search(of.question)


def _lowered(question: str, language: str) -> str:
    """The question as it goes on after a colon: a first word that is no name in lower case."""
    first = words_of(question)[0] if words_of(question) else ""
    return question[0].lower() + question[1:] if first != "I" and frames(first, language) else question


def _raised(question: str) -> str:
    return question[0].upper() + question[1:]


def _shortened(sentence: str) -> str:
    words = sentence.split()
    return sentence.strip() if len(words) <= _SENTENCE_WORDS else " ".join(words[:_SENTENCE_WORDS]) + " …"
