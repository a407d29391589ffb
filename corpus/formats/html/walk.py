"""Go through the tree of a web page once and cut it into blocks, as a web browser would set them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from corpus.formats.html.tables_and_lists import (
    Mark,
    OpenList,
    TableUse,
    is_dash,
    is_typed,
    label_cell,
    mark_of,
    open_list,
    use_of,
)
from corpus.formats.html.tree import (
    called_note,
    find_notes,
    is_amendment,
    is_note,
    is_struck_out,
    is_unseen,
    note_label,
)
from corpus.formats.reading import STRUCK_OUT, Piece, Role, marked
from corpus.formats.text import begins_with_number

# Signs that no file uses (Unicode noncharacters) keep what folding white space must leave alone.
_BREAK, _CELL, _SPACE, _TAB = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
_FOLDED = re.compile(r"[ \t\n\r\f]+")
_AROUND_BREAK = re.compile(rf" ?([{_BREAK}{_CELL}]) ?")
_KEPT = str.maketrans({_BREAK: "\n", _CELL: "\t", _SPACE: " ", _TAB: "\t"})
_PRE = str.maketrans({"\n": _BREAK, " ": _SPACE, "\t": _TAB, "\r": None})
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n\s*")

# A number in an element of its own, right before its paragraph.
_LONE_NUMBER = re.compile(
    r"[(\[](?:\d{1,4}[A-Za-z]{0,2}|[A-Za-z]{1,2}|[ivxlcIVXLC]{1,7})[)\]]|\d{1,3}(?:\.\d{1,3})+\.?|\d{1,4}[A-Z]{0,2}[.)]"
    r"|(?:[a-zA-Z]|[ivxlcIVXLC]{1,7})[.)]|[-–—―•·▪◦‣\ue000-\uf8ff]"
)
_MARKED_NUMBER = re.compile(
    r"(?:[^\W\d_]{2,12}\s)?[(\[]?"
    r"(?:\d{1,4}[A-Za-z]{0,2}(?:\.\d{1,3}){0,4}|(?P<letter>[A-Za-z])(?P=letter)?|[ivxlcIVXLC]{1,7})[)\].:]{0,2}"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A block of the page: its piece, the kind of place it stands in, whether that place is a menu or the like, and
    whether it is within what the page marks as its text (`<main>`, `<article>`).
    """

    piece: Piece
    place: tuple[str, str]
    surrounds: bool
    in_text: bool


# What an element of a web page says of the text in it: block or not, heading, note, menu.


@dataclass(slots=True)
class Frame:
    """An open element. What it hands on to those within it: headings, notes, rows, surroundings, kept white space.

    `place` tells alike places of a page (the element and the one around it, each with its class) from others;
    `number_from` is where the words of a number begin, in an element whose class says that it is one. `within` are the
    list items and numbered rows it stands in.
    """

    tag: str
    name: str
    opens_block: bool = False
    heading: int | None = None
    is_number: bool = False
    note: bool = False
    maybe_note: str | None = None
    surrounds: bool = False
    in_text: bool = False
    in_row: bool = False
    pre: bool = False
    number_from: int | None = None
    place: tuple[str, str] = ("", "")
    within: tuple[int, ...] = ()

    @property
    def role(self) -> Role | None:
        """The role that every block within has; None where the block itself decides."""
        return Role.TABLE if self.in_row and not self.note else None


@dataclass(slots=True)
class _Before:
    """What is to stand before the words of the next block: numbers and bullets that stand in elements of their own."""

    text: str
    label: str | None = None
    mark: Mark | None = None
    between: str = " "
    frame: Frame | None = None


@dataclass(slots=True)
class _Block:
    """The block that is being read: its words so far, the element they stand in, and the note it may be."""

    words: list[str] = field(default_factory=list)
    frame: Frame | None = None
    note: str | None = None


def walk(root: etree._Element, doubts: list[str]) -> Iterator[Found]:
    """The blocks of the page in reading order; what is doubtful about them is added to `doubts`."""
    walker = _Walker(find_notes(root))
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "start":
            if not walker.enter(element):
                events.skip_subtree()
        else:
            walker.leave(element)
        yield from walker.found
        walker.found.clear()
    walker.finish()
    yield from walker.found
    doubts += [STRUCK_OUT] if walker.struck else []


