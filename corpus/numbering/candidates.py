"""Where a document may print a number, and how much each place looks like one. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.cutting.headings import DIVISION_WORDS, LONGEST, OTHER_STOPS, is_annex
from corpus.formats.reading import Block, Role
from corpus.numbering.labels import Label, Value, find_label, find_own_label, is_contents_line, own_words
from corpus.types import Span

_LONGEST_QUOTATION = 12  # blocks


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label that may be a number of the document.

    `place` is its position among the blocks; `worth` (0 to 1) says how much it looks like a number; `look` is what
    labels of one sequence have in common besides their style: the list that the file puts them in, their indent;
    `wordy` whether a sentence follows it in its block, not a title or nothing. `item` is the list item or cell whose
    number it is, `within` are those that hold it; `introduced` whether the block before it ends in a colon;
    `part` counts the headings that come before it, `section` those of them that end some words, `annex` the annexes;
    `begins` says that it is the first of a list of the file; `over` are the headings it lies under, by their levels.
    """

    place: int
    label: Label
    worth: float
    look: tuple[str | None, int | None] = (None, None)
    wordy: bool = True
    within: tuple[int, ...] = ()
    item: int | None = None
    introduced: bool = False
    part: int = 0
    section: int = 0
    annex: int = 0
    begins: bool = False
    over: tuple[Block, ...] = ()

    def opens(self, value: Value) -> bool:
        """Whether a sequence may begin here, with `value`: 1, a, i, or whatever a list of the file begins with."""
        last = value.parts[-1]
        return self.begins or (not value.suffix and isinstance(last, int) and last <= 1)


def set_as(candidate: Candidate) -> str:
    """As what the file sets a label: "heading", "list" (one of the file's own), or "typed"."""
    name = candidate.look[0] or ""
    return "heading" if name.startswith("heading.") else "list" if name.startswith("list-") else "typed"


def candidates(text: str, blocks: Sequence[Block]) -> Iterator[Candidate]:
    """Every label with which a block begins, and those that follow it at once ("4. (a) ...")."""
    quoted, hanging = _quoted(text, blocks), _hanging(text, blocks)
    within_bare = any(_DEGREES.match(text, block.span.start, block.span.end) for block in blocks)
    own = own_words(text, blocks, DIVISION_WORDS)
    part = section = annex = 0
    words_before = in_article = False
    over: tuple[Block, ...] = ()
    lists: set[str | None] = {None}
    for place, block in enumerate(blocks):
        start, end = block.span.start, block.span.end
        begins_annex = block.role is not Role.FURNITURE and is_annex(text, block)
        annex += begins_annex
        is_head = block.role is Role.HEADING or begins_annex or _is_in_capitals(text, block)
        part += block.role is Role.HEADING or begins_annex
        section += is_head and words_before
        if block.role is Role.HEADING:
            over = (*(head for head in over if (head.level or 0) < (block.level or 0)), block)
        words_before = not is_head and (words_before or _is_sentence(block.span.of(text)))
        if block.role is Role.FURNITURE or is_contents_line(text, block):
            continue
        below_article, in_article = in_article, False
        doubt = (0.4 if quoted[place] else 1) * (0.3 if place and _breaks_off(text, blocks[place - 1], block) else 1)
        introduced = place > 0 and text[blocks[place - 1].span.end - 1] == ":"
        for depth in range(3):
            stop = block.label.end if block.label and depth == 0 else end
            label = find_label(text, start, stop)
            if label is None and not depth:
                label = find_own_label(text, start, stop, own) or _quoted_label(text, blocks, place, stop)
            if label and label.style == "°" and within_bare:
                label = replace(label, style=")")
            if not label or (depth and (label.word or label.style not in ("()", ")", "."))):
                break
            if block.label and depth == 0:
                label = replace(label, body=_next_word(text, block.label.end, end))
                if text.startswith("—(", label.body):
                    label = replace(label, body=label.body + 1)  # "1.—(1)", of which Word counts the 1
            if text[start - 1 : label.span.end + 1].startswith("[") and text.startswith("]", label.span.end):
                label = replace(label, body=_next_word(text, label.span.end + 1, end))  # "4[(1)] The council ..."
            worth = _worth(text, label, block, automatic=bool(block.label) and depth == 0)
            if not depth and _is_bare(label) and (hanging is None or _indent(block) in hanging):
                worth = max(worth, _HANGING)
            wordy = _is_sentence(text[label.body : end])
            begins_item = (
                depth == 0 and block.within and (not place or block.within[-1] not in blocks[place - 1].within)
            )
            item, within = (block.within[-1], block.within[:-1]) if begins_item else (None, block.within)
            look = _look(block, depth)
            begins = depth == 0 and bool(block.label) and block.list_id not in lists and not block.level
            begins = begins or (below_article and not depth and _is_second(label))
            lists.add(block.list_id if block.label else None)
            at = place, label, worth * doubt, look, wordy, within, item
            yield Candidate(*at, introduced, part, section, annex, begins, over)
            start = label.body
            in_article = not depth and bool(label.word or label.style) and start >= end
            if not depth and (first := _AFTER_TITLE.match(text, start, end)):
                start = first.end()


