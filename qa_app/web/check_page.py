"""The page that checks quotations: its form, and under it what was found. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.library.library import Entry
from qa_app.citation import written_date
from qa_app.quotes.article_checking import ArticleCheck
from qa_app.quotes.article_formats import article_from_text
from qa_app.quotes.article_quotations import find_quotations
from qa_app.quotes.report_rows import apostrophes, passed_over, summary
from qa_app.quotes.report_words import Documents
from qa_app.quotes.types import Check, Verdict
from qa_app.service import MOST_ARTICLE
from qa_app.web.check_article import quotation_cards, stretches
from qa_app.web.check_card import check_card
from qa_app.web.check_form import CheckForm
from qa_app.web.check_sources import Source
from qa_app.web.rendering import render

MOST_LISTED = 200  # documents, beyond which one is typed and not chosen
_AROUND_QUOTATIONS = 0.2  # of a text, which makes it an article
EMPTY = "The box is empty: paste a quotation, or an article with quotations in it, and check again."
EDITED = "The article is not the one that was checked, so nothing was replaced; this is the check of it as it is now."


@dataclass(frozen=True, slots=True)
class Searched:
    """What a check looks in."""

    documents: int
    paragraphs: int


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
