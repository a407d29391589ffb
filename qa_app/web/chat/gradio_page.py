"""The chat as a Gradio app, at /chat: the same questions and the same cards, for whoever builds upon Gradio."""

import secrets
import warnings
from dataclasses import dataclass
from typing import Any

import gradio as gr
from fastapi import FastAPI

from qa_app.citing.links import served_under
from qa_app.web.chat.conversation import Exchanging, Question, is_token
from qa_app.web.guard.answers import CHAT
from qa_app.web.options import WebOptions
from qa_app.web.rendering import render
from qa_app.words import catalogue, say

# Gradio picks the language of its own labels in the browser; a catalogue of ours is what it picks from.
_I18N = gr.I18n(**{language: dict(words) for language, words in catalogue().items()})
# Gradio keeps a copy of the page for each of the last so many sessions, though nothing of ours is in it.
_SESSIONS = 256
# Gradio's queue looks for what is waiting a thousand times a second, whether anybody asks or not: a tenth of a core.
_LOOKS_EVERY = 0.05  # seconds

Messages = list[dict[str, Any]]


def mount_chat(app: FastAPI, exchanging: Exchanging, options: WebOptions) -> FastAPI:
    """The chat at /chat; it takes nothing else of the app's addresses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # Gradio warns of server-side rendering even when it is off
        mounted: FastAPI = gr.mount_gradio_app(
            app,
            _blocks(Chat(exchanging, options.root_path), options.root_path),
            path=CHAT,
            root_path=f"{options.root_path}{CHAT}" if options.root_path else None,
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


def _head(root_path: str) -> str:
    """Linked and not given to Gradio as `css`, which would rewrite the rules for dark pages."""
    with served_under(root_path):
        return render("chat_head.html")


def _theme() -> gr.themes.Base:
    """System fonts, which are fetched from nowhere."""
    return gr.themes.Default(font=["ui-sans-serif", "system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])


@dataclass(frozen=True, slots=True)
class Chat:
    """Asks for the page; the conversation is kept on the server, and the page has only its token."""

    exchanging: Exchanging
    root_path: str

    def ask(self, question: str, token: str) -> tuple[str, Messages, str]:
        """The emptied box, the conversation with the answer at its end, and its token, made with the first question."""
        token = token if is_token(token) else secrets.token_hex(16)
        if question.strip():
            under_way = self.exchanging.ask(token, Question(secrets.token_hex(16), question))
            if under_way is None:
                raise gr.Error(say("ask.busy"))
            for _ in under_way.follow():
                pass
        exchanges = self.exchanging.conversations.get(token).exchanges
        with served_under(self.root_path):
            return "", [_message(self.exchanging.card(exchange)) for exchange in exchanges], token


def _blocks(chat: Chat, root_path: str) -> gr.Blocks:
    """The page. Its one event is the page's own: none is offered as an API."""
    with served_under(root_path):
        bar = render("chat_bar.html")
    with gr.Blocks(title="pincite", analytics_enabled=False) as blocks:
        gr.HTML(bar, js_on_load=None)
        conversation = gr.Chatbot(
            elem_id="chat", label=_I18N("ask.conversation"), show_label=False, container=False, autoscroll=False,
            render_markdown=False, feedback_options=None, buttons=[], height=None, layout="panel",
        )  # fmt: skip
        box = gr.Textbox(
            elem_id="question", label=_I18N("ask.box"), show_label=False, container=False, max_lines=4, autofocus=True,
            placeholder=_I18N("ask.placeholder"), submit_btn=_I18N("ask.submit"),
        )  # fmt: skip
        token = gr.Textbox("", visible="hidden")  # text, as is all that an event may carry
        box.submit(chat.ask, [box, token], [box, conversation, token], api_visibility="private")
    blocks.state_session_capacity = _SESSIONS
    blocks.queue(default_concurrency_limit=8, max_size=64, api_open=False)
    blocks._queue.sleep_when_free = _LOOKS_EVERY  # there is no option for it
    return blocks


def _message(card: str) -> dict[str, Any]:
    """One of Gradio's messages; a component, because Gradio takes text for Markdown and HTML."""
    return {"role": "assistant", "content": [gr.HTML(str(card), js_on_load=None)]}
