"""Parse a web page into a tree without reaching for anything outside it, and read what its head says of it."""

import re

from lxml import etree

from corpus.errors import UnreadableFile
from corpus.formats.decode import Decoded, decode
from corpus.formats.front_matter import read_date, read_language
from corpus.formats.reading import About

_DECLARED = re.compile(
    rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})",
    re.IGNORECASE,
)
_HEAD = 4096
_FILE_NAME = re.compile(r"\S+\.(?:x?html?|xml|docx?|pdf|aspx?|php)", re.IGNORECASE)
_UNSEEN = frozenset(
    "script style template noscript head iframe object embed svg math canvas audio video button select textarea input"
    " datalist map area".split()
)
_STRUCK = frozenset(("del", "s", "strike"))
_STRUCK_OUT = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_STYLED_AWAY = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_TITLES = ("dc.title", "dcterms.title", "og:title", "citation_title")
_DATES = ("dc.date", "dcterms.date", "dcterms.issued", "dc.date.issued", "article:published_time", "date", "pubdate")
_PUBLISHERS = ("dc.publisher", "dcterms.publisher", "og:site_name", "publisher")


def decode_page(raw: bytes) -> Decoded:
    """The characters of the page; what it declares in its head is tried before guessing."""
    declared = _DECLARED.search(raw, 0, _HEAD)
    name = (declared[1] or declared[2]).decode("ascii", errors="ignore") if declared else None
    return decode(raw, name)


def parse(source: str) -> etree._Element:
    """The root element of the page, as lenient as a web browser; raises UnreadableFile where there is none."""
    encoded = source.encode()
    for huge in (False, True):  # lxml's usual limits guard against bombs; what breaks them gets a second, wider try
        parser = etree.HTMLParser(
            encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=huge
        )
        root = _root(encoded, parser)
        if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
            continue
        if root is None:
            raise UnreadableFile("It holds no text.")
        return root
    raise UnreadableFile("Its elements are nested too deeply for a web page.")


def _root(encoded: bytes, parser: etree.HTMLParser) -> etree._Element | None:
    try:
        return etree.fromstring(encoded, parser)
    except etree.XMLSyntaxError:
        return None


def is_unseen(element: etree._Element) -> bool:
    """Whether a web browser shows nothing of the element."""
    if element.tag in _UNSEEN or not isinstance(element.tag, str):
        return True
    attributes = element.attrib
    if not attributes:
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return style is not None and _STYLED_AWAY.search(style) is not None


def is_struck_out(element: etree._Element) -> bool:
    """Whether the words of the element are crossed out: they are not in force any more."""
    style = element.get("style")
    return element.tag in _STRUCK or (style is not None and _STRUCK_OUT.search(style) is not None)


def read_about(root: etree._Element) -> About:
    """What the head says: title, date, language, publisher, and the page's own address."""
    named: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop") or meta.get("http-equiv")
        if name and meta.get("content"):
            named.setdefault(name.strip().lower(), " ".join(meta.get("content", "").split()))
    return About(
        title=_first(named, _TITLES) or _title(root),
        date=next((day for name in _DATES if (day := read_date(named.get(name)))), None),
        language=_language(root, named),
        publisher=_first(named, _PUBLISHERS),
        source=_address(root) or named.get("og:url"),
    )


def _first(named: dict[str, str], wanted: tuple[str, ...]) -> str | None:
    return next((named[name] for name in wanted if named.get(name)), None)


def _title(root: etree._Element) -> str | None:
    """The `<title>`, unless it is a mere file name."""
    for title in root.iter("title"):
        words = " ".join("".join(title.itertext()).split())
        if words and not _FILE_NAME.fullmatch(words):
            return words
    return None


def _language(root: etree._Element, named: dict[str, str]) -> str | None:
    declared = (root.get("lang"), root.get("xml:lang"), named.get("content-language"), named.get("dc.language"))
    return next((language for tag in declared if (language := read_language(tag))), None)


def _address(root: etree._Element) -> str | None:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            return str(link.get("href"))
    return None


# Which elements of a web page are the notes that its text refers to by raised marks.

_MARK = re.compile(r"[(\[]?\s*(\d{1,3}|[*†‡§]{1,4}|[a-z]|[ivx]{1,5})\s*[)\]]?")
_RAISED = re.compile(r"(?:^|[\s_-])(?:fn|fnref|noteref|footnote|endnote|note|super|sup|reference)", re.IGNORECASE)
_TARGET = re.compile(r"#.*(?:fn|note|ntr|cit)", re.IGNORECASE)
_NOTE_CLASS = re.compile(
    r"(?:foot|end)-?notes?|(?:foot|end)note-?(?:item|text|body|content|list)|oj-note|fn-?text", re.IGNORECASE
)
_AMENDMENT = re.compile(r"[FMXCE]\d{1,4}")
_AFTER_WORD = re.compile(r"(?:[^\W\d_]{4}|[.;:,”\"’»)])\s?$")
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


def called_note(element: etree._Element, notes: dict[str, str], before: str) -> str | None:
    """The mark of a note or an amendment, where the element is nothing else; `before` are the words that it follows.

    A raised figure that leads nowhere is one after a word of some letters or the end of a sentence: "km²" has neither.
    """
    if element.tag == "a" and (element.get("href") or "")[1:] in notes and _mark_of(element):
        return "".join(element.itertext()).strip()
    if element.tag != "sup" or len(element) > 1:
        return None
    text = "".join(element.itertext()).strip()
    link = element[0] if len(element) else None
    if link is not None and (link.tag != "a" or (link.get("href") or "")[1:] in notes):
        return text if link.tag == "a" and _mark_of(link) else None
    return text if _AMENDMENT.fullmatch(text) or (_MARK.fullmatch(text) and _AFTER_WORD.search(before)) else None


def is_amendment(element: etree._Element) -> bool:
    """Whether the element is a link to an amendment, "[F1", which pages set without a space before what it amends."""
    return element.tag == "a" and bool(_AMENDMENT.fullmatch("".join(element.itertext()).strip().lstrip("[")))


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
