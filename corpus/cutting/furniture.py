"""What stands around a document on a web page: breadcrumbs above its title, links and comments after its end. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import takewhile

from corpus.cutting.headings import is_annex, is_bare_division, numbered_division
from corpus.formats.reading import Block
from corpus.numbering.labels import find_label, is_contents_line
from corpus.numbering.outline import Entry

# Lines with which a web page goes on after the document has ended, or a notice at its very end.
_NOTICE = re.compile(r"copyright\b|©|all rights reserved", re.IGNORECASE)
_PAGE = re.compile(
    r"(about (admin|the author)|check also|related (posts?|articles?|stories)|share (this|on)"
    r"|leave a (reply|comment)|previous (post|article)|next (post|article)|read more|tags?:|comments?\b)"
    rf"|{_NOTICE.pattern}",
    re.IGNORECASE,
)
_SHORT_TAIL = 1500  # characters
# The masthead of a document of the United Nations, which stands above its title or its first words.
_MASTHEAD = re.compile(
    r"united nations|nations unies|naciones unidas|(security|economic and social|human rights) council|general assembly"
    r"|distr\.?\b[^.]{0,60}|original: \w+|provisional|\d{1,2} \w+ \d{4}",
    re.IGNORECASE,
)
_SYMBOL_BESIDE = re.compile(r"\s+(?:[A-Z]{1,8}(?:/[\w.()-]+)+|distr\b.*)\s*$", re.IGNORECASE)
# What the publisher of a consolidated act sets between its paragraphs: where an amendment begins, what was taken out.
_APPARATUS = re.compile(r"[▼►]\s?[A-Z]{1,2}\d{0,3}(?:\s*[—–_-]{3,})?|◄|[—–_]{3,}|\* ?\* ?\*")
_CONTENTS = re.compile(
    r"(?:(?:table of )?contents?|arrangement of \w+|inhalt(?:s(?:verzeichnis|übersicht))?|sommaire|table des matières"
    r"|índice|indice|sumário|inhoud(?:sopgave)?|содержание|оглавление|зміст)\s?[:.]?",
    re.IGNORECASE,
)
_LEADER = re.compile(r"(?:(?:\. ?){4,} *\w{0,6}|\t[\t ]*\d{1,4})$")
_MASTHEAD_REACH = 12
_MASTHEAD_LINES, _MASTHEAD_LENGTH = 8, 160
_LONGEST_SIGN = 40
_TITLE, _KNOWN_BY = 160, 8  # characters
_FEWEST_LISTED, _MOST_LISTED, _LISTED, _NEAR = 3, 800, 0.6, 8


def find_title(text: str, blocks: Sequence[Block], title: str) -> tuple[int, int] | None:
    """The places of the first and the last block that are the title, capitals and spaces apart."""
    wanted = " ".join(title.split()).casefold()
    for place, block in enumerate(blocks):
        said, last = " ".join(block.span.of(text).split()).casefold(), place
        while said and wanted.startswith(f"{said} ") and last + 1 < len(blocks):
            last += 1
            said += " " + " ".join(blocks[last].span.of(text).split()).casefold()
        if said == wanted:
            return place, last
    return None


def is_masthead(text: str, above: Sequence[Block]) -> bool:
    """Whether what stands above a title is the page's: a few short lines."""
    return len(above) <= _MASTHEAD_LINES and all(len(b.span.of(text)) <= _MASTHEAD_LENGTH for b in above)


def masthead_end(text: str, blocks: Sequence[Block]) -> int:
    """How many of the first blocks are a masthead: up to the last of its lines, where it begins with "United Nations".

    Titles and preambles name the same bodies, so nothing counts before a line that says how it was distributed.
    """
    head = [" ".join(_SYMBOL_BESIDE.sub("", block.span.of(text)).split()) for block in blocks[:_MASTHEAD_REACH]]
    distributed = [place for place, line in enumerate(head) if line.lower().startswith(("distr", "original:"))]
    if not distributed or not all(_MASTHEAD.fullmatch(line) for line in head[: distributed[-1] + 1]):
        return 0
    return distributed[-1] + 1


def is_apparatus(text: str, block: Block) -> bool:
    """Whether a block is a sign of the publisher's and none of the text's words."""
    return len(block.span) <= _LONGEST_SIGN and _APPARATUS.fullmatch(block.span.of(text)) is not None