class _Walker:
    def __init__(self, notes: dict[str, str]) -> None:
        self.notes = notes
        self.frames = [Frame("", "")]
        self.lists: list[OpenList] = []
        self.count = self.items = 0
        self.struck = False
        self.tables: list[TableUse] = []
        self.label: etree._Element | None = None
        self.block = _Block()
        self.before: list[_Before] = []
        self.found: list[Found] = []

    def enter(self, element: etree._Element) -> bool:
        """Begin an element; whether what is inside is to be read."""
        parent = self.frames[-1]
        struck, called = is_struck_out(element), self._called(element, parent)
        self.struck = self.struck or struck
        if struck or called or is_unseen(element) or element is self.label:
            self.block.words.append(marked(called))
            self.frames.append(replace(parent, tag="", opens_block=False, number_from=None))
            return False
        frame = frame_of(element, parent)
        self.frames.append(frame)
        if frame.opens_block:
            self._end_block()
        self._open(element, frame)
        self._refer(element)
        self._write(element.text)
        return True

    def _called(self, element: etree._Element, parent: Frame) -> str:
        """The mark that the element is, if it is one within the words of the text; empty for anything else."""
        if element.tag not in ("a", "sup") or parent.note or parent.maybe_note or self.block.frame is None:
            return ""
        return called_note(element, self.notes, "".join(self.block.words[-3:])[-8:]) or ""

    def leave(self, element: etree._Element) -> None:
        """End an element, and read on after it."""
        frame = self.frames.pop()
        if frame.tag:
            self._shut(element, frame)
        if element.getparent() is not None:
            self._write(f" {element.tail}" if element.tail and is_amendment(element) else element.tail)

    def finish(self) -> None:
        """End the page."""
        self._end_block()
        self._write_out_before()

    def _open(self, element: etree._Element, frame: Frame) -> None:
        if frame.tag in ("ol", "ul", "menu", "dir"):
            self.count += 1
            self.lists.append(open_list(element, self.count, len(self.lists)))
        elif frame.tag == "li" and self.lists and not frame.in_row:
            self._enter_item(frame)
            if mark := mark_of(element, self.lists[-1]):
                self.before.append(_Before(mark.text, mark.label, mark, frame=frame))
        elif frame.tag == "table":
            self.tables.append(TableUse.LAYOUT if frame.in_row else use_of(element, len(self.tables)))
        elif frame.tag == "tr":
            self._open_row(element, frame)
        elif frame.tag == "br":
            self.block.words.append(_BREAK)
        elif frame.tag == "q":
            self.block.words.append("“")
        elif self.block.frame is None and not frame.in_row and is_number_class(element):
            frame.number_from = len(self.block.words)

    def _enter_item(self, frame: Frame) -> None:
        self.items += 1
        frame.within = (*frame.within, self.items)

    def _open_row(self, row: etree._Element, frame: Frame) -> None:
        use = self.tables[-1] if self.tables else TableUse.LAYOUT
        frame.in_row = frame.in_row or use is TableUse.ROWS
        self.label = None
        if use is TableUse.NUMBERED and (found := label_cell(row)):
            self.label, text = found
            self._end_block()
            self._enter_item(frame)
            self.before.append(_Before(text, None if is_dash(text) else text, between="\t", frame=frame))

    def _refer(self, element: etree._Element) -> None:
        """Whether a note begins here, which the text has a link to."""
        mark = self.notes.get(element.get("id") or "") or (self.notes.get(element.get("name") or ""))
        if mark and not self.block.frame:
            self.block.note = mark
            if self.frames[-1].tag in BLOCKS:
                self.frames[-1].maybe_note = mark

    def _write(self, text: str | None) -> None:
        if not text:
            return
        frame = self.frames[-1]
        if self.block.frame is None and not text.isspace():
            self.block.frame = next((f for f in reversed(self.frames) if f.opens_block), frame)
            self.block.frame = frame if frame.in_row else self.block.frame
        self.block.words.append(text.translate(_PRE) if frame.pre else text)

    def _shut(self, element: etree._Element, frame: Frame) -> None:
        if frame.tag == "q":
            self.block.words.append("”")
        if frame.number_from is not None and not frame.opens_block:
            self._shut_number(frame)
        if frame.tag in ("td", "th") and frame.in_row:
            self.block.words.append(_CELL)
        elif frame.tag == "tr" and frame.in_row and not self.frames[-1].in_row:
            self._end_block(Role.TABLE)
        elif frame.opens_block:
            self._end_block(marked=frame.number_from is not None)
        elif frame.in_row and frame.tag in BLOCKS:
            self.block.words.append(" ")
        if frame.tag in ("ol", "ul", "menu", "dir") and self.lists:
            self.lists.pop()
        elif frame.tag == "table" and self.tables:
            self.tables.pop()
        elif frame.tag == "li":
            self.before = [before for before in self.before if before.frame is not frame]

    def _shut_number(self, frame: Frame) -> None:
        """A number in a `<span>` of its own at the start of a block; later in the block it is a word like others."""
        text = _fold(self.block.words)
        if _MARKED_NUMBER.fullmatch(text):
            self.block.words.clear()
            self.before.append(_Before(text, text, frame=self.block.frame))
        else:
            self.block.words.append(" ")

    def _end_block(self, role: Role = Role.BODY, *, marked: bool = False) -> None:
        block, self.block = self.block, _Block()
        text = _fold(block.words)
        frame = block.frame
        if not text or frame is None:
            return
        is_lone = _LONE_NUMBER.fullmatch(text) or (marked and _MARKED_NUMBER.fullmatch(text))
        if is_lone and role is not Role.TABLE and not frame.surrounds and not block.note:
            self.before.append(_Before(text, text if marked else None, frame=frame))
            return
        role = frame.role or role
        if role is Role.TABLE or frame.surrounds:
            self._write_out_before()
        for number, part in enumerate(_EMPTY_LINE.split(text) if frame.pre else [text]):
            self._finish_block(part, role, frame, block.note if number == 0 else None)

    def _finish_block(self, text: str, role: Role, frame: Frame, note: str | None) -> None:
        piece = replace(self._with_before(text, role, frame), within=frame.within)
        if frame.heading and role is Role.BODY:
            label = piece.text if frame.is_number else piece.label
            piece = replace(piece, role=Role.HEADING, level=frame.heading, list_id=None, label=label)
        mark = note or frame.maybe_note
        if mark and (label := note_label(piece.text, mark)):
            piece = replace(piece, role=Role.FOOTNOTE, label=label, list_id=None)
            self._note_begins()
        elif frame.note:
            first = re.match(r"[(\[]?\d{1,3}[)\].]?(?=\s)", piece.text)
            piece = replace(piece, role=Role.FOOTNOTE, label=first[0] if first else None, list_id=None)
        self.found.append(Found(piece, frame.place, frame.surrounds and piece.role is not Role.FOOTNOTE, frame.in_text))

    def _note_begins(self) -> None:
        """What else stands in the element that is the note belongs to it."""
        for frame in self.frames:
            if frame.maybe_note:
                frame.note = True

    def _with_before(self, text: str, role: Role, frame: Frame) -> Piece:
        level = self.lists[-1].level if self.lists and frame.tag in ("li", "p", "div") else None
        before, self.before = self.before, []
        if before and before[-1].mark and _is_shown_twice(before[-1].mark, text):
            before.pop()
        if not before:
            return Piece(text, role, level=level)
        written = "".join(f"{b.text}{b.between}" for b in before) + text
        mark = before[0].mark
        if mark:
            level = mark.level
        return Piece(written, role, before[0].label, level, mark.list_id if mark else None)

    def _write_out_before(self) -> None:
        """Typed numbers that no words followed are blocks of their own; marks of list entries go on waiting."""
        for before in self.before:
            if before.mark is None and before.frame is not None:
                piece = Piece(before.text, label=before.label)
                self.found.append(Found(piece, before.frame.place, before.frame.surrounds, before.frame.in_text))
        self.before = [before for before in self.before if before.mark]


