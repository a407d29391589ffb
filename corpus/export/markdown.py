"""Markdown: title, headings, numbered paragraphs, notes; shown, it has the document's words and nothing else. Pure."""

import re
from collections.abc import Iterator

from corpus.export.tree import Branch, branches, headings_over, pieces, shown_label
from corpus.types import Card, Document, Kind

_DEEPEST_HEADING = 6
_LINE_END = re.compile(r"\r\n|\r|\n")
_INLINE = re.compile(r"([\\`*_\[\]<>&~|$])")
# What means something at the start of a line only: headings, lists, rules, numbers of a list.
_AT_LINE_START = re.compile(r"^(?:([#+\-=:])|(\d{1,9})([.)]))")


def as_markdown(document: Document) -> str:
    """`document` in CommonMark; page furniture is left out."""
    blocks = [f"# {_line(document.card.title)}", *_about(document.card)]
    for branch in branches(document):
        if branch.paragraph.number != "title":
            blocks += _branch(document, branch, "")
    if document.footnotes:
        blocks.append("---")
    for footnote in document.footnotes:
        blocks += _numbered(footnote.mark, footnote.span.of(document.text), "", "")
    return "\n\n".join(blocks) + "\n"


def escaped(words: str) -> str:
    """One line of `words`, each character standing for itself."""
    marked = _INLINE.sub(r"\\\1", words.replace("\x00", "\ufffd"))
    return _AT_LINE_START.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", marked)


def _about(card: Card) -> list[str]:
    day = card.date.isoformat() if card.date else None
    known = [part for part in (day, card.place, card.symbol, card.publisher, card.source) if part]
    return [" · ".join(map(_line, known))] if known else []


def _branch(document: Document, branch: Branch, indent: str) -> Iterator[str]:
    """The blocks of a paragraph, then those of what lies within it as a list, each part indented by two."""
    paragraph, text = branch.paragraph, document.text
    if paragraph.kind is Kind.HEADING:
        depth = min(len(headings_over(paragraph)) + 2, _DEEPEST_HEADING)
        label = f"{paragraph.label.of(text)} " if paragraph.label else ""
        yield f"{'#' * depth} {_line(label + paragraph.text)}"
        return
    label, bullet = shown_label(document, paragraph, is_part=bool(indent)), "- " if indent else ""
    for piece in pieces(branch):
        if piece.branch:
            if label or bullet:  # the paragraph begins with a subparagraph: "4. (a)"
                yield from _numbered(label, "", indent, bullet)
            yield from _branch(document, piece.branch, indent + "  ")
        else:
            yield from _numbered(label, piece.span.of(text), indent, bullet)
        label = bullet = ""
    if label or bullet:
        yield from _numbered(label, "", indent, bullet)


def _numbered(label: str, words: str, indent: str, bullet: str) -> Iterator[str]:
    """Blocks of lines, the first after the label; a part of a list has its bullet two characters to the left."""
    before = f"**{_line(label)}**" if label else ""
    outer = indent[: len(indent) - len(bullet)] + bullet
    for block in _blocks(words) or [[]]:
        lines = [escaped(line) for line in block]
        lines[:1] = [" ".join(part for part in (before, *lines[:1]) if part)]
        if lines != [""]:
            yield outer + f"\n{indent}".join(lines)
        before, outer = "", indent


def _blocks(words: str) -> list[list[str]]:
    """The lines of `words`, in groups between empty lines."""
    groups: list[list[str]] = [[]]
    for line in _LINE_END.split(words):
        if stripped := re.sub("[ \t]+", " ", line).strip():
            groups[-1].append(stripped)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _line(words: str) -> str:
    return escaped(" ".join(words.split()))
