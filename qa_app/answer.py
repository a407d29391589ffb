"""The whole story of a question: looked up by number, or searched for, judged, and answered or refused."""

from collections.abc import Sequence

from corpus.types import Document, Paragraph
from index.engine import Engine
from index.hits import Hit
from index.reader import Reader
from qa_app.evidence import MOST_PARAGRAPHS, choose_paragraphs, choose_sentences
from qa_app.lookup import LookupRequest, named_words_in, parse_lookup, resolve
from qa_app.outcomes import Abstention, Answer, LookUp, Outcome, QuotedParagraph, Searched
from qa_app.question import clean_question

HITS = 10


class Answerer:
    """Answers questions over one library. `threshold` is the least probability that is shown as an answer.

    Without `look_ups` a question for a paragraph by its number is searched for like any other.
    """

    def __init__(self, engine: Engine, reader: Reader, threshold: float, *, look_ups: bool = True) -> None:
        self._engine = engine
        self._reader = reader
        self._threshold = threshold
        self._look_ups = look_ups

    def answer(self, question: str, document: str | None = None) -> Outcome:
        """What the library, or one document of it, says to `question`.

        Raises InvalidQuestion, UnknownDocument, and whatever keeps the library or the encoder from working: a
        failure never looks like a refusal.
        """
        return self.answer_many([(question, document)])[0]

    def answer_many(self, questions: Sequence[tuple[str, str | None]]) -> list[Outcome]:
        """One outcome for each (question, document id or None), in order; the questions are encoded together."""
        asked = [(clean_question(question), self.require_document(document)) for question, document in questions]
        looked_up = [self._look_up(question, document) if self._look_ups else None for question, document in asked]
        searched = [pair for pair, outcome in zip(asked, looked_up, strict=True) if outcome is None]
        found = iter(self._search(searched))
        return [outcome or next(found) for outcome in looked_up]

    def require_document(self, document: str | None) -> str | None:
        """`document` itself; raises UnknownDocument where the library does not hold it."""
        return None if document is None else self._engine.document(document).id

    def _search(self, asked: Sequence[tuple[str, str | None]]) -> list[Outcome]:
        if not asked:
            return []
        found = self._engine.search_many([q for q, _ in asked], HITS, [document for _, document in asked])
        return [self._judge(question, document, hits) for (question, document), hits in zip(asked, found, strict=True)]

    def _judge(self, question: str, document: str | None, hits: tuple[Hit, ...]) -> Outcome:
        probabilities = self._reader.judge(question, hits)
        absent = self._engine.words.absent_names(question, document)
        chosen = () if absent else choose_paragraphs(hits, probabilities, self._threshold)
        quotes = tuple(self._quote(hits[place], probabilities[place]) for place in chosen)
        if quotes:
            return Answer(question, quotes, hits)
        nearest = tuple(self._quote(*pair) for pair in zip(hits[:MOST_PARAGRAPHS], probabilities, strict=False))
        best = max(probabilities, default=0.0)
        confidence = min(best, self._threshold / 2) if absent else best
        return Abstention(question, _reason(absent), nearest, self._searched(document), confidence, hits)

    def _quote(self, hit: Hit, probability: float) -> QuotedParagraph:
        card = self._engine.document(hit.paragraph.id.document).card
        return QuotedParagraph(card, hit.paragraph, choose_sentences(hit), probability)

    def _searched(self, document: str | None) -> Searched:
        documents = self._documents(document)
        return Searched(len(documents), sum(p.answers for d in documents for p in d.paragraphs))

    def _documents(self, document: str | None) -> tuple[Document, ...]:
        ids = (document,) if document is not None else self._engine.library.document_ids()
        return tuple(self._engine.document(document_id) for document_id in ids)

    def _look_up(self, question: str, document: str | None) -> Outcome | None:
        """The paragraphs asked for by number; None where `question` asks for something else."""
        request = parse_lookup(question)
        if request is None:
            return None
        documents = _named_documents(request, self._documents(document))
        if not documents:
            return None  # "article 5 of the treaty": the number belongs to a text that is not here
        having = [(d, paragraphs) for d in documents if (paragraphs := _resolve_all(request, d))]
        if len(having) == 1:
            ((only, paragraphs),) = having
            return LookUp(question, tuple(_whole(only, paragraph) for paragraph in paragraphs))
        reason = _which_document(request, [d for d, _ in having]) if having else _no_such_paragraph(request, documents)
        nearest = [_whole(d, paragraphs[0]) for d, paragraphs in having]
        nearest = nearest or [_whole(d, d.paragraphs[-1]) for d in documents if d.paragraphs]
        return Abstention(question, reason, tuple(nearest[:MOST_PARAGRAPHS]), self._searched(document), 0.0, ())


def _named_documents(request: LookupRequest, documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """The documents that the request's words fit best; all where it names none, none where its words fit none."""
    if not request.named:
        return documents
    fits = [named_words_in(document, request.named) for document in documents]
    best = max(fits, default=0)
    return tuple(d for d, fit in zip(documents, fits, strict=True) if best and fit == best)


def _resolve_all(request: LookupRequest, document: Document) -> tuple[Paragraph, ...]:
    paragraphs = (resolve(target, document) for target in request.targets)
    return tuple(dict.fromkeys(paragraph for paragraph in paragraphs if paragraph is not None))


def _whole(document: Document, paragraph: Paragraph) -> QuotedParagraph:
    return QuotedParagraph(document.card, paragraph, (), 1.0)


def _reason(absent: tuple[str, ...]) -> str:
    if absent:
        words = ", ".join(f"“{name}”" for name in absent)
        return f"What was searched does not mention {words}."
    return "No paragraph searched answers this clearly enough to be shown as an answer."


def _which_document(request: LookupRequest, having: Sequence[Document]) -> str:
    titles = "; ".join(document.card.title for document in having[:5])
    more = f" and {len(having) - 5} more" if len(having) > 5 else ""
    return f"{len(having)} documents have {_asked_for(request)}: {titles}{more}. Name one of them."


def _no_such_paragraph(request: LookupRequest, documents: Sequence[Document]) -> str:
    if len(documents) > 1:
        return f"None of the {len(documents)} documents searched has {_asked_for(request)}."
    words = documents[0].describe_numbers()
    return f"There is no such paragraph here ({_asked_for(request)}): {words}"


def _asked_for(request: LookupRequest) -> str:
    target = request.targets[0]
    if target.anchor == "number":
        return f"paragraph {target.value}"
    return f"paragraph {target.value}" if target.anchor == "place" and int(target.value) > 0 else "that paragraph"
