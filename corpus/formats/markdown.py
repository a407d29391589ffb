"""Markdown: the words without the markup, as a reader sees them, numbers as they were typed.

Laxer than CommonMark (spec.commonmark.org), which official texts converted from web pages seldom keep to: a heading
needs no space after its marks, and lines that are set in are text, not code.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.formats.decode import decode
from corpus.formats.front_matter import Front, split_front_matter
from corpus.formats.markdown_words import plain
from corpus.formats.reading import STRUCK_OUT, About, Piece, Reading, Role, first_mark_as_words, set_text
from corpus.formats.text import begins_with_number

_LINE = re.compile(r"\r\n|\r|\n|\f|\u2028|\u2029")
_QUOTE = re.compile(r"(?: {0,3}> ?){1,20}")
_FENCE = re.compile(r"\s*(```+(?!.*`)|~~~+)")
_HEADING = re.compile(r" {0,3}(?P<marks>##+|#)(?P<space>[ \t\u00a0]*)(?P<words>.*)")
_HTML_HEADING = re.compile(r"<h([1-6])(?:\s[^<>]{0,500})?>([^\n]{1,500}?)</h\1>", re.IGNORECASE)
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*\Z")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*\Z")
_ENTRY = re.compile(r"(?P<marker>[-+*•]|(?P<number>\d{1,4}|#(?=\.))[.)])(?:[ \t\u00a0]+|\Z)")
_DIVIDER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\Z")
_CELL_END = re.compile(r"(?<!\\)\|")
_DEFINITION = re.compile(
    r" {0,3}\[(?P<name>[^\[\]^][^\[\]]{0,200})\]:[ \t]*<?(?:\S+://|[./#]|mailto:)\S*\s*(?:[\"'(].*)?\Z"
)
_NOTE = re.compile(r" {0,3}\[\^(?P<mark>[^\]\s]{1,60})\]:[ \t]*")
# Notes as converters of web pages leave them: a link back to the text, or a raised mark, begins them.
_NOTE_BY_LINK = re.compile(
    r"\\?\[{1,2}\\?\[?(?P<mark>[^\[\]\\]{1,8})\\?\]{1,2}\\?\]?\(#[^()\s]{0,80}ref[^()\s]{0,40}\)"
)
_NOTE_BY_TAG = re.compile(r"<sup>\s{0,3}(?P<mark>\d{1,3}|[*†‡§a-z])\s{0,3}</sup>")
_STRUCK = re.compile(r"~~(?=\S)[^~\n]{1,2000}~~")
_LONGEST_UNDERLINED = 200
_SET_IN = 2  # columns by which what belongs to a list entry stands further in than the entry's mark


def read_markdown(raw: bytes) -> Reading:
    """The text of a Markdown file as a reader sees it; raises UnreadableFile."""
    decoded = decode(raw)
    front, source = split_front_matter(decoded.text)
    source = _HTML_HEADING.sub(lambda match: f"\n\n{'#' * int(match[1])} {match[2].strip()}\n\n", source)
    lines = _LINE.split(_without_comments(source))
    references = {" ".join(m["name"].lower().split()) for line in lines if (m := _DEFINITION.match(line))}
    pieces = [*_Markdown(lines, references).pieces(), *_furniture(front)]
    doubts = (*decoded.doubts, *([STRUCK_OUT] if _STRUCK.search(source) else []))
    return set_text(pieces, front.about if front else About(), doubts)


def _furniture(front: Front | None) -> Iterator[Piece]:
    if front:
        yield Piece(front.text, Role.FURNITURE)


def _without_comments(source: str) -> str:
    """`source` without what stands between "<!--" and "-->"; a comment that nothing ends is text."""
    kept, position = [], 0
    while (start := source.find("<!--", position)) >= 0 and (end := source.find("-->", start + 4)) >= 0:
        kept.append(source[position:start])
        position = end + 3
    return "".join((*kept, source[position:]))


def _at_numbers(words: str) -> list[str]:
    """`words` cut before each line that begins with a number: web pages often break lines where paragraphs begin."""
    starts = [m.end() for m in re.finditer(r"\n", words) if begins_with_number(words, m.end())]
    return [words[start:end].strip() for start, end in pairwise((0, *starts, len(words)))]


@dataclass(frozen=True, slots=True)
class _Entry:
    """An open list entry: the column of its mark, the mark without its number, its number, and the list it is in.

    `shown` is the number that a reader sees: a list all of whose entries are typed "1." is counted.
    """

    column: int
    style: str
    number: int
    list_id: str
    within: tuple[int, ...] = ()
    shown: int = 0


@dataclass(slots=True)
class _Open:
    """The paragraph that is being read: its lines so far, and what is known of it."""

    lines: list[str] = field(default_factory=list)
    role: Role = Role.BODY
    label: str = ""
    level: int | None = None
    list_id: str | None = None
    within: tuple[int, ...] = ()
    column: int = 0


class _Markdown:
    """Reads lines one after the other and hands out each block when it ends."""

    def __init__(self, lines: list[str], references: set[str]) -> None:
        self.lines, self.references = lines, references
        self.entries: list[_Entry] = []
        self.lists = self.items = 0
        self.open = _Open()
        self.done: list[Piece] = []
        self.fence = ""
        self.torn = False

    def pieces(self) -> Iterator[Piece]:
        position = 0
        while position < len(self.lines):
            position = self._take(position)
            yield from self.done
            self.done.clear()
        self._close()
        yield from self.done

    def _take(self, position: int) -> int:
        """Read the line at `position`, or a whole table; which line comes next."""
        line = self.lines[position]
        quoted = _QUOTE.match(line)
        line = line[quoted.end() :] if quoted else line
        if self.fence or _FENCE.match(line):
            self._take_fenced(line)
        elif not line.strip():
            self._close()
        elif self._is_table(line, position):
            return self._take_table(position)
        elif not self._take_mark(line):
            self._take_words(line)
        return position + 1

    def _take_fenced(self, line: str) -> None:
        fence = _FENCE.match(line)
        if not self.fence and fence:
            self._close()
            self.fence = fence[1]
        elif fence and fence[1].startswith(self.fence) and line.strip() == fence[1]:
            self.done.append(Piece("\n".join(self.open.lines)))
            self.open, self.fence = _Open(), ""
        else:
            self.open.lines.append(line)

    def _take_mark(self, line: str) -> bool:
        """Whether the line is, or begins, something that its first characters tell."""
        short = not self.open.label and sum(map(len, self.open.lines)) <= _LONGEST_UNDERLINED
        if self.open.lines and short and _UNDERLINE.match(line):
            self.open.role, self.open.level = Role.HEADING, 1 if "=" in line else 2
            self._close()
        elif _RULE.match(line):
            self._close()
        elif _DEFINITION.match(line) and not self.open.lines:
            pass
        elif note := _NOTE.match(line):
            self._begin(_Open([line[note.end() :]], Role.FOOTNOTE, f"[{note['mark']}]"))
        elif (heading := _HEADING.match(line)) and (heading["space"] or len(heading["marks"]) > 1):
            words = re.sub(r"[ \t]#+[ \t]*\Z", "", heading["words"])
            self._begin(_Open([words], Role.HEADING, level=min(len(heading["marks"]), 6)))
            self.entries.clear()
            self._close()
        else:
            return self._take_entry(line)
        return True

    def _take_entry(self, line: str) -> bool:
        column = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip(" \t"))
        inside = line.lstrip(" \t")
        entry = _ENTRY.match(inside)
        if not entry or (self.open.lines and not self._may_interrupt(entry)):
            return False
        style = entry["marker"].lstrip("0123456789#")
        number = 1 if entry["number"] == "#" else int(entry["number"] or 0)
        before = self._entry_before(column, style, ordered=entry["number"] is not None)
        if before is None:
            self.lists += 1
        list_id = before.list_id if before else f"list-{self.lists}"
        shown = before.shown + 1 if before and number == before.number else number
        self.items += 1
        within = (*(self.entries[-1].within if self.entries else ()), self.items)
        self.entries.append(_Entry(column, style, number, list_id, within, shown))
        label = "•"
        if entry["number"]:
            label = entry["marker"] if shown == number and entry["number"] != "#" else f"{shown}{style}"
        names = list_id if entry["number"] else None
        level = len(self.entries) - 1
        self._begin(
            _Open([inside[entry.end() :]], label=label, level=level, list_id=names, within=within, column=column)
        )
        return True

    def _may_interrupt(self, entry: re.Match[str]) -> bool:
        """Whether an entry may begin with no empty line before it; a line that begins "1989." is mostly text."""
        if entry["number"] in (None, "#") or int(entry["number"]) == 1:
            return True
        return any(int(entry["number"]) == before.number + 1 for before in self.entries)

    def _entry_before(self, column: int, style: str, *, ordered: bool) -> _Entry | None:
        """The entry before, of the same list."""
        before = self._leave_entries(column)
        return before if before and before.style == style and bool(before.number) == ordered else None

    def _leave_entries(self, column: int) -> _Entry | None:
        """Close the entries that a line at `column` is not part of; the outermost of them."""
        left = None
        while self.entries and column < self.entries[-1].column + _SET_IN:
            left = self.entries.pop()
        return left

    def _take_words(self, line: str) -> None:
        column = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        if self.open.lines and begins_with_number(line.lstrip()) and self._gives_way(column):
            self._close()
        if not self.open.lines:
            self._leave_entries(column)
            self.open.column = column
            self.open.level = len(self.entries) - 1 if self.entries else None
            self.open.within = self.entries[-1].within if self.entries else ()
        self.open.lines.append(line.strip(" \t") if not line.endswith("  ") else line.strip(" \t") + "\\")

    def _gives_way(self, column: int) -> bool:
        """Whether a line that begins with a number is none of the open paragraph's words.

        It stands further out, or the paragraph begins with a number itself and has ended.
        """
        first, *_, last = self.open.lines if len(self.open.lines) > 1 else self.open.lines * 2
        is_one = bool(self.open.label) or begins_with_number(first)
        return column < self.open.column or (column == self.open.column and is_one and last[-1:] in (".", ";", ":"))

    def _begin(self, opened: _Open) -> None:
        self._close()
        first = opened.lines[0]
        opened.lines[0] = first.strip(" \t") + ("\\" if first.endswith("  ") and first.strip() else "")
        self.open = opened

    def _close(self) -> None:
        opened, self.open = self.open, _Open()
        source = "\n".join(opened.lines).removesuffix("\\").strip()
        if not source:
            return
        words = self._without_torn_bold(re.sub(r"\n\s*\n", "\n", plain(source, self.references)).strip())
        role, label = opened.role, opened.label
        note = _NOTE_BY_LINK.match(source) or _NOTE_BY_TAG.match(source)
        if note and not label:
            words = first_mark_as_words(words)  # here the mark does not call a note, it names this one
            role, label = Role.FOOTNOTE, words[: words.find(note["mark"].strip()) + len(note["mark"].strip())]
            label += "]" if words[len(label) :].startswith("]") else ""
        elif label and words:
            words = f"{label} {words}"
        numbered = None if label == "•" else label or None
        first, *others = _at_numbers(words) if role is Role.BODY else [words]
        self.done.append(Piece(first, role, numbered, opened.level, opened.list_id, opened.within))
        self.done.extend(Piece(other, role, None, opened.level, within=opened.within) for other in others)

    def _without_torn_bold(self, words: str) -> str:
        """Bold that a converter let run over several blocks: its mark begins one and stands in a later one."""
        if self.torn and "**" in words:
            words, self.torn = words.replace("**", "", 1), False
        elif re.match(r"\*\*[^\s*]", words):
            words, self.torn = words[2:], True
        return words.strip()

    def _is_table(self, line: str, position: int) -> bool:
        after = self.lines[position + 1] if position + 1 < len(self.lines) else ""
        return "|" in line and "-" in after and _DIVIDER.match(after) is not None

    def _take_table(self, position: int) -> int:
        self._close()
        header = position
        while position < len(self.lines) and "|" in self.lines[position]:
            if position != header + 1:
                cells = _CELL_END.split(self.lines[position].strip().removeprefix("|").removesuffix("|"))
                row = "\t".join(" ".join(plain(cell, self.references).split()) for cell in cells)
                self.done.append(Piece(row, Role.TABLE))
            position += 1
        return max(position, header + 2)
