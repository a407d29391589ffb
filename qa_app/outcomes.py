"""What a question can come to: an Answer, a LookUp or an Abstention. All three quote stored paragraphs only."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from corpus.errors import InvalidDocument
from corpus.types import Card, Paragraph
from index.hits import Hit
from qa_app.citing.citation import Citation


@dataclass(frozen=True, slots=True)
class QuotedParagraph:
    """A whole paragraph, the sentences of it that answer, and how sure that is (0 to 1)."""

    card: Card
    paragraph: Paragraph
    highlights: tuple[Citation, ...]
    score: float

    def __post_init__(self) -> None:
        if any(highlight.paragraph != self.paragraph for highlight in self.highlights):
            raise InvalidDocument(f"A highlight of {self.paragraph.id} lies in another paragraph.")

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The paragraph's text cut at its highlights: every piece in order, and whether it is one."""
        text, end = self.paragraph.text, 0
        for citation in self.highlights:
            yield text[end : citation.span.start], False
            yield citation.quote, True
            end = citation.span.end
        yield text[end:], False


@dataclass(frozen=True, slots=True)
class Answer:
    """The paragraphs that answer, the best first; there is always one, and each has a sentence marked.

    `hits` is everything that was found, best first, quoted or not. `understood` is what the question was taken for,
    "" where it was taken as it was asked.
    """

    question: str
    quotes: tuple[QuotedParagraph, ...]
    hits: tuple[Hit, ...]
    understood: str = ""
    is_question: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if not self.quotes or not all(quote.highlights for quote in self.quotes):
            raise InvalidDocument("An answer needs a paragraph, and every paragraph a sentence that answers.")

    @property
    def confidence(self) -> float:
        """The reader's probability that the first paragraph answers, 0 to 1."""
        return self.quotes[0].score

    @property
    def is_unsure(self) -> bool:
        """Whether it is likelier than not that the first paragraph does not answer."""
        return self.confidence < 0.5


@dataclass(frozen=True, slots=True)
class LookUp:
    """Paragraphs that were asked for by their number or place; `understood` as in Answer.

    `missing` says in a sentence which of what was asked for is not there, "" where all is.
    """

    question: str
    quotes: tuple[QuotedParagraph, ...]
    understood: str = ""
    missing: str = ""
    is_question: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if not self.quotes:
            raise InvalidDocument("A look-up needs a paragraph.")


@dataclass(frozen=True, slots=True)
class Searched:
    """What a refusal searched: how many documents and paragraphs."""

    documents: int
    paragraphs: int


@dataclass(frozen=True, slots=True)
class Abstention:
    """A refusal: why, what was searched, and the nearest paragraphs, which are not an answer; `understood` as above.

    What is no question to the documents (`is_question` false) is replied to by its `reason`, nothing is quoted, and no
    follow-up refers to it.
    """

    question: str
    reason: str
    nearest: tuple[QuotedParagraph, ...]
    searched: Searched
    confidence: float
    hits: tuple[Hit, ...]
    understood: str = ""
    is_question: bool = True


Outcome = Answer | LookUp | Abstention
