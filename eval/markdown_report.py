"""A report as a Markdown page."""

import re
from collections.abc import Iterator

from eval.report_file import Report
from eval.tables import LEGEND, Table, in_words, per_group, side_by_side, signature_lines

# What Markdown would take for more than a letter; a line end or a bar would break a table's row.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~$&])")


def markdown(report: Report) -> str:
    """The report as a page: all systems side by side, then the first system's kinds, splits and documents."""
    first = next(iter(report["systems"]))
    lines = [f"# Evaluation: {escape(report['questions'])}", ""]
    lines += [escape(" ".join(in_words(report, first))), ""]
    for table in (*side_by_side(report), *per_group(report, first)):
        lines += [*_section(table), ""]
    lines += ["## Signature", ""]
    lines += [f"- {escape(name)}: {escape(value)}" for name, value in signature_lines(report["signature"])]
    lines += ["", LEGEND]
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """`text` on one line, its letters all taken as letters."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _section(table: Table) -> Iterator[str]:
    yield f"## {escape(table.caption)}"
    yield ""
    yield _row(table.columns)
    yield "|---|" + "---:|" * (len(table.columns) - 1)
    for first, *cells in table.rows:
        yield _row((escape(first), *cells))
    for note in table.notes:
        yield ""
        yield escape(note)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cells) + " |"
