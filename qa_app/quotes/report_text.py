"""A checked article for a terminal: each quotation with its place, verdict, source words and what to do. Pure."""

import unicodedata
from collections.abc import Iterator

from qa_app.quotes.article_checking import ArticleCheck
from qa_app.quotes.report_rows import Row, apostrophes, passed_over, rows_of, summary
from qa_app.quotes.report_words import Documents


def as_text(result: ArticleCheck, documents: Documents) -> str:
    """The report, lines ending in a newline; control characters, which could steer a terminal, are shown as U+FFFD."""
    return "".join(f"{visible(line)}\n" for line in _lines(result, documents))


def _lines(result: ArticleCheck, documents: Documents) -> Iterator[str]:
    for row in rows_of(result, documents):
        yield from _row(row)
        yield ""
    skipped = passed_over(result)
    for line, words, reason in skipped:
        yield f"Passed over in line {line}: {words} ({reason})"
    if count := apostrophes(result):
        yield f"Passed over: {count:,} {'apostrophe' if count == 1 else 'apostrophes'}"
    if skipped or count:
        yield ""
    yield summary(result)


def _row(row: Row) -> Iterator[str]:
    yield f"{row.place}. Line {row.line}  {row.label.symbol} {row.label.words}"
    yield f"   Quoted:   “{' '.join(row.quote.split())}”"
    if row.source_words:
        yield f"   Source:   “{' '.join(row.source_words.split())}”"
    if row.source:
        yield f"   Stands in {row.source}"
    if row.credited:
        yield f"   Credited to {row.credited}"
    for change in row.changes:
        yield f"   Changed:  {change}"
    for warning in row.warnings:
        yield f"   Warning:  {warning}"
    yield f"   To do:    {row.advice}"


def visible(line: str) -> str:
    """`line` with control characters shown as U+FFFD."""
    return "".join("\ufffd" if unicodedata.category(c) == "Cc" and c != "\t" else c for c in line)
