"""What an element of a web page says of the text in it: block or not, heading, note, menu."""

import re
from dataclasses import dataclass

from lxml import etree

from corpus.formats.html_notes import is_note
from corpus.reading import Role

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table"
    " tbody td tfoot th thead title tr ul".split()
)
_ROW_PARTS = frozenset("tbody thead tfoot tr td th".split())
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


@dataclass(slots=True)
class Frame:
    """An open element. What it hands on to those within it: headings, notes, rows, surroundings, kept white space.

    `place` tells alike places of a page (the element and the one around it, each with its class) from others;
    `number_from` is where the words of a number begin, in an element whose class says that it is one.
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

    @property
    def role(self) -> Role | None:
        """The role that every block within has; None where the block itself decides."""
        return Role.TABLE if self.in_row and not self.note else None


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
