"""Blocks and the units that begin in them -> the pieces of a document in order, each under its headings. Pure."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from corpus.cutting.headings import (
    ARTICLE,
    BULLETS,
    LONGEST,
    OTHER_STOPS,
    HeadingPath,
    breaks_off,
    division,
    ends_sentence,
    is_bare_division,
    is_heading,
    is_shaped_like_one,
    recurring,
)
from corpus.formats.reading import Block, Role
from corpus.numbering.units import Unit
from corpus.types import Kind, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph in the making: what it is, where its words are, its place among the blocks, its headings."""

    kind: Kind
    number: str
    label: Span | None
    span: Span
    place: int
    headings: tuple[str, ...] = ()
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class _Token:
    """A stretch of a block: a unit's number, a heading, or words."""

    span: Span
    place: int
    unit: Unit | None = None
    heading: bool = False
    furniture: bool = False
    sure: bool = False  # a numbered heading, over whose numbers the document's own count on


def fold(
    text: str,
    body: Sequence[Block],
    units: Sequence[Unit],
    over: frozenset[int],
    closing: int,
    ends: frozenset[int],
    *,
    plain: bool,
) -> list[Piece]:
    """The pieces of the body; what stands from the block `closing` on is no part of the last unit.

    Nor is what stands from one of the blocks `ends` on part of the unit before it. The blocks `over` are headings.
    """
    sure = (over | recurring(text, body)) - {inner.place for unit in units for inner in unit.within}
    tokens = [
        replace(t, heading=t.heading or t.place in over, sure=t.place in sure)
        for t in _tokens(text, body, units, plain=plain)
    ]
    tokens = _with_headings_between(text, body, tokens)
    within = _within_articles(units, tokens)
    counted = frozenset(place for unit in units for place in unit.counted_over)
    cuts_start = _is_long_before_numbers(tokens)
    folding = _Folding(text, body, bool(units), plain, within, counted, cuts_start)
    last = _followed_by_number_or_nothing(tokens)
    for order, token in enumerate(tokens):
        if token.place >= closing and units:
            folding.close()
        if token.furniture or token.place in ends:
            folding.flush()
        if token.furniture:
            continue
        if token.unit:
            folding.begin(token.unit, token.place)
        elif token.heading and folding.ends_with(token, at_the_end=last[order]):
            folding.head(token)
        else:
            folding.add(token)
    folding.flush()
    return folding.pieces


def _within_articles(units: Sequence[Unit], tokens: Sequence[_Token]) -> list[range]:
    """For each article of several sections the blocks in which headings lie within it: to the end of its words.

    Headings with no words below them stand over the next article.
    """
    found: list[range] = []
    words = [token.place for token in tokens if not (token.unit or token.heading or token.furniture)]
    for before, unit in pairwise([None, *units]):
        if before and before.deeper and unit and not unit.deeper:
            found[-1] = range(found[-1].start, words[bisect_left(words, unit.place) - 1])
        if unit and unit.holds:
            found.append(range(0))
        elif unit and unit.deeper:
            found[-1] = range(found[-1].start or unit.place, unit.place)
    return found


def _is_long_before_numbers(tokens: Sequence[_Token]) -> bool:
    before = takewhile(lambda token: token.unit is None, tokens)
    return sum(len(token.span) for token in before if not token.furniture) > 2 * _LONGEST_QUOTED


def _followed_by_number_or_nothing(tokens: Sequence[_Token]) -> list[bool]:
    """For each token whether, headings apart, a number comes next or nothing more."""
    found, state = [], True
    for token in reversed(tokens):
        found.append(state)
        if not token.heading:
            state = token.unit is not None or token.furniture
    return found[::-1]


def is_plain(body: Sequence[Block]) -> bool:
    """Whether the file sets nothing as a heading."""
    return not any(block.role is Role.HEADING for block in body)


