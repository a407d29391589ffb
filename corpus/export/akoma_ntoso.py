"""Akoma Ntoso 3.0 (OASIS LegalDocML): the document with its numbering as XML. Pure.

White space between elements is the document's own, so that the characters of a paragraph's element, its `num` left
out, are the paragraph's text.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, zip_longest
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

from corpus.export.identifiers import Identifiers, element_of, element_within, holder_of, named_by, own_part, printed
from corpus.export.tree import Branch, Piece, branches, headings_over, pieces
from corpus.types import Card, Document, Footnote, Kind

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


# The text of an Akoma Ntoso document: preamble with recitals, headings, paragraphs in paragraphs, notes.

_LINE_END = re.compile(r"\r\n|\r|\n")
_WHITE_SPACE = re.compile(r"\s+")
_DEEPEST_HEADING = 12


class Writer:
    """Writes the parts of one document, whose identifiers must differ from one another."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ids = Identifiers()
        self._holders: dict[str, Element] = {}

    def add_preamble(self, preamble: Element, front: Iterable[Branch]) -> None:
        """The unnumbered opening as blocks, numbered recitals as `recitals`."""
        for is_recitals, group in groupby(front, lambda branch: branch.paragraph.number.startswith("Recital ")):
            if is_recitals:
                recitals = SubElement(preamble, "recitals", eId=self._ids.count("recitals"))
                for branch in group:
                    self._add_recital(recitals, branch)
                recitals.tail = "\n"
                continue
            for branch in group:
                self._add_unnumbered(preamble, branch)

    def add_body(self, body: Element, branches: Sequence[Branch]) -> None:
        """Every paragraph in order, within an `hcontainer` for each heading over it."""
        open_headings = [("", body)]
        for branch, following in zip_longest(branches, branches[1:]):
            paragraph = branch.paragraph
            del open_headings[_depth(headings_over(paragraph), [words for words, _ in open_headings]) :]
            outer = open_headings[-1][1]
            if paragraph.kind is Kind.HEADING:
                words = " ".join(paragraph.text.split())
                open_headings.append((words, self._add_heading(outer, branch, following)))
            elif paragraph.kind is Kind.NUMBERED:
                self._add_numbered(outer, branch)
            else:
                name, identifier = paragraph.kind.value, self._ids.count("hcontainer")
                self._add_paragraph(outer, branch, "hcontainer", identifier).set("name", name)
            outer[-1].tail = "\n"
        if not len(body):
            SubElement(body, "p")

    def add_conclusions(self, conclusions: Element, back: Iterable[Branch], footnotes: tuple[Footnote, ...]) -> None:
        """The unnumbered end as blocks, then the notes; what a note belongs to is not known."""
        for branch in back:
            self._add_unnumbered(conclusions, branch)
        if not footnotes:
            return
        identifier = self._ids.take("container", "notes", "conclusions")
        container = SubElement(conclusions, "container", name="notes", eId=identifier)
        for footnote in footnotes:
            place = SubElement(container, "p")
            note = SubElement(place, "authorialNote", marker=footnote.mark, placement="bottom")
            note.set("eId", self._ids.count("authorialNote"))
            _add_blocks(note, footnote.span.of(self._text))
            _require_block(note)
            place.tail = "\n"

    def _add_heading(self, outer: Element, branch: Branch, following: Branch | None) -> Element:
        """An `hcontainer`; an `article` where the heading is that of the paragraphs which follow ("Article 17(1)")."""
        words = branch.paragraph.span.of(self._text)
        holder = holder_of(following.paragraph.number) if following else None
        label = branch.paragraph.label
        if holder and label and named_by(label.of(self._text), holder):
            container = self._add_holder(outer, holder)
        elif holder and not label and named_by(words, holder):
            container, words = self._add_holder(outer, holder), words[len(printed(holder)) :].lstrip()
        else:
            container = SubElement(outer, "hcontainer", name="heading", eId=self._ids.count("hcontainer"))
            self._add_num(container, branch)
        if words:
            SubElement(container, "heading").text = words
        _add_space(container, "\n")
        return container

    def _add_holder(self, outer: Element, holder: str) -> Element:
        element, number = element_of(holder)
        added = SubElement(outer, element, eId=self._ids.take(element, number))
        SubElement(added, "num").text = printed(holder)
        added[-1].tail = "\n"
        self._holders[holder] = added
        return added

    def _add_numbered(self, outer: Element, branch: Branch) -> None:
        number = branch.paragraph.number
        holder = holder_of(number)
        if holder is None:
            element, number = element_of(number)
            added = self._add_paragraph(outer, branch, element, self._ids.take(element, number))
            if element == "recital":  # one that stands after the first article: recitals belong to a preamble
                added.tag = "hcontainer"
                added.set("name", "recital")
            return
        article = self._holders.get(holder)
        if article is None or (article is not outer and (not len(outer) or outer[-1] is not article)):
            article = self._add_holder(outer, holder)
        own = own_part(number, holder)
        element = element_within(article.tag, article.get("eId", ""), own)
        self._add_paragraph(article, branch, element, self._ids.take(element, own, article.get("eId"))).tail = "\n"

    def _add_paragraph(self, outer: Element, branch: Branch, element: str, identifier: str) -> Element:
        """A hierarchical element: `num`, then either `content`, or `intro`, what lies within, and `wrapUp`."""
        added = SubElement(outer, element, eId=identifier)
        self._add_num(added, branch)
        parts = pieces(branch)
        if not any(piece.branch for piece in parts):
            _add_blocks(SubElement(added, "content"), branch.paragraph.span.of(self._text))
            return added
        for place, piece in enumerate(parts):
            if piece.branch is None:
                name = "intro" if place == 0 else "wrapUp" if place == len(parts) - 1 else "alinea"
                self._add_own_words(added, piece, name)
            else:
                self._add_within(added, branch, piece, piece.branch)
        return added

    def _add_within(self, outer: Element, holder: Branch, piece: Piece, sub: Branch) -> None:
        number = own_part(sub.paragraph.number, holder.paragraph.number)
        element = element_within(outer.tag, outer.get("eId", ""), number)
        added = self._add_paragraph(outer, sub, element, self._ids.take(element, number, outer.get("eId")))
        self._set_label(added, piece, sub)

    def _set_label(self, added: Element, piece: Piece, sub: Branch) -> None:
        """The label stands in the words of the outer paragraph: white space after it is kept, nothing is added."""
        for number in added.findall("num"):
            added.remove(number)
        label = self._text[piece.span.start : sub.paragraph.span.start]
        if not label.strip():
            added.text = label + (added.text or "")
            return
        number = Element("num")
        number.text = label.rstrip()
        number.tail = label[len(number.text) :] + (added.text or "")
        added.text = None
        added.insert(0, number)

    def _add_own_words(self, outer: Element, piece: Piece, name: str) -> None:
        words = piece.span.of(self._text)
        core = words.strip()
        lead = words[: len(words) - len(words.lstrip())]
        _add_space(outer, lead)
        if core:
            holder = SubElement(outer, name)
            if name == "alinea":
                holder.set("eId", self._ids.count("alinea", outer.get("eId")))
                holder = SubElement(holder, "content")
            _add_blocks(holder, core)
            _add_space(outer, words[len(lead) + len(core) :])

    def _add_num(self, outer: Element, branch: Branch) -> None:
        label = branch.paragraph.label
        if label:
            SubElement(outer, "num").text = label.of(self._text)

    def _add_recital(self, recitals: Element, branch: Branch) -> None:
        _, number = element_of(branch.paragraph.number)
        recital = SubElement(recitals, "recital", eId=self._ids.take("recital", number))
        self._add_num(recital, branch)
        self._add_as_blocks(recital, branch)
        recital.tail = "\n"

    def _add_unnumbered(self, outer: Element, branch: Branch) -> None:
        if branch.paragraph.kind is Kind.HEADING:
            block = SubElement(outer, "block", name="heading", eId=self._ids.count("block"))
            block.text = branch.paragraph.span.of(self._text)
        else:
            self._add_as_blocks(outer, branch)
        outer[-1].tail = "\n"

    def _add_as_blocks(self, outer: Element, branch: Branch) -> None:
        """`p` elements; around subparagraphs a `blockList`, since nothing hierarchical may stand in a preamble."""
        parts = pieces(branch)
        if not any(piece.branch for piece in parts):
            _add_blocks(outer, branch.paragraph.span.of(self._text))
            _require_block(outer)
            return
        identifier = outer.get("eId")
        blocks = SubElement(outer, "blockList", eId=self._ids.count("blockList", identifier))
        for place, piece in enumerate(parts):
            if piece.branch is None:
                self._add_list_words(outer, blocks, piece, place)
                continue
            number = own_part(piece.branch.paragraph.number, branch.paragraph.number)
            element = SubElement(blocks, "item", eId=self._ids.take("item", number, blocks.get("eId")))
            self._add_as_blocks(element, piece.branch)
            self._set_label(element, piece, piece.branch)

    def _add_list_words(self, outer: Element, blocks: Element, piece: Piece, place: int) -> None:
        """Words before the list introduce it; between two of its parts there is no place for any but a part."""
        words = piece.span.of(self._text)
        core = words.strip()
        lead = words[: len(words) - len(words.lstrip())]
        _add_space(blocks, lead)
        if not core:
            return
        if place == 0:
            SubElement(blocks, "listIntroduction").text = core
        else:
            item = SubElement(blocks, "item", eId=self._ids.take("item", "nn", blocks.get("eId")))
            _add_blocks(item, core)
        _add_space(blocks, words[len(lead) + len(core) :])


