"""What is asked: a question, where to search, and the conversation before it."""

from dataclasses import dataclass

from qa_app.scope import EVERYTHING, Scope
from qa_app.turns import Turn


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question with the filters chosen for it and the turns before it, the oldest first."""

    question: str
    scope: Scope = EVERYTHING
    turns: tuple[Turn, ...] = ()
