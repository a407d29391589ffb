"""Where a numbered paragraph ends because the document, or a part of it, does: its closing begins there. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.cutting.headings import BULLETS, FULL_STOPS, LONGEST, OTHER_STOPS, is_annex, is_heading
from corpus.formats.reading import Block, Role
from corpus.numbering.outline import Entry
from corpus.numbering.units import Unit

# Words with which the formal end of a document begins, or of the grounds of a judgment.
_SIGNED = (
    r"done (at|in|on|this)\b|in (witness|faith) whereof|en foi de quoi|fait (à|le|en)\b|hecho en\b|en fe de lo cual"
    r"|in fede\b|geschehen zu\b|zu urkund dessen|gedaan te\b|ten blijke waarvan|fatto a\b|feito em\b|utfärdat i\b"
    r"|lasten en bevelen|kondigen deze|mandons et ordonnons|promulguons la|por tanto,? mand|munito del sigillo"
    r"|die verfassungsmäßigen rechte des bundes|udfærdiget i\b|sporządzono w\b|совершено в|вчинено в|حرر في"
)
_GROUNDS = (
    r"(on (those|these) grounds|for these reasons,? the court|aus diesen gründen|par ces motifs|por estos motivos"
    r"|per questi motivi|om deze redenen|pelos fundamentos expostos)\b"
)
# "Les présents statuts ont été adoptés en assemblée générale ..."
_ADOPTED = (
    r"((l[aeo]s?|el|il|[oa]s?) pr[eé]sente?s?|diese[rs]?|deze|dit|niniejsz\w+|t[eoa]to|настоящ\w+) [^.;:]{1,80}"
    r"\b(adoptée?s?|approuvée?s?|a(pro[bv]|dopt)ad[oa]s?|approvat[oaei]|beschlossen|angenommen|vastgesteld|aangenomen"
    r"|uchwalon[yoea]|přijat[ayo]|schválen[ayo]|утвержд\w+|принят[оаы]?)\b"
)
_FORMAL = re.compile(f"{_SIGNED}|{_GROUNDS}", re.IGNORECASE)
_CLOSING = re.compile(
    r"(done|signed|dated|adopted|issued)\b.{0,40}\b(at|in|on|this|by)\b|given (at|in|on|under|this)\b|signed,"
    r"|dated as of\b|certified (to be|as|by)\b"
    r"|(the|these) [^.;:]{1,60}\b(was|were|ha(s|ve) been) (duly )?(adopted|approved|ratified)\b"
    r"|\d{1,3}(st|nd|rd|th) (plenary )?meeting\b"
    r"|for the (government|kingdom|republic|state)\b|signatures?\b|approved by\b|minister of\b"
    rf"|{_ADOPTED}|{_SIGNED}|{_GROUNDS}",
    re.IGNORECASE,
)
_NAME, _HABIT, _FEWEST_WORDS = 60, 0.2, 5
_EMPTY_LINE = re.compile(r"(?:\r\n|\r(?!\n)|\n)[^\S\r\n]*(?:\r\n|\r(?!\n)|\n)")


def without_what_follows_the_end(
    text: str, body: Sequence[Block], entries: Sequence[Entry]
) -> tuple[tuple[Entry, ...], frozenset[int]]:
    """The entries without lists that begin after the formal end of their part, and the blocks where these ends begin.

    What is numbered anew after "Done at ..." are notes: nothing that the last article holds. A part is what counts on
    to the next that begins at 1, as the same treaty does in another language.
    """
    kept, ends = list(entries), set[int]()
    for order, (entry, after) in enumerate(pairwise([*entries, None])):
        if entry is None or (after and not after.number.opens):
            continue
        own = range(entry.place + 1, after.place if after else len(body))
        if (end := next((place for place in own if _FORMAL.match(body[place].span.of(text))), None)) is None:
            continue
        if re.match(_SIGNED, body[end].span.of(text), re.IGNORECASE):
            kept[order] = _up_to(entry, end)
        if kept[order].deepest < end:
            ends.add(end)
    return tuple(kept), frozenset(ends)


def _up_to(entry: Entry, end: int) -> Entry:
    """The entry without the lists in it that begin at block `end` or later."""
    children = [_up_to(child, end) if child.place < end else child for child in entry.children]
    first = next((order for order, child in enumerate(children) if child.place >= end), len(children))
    if first < len(children) and children[first].number.opens:
        children = children[:first]
    return replace(entry, children=tuple(children))


def closing_place(text: str, body: Sequence[Block], found: Sequence[Unit], *, plain: bool) -> int:
    """The block after the words of the last unit; the number of blocks where everything belongs to it.

    The unit reaches at least to the last number within it. Nothing bounds it but what sets the rest apart: a heading,
    an annex, the words of a formal end, an indent smaller than the number's own, or, where the units before it are of
    one block each, an empty line.
    """
    last, long = found[-1], _have_several_blocks(text, body, found)
    place = max([last.place, *(entry.deepest for entry in last.inner)])
    is_head = last.depth is None and body[place].role is Role.HEADING
    is_head = is_head or (last.title and not _is_sentence(text, body[place]))
    is_head = is_head or (place == last.place and _is_title(text, body, place))
    if (is_head or body[place].span.end <= last.body) and place + 1 < len(body):
        place += 1  # the number stands on a line of its own
        while last.title and place + 1 < len(body) and _heads(text, body, place, plain=plain):
            place += 1
    for before, after in zip(range(place, len(body)), range(place + 1, len(body)), strict=False):
        apart = is_heading(text, body[after], plain=plain) or is_annex(text, body[after])
        if apart or _sets_apart(text, body[before], body[after], body[last.place], long=long):
            return after
    return len(body)


def _heads(text: str, body: Sequence[Block], place: int, *, plain: bool) -> bool:
    return _is_title(text, body, place) or is_heading(text, body[place], plain=plain)


def _is_title(text: str, body: Sequence[Block], place: int) -> bool:
    """Whether a block ends like no sentence and stands over one: "Entry into force", "13. Severability"."""
    if place + 1 == len(body) or body[place].span.of(text)[-1] in f".;:?!{OTHER_STOPS}":
        return False
    below = body[place + 1]
    return (_is_sentence(text, below) or len(below.span) > LONGEST) and not _CLOSING.match(below.span.of(text))


def _have_several_blocks(text: str, body: Sequence[Block], found: Sequence[Unit]) -> bool:
    """Whether the units before the last go on over more than one block so often that it is the document's habit."""
    long = 0
    for unit, following in pairwise(found):
        start = max([unit.place, *(entry.deepest for entry in unit.inner)]) + 1
        long += any(_is_sentence(text, block) for block in body[start : following.place])
    return long >= _HABIT * max(1, len(found) - 1)


def _is_sentence(text: str, block: Block) -> bool:
    words = block.span.of(text)
    long = len(words) > _NAME or len(words.split()) >= _FEWEST_WORDS
    ended = (words[-1] in ".;:?!”’\"'" and long) or words[-1] in FULL_STOPS
    return block.role is Role.BODY and (ended or (words[0] in BULLETS and len(words) > 2))


def _sets_apart(text: str, before: Block, block: Block, first: Block, *, long: bool) -> bool:
    if first.within and block.within[: len(first.within)] == first.within:
        return False  # the file itself holds them together
    words = block.span.of(text)
    if words[0] in BULLETS and (text[before.span.end - 1] == ":" or text[before.span.start] in BULLETS):
        return False  # it goes on with the list
    if _CLOSING.match(words) or (words.isupper() and len(words) < _NAME and not block.label):
        return True  # a name in capitals is a signature
    if first.indent is not None and block.indent is not None and block.indent < first.indent - 4:
        return True
    if long and _is_sentence(text, block):
        return False
    return bool(_EMPTY_LINE.search(text, before.span.end, block.span.start))