def tail(text: str, blocks: Sequence[Block], entries: Sequence[Entry]) -> int:
    """The block from which on a web page goes on with something else than its document; their number where none does.

    That is no page of paper; it is short beside the document, has no annex, and counts on from none of the `entries`.
    Below a notice of copyright stand short lines that end like no sentence.
    """
    likely = [p for p, block in enumerate(blocks) if block.page is None and _PAGE.match(text, block.span.start)]
    if not likely:
        return len(blocks)
    starts, first, end = [entry.label.span.start for entry in entries], blocks[0].span.start, blocks[-1].span.end
    annex = max((place for place, block in enumerate(blocks) if is_annex(text, block)), default=-1)
    words = max((place for place, block in enumerate(blocks) if _is_long_or_ended(text, block)), default=-1)
    for place in likely:
        start = blocks[place].span.start
        counted = bisect_left(starts, start)
        if counted < len(entries) and not entries[counted].number.opens:
            continue
        short = end - start <= max(_SHORT_TAIL, (start - first) // 2)
        if place > words if _NOTICE.match(text, start) else short and place > annex:
            return place
    return len(blocks)


def _is_long_or_ended(text: str, block: Block) -> bool:
    words = block.span.of(text)
    return not _NOTICE.match(words) and (len(words) > _TITLE or words[-1] in ".;:")


def contents(text: str, blocks: Sequence[Block]) -> frozenset[int]:
    """The places of a list of contents without page numbers ("arrangement of sections").

    It stands before the text that it lists: short lines, most of which begin a later block too, in that order. Where a
    line says that it is one ("CONTENTS"), it ends where one of its first lines comes again.
    """
    lines = [_plain_words(text, block) for block in blocks]
    for head, block in enumerate(blocks):
        says_so = len(block.span) <= _LONGEST_SIGN and _CONTENTS.fullmatch(block.span.of(text).strip("—–-_* "))
        if says_so and (end := _end_of_listed(text, blocks, lines, head)):
            return frozenset(range(head, end))
    in_order = sorted((line, place) for place, line in enumerate(lines))
    for first, last in _stretches(text, blocks):
        end = min(last, first + _MOST_LISTED)
        seen: set[str] = set()
        for place in range(first, end):  # what is listed may begin right below
            begins = lines[place] in seen and _is_known(lines[place]) and not is_contents_line(text, blocks[place])
            if begins and lines[place] != lines[place - 1]:  # "COMMITTEES" over "12. Committees"
                end = place
                break
            seen.add(lines[place])
        reached, found, apart = end - 1, [], 0
        for place in range(first, end):
            again = _next_place(in_order, lines[place], reached)
            if again is not None and _is_known(lines[place]):
                apart += again - reached > 1
                reached = again
                found.append(place)
        listed = sum(_is_known(line) for line in lines[found[0] : end]) if found else 0  # pages may stand below titles
        # Sentences that come again one after the other are no contents: the text says them twice.
        twice = apart < len(found) / 2 and any(text[blocks[place].span.end - 1] == "." for place in found)
        if len(found) >= _FEWEST_LISTED and len(found) >= _LISTED * listed and not twice:
            return frozenset(range(found[0], end))
    return frozenset()


def _end_of_listed(text: str, blocks: Sequence[Block], lines: Sequence[str], head: int) -> int | None:
    """The place after a list of contents whose heading is at `head`; None where the text does not begin after it."""
    near = range(head + 1, min(head + _NEAR, len(blocks)))
    first = [p for p in near if _is_known(lines[p]) and not is_bare_division(text, blocks[p])][:2]
    for place in range(head + 1, min(head + _MOST_LISTED, len(blocks))):
        if len(blocks[place].span) > 2 * _TITLE:
            return None
        if any(place - listed >= _FEWEST_LISTED and _comes_again(lines[listed], lines[place]) for listed in first):
            end = place
            while place - 1 > max(first[-1], end - _MASTHEAD_REACH) and _is_of_text(
                text, blocks[place - 1], lines[head + 1 : place], lines[end:]
            ):
                place -= 1
            return place
    return None


def _is_known(line: str) -> bool:
    return bool(line) and not line.isdecimal()


def _next_place(in_order: Sequence[tuple[str, int]], listed: str, after: int) -> int | None:
    """The first place after `after` of a line that is the listed one; lines and places are in alphabetical order."""
    likely = in_order[bisect_left(in_order, (listed, 0)) :]
    alike = takewhile(lambda each: _comes_again(listed, each[0]), likely)
    return min((place for _, place in alike if place > after), default=None)


def _comes_again(listed: str, line: str) -> bool:
    """Whether a line of the text is the one that is listed; a very short one may begin many."""
    return line.startswith(listed) if len(listed) >= _KNOWN_BY else line == listed


def _is_of_text(text: str, block: Block, listed: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the last of the lines `listed` is of the text that comes `after` it: it was listed before, or is not."""
    *before, line = listed
    if line in before or is_bare_division(text, block):
        return True
    numbered = find_label(text, block.span.start, block.span.end) is not None
    return not numbered and not any(_comes_again(line, later) for later in after if line)


def _stretches(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Runs of short lines that do not break off, above the first words of any length; a colon leads to no contents.

    Where pages stand at the lines after it, a line with a colon is a title whose own page is a line below.
    """
    first = 0
    paged = [is_contents_line(text, block) or block.span.of(text).isdecimal() for block in blocks]
    for place, block in enumerate([*blocks, None]):
        ends = block and text[block.span.end - 1] in ";:," and not any(paged[place + 1 : place + 4])
        if block and len(block.span) <= _TITLE and not ends:
            continue
        if place - first >= _FEWEST_LISTED and not (first and text[blocks[first - 1].span.end - 1] == ":"):
            yield first, place
        if block is not None and len(block.span) > _TITLE and find_label(text, block.span.start, block.span.end):
            return
        first = place + 1


def _plain_words(text: str, block: Block) -> str:
    """The letters of a block after its number; all of it where nothing else is there."""
    label = find_label(text, block.span.start, block.span.end)
    start = label.body if label else block.span.start + len(numbered_division(block.span.of(text)[:_TITLE]))
    words = _LEADER.sub("", text[start if start < block.span.end else block.span.start : block.span.end])
    return "".join(filter(str.isalnum, words[: 2 * _TITLE].casefold()))
