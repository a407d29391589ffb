"""The page that asks, at "/": what is sent there, and what comes back, with scripts and without.

The page is one response, its style and script within it, so that nothing of it can come too late. Without a script it
is a form; with one a question is sent to its conversation and answered line by line. Either way the server keeps the
conversation, and a question that is sent twice is answered once.
"""

import json
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice, zip_longest
from typing import Annotated
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.exceptions import HTTPException

from corpus.errors import PinciteError
from corpus.library.library import Entry
from corpus.types import Document, Kind, Paragraph
from qa_app.api.bodies import Text
from qa_app.citing.links import rooted
from qa_app.errors import Stopping
from qa_app.outcomes import Answer
from qa_app.service import Service
from qa_app.web.cards import progress_card
from qa_app.web.chat.conversation import (
    Conversation,
    Conversations,
    Exchanging,
    Question,
    UnderWay,
    is_token,
    reason_of,
)
from qa_app.web.chat.saving import saved
from qa_app.web.guard.limits import BUSY, RETRY
from qa_app.web.rendering import page, place_asked, render, with_inline
from qa_app.words import say

# Written into the page, so that it is whole whenever it is there.
STYLES = ("shell.css", "cards.css", "ask.css")
SCRIPTS = ("copy.js", "where.js", "ask.js")
MOST_LISTED = 50  # documents to choose from, before any is looked for
_SUGGESTED_FROM = 5  # documents that suggestions are made of
LINES = "application/x-ndjson"
MOST_CHOSEN = 500  # documents
Token = Annotated[str, StringConstraints(pattern="^[0-9a-f]{32,64}$")]


class TypedQuestion(BaseModel):
    """A question as the page's script sends it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    key: Token
    question: Text
    documents: Annotated[list[Text], Field(max_length=MOST_CHOSEN)] = []


@dataclass(frozen=True, slots=True)
class SentForm:
    """A question as the page's form sends it; `suggested` is one that was pressed instead of the box."""

    token: str
    question: str
    suggested: str
    documents: tuple[str, ...]


async def sent_form(request: Request) -> SentForm:
    """The form in the body of a request; browsers end lines with CR LF."""
    pairs = parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True, errors="replace")
    fields = {name: value.replace("\r\n", "\n") for name, value in pairs}
    return SentForm(
        fields.get("conversation", ""),
        fields.get("question", ""),
        fields.get("suggested", ""),
        tuple(value for name, value in pairs if name == "document")[:MOST_CHOSEN],
    )


def add_asking_page(app: FastAPI, service: Service) -> Exchanging:
    """ "/" and the conversations under /conversation; gives what answers, for the other page that asks."""
    conversations = Conversations()
    exchanging = Exchanging(service, now, conversations)
    pages = Pages(exchanging, Suggested(service))

    @app.get("/", include_in_schema=False)
    def shown(request: Request) -> Response:
        return pages.of("", request.query_params.multi_items())

    @app.post("/", include_in_schema=False)
    def sent(request: Request, form: Annotated[SentForm, Depends(sent_form)]) -> Response:
        token = form.token if is_token(form.token) else secrets.token_hex(16)
        question = form.suggested or form.question
        if not question.strip():
            return RedirectResponse(_address(token if conversations.get(token).exchanges else "", form), 303)
        under_way = exchanging.ask(token, Question(secrets.token_hex(16), question, frozenset(form.documents)))
        for _ in _begun(under_way).follow():
            pass
        return RedirectResponse(_address(token, form), 303)

    @app.post("/conversation/{token}", include_in_schema=False)
    def typed(request: Request, token: Token, said: TypedQuestion) -> Response:
        under_way = exchanging.ask(token, Question(said.key, said.question, frozenset(said.documents)))
        # A proxy that gathers the lines first would hold them back until the last.
        return StreamingResponse(
            _lines(_begun(under_way), exchanging), media_type=LINES, headers={"X-Accel-Buffering": "no"}
        )

    @app.delete("/conversation/{token}/{key}", include_in_schema=False, status_code=204)
    def taken_back(token: Token, key: Token) -> None:
        conversations.take_back(token, key)

    @app.get("/conversation/{name}", include_in_schema=False)
    def conversation(request: Request, name: str) -> Response:
        token, dot, extension = name.partition(".")
        kept = conversations.get(token)
        if not dot:
            return pages.of(
                token, request.query_params.multi_items(), "" if kept.exchanges else say("error.conversation")
            )
        return saved(kept, extension)

    return exchanging


