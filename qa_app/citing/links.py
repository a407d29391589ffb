"""Addresses within the app: where a page, a document and its paragraphs are read."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import quote, urlencode

from corpus.types import Kind, Paragraph, Span

# Behind a proxy the app may live under a path of its own ("/pincite"), which every request names.
_ROOT: ContextVar[str] = ContextVar("root", default="")


@contextmanager
def served_under(root: str) -> Iterator[None]:
    """Within it, every address begins with `root`: "" or a path like "/pincite"."""
    token = _ROOT.set(root.rstrip("/"))
    try:
        yield
    finally:
        _ROOT.reset(token)


def rooted(path: str) -> str:
    """ "/check" as a browser has to ask for it: "/pincite/check" where the app is served under "/pincite"."""
    return f"{_ROOT.get()}{path}"


def anchor(paragraph: Paragraph) -> str:
    """The id of a paragraph on its document's page: "p3", "preamble"."""
    name = "-".join(paragraph.number.split())
    return f"p{name}" if paragraph.kind is Kind.NUMBERED else name


def document_path(document_id: str) -> str:
    """ "/doc/kabul-process-2017"."""
    return rooted(f"/doc/{quote(document_id, safe='')}")


def original_path(document_id: str, span: Span, ending: str = "") -> str:
    """ "/doc/minutes/page?start=10&end=90": the page of the file on which those words stand; a picture with ".png"."""
    return f"{document_path(document_id)}/page{ending}?{urlencode({'start': span.start, 'end': span.end})}"


def differences_path(old: str, new: str = "") -> str:
    """ "/doc/talks%401/diff/talks"; without `new` the page on which it is chosen."""
    path = f"{document_path(old)}/diff"
    return f"{path}/{quote(new, safe='')}" if new else path


def paragraph_path(paragraph: Paragraph) -> str:
    """ "/doc/kabul-process-2017#p3"."""
    return f"{document_path(paragraph.id.document)}#{quote(anchor(paragraph))}"


def question_path(question: str, documents: Sequence[str] = ()) -> str:
    """The address that asks a question again, of the documents of those ids or of all: "/?q=Who%20hosted%20it%3F"."""
    fields = [("q", question), *(("document", name) for name in sorted(documents))]
    return rooted(f"/?{urlencode(fields, quote_via=quote)}")


def path_of(scope: Mapping[str, Any]) -> str:
    """The path within the app, whatever path a proxy serves it under."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")) or "/"
