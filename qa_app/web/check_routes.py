"""Where the page that checks quotations is: what is sent there, and what comes back."""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from corpus.errors import UnknownDocument
from qa_app.errors import UnreadableInput
from qa_app.links import rooted
from qa_app.quotes.types import Quotation
from qa_app.service import Service
from qa_app.web.check_article import replaced
from qa_app.web.check_form import PATH, CheckForm, form_of_body, form_of_fields
from qa_app.web.check_page import EDITED, EMPTY, article_page, check_page, quotation_page
from qa_app.web.responses import CHECKING, page


async def sent_form(request: Request) -> CheckForm:
    """The form in the body of a request."""
    return form_of_body(await request.body())


def add_check_page(app: FastAPI, service: Service) -> None:
    """The page at /check. A quotation is an address of its own, so that it can be linked to; an article is not."""

    @app.get(PATH)
    def shown(request: Request) -> Response:
        form = form_of_fields(request.query_params)
        asked = "quote" in request.query_params
        return _checked(service, form) if asked else page(check_page(form, service.entries()), policy=CHECKING)

    @app.get(f"{PATH}/")
    def misspelt(request: Request) -> Response:
        return RedirectResponse(
            f"{rooted(PATH)}?{request.url.query}", 308
        )  # the chat would say that there is no such page

    @app.post(PATH)
    def sent(form: Annotated[CheckForm, Depends(sent_form)]) -> Response:
        return RedirectResponse(form.address, 303) if form.fits_an_address else _checked(service, form)


def _checked(service: Service, form: CheckForm) -> Response:
    """What was found; what cannot be checked is said in a sentence over the form, which keeps what was typed."""
    if not form.text.strip():
        return page(check_page(form, service.entries(), EMPTY), policy=CHECKING)
    try:
        return page(_result(service, form), policy=CHECKING)
    except (UnknownDocument, UnreadableInput) as error:
        return page(check_page(form, service.entries(), str(error)), policy=CHECKING)


def _result(service: Service, form: CheckForm) -> str:
    if not form.is_article:
        check = service.check(Quotation(form.text, form.document or None, form.paragraph or None))
        return quotation_page(form, service.entries(), check, service.cited)
    result, notice = service.check_article(form.text, form.document or None), ""
    if form.replace:
        text = replaced(result, service.cited, form.replace)
        if text is None:
            notice = EDITED
        else:
            form = replace(form, text=text)
            result = service.check_article(text, form.document or None)
    return article_page(form, service.entries(), result, service.cited, notice)