def now() -> str:
    """The time in UTC (ISO 8601)."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Pages:
    """The page as it is for one conversation, or for none yet."""

    exchanging: Exchanging
    suggested: "Suggested"

    def of(self, token: str, query: Sequence[tuple[str, str]], missing: str = "") -> Response:
        """The page; `missing` says that there is no such conversation. What cannot be read is said on it."""
        last: Mapping[str, str] = dict(query)
        chosen = tuple(value for name, value in query if name == "document")[:MOST_CHOSEN]
        service, conversation = self.exchanging.service, self.exchanging.conversations.get(token)
        asking = Asking(token, conversation, chosen, last.get("draft") or last.get("q", ""), missing)
        cards = [self.exchanging.card(exchange) for exchange in conversation.exchanges]
        try:
            html = asking_page(asking, cards, service, self.suggested.now())
            status = 404 if missing else 200
        except PinciteError as error:
            html, status = asking_page(replace(asking, notice=str(reason_of(error))), cards), 503
        return page(html, status, with_inline(SCRIPTS, STYLES))


def _begun(under_way: UnderWay | None) -> UnderWay:
    if under_way is None:
        raise HTTPException(503, BUSY, RETRY)
    return under_way


def _lines(under_way: UnderWay, exchanging: Exchanging) -> Iterator[str]:
    """What is told meanwhile, then the question with its answer; null where it was taken back.

    It breaks off where the server stops: the page keeps the question and sends it to the next one.
    """
    try:
        for progress in under_way.follow():
            yield json.dumps({"progress": progress_card(progress)}) + "\n"
    except Stopping:
        return
    exchange = under_way.exchange
    yield json.dumps({"exchange": exchanging.card(exchange) if exchange else None}) + "\n"


def _address(token: str, form: SentForm) -> str:
    """Where the conversation is shown, with the documents chosen as they were, and what is still in the box."""
    fields = [("document", name) for name in form.documents]
    if form.suggested and form.question.strip():
        fields.append(("draft", form.question))
    query = f"?{urlencode(fields, quote_via=quote)}" if fields else ""
    return f"{rooted(f'/conversation/{token}' if token else '/')}{query}{'#latest' if token else ''}"


@dataclass(frozen=True, slots=True)
class Asking:
    """What is on the page: whose conversation ("" for nobody's yet), the documents chosen, the words in the box.

    `notice` says what cannot be shown, "" where everything can.
    """

    token: str
    conversation: Conversation
    chosen: tuple[str, ...] = ()
    draft: str = ""
    notice: str = ""


def asking_page(
    asking: Asking, cards: Sequence[Markup], service: Service | None = None, suggested: Sequence[str] = ()
) -> str:
    """The page over what the library of `service` holds, or without it where that cannot be read.

    Raises what reading the library raises.
    """
    entries = service.entries() if service else ()
    return render(
        "ask.html",
        asking=asking,
        cards=cards,
        entries=entries,
        is_read=service is not None,
        listed=_listed(entries, asking.chosen),
        suggestions=suggested,
        styles=STYLES,
        scripts=SCRIPTS,
    )


def _listed(entries: Sequence[Entry], chosen: Sequence[str]) -> list[tuple[Entry, bool]]:
    """The documents to choose from and whether each is chosen: those first, for the list is cut where it gets long."""
    wanted = frozenset(chosen)
    marked = [(entry, entry.id in wanted) for entry in entries]
    return sorted(marked, key=lambda pair: not pair[1])[: max(MOST_LISTED, len(wanted))]


# Questions to try, made of what the documents at hand say.

MOST, LONGEST = 4, 90  # suggestions; characters of one
MOST_TRIED = 12  # questions that are asked to see whether they are answered well
WELL = 0.5  # the least probability, below which an answer is called unsure
# With "The", so that it is somebody whom a reader of the question knows, and never "They".
_WHO = r"(?P<who>The [A-Z]?[a-z]+(?: [A-Z][A-Za-z]+)?)"
_WHOM = r"(?P<whom>[^,.;:]{4,50}?) to [a-z]"
# "The participants called on all the armed groups to agree": who, what they did, whom.
_ASKING = {"called on": "call on", "calls on": "call on", "urged": "urge", "urges": "urge", "requested": "request",
           "requests": "request", "invited": "invite", "invites": "invite", "encouraged": "encourage",
           "encourages": "encourage"}  # fmt: skip
_ASKED = re.compile(rf"{_WHO} (?P<verb>{'|'.join(_ASKING)}) {_WHOM}")
# "Calls upon Member States to report": a resolution, whose paragraphs begin with what it does.
_RESOLVED = re.compile(rf"(?:Calls (?:up)?on|Urges|Requests|Invites|Encourages) {_WHOM}")
# "The participants reaffirmed that": who, and what they said.
_SAYING = {"reaffirmed": "reaffirm", "welcomed": "welcome", "agreed": "agree on", "decided": "decide",
           "recognised": "recognise", "recognized": "recognize", "stressed": "stress",
           "condemned": "condemn"}  # fmt: skip
_SAID = re.compile(rf"{_WHO} (?P<verb>{'|'.join(_SAYING)}) ")


class Suggested:
    """Questions to try that the library of `service` answers well.

    Each is asked in the background, anew whenever the library has changed, and is shown no more where its answer is
    none, or an unsure one. What is not encoded yet is not asked.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._state: object = None
        self._well: dict[str, bool] = {}  # by the question; True until it was asked

    def now(self) -> tuple[str, ...]:
        """At most three of them, and a look-up, which is always answered."""
        library = self._service.library
        latest = sorted(self._service.entries(), key=lambda entry: entry.added or "", reverse=True)[:_SUGGESTED_FROM]
        documents = [self._service.cited(entry.id) for entry in latest]
        if self._state != library.state:
            self._state, self._well = library.state, dict.fromkeys(questions(documents), True)
            if library.encoder() is not None and not library.documents_without_embeddings():
                self._service.in_background(self.try_out)
        well = (question for question, is_answered in self._well.items() if is_answered)
        return tuple(islice(well, MOST - 1)) + tuple(_look_ups(documents))

    def try_out(self) -> None:
        """Ask them until enough are answered well."""
        tried, found = self._well, 0
        with suppress(PinciteError):  # whoever asks is told what is wrong
            for question in list(tried):
                if found == MOST - 1 or tried is not self._well:
                    return
                self._service.require_going_on()
                outcome = self._service.answer(question)
                tried[question] = isinstance(outcome, Answer) and outcome.confidence >= WELL
                found += tried[question]


def questions(documents: Sequence[Document]) -> tuple[str, ...]:
    """Questions that the documents seem to answer, in turn from each."""
    in_turn = zip_longest(*map(_questions, documents))
    found = dict.fromkeys(question for several in in_turn for question in several if question)
    return tuple(islice(found, MOST_TRIED))


def _questions(document: Document) -> Iterator[str]:
    if document.card.language.partition("-")[0] == "en":
        asked = (_asked_in(p) for p in document.paragraphs if p.kind is Kind.NUMBERED)
        yield from (question for question in asked if 0 < len(question) <= LONGEST)
        for paragraph in document.paragraphs:
            words = " ".join(paragraph.text.split())
            is_titled = paragraph.kind is Kind.HEADING and paragraph.number != "title" and 8 <= len(words) <= 50
            if is_titled and not _COUNTED.match(words):
                yield f"What is said about {_without_capital(words)}?"


def _asked_in(paragraph: Paragraph) -> str:
    """What the first words of a paragraph answer, "" where that is not plain."""
    if found := _ASKED.match(paragraph.text):
        helper = "does" if found["verb"].split()[0].endswith("s") else "did"
        return f"What {helper} {_within(found['who'])} {_ASKING[found['verb']]} {found['whom']} to do?"
    if found := _RESOLVED.match(paragraph.text):
        return f"What is asked of {_within(found['whom'])}?"
    if found := _SAID.match(paragraph.text):
        return f"What did {_within(found['who'])} {_SAYING[found['verb']]}?"
    return ""


def _within(words: str) -> str:
    return f"the{words[3:]}" if words.startswith("The ") else words


_COUNTED = re.compile(r"\w+ (?:[IVXLC]+|\d[\w.]*)\b")  # "CHAPTER III Rights", of which nobody asks so


def _without_capital(words: str) -> str:
    """A heading within a sentence: an ordinary first word loses its capital, where no other has one either."""
    first = words.split()[0]
    return words[0].lower() + words[1:] if first.istitle() and words[len(first) :].islower() else words


def _look_ups(documents: Sequence[Document]) -> Iterator[str]:
    """A question for a paragraph by its place, which among several documents names its own, in the page's language."""
    for document in documents[:1]:
        numbered = [paragraph for paragraph in document.paragraphs if paragraph.kind is Kind.NUMBERED]
        place = place_asked(numbered[-1]) if numbered else say("ask.place.first")
        of_it = say("ask.place.of", title=document.card.title) if len(documents) > 1 else ""
        yield say("ask.look_up", place=f"{place}{of_it}")