def _is_second(label: Label) -> bool:
    """Whether it is (2) or (3), which stands first in an article whose (1) was repealed."""
    return label.style == "()" and label.values[0].system == "decimal" and label.values[0].parts[0] in (2, 3)


_HANGING, _FEWEST_HANGING, _FEWEST_BARE = 0.8, 5, 3
_DEGREES = re.compile(r"\d{1,3}\.?\s+1°\s")  # "2    1° The President ...", of which 1° is within 2


def _hanging(text: str, blocks: Sequence[Block]) -> set[int | None] | None:
    """The left edges at which nearly every block begins with a bare number: those that stand in the margin.

    None stands for all of them: where bare numbers come below articles ("ARTICLE 3", "1 It is ...") they are meant.
    """
    edges: dict[int | None, list[bool]] = defaultdict(list)
    article, below = False, 0
    for block in blocks:
        label = find_label(text, block.span.start, block.span.end)
        bare = label is not None and _is_bare(label)
        below += bool(article and bare and label and label.printed == "1" and label.body < block.span.end)
        article = label is not None and bool(label.word) and label.body >= block.span.end
        if block.role is Role.BODY and block.label is None:
            edges[_indent(block)].append(bare)
    if below >= _FEWEST_BARE:
        return None
    return {edge for edge, bare in edges.items() if sum(bare) >= max(_FEWEST_HANGING, 0.8 * len(bare))} - {None}


def _is_bare(label: Label) -> bool:
    return not (label.style or label.word) and len(label.values[0].parts) == 1 and label.values[0].system == "decimal"


def _indent(block: Block) -> int | None:
    return None if block.indent is None else round(block.indent / 9)


# "3. Rescue stations.—(1) The owner ...", "제2조(목적) ①": the title and the first paragraph are set in one line.
_AFTER_TITLE = re.compile(
    r"[^\n.;:()]{3,120}[.;:]?\s?[-–—:.]\s{0,3}(?:\d{0,2}\[)?(?=\([1a]\)[\sA-Z\]])|(?:\([^()\n]{2,80}\)\s?)+(?=①|\([1a]\)\s)"
)


def _quoted_label(text: str, blocks: Sequence[Block], place: int, stop: int) -> Label | None:
    """The label "“1." with which an annex that is all a quotation begins, right under its heading, or "“Article 4-A".

    What was put into a law is printed as the law that did so quotes it; that it was put in, its number says itself.
    """
    start = blocks[place].span.start
    label = find_label(text, start + 1, stop) if place and text[start] in "“„«" else None
    if not label or not (blocks[place - 1].role is Role.HEADING or (label.word and label.values[0].suffix)):
        return None
    return replace(label, span=Span(start, label.span.end))


def _is_in_capitals(text: str, block: Block) -> bool:
    words = block.span.of(text)
    return words.isupper() and _FEWEST_CAPITALS <= len(words) <= LONGEST and words[-1] not in ".,;"


