"""The page that checks quotations: its form, and under it what was found. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile

from corpus.errors import UnknownDocument
from corpus.library.library import Entry
from qa_app.check.articles.article import article_from_text
from qa_app.check.articles.quotations import find_quotations
from qa_app.check.types import Check, Quotation, Verdict
from qa_app.citing.citation import written_date
from qa_app.citing.links import rooted
from qa_app.errors import RefusedUpload
from qa_app.service import MOST_ARTICLE, Service
from qa_app.web.check.card import Source, check_card, replaced
from qa_app.web.check.reviews import ReviewedArticle, Reviews, SentArticle
from qa_app.web.documents.upload_form import safe_name
from qa_app.web.rendering import CHECKING, page, render

MOST_LISTED = 200  # documents, beyond which one is typed and not chosen
_AROUND_QUOTATIONS = 0.2  # of a text, which makes it an article
EMPTY = "The box is empty: paste a quotation, or an article with quotations in it, and check again."
NO_FILE = "Choose a file first: nothing was sent."
# What is said of a check that was begun, by a word in its address.
NOTICES = {
    "edited": "The article is not the one that was checked, so nothing was replaced; this is the check of it as it is"
    " now.",
}


@dataclass(frozen=True, slots=True)
class Searched:
    """What a check looks in."""

    documents: int
    paragraphs: int


# What is typed into the page that checks quotations, and the address that holds a quotation.


@dataclass(frozen=True, slots=True)
class CheckForm:
    """`text` is one quotation, or an article where `is_article`; `document` (an id) and `paragraph` are its credit.

    `replace` names a quotation of the article that is to give way to the source's words, `review` the check of the
    article before that.
    """

    text: str = ""
    document: str = ""
    paragraph: str = ""
    is_article: bool = False
    replace: str = ""
    review: str = ""
    by_meaning: bool = False

    @property
    def address(self) -> str:
        """Where this quotation is checked again: "/check?quote=...&document=...&paragraph=..."."""
        given = {"quote": self.text, "document": self.document, "paragraph": self.paragraph}
        given |= {"meaning": "yes"} if self.by_meaning else {}
        return f"{rooted(PATH)}?{urlencode({name: value for name, value in given.items() if value or name == 'quote'})}"

    @property
    def fits_an_address(self) -> bool:
        """Whether it can be a link."""
        return not self.is_article and len(self.text) < LONGEST_ADDRESS and len(self.address) <= LONGEST_ADDRESS


def check_page(form: CheckForm, entries: Sequence[Entry], notice: str = "") -> str:
    """The page with nothing checked, and why, where something was asked."""
    return checking_page("check.html", form, entries, notice=notice)


def quotation_page(form: CheckForm, entries: Sequence[Entry], check: Check, service: Service) -> str:
    """The page with what became of one quotation."""
    card = check_card(check, service.cited)
    return checking_page(
        "check_quotation.html", form, entries,
        card=card,
        with_original={each.document for each in card.sources if each.seen and service.has_original(each.document)},
        corrections={source: _corrected(form, source) for source in card.sources},
        credit=_credited(form, card.sources[0]) if card.offers_credit else None,
        quotations_within=0 if check.sound else _quotations_within(form.text),
        searched=Searched(len(entries), sum(entry.paragraphs for entry in entries)),
        is_lost=check.verdict is Verdict.NOT_FOUND,
    )  # fmt: skip


def checking_page(
    template: str, form: CheckForm, entries: Sequence[Entry], *, notice: str = "", **values: object
) -> str:
    """A page with the form on it, filled in."""
    listed = entries if len(entries) <= MOST_LISTED else ()
    unlisted = form.document if form.document not in {entry.id for entry in listed} else ""
    return render(template, form=form, listed=_names(listed), unlisted=unlisted, notice=notice, **values)


def _names(entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """(id, name) of each: its title and date, and where those are another's too, its symbol or id."""
    named = [
        (entry, ", ".join([entry.title, *([written_date(entry.date)] if entry.date else [])])) for entry in entries
    ]
    times = Counter(name for _, name in named)
    return [(e.id, name if times[name] == 1 else f"{name} ({e.symbol or e.id})") for e, name in named]


def _corrected(form: CheckForm, source: Source) -> CheckForm:
    """The form with the source's words, and with its place where one was credited."""
    return _credited(replace(form, text=source.words), source)


def _credited(form: CheckForm, source: Source) -> CheckForm:
    return replace(
        form,
        document=source.document if form.document else "",
        paragraph=source.number if form.paragraph else "",
    )