def _with_headings_between(text: str, body: Sequence[Block], tokens: list[_Token]) -> list[_Token]:
    """The tokens, with the last words before a number made a heading where they are one."""
    first: Unit | None = None
    seen = set[str]()
    for order, token in enumerate(tokens):
        if not token.unit:
            continue
        if first is None:
            tokens[:order] = _heads_in_capitals(text, body, tokens[:order])
        else:
            heads = _heads_before(text, body, tokens, order, first)
            anew = token.unit.plain in seen and not any(tokens[back].heading for back in heads)
            for back in heads or (_head_of_run(text, body, tokens, order, first) if anew else ()):
                tokens[back] = replace(tokens[back], heading=True, sure=anew)
        seen = (set() if token.unit.plain in seen else seen) | {token.unit.plain}
        first = token.unit
    return tokens


def _heads_in_capitals(text: str, body: Sequence[Block], tokens: list[_Token]) -> list[_Token]:
    """What comes before the first number, its last line a heading where it is one in capitals ("THE FACTS")."""
    if len(tokens) < 2 or tokens[-1].heading or tokens[-1].furniture:
        return tokens
    *others, last = tokens
    words, block = last.span.of(text), body[last.place]
    in_capitals = words.isupper() and len(words) <= LONGEST and words[-1].isalpha()
    return [*others, replace(last, heading=True)] if in_capitals and block.role is Role.BODY else tokens


def _heads_before(text: str, body: Sequence[Block], tokens: Sequence[_Token], order: int, unit: Unit) -> Sequence[int]:
    """Which of the tokens before `order` are headings over what comes there, where a sentence ends before them."""
    back, deepest = order, max([unit.place, *(entry.place for entry in unit.inner)])
    while back and not tokens[back - 1].unit and tokens[back - 1].place > deepest:
        last = tokens[back - 1]
        if not (last.heading or last.furniture or is_shaped_like_one(text, body[last.place], body[unit.place])):
            break
        back -= 1
    named = next((b for b in range(back, order) if is_bare_division(text, body[tokens[b].place])), order)
    ended = 0 < back < order and ends_sentence(text, body[tokens[back - 1].place].span)
    return range(back if ended and not tokens[back - 1].unit else named, order)


def _head_of_run(text: str, body: Sequence[Block], tokens: Sequence[_Token], order: int, unit: Unit) -> Sequence[int]:
    """The short line over numbers that begin anew, though it does not stand right over them, or after a sentence."""
    for back in reversed(range(max(0, order - _MOST_BETWEEN), order)):
        token = tokens[back]
        if token.unit or token.heading or token.furniture:
            break
        if token.place > unit.place and is_shaped_like_one(text, body[token.place], body[unit.place]):
            return (back,)
    return ()


def _leads_to_quotation(text: str, body: Sequence[Block], place: int) -> bool:
    """Whether a heading stands within a paragraph that quotes it: after a colon, before a quotation mark."""
    before, after = body[place - 1 : place] if place else (), body[place + 1 : place + 2]
    if not before or not after or text[before[0].span.end - 1] != ":":
        return False
    return text[after[0].span.start] in '“«„‘"'


def _tokens(text: str, body: Sequence[Block], units: Sequence[Unit], *, plain: bool) -> Iterator[_Token]:
    ahead = sorted(units, key=lambda unit: (unit.place, unit.label.start), reverse=True)
    for place, block in enumerate(body):
        if not ahead or ahead[-1].place != place:
            heading = is_heading(text, block, plain=plain) and not _leads_to_quotation(text, body, place)
            yield _Token(block.span, place, heading=heading, furniture=block.role is Role.FURNITURE)
            continue
        if words := Span(block.span.start, ahead[-1].label.start).trimmed(text):
            yield _Token(words, place)  # something with the shape of a number that is none
        while ahead and ahead[-1].place == place:
            unit = ahead.pop()
            end = ahead[-1].label.start if ahead and ahead[-1].place == place else block.span.end
            yield _Token(unit.label, place, unit)
            start = max(unit.body, unit.label.end)
            if words := Span(start, max(start, end)).trimmed(text):
                yield _Token(words, place, heading=unit.title and block.role is Role.HEADING)


