"""The whole story of a question: looked up by number, or read in its conversation, searched for, judged, answered."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from index.engine import Engine
from index.hits import Hit
from index.reader.calibration import missing_kinds
from index.reader.judgement import Judgement, Reader
from qa_app.ask.lookup import LookUps
from qa_app.ask.question import Inquiry, clean_question
from qa_app.ask.remarks import OF_WHAT, Remarks
from qa_app.ask.scope import EVERYTHING, Scope, named_documents
from qa_app.ask.search import (
    MOST_NEAREST,
    Documents,
    Finder,
    Found,
    asks_for_mentions,
    choose_mentions,
    choose_paragraphs,
    choose_sentences,
)
from qa_app.citing.citation import spoken_place
from qa_app.follow_ups.beside import RelativeLookUp, nothing_there, paragraphs_there, relative_look_up
from qa_app.follow_ups.readings import BETWEEN, choose, is_bare, leans, needs_what_was_shown, readings, turns_of
from qa_app.follow_ups.turns import Reading, Turn, turn_of
from qa_app.outcomes import Abstention, Answer, LookUp, Outcome, QuotedParagraph, Searched

MOST_TURNS = 4
UNKNOWN = "None of these words is in the documents, and none is known here."
_OTHER_SCRIPT = re.compile(r"[^\W\d_a-zA-Z\u00c0-\u024f]")


class Answerer:
    """Answers questions over one library. `threshold` is the least probability that is shown as an answer.

    Without `look_ups` a question for a paragraph by its number is searched for like any other.
    """

    def __init__(self, engine: Engine, reader: Reader, threshold: float, *, look_ups: bool = True) -> None:
        self._engine = engine
        self._finder = Finder(engine, reader)
        self._threshold = threshold
        self._shelf = engine.view
        self._look_ups = LookUps(self._shelf) if look_ups else None

    @cached_property
    def _remarks(self) -> Remarks:
        return Remarks(self._engine.encoder)

    def answer(self, question: str, scope: Scope = EVERYTHING, turns: tuple[Turn, ...] = ()) -> Outcome:
        """What the library, or the documents that pass the filters of `scope`, say to `question` after `turns`.

        Raises InvalidQuestion, UnknownDocument, and whatever keeps the library or the models from working: a failure
        never looks like a refusal.
        """
        return self.answer_many([Inquiry(question, scope, turns)])[0]

    def follow(self, other: "Answerer") -> None:
        """Keep what `other`, over the same library, knows of the documents' names."""
        self._shelf, self._look_ups = other._shelf, other._look_ups

    def look_up(self, question: str, turns: tuple[Turn, ...] = ()) -> Outcome | None:
        """What `question` asks for by number or place in the whole library; None where it asks for something else.

        It takes no model and no index, so that any thread may ask at any time. Raises what `answer` raises.
        """
        return self._looked_up(Inquiry(clean_question(question), EVERYTHING, turns), None)

    def answer_many(self, inquiries: Sequence[Inquiry]) -> list[Outcome]:
        """One outcome for each, in order; all questions are encoded together, and all their paragraphs judged."""
        asked = [replace(inquiry, question=clean_question(inquiry.question)) for inquiry in inquiries]
        documents = [self._documents(inquiry) for inquiry in asked]
        outcomes = [self._looked_up(*pair) for pair in zip(asked, documents, strict=True)]
        outcomes = self._with_replies(asked, outcomes)
        searches = [
            () if outcome else self._finder.searches(inquiry, _searched(inquiry), where)
            for inquiry, where, outcome in zip(asked, documents, outcomes, strict=True)
        ]
        found = self._finder.find_many(searches)
        return [
            outcome or self._answer_or_refuse(inquiry.question, of)
            for inquiry, outcome, of in zip(asked, outcomes, found, strict=True)
        ]

    def turns(self, questions: Sequence[str], scope: Scope = EVERYTHING, following: str = "") -> tuple[Turn, ...]:
        """The turns of a conversation of which only the earlier `questions` are known: each is answered anew.

        Where none of them leans on what was shown, nor does the one `following`, they need no answers. Of a long
        conversation the first question and the last ones count. Raises what `answer` raises.
        """
        kept = questions if len(questions) <= MOST_TURNS else (questions[0], *questions[1 - MOST_TURNS :])
        kept = [question for question in kept if question.strip()]
        if following.strip() and not any(map(needs_what_was_shown, (*kept, following))):
            asked = [Inquiry(clean_question(question), scope) for question in kept]
            replies = self._with_replies(asked, [None] * len(asked))
            return turns_of([q for q, reply in zip(kept, replies, strict=True) if reply is None or reply.is_question])
        turns: tuple[Turn, ...] = ()
        for question in kept:
            outcome = self.answer(question, scope, turns)
            turns = (*turns, turn_of(question, outcome)) if outcome.is_question else turns
        return turns

    def _documents(self, inquiry: Inquiry) -> Documents:
        """The ids to search in; None for all. A question that names one document is asked of it alone."""
        entries = self._engine.entries
        chosen = inquiry.scope.resolve(entries)
        if chosen is not None:
            return chosen
        return named_documents(inquiry.question, [entry for entry in entries if entry.superseded_by is None])

    def _looked_up(self, inquiry: Inquiry, documents: Documents) -> Outcome | None:
        """The paragraphs asked for by number or place; None where `inquiry` asks for something else."""
        if self._look_ups is None:
            return None
        beside = relative_look_up(inquiry.question, inquiry.turns)
        if beside is not None:
            return self._beside(inquiry.question, beside)
        only = None if inquiry.scope == EVERYTHING or documents is None else sorted(documents)
        for reading in reversed(readings(inquiry.question, inquiry.turns)):
            if reading.kind in {"as asked", "look-up"}:
                outcome = self._look_ups.look_up(reading.text, [reading.document] if reading.document else only)
                if outcome is not None:
                    return replace(
                        outcome, question=inquiry.question, understood=_understood(reading, inquiry.question)
                    )
        return None

    def _with_replies(self, asked: Sequence[Inquiry], outcomes: Sequence[Outcome | None]) -> list[Outcome | None]:
        """What was not looked up and asks nothing of the documents, or in no word known, is not searched for."""
        open_ones = [place for place, outcome in enumerate(outcomes) if outcome is None]
        told = list(outcomes)
        replies = self._remarks.replies([asked[place].question for place in open_ones]) if open_ones else []
        for place, reply in zip(open_ones, replies, strict=True):
            question = asked[place].question
            if reply is None and not asked[place].turns and is_bare(question):
                reply = OF_WHAT
            if reply is not None:
                told[place] = Abstention(question, reply, (), Searched(0, 0), 0.0, (), is_question=False)
            elif not _OTHER_SCRIPT.search(question) and not self._engine.words.knows(question):
                told[place] = Abstention(question, UNKNOWN, (), self._finder.extent(None), 0.0, ())
        return told

    def _beside(self, question: str, asked: RelativeLookUp) -> Outcome:
        """What stands where `asked` leads from what was shown before."""
        documents = [self._shelf.document(name) for name in dict.fromkeys(place.document for place in asked.places)]
        quotes = [
            QuotedParagraph(document.card, paragraph, (), 1.0)
            for document in documents
            for paragraph in paragraphs_there(asked, document)
        ]
        if quotes:
            return LookUp(question, tuple(quotes))
        searched = Searched(len(documents), sum(p.answers for document in documents for p in document.paragraphs))
        return Abstention(question, nothing_there(asked), (), searched, 0.0, ())

    def _answer_or_refuse(self, question: str, found: Sequence[Found]) -> Outcome:
        place = choose([each.best for each in found])
        taken, alone = found[place], found[0]
        reading, documents = taken.search.reading, taken.search.documents
        same = (
            reading.kind == "after"
            and alone is not taken
            and alone.best >= self._threshold
            and alone.hits[0].paragraph == taken.hits[0].paragraph
        )
        understood = "" if same else _understood(reading, question)
        absent = self._engine.words.absent_names(_own_words(reading), documents)
        chosen = () if absent else self._chosen(taken)
        lacking = [self._lacking(taken.hits[place], taken) for place in chosen]
        absent = absent or (lacking[0] if lacking and all(lacking) else ())
        chosen = tuple(place for place, names in zip(chosen, lacking, strict=True) if not names)
        if chosen:
            quotes = tuple(self._quote(taken.hits[place], taken.judged[place]) for place in chosen)
            return Answer(question, quotes, taken.hits, understood)
        nearest = tuple(self._quote(*pair) for pair in zip(taken.hits[:MOST_NEAREST], taken.judged, strict=False))
        confidence = min(taken.best, self._threshold / 2) if absent else taken.best
        reason = _reason(absent, question, nearest, sorted(self._engine.damaged))
        return Abstention(question, reason, nearest, self._finder.extent(documents), confidence, taken.hits, understood)

    def _chosen(self, found: Found) -> tuple[int, ...]:
        if asks_for_mentions(found.search.reading.text):
            return choose_mentions(found, self._threshold)
        return choose_paragraphs([each.probability for each in found.judged], self._threshold)

    def _lacking(self, hit: Hit, found: Found) -> tuple[str, ...]:
        """The names of the question that cannot be in the paragraph of `hit`, since nothing searched has them."""
        search = found.search
        document = hit.paragraph.id.document
        return self._engine.words.absent_names_of(_own_words(search.reading), document, search.documents)

    def _quote(self, hit: Hit, judgement: Judgement) -> QuotedParagraph:
        card = self._engine.document(hit.paragraph.id.document).card
        return QuotedParagraph(card, hit.paragraph, choose_sentences(hit, judgement), judgement.probability)


