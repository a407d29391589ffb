"""A checked article as Markdown, for a ticket or a wiki; whatever was quoted stands for itself. Pure."""

from collections.abc import Iterator

from corpus.export.markdown import escaped
from qa_app.quotes.article_checking import ArticleCheck
from qa_app.quotes.report_rows import Row, apostrophes, passed_over, rows_of, summary
from qa_app.quotes.report_words import Documents


def as_markdown_report(result: ArticleCheck, documents: Documents) -> str:
    """The report in CommonMark."""
    title = f"# Quotations in {_line(result.article.file)}" if result.article.file else "# Quotations"
    blocks = [title, _line(summary(result))]
    for row in rows_of(result, documents):
        blocks += _row(row)
    if skipped := list(_passed_over(result)):
        blocks += ["## Passed over", "\n".join(skipped)]
    return "\n\n".join(blocks) + "\n"


def _row(row: Row) -> Iterator[str]:
    yield f"## {row.place}. {row.label.symbol} {_line(row.label.words)}"
    yield f"> {_line(row.quote)}"
    facts = [("Line", str(row.line)), ("Source", f"“{row.source_words}”" if row.source_words else "")]
    facts += [("Stands in", row.source), ("Credited to", row.credited)]
    facts += [*(("Changed", change) for change in row.changes), *(("Warning", each) for each in row.warnings)]
    facts.append(("To do", row.advice))
    yield "\n".join(f"- **{name}**: {_line(words)}" for name, words in facts if words)


def _passed_over(result: ArticleCheck) -> Iterator[str]:
    for line, words, reason in passed_over(result):
        yield f"- Line {line}: {_line(words)} ({_line(reason)})"
    if count := apostrophes(result):
        yield f"- {count:,} {'apostrophe' if count == 1 else 'apostrophes'}"


def _line(words: str) -> str:
    return escaped(" ".join(words.split()))