def _depth(over: Sequence[str], opened: Sequence[str]) -> int:
    """How many of the `opened` headings, the body itself first, stand over what has the headings `over`.

    A heading of two lines may be opened as two, of which the path begins with the first: "CHAPTER I General".
    """
    depth = 1
    for words, heading in zip(opened[1:_DEEPEST_HEADING], over, strict=False):
        if words not in heading:
            break
        depth += 1
    return depth


def _add_blocks(outer: Element, words: str) -> None:
    """A `p` for each stretch between empty lines, the white space in between kept."""
    start = 0
    for space in _WHITE_SPACE.finditer(words):
        if len(_LINE_END.findall(space[0])) > 1 or space.start() == 0 or space.end() == len(words):
            if space.start() > start:
                SubElement(outer, "p").text = words[start : space.start()]
            _add_space(outer, space[0])
            start = space.end()
    if start < len(words):
        SubElement(outer, "p").text = words[start:]


def _require_block(outer: Element) -> None:
    if all(child.tag == "num" for child in outer):
        SubElement(outer, "p")


def _add_space(outer: Element, space: str) -> None:
    if len(outer):
        outer[-1].tail = (outer[-1].tail or "") + space
    else:
        outer.text = (outer.text or "") + space


# What an Akoma Ntoso file says of its document: work, expression, manifestation, references.