def _quotations_within(text: str) -> int:
    """How many quotations are in a text that is itself more than a quotation."""
    if len(text) > MOST_ARTICLE:
        return 0
    quoted = find_quotations(article_from_text(text)).quoted
    around = len(text) - sum(len(each.span) for each in quoted)
    return len(quoted) if around > _AROUND_QUOTATIONS * len(text) else 0


PATH = "/check"
FILE_PATH = "/check/file"
LONGEST_ADDRESS = 4_000  # characters, which servers and browsers take everywhere


def form_of_fields(fields: Mapping[str, str]) -> CheckForm:
    """The form as it was filled in; browsers end lines with CR LF."""
    return CheckForm(
        fields.get("quote", "").replace("\r\n", "\n"),
        fields.get("document", "").strip(),
        fields.get("paragraph", "").strip(),
        fields.get("what") == "article",
        fields.get("replace", ""),
        fields.get("review", ""),
        fields.get("meaning") == "yes",
    )


def form_of_body(body: bytes) -> CheckForm:
    """The same, from the body of a request."""
    return form_of_fields(dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, errors="replace")))


# Where the page that checks quotations is: what is sent there, and what comes back.


async def sent_form(request: Request) -> CheckForm:
    """The form in the body of a request."""
    return form_of_body(await request.body())


def add_check_page(app: FastAPI, service: Service, reviews: Reviews) -> None:
    """The page at /check. A quotation has an address of its own, so that it can be linked to, and so has an article."""

    @app.get(PATH)
    def shown(request: Request) -> Response:
        form = form_of_fields(request.query_params)
        asked = "quote" in request.query_params
        return _checked(service, form) if asked else page(check_page(form, service.entries()), policy=CHECKING)

    @app.get(f"{PATH}/")
    def misspelt(request: Request) -> Response:
        return RedirectResponse(f"{rooted(PATH)}?{request.url.query}", 308)

    @app.post(FILE_PATH)
    async def sent_file(request: Request) -> Response:
        async with request.form(max_files=1, max_fields=1) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile) or not file.filename:
                return page(check_page(CheckForm(is_article=True), service.entries(), NO_FILE), policy=CHECKING)
            sent_article = SentArticle(safe_name(file.filename), await file.read())
        return _begun(service, reviews, CheckForm(is_article=True), sent_article)

    @app.post(PATH)
    def sent(form: Annotated[CheckForm, Depends(sent_form)]) -> Response:
        if form.fits_an_address:
            return RedirectResponse(form.address, 303)
        if not form.is_article:
            return _checked(service, form)
        return _article_checked(service, reviews, form)


def _checked(service: Service, form: CheckForm) -> Response:
    """What was found; what cannot be checked is said in a sentence over the form, which keeps what was typed."""
    if not form.text.strip():
        return page(check_page(form, service.entries(), EMPTY), policy=CHECKING)
    try:
        quotation = Quotation(form.text, form.document or None, form.paragraph or None)
        check = service.check(quotation, by_meaning=form.by_meaning)
    except UnknownDocument as error:
        return page(check_page(form, service.entries(), str(error)), policy=CHECKING)
    return page(quotation_page(form, service.entries(), check, service), policy=CHECKING)


def _article_checked(service: Service, reviews: Reviews, form: CheckForm) -> Response:
    """The way to the check of the article, with the source's words in the place of a quotation where that was asked."""
    before = reviews.find(form.review) if form.replace else None
    # Nothing is typed where an article is so long that it is in no box.
    form = replace(form, text=form.text or (before.article.text if before else ""))
    if not form.text.strip():
        return page(check_page(form, service.entries(), EMPTY), policy=CHECKING)
    mended = _mended(service, form, before)
    article = SentArticle("", (mended or form.text).encode("utf-8", "surrogatepass"), form.document, form.by_meaning)
    return _begun(service, reviews, form, article, before if mended else None)


def _mended(service: Service, form: CheckForm, before: ReviewedArticle | None) -> str | None:
    """The article with the source's words; None where it is another one by now, or nothing is to be replaced."""
    if not before or not before.result or form.text != before.article.text.replace("\r\n", "\n"):
        return None
    return replaced(before.result, service.cited, form.replace)


def _begun(
    service: Service, reviews: Reviews, form: CheckForm, article: SentArticle, before: ReviewedArticle | None = None
) -> Response:
    try:
        review = reviews.begin(article, before)
    except RefusedUpload as refused:
        return page(check_page(form, service.entries(), str(refused)), refused.status, CHECKING)
    said = "?said=edited" if form.replace and not before else ""
    return RedirectResponse(f"{review_path(review)}{said}#result", 303)


def review_path(review: ReviewedArticle) -> str:
    """Where the check of an article is."""
    return rooted(f"{PATH}/review/{review.token}")