def _is_shown_twice(mark: Mark, text: str) -> bool:
    if mark.label:
        return is_typed(mark, text)
    return text[0] in "•‣◦▪–—-*·" or begins_with_number(text)


def _fold(words: list[str]) -> str:
    folded = _FOLDED.sub(" ", "".join(words))
    return _AROUND_BREAK.sub(r"\1", folded).translate(_KEPT).strip()


BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table"
    " tbody td tfoot th thead title tr ul".split()
)
_SURROUNDING_ROLES = frozenset(
    "alert alertdialog banner complementary contentinfo dialog menu menubar navigation search toolbar".split()
)
# Names that publishers give to what is around a text. "header" and "footer" are not among them: texts have both.
_SURROUNDING_NAMES = re.compile(
    r"(?:site|main|global|top|page|left|right|local|sub)?[-_]?"
    r"(?:nav(?:bar|igation)?|menu|breadcrumbs?|cookies?|cookie-?(?:banner|consent|notice)|sidebar|skip-?(?:link|to.*)"
    r"|related(?:-?(?:posts|articles|content|links|stories))?|share|sharing|social(?:-?(?:media|links|share))?"
    r"|newsletter|subscribe|(?:oj-)?hd-(?:date|lg|ti|oj)|comments?-?(?:list|area|section)?|pagination|pager|site-?(?:header|footer)|advert(?:isement)?)",
    re.IGNORECASE,
)
# How the Official Journal of the European Union names its headings (eur-lex.europa.eu, "oj-" since 2023).
_JOURNAL_HEADINGS = {"doc-ti": 1, "ti-section-1": 2, "ti-section-2": 2, "ti-grseq-1": 3, "ti-art": 4, "sti-art": 4}
_NUMBER_NAME = re.compile(
    r"(?:para-?|list-?)?num(?:ber)?(?:ing)?|(?!doc)[A-Za-z][A-Za-z0-9]*(?:Num|Number|[a-z0-9]No)|[\w-]+[-_](?:num|number|no)"
)
_LONGEST_NAMES = 500


