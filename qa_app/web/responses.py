"""Pages as HTTP answers, with what a browser may do on them."""

from collections.abc import Iterator

from fastapi.responses import HTMLResponse, StreamingResponse

_NOTHING = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"
# What is no page: JSON, styles, scripts.
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# A page that is only looked at runs no script and loads nothing but its own style.
READING = f"{_NOTHING}; form-action 'none'"
# Checking sends a form to this server and copies to the clipboard.
CHECKING = f"{_NOTHING}; form-action 'self'; script-src 'self'"

# A script of ours asks this server for more, and works without as well.
ASKING = f"{CHECKING}; connect-src 'self'"


# Gradio writes scripts and styles into its page and makes functions out of its templates' text.
CHATTING = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; object-src 'none';"
    " base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)


def long_page(pieces: Iterator[str], policy: str) -> StreamingResponse:
    """The same for a page that is shown while it is still being written."""
    return StreamingResponse(pieces, media_type="text/html", headers=_headers(policy))


def page(html: str, status: int = 200, policy: str = READING) -> HTMLResponse:
    """A page of ours under a content security policy."""
    return HTMLResponse(html, status, _headers(policy))


def _headers(policy: str) -> dict[str, str]:
    return {"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
