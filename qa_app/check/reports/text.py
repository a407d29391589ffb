"""A checked article for a terminal: each quotation with its place, verdict, source words and what to do. Pure."""

import unicodedata
from collections.abc import Iterator

from qa_app.check.articles.check import ArticleCheck
from qa_app.check.attribution import is_furniture
from qa_app.check.reports.rows import (
    Documents,
    Row,
    apostrophes,
    credited_to,
    flag_words,
    label_of,
    left_out,
    passed_over,
    rows_of,
    said_by,
    summary,
    what_to_do,
)
from qa_app.check.types import Check
from qa_app.citing.citation import Citation, pin_cite
from qa_app.words import say, say_number


def as_text(result: ArticleCheck, documents: Documents) -> str:
    """The report, lines ending in a newline; control characters, which could steer a terminal, are shown as U+FFFD."""
    return "".join(f"{visible(line)}\n" for line in _lines(result, documents))


def _lines(result: ArticleCheck, documents: Documents) -> Iterator[str]:
    for row in rows_of(result, documents):
        yield from _row(row)
        yield ""
    skipped = passed_over(result)
    for line, words, reason in skipped:
        yield say("told.passed_over", line=line, words=words, reason=reason)
    if count := apostrophes(result):
        yield say_number("told.apostrophes", count)
    if skipped or count:
        yield ""
    for each in result.stated:
        yield say("told.stated", line=each.line, words=each.words)
        yield f"  {said_by(each, documents)}"
    if result.stated:
        yield ""
    yield summary(result)


def _row(row: Row) -> Iterator[str]:
    yield say("told.line", place=row.place, line=row.line, verdict=f"{row.label.symbol} {row.label.words}")
    yield f"   {say('told.quoted', words=' '.join(row.quote.split()))}"
    yield from (f"   {fact}" for fact in facts(row))


def facts(row: Row) -> Iterator[str]:
    """What is found of a quotation, a line each."""
    if row.source_words:
        yield say("told.source", words=" ".join(row.source_words.split()))
    if row.source:
        yield say("told.stands", place=row.source)
    if row.credited:
        yield say("told.credited", place=row.credited)
    yield from (say("told.left_out", words=words) for words in row.left_out)
    yield from (say("told.changed", change=change) for change in row.changes)
    yield from (say("told.warning", warning=warning) for warning in row.warnings)
    yield say("told.to_do", advice=row.advice)


def visible(line: str) -> str:
    """`line` with control characters shown as U+FFFD."""
    return "".join("\ufffd" if unicodedata.category(c) == "Cc" and c != "\t" else c for c in line)


# One check for a terminal: the verdict, what changed, and the paragraph of the source with the words marked.

MARK_OPEN, MARK_CLOSE = "▸", "◂"
_AROUND = 300  # characters of a long paragraph on either side of the slice
_MOST_ELSEWHERE = 5


def check_as_text(check: Check, documents: Documents) -> str:
    """The check, lines ending in a newline; control characters are shown as U+FFFD."""
    return "".join(f"{visible(line)}\n" for line in _check_lines(check, documents))


def _check_lines(check: Check, documents: Documents) -> Iterator[str]:
    label = label_of(check)
    yield f"{label.symbol} {label.words}"
    for words in left_out(check):
        yield say("told.left_out", words=words)
    for difference in check.differences:
        yield say("told.changed", change=difference.told)
    for flag in check.flags:
        yield say("told.warning", warning=flag_words(flag))
    if credited := credited_to(check, documents):
        yield say("told.credited", place=credited)
    yield say("told.decided", rule=check.because)
    yield say("told.to_do", advice=what_to_do(check, documents))
    for citation in check.citations:
        yield ""
        yield _marked(citation)
        yield f"— {_place(citation, documents)}"
    for citation in check.nearest:
        words = " ".join(citation.quote.split())
        yield say("told.near", words=words, place=_place(citation, documents))
    if check.elsewhere:
        yield say("told.elsewhere", places="; ".join(_elsewhere(check, documents)))


def _marked(citation: Citation) -> str:
    """The paragraph on one line with the slice between marks, a long one cut on either side."""
    text, span = citation.paragraph.text, citation.span
    before, after = text[: span.start], text[span.end :]
    if len(before) > _AROUND:
        before = f"… {before[-_AROUND:].partition(' ')[2]}"
    if len(after) > _AROUND:
        after = f"{after[:_AROUND].rpartition(' ')[0]} …"
    return " ".join(f"{before}{MARK_OPEN}{citation.quote}{MARK_CLOSE}{after}".split())


def _place(citation: Citation, documents: Documents) -> str:
    card = documents(citation.paragraph_id.document).card
    return say("told.around", title=card.title) if is_furniture(citation) else pin_cite(card, citation.paragraph)


def _elsewhere(check: Check, documents: Documents) -> Iterator[str]:
    yield from (_place(citation, documents) for citation in check.elsewhere[:_MOST_ELSEWHERE])
    if more := len(check.elsewhere) - _MOST_ELSEWHERE:
        yield say("told.more", number=more) if more > 0 else ""
