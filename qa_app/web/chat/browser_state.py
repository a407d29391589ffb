"""What the page tells the server with each question: whose conversation, which documents, what the link asked. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qa_app.scope import EVERYTHING, Scope
from qa_app.web.chat.conversations import is_token

MOST_CHOSEN = 500  # documents


@dataclass(frozen=True, slots=True)
class BrowserState:
    """`token` is "" where none came; `documents` are the ids that were chosen, none for all; `question` and `draft`
    are what a link asks or puts into the box.
    """

    token: str = ""
    documents: frozenset[str] = frozenset()
    question: str = ""
    draft: str = ""

    @property
    def scope(self) -> Scope:
        """The filters of a question."""
        return Scope(documents=self.documents) if self.documents else EVERYTHING


def read_state(said: object) -> BrowserState:
    """The state in the JSON that a browser sends; of what does not have its shape nothing is taken."""
    try:
        fields = json.loads(said) if isinstance(said, str) else None
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, Mapping):
        return BrowserState()
    token, documents = _text(fields, "token"), fields.get("documents")
    chosen = [name for name in documents if isinstance(name, str)] if isinstance(documents, list) else []
    return BrowserState(
        token if is_token(token) else "",
        frozenset(chosen[:MOST_CHOSEN]),
        _text(fields, "question"),
        _text(fields, "draft"),
    )


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""
