"""Where the list of documents is, and where documents are added and removed."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from starlette.requests import ClientDisconnect

from corpus.errors import UnknownDocument, UnknownParagraph
from corpus.library.library import Entry
from corpus.types import DOUBTFUL, Document, Span
from qa_app.citing.links import paragraph_path, rooted
from qa_app.collection import listed_page
from qa_app.errors import RefusedUpload
from qa_app.references.paragraphs import find_paragraph
from qa_app.service import Service
from qa_app.web.documents.find import find_in
from qa_app.web.documents.list import (
    PATH,
    ListedDocument,
    Notices,
    documents_page,
    listing_of,
    numbering_in_words,
    removal_page,
    removal_token,
    sent_token,
    upload_page,
)
from qa_app.web.documents.original import add_originals
from qa_app.web.documents.reader import (
    LONG,
    Asked,
    Standing,
    choosing_page,
    differences_page,
    document_page,
    document_pieces,
    paragraph_page,
)
from qa_app.web.documents.upload_form import receive_files
from qa_app.web.documents.uploads import Uploads
from qa_app.web.options import WebOptions
from qa_app.web.rendering import ASKING, error_page, long_page, page
from qa_app.words import say, wording

CHANGED = "This has changed since you looked, so nothing was removed. This is what would be removed now."


def add_documents_page(app: FastAPI, service: Service, options: WebOptions) -> None:
    """The list at /documents; what changes it answers 403 unless uploads are allowed."""
    lists = Lists(service, options)

    @app.get(PATH, include_in_schema=False)
    def shown(request: Request) -> Response:
        removed = request.query_params.get("removed", "")
        done = say("documents.removed", name=removed) if removed and not lists.has(removed) else ""
        return lists.page(request.query_params, Notices(done=done))

    @app.get(f"{PATH}/", include_in_schema=False)
    def misspelt() -> Response:
        return RedirectResponse(rooted(PATH), 308)  # the chat would say that there is no such page

    add_uploads(app, lists)
    add_removals(app, lists)


def add_uploads(app: FastAPI, lists: "Lists") -> None:
    """Files in, and the page that says how far they are."""
    uploads = Uploads(lists.service)
    uploads.go_on()

    @app.post(PATH, include_in_schema=False)
    async def sent(request: Request) -> Response:
        if not lists.options.uploads:
            return not_allowed()
        try:
            uploads.require_room()
            upload = uploads.start(await receive_files(request, lists.options.most_uploaded, uploads.new_folder))
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        except RefusedUpload as refused:
            return lists.page({}, Notices(refused=str(refused)), refused.status)
        return RedirectResponse(rooted(f"{PATH}/adding/{upload.id}"), 303)

    @app.get(f"{PATH}/adding/{{upload_id}}", include_in_schema=False)
    def adding(upload_id: str) -> Response:
        upload = uploads.find(upload_id)
        if upload is None:
            return error_page(404, wording("error.upload"))
        return page(upload_page(upload), policy=ASKING)


def add_removals(app: FastAPI, lists: "Lists") -> None:
    """A removal, shown before it is done."""

    @app.get(f"{PATH}/{{document_id}}/remove", include_in_schema=False)
    def asked(document_id: str) -> Response:
        if not lists.options.uploads:
            return not_allowed()
        return lists.removal(document_id)

    @app.post(f"{PATH}/{{document_id}}/remove", include_in_schema=False)
    def confirmed(document_id: str, token: Annotated[str, Depends(sent_token)]) -> Response:
        if not lists.options.uploads:
            return not_allowed()
        library = lists.service.library
        with library.writing():
            _, current = lists.going(document_id)
            if token != current:
                return lists.removal(document_id, CHANGED, 409)
            library.remove(document_id)
        return RedirectResponse(f"{rooted(PATH)}?{urlencode({'removed': document_id})}", 303)


def not_allowed() -> Response:
    """The page that says that this server's documents stay as they are."""
    return error_page(403, wording("error.not_allowed"))


