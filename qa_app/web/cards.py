"""The cards of a conversation: a question, its answer or refusal, a notice. HTML out of values, escaped. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from corpus.types import Paragraph
from qa_app.ask.under_way import Progress
from qa_app.citing.copies import Copies, copies
from qa_app.citing.links import document_path
from qa_app.outcomes import Abstention, Answer, Outcome, QuotedParagraph
from qa_app.web.documents.reader import Neighbour, language_tag
from qa_app.web.rendering import render
from qa_app.words import say

MOST_SHOWN = 3000  # characters of a question
MOST_LOOKED_AT = 5  # paragraphs
MARKED_APART = " […] "

Neighbours = tuple[Neighbour | None, Neighbour | None]


def _alone(_paragraph: Paragraph) -> Neighbours:
    return None, None


def _none_kept(_document: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Around:
    """What a card says beside its outcome: the paragraphs around one, the address that asks again, the documents that
    were chosen to be searched (none: all), of which documents the file is kept, and whether there are several.
    """

    neighbours: Callable[[Paragraph], Neighbours] = _alone
    link: str = ""
    chosen: frozenset[str] = frozenset()
    has_original: Callable[[str], bool] = _none_kept
    compares: bool = False


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A quoted paragraph with what goes on the clipboard and its neighbours, and whether its page can be shown."""

    quote: QuotedParagraph
    copies: Copies
    before: Neighbour | None
    after: Neighbour | None
    language: str
    has_original: bool

    @property
    def has_lead(self) -> bool:
        """Whether a sentence is marked that is not the whole paragraph, which then needs no reading twice."""
        marked = self.quote.highlights
        return bool(marked) and marked[0].quote.strip() != self.quote.paragraph.text.strip()

    @property
    def has_neighbours(self) -> bool:
        """Whether there is anything around it."""
        return self.before is not None or self.after is not None


NOTHING_AROUND = Around()


def answer_card(outcome: Outcome, around: Around = NOTHING_AROUND) -> Markup:
    """One chat message: the lead sentence and the quoted paragraphs, or the refusal with what came nearest."""
    if isinstance(outcome, Abstention) and not outcome.is_question:
        return notice_card(outcome.reason)
    if isinstance(outcome, Abstention):
        nearest = [_shown(quote, around) for quote in outcome.nearest]
        read = document_path(next(iter(around.chosen))) if len(around.chosen) == 1 else ""
        return render("abstention.html", outcome=outcome, nearest=nearest, around=around, read=read)
    unsure = say("answer.unsure") if isinstance(outcome, Answer) and outcome.is_unsure else ""
    quotes = [_shown(quote, around) for quote in outcome.quotes]
    return render("answer.html", outcome=outcome, quotes=quotes, unsure=unsure, around=around)


def question_card(question: str) -> Markup:
    """What was asked, as it was typed."""
    return render("question.html", question=question)


def notice_card(message: str) -> Markup:
    """A message that is no answer: a question that cannot be asked, or a failure."""
    return render("notice.html", message=message)


def progress_card(progress: Progress) -> Markup:
    """What stands where the answer will be: what is searched, and the paragraphs that are being read."""
    return render("progress.html", progress=progress, looking_at=progress.hits[:MOST_LOOKED_AT])


def exchange_card(key: str, question: str, answer: Markup) -> Markup:
    """A question with what it came to, as a part of the page; `answer` is one of the cards above."""
    return render("exchange.html", key=key, question=question_card(question), answer=answer)


def _shown(quote: QuotedParagraph, around: Around) -> ShownQuote:
    """With the marked sentences to be copied, or the whole paragraph where none is marked."""
    words = MARKED_APART.join(citation.quote for citation in quote.highlights) or quote.paragraph.text
    before, after = around.neighbours(quote.paragraph)
    return ShownQuote(
        quote, copies(words, quote.card, quote.paragraph), before, after, language_tag(quote.card.language),
        around.has_original(quote.paragraph.id.document),
    )  # fmt: skip
