"""What a follow-up can mean: the question as it was asked, and stand-alone readings of it worth trying. Pure.

Nothing is decided here by itself: every reading is searched for and judged, and `choose` takes one that carries words
only where the reader finds its answer clearly likelier than the answer to the question alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa_app.carried_words import FollowUp, follow_up, with_the_earlier_question, with_the_sentence_shown, with_words
from qa_app.ellipsis import is_year
from qa_app.follow_up_kinds import asks_for_more, asks_for_the_rest, asks_of_what_was_shown, with_else
from qa_app.lookup import parse_lookup
from qa_app.lookup_follow_ups import look_up_after
from qa_app.reading import Carried, Kind, Reading
from qa_app.turns import Place, Turn, places_shown, turn_of

__all__ = ["Carried", "Kind", "Place", "Reading", "Turn", "choose", "readings", "turn_of", "turns_of"]

MOST_READINGS = 4  # besides the question itself
LONGEST_HISTORY = 8


def readings(question: str, turns: Sequence[Turn]) -> tuple[Reading, ...]:
    """`question` as asked, then what else it may mean after `turns`, the likeliest first.

    A question that is complete in itself has no other reading. What is asked for by its place beside what was shown
    ("the next paragraph") is told apart first, by qa_app.shown_places.
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