def frame_of(element: etree._Element, parent: Frame) -> Frame:
    """The frame of `element`, which stands in that of `parent`."""
    tag = element.tag.lower()
    is_block = tag in BLOCKS
    if not is_block:
        return Frame(
            tag,
            parent.name,
            heading=parent.heading,
            is_number=parent.is_number,
            note=parent.note,
            maybe_note=parent.maybe_note,
            surrounds=parent.surrounds,
            in_text=parent.in_text,
            in_row=parent.in_row,
            pre=parent.pre,
            place=parent.place,
            within=parent.within,
        )
    classes = (element.get("class") or "")[:_LONGEST_NAMES].split()
    name = f"{tag}.{' '.join(classes)}"
    note = parent.note or is_note(element)
    return Frame(
        tag,
        name,
        opens_block=not parent.in_row,
        heading=_heading(element, tag, classes) or parent.heading,
        is_number=any(name.removeprefix("oj-") == "ti-art" for name in classes),
        note=note,
        maybe_note=parent.maybe_note,
        surrounds=not note and (parent.surrounds or _surrounds(element, tag, classes, parent)),
        in_text=parent.in_text or tag in ("article", "main"),
        in_row=parent.in_row,
        pre=parent.pre or tag == "pre",
        place=(name, parent.name),
        within=parent.within,
    )


def is_number_class(element: etree._Element) -> bool:
    """Whether the element's class says that a paragraph's number stands in it: "num", "LegP1No", "para-number"."""
    names = (element.get("class") or "")[:_LONGEST_NAMES]
    return any(_NUMBER_NAME.fullmatch(name) for name in names.split()) if names else False


def _heading(element: etree._Element, tag: str, classes: list[str]) -> int | None:
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
        return int(tag[1])
    for name in classes:
        if level := _JOURNAL_HEADINGS.get(name.removeprefix("oj-")):
            return level
    if element.get("role") == "heading":
        level_said = element.get("aria-level") or ""
        return int(level_said) if level_said in tuple("123456") else 2
    return None


def _surrounds(element: etree._Element, tag: str, classes: list[str], parent: Frame) -> bool:
    """Whether the element holds a menu, a banner or the like; the masthead of the text itself has its title in it."""
    if tag in ("nav", "aside") or element.get("role") in _SURROUNDING_ROLES:
        return True
    if tag in ("header", "footer"):
        return not parent.in_text and next(element.iter("h1"), None) is None
    names = [*classes, element.get("id") or ""]
    return any(len(n) < 60 and _SURROUNDING_NAMES.fullmatch(n) for n in names) and _is_small(element)


def _is_small(element: etree._Element) -> bool:
    """Whether the element can be passed over: no main heading in it, no paragraph of any length."""
    for count, inner in enumerate(element.iter()):
        if count > 3000 or inner.tag in ("h1", "main", "article"):
            return False
        if inner.tag == "p" and len(inner.text or "") > 400:
            return False
    return True
