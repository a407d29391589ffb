"""Akoma Ntoso 3.0 (OASIS LegalDocML): the document with its numbering as XML. Pure.

White space between elements is the document's own, so that the characters of a paragraph's element, its `num` left
out, are the paragraph's text.
"""

import re
from xml.etree.ElementTree import Element, SubElement, tostring

from corpus.export.akoma_ntoso_body import Writer
from corpus.export.akoma_ntoso_meta import add_meta, language_attribute
from corpus.export.tree import Branch, branches
from corpus.types import Document, Kind

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
# What XML 1.0 has no way to write, not even as a reference (section 2.2, Char).
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_akoma_ntoso(document: Document) -> str:
    """`document` as an XML file; page furniture is left out."""
    text, replaced = _IMPOSSIBLE.subn("\ufffd", document.text)
    tree = branches(document)
    title, front, body, back = _parts(tree)
    root = Element("akomaNtoso", xmlns=NAMESPACE)
    whole = SubElement(root, "statement", name="statement", contains="singleVersion")
    add_meta(whole, document)
    writer = Writer(text)
    _add_preface(whole, document, title, text)
    language = language_attribute(document.card.language)
    if front:
        writer.add_preamble(SubElement(whole, "preamble", language), front)
    writer.add_body(SubElement(whole, "mainBody", language), body)
    if back or document.footnotes:
        writer.add_conclusions(SubElement(whole, "conclusions", language), back, document.footnotes)
    xml = tostring(_cleaned(root), encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_comment(replaced)}{xml}\n'


def _comment(replaced: int) -> str:
    if not replaced:
        return ""
    return f"<!-- Control characters that XML 1.0 cannot hold, replaced by U+FFFD: {replaced}. -->\n"


def _parts(
    tree: tuple[Branch, ...],
) -> tuple[Branch | None, tuple[Branch, ...], tuple[Branch, ...], tuple[Branch, ...]]:
    """The title; what comes up to the last of the opening preambles and recitals; the body; the last closing."""
    title = next((branch for branch in tree if branch.paragraph.number == "title"), None)
    rest = tuple(branch for branch in tree if branch is not title)
    first = next((place for place, branch in enumerate(rest) if not _may_open(branch)), len(rest))
    while first and rest[first - 1].paragraph.kind is Kind.HEADING:
        first -= 1
    last = len(rest)
    while last > first and rest[last - 1].paragraph.kind is Kind.CLOSING:
        last -= 1
    return title, rest[:first], rest[first:last], rest[last:]


def _may_open(branch: Branch) -> bool:
    paragraph = branch.paragraph
    return paragraph.kind in {Kind.PREAMBLE, Kind.HEADING} or paragraph.number.startswith("Recital ")


def _add_preface(whole: Element, document: Document, title: Branch | None, text: str) -> None:
    card = document.card
    preface = SubElement(whole, "preface", language_attribute(card.language))
    words = title.paragraph.span.of(text) if title else card.title
    SubElement(SubElement(SubElement(preface, "longTitle"), "p"), "docTitle").text = words
    preface[-1].tail = "\n"
    if card.symbol or card.date:
        line = SubElement(preface, "p")
        if card.symbol:
            SubElement(line, "docNumber").text = card.symbol
            line[-1].tail = ", " if card.date else None
        if card.date:
            SubElement(line, "docDate", date=card.date.isoformat()).text = card.date.isoformat()


def _cleaned(root: Element) -> Element:
    """`root` without a character that XML cannot hold: a title or a mark may have one, too."""
    for element in root.iter():
        if element.text:
            element.text = _IMPOSSIBLE.sub("\ufffd", element.text)
        for name, value in element.attrib.items():
            element.attrib[name] = _IMPOSSIBLE.sub("\ufffd", value)
    return root
