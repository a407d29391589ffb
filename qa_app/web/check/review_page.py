"""The pages of checked articles: what became of every quotation, what editors decide of it, and the reports of it."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, get_args
from urllib.parse import parse_qsl

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from corpus.errors import LibraryReadOnly
from qa_app.check.articles.check import ArticleCheck, Decision, Ruling, names_of
from qa_app.check.reports.docx import MEDIA_TYPE, as_docx
from qa_app.check.reports.files import as_csv
from qa_app.check.reports.html import as_html
from qa_app.check.reports.receipt import as_receipt_text, circumstances, receipt
from qa_app.check.reports.rows import (
    apostrophes,
    decided,
    label_in_english,
    passed_over,
    said_by,
    say_when,
    stretches,
    summary,
)
from qa_app.citing.links import rooted
from qa_app.errors import RefusedUpload
from qa_app.service import MOST_ARTICLE, Service
from qa_app.web.chat.conversation import is_token
from qa_app.web.check.card import QuotationCard, quotation_cards
from qa_app.web.check.page import NOTICES, PATH, CheckForm, check_page, checking_page, review_path
from qa_app.web.check.reviews import ReviewedArticle, Reviews
from qa_app.web.rendering import ASKING, error_page, page
from qa_app.words import say, wording

LIST_PATH = f"{PATH}/reviews"
DESK = "pincite-desk"  # the cookie that names the browser that keeps an article
_YEAR = 365 * 24 * 3600
_WAIT_SECONDS = 1.5  # most articles are checked sooner than that
_LONGEST_INITIALS, _LONGEST_NOTE = 8, 500
Show = Literal["all", "look", "open"]


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """What an editor sends of a quotation; `seen` is how many decisions of it were on the page."""

    quotation: str
    seen: int
    ruling: str
    initials: str
    note: str
    show: Show

    @property
    def refusal(self) -> str:
        """Why it cannot be taken, in a sentence; "" where it can."""
        if self.ruling not in list(Ruling):
            return "Accept the verdict or overrule it."
        if not 0 < len(self.initials) <= _LONGEST_INITIALS or not self.initials.isprintable():
            return f"Say whose decision it is: initials of at most {_LONGEST_INITIALS} letters."
        if self.ruling == Ruling.OVERRULED and not self.note:
            return "Say in the note why the verdict is overruled."
        return ""


async def sent_decision(request: Request) -> DecisionForm:
    """The form in the body of a request."""
    pairs = parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True, errors="replace")
    said = dict(pairs)
    seen = said.get("seen", "")
    return DecisionForm(
        said.get("quotation", "")[:100],
        int(seen) if seen.isdecimal() and len(seen) < 6 else 0,
        said.get("ruling", ""),
        " ".join(said.get("initials", "").split()),
        " ".join(said.get("note", "").split())[:_LONGEST_NOTE],
        _shown(said),
    )


@dataclass(frozen=True, slots=True)
class Undone:
    """A decision that was not taken, and the sentence that says why."""

    form: DecisionForm
    reason: str


def add_review_pages(app: FastAPI, service: Service, reviews: Reviews) -> None:
    """The checked articles under /check/review, each under a token that nobody guesses, and those of this browser."""
    pages = ReviewPages(service, reviews)

    @app.get(LIST_PATH)
    def listed(request: Request) -> Response:
        return pages.list(_desk(request))

    @app.get(f"{PATH}/review/{{token}}")
    def shown(request: Request, token: str) -> Response:
        review = reviews.find(token)
        return pages.of(review, request) if review else _not_here()

    @app.get(f"{PATH}/review/{{token}}/report.{{form}}")
    def report(token: str, form: str) -> Response:
        review = reviews.find(token)
        if not review or form not in REPORTS:
            return _not_here()
        review.over.wait(_WAIT_SECONDS)
        result = reviews.with_decisions(review)
        if result is None:
            return error_page(409, review.failure or wording("error.not_yet"))
        media_type, made = REPORTS[form]
        name = f"{'receipt' if form == 'json' else 'quotations'}-{review.token[:6]}.{form}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(made(review, result, service), media_type=media_type, headers=headers)

    @app.get(f"{PATH}/review/{{token}}/decide")
    def reopened(token: str) -> Response:
        return RedirectResponse(rooted(f"{PATH}/review/{token}"), 303)  # where a refused decision was shown

    @app.post(f"{PATH}/review/{{token}}/decide")
    def decided_of(request: Request, token: str, form: Annotated[DecisionForm, Depends(sent_decision)]) -> Response:
        review = reviews.find(token)
        return pages.decide(review, form, request) if review else _not_here()

    @app.post(f"{PATH}/review/{{token}}/keep")
    def kept(request: Request, token: str) -> Response:
        review = reviews.find(token)
        if not review:
            return _not_here()
        desk = _desk(request) or secrets.token_hex(16)
        try:
            reviews.keep(review, desk)
        except (RefusedUpload, LibraryReadOnly) as error:
            return error_page(409, str(error))
        return _as_desk(RedirectResponse(f"{review_path(review)}#kept", 303), desk, request)

    @app.post(f"{PATH}/review/{{token}}/remove")
    def removed(request: Request, token: str) -> Response:
        review = reviews.find(token)
        if not review or not _desk(request) or review.desk != _desk(request):
            return _not_here()  # who only has the link takes nothing away from who keeps it
        reviews.remove(review)
        return RedirectResponse(rooted(LIST_PATH), 303)


@dataclass(frozen=True, slots=True)
class ReviewPages:
    """The pages over the articles of one server."""

    service: Service
    reviews: Reviews

    def of(
        self, review: ReviewedArticle, request: Request, undone: Undone | None = None, status: int = 200
    ) -> Response:
        """The page of an article: how far its check is, what came of it, or why nothing did."""
        review.over.wait(_WAIT_SECONDS)
        path = review_path(review)
        is_long = len(review.article.text) > MOST_ARTICLE
        form = CheckForm("" if is_long else review.article.text, review.document, is_article=True)
        entries = self.service.entries()
        if review.failure:
            return page(check_page(form, entries, review.failure), policy=ASKING)
        result = self.reviews.with_decisions(review)
        if result is None:
            return page(checking_page("review_waiting.html", form, entries, review=review, path=path), policy=ASKING)
        cards = quotation_cards(result, self.service.cited)
        show = undone.form.show if undone else _shown(request.query_params)
        shown = [card for card in cards if _is_in(show, card)]
        html = checking_page(
            "review.html", form, entries,
            notice=NOTICES.get(request.query_params.get("said", ""), ""),
            review=review,
            path=path,
            summary=summary(result),
            sound=result.sound,
            cards=cards,
            shown=shown,
            show=show,
            counts={each: sum(_is_in(each, card) for card in cards) for each in get_args(Show)},
            stretches=list(stretches(result, cards)),
            stated=[(each, said_by(each, self.service.cited)) for each in result.stated],
            passed_over=passed_over(result),
            apostrophes=apostrophes(result),
            made=self.reviews.decisions(review),
            decided=decided,
            say_when=say_when,
            undone=undone,
            is_kept=self.reviews.is_kept(review),
            is_own=bool(review.desk) and review.desk == _desk(request),
        )  # fmt: skip
        return page(html, status, ASKING)

    def decide(self, review: ReviewedArticle, form: DecisionForm, request: Request) -> Response:
        """Take a decision, or show the page with why it was not taken and what was typed."""
        review.over.wait(_WAIT_SECONDS)
        checked = review.result.checked if review.result else ()
        names = list(names_of(review.result)) if review.result else []
        if form.quotation not in names:
            return error_page(409, wording("error.quotation"))
        if form.refusal:
            return self.of(review, request, Undone(form, form.refusal), 400)
        place = names.index(form.quotation)
        said_of = label_in_english(checked[place].check).words
        decision = Decision(Ruling(form.ruling), form.initials, form.note, self.reviews.now(), said_of)
        desk = _desk(request) or secrets.token_hex(16)
        try:
            is_taken = self.reviews.decide(review, form.quotation, form.seen, decision, desk)
        except (RefusedUpload, LibraryReadOnly) as error:
            return self.of(review, request, Undone(form, str(error)), 409)
        if not is_taken:
            first = self.reviews.decisions(review).get(form.quotation, ())
            told = (
                f"Not taken, for somebody has decided meanwhile. {decided(first[-1])}"
                if first
                else say("error.not_yet")
            )
            undone = Undone(form, f"{told} Look at it, and decide again if you still would.")
            return self.of(review, request, undone, 409)
        after = f"?show={form.show}" * (form.show != "all")
        return _as_desk(
            RedirectResponse(f"{review_path(review)}{after}#{self._next(review, place, form)}", 303), desk, request
        )

    def _next(self, review: ReviewedArticle, place: int, form: DecisionForm) -> str:
        """What is in view after a decision: the quotation, or where those decided are out of sight the next one."""
        if form.show != "open":
            return f"v{place + 1}"
        cards = quotation_cards(self.reviews.with_decisions(review) or review.result, self.service.cited)  # type: ignore[arg-type]
        left = [card.place for card in cards if _is_in("open", card)]
        return f"v{next((each for each in left if each > place), left[0])}" if left else "verdicts"

    def list(self, desk: str) -> Response:
        """What this browser keeps."""
        return page(
            checking_page("reviews.html", CheckForm(), (), kept=self.reviews.kept_by(desk), path=review_path),
            policy=ASKING,
        )


def _is_in(show: Show, card: QuotationCard) -> bool:
    if show == "all":
        return True
    return not card.card.check.sound and (show == "look" or card.decision is None)


def _shown(said: Mapping[str, str]) -> Show:
    return next((each for each in get_args(Show) if each == said.get("show")), "all")


def _desk(request: Request) -> str:
    """What this browser is called, "" where it keeps nothing yet."""
    name = request.cookies.get(DESK, "")
    return name if is_token(name) else ""


def _as_desk(response: Response, desk: str, request: Request) -> Response:
    response.set_cookie(
        DESK,
        desk,
        max_age=_YEAR,
        path=rooted(PATH),
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return response


def _not_here() -> Response:
    return error_page(404, wording("error.article"))


# The reports that are downloaded.

Made = Callable[[ReviewedArticle, ArticleCheck, Service], bytes]


def _receipt(review: ReviewedArticle, result: ArticleCheck, service: Service) -> bytes:
    checks = [(place, each.check) for place, each in enumerate(result.checked, start=1)]
    made = circumstances(service.library, review.time)
    return as_receipt_text(receipt(checks, service.cited, made, review.article.text)).encode()


REPORTS: Mapping[str, tuple[str, Made]] = {
    "html": ("text/html; charset=utf-8", lambda _, result, service: as_html(result, service.cited).encode()),
    "csv": ("text/csv; charset=utf-8", lambda _, result, service: as_csv(result, service.cited).encode("utf-8-sig")),
    "json": ("application/json", _receipt),
    "docx": (MEDIA_TYPE, lambda review, result, service: as_docx(result, service.cited, review.original)),
}
