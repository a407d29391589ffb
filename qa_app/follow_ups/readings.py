"""What a follow-up can mean: the question as it was asked, and stand-alone readings of it worth trying. Pure.

Nothing is decided here by itself: every reading is searched for and judged, and `choose` takes one that carries words
only where the reader finds its answer clearly likelier than the answer to the question alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa_app.follow_ups.beside import look_up_after
from qa_app.follow_ups.ellipsis import completed, fragment_of, is_year
from qa_app.follow_ups.phrases import (
    Candidate,
    Phrase,
    candidates,
    clause_of,
    content_words,
    frames,
    language_of,
    stem,
    words_of,
)
from qa_app.follow_ups.pronouns import Pronoun, assigned, expanded, fits, pronouns_in, ranked_for, replaced
from qa_app.follow_ups.turns import Carried, Kind, Place, Reading, Turn, places_shown, turn_of
from qa_app.references.parse import parse_lookup

__all__ = ["Carried", "Kind", "Place", "Reading", "Turn", "choose", "readings", "turn_of", "turns_of"]

MOST_READINGS = 4  # besides the question itself
LONGEST_HISTORY = 8


def readings(question: str, turns: Sequence[Turn]) -> tuple[Reading, ...]:
    """`question` as asked, then what else it may mean after `turns`, the likeliest first.

    A question that is complete in itself has no other reading. What is asked for by its place beside what was shown
    ("the next paragraph") is told apart first, by qa_app.follow_ups.beside.
    """
    asked = Reading(question, "as asked")
    if not turns or not question.strip():
        return (asked,)
    kept = {_key(asked): asked}
    for reading in _carrying(follow_up(question, tuple(turns))):
        kept.setdefault(_key(reading), reading)
    return tuple(kept.values())[: MOST_READINGS + 1]


def choose(found: Sequence[Reading], probabilities: Sequence[float], margin: float) -> int:
    """The place of the reading that is taken, by the probability that the best paragraph found for each answers it.

    The first, which is the question alone, unless another is likelier by more than `margin`; among those that are, the
    earliest that is at most `margin` behind the likeliest. A reading that only finds is never taken.
    """
    judged = [place for place, reading in enumerate(found) if place and not reading.only_finds]
    clearly = [place for place in judged if probabilities[place] > probabilities[0] + margin]
    best = max((probabilities[place] for place in clearly), default=0.0)
    return next((place for place in clearly if probabilities[place] >= best - margin), 0)


def turns_of(history: Sequence[str]) -> tuple[Turn, ...]:
    """The turns of a conversation of which only the earlier questions are known, each understood as it likely was.

    Of a long one the first question and the last ones.
    """
    turns: tuple[Turn, ...] = ()
    kept = history if len(history) <= LONGEST_HISTORY else [history[0], *history[1 - LONGEST_HISTORY :]]
    for question in kept:
        found = readings(question, turns)
        likely = (
            found[1] if len(found) > 1 and found[1].kind in {"pronoun", "ellipsis", "more", "look-up"} else found[0]
        )
        turns = (*turns, Turn(question, likely.text))
    return turns


# Readings of a follow-up with words of earlier turns: for a pronoun, for what was left out, as its topic.


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


def _carrying(of: FollowUp) -> Iterator[Reading]:
    question, last = of.question, of.last
    beside = places_shown((last,))
    if asks_for_the_rest(question):
        yield Reading(last.understood, "more", of.carried(last.understood), leave_out=_shown_for(last, of.turns))
    elif asks_for_more(question):
        yield Reading(last.understood, "more", of.carried(last.understood), beside)
    elif not is_year(question) and _is_look_up(of):  # "2019?" asks for no paragraph of that number
        yield from _look_up(of)
    else:
        yield from with_the_earlier_question(of)
        if asks_of_what_was_shown(question):
            yield from with_the_sentence_shown(of)
        else:
            left_out = beside if with_else(question) else ()
            yield from (_leaving_out(reading, left_out) for reading in with_words(of))


def _is_look_up(of: FollowUp) -> bool:
    return parse_lookup(of.question) is not None or look_up_after(of.question, of.turns) is not None


def _look_up(of: FollowUp) -> Iterator[Reading]:
    found = look_up_after(of.question, of.turns)
    if found is not None:
        yield Reading(found.text, "look-up", (Carried(found.words, found.turn),), document=found.document)


def _shown_for(last: Turn, turns: tuple[Turn, ...]) -> tuple[Place, ...]:
    """What was shown for the same question, in the last turn and those before that already asked for more of it."""
    return places_shown(tuple(turn for turn in turns if turn.understood == last.understood))


def _leaving_out(reading: Reading, places: tuple[Place, ...]) -> Reading:
    return replace(reading, beside=(), leave_out=places) if places else reading


def _key(reading: Reading) -> tuple[str, tuple[Place, ...], str | None]:
    """What makes two readings one."""
    return " ".join(reading.text.casefold().split()), reading.leave_out, reading.document


_SHORT = 3  # a question of so few content words, with no name among them, may leave something out
_SENTENCE_WORDS = 24  # of the sentence shown; more would drown the question
_SAYS_ABOUT = re.compile(r"\b(?:say|says|said|mention\w*|state[ds]?)\b.*\b(?:about|on|regarding)\s+\w", re.IGNORECASE)
_ABOUT = {"en": "About {}: {}", "de": "Zu {}: {}", "es": "Sobre {}: {}"}
_AND = {"en": "and", "de": "und", "es": "y"}


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


# Follow-ups that are told by their wording alone: "anything else?", "tell me more", "who said that?".

_THAT = r"(?:that|this|it|so|these|those|them)"
_LEAD = r"^[\W_]*(?:(?:and|but|so|ok(?:ay)?|then|yes|und|aber|y|pero)\b[\s,]*)*"
_END = r"[\s?.!…]*$"

_REST = re.compile(
    rf"{_LEAD}(?:(?:is|was|are|were)\s+there\s+)?(?:any(?:thing)?|what|who|where|something|nothing)\s+(?:else|more|other)"
    rf"(?:\s+(?:is\s+there|was\s+there|was\s+said|(?:did|do|does)\s+(?:they|it|he|she|the\s+\w+)\s+say"
    rf"|(?:did|do|does)\s+(?:it|they)\s+mention|to\s+(?:add|know)|(?:i\s+should|should\s+i)\s+know|here|on\s+{_THAT}"
    rf"|about\s+{_THAT}))?{_END}"
    rf"|{_LEAD}(?:any|are\s+there(?:\s+any)?)\s+(?:others?|other\s+(?:ones|paragraphs|places|mentions))(?:\s+\w+)?{_END}"
    rf"|{_LEAD}(?:was|wer|sonst|steht\s+da)?\s*(?:noch\s+(?:etwas|was|mehr|jemand)|sonst\s+noch(?:\s+etwas)?)(?:\s+anderes)?"
    rf"{_END}|{_LEAD}(?:hay\s+)?(?:algo|alguna\s+cosa|qué|nada)\s+más{_END}",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"{_LEAD}(?:(?:can|could)\s+you\s+)?(?:please\s+)?(?:(?:tell|give|show)\s+me\s+more(?:\s+details?)?|more(?:\s+details?)?"
    r"|go\s+into\s+(?:more\s+)?detail|in\s+more\s+detail|elaborate|expand|explain(?:\s+further)?|say\s+more"
    rf"|(?:mehr|genauer|erzähl\s+mir\s+mehr|más(?:\s+detalles)?|cuéntame\s+más))(?:\s+(?:on|about)\s+{_THAT}|\s+{_THAT}"
    rf"|\s+(?:dazu|darüber|sobre\s+eso|please))*{_END}",
    re.IGNORECASE,
)
_OF_SHOWN = re.compile(
    rf"{_LEAD}(?:who\s+(?:said|says|wrote|stated|decided|agreed|asked|wants?|claims?|did|does|is\s+saying)\s+{_THAT}"
    rf"|says\s+who|according\s+to\s+whom?|who|(?:by|for|to|from|with)\s+whom|why(?:\s+not)?|why\s+(?:is|was)\s+{_THAT}"
    rf"|(?:and\s+)?(?:what\s+(?:then|next|now)|then(?:\s+what)?|what\s+happen(?:s|ed)\s+(?:then|next|after(?:\s+{_THAT}|wards)?))"
    rf"|(?:when|where)(?:\s+(?:is|was|did|does|will)\s+{_THAT})?(?:\s+(?:said|happen|be))?"
    r"|by\s+when|since\s+when|until\s+when|how(?:\s+(?:so|come|exactly|many|much|often|long|soon))?|which(?:\s+ones?)?"
    rf"|what\s+(?:does|did)\s+{_THAT}\s+mean|what\s+for|such\s+as(?:\s+what)?|like\s+what|for\s+example|really|to\s+what\s+end"
    r"|wer\s+(?:hat\s+das\s+gesagt|sagt\s+das)|warum(?:\s+nicht)?|wieso|weshalb|wann|bis\s+wann|wo|wie(?:\s*viele?)?"
    r"|welche|und\s+dann|quién\s+(?:dijo|dice)\s+(?:eso|esto)|por\s+qué|cuándo|dónde|cómo|cuál(?:es)?|cuánt[oa]s?"
    rf"|y\s+(?:entonces|después)){_END}",
    re.IGNORECASE,
)
_ELSE = re.compile(r"\b(?:else|besides\s+(?:that|this|these|those)|apart\s+from\s+(?:that|this)|sonst\s+noch)\b", re.I)


def asks_for_the_rest(question: str) -> bool:
    """ "anything else?": the same again, without what was shown."""
    return bool(_REST.match(question))


def asks_for_more(question: str) -> bool:
    """ "tell me more": the same again, in and around what was shown."""
    return bool(_MORE.match(question))


def asks_of_what_was_shown(question: str) -> bool:
    """ "who said that?", "why?": asked of the sentence just shown."""
    return bool(_OF_SHOWN.match(question))


def with_else(question: str) -> bool:
    """ "what else did they say about women?"."""
    return bool(_ELSE.search(question))
