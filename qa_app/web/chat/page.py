"""The chat page as Gradio has it: what stands on it, and what happens when something is asked."""

import json
import re
import warnings
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice, zip_longest
from typing import Any

import gradio as gr
from fastapi import FastAPI

from corpus.errors import PinciteError
from corpus.library.library import Entry
from corpus.types import Document, Kind, Paragraph
from qa_app.citing.citation import spoken_place
from qa_app.citing.links import served_under
from qa_app.service import Service
from qa_app.web.cards import notice_card, question_card, searching_card
from qa_app.web.chat.conversation import (
    BrowserState,
    Conversation,
    Conversations,
    Exchange,
    Exchanging,
    read_state,
    reason_of,
)
from qa_app.web.chat.saving import add_conversation_routes
from qa_app.web.options import WebOptions
from qa_app.web.rendering import render
from qa_app.web.words import ENGLISH, best_language, catalogue, say_number, speaking

# What the page adds to a question before it is sent; see static/chat.js.
_WITH_STATE = "async (question, state) => [question, await pinciteState()]"
_ON_ARRIVAL = "() => [pinciteArrival()]"
_HAS_ARRIVED = "() => { pinciteArrived(); return []; }"
_ANEW = "async () => [await pinciteAnew()]"
_SUGGESTING = 5  # documents that suggestions are made of
FRAME = 4  # the bar, the opening, the tools, the choice of documents

# Gradio picks the language of its own labels in the browser; a catalogue of ours is what it picks from.
_I18N = gr.I18n(**{language: dict(words) for language, words in catalogue().items()})

# Gradio keeps a copy of the page for each of the last so many sessions, though nothing of ours is in it.
_SESSIONS = 256

Messages = list[dict[str, Any]]