_FEWEST_CAPITALS = 6


def _is_sentence(words: str) -> bool:
    return len(words) > 80 or words.endswith((".", ";", ":", ".”", "?", *OTHER_STOPS))


def _next_word(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _look(block: Block, depth: int) -> tuple[str | None, int | None]:
    indent = _indent(block)
    if block.label and depth == 0:
        return f"{block.list_id}.{block.level}", indent
    if block.role is Role.HEADING and depth == 0:
        return f"heading.{block.level}", None  # which are centred, so that each begins elsewhere
    return f"typed.{depth}", indent


def _worth(text: str, label: Label, block: Block, *, automatic: bool) -> float:
    if automatic:
        return 1.0
    alone = label.body >= block.span.end
    following = "" if alone else text[label.body]
    if label.word:
        worth = _worth_of_word(label, text, alone=alone, heading=block.role is Role.HEADING)
    else:
        worth = _worth_of_number(label, text, following, alone=alone)
    return worth * (0.6 if block.role is Role.TABLE else 1)


def _worth_of_word(label: Label, text: str, *, alone: bool, heading: bool) -> float:
    """ "Article 5 of the Charter" at the start of a line is a mention, not a number."""
    if alone or text[label.body - 1] in "\n\t":
        return 1.0
    if label.style or text[label.body] in "–—-" or ":" in text[label.span.start : label.body]:
        return 0.9
    return 0.05 if text[label.body].islower() else 0.9 if heading else 0.6  # scripts without capitals have neither


def _worth_of_number(label: Label, text: str, following: str, *, alone: bool) -> float:
    simple = label.values[0].system == "decimal"
    if simple and following.islower() and label.style != "()" and not _INNER.match(text, label.body):
        return 0.5 if label.style else 0.1
    if not label.style and len(label.values[0].parts) == 1:
        space = text[label.span.end : label.body]  # glued to its word, a single space, or set apart by a tab
        return 0.3 if alone else {"": 0.4, " ": 0.3}.get(space, 0.6)
    return 0.9


_INNER = re.compile(r"[a-z]{1,2}\)\s")  # "21 a) The action ...", of which a) is within 21


def _breaks_off(text: str, before: Block, block: Block) -> bool:
    """Whether the line before ends in the middle of "paragraph 2" or "on 2 December"."""
    if text[before.span.end : block.span.start].count("\n") > 1:
        return False
    return bool(_UNFINISHED.search(text, max(before.span.start, before.span.end - 20), before.span.end))


_UNFINISHED = re.compile(
    r"\b(paragraphs?|paras?\.?|articles?|arts?\.?|sections?|rules?|annex(es)?|chapters?|resolutions?|nos?\.?|on|in|of|and|to|the|than)$",
    re.IGNORECASE,
)
_QUOTES = (("“", "”"), ("«", "»"), ("„", "“"))


def _quoted(text: str, blocks: Sequence[Block]) -> list[bool]:
    """For each block whether it begins within a quotation that an earlier block opened and has not closed."""
    opening, closing = _quotes_of(text)
    quoted, open_since = [], None
    for place, block in enumerate(blocks):
        if open_since is not None and place - open_since > _LONGEST_QUOTATION:
            open_since = None  # nobody quotes that much without a mark: one was forgotten
        quoted.append(open_since is not None)
        words = block.span.of(text)
        opened, closed = words.count(opening), words.count(closing)
        if opening == closing:
            open_since = open_since if opened % 2 == 0 else None if open_since is not None else place
        elif opened > closed:
            open_since = place
        elif closed:
            open_since = None
    return quoted


def _quotes_of(text: str) -> tuple[str, str]:
    """The quotation marks that the text uses: the pair whose opening mark it has most of, or the straight ones."""
    if "„" in text:
        return "„", "“"
    opening, closing = max(_QUOTES, key=lambda pair: text.count(pair[0]))
    return (opening, closing) if opening in text else ('"', '"')
