"""What the command line prints for people. Marked sentences are bold and stand between ▸ and ◂."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import IO, TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from corpus.export.tree import Branch, branches, pieces
from corpus.library.library import Entry
from corpus.numbering.notes import gaps, listed, number_notes
from corpus.types import Document, Paragraph
from qa_app.citing.citation import pin_cite, spoken_place, written_date
from qa_app.follow_ups.readings import read_as
from qa_app.outcomes import Abstention, Answer, LookUp, Outcome, QuotedParagraph
from qa_app.words import say, say_number

if TYPE_CHECKING:
    from qa_app.diff.diff import Compared, Differences, Stretch

MARK_OPEN, MARK_CLOSE = "▸", "◂"
_MOST_CHANGES = 12  # of one paragraph; beyond that it was written anew


def output(file: IO[str] | None = None) -> Console:
    """Standard output or `file`; wrapped to the window in a terminal, else left as it is. NO_COLOR is respected."""
    return Console(file=file, highlight=False, markup=False, emoji=False)


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
    if outcome.understood:
        _print(console, Text(f"{visible(read_as(outcome))}\n", style="italic"))
    if isinstance(outcome, Abstention) and not outcome.is_question:
        _print(console, Text(outcome.reason))
        return
    if isinstance(outcome, Abstention):
        searched = outcome.searched
        documents = say_number("refusal.searched.documents", searched.documents)
        where = say_number("refusal.searched", searched.paragraphs, documents=documents)
        _print(console, Text.assemble((f"{say('refusal.heading')} ", "bold"), f"{outcome.reason} {where}"))
        if outcome.nearest:
            _print(console, Text(f"\n{say('refusal.nearest')}", style="bold"))
        for quote in outcome.nearest:
            _print_paragraph(console, QuotedParagraph(quote.card, quote.paragraph, (), quote.score), "  ")
        return
    if isinstance(outcome, LookUp) and outcome.missing:
        _print(console, Text(f"{visible(outcome.missing)}\n", style="italic"))
    if isinstance(outcome, Answer) and outcome.is_unsure:
        _print(console, Text(f"{say('answer.unsure')}\n", style="italic"))
    for place, quote in enumerate(outcome.quotes):
        if place:
            console.print()
        _print_paragraph(console, quote, "")


def print_document(console: Console, document: Document) -> None:
    """Title, card, every paragraph under its headings, footnotes, and what is odd about the numbers."""
    card = document.card
    _print(console, Text(visible(card.title), style="bold"))
    about = [written_date(card.date) if card.date else None, card.place, card.symbol, card.publisher]
    if line := " · ".join(part for part in about if part):
        _print(console, Text(visible(line)))
    if card.source:
        _print(console, Text(visible(card.source)))
    for branch in branches(document):
        if branch.paragraph.answers:
            console.print()
            _print_branch(console, document, branch)
        elif branch.paragraph.number != "title":
            label = f"{branch.paragraph.label.of(document.text)} " if branch.paragraph.label else ""
            _print(console, Text(f"\n{visible(label + branch.paragraph.text)}", style="bold underline"))
    if document.footnotes:
        _print(console, Text(f"\n{say('read.footnotes')}", style="bold"))
    for note in document.footnotes:
        _print(console, Text(f"{visible(note.mark)} {visible(note.span.of(document.text))}{_on_page(note.page)}"))
    if notes := number_notes(document):
        _print(console, Text(f"\n{say('read.notes')}", style="bold"))
    for sentence in notes:
        _print(console, Text(visible(sentence)))


def print_paragraph(console: Console, document: Document, paragraph: Paragraph) -> None:
    """The headings over it, its number and page, and the words as they stand, parts and all."""
    if paragraph.headings:
        _print(console, Text(visible(" › ".join(paragraph.headings)), style="dim"))
    _print(
        console,
        Text(f"{visible(spoken_place(paragraph, document.card.language))}{_on_page(paragraph.page)}", style="bold"),
    )
    if paragraph.doubt:
        _print(console, Text(f"Its number is doubtful. {paragraph.doubt}", style="dim"))
    _print(console, Text(visible(paragraph.text)))


def print_documents(console: Console, rows: Iterable[tuple[Entry, Sequence[str]]]) -> None:
    """A table of the collection: each document with the numbers printed in it."""
    rows = list(rows)
    with_symbol = any(entry.symbol for entry, _ in rows)
    with_versions = any(entry.version > 1 or entry.superseded_by for entry, _ in rows)
    table = Table(box=None, pad_edge=False)
    table.add_column("Document", no_wrap=True, overflow="ignore")
    for heading in ("Title", "Date", *["Symbol"] * with_symbol, "Paragraphs", "Missing", *["Version"] * with_versions):
        table.add_column(heading, justify="right" if heading == "Paragraphs" else "left", overflow="fold")
    for entry, numbers in rows:
        cells = [entry.id, entry.title, entry.date.isoformat() if entry.date else ""]
        cells += [entry.symbol or ""] * with_symbol + [str(entry.paragraphs), listed(gaps(numbers), 6)]
        cells += [_version(entry)] * with_versions
        table.add_row(*(Text(visible(cell)) for cell in cells))
    console.print(table)


def print_differences(console: Console, found: "Differences") -> None:
    """What changed in substance first, then each paragraph that changed, was added or removed; the others counted."""
    _print(console, Text(visible(found.summary), style="bold"))
    if found.shares_nothing:
        return
    for is_quiet, rows in groupby(found.rows, key=lambda row: row.is_quiet):
        if is_quiet:
            _print(console, Text(f"\n{_unchanged(list(rows))}", style="dim"))
        else:
            for row in rows:
                _print_compared(console, row)


def _unchanged(rows: Sequence["Compared"]) -> str:
    headings = sum(row.is_heading for row in rows)
    counted = ((len(rows) - headings, "paragraph"), (headings, "heading"))
    return f"{' and '.join(_count(number, thing) for number, thing in counted if number)} unchanged"


def _print_compared(console: Console, row: "Compared") -> None:
    _print(console, Text(f"\n{visible(row.places)}: {row.told}", style="bold"))
    only_moved = row.old and row.new and not row.changes
    for sign, words in (("−", row.old_words), ("+", row.new_words)):
        if words and not only_moved:
            _print(console, _sides_words(sign, words, marked=bool(row.changes)))
    for change in row.changes[:_MOST_CHANGES]:
        told = change.difference.told
        _print(console, Text(f"  {visible(told[:1].upper() + told[1:])}"))
    if len(row.changes) > _MOST_CHANGES:
        _print(console, Text(f"  and {len(row.changes) - _MOST_CHANGES} more", style="dim"))


def _sides_words(sign: str, words: "Iterable[Stretch]", *, marked: bool) -> Text:
    line = Text(f"{sign} ")
    for each in words:
        text = visible(each.text)
        line.append(f"{MARK_OPEN}{text}{MARK_CLOSE}" if marked and each.changed else text, "bold" * each.changed)
    return line


def _print_branch(console: Console, document: Document, branch: Branch, indent: str = "") -> None:
    """A paragraph's number, then its words with each part of it on lines of its own, two characters further in."""
    paragraph = branch.paragraph
    head = Text(
        f"{indent}{visible(spoken_place(paragraph, document.card.language))}{_on_page(paragraph.page)}", style="bold"
    )
    if indent:
        head = Text(f"{indent}{visible(paragraph.number)} ", style="bold")
    else:
        _print(console, head)
        head = Text()
    for piece in pieces(branch):
        if piece.branch:
            if head.plain.strip():
                _print(console, head)
            _print_branch(console, document, piece.branch, f"{indent}  ")
        elif words := piece.span.of(document.text).strip():
            _print(console, head.append(visible(words).replace("\n", f"\n{indent}"), "not bold" if head else ""))
        head = Text(indent)
    if not paragraph.text.strip():
        _print(console, head)


def _on_page(page: int | None) -> str:
    return "" if page is None else f" (page {page})"


def _version(entry: Entry) -> str:
    return f"{entry.version}, superseded by {entry.superseded_by}" if entry.superseded_by else str(entry.version)


def visible(text: str) -> str:
    """`text` for a terminal: control characters, which could steer it, shown as U+FFFD."""
    return "".join("\ufffd" if unicodedata.category(c) == "Cc" and c not in "\n\t" else c for c in text)


def _print_paragraph(console: Console, quote: QuotedParagraph, indent: str) -> None:
    _print(console, Text(indent + spoken_place(quote.paragraph, quote.card.language), style="bold"))
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
