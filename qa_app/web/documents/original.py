"""The pages of the file that a document was read from, as pictures with words boxed, and the page around each."""

import tempfile
import threading
from collections import OrderedDict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from corpus.errors import UnreadableFile
from corpus.formats.pdf.picture import NARROWEST, WIDEST, Drawing, boxes_of
from corpus.intake.limits import Limits
from corpus.intake.reader import FileReader
from corpus.types import Document, PlacedLine, Span
from qa_app.citing.links import document_path
from qa_app.errors import InvalidPage, NoOriginal
from qa_app.service import Service
from qa_app.web.documents.reader import language_tag
from qa_app.web.rendering import page, render

WIDTH = 1_000  # pixels, where nothing is said
_KEPT = 64  # pictures, of about 80 kB each
_KEPT_PLACES = 16  # documents
_LONGEST_SAID = 400  # characters of the words in a text alternative


class Originals:
    """Draws pages in the limited child process, one at a time, and keeps the last few pictures.

    Raises NoOriginal where no file is kept, InvalidPage for a page, a place or a width that there is none of.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._reader = FileReader(Limits())
        self._turn = threading.Lock()
        self._pictures: OrderedDict[tuple[str, Drawing], bytes] = OrderedDict()
        self._places = lru_cache(_KEPT_PLACES)(lambda document_id, _sha256: service.library.places(document_id))

    def sha256(self, document_id: str) -> str:
        """Of the file, hexadecimal."""
        document = self._service.cited(document_id)
        sha256 = self._service.library.original_sha256(document.id)
        if sha256 is None:
            raise NoOriginal(
                f"The file that {document_id} was read from is not kept, so its pages cannot be shown:"
                " only those of PDFs of up to 64 MB are, from when they are added."
            )
        return sha256

    def places(self, document_id: str) -> tuple[PlacedLine, ...]:
        """Where the words of the document stand."""
        return self._places(document_id, self.sha256(document_id))

    def pages_of(self, document_id: str, span: Span) -> tuple[int, ...]:
        """The pages that words of `span` stand on, in order."""
        within = (
            line.page for line in self.places(document_id) for at, *_ in line.words if span.start <= at < span.end
        )
        return tuple(sorted(set(within)))

    def picture(self, document_id: str, number: int, span: Span | None, width: int) -> bytes:
        """That page as PNG, the words of `span` boxed."""
        sha256 = self.sha256(document_id)
        if not NARROWEST <= width <= WIDEST:
            raise InvalidPage(f"A page is shown {NARROWEST} to {WIDEST:,} pixels wide, not {width:,}.", 400)
        boxes = boxes_of(self.places(document_id), span, number) if span else ()
        key = sha256, Drawing("", number, width, boxes)
        with self._turn:
            if key not in self._pictures:
                self._pictures[key] = self._drawn(document_id, key[1])
                if len(self._pictures) > _KEPT:
                    self._pictures.popitem(last=False)
            self._pictures.move_to_end(key)
            return self._pictures[key]

    def _drawn(self, document_id: str, drawing: Drawing) -> bytes:
        raw = self._service.library.original(document_id)
        with tempfile.TemporaryDirectory(prefix="pincite-") as folder:
            file = Path(folder) / "original.pdf"
            file.write_bytes(raw or b"")
            try:
                return self._reader.picture(Drawing(str(file), drawing.page, drawing.width, drawing.boxes))
            except UnreadableFile as error:
                known = max((line.page for line in self.places(document_id)), default=0)
                raise InvalidPage(str(error), 404 if drawing.page > known or drawing.page < 1 else 503) from error


def add_originals(app: FastAPI, service: Service) -> None:
    """/doc/ID/page/3, its picture /doc/ID/page/3.png, and /doc/ID/page, which leads to the page of some words."""
    originals = Originals(service)

    @app.get("/doc/{document_id}/page", include_in_schema=False)
    def leading(document_id: str, request: Request) -> Response:
        asked = _asked(service.cited(document_id), request.query_params)
        pages = originals.pages_of(document_id, asked) if asked else ()
        return RedirectResponse(f"{_pages_path(document_id)}/{pages[0] if pages else 1}{_query(asked)}", 303)

    @app.get("/doc/{document_id}/page.png", include_in_schema=False)
    def first_picture(document_id: str, request: Request) -> Response:
        asked = _asked(service.cited(document_id), request.query_params)
        pages = originals.pages_of(document_id, asked) if asked else ()
        return _png(originals, document_id, pages[0] if pages else 1, asked, request.query_params)

    @app.get("/doc/{document_id}/page/{number}.png", include_in_schema=False)
    def picture(document_id: str, number: str, request: Request) -> Response:
        asked = _asked(service.cited(document_id), request.query_params)
        return _png(originals, document_id, _number(number), asked, request.query_params)

    @app.get("/doc/{document_id}/page/{number}", include_in_schema=False)
    def shown(document_id: str, number: str, request: Request) -> Response:
        document, at = service.cited(document_id), _number(number)
        asked = _asked(document, request.query_params)
        places = originals.places(document_id)
        last = max((line.page for line in places), default=at)
        if at > last:
            raise InvalidPage(f"There is no page {at:,} with words of {document_id}: the last one is {last:,}.", 404)
        marked = originals.pages_of(document_id, asked) if asked else ()
        ours = [line for line in places if line.page == at]
        return page(
            render(
                "original.html",
                document=document,
                number=at,
                last=max((line.page for line in places), default=at),
                query=_query(asked),
                marked=marked,
                said=" ".join(asked.of(document.text).split())[:_LONGEST_SAID] if asked else "",
                lines=[document.text[line.words[0][0] : _word_end(document.text, line.words[-1][0])] for line in ours],
                scanned=any(line.sureness for line in ours),
                path=_pages_path(document.id),
                language=language_tag(document.card.language),
                width=WIDTH,
            )
        )


def _pages_path(document_id: str) -> str:
    return f"{document_path(document_id)}/page"


def _query(span: Span | None) -> str:
    return f"?{urlencode({'start': span.start, 'end': span.end})}" if span else ""


def _png(originals: Originals, document_id: str, number: int, span: Span | None, query: Mapping[str, str]) -> Response:
    width = query.get("width", str(WIDTH))
    if not width.isdecimal() or len(width) > 9:
        raise InvalidPage(f"{width[:20]!r} is no width in pixels.", 400)
    body = originals.picture(document_id, number, span, int(width))
    return Response(body, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


def _number(text: str) -> int:
    if not text.isdecimal() or not 0 < len(text) < 7:
        raise InvalidPage(f"{text[:20]!r} is no page: pages are counted from 1.", 404)
    return int(text)


def _asked(document: Document, query: Mapping[str, str]) -> Span | None:
    """The words that an address names, by places in the document's text; None where it names none."""
    start, end = query.get("start", ""), query.get("end", "")
    if not start and not end:
        return None
    if not (start + end).isdecimal() or len(start + end) > 18 or not int(start or 0) < int(end or 0):
        raise InvalidPage("The words are named by where they start and end in the text, two whole numbers.", 400)
    if int(end) > len(document.text):
        raise InvalidPage(f"{document.id} ends at place {len(document.text):,}, before {int(end):,}.", 400)
    return Span(int(start or 0), int(end))


def _word_end(text: str, start: int) -> int:
    return start + len(text[start:].split(None, 1)[0])
