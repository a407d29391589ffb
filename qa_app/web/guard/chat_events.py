"""What the chat page sends to the server: events, of which only those pass that the page could have sent.

Gradio looks some of it up without a check, and a traceback or a broken stream is what a forged one gets from it.
"""

import json
import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_app.web.guard.families import path_of
from qa_app.web.guard.refusals import Refused, refuse

EVENTS = frozenset({"/gradio_api/queue/join", "/gradio_api/run/predict"})
_SESSION = re.compile(r"session_hash=[A-Za-z0-9]{1,64}")


def _whole(values: list[Any]) -> list[Any]:
    json.dumps(values, ensure_ascii=False).encode()  # half a character raises UnicodeEncodeError, a ValueError
    return values


class Event(BaseModel):
    """An event of the page; the fields that nothing depends on are Gradio's to read."""

    model_config = ConfigDict(strict=True)

    data: Annotated[list[Any], AfterValidator(_whole)]
    fn_index: int
    session_hash: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,64}$")]


class ChatEvents:
    """Lets an event through that is for a function of the page and has as many values as it takes.

    `functions` tells how many that is, by the function's index.
    """

    def __init__(self, app: ASGIApp, functions: Mapping[int, int]) -> None:
        self._app = app
        self._functions = dict(functions)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer through Gradio's app, or refuse with 400."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path, body = path_of(scope), None
        if path in EVENTS:
            body = await _whole_body(receive)
            is_sound = self._is_sound(body)
        else:
            is_sound = path != "/gradio_api/queue/data" or bool(_SESSION.fullmatch(scope["query_string"].decode()))
        if is_sound:
            await self._app(scope, receive if body is None else _again(body, receive), send)
        else:
            await refuse(Refused(400, "The chat page does not send this."), scope, receive, send)

    def _is_sound(self, body: bytes) -> bool:
        try:
            event = Event.model_validate_json(body)
        except ValidationError:
            return False
        return len(event.data) == self._functions.get(event.fn_index)


async def _whole_body(receive: Receive) -> bytes:
    """What was sent, which the guard has bounded; as far as it came, where the browser is gone."""
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """The body once more, and then whatever comes after it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def received() -> Message:
        return waiting.pop() if waiting else await receive()

    return received