def _searched(inquiry: Inquiry) -> tuple[Reading, ...]:
    """What a question may mean; one that leans on what was asked before is never read by itself."""
    found = readings(inquiry.question, inquiry.turns)
    return found[1:] if len(found) > 1 and leans(inquiry.question) else found


def _understood(reading: Reading, asked: str) -> str:
    """What the question was taken for, "" where it was taken as it was asked."""
    return "" if reading.text == asked else reading.text


def _own_words(reading: Reading) -> str:
    """What is said now, without what was asked before."""
    return reading.text.rpartition(BETWEEN)[2] if reading.kind == "after" else reading.text


def _reason(absent: tuple[str, ...], question: str, nearest: Sequence[QuotedParagraph], damaged: Sequence[str]) -> str:
    aside = f" Not searched, since what is stored of it is damaged: {', '.join(damaged)}." if damaged else ""
    reason = "No paragraph searched answers this clearly enough to be shown as an answer."
    missing = missing_kinds(question, nearest[0].paragraph.text) if nearest else ()
    if absent:
        words = ", ".join(f"“{name}”" for name in absent)
        reason = f"What was searched does not mention {words}."
    elif missing:
        where, lacks = spoken_place(nearest[0].paragraph), " and ".join(f"no {each}" for each in missing)
        reason = f"{where[0].upper()}{where[1:]} comes nearest, but gives {lacks}."
    return f"{reason}{aside}"
