"""Which blocks are headings, and which headings stand over a paragraph. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.formats.reading import Block, Role
from corpus.numbering.labels import find_label, is_contents_line
from corpus.types import Span

# Divisions in the order in which they hold each other; "ANNEX II" alone on its line goes with the line below it.
_DIVISIONS = (
    "annex|annexe|appendix|schedule|anexo|anhang|anlage|bijlage|bilaga|allegato|załącznik|liite|vedlegg|příloha|príloha"
    "|melléklet|prilog|приложение|додаток|παράρτημα|附件|ملحق|مرفق",
    "part|teil|partie|parte|część|část|časť|osa|del",
    "title|titel|titre|título|titolo|tytuł",
    r"chapter|chapitre|capítulo|capitolo|kapitel|kapittel|hoofdstuk|rozdział|kapitola|hlava|fejezet|poglavlje|luku|глава"
    r"|κεφάλαιο|الفصل|第[〇一二三四五六七八九十百\d]+章",
    "section|division|subdivision|afdeling|abschnitt|sección|seção|sezione|oddział|avsnitt|раздел",
)
_IN_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|first|second|third|fourth|fifth"
_NUMBER = rf"[\s.:–—-]*(?P<number>[\dIVXLCivxlc]+|(?:{_IN_WORDS})|[A-Z])?\b"
_DIVISION = [re.compile(rf"(?:{words})\b{_NUMBER}", re.IGNORECASE) for words in _DIVISIONS]
_ANNEX = _DIVISION[0]
DIVISION_WORDS = re.compile(rf"(?:{'|'.join(_DIVISIONS)})\b", re.IGNORECASE)
LONGEST = 120
FULL_STOPS = "。．！？।؟۔"  # of scripts whose sentences have no spaces, or end in no Latin mark
OTHER_STOPS = f"{FULL_STOPS}：；，、؛،"
BULLETS = "•‣◦▪●○"
_FEW = 6  # words of a heading that ends in a colon
_DEEPEST = 9
ARTICLE = _DEEPEST + 1  # an article holds nothing but its own paragraphs
WITHIN = ARTICLE + 1  # and headings between them

# The name of a judge over what he or she says; sentences that some files set as headings by mistake.
_SPEAKER = re.compile(
    r"(the )?(right )?(honou?rable )?(lord|lady|mr|mrs|ms|sir|dame|master|judge|hhj)\b[^.;]{0,90}:?", re.IGNORECASE
)
_SENTENCE = re.compile(r"[a-z(•–—-].*|.{50,}[.;,:—–-]|.{200,}|[^.]*[;,—–-]|.{25,}\.[”\"’')]?", re.DOTALL)


def is_heading(text: str, block: Block, *, plain: bool) -> bool:
    """Whether the file sets the block as a heading.

    In a `plain` text, where nothing is set as anything, it is one where it names a division of the document on a line
    of its own. The name of a judge over what he or she says is a heading too.
    """
    words = block.span.of(text)
    if is_contents_line(text, block):
        return False
    if block.role is Role.HEADING:
        return not _SENTENCE.fullmatch(words)
    return block.role is Role.BODY and (
        ((plain or is_in_capitals(words)) and division(text, block) is not None) or bool(_SPEAKER.fullmatch(words))
    )


def is_shaped_like_one(text: str, block: Block, first: Block) -> bool:
    """Whether a block before the next number looks like a heading that the file does not set as one.

    It is short, ends like no sentence, and is not set deeper than the number that came before it (`first`), where a
    list or a quotation would stand. `ends_sentence` must hold of what comes before it.
    """
    label = find_label(text, block.span.start, block.label.end if block.label else block.span.end)
    words = text[label.body if label else block.span.start : block.span.end].strip()
    if not words or _LIST_IN_LINE.search(words) or block.role is not Role.BODY or len(words) > LONGEST or "\n" in words:
        return False
    if words[-1] in f".;,!”’\"'—–-)…{OTHER_STOPS}" or words[0] in "•–—-“‘\"'(":
        return False
    if words[-1] == ":" and len(words.split()) > _FEW:
        return False
    deeper = block.indent is not None and first.indent is not None and block.indent > first.indent + 1
    return bool(label) or not deeper


_LIST_IN_LINE = re.compile(r"[，、,;；]\s?[(（]\d{1,2}[)）]")


def ends_sentence(text: str, span: Span) -> bool:
    """Whether a stretch of `text` ends like a sentence or a quotation, or like the last recital before an act."""
    return text[span.end - 1] in f".?!”’\"'—」{FULL_STOPS}"


def is_in_capitals(words: str) -> bool:
    """Whether words are in capitals, but for what stands in brackets: "PART II POWERS (ss 4-13)"."""
    return _IN_BRACKETS.sub("", words).isupper()


_IN_BRACKETS = re.compile(r"\([^()]*\)")


def division(text: str, block: Block) -> int | None:
    """The rank of the division that a block names ("ANNEX I", "Chapter 2: Organs"); None for other blocks."""
    words = block.span.of(text).rstrip(_MARKS)
    longest = LONGEST * (2 if is_in_capitals(words) else 1)
    if len(words) > longest or is_contents_line(text, block) or words[-1:] in f".;,:{OTHER_STOPS}":
        return None
    for rank, pattern in enumerate(_DIVISION):
        match = pattern.match(words)
        if match and (match.end() == len(words) or (match["number"] and _sets_apart(words[match.end() :]))):
            return rank
    return None


def is_annex_name(heading: str) -> bool:
    """Whether a heading is that of an annex or of a part of one."""
    return _ANNEX.match(heading) is not None


def numbered_division(words: str) -> str:
    """ "CHAPTER II" of "CHAPTER II General provisions"; empty where `words` name no numbered division."""
    matches = (pattern.match(words) for pattern in _DIVISION)
    return next((match[0] for match in matches if match and match["number"]), "")


def is_bare_division(text: str, block: Block) -> bool:
    """Whether a block is "CHAPTER II" and no more, so that its name comes in the next."""
    words = block.span.of(text)
    return len(words) <= LONGEST and numbered_division(words) == words


def division_name(words: str) -> str | None:
    """How a division is cited: "Annex I" for "ANNEX I Tolls", "Part Two"; None where `words` name none."""
    for rank, pattern in enumerate(_DIVISION):
        match = pattern.match(words)
        if match and (match["number"] or rank == 0):
            word, number = words[: match.start("number") if match["number"] else match.end()], match["number"] or ""
            word = word.strip(" .:–—-")
            number = number.capitalize() if number.lower() in _IN_WORDS.split("|") else number
            return f"{word.capitalize() if word.isupper() else word} {number}".strip()
    return None


def _sets_apart(rest: str) -> bool:
    """Whether what follows "Chapter II" is a title, not the rest of a sentence ("Chapter II of the Charter")."""
    rest = rest.lstrip(" .:–—-\u00a0\n")
    return bool(rest) and (rest[0].isupper() or not rest[0].isascii())


def is_annex(text: str, block: Block) -> bool:
    """Whether an annex begins with the block."""
    words = block.span.of(text)
    match = _ANNEX.match(words)
    return bool(match) and division(text, block) == 0 and (words[0].isupper() or not words[0].isascii())


def breaks_off(text: str, block: Block, *, plain: bool) -> bool:
    """Whether a heading is sure to end the paragraph before it, also where unnumbered words follow it."""
    set_as_one = block.role is Role.HEADING
    said = plain or is_in_capitals(block.span.of(text))
    return (set_as_one and block.level is not None) or (division(text, block) is not None and (set_as_one or said))


_MARKS = "*†‡ "  # of a note on a heading: "Annex*"
_COUNTED = re.compile(r"\b(?:\d+|[IVXLC]+)\b")
_OUTERMOST = -len(_DIVISIONS) - 1


def with_recurring_heads(text: str, blocks: Sequence[Block], numbers: Sequence[tuple[int, bool]]) -> list[Block]:
    """The blocks, short lines made headings that are alike but for a number; none where there are no such lines.

    They are alike to headings of the file ("Rozdział I" where II and III are set as headings), or one of them stands
    wherever numbering begins anew ("Decision 2/CMP.19"). `numbers` are the places of the numbers of the outline, each
    with whether it begins a run.
    """
    own = {place for place, _ in numbers}
    shapes = [_shape(text, block) for block in blocks]
    set_so = Counter(s for s, block in zip(shapes, blocks, strict=True) if s and block.role is Role.HEADING)
    starts = [place for place, begins in numbers if begins]
    ends = [0, *(place for (place, _), (_, begins) in pairwise(numbers) if begins)]
    over = Counter(s for a, b in zip(ends, starts, strict=False) for s in set(shapes[a:b]) if s)
    anew = {s for s, count in over.items() if len(starts) > 1 and count > max(1, len(starts) // 2)}
    heads = [
        p for p, s in enumerate(shapes) if blocks[p].role is Role.BODY and p not in own and (set_so[s] > 1 or s in anew)
    ]
    first, last = (heads[0], heads[-1]) if heads else (0, 0)
    held = any(division(text, block) is not None for block in blocks[:first])
    held = held and not any(is_annex(text, block) for block in blocks[first:last])  # each has annexes of its own
    outermost = 1 if held else _OUTERMOST  # but "3 May 2021" below each
    level = {p: _DEEPEST if shapes[p][0] == "#" else 1 if set_so[shapes[p]] > 1 else outermost for p in heads}
    again = [replace(b, role=Role.HEADING, level=level[p]) if p in level else b for p, b in enumerate(blocks)]
    return again if heads else []


def recurring(text: str, blocks: Sequence[Block]) -> set[int]:
    """The headings that are alike but for a number: they divide the document, also before its first number."""
    shapes = {place: _shape(text, block) for place, block in enumerate(blocks) if block.role is Role.HEADING}
    times = Counter(shapes.values())
    return {place for place, shape in shapes.items() if shape and times[shape] > 1}


def _shape(text: str, block: Block) -> str:
    """A short line with a sign for each number; "" for what is long, ends like a sentence or has no number."""
    words = block.span.of(text)
    if len(words) > LONGEST // 2 or words[-1] in f".;:,{OTHER_STOPS}" or words[:1].islower():
        return ""
    shape, count = _COUNTED.subn("#", words)
    return shape if count and sum(map(str.isalpha, shape)) > 3 else ""


class HeadingPath:
    """The headings over the place that has been reached, the outermost first."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []
        self._last: int | None = None

    @property
    def path(self) -> tuple[str, ...]:
        """The words of the headings."""
        return tuple(words for _, words in self._open)

    def enter(self, text: str, blocks: Sequence[Block], place: int, *, within: bool = False) -> None:
        """Go under the heading at `place`, which may lie `within` an article, between its sections."""
        block, words = blocks[place], " ".join(blocks[place].span.of(text).split())
        if self._names_what_is_above(text, blocks, place):
            level, above = self._open.pop()  # "CHAPTER I" and its name below it are one heading
            self._open.append((level, f"{above} {words}"))
            return
        rank = division(text, block)
        own = WITHIN if within else block.level or _DEEPEST
        level = rank - len(_DIVISION) if rank is not None else own
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        self._open.append((level, words))
        self._last = place

    def _names_what_is_above(self, text: str, blocks: Sequence[Block], place: int) -> bool:
        if self._last is None or self._last != place - 1 or not self._open or len(self._open[-1][1]) >= 30:
            return False
        above, block = blocks[place - 1], blocks[place]
        if None not in (above.level, block.level) and above.level != block.level:
            return False  # the file sets it as a heading under that one
        return division(text, above) is not None and division(text, block) is None

    def leave_numbered(self, depth: int) -> None:
        """Leave the numbered headings that a number of that depth does not lie in: 8 is not under "7. Security"."""
        while self._open and self._open[-1][0] >= depth and self._open[-1][1][:1].isdecimal():
            self._open.pop()

    def enter_numbered(self, words: str, depth: int, level: int | None = None) -> None:
        """Go under a numbered heading of that depth; an article's is the deepest, at whatever `level` it is set."""
        while self._open and self._open[-1][0] >= depth:
            self._open.pop()
        while level and self._open and level < self._open[-1][0] <= _DEEPEST:
            self._open.pop()  # a heading within the article before
        self._open.append((depth, words))
        self._last = None
