"""A checked article as one HTML page that needs nothing beside it: the article marked up, then every verdict. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from corpus.types import Paragraph, Span
from qa_app.check.articles.check import ArticleCheck
from qa_app.check.reports.rows import (
    Documents,
    Piece,
    Row,
    Tone,
    apostrophes,
    decided,
    passed_over,
    rows_of,
    said_by,
    stretches,
    summary,
    word_differences,
)
from qa_app.check.types import Check, Verdict
from qa_app.citing.citation import pin_cite
from qa_app.words import say, say_number

_HERE = Path(__file__).parent / "templates"
_SAME_WORDS = frozenset({Verdict.VERBATIM, Verdict.TYPOGRAPHY})


@dataclass(frozen=True, slots=True)
class _Source:
    """A source paragraph: where it stands in words, and its text in pieces, of which those quoted are marked."""

    place: str
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class _Card:
    row: Row
    differences: list[Piece]
    sources: list[_Source]


def as_html(result: ArticleCheck, documents: Documents) -> str:
    """The page. Every word of the article and of the sources is escaped; there is no script."""
    rows = rows_of(result, documents)
    cards = [_card(row, each.check, documents) for row, each in zip(rows, result.checked, strict=True)]
    return (
        _environment()
        .get_template("report.html")
        .render(
            file=result.article.file,
            summary=summary(result),
            sound=result.sound,
            stretches=list(stretches(result, rows)),
            stated=[(each, said_by(each, documents)) for each in result.stated],
            cards=cards,
            passed_over=passed_over(result),
            apostrophes=apostrophes(result),
            counts=_counts(rows),
        )
    )


def _card(row: Row, check: Check, documents: Documents) -> _Card:
    compared = word_differences(row.quote, row.source_words) if check.verdict not in _SAME_WORDS else []
    return _Card(row, compared, list(_sources(check, documents)))


def _sources(check: Check, documents: Documents) -> Iterator[_Source]:
    spans: dict[Paragraph, list[Span]] = {}
    for citation in check.citations:
        spans.setdefault(citation.paragraph, []).append(citation.span)
    for paragraph, quoted in spans.items():
        card = documents(paragraph.id.document).card
        yield _Source(pin_cite(card, paragraph), tuple(_pieces(paragraph.text, sorted(quoted))))


def _pieces(text: str, spans: list[Span]) -> Iterator[tuple[str, bool]]:
    end = 0
    for span in spans:
        start = max(end, span.start)
        yield text[end:start], False
        yield text[start : max(start, span.end)], True
        end = max(start, span.end)
    yield text[end:], False


def _counts(rows: list[Row]) -> list[tuple[Tone, str, int]]:
    counted = Counter(row.label.tone for row in rows)
    return [(tone, say(f"report.{tone}"), counted[tone]) for tone in get_args(Tone) if counted[tone]]


@cache
def _environment() -> Environment:
    # Whatever an article or a source says is text, never markup; only the style sheet is our own.
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["decided"] = decided
    environment.globals.update(say=say, say_number=say_number)
    environment.globals["style"] = Markup((_HERE / "report.css").read_text(encoding="utf-8"))  # noqa: S704 (our file)
    return environment
