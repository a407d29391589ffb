"""The form that confirms a removal."""

from urllib.parse import parse_qsl

from fastapi import Request

_MOST_BYTES = 10_000


async def sent_token(request: Request) -> str:
    """The word in the form for what was shown; "" where there is none, or more than the form has."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _MOST_BYTES:
            return ""
    return dict(parse_qsl(body.decode("utf-8", "replace"))).get("token", "")
