"""What the command line prints for people. Marked sentences are bold and stand between ▸ and ◂."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from corpus.types import Document, Paragraph
from qa_app.citation import pin_cite, spoken_place
from qa_app.contract import Record
from qa_app.outcomes import UNSURE, Abstention, Answer, Outcome, QuotedParagraph

MARK_OPEN, MARK_CLOSE = "▸", "◂"


def output() -> Console:
    """Standard output; wrapped to the window in a terminal, left as it is in a pipe. NO_COLOR is respected."""
    return Console(highlight=False, markup=False, emoji=False)


def progress_bar() -> Progress:
    """A bar on standard error with how many are done and the time left."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


@contextmanager
def encoding_progress() -> Iterator[Callable[[int, int], None]]:
    """A callback (done, total) with a bar that appears when it is first called."""
    bar = progress_bar()
    tasks: list[TaskID] = []

    def show(done: int, total: int) -> None:
        if not tasks:
            bar.start()
            tasks.append(bar.add_task("Encoding", total=total))
        bar.update(tasks[0], completed=done, total=total)

    try:
        yield show
    finally:
        if tasks:
            bar.stop()


def print_outcome(console: Console, outcome: Outcome) -> None:
    """The paragraphs with their numbers and citations; for a refusal why, and what came nearest."""
    if isinstance(outcome, Abstention):
        searched = outcome.searched
        where = f"Searched {_count(searched.documents, 'document')}, {_count(searched.paragraphs, 'paragraph')}."
        _print(console, Text.assemble(("No answer. ", "bold"), f"{outcome.reason} {where}"))
        if outcome.nearest:
            _print(console, Text("\nNearest, not an answer:", style="bold"))
        for quote in outcome.nearest:
            _print_paragraph(console, QuotedParagraph(quote.card, quote.paragraph, (), quote.score), "  ")
        return
    if isinstance(outcome, Answer) and outcome.is_unsure:
        _print(console, Text(f"{UNSURE}\n", style="italic"))
    for place, quote in enumerate(outcome.quotes):
        if place:
            console.print()
        _print_paragraph(console, quote, "")


def print_document(console: Console, document: Document) -> None:
    """Title, card and every paragraph of the document."""
    _print(console, Text(visible(document.card.title), style="bold"))
    if document.card.source:
        _print(console, Text(visible(document.card.source)))
    for paragraph in document.paragraphs:
        if paragraph.answers:
            console.print()
            print_paragraph(console, paragraph)


def print_paragraph(console: Console, paragraph: Paragraph) -> None:
    """The number and the words."""
    _print(console, Text(spoken_place(paragraph), style="bold"))
    _print(console, Text(visible(paragraph.text)))


def print_documents(console: Console, records: Iterable[Record]) -> None:
    """A table of the collection."""
    table = Table(box=None, pad_edge=False)
    for heading in ("Document", "Title", "Date", "Paragraphs", "Missing numbers"):
        table.add_column(heading, justify="right" if heading == "Paragraphs" else "left", overflow="fold")
    for record in records:
        missing = ", ".join(record["gaps"]) or "none"
        row = (record["document"], record["title"], record["date"] or "", str(record["paragraphs"]), missing)
        table.add_row(*(Text(visible(cell)) for cell in row))
    console.print(table)


def visible(text: str) -> str:
    """`text` for a terminal: control characters, which could steer it, shown as U+FFFD."""
    return "".join("\ufffd" if unicodedata.category(c) == "Cc" and c not in "\n\t" else c for c in text)


def _print_paragraph(console: Console, quote: QuotedParagraph, indent: str) -> None:
    _print(console, Text(indent + spoken_place(quote.paragraph), style="bold"))
    _print(console, Text(indent).append(_marked(quote)))
    _print(console, Text(f"{indent}— {visible(pin_cite(quote.card, quote.paragraph))}", style="dim"))


def _marked(quote: QuotedParagraph) -> Text:
    text = Text()
    for piece, is_marked in quote.pieces():
        text.append(f"{MARK_OPEN}{visible(piece)}{MARK_CLOSE}" if is_marked else visible(piece), "bold" * is_marked)
    return text


def _print(console: Console, text: Text) -> None:
    console.print(text, soft_wrap=not console.is_terminal)


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
