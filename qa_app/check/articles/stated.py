"""Sentences of an article that say without quotation marks what a document says, and what they rest on."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.types import Span
from qa_app.check.articles.article import Article, Quoted
from qa_app.check.articles.quotations import paragraphs_of
from qa_app.check.language.fold import fold, is_word
from qa_app.check.language.vocabulary import SAYING
from qa_app.check.language.words import strength
from qa_app.check.types import SAYS_IT, MeaningSearch, Meant

_FEWEST_WORDS, _MOST_SENTENCES = 5, 200
_SENTENCE = re.compile(r"\S(?:[^.!?\n]|[.!?](?![\s”\"’)]|$)|\n(?!\s*\n))*[.!?]?[”\"’)]*")
# What a sentence must speak of, and what that must do in it: "the communiqué pledges", "according to the treaty".
_DOCUMENT = re.compile(
    r"\b(?:statement|declaration|communiqu[eé]|resolution|treaty|charter|convention|agreement|accord|protocol|directive"
    r"|regulation|report|memorandum|judg(?:e?ment)|ruling|document|text|article|paragraph|recital|section"
    r"|participants|signatories|parties|leaders|conference|council|assembly|court)s?\b",
    re.IGNORECASE,
)
_SAYS = re.compile(rf"\b{SAYING}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stated:
    """A sentence, its place in the article and its line, and the paragraph that says it; None where none does."""

    words: str
    span: Span
    line: int
    rests_on: Meant | None


def stated_in(
    article: Article, quoted: Sequence[Quoted], meaning: MeaningSearch, document: str | None
) -> tuple[Stated, ...]:
    """What the sentences without marks rest on, the first 200 of them."""
    found = []
    for span in list(sentences_without_marks(article, quoted))[:_MOST_SENTENCES]:
        words = " ".join(span.of(article.text).split())
        meant = next(iter(meaning.nearest(words, document)), None)
        rests_on = meant if meant and meant.probability >= SAYS_IT else None
        found.append(Stated(words, span, article.text.count("\n", 0, span.start) + 1, rests_on))
    return tuple(found)


def sentences_without_marks(article: Article, quoted: Sequence[Quoted]) -> Iterator[Span]:
    """The sentences that speak of a document, say what it does, and hold no quotation."""
    for paragraph in paragraphs_of(article.text):
        for match in _SENTENCE.finditer(article.text, paragraph.start, paragraph.end):
            span, words = Span(*match.span()), [key for key in fold(match[0]).keys if is_word(key)]
            if any(each.span.start < span.end and span.start < each.span.end for each in quoted):
                continue
            says = _SAYS.search(match[0]) or any(map(strength, words))
            if len(words) >= _FEWEST_WORDS and says and _DOCUMENT.search(match[0]):
                yield span
