"""What may be asked: one place that validates a question as it comes in."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from qa_app.ask.scope import EVERYTHING, Scope
from qa_app.errors import InvalidQuestion
from qa_app.follow_ups.turns import Turn

LONGEST = 2000


def clean_question(raw: str) -> str:
    """`raw` with runs of white space folded to one space; raises InvalidQuestion, also for what is no text.

    A question has 1 to 2,000 characters and no control characters (categories Cc and Cs of Unicode) other than
    tabs and line ends.
    """
    if not isinstance(raw, str):
        raise InvalidQuestion(f"The question must be text, not {type(raw).__name__}.")
    if len(raw) > LONGEST * 10:  # so that folding does not go through a megabyte first
        raise InvalidQuestion(f"The question has {len(raw):,} characters; {LONGEST:,} are the most.")
    for place, character in enumerate(raw):
        if character not in "\t\n\r" and unicodedata.category(character) in {"Cc", "Cs"}:
            raise InvalidQuestion(
                f"The question holds a control character (U+{ord(character):04X}) at place {place + 1}."
            )
    question = " ".join(raw.split())
    if not question:
        raise InvalidQuestion("The question is empty.")
    if len(question) > LONGEST:
        raise InvalidQuestion(f"The question has {len(question):,} characters; {LONGEST:,} are the most.")
    return question


def with_corrections(question: str, corrections: Iterable[tuple[str, str]]) -> str:
    """`question` with each word (typed, understood) put right, capitals as they were."""
    for typed, understood in corrections:
        pattern = re.compile(rf"(?<!\w){re.escape(typed)}(?!\w)", re.IGNORECASE)
        question = pattern.sub(partial(_like_typed, understood), question)
    return question


def _like_typed(word: str, match: re.Match[str]) -> str:
    like = match[0]
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word.capitalize() if like[0].isupper() else word


# What is asked: a question, where to search, and the conversation before it.


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question with the filters chosen for it and the turns before it, the oldest first."""

    question: str
    scope: Scope = EVERYTHING
    turns: tuple[Turn, ...] = ()
