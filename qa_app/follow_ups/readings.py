"""What a follow-up can mean: the question by itself, and the question after what was asked before. Pure.

No words are put into anybody's mouth: the reader, which was taught with conversations, judges the paragraphs that are
found against the questions one after the other, and `choose` says which of the two readings is taken.
"""

import re
from collections.abc import Iterator, Sequence

from qa_app.follow_ups.beside import asks_for_a_place, look_up_after
from qa_app.follow_ups.fragments import fragment_of, is_year
from qa_app.follow_ups.turns import Place, Reading, Turn, places_shown, turn_of
from qa_app.outcomes import Outcome
from qa_app.references.parse import parse_lookup
from qa_app.words import say

__all__ = ["BETWEEN", "Place", "Reading", "Turn", "choose", "conversation", "is_bare", "leans", "readings", "turn_of"]

EARLIER = 2  # questions that are read before the last one
BETWEEN, _THEN = " | ", " → "
LIKELY = 0.2
_ANOTHER = re.compile(
    r"\b(?:something else|another (?:thing|question|subject)|new (?:question|subject))\b", re.IGNORECASE
)
# "who signed that?", "did she appeal?"
_POINTS_BACK = re.compile(
    r"\b(?:it|that|this|those|these|them|him|her|there|das|dazu|davon|eso|esto)[\s?.!]*$|\b(?:she|he)\b", re.IGNORECASE
)


def conversation(question: str, earlier: Sequence[str]) -> str:
    """A follow-up as the reader reads it: the questions before it and itself. It can be asked again as it stands."""
    return BETWEEN.join((*(each.rpartition(BETWEEN)[2] for each in earlier[-EARLIER:]), question))


def read_as(outcome: Outcome) -> str:
    """What a question was taken for, in words for people; "" where it was taken as it was asked."""
    *before, last = outcome.understood.split(BETWEEN)
    if before and last == outcome.question:
        return f"{say('answer.follow_up')} {_THEN.join(before)}"
    return f"{say('answer.understood')} {_THEN.join((*before, last))}" if last else ""


def readings(question: str, turns: Sequence[Turn]) -> tuple[Reading, ...]:
    """`question` as asked, then what else it may mean after `turns`.

    What is asked for by its place beside what was shown ("the next paragraph") is told apart first, by
    qa_app.follow_ups.beside.
    """
    asked = Reading(question, "as asked")
    if not turns or not question.strip():
        return (asked,)
    return (asked, *_after(question, turns))


def choose(probabilities: Sequence[float]) -> int:
    """The place of the reading that is taken, by the probability that the best paragraph found for each answers it.

    The question by itself where it is likelier answered than after what was asked before, and not by mere chance: it
    changes the subject. Otherwise the last one, which has all that was said.
    """
    last = len(probabilities) - 1
    return 0 if LIKELY <= probabilities[0] > probabilities[last] else last


def leans(question: str) -> bool:
    """Whether `question` means nothing without what was asked before: "why?", "and women?", "who signed that?"."""
    if _ANOTHER.search(question):
        return False
    fragment = fragment_of(question)
    return (fragment is not None and (fragment.asks or fragment.marked)) or bool(_POINTS_BACK.search(question))


def is_bare(question: str) -> bool:
    """Whether `question` says of nothing what is asked: "how many?", "what about it?"."""
    fragment = fragment_of(question)
    return fragment is not None and (fragment.asks or bool(_POINTS_BACK.fullmatch(fragment.words)))


def needs_what_was_shown(question: str) -> bool:
    """Whether `question`, in a conversation, may lean on the paragraphs that were shown, not only on what was asked."""
    by_its_words = asks_for_the_rest(question) or asks_for_more(question) or with_else(question)
    return by_its_words or asks_for_a_place(question) or parse_lookup(question) is not None


def turns_of(history: Sequence[str]) -> tuple[Turn, ...]:
    """The turns of a conversation of which only the earlier questions are known."""
    return tuple(Turn(question, question) for question in history)


def _after(question: str, turns: Sequence[Turn]) -> Iterator[Reading]:
    last = turns[-1]
    again = conversation(last.question, [turn.question for turn in turns[:-1]])
    if asks_for_the_rest(question):
        yield Reading(again, "more", leave_out=_shown_for(last, turns))
    elif asks_for_more(question):
        yield Reading(again, "more")
    elif not is_year(question) and _is_look_up(question, turns):  # "2019?" asks for no paragraph of that number
        found = look_up_after(question, turns)
        if found is not None:
            yield Reading(found.text, "look-up", document=found.document)
    else:
        left_out = places_shown((last,)) if with_else(question) else ()
        yield Reading(conversation(question, [turn.question for turn in turns]), "after", left_out)


def _is_look_up(question: str, turns: Sequence[Turn]) -> bool:
    return parse_lookup(question) is not None or look_up_after(question, turns) is not None


def _shown_for(last: Turn, turns: Sequence[Turn]) -> tuple[Place, ...]:
    """What was shown for the same question, in the last turn and those before that already asked for more of it."""
    return places_shown(tuple(turn for turn in turns if turn.understood == last.understood))


# Follow-ups that are told by their wording alone: "anything else?", "tell me more".

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
_ELSE = re.compile(r"\b(?:else|besides\s+(?:that|this|these|those)|apart\s+from\s+(?:that|this)|sonst\s+noch)\b", re.I)


def asks_for_the_rest(question: str) -> bool:
    """ "anything else?": the same again, without what was shown."""
    return bool(_REST.match(question))


def asks_for_more(question: str) -> bool:
    """ "tell me more": the same again, in and around what was shown."""
    return bool(_MORE.match(question))


def with_else(question: str) -> bool:
    """ "what else did they say about women?"."""
    return bool(_ELSE.search(question))
