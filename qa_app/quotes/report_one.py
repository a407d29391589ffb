"""One check for a terminal: the verdict, what changed, and the paragraph of the source with the words marked. Pure."""

from collections.abc import Iterator

from qa_app.citation import Citation, pin_cite
from qa_app.quotes.attribution import is_furniture
from qa_app.quotes.report_text import visible
from qa_app.quotes.report_words import FLAGS, Documents, credited_to, label_of, what_to_do
from qa_app.quotes.types import Check

MARK_OPEN, MARK_CLOSE = "▸", "◂"
_AROUND = 300  # characters of a long paragraph on either side of the slice
_MOST_ELSEWHERE = 5


def as_text(check: Check, documents: Documents) -> str:
    """The check, lines ending in a newline; control characters are shown as U+FFFD."""
    return "".join(f"{visible(line)}\n" for line in _lines(check, documents))


def _lines(check: Check, documents: Documents) -> Iterator[str]:
    label = label_of(check)
    yield f"{label.symbol} {label.words}"
    for difference in check.differences:
        yield f"Changed: {difference.kind.value.replace('_', ' ')}: {difference.says}"
    for flag in check.flags:
        yield f"Warning: {FLAGS[flag]}"
    if credited := credited_to(check):
        yield f"Credited to: {credited}"
    yield f"Decided by: {check.rule}"
    yield f"To do: {what_to_do(check, documents)}"
    for citation in check.citations:
        yield ""
        yield _marked(citation)
        yield f"— {_place(citation, documents)}"
    if check.elsewhere:
        yield f"Also in {'; '.join(_elsewhere(check, documents))}"


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
    return f"{card.title}, around the text" if is_furniture(citation) else pin_cite(card, citation.paragraph)


def _elsewhere(check: Check, documents: Documents) -> Iterator[str]:
    yield from (_place(citation, documents) for citation in check.elsewhere[:_MOST_ELSEWHERE])
    if more := len(check.elsewhere) - _MOST_ELSEWHERE:
        yield f"{more} more" if more > 0 else ""
