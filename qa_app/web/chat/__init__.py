"""The chat at "/": a Gradio conversation in which each answer is one message of our own, escaped HTML."""

from qa_app.web.chat.page import mount_chat

__all__ = ["mount_chat"]
