"""What a conversation has come to so far: its turns, and the paragraphs that each of them showed. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from qa_app.outcomes import Abstention, Answer, LookUp, Outcome, QuotedParagraph

Status = Literal["answered", "abstained", "looked_up", "asked"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a paragraph stands: the document's id and the ordinal in it."""

    document: str
    ordinal: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph that a turn showed. `marked` is its first marked sentence, "" where none was marked."""

    place: Place
    number: str
    text: str
    headings: tuple[str, ...] = ()
    title: str = ""
    marked: str = ""

    @property
    def words(self) -> str:
        """The marked sentence, or else the whole paragraph."""
        return self.marked or self.text


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was typed, as it was understood, and the paragraphs shown for it, the best first.

    `quotes` are what answered or was looked up; after a refusal they are the nearest paragraphs. A question of which
    nothing more is known has the status "asked".
    """

    question: str
    understood: str
    quotes: tuple[Shown, ...] = ()
    status: Status = "asked"

    @property
    def answers(self) -> tuple[Shown, ...]:
        """The paragraphs that were shown as an answer or a look-up: none after a refusal."""
        return self.quotes if self.status in {"answered", "looked_up"} else ()


def turn_of(question: str, outcome: Outcome) -> Turn:
    """The turn in which `question` was typed and came to `outcome`."""
    match outcome:
        case Answer():
            return Turn(
                question, outcome.understood or outcome.question, tuple(map(_shown, outcome.quotes)), "answered"
            )
        case LookUp():
            return Turn(
                question, outcome.understood or outcome.question, tuple(map(_shown, outcome.quotes)), "looked_up"
            )
        case Abstention():
            return Turn(
                question, outcome.understood or outcome.question, tuple(map(_shown, outcome.nearest)), "abstained"
            )


def places_shown(turns: tuple[Turn, ...]) -> tuple[Place, ...]:
    """Where the paragraphs stand that the turns answered with, the latest turn first, each once."""
    return tuple(dict.fromkeys(_places(turns)))


def _places(turns: tuple[Turn, ...]) -> Iterator[Place]:
    for turn in reversed(turns):
        yield from (shown.place for shown in turn.answers)


def _shown(quoted: QuotedParagraph) -> Shown:
    paragraph = quoted.paragraph
    return Shown(
        Place(paragraph.id.document, paragraph.ordinal),
        paragraph.number,
        paragraph.text,
        paragraph.headings,
        quoted.card.title,
        quoted.highlights[0].quote if quoted.highlights else "",
    )


Kind = Literal["as asked", "after", "more", "look-up", "spelling"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it can be understood; its `text` needs nothing before it.

    `leave_out` are paragraphs shown before that are not to be shown again ("anything else?"); `document` is the one
    that a look-up is meant for.
    """

    text: str
    kind: Kind
    leave_out: tuple[Place, ...] = ()
    document: str | None = None
