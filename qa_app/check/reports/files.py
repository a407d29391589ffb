"""A checked article as Markdown, for a ticket or a wiki; whatever was quoted stands for itself. Pure."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from corpus.export.markdown import escaped
from qa_app.check.articles.check import ArticleCheck
from qa_app.check.reports.rows import Documents, Row, apostrophes, decided, passed_over, rows_of, said_by, summary
from qa_app.check.reports.text import facts


def as_markdown_report(result: ArticleCheck, documents: Documents) -> str:
    """The report in CommonMark."""
    title = f"# Quotations in {_line(result.article.file)}" if result.article.file else "# Quotations"
    blocks = [title, _line(summary(result))]
    for row in rows_of(result, documents):
        blocks += _row(row)
    if result.stated:
        said = (f"- Line {each.line}: {_line(each.words)} {_line(said_by(each, documents))}" for each in result.stated)
        blocks += ["## Said without marks", "\n".join(said)]
    if skipped := list(_passed_over(result)):
        blocks += ["## Passed over", "\n".join(skipped)]
    return "\n\n".join(blocks) + "\n"


def _row(row: Row) -> Iterator[str]:
    yield f"## {row.place}. {row.label.symbol} {_line(row.label.words)}"
    yield f"> {_line(row.quote)}"
    made = [f"Decision: {decided(row.decision)}"] if row.decision else []
    yield "\n".join(f"- {_line(fact)}" for fact in (f"Line {row.line}", *facts(row), *made))


def _passed_over(result: ArticleCheck) -> Iterator[str]:
    for line, words, reason in passed_over(result):
        yield f"- Line {line}: {_line(words)} ({_line(reason)})"
    if count := apostrophes(result):
        yield f"- {count:,} {'apostrophe' if count == 1 else 'apostrophes'}"


def _line(words: str) -> str:
    return escaped(" ".join(words.split()))


# A checked article as CSV that is safe to open in a spreadsheet.

HEAD = (
    "place", "line", "sound", "verdict", "attribution", "verdict in words", "quotation", "source words", "stands in",
    "credited to", "left out", "changes", "warnings", "what to do",
    "decision", "decided by", "note",
)  # fmt: skip
# What a spreadsheet takes for the beginning of a formula, in full width too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


def as_csv(result: ArticleCheck, documents: Documents) -> str:
    """A row a quotation, then a row for each sentence without marks and each mark passed over (RFC 4180)."""
    return csv_of((HEAD, *_rows(result, documents)))


def csv_of(rows: Iterable[Sequence[str]]) -> str:
    """The rows as CSV that is safe to open in a spreadsheet (RFC 4180)."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows([harmless(cell) for cell in row] for row in rows)
    return written.getvalue()


def _rows(result: ArticleCheck, documents: Documents) -> Iterator[tuple[str, ...]]:
    for row, each in zip(rows_of(result, documents), result.checked, strict=True):
        yield (
            str(row.place), str(row.line), "yes" if row.sound else "no", each.check.verdict.value,
            each.check.attribution.value, f"{row.label.symbol} {row.label.words}", row.quote,
            " … ".join(citation.quote for citation in each.check.citations), row.source, row.credited,
            " … ".join(row.left_out), "; ".join(row.changes), " ".join(row.warnings), row.advice, *_decision(row),
        )  # fmt: skip
    for said in result.stated:
        yield (
            "", str(said.line), "", "", "", "said without marks", said.words, said_by(said, documents),
            *[""] * (len(HEAD) - 8),
        )  # fmt: skip
    for line, words, reason in passed_over(result):
        yield ("", str(line), "", "", "", f"passed over: {reason}", words, *[""] * (len(HEAD) - 7))


def _decision(row: Row) -> tuple[str, str, str]:
    made = row.decision
    return (made.ruling.value, made.initials, made.note) if made else ("", "", "")


def harmless(cell: str) -> str:
    """With an apostrophe before what would be run as a formula, whatever space stands before that."""
    return f"'{cell}" if cell.lstrip(" \u00a0\ufeff").startswith(_FORMULA) else cell
