"""The chat page: a Gradio conversation in which each answer is one message of our own, escaped HTML."""

import logging
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr
from fastapi import FastAPI

from corpus.errors import PinciteError
from corpus.types import Document
from qa_app.errors import InvalidQuestion
from qa_app.service import Service
from qa_app.turns import Turn, turn_of
from qa_app.web.pages import answer_card, header, notice_card, question_card
from qa_app.web.rendering import STATIC

log = logging.getLogger("pincite.web")

LABEL = "Your question"
MOST_TURNS = 50
PLACEHOLDER = '<p class="pc-empty">The paragraphs that answer appear here, each with its number.</p>'
SHIPPED = "kabul-process-2017"
SHIPPED_SUGGESTIONS = ("What did participants call on armed groups to do?", "Who hosted the meeting?")
ANY_SUGGESTIONS = ("What does the last paragraph say?",)


def mount_chat(app: FastAPI, service: Service) -> FastAPI:
    """The chat at "/"; routes that `app` has already keep their place."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # Gradio warns of server-side rendering even when it is off
        mounted: FastAPI = gr.mount_gradio_app(
            app,
            _blocks(service),
            path="/",
            theme=_theme(),
            css=(STATIC / "chat.css").read_text(encoding="utf-8"),
            head=f"<script>{_script('copy.js')}\n{_script('chat.js')}</script>",
            footer_links=[],
            run_history=False,
            enable_monitoring=False,
            ssr_mode=False,
            max_file_size="1mb",
            app_kwargs={"openapi_url": None, "docs_url": None, "redoc_url": None},
        )
    return mounted


def _script(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _theme() -> gr.themes.Base:
    """System fonts, which are fetched from nowhere, and a quiet ground for questions."""
    theme = gr.themes.Default(
        font=["ui-sans-serif", "system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]
    )
    return theme.set(color_accent_soft="#eef3f7", color_accent_soft_dark="#232b33")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer as they stand on the page, and the turn that follow-ups refer to.

    A question that could not be answered is no turn.
    """

    question: str
    answer: str
    turn: Turn | None


def respond(service: Service, question: str, turns: Sequence[Turn] = ()) -> Exchange:
    """The exchange that `question` comes to; a failure says that it is one and never looks like a refusal."""
    try:
        outcome = service.answer(question, turns=tuple(turns))
    except PinciteError as error:
        return Exchange(question_card(question), _failed(error), None)
    return Exchange(question_card(question), answer_card(outcome), turn_of(question, outcome))


def _failed(error: PinciteError) -> str:
    if isinstance(error, InvalidQuestion):
        return notice_card(str(error))
    log.error("%s", error)
    return notice_card(f"This could not be answered because something failed: {error}")


def suggestions(documents: Sequence[Document]) -> tuple[str, ...]:
    """Questions to try that the documents at hand can answer."""
    shipped = SHIPPED_SUGGESTIONS if any(document.id == SHIPPED for document in documents) else ()
    return (*shipped, *ANY_SUGGESTIONS)


def _blocks(service: Service) -> gr.Blocks:
    """The page. The conversation is kept here and not taken from the browser, which could forge it."""

    def reply(question: str, said: list[Exchange]) -> tuple[str, list[Exchange], list[dict[str, Any]]]:
        if question.strip():
            said = [*said, respond(service, question, [each.turn for each in said if each.turn])][-MOST_TURNS:]
        return "", said, [message for each in said for message in _messages(each)]

    def from_link(request: gr.Request) -> Any:
        # Without a question in the link nothing is touched: somebody may have begun to type.
        return request.query_params.get("q") or gr.skip()

    documents = service.documents()
    with gr.Blocks(title="pincite", analytics_enabled=False, fill_height=True) as blocks:
        gr.HTML(header(documents, suggestions(documents)), js_on_load=None)
        said = gr.State([])
        chatbot, textbox = _conversation(), _question_box()
        textbox.submit(reply, [textbox, said], [textbox, said, chatbot], api_visibility="private")
        chatbot.clear(lambda: ([], []), None, [said, chatbot], api_visibility="private")
        blocks.load(from_link, None, textbox, api_visibility="private")
    return blocks.queue(default_concurrency_limit=8, max_size=64, api_open=False)


def _conversation() -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        label="Conversation",
        show_label=False,
        autoscroll=False,
        render_markdown=False,
        feedback_options=None,
        buttons=[],
        height="57vh",
        layout="panel",
        placeholder=PLACEHOLDER,
    )


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        elem_id="question",
        label=LABEL,
        show_label=False,
        container=False,
        placeholder="Ask a question",
        submit_btn="Ask",
        max_lines=4,
        autofocus=True,
    )


def _messages(of: Exchange) -> Iterator[dict[str, Any]]:
    """Question and answer as Gradio's messages; as components, because Gradio takes text for Markdown and HTML."""
    for role, card in zip(("user", "assistant"), (of.question, of.answer), strict=True):
        yield {"role": role, "content": [gr.HTML(card, js_on_load=None)]}
