"""The page that checks quotations: its form, and under it what was found. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from corpus.errors import UnknownDocument
from corpus.library.library import Entry
from qa_app.check.articles.article import Article, article_from_text, read_article
from qa_app.check.articles.check import ArticleCheck
from qa_app.check.articles.quotations import find_quotations
from qa_app.check.reports.rows import Documents, apostrophes, passed_over, summary
from qa_app.check.types import Check, Quotation, Verdict
from qa_app.citing.citation import written_date
from qa_app.citing.links import rooted
from qa_app.errors import UnreadableInput
from qa_app.service import MOST_ARTICLE, Service
from qa_app.web.check.card import Source, check_card, quotation_cards, replaced, stretches
from qa_app.web.documents.upload_form import safe_name
from qa_app.web.rendering import CHECKING, page, render

MOST_LISTED = 200  # documents, beyond which one is typed and not chosen
_AROUND_QUOTATIONS = 0.2  # of a text, which makes it an article
EMPTY = "The box is empty: paste a quotation, or an article with quotations in it, and check again."
NO_FILE = "Choose a file first: nothing was sent."
EDITED = "The article is not the one that was checked, so nothing was replaced; this is the check of it as it is now."


@dataclass(frozen=True, slots=True)
class Searched:
    """What a check looks in."""

    documents: int
    paragraphs: int


# What is typed into the page that checks quotations, and the address that holds a quotation.


@dataclass(frozen=True, slots=True)
class CheckForm:
    """`text` is one quotation, or an article where `is_article`; `document` (an id) and `paragraph` are its credit.

    `replace` names a quotation of the article that is to give way to the source's words; see check_article.
    """

    text: str = ""
    document: str = ""
    paragraph: str = ""
    is_article: bool = False
    replace: str = ""

    @property
    def address(self) -> str:
        """Where this quotation is checked again: "/check?quote=...&document=...&paragraph=..."."""
        given = {"quote": self.text, "document": self.document, "paragraph": self.paragraph}
        return f"{rooted(PATH)}?{urlencode({name: value for name, value in given.items() if value or name == 'quote'})}"

    @property
    def fits_an_address(self) -> bool:
        """Whether it can be a link."""
        return not self.is_article and len(self.text) < LONGEST_ADDRESS and len(self.address) <= LONGEST_ADDRESS


def check_page(form: CheckForm, entries: Sequence[Entry], notice: str = "") -> str:
    """The page with nothing checked, and why, where something was asked."""
    return _page("check.html", form, entries, notice=notice)


def quotation_page(form: CheckForm, entries: Sequence[Entry], check: Check, documents: Documents) -> str:
    """The page with what became of one quotation."""
    card = check_card(check, documents)
    return _page(
        "check_quotation.html", form, entries,
        card=card,
        corrections={source: _corrected(form, source) for source in card.sources},
        credit=_credited(form, card.sources[0]) if card.offers_credit else None,
        quotations_within=0 if check.sound else _quotations_within(form.text),
        searched=Searched(len(entries), sum(entry.paragraphs for entry in entries)),
        is_lost=check.verdict is Verdict.NOT_FOUND,
    )  # fmt: skip


def article_page(
    form: CheckForm, entries: Sequence[Entry], result: ArticleCheck, documents: Documents, notice: str = ""
) -> str:
    """The page with what became of every quotation of an article."""
    cards = quotation_cards(result, documents)
    return _page(
        "check_article.html", form, entries,
        notice=notice,
        summary=summary(result),
        sound=result.sound,
        cards=cards,
        stretches=list(stretches(result, cards)),
        passed_over=passed_over(result),
        apostrophes=apostrophes(result),
    )  # fmt: skip


def _page(template: str, form: CheckForm, entries: Sequence[Entry], *, notice: str = "", **values: object) -> str:
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
    )


def form_of_body(body: bytes) -> CheckForm:
    """The same, from the body of a request."""
    return form_of_fields(dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, errors="replace")))


# Where the page that checks quotations is: what is sent there, and what comes back.


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
        return RedirectResponse(f"{rooted(PATH)}?{request.url.query}", 308)

    @app.post(FILE_PATH)
    async def sent_file(request: Request) -> Response:
        async with request.form(max_files=1, max_fields=1) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile) or not file.filename:
                return page(check_page(CheckForm(is_article=True), service.entries(), NO_FILE), policy=CHECKING)
            raw, name = await file.read(), safe_name(file.filename)
        return await run_in_threadpool(_file_checked, service, raw, name)

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


def _file_checked(service: Service, raw: bytes, name: str) -> Response:
    """The same of an article's file; its words go into the box, to be mended and checked again."""
    form = CheckForm(is_article=True)
    try:
        article = _article_in(raw, name)
        form = replace(form, text=article.text)
        return page(
            article_page(form, service.entries(), service.check_article(article), service.cited), policy=CHECKING
        )
    except UnreadableInput as error:
        return page(check_page(form, service.entries(), str(error)), policy=CHECKING)


def _article_in(raw: bytes, name: str) -> Article:
    """Raises UnreadableInput, which names the file as it was sent."""
    with TemporaryDirectory(prefix="pincite-") as folder:
        path = Path(folder) / name
        path.write_bytes(raw)
        try:
            return replace(read_article(path), file=name)
        except UnreadableInput as error:
            raise UnreadableInput(str(error).replace(str(path), name)) from error


def _result(service: Service, form: CheckForm) -> str:
    if not form.is_article:
        check = service.check(Quotation(form.text, form.document or None, form.paragraph or None))
        return quotation_page(form, service.entries(), check, service.cited)
    result, notice = service.check_article(article_from_text(form.text), form.document or None), ""
    if form.replace:
        text = replaced(result, service.cited, form.replace)
        if text is None:
            notice = EDITED
        else:
            form = replace(form, text=text)
            result = service.check_article(article_from_text(text), form.document or None)
    return article_page(form, service.entries(), result, service.cited, notice)
