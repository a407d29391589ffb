"""A checked article as CSV that is safe to open in a spreadsheet. Pure."""

import csv
import io
from collections.abc import Iterator

from qa_app.quotes.article_checking import ArticleCheck
from qa_app.quotes.report_rows import passed_over, rows_of
from qa_app.quotes.report_words import Documents

HEAD = (
    "place", "line", "sound", "verdict", "attribution", "verdict in words", "quotation", "source words", "stands in",
    "credited to", "changes", "warnings", "what to do",
)  # fmt: skip
# What a spreadsheet takes for the beginning of a formula, in full width too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


def as_csv(result: ArticleCheck, documents: Documents) -> str:
    """A row a quotation, then a row for each mark passed over (RFC 4180)."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(HEAD)
    for cells in _rows(result, documents):
        writer.writerow([_harmless(cell) for cell in cells])
    return written.getvalue()


def _rows(result: ArticleCheck, documents: Documents) -> Iterator[tuple[str, ...]]:
    for row, each in zip(rows_of(result, documents), result.checked, strict=True):
        yield (
            str(row.place), str(row.line), "yes" if row.sound else "no", each.check.verdict.value,
            each.check.attribution.value, f"{row.label.symbol} {row.label.words}", row.quote,
            " … ".join(citation.quote for citation in each.check.citations), row.source, row.credited,
            "; ".join(row.changes), " ".join(row.warnings), row.advice,
        )  # fmt: skip
    for line, words, reason in passed_over(result):
        yield ("", str(line), "", "", "", f"passed over: {reason}", words, "", "", "", "", "", "")


def _harmless(cell: str) -> str:
    """With an apostrophe before what would be run as a formula, whatever space stands before that."""
    return f"'{cell}" if cell.lstrip(" \u00a0\ufeff").startswith(_FORMULA) else cell
