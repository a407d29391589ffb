"""What a library says in other words: the encoder and the reader, asked with a sentence in place of a question."""

from collections.abc import Callable, Sequence

from corpus.types import Span
from qa_app.ask.question import LONGEST
from qa_app.ask.scope import Scope
from qa_app.check.types import Meant
from qa_app.citing.citation import Citation
from qa_app.outcomes import Answer, LookUp, Outcome


class InMeaning:
    """See qa_app.check.types.MeaningSearch: what would be quoted if the words were asked for.

    `answer` is qa_app.ask.answer.Answerer.answer or what does the same.
    """

    def __init__(self, answer: Callable[[str, Scope], Outcome]) -> None:
        self._answer = answer

    def nearest(self, words: str, document: str | None) -> Sequence[Meant]:
        """The paragraphs with their probabilities; nothing for words that ask for a paragraph by its number."""
        found = self._answer(words[:LONGEST], Scope(frozenset({document}) if document else None))
        if isinstance(found, LookUp):
            return ()
        quoted = found.quotes if isinstance(found, Answer) else found.nearest
        places = (
            (each, each.highlights or (Citation(each.paragraph, Span(0, len(each.paragraph.text))),)) for each in quoted
        )
        return [Meant(highlights[0], each.score) for each, highlights in places]
