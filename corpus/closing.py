"""Where the last numbered paragraph of a document ends and its closing begins. Pure."""

import re
from collections.abc import Sequence

from corpus.headings import is_annex, is_heading
from corpus.reading import Block
from corpus.units import Unit

# Words with which the formal end of a document begins.
_CLOSING = re.compile(
    r"(done|signed|dated|adopted|issued|given)\b.{0,40}\b(at|in|on|this|by)\b|in (witness|faith) whereof"
    r"|for the (government|kingdom|republic|state)\b|signatures?\b|approved by\b|minister of\b"
    r"|fait à|hecho en|in fede|geschehen zu|gedaan te|совершено в|حرر في",
    re.IGNORECASE,
)
_NAME = 60
_EMPTY_LINE = re.compile(r"(?:\r\n|\r(?!\n)|\n)[^\S\r\n]*(?:\r\n|\r(?!\n)|\n)")


def closing_place(text: str, body: Sequence[Block], last: Unit, *, plain: bool) -> int:
    """The block after the words of the last unit; the number of blocks where everything belongs to it.

    The unit reaches at least to the last number within it. Nothing bounds it but what sets the rest apart: an empty
    line in plain text, a heading, an annex, the words of a formal end, or an indent smaller than the number's own.
    """
    place = max([last.place, *(entry.deepest for entry in last.inner)])
    if body[place].span.end <= last.body and place + 1 < len(body):
        place += 1  # the number stands on a line of its own
        while place + 1 < len(body) and last.title and is_heading(text, body[place], plain=plain):
            place += 1
    for before, after in zip(range(place, len(body)), range(place + 1, len(body)), strict=False):
        apart = is_heading(text, body[after], plain=plain) or is_annex(text, body[after])
        if apart or _sets_apart(text, body[before], body[after], body[last.place]):
            return after
    return len(body)


def _sets_apart(text: str, before: Block, block: Block, first: Block) -> bool:
    words = block.span.of(text)
    if _CLOSING.match(words) or (words.isupper() and len(words) < _NAME and not block.label):
        return True  # a name in capitals is a signature
    if first.indent is not None and block.indent is not None and block.indent < first.indent - 4:
        return True
    return bool(_EMPTY_LINE.search(text, before.span.end, block.span.start))