_MOST_BETWEEN = 4  # blocks between a heading and the numbers under it, the heading counted
_LONGEST_QUOTED = 1500  # characters: what is longer is quoted by its parts
_BULLETS = "•‣◦▪●○–—-*·"


def _nth(count: int) -> str:
    ending = "th" if 10 <= count % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


@dataclass(slots=True)
class _Folding:
    """The piece at hand and those that are done."""

    text: str
    body: Sequence[Block]
    numbered: bool
    plain: bool
    articles: list[range]
    counted: frozenset[int]  # where lists within the units count on
    cuts_start: bool  # what comes before the first number is so long that its own headings cut it
    pieces: list[Piece] = field(default_factory=list)
    path: HeadingPath = field(default_factory=HeadingPath)
    unit: Unit | None = None
    words: Span | None = None
    place: int = 0
    parts: list[_Token] = field(default_factory=list)  # the words of the piece at hand, block by block
    titles: list[_Token] = field(default_factory=list)
    closed: bool = False  # the last unit is done
    ended: bool = False  # and what closes the document has been found
    started: bool = False
    opened: bool = False  # the preamble is done
    unnumbered: int = 0
    headings: int = 0

    def begin(self, unit: Unit, place: int) -> None:
        """A number: what was at hand is done."""
        self.flush()
        self.started, self.unit, self.place = True, unit, place

    def add(self, token: _Token) -> None:
        """Words of the piece at hand; where nothing is numbered each block is a piece."""
        if self.words is None:
            self.words = token.span
            self.place = token.place if self.unit is None else self.place
        else:
            self.words = Span(self.words.start, token.span.end)
        self.parts.append(token)
        if (self.unit is None and (self.started or self.opened) and not self.closed) or not self.numbered:
            self.flush()

    def ends_with(self, token: _Token, *, at_the_end: bool) -> bool:
        """Whether a heading ends the piece at hand, or stands under the number of an article, or within a piece."""
        if self.unit and token.place in self.counted and division(self.text, self.body[token.place]) is None:
            return False
        if self._lies_deeper(token) and not at_the_end:
            return False
        if self.words is None or not self.numbered or at_the_end or token.sure:
            return True
        item = self.body[self.unit.place].within if self.unit else ()
        if item and self.body[token.place].within[: len(item)] == item:
            return False  # it stands in the item of the number
        ends = self.started or self.cuts_start
        return ends and breaks_off(self.text, self.body[token.place], plain=self.plain)

    def _lies_deeper(self, token: _Token) -> bool:
        """Whether a heading is set under the one that bears the number at hand: "Observers" under "5.03 Directors"."""
        if self.unit is None or self.unit.holds or self.unit.depth is not None:
            return False
        own, block = self.body[self.unit.place], self.body[token.place]
        if not own.role is block.role is Role.HEADING or own.level is None or block.level is None:
            return False
        return block.level > own.level and division(self.text, block) is None

    def head(self, token: _Token) -> None:
        """A heading: the title of an article whose words are still to come, or the end of the piece at hand."""
        if self.unit and self.words is None and self.unit.title:
            self.titles.append(token)
            return
        self.flush()
        self.opened = self.cuts_start and (self.opened or bool(self.pieces))
        self.path.enter(self.text, self.body, token.place, within=any(token.place in of for of in self.articles))
        self._heading(token.span, token.place)

    def close(self) -> None:
        """The last unit is done."""
        if not self.closed:
            self.flush()
            self.closed = True

    def flush(self) -> None:
        """Make a piece of what is at hand."""
        if self.unit:
            self._flush_unit(self.unit)
        elif self.words:
            kind, number = self._unnumbered()
            self.pieces.append(Piece(kind, number, None, self.words, self.place, self.path.path))
        self.unit, self.words, self.titles, self.parts = None, None, [], []

    def _unnumbered(self) -> tuple[Kind, str]:
        if self.numbered and not self.started and not self.opened:
            return Kind.PREAMBLE, "preamble"
        if self.closed and not self.ended:
            self.ended = True
            return Kind.CLOSING, "closing"
        self.unnumbered += 1
        return Kind.UNNUMBERED, f"unnumbered-{self.unnumbered}"

    def _flush_unit(self, unit: Unit) -> None:
        if unit.holds and self.words and self._is_title(self.words):
            # "Article 2 Material scope" over Article 2(1)
            self.titles, self.words = [_Token(self.words, unit.place)], None
        if unit.title:
            words = [" ".join(span.of(self.text).split()) for span in (unit.label, *(t.span for t in self.titles))]
            block = self.body[unit.place]
            level = block.level if block.role is Role.HEADING else None
            self.path.enter_numbered(" ".join(words), ARTICLE + 2 * unit.deeper, level)
        if self.words is None:
            end = self.titles[-1].span.end if self.titles else unit.label.end
            self._heading(Span(unit.label.start, end), unit.place)
            return
        if unit.section and len(self.parts) > 1 and len(self.words) > _LONGEST_QUOTED:
            self._flush_section(unit)
            return
        for title in self.titles:
            self._heading(title.span, title.place)
        if unit.depth is not None:
            self._flush_numbered_heading(unit, unit.depth)
            return
        if unit.plain[0].isdecimal():
            self.path.leave_numbered(unit.plain.count(".") + 1)
        self.pieces.append(Piece(Kind.NUMBERED, unit.address, unit.label, self.words, unit.place, self.path.path, unit))

    def _flush_numbered_heading(self, unit: Unit, depth: int) -> None:
        """ "3. Procedures" over 3.1 and 3.2: a heading, and the paragraph 3 where sentences follow it before 3.1."""
        title, *below = self.parts
        if not any(ends_sentence(self.text, p.span) or self.text[p.span.end - 1] == ":" for p in below):
            # Cross-heads under a heading are headings.
            title, below = replace(title, span=Span(title.span.start, self.parts[-1].span.end)), []
        words = " ".join(f"{unit.label.of(self.text)} {title.span.of(self.text)}".split())
        self.path.enter_numbered(words, depth)
        if not below:
            over = self.path.path[:-1]
            self.pieces.append(Piece(Kind.HEADING, unit.address, unit.label, title.span, unit.place, over))
            return
        self._heading(title.span, unit.place)
        rest = Span(below[0].span.start, below[-1].span.end)
        self.pieces.append(Piece(Kind.NUMBERED, unit.address, unit.label, rest, unit.place, self.path.path, unit))

    def _flush_section(self, unit: Unit) -> None:
        """A roman numeral or a letter over pages of bullets: a heading, and each block below a piece of its own."""
        title, *below = self.parts
        self.path.enter_numbered(" ".join(Span(unit.label.start, title.span.end).of(self.text).split()), ARTICLE)
        self._heading(Span(unit.label.start, title.span.end), unit.place)
        counts: Counter[str] = Counter()
        for part in below:
            name = "bullet" if self.text[part.span.start] in f"{BULLETS}—–-*·" else "paragraph"
            counts[name] += 1
            number = f"section {unit.address}, {_nth(counts[name])} {name}"
            self.pieces.append(Piece(Kind.UNNUMBERED, number, None, part.span, part.place, self.path.path))

    def _is_title(self, words: Span) -> bool:
        said = words.of(self.text)
        return len(said) <= LONGEST and said[-1] not in f".;:,–—-{OTHER_STOPS}" and "\n" not in said

    def _heading(self, span: Span, place: int) -> None:
        self.headings += 1
        number = f"heading-{self.headings}"
        # Over a heading are the ones before the last, which is itself.
        self.pieces.append(Piece(Kind.HEADING, number, None, span, place, self.path.path[:-1]))
