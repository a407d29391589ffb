"""Which elements of a web page are the notes that its text refers to by raised marks."""

import re

from lxml import etree

_MARK = re.compile(r"[(\[]?\s*(\d{1,3}|[*†‡§]{1,4}|[a-z]|[ivx]{1,5})\s*[)\]]?")
_RAISED = re.compile(r"(?:^|[\s_-])(?:fn|fnref|noteref|footnote|endnote|note|super|sup|reference)", re.IGNORECASE)
_TARGET = re.compile(r"#.*(?:fn|note|ntr|cit)", re.IGNORECASE)
_NOTE_CLASS = re.compile(
    r"(?:foot|end)-?notes?|(?:foot|end)note-?(?:item|text|body|content|list)|oj-note|fn-?text", re.IGNORECASE
)
_NOTE_ROLES = frozenset(("doc-footnote", "doc-endnote", "doc-endnotes"))
_AT_START = re.compile(r"[(\[]?\s*([^\s()\[\].]{1,5})\s*[)\].]?")


def find_notes(root: etree._Element) -> dict[str, str]:
    """The id of each note and its mark: where a raised link leads that stands before it in the page.

    The link in the note that leads back stands after its own target, and so is none.
    """
    links: dict[str, str] = {}
    notes: dict[str, str] = {}
    for element in root.iter():
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name and name in links:
                notes[name] = links[name]
        if element.tag == "a" and (mark := _mark_of(element)):
            links.setdefault(element.get("href")[1:], mark)
    return notes


def is_note(element: etree._Element) -> bool:
    """Whether the element says of itself that it is a note."""
    if element.get("role") in _NOTE_ROLES:
        return True
    return any(_NOTE_CLASS.fullmatch(name) for name in (element.get("class") or "").split())


def note_label(text: str, mark: str) -> str | None:
    """The mark as it is printed at the start of `text` ("(4)"); None where `text` begins otherwise."""
    found = _AT_START.match(text)
    return found[0].strip() if found and found[1] == mark else None


def _mark_of(link: etree._Element) -> str | None:
    """The mark of a link from the text to a note; a table of contents has numbers too, but not raised."""
    href = link.get("href") or ""
    if not href.startswith("#") or len(href) < 2:
        return None
    text = ""
    for part in link.itertext():
        text += part
        if len(text) > 20:
            return None
    found = _MARK.fullmatch(text.strip())
    return found[1] if found and (_is_raised(link) or _TARGET.match(href)) else None


def _is_raised(link: etree._Element) -> bool:
    if link.get("role") == "doc-noteref":
        return True
    parent = link.getparent()
    near = (link, *link[:3], *([parent] if parent is not None else []))
    return any(element.tag == "sup" or _RAISED.search(element.get("class") or "") for element in near)
