"""A question as it can be understood, and what it has from the turns before it."""

from dataclasses import dataclass
from typing import Literal

from qa_app.turns import Place

Kind = Literal["as asked", "pronoun", "ellipsis", "topic", "after", "shown", "more", "look-up", "spelling"]


@dataclass(frozen=True, slots=True)
class Carried:
    """Words that a reading has from an earlier turn (counted from 0 among the turns given)."""

    words: str
    turn: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it can be understood: a readable sentence that needs nothing before it.

    `beside` are paragraphs shown before in which, or next to which, the answer may stand; `leave_out` those that are
    not to be shown again ("anything else?"); `document` is the one that a look-up is meant for.
    """

    text: str
    kind: Kind
    carried: tuple[Carried, ...] = ()
    beside: tuple[Place, ...] = ()
    leave_out: tuple[Place, ...] = ()
    document: str | None = None

    @property
    def only_finds(self) -> bool:
        """Whether it is good for finding paragraphs and not for judging them.

        The earlier question and this one together are answered by whatever answered the earlier one.
        """
        return self.kind == "after"
