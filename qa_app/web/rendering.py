"""Templates filled in with values, all of them escaped. Pure."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, StreamingResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.numbering.parts import printed_number
from corpus.types import Kind, Paragraph
from qa_app.check.reports.rows import label_in_english
from qa_app.citing.citation import pin_cite, place_in_document, spoken_date, spoken_place, within
from qa_app.citing.links import anchor, differences_path, document_path, original_path, paragraph_path, path_of, rooted
from qa_app.follow_ups.readings import read_as
from qa_app.words import ENGLISH, Wording, best_language, catalogue, say, say_number, speaking

HERE = Path(__file__).parent
STATIC = HERE / "static"
_PIECES_TOGETHER = 1_000  # of those that a template yields, which are a few dozen characters each


def render(template: str, **values: Any) -> Markup:
    """The template of that name with `values`, escaped; a value that is lacking is an error."""
    return Markup(environment().get_template(template).render(**values))  # noqa: S704 - escaped by the template


def render_in_pieces(template: str, **values: Any) -> Iterator[str]:
    """The same a piece at a time, for a page so long that its beginning should not wait for its end."""
    stream = environment().get_template(template).stream(**values)
    stream.enable_buffering(_PIECES_TOGETHER)
    return stream


def place_said(paragraph: Paragraph) -> str:
    """Where a paragraph stands, for whoever reads the page: "Paragraph 4", "Absatz 4", "Präambel"."""
    place = spoken_place(paragraph, named=say("place.paragraph"))
    if paragraph.kind is Kind.NUMBERED:
        return place
    return _NAMED.sub(lambda name: say(f"place.{name[0].lower()}"), place)


def place_asked(paragraph: Paragraph) -> str:
    """The same within a question: "paragraph 4", "le préambule"."""
    if paragraph.kind in (Kind.PREAMBLE, Kind.CLOSING):
        return say(f"ask.place.{paragraph.kind}")
    number = printed_number(paragraph.number)
    if spoken_place(paragraph) == f"Paragraph {number}":
        return say("ask.place", number=number)
    return place_in_document(paragraph, say("lang"))


_NAMED = re.compile("^(?:Preamble|Closing|Heading|Title|Unnumbered)")  # what has no number is called so


@cache
def static_text(name: str) -> Markup:
    """A style or a script of ours, to be written into a page that must not wait for it."""
    return Markup((STATIC / name).read_text(encoding="utf-8"))  # noqa: S704 - a file of ours


@cache
def environment(*more: Path) -> Environment:
    """The templates of every page, and those in the folders `more` of rooms that stand on this one."""
    # Whatever a document or a person says is text, never markup: autoescape has no exception anywhere
    # but for what was rendered here before.
    made = Environment(
        loader=FileSystemLoader([HERE / "templates", *more]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    made.filters["within"] = within
    made.globals.update(
        anchor=anchor,
        differences_path=differences_path,
        document_path=document_path,
        in_language=in_language,
        label_in_english=label_in_english,
        original_path=original_path,
        paragraph_path=paragraph_path,
        pin_cite=pin_cite,
        read_as=read_as,
        rooted=rooted,
        say=say,
        say_number=say_number,
        spoken_date=spoken_date,
        spoken_place=place_said,
        static_text=static_text,
    )
    return made


# Pages as HTTP answers, with what a browser may do on them.

_NOTHING = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"
# What is no page: JSON, styles, scripts.
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# A page that is only looked at runs no script and loads nothing but its own style.
READING = f"{_NOTHING}; form-action 'none'"
# Checking sends a form to this server and copies to the clipboard.
CHECKING = f"{_NOTHING}; form-action 'self'; script-src 'self'"

# A script of ours asks this server for more, and works without as well.
ASKING = f"{CHECKING}; connect-src 'self'"


def with_inline(scripts: Sequence[str], styles: Sequence[str]) -> str:
    """The policy of a page that asks this server and has these files of ours within it, and nothing else inline."""
    return (
        f"default-src 'none'; style-src 'self' {_digests(styles)}; script-src {_digests(scripts)}; connect-src 'self';"
        " img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )


def _digests(names: Sequence[str]) -> str:
    digests = (sha256(static_text(name).encode()).digest() for name in names)
    return " ".join(f"'sha256-{b64encode(digest).decode()}'" for digest in digests)


# Gradio writes scripts and styles into its page and makes functions out of its templates' text.
CHATTING = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; object-src 'none';"
    " base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)


def long_page(pieces: Iterator[str], policy: str) -> StreamingResponse:
    """The same for a page that is shown while it is still being written."""
    return StreamingResponse(pieces, media_type="text/html", headers=_headers(policy))


def page(html: str, status: int = 200, policy: str = READING, headers: Mapping[str, str] | None = None) -> HTMLResponse:
    """A page of ours under a content security policy."""
    return HTMLResponse(html, status, {**(headers or {}), **_headers(policy)})


def _headers(policy: str) -> dict[str, str]:
    return {"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


# In which language pages speak: the one that was asked for (`?lang=`, which is remembered), else the one that the owner
# of the server chose, else the best of the browser's. What programs read is English.

_REMEMBERED = "pincite_language"
_YEAR = 365 * 24 * 3600
_QUERY: ContextVar[str] = ContextVar("query", default="")  # of the page that is being answered
_FOR_PROGRAMS = ("/api/", "/mcp", "/pc/", "/healthz", "/readyz", "/chat")


def in_language(language: str) -> str:
    """The address of the same page in another language, relative to it."""
    kept = [(name, value) for name, value in parse_qsl(_QUERY.get(), keep_blank_values=True) if name != "lang"]
    return f"?{urlencode([*kept, ('lang', language)])}"


class Speaking:
    """Has whatever is said while answering said in a language that the reader understands."""

    def __init__(self, app: ASGIApp, chosen: str = "") -> None:
        self._app = app
        self._chosen = chosen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or path_of(scope).startswith(_FOR_PROGRAMS):
            await self._app(scope, receive, send)
            return
        request, known = Request(scope), catalogue()
        asked = request.query_params.get("lang", "")
        wanted = (asked, request.cookies.get(_REMEMBERED, ""), self._chosen)
        accepted = request.headers.get("accept-language", ENGLISH)
        language = next((each for each in wanted if each in known), None) or best_language(accepted, known)

        async def send_and_remember(message: Message) -> None:
            if message["type"] == "http.response.start" and asked in known:
                cookie = f"{_REMEMBERED}={asked}; Path={rooted('/')}; Max-Age={_YEAR}; SameSite=Lax; HttpOnly"
                message["headers"] = [*message["headers"], (b"set-cookie", cookie.encode("ascii"))]
            await send(message)

        _QUERY.set(scope["query_string"].decode("latin-1"))  # each request has a context of its own
        with speaking(known[language]):
            await self._app(scope, receive, send_and_remember)


# Pages that say what could not be shown. HTML out of values, escaped by the templates.


def error_page(status: int, message: str | Wording, headers: Mapping[str, str] | None = None) -> HTMLResponse:
    """A page that says what could not be shown; a `message` of text is in English."""
    html = render("error.html", title=say(f"status.{status}"), message=message, in_english=isinstance(message, str))
    return page(html, status, headers=headers)
