"""One question of a conversation, from what was typed to the exchange that is kept."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from corpus.errors import PinciteError, UnknownDocument
from corpus.types import Paragraph
from qa_app.errors import InvalidQuestion
from qa_app.links import question_path
from qa_app.outcomes import Outcome
from qa_app.service import Service
from qa_app.turns import turn_of
from qa_app.web.cards import Around, Neighbours, answer_card, notice_card, question_card
from qa_app.web.chat.browser_state import BrowserState
from qa_app.web.chat.conversations import Conversation, Exchange
from qa_app.web.neighbours import neighbours
from qa_app.web.words import say

log = logging.getLogger("pincite.web")


@dataclass(frozen=True, slots=True)
class Exchanging:
    """Answers through `service`; `now` tells the time in UTC (ISO 8601)."""

    service: Service
    now: Callable[[], str]

    def exchange(self, question: str, state: BrowserState, before: Conversation) -> Exchange:
        """What `question` comes to; a failure says that it is one and never looks like a refusal."""
        try:
            outcome = self.service.answer(question, state.scope, before.turns)
        except PinciteError as error:
            return self._told(question, reason_of(error))
        except Exception:
            log.exception("A question could not be answered.")
            raise
        return self._answered(question, state, outcome)

    def broken(self, question: str) -> Exchange:
        """The exchange of a question at which the server itself failed."""
        return self._told(question, say("ask.broken"))

    def _answered(self, question: str, state: BrowserState, outcome: Outcome) -> Exchange:
        # What a follow-up was read as stands on its own, and so does a link that asks it.
        link = question_path(outcome.understood or question, sorted(state.documents))
        card = answer_card(outcome, Around(self._neighbours, link, state.documents))
        return Exchange(question, self.now(), question_card(question), card, outcome, turn_of(question, outcome))

    def _told(self, question: str, message: str) -> Exchange:
        return Exchange(question, self.now(), question_card(question), notice_card(message), None, None)

    def _neighbours(self, paragraph: Paragraph) -> Neighbours:
        """None where the document has been changed since it was searched."""
        try:
            document = self.service.cited(paragraph.id.document)
        except UnknownDocument:
            return None, None
        if paragraph.ordinal >= len(document.paragraphs):
            return None, None
        whole = document.paragraphs[paragraph.ordinal]
        return neighbours(document, whole) if paragraph.text in whole.text else (None, None)


def reason_of(error: PinciteError) -> str:
    """What a person is told of an error; what whoever runs the server has to mend is logged as well."""
    if isinstance(error, (InvalidQuestion, UnknownDocument)):
        return str(error)
    log.error("%s", error)
    return say("ask.failed", reason=str(error))