# ISO 639-2 codes, as the naming convention wants them, of the languages that official statements are published in.
_ALPHA_3 = {
    "ar": "ara", "de": "deu", "en": "eng", "es": "spa", "fa": "fas", "fr": "fra", "he": "heb", "hi": "hin", "it": "ita",
    "ja": "jpn", "ko": "kor", "nl": "nld", "pl": "pol", "prs": "prs", "ps": "pus", "pt": "por", "ru": "rus",
    "tr": "tur", "uk": "ukr", "ur": "urd", "zh": "zho",
}  # fmt: skip
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
# ISO 3166-1 leaves "zz" to users, and the schema wants a country; it has no way to say that a date is unknown.
_NO_COUNTRY = "zz"
_NO_DATE = "0001-01-01"


def add_meta(whole: Element, document: Document) -> None:
    """`meta` with identification, references and, where reading the document left doubts, notes."""
    card = document.card
    meta = SubElement(whole, "meta")
    identification = SubElement(meta, "identification", source="#pincite")
    day = card.date.isoformat() if card.date else ""
    # An address without a date is none for the naming convention, and programs refuse it.
    work = "/".join(["/akn", _NO_COUNTRY, "statement", day or _NO_DATE, quote(card.id, safe="")])
    expression = f"{work}/{_alpha_3(card.language)}@{day}"
    _add_level(identification, "FRBRWork", work, card)
    _add_level(identification, "FRBRExpression", expression, card)
    _add_level(identification, "FRBRManifestation", f"{expression}.xml", card)
    _add_references(meta, card)
    _add_notes(meta, document.notes)
    meta.tail = "\n"


def language_attribute(language: str) -> dict[str, str]:
    """`xml:lang`, where `language` is a language tag (BCP 47)."""
    return {"xml:lang": language} if _LANGUAGE_TAG.fullmatch(language) else {}


def _add_level(identification: Element, name: str, address: str, card: Card) -> None:
    level = SubElement(identification, name)
    stem, dot, ending = address.rpartition(".xml")
    this = f"{stem}/!main{dot}" if dot and not ending else f"{address}/!main"
    SubElement(level, "FRBRthis", value=this)
    SubElement(level, "FRBRuri", value=address)
    day = card.date.isoformat() if card.date else _NO_DATE
    SubElement(level, "FRBRdate", date=day, name="document" if card.date else "unknown")
    SubElement(level, "FRBRauthor", href="#publisher" if card.publisher else "#unknown")
    if name == "FRBRWork":
        SubElement(level, "FRBRcountry", value=_NO_COUNTRY)
        if card.symbol:
            SubElement(level, "FRBRnumber", value=card.symbol)
    if name == "FRBRExpression":
        SubElement(level, "FRBRlanguage", language=_alpha_3(card.language))


def _add_references(meta: Element, card: Card) -> None:
    references = SubElement(meta, "references", source="#pincite")
    if card.source and card.source.startswith(("http://", "https://")):
        SubElement(
            references,
            "original",
            eId="source",
            href=quote(card.source, safe="/:?#[]@!$&'()*+,;=%~"),
            showAs=card.title,
        )
    publisher = {"publisher": card.publisher} if card.publisher else {"unknown": "unknown"}
    for key, shown in {**publisher, "pincite": "pincite"}.items():
        SubElement(references, "TLCOrganization", eId=key, href=f"/akn/ontology/organization/{key}", showAs=shown)


def _add_notes(meta: Element, notes: tuple[str, ...]) -> None:
    if not notes:
        return
    element = SubElement(meta, "notes", source="#pincite")
    for count, words in enumerate(notes, start=1):
        SubElement(SubElement(element, "note", eId=f"meta__note_{count}"), "p").text = words


def _alpha_3(language: str) -> str:
    main = language.casefold().partition("-")[0]
    return _ALPHA_3.get(main, main if re.fullmatch("[a-z]{3}", main) else "und")