def mount_chat(app: FastAPI, service: Service, options: WebOptions) -> FastAPI:
    """The chat at "/"; routes that `app` has already keep their place."""
    conversations = Conversations()
    add_conversation_routes(app, conversations)
    chat = Chat(service, conversations, Exchanging(service, _now), options.root_path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # Gradio warns of server-side rendering even when it is off
        mounted: FastAPI = gr.mount_gradio_app(
            app,
            _blocks(chat),
            path="/",
            root_path=options.root_path or None,
            theme=_theme(),
            head=_head(options.root_path),
            i18n=_I18N,
            footer_links=[],
            run_history=False,
            enable_monitoring=False,
            show_error=False,  # the page says what failed; Gradio would show the words of an exception
            ssr_mode=False,
            max_file_size="1kb",
            app_kwargs={"openapi_url": None, "docs_url": None, "redoc_url": None},
        )
    return mounted


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _head(root_path: str) -> str:
    """Linked and not given to Gradio as `css`, which would rewrite the rules for dark pages."""
    with served_under(root_path):
        return render("chat_head.html")


def _theme() -> gr.themes.Base:
    """System fonts, which are fetched from nowhere."""
    return gr.themes.Default(font=["ui-sans-serif", "system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])


@dataclass(frozen=True, slots=True)
class Chat:
    """What the page does: the opening, a question, a link that asks, a conversation begun anew."""

    service: Service
    conversations: Conversations
    exchanging: Exchanging
    root_path: str

    def ask(self, question: str, state_said: str, request: gr.Request) -> Iterator[tuple[str, Messages]]:
        """First the question with what is being searched, then its answer. The box is emptied."""
        state = read_state(state_said)
        if not question.strip():
            yield question, self._so_far(state, request)
            return
        for messages in self._asked(question, state, request):
            yield "", messages

    def arrive(self, state_said: str, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """The conversation so far; then what a link asks. Words in the box are left alone but for a link's own."""
        state = read_state(state_said)
        frame, notice = self._frame_or_why_not(state, request)
        yield state.draft or gr.skip(), [*self._so_far(state, request), *notice], *frame
        if state.question.strip():
            for messages in self._asked(state.question, state, request):
                yield gr.skip(), messages, *(gr.skip() for _ in frame)

    def frame(self) -> tuple[str, ...]:
        """The bar, the opening, the tools and the choice of documents, in English, for the documents there are now."""
        with served_under(self.root_path):
            return self._frame()

    # Each step of a generator runs in a context of its own, so that what is said in it cannot outlast a step.
    @contextmanager
    def _speaking(self, request: gr.Request) -> Iterator[None]:
        words = catalogue()[best_language(request.headers.get("accept-language", ENGLISH), catalogue())]
        with served_under(self.root_path), speaking(words):
            yield

    def _frame_or_why_not(self, state: BrowserState, request: gr.Request) -> tuple[tuple[Any, ...], Messages]:
        """The frame; where the library cannot be read it stays as it is, and a message says what failed."""
        with self._speaking(request):
            try:
                return self._frame(state.documents), []
            except PinciteError as error:
                return tuple(gr.skip() for _ in range(FRAME)), [_message("assistant", notice_card(reason_of(error)))]

    def _so_far(self, state: BrowserState, request: gr.Request) -> Messages:
        with self._speaking(request):
            return _messages(self.conversations.get(state.token))

    def _asked(self, question: str, state: BrowserState, request: gr.Request) -> Iterator[Messages]:
        before = self.conversations.get(state.token)
        with self._speaking(request):
            searching = searching_card(len(state.documents) or self._documents())
            shown = [*_messages(before), *_pair(question_card(question), searching)]
        yield shown
        try:
            with self._speaking(request):
                shown = self._answered(question, state, before)
        except Exception:
            with self._speaking(request):
                shown = _messages(before.and_then(self.exchanging.broken(question)))
            yield shown
            raise
        yield shown

    def _documents(self) -> int:
        """How many are searched; 0 where that cannot be told, which the answer itself will say."""
        try:
            return len(self.service.entries())
        except PinciteError:
            return 0

    def _answered(self, question: str, state: BrowserState, before: Conversation) -> Messages:
        exchange = self.exchanging.exchange(question, state, before)
        return _messages(self.conversations.add(state.token, exchange))

    def _frame(self, chosen: Collection[str] = ()) -> tuple[str, ...]:
        entries = self.service.entries()
        titles = {entry.id: entry.title for entry in entries if entry.id in chosen}
        return (
            render("chat_bar.html"),
            self._opening(entries),
            render("chat_tools.html"),
            render("chat_where.html", total=len(entries), titles=json.dumps(titles)),
        )

    def _opening(self, entries: tuple[Entry, ...]) -> str:
        latest = sorted(entries, key=lambda entry: entry.added or "", reverse=True)[:_SUGGESTING]
        documents = [self.service.cited(entry.id) for entry in latest]
        numbered = len(documents[0].numbers) if len(entries) == 1 else 0
        return render("chat_opening.html", entries=entries, numbered=numbered, suggestions=suggestions(documents))


def _blocks(chat: Chat) -> gr.Blocks:
    """The page. Every event is the page's own: none is offered as an API."""
    bar, opening, tools, where = (gr.HTML(html, js_on_load=None, render=False) for html in chat.frame())
    with gr.Blocks(title="pincite", analytics_enabled=False) as blocks:
        bar.render()
        opening.render()
        chatbot = _conversation()
        with gr.Column(elem_id="asking"):
            tools.render()
            where.render()
            textbox = _question_box()
        state = gr.Textbox(visible=False)
        anew = gr.Button(visible="hidden", elem_id="anew")
        textbox.submit(
            chat.ask, [textbox, state], [textbox, chatbot], js=_WITH_STATE, show_progress="hidden",
            api_visibility="private",
        )  # fmt: skip
        anew.click(lambda _state: [], [state], [chatbot], js=_ANEW, queue=False, api_visibility="private")
        arriving = blocks.load(
            chat.arrive, [state], [textbox, chatbot, bar, opening, tools, where], js=_ON_ARRIVAL,
            show_progress="hidden", api_visibility="private",
        )  # fmt: skip
        arriving.then(None, js=_HAS_ARRIVED, api_visibility="private")
    blocks.state_session_capacity = _SESSIONS
    return blocks.queue(default_concurrency_limit=8, max_size=64, api_open=False)


def _conversation() -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        label=_I18N("ask.conversation"),
        show_label=False,
        container=False,
        autoscroll=False,
        render_markdown=False,
        feedback_options=None,
        buttons=[],
        height=None,
        layout="panel",
    )


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        elem_id="question",
        label=_I18N("ask.box"),
        show_label=False,
        container=False,
        placeholder=_I18N("ask.placeholder"),
        submit_btn=_I18N("ask.submit"),
        max_lines=4,
        autofocus=True,
    )


def _messages(conversation: Conversation) -> Messages:
    forgotten = conversation.forgotten
    before = [_message("assistant", notice_card(say_number("ask.forgotten", forgotten)))] if forgotten else []
    return [*before, *(message for each in conversation.exchanges for message in _both(each))]


def _both(exchange: Exchange) -> Messages:
    return _pair(exchange.question_card, exchange.answer_card)


def _pair(question: str, answer: str) -> Messages:
    return [_message("user", question), _message("assistant", answer)]


def _message(role: str, card: str) -> dict[str, Any]:
    """One of Gradio's messages; a component, because Gradio takes text for Markdown and HTML."""
    return {"role": role, "content": [gr.HTML(card, js_on_load=None)]}


# Questions to try, made of what the documents at hand say.

MOST, LONGEST = 4, 90  # suggestions; characters of one
_WHO = r"(?P<who>(?:The )?[A-Z]?[a-z]+(?: [A-Z][A-Za-z]+)?)"
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


def suggestions(documents: Sequence[Document]) -> tuple[str, ...]:
    """At most four questions that the documents answer, in turn from each, and a look-up."""
    in_turn = zip_longest(*map(_questions, documents))
    found = dict.fromkeys(question for several in in_turn for question in several if question)
    return tuple(islice(found, MOST - 1)) + tuple(map(_look_up, documents[:1]))


def _questions(document: Document) -> Iterator[str]:
    if document.card.language.partition("-")[0] == "en":
        asked = (_asked_in(p) for p in document.paragraphs if p.kind is Kind.NUMBERED)
        yield from (question for question in asked if 0 < len(question) <= LONGEST)
        yield from _headings(document)


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


def _headings(document: Document) -> Iterator[str]:
    for paragraph in document.paragraphs:
        words = " ".join(paragraph.text.split())
        if paragraph.kind is Kind.HEADING and paragraph.number != "title" and 8 <= len(words) <= 50:
            yield f"What is said about {_without_capital(words)}?"


def _without_capital(words: str) -> str:
    """A heading within a sentence: an ordinary first word loses its capital, where no other has one either."""
    first = words.split()[0]
    return words[0].lower() + words[1:] if first.istitle() and words[len(first) :].islower() else words


def _look_up(document: Document) -> str:
    numbered = [paragraph for paragraph in document.paragraphs if paragraph.kind is Kind.NUMBERED]
    return f"What does {spoken_place(numbered[-1]).lower()} say?" if numbered else "What does the first paragraph say?"
