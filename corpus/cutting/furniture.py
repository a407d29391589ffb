"""What stands around a document on a web page: breadcrumbs above its title, links and comments after its end. Pure."""

import re
from collections.abc import Sequence

from corpus.formats.reading import Block

# Lines with which a web page goes on after the document has ended.
_AFTER = re.compile(
    r"(about (admin|the author)|check also|related (posts?|articles?|stories)|share (this|on)"
    r"|leave a (reply|comment)|previous (post|article)|next (post|article)|read more|tags?:|comments?\b"
    r"|copyright\b|©|all rights reserved)",
    re.IGNORECASE,
)
# The masthead of a document of the United Nations, which stands above its title or its first words.
_MASTHEAD = re.compile(
    r"united nations|nations unies|naciones unidas|(security|economic and social|human rights) council|general assembly"
    r"|distr\.?\b[^.]{0,60}|original: \w+|provisional|\d{1,2} \w+ \d{4}",
    re.IGNORECASE,
)
_MASTHEAD_REACH = 12
_MASTHEAD_LINES, _MASTHEAD_LENGTH = 8, 160


def find_title(text: str, blocks: Sequence[Block], title: str) -> int | None:
    """The place of the block that is the title, capitals and spaces apart."""
    wanted = " ".join(title.split()).casefold()
    for place, block in enumerate(blocks):
        if " ".join(block.span.of(text).split()).casefold() == wanted:
            return place
    return None


def is_masthead(text: str, above: Sequence[Block]) -> bool:
    """Whether what stands above a title is the page's: a few short lines."""
    return len(above) <= _MASTHEAD_LINES and all(len(b.span.of(text)) <= _MASTHEAD_LENGTH for b in above)


def masthead_end(text: str, blocks: Sequence[Block]) -> int:
    """How many of the first blocks are a masthead: up to the last of its lines, where it begins with "United Nations".

    Titles and preambles name the same bodies, so nothing counts before a line that says how it was distributed.
    """
    head = [" ".join(block.span.of(text).split()) for block in blocks[:_MASTHEAD_REACH]]
    distributed = [place for place, line in enumerate(head) if line.lower().startswith(("distr", "original:"))]
    if not distributed or not all(_MASTHEAD.fullmatch(line) for line in head[: distributed[-1] + 1]):
        return 0
    return distributed[-1] + 1


def goes_on(text: str, block: Block) -> bool:
    """Whether a web page goes on with this block after the document has ended."""
    return bool(_AFTER.match(block.span.of(text)))