class Lists:
    """The pages of the list and of removals, over what the library holds now."""

    def __init__(self, service: Service, options: WebOptions) -> None:
        self.service = service
        self.options = options

    def has(self, document_id: str) -> bool:
        """Whether there is a document of that id."""
        with suppress(UnknownDocument):
            return bool(self.service.library.record(document_id))
        return False

    def page(self, query: Mapping[str, str], notices: Notices, status: int = 200) -> Response:
        """The list as the address asks for it."""
        listing = listing_of(query)
        shown = listed_page(self.service.holdings.find([listing.search], superseded=listing.superseded), listing)
        rows = [self._row(entry) for entry in shown.entries]
        return page(documents_page(listing, shown, rows, self.options, notices), status, ASKING)

    def removal(self, document_id: str, notice: str = "", status: int = 200) -> Response:
        """What removing it would take; raises UnknownDocument."""
        versions, token = self.going(document_id)
        entry = next(entry for entry in versions if entry.id == document_id)
        return page(removal_page(versions, entry, token, notice), status, ASKING)

    def going(self, document_id: str) -> tuple[tuple[Entry, ...], str]:
        """Every version of the document and the word for how they are now; raises UnknownDocument."""
        library = self.service.library
        with library.snapshot():
            versions = library.versions(document_id)
            return versions, removal_token(versions, library.fingerprint_of(document_id))

    def _row(self, entry: Entry) -> ListedDocument:
        return ListedDocument(entry, numbering_in_words(self.service.library.numbers(entry.id)))


# Where documents are read.

# Of a paragraph asked for by a number: more than anybody types.
_LONGEST_NUMBER = 200
_LONGEST_WORD = 100
_LONGEST_WORDS, _MOST_OFFERED = 200, 50


def add_document_pages(app: FastAPI, service: Service, options: WebOptions) -> None:
    """The page of each document, at /doc/ID, and the list of them all, at /documents."""
    add_documents_page(app, service, options)
    add_originals(app, service)

    @app.get("/doc/{document_id}", include_in_schema=False)
    def document(document_id: str, request: Request) -> Response:
        return _answer(service, document_id, request.query_params)

    @app.get("/doc/{document_id}/diff", include_in_schema=False)
    def choosing(document_id: str, words: str = "") -> Response:
        chosen = service.cited(document_id)
        found = service.holdings.find([words[:_LONGEST_WORDS]]) if words.strip() else service.entries()
        others = [entry for entry in found if entry.id != document_id][:_MOST_OFFERED]
        return page(choosing_page(chosen, words, others, service.library.versions(document_id)), policy=ASKING)

    @app.get("/doc/{document_id}/diff/{other_id}", include_in_schema=False)
    def differences(document_id: str, other_id: str) -> Response:
        return long_page(differences_page(service.compared(document_id, other_id)), ASKING)


def _answer(service: Service, document_id: str, query: Mapping[str, str]) -> Response:
    """The page, or one paragraph of it (`?about=4`), or the way to one (`?paragraph=4`)."""
    document = service.document(document_id)
    if "about" in query:
        paragraph = find_paragraph(document, query["about"])
        return page(paragraph_page(document, paragraph, has_original=service.has_original(document.id)), policy=ASKING)
    number = query.get("paragraph", "").strip()[:_LONGEST_NUMBER]
    notice = ""
    if number:
        try:
            return RedirectResponse(paragraph_path(find_paragraph(document, number)), 303)
        except UnknownParagraph as error:
            notice = str(error)
    words = query.get("find", "")
    found = find_in(document, words, _whole_number(query.get("hit", "")))
    if document.read_by_ocr:
        found = replace(found, doubtful=_doubtful(document, service))
    asked = Asked(found.words or words.strip(), found, number, notice)
    standing = _standing(service, document)
    if len(document.paragraphs) > LONG:
        return long_page(document_pieces(document, standing, asked), ASKING)
    return page(document_page(document, standing, asked), policy=ASKING)


def _doubtful(document: Document, service: Service) -> tuple[tuple[Span, int], ...]:
    """The words that OCR may have misread, with how sure it was in percent."""
    words = (
        (Span(at, at + len(document.text[at : at + _LONGEST_WORD].split(None, 1)[0])), sure)
        for line in service.library.places(document.id)
        for (at, *_), sure in zip(line.words, line.sureness, strict=False)
        if sure < DOUBTFUL
    )
    return tuple(sorted(words))


def _standing(service: Service, document: Document) -> Standing:
    """Its versions and what supersedes it; nothing is known of a document that is removed at this moment."""
    try:
        versions = service.library.versions(document.id)
        by = service.library.superseded_by(document.id)
        return Standing(versions, service.library.record(by) if by else None, service.has_original(document.id))
    except UnknownDocument:
        return Standing()


def _whole_number(text: str) -> int:
    """The number that an address has, 1 where it has none that can be one."""
    return int(text) if text.isdecimal() and len(text) < 7 else 1
