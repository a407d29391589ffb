"""Which paragraphs of one document are meant by a number or a place. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz.distance import OSA

from corpus.errors import UnknownParagraph
from corpus.numbering.numerals import roman_value
from corpus.numbering.parts import printed_number
from corpus.types import Document, Kind, Paragraph
from qa_app.references.names import tokens
from qa_app.references.parse import Target, parse_lookups

MOST_REPEATS = 5
_SUBORDINATE = 3  # a numbering this many times shorter than the main one is quoted or annexed, and must be asked for
_TOKEN = re.compile(r"\d+|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Address:
    """A printed number taken apart: "Article 17(1)~2" is the second of its kind, word "article", parts 17 and 1."""

    word: str
    parts: tuple[str, ...]
    repeat: int


@dataclass(frozen=True, slots=True)
class Found:
    """The paragraphs meant, top-level or within one; `may_be` lists them where only one of them can be meant.

    `is_exact` says that the document itself prints the word that was used ("Article 5" for "article 5").
    """

    paragraphs: tuple[Paragraph, ...] = ()
    is_exact: bool = True
    may_be: tuple[Paragraph, ...] = ()


NOTHING = Found()
_Pair = tuple[Address, Paragraph]


def address_of(number: str) -> Address:
    """`number` taken apart."""
    repeat = re.search(r"~(\d+)", number)
    parts = _TOKEN.findall(re.sub(r"~\d+", "", number).casefold())
    is_word = len(parts) > 1 and len(parts[0]) > 2 and not parts[0].isdecimal() and roman_value(parts[0]) is None
    word = parts.pop(0) if is_word else ""
    return Address("" if word == "paragraph" else word, tuple(parts), int(repeat[1]) if repeat else 1)


class Places:
    """The numbers and places of `document`, to be looked up by Targets."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def find(self, target: Target) -> Found:
        """The paragraphs that `target` asks for; NOTHING where there is none."""
        found = self._anchored(target)
        if not target.shift or not found.paragraphs:
            return found
        base = found.paragraphs[-1 if target.shift > 0 else 0]
        moved = self._moved(base.ordinal, target.shift)
        return Found((moved,) if moved else (), found.is_exact)

    def find_under(self, target: Target, words: Sequence[str]) -> Found:
        """The paragraphs of that number under a heading with all those words: "paragraph 3 of the annex"."""
        asked = address_of(target.value) if target.anchor in {"number", "place"} else Address("", (), 1)
        same = (p for address, p in self._addressed if address.parts == asked.parts)
        return Found(tuple(p for p in same if any(set(words) <= set(tokens(heading)) for heading in p.headings)))

    def without_last_part(self, target: Target) -> tuple[Paragraph, ...]:
        """What there is of the number that a part is asked of which is not there: 4 for "4(z)"."""
        parts = address_of(target.value).parts if re.search(r"[.(]", target.value) else ()
        for length in range(len(parts) - 1, 0, -1):
            found = self._numbered(Target("number", ".".join(parts[:length]), 0, target.unit)).paragraphs
            if found:
                return tuple(self.document.paragraphs[paragraph.ordinal] for paragraph in found)
        return ()

    @cached_property
    def _addressed(self) -> tuple[_Pair, ...]:
        document = self.document
        kinds = {Kind.NUMBERED} if document.numbers else {Kind.UNNUMBERED}
        plain = [p for p in document.paragraphs if p.kind in kinds and p.answers]
        pairs = [(address_of(p.number), p) for p in (*plain, *document.subparagraphs)]
        if not document.numbers:
            pairs = [(Address("", address.parts, 1), paragraph) for address, paragraph in pairs]
        return tuple(sorted(pairs, key=lambda pair: (pair[1].ordinal, pair[1].span.start, -pair[1].span.end)))

    @cached_property
    def _counted(self) -> tuple[Paragraph, ...]:
        """The paragraphs that count where one is asked for by its place."""
        return tuple(p for _, p in self._addressed if self._is_whole(p))

    def _anchored(self, target: Target) -> Found:
        if target.anchor == "number":
            return self._numbered(target)
        if target.anchor == "place":
            return self._at_place(target)
        kind = Kind.PREAMBLE if target.anchor == "preamble" else Kind.CLOSING
        there = tuple(p for p in self.document.paragraphs if p.kind is kind and p.answers)
        if not there and kind is Kind.CLOSING:
            there = self._counted[-1:]  # what people call the closing is then the last thing said
        return Found(there)

    def _at_place(self, target: Target) -> Found:
        """The 7th paragraph is the one printed 7; where no number 7 is printed, there is none."""
        place = int(target.value)
        if place > 0:
            return self._numbered(Target("number", target.value, 0, target.unit))
        with_word = [p for p in self._counted if address_of(p.number).word == target.unit]
        counted = with_word or self._counted
        if -place > len(counted):
            return NOTHING
        if not target.unit:
            return Found((counted[place],))
        firsts = list(dict.fromkeys(address_of(p.number).parts[:1] for p in counted))
        last = firsts[place][0] if -place <= len(firsts) else ""
        return self._numbered(Target("number", last, 0, target.unit)) if last else NOTHING

    def _numbered(self, target: Target) -> Found:
        asked = address_of(target.value)
        if target.value.endswith("(-1)"):
            return self._last_within(target, asked)
        for exact in (True, False):
            by_word = self._candidates(asked.parts, exact=exact)
            if by_word:
                return self._chosen(by_word, target.unit, asked)
        return NOTHING

    def _last_within(self, target: Target, asked: Address) -> Found:
        """ "the last paragraph of article 17", which is written "17(-1)"."""
        within = [p for p in self._within(asked.parts[:-1], exact=True) if len(p[0].parts) == len(asked.parts)]
        found = self._chosen(_by_word(within), target.unit, Address("", (), 1)) if within else NOTHING
        return Found(found.paragraphs[-1:], found.is_exact, found.may_be)

    def _candidates(self, parts: tuple[str, ...], *, exact: bool) -> dict[str, list[_Pair]]:
        """By their words, what has that number, else what is numbered within it."""
        within = _by_word(self._within(parts, exact=exact))
        return within | _by_word([pair for pair in self._addressed if _equal(pair[0].parts, parts, exact=exact)])

    def _within(self, parts: tuple[str, ...], *, exact: bool) -> list[_Pair]:
        """What is numbered within the number asked for: 2.1 and 2.2 for "section 2", paragraphs before their parts."""
        length = len(parts)
        longer = [pair for pair in self._addressed if len(pair[0].parts) > length]
        inside = [pair for pair in longer if _equal(pair[0].parts[:length], parts, exact=exact)]
        return [pair for pair in inside if self._is_whole(pair[1])] or inside

    def _chosen(self, by_word: dict[str, list[_Pair]], unit: str, asked: Address) -> Found:
        """Of candidates by their words, those with the word that was used; the plain numbers where none is printed."""
        if unit and unit not in by_word:
            is_printed = any(address.word == unit for address, _ in self._addressed)
            if "" not in by_word or (is_printed and by_word[""][0][0].parts == asked.parts and len(asked.parts) < 2):
                return NOTHING  # there are articles here but no article 5, or it is Recital 5
            return Found(_paragraphs(self._of_one_numbering(by_word[""], asked.repeat)), is_exact=is_printed)
        if unit:
            return Found(
                _paragraphs(self._with_what_follows(self._of_one_numbering(by_word[unit], asked.repeat), asked))
            )
        if "" not in by_word and len(by_word) > 1:
            return Found(may_be=tuple(pairs[0][1] for pairs in by_word.values()))
        chosen = by_word.get("") or next(iter(by_word.values()))
        return Found(_paragraphs(self._of_one_numbering(chosen, asked.repeat)), is_exact=bool(self.document.numbers))

    def _is_whole(self, paragraph: Paragraph) -> bool:
        return self.document.paragraphs[paragraph.ordinal].id == paragraph.id

    def _of_one_numbering(self, same: Sequence[_Pair], repeat: int) -> list[_Pair]:
        """One numbering's where there is a main one, else every one's: the document prints that number so often."""
        if repeat > 1:
            return [pair for pair in same if pair[0].repeat == repeat]
        main = self._length(1)
        first = [pair for pair in same if pair[0].repeat == 1]
        more = [p for p in same if p[0].repeat > 1 and self._length(p[0].repeat) * _SUBORDINATE > main]
        return [*first, *more[:MOST_REPEATS]]

    def _length(self, repeat: int) -> int:
        return sum(address_of(p.number).repeat == repeat for p in self._counted)

    def _with_what_follows(self, chosen: list[_Pair], asked: Address) -> list[_Pair]:
        """ "Section 3" and "Section 3(1)" or "3.1", where these are paragraphs of their own, make up section 3."""
        if not any(address.parts == asked.parts for address, _ in chosen):
            return chosen
        is_plain_too = any(address == Address("", asked.parts, 1) for address, _ in self._addressed)
        words = {chosen[0][0].word} if is_plain_too else {chosen[0][0].word, ""}
        repeats = {address.repeat for address, _ in chosen}
        inside = [pair for pair in self._within(asked.parts, exact=True) if self._is_whole(pair[1])]
        return [*chosen, *(pair for pair in inside if pair[0].word in words and pair[0].repeat in repeats)]

    def _moved(self, ordinal: int, shift: int) -> Paragraph | None:
        """The next paragraph in that direction; headings between are stepped over."""
        paragraphs = self.document.paragraphs
        place = ordinal + shift
        while 0 <= place < len(paragraphs):
            if paragraphs[place].answers:
                return paragraphs[place]
            place += shift
        return None


def _equal(parts: tuple[str, ...], asked: tuple[str, ...], *, exact: bool) -> bool:
    """Part by part; unless `exact`, the first one may be roman in one place and a figure in the other."""
    if exact or not parts or not asked:
        return parts == asked
    return parts[1:] == asked[1:] and _value(parts[0]) == _value(asked[0]) is not None


def _value(part: str) -> int | None:
    return int(part) if part.isdecimal() else roman_value(part)


def _by_word(pairs: Sequence[_Pair]) -> dict[str, list[_Pair]]:
    words: dict[str, list[_Pair]] = {}
    for pair in pairs:
        words.setdefault(pair[0].word, []).append(pair)
    return words


def _paragraphs(pairs: Sequence[_Pair]) -> tuple[Paragraph, ...]:
    return tuple(paragraph for _, paragraph in pairs)


# Which paragraph is meant by a number as people write it: "4 (a) (ii)", "para 4", "Art. 17(1)", "¶3", "#p3".

NEAREST = 3
_MOST_CANDIDATES = 8
# What may stand before a number and says nothing of it; "p3" is the name of a paragraph's place on its page.
_PARAGRAPH_WORD = re.compile(r"^(?:paragraphs?|paras?|pars?|pgs?|op|no|number|p(?=\d))(?![a-z])\.?\s*")
_SHORT_WORDS = (
    (re.compile(r"^arts?\b\.?\s*|^article(?=\d)|^(?:artikel|artículo|articulo|articolo|artigo|статья)\s*"), "article "),
    (re.compile(r"^recs?\b\.?\s*|^recital(?=\d)"), "recital "),
    (re.compile(r"^secs?\b\.?\s*|^§+\s*"), "section "),
)
_PART = re.compile(r"~?\d+|[^\W\d_]+")
_SAY_NOTHING = frozenset("paragraph paragraphs para paras par number no article articles art section sec".split())
_MOST_MEANT = 40  # paragraphs that a number may mean
# What stands between the numbers of an address: "Artikel 2 Absatz 2", "article 2, paragraphe 2, point a".
_INNER_WORD = re.compile(
    r"(?<=[\d)])[\s,]*\b(?:absatz|abs|paragraphe?|para?|párr(?:afo)?|apartado|lid|paragrafo|comma|alinéa|пункт"
    r"|satz|nummer|nr|buchstabe|lit|point|letra|lettera|letter|onder)\b\.?\s*(?=[\d(]|[a-z]\b)"
)
_DIVISIONS = frozenset(
    "annex annexe appendix schedule part chapter title article section anhang anlage teil kapitel anexo parte".split()
)
_IN_WORDS = {word: n for n, word in enumerate("one two three four five six seven eight nine ten".split(), start=1)}
_SAYS_NOTHING = frozenset("of the to in para paras paragraph paragraphs par ziffer absatz nr párr punto punt".split())


def find_paragraph(document: Document, asked: str) -> Paragraph:
    """The paragraph of `document` that `asked` means.

    The exact number goes first, then the same number spelled otherwise, then the one number that has no other parts
    than those asked for. Raises UnknownParagraph where there is none, or where it may be one of several.
    """
    everything = {paragraph.number: paragraph for paragraph in document.in_order}
    if asked in everything:
        return everything[asked]
    if len(in_part := _in_part(document, asked)) == 1:
        return in_part[0]
    for spelled in (_spelling, _parts, _parts_without_word):
        wanted = spelled(asked)
        found = [number for number in everything if wanted and spelled(number) == wanted]
        if len(found) == 1:
            return everything[found[0]]
        if found:
            raise UnknownParagraph(f"In {document.id}, {asked!r} may be {_listed(found)}: say which.")
    nearest = nearest_numbers(asked, everything)
    hint = f" Nearest: {', '.join(nearest)}." if nearest else ""
    raise UnknownParagraph(f"{document.id} has no paragraph {asked!r}; {document.describe_numbers()}{hint}")


def paragraphs_of_number(document: Document, asked: str) -> tuple[Paragraph, ...]:
    """The paragraph of that number, or those of a list or range of numbers; empty where there are none.

    A number that is printed again in an annex means the first, unless the annex is named ("Annex II, paragraph 2");
    where the parts of a document number their paragraphs alike, it may be any of them.
    """
    asked = _SEEN_AT.sub("", asked)
    exact = [paragraph for paragraph in document.in_order if paragraph.number == asked]
    if exact:
        return (exact[0],)
    if hyphened := _hyphened(document, asked):
        return hyphened
    targets = targets_of(_PART_NAMED.sub(" ", asked) if part_named(asked) else asked)
    if part_named(asked) or len(targets) > 1:
        return credited_paragraphs(document, targets, asked)[:_MOST_MEANT]
    try:
        found = find_paragraph(document, asked)
    except UnknownParagraph:
        found = None
    if found is not None and ("~" in asked or not targets):
        return (found,)
    if found is not None:
        return tuple(dict.fromkeys((found, *credited_paragraphs(document, targets, asked))))[:_MOST_MEANT]
    if targets and (meant := credited_paragraphs(document, targets, asked)):
        return meant[:_MOST_MEANT]
    if targets and targets[0].unit and _prints(document, targets[0].unit):
        return ()  # "article 5" where there are articles, but no fifth, is no recital 5
    parts = _credited(asked)
    ending = [p for p in document.in_order if parts and _credited(printed_number(p.number))[-len(parts) :] == parts]
    return tuple(ending[:_MOST_MEANT])


def paragraphs_around(document: Document, asked: str) -> tuple[Paragraph, ...]:
    """What there is of a number whose last part the document prints of none: article 24 for "Article 24(1)"."""
    places = Places(document)
    divided = {p.ordinal for p in document.subparagraphs}
    found = (p for target in targets_of(asked) for p in places.without_last_part(target))
    return tuple(p for p in found if p.ordinal not in divided)


def _hyphened(document: Document, asked: str) -> tuple[Paragraph, ...]:
    """Those whose number is printed with a hyphen and stands in a credit, where it is no range: "art. 16-7 C. civ."."""
    named = set(_HYPHENED.findall(asked))
    return tuple(p for p in document.in_order if named.issuperset(_HYPHENED.findall(p.number) or ("",)))


_HYPHENED = re.compile(r"(?<![\w-])\d+(?:-\d+)+(?![\w-])")
# "see [4]", and what a case is cited by before the paragraph: "[2022] UKUT 26 (LC) at [36]", "[2022] UKSC 4, [36]".
_SEEN_AT = re.compile(r"^(?:(?:see|at|in)\s+(?=[\[(¶§\d])|(?:.*\bat|\[\d{4}\].*,)\s+(?=\[\d))", re.IGNORECASE)
# A part of a document that numbers its own paragraphs, as credits and headings name it: "Annex II", "PART TWO".
_PART_NAMED = re.compile(
    r"\b(?P<kind>annex|appendix|schedule|part|title|chapter|book|addendum|attachment|protocol|anhang|anlage|teil|kapitel"
    r"|titre|chapitre|anexo|título|capítulo|bijlage|deel|приложение|часть)e?\b"
    rf"(?:\s+(?:no\.?\s*)?(?P<value>[ivxlc]+|\d{{1,3}}|[a-z]|{'|'.join(_IN_WORDS)})\b)?",
    re.IGNORECASE,
)
# "Part" and its like are parts only with a number: "in part", "as part of", "the title".
_NEEDS_A_NUMBER = frozenset("part title chapter book protocol schedule teil titre título deel часть".split())


def part_named(words: str) -> tuple[str, str] | None:
    """The part of a document that a credit or heading names, as its kind and number ("" where it has none)."""
    for match in _PART_NAMED.finditer(words):
        kind, value = match["kind"].casefold(), (match["value"] or "").casefold()
        if value or kind not in _NEEDS_A_NUMBER:
            roman = roman_value(value) if value else None
            return kind, str(roman or _IN_WORDS.get(value) or value)
    return None


def credited_paragraphs(document: Document, targets: Sequence[Target], words: str) -> tuple[Paragraph, ...]:
    """The paragraphs that credit `words` mean, whose numbers are the `targets`; under the part named there, if any."""
    places, part = Places(document), part_named(words)
    headings = headings_of_part(document, part)
    if headings and not targets:
        return tuple(p for p in document.paragraphs if not headings.isdisjoint(p.headings))
    found: list[Paragraph] = []
    for target in targets:
        if headings:
            found += (p for heading in headings for p in places.find_under(target, tokens(heading)).paragraphs)
            continue
        there = places.find(target)
        if target.unit == "section" and not there.paragraphs and "§" in words:
            there = places.find(replace(target, unit=""))  # "§ 4" is the fourth paragraph, where there are no sections
        found += (p for p in there.paragraphs if not part or not _is_of_another(p, part))
    return tuple(dict.fromkeys(found))


def headings_of_part(document: Document, part: tuple[str, str] | None) -> frozenset[str]:
    """The headings in the document that name that part."""
    return frozenset(h for p in document.paragraphs for h in p.headings if part and part_named(h) == part)


def _is_of_another(paragraph: Paragraph, part: tuple[str, str]) -> bool:
    """Whether it stands in another part: in Part Two or an annex, where a Part One without a heading is meant."""
    others = [named for heading in paragraph.headings if (named := part_named(heading))]
    return any((kind == part[0] or kind not in _NEEDS_A_NUMBER) and (kind, value) != part for kind, value in others)


def targets_of(asked: str) -> tuple[Target, ...]:
    """The numbers in a credit that is a number: "4-5" and "paras 4 and 5" are two."""
    asked = _SEEN_AT.sub("", asked)
    requests = parse_lookups(asked) or parse_lookups(f"paragraph {asked}")
    return tuple(dict.fromkeys(target for request in requests for target in request.targets))


def _prints(document: Document, unit: str) -> bool:
    return any(address_of(paragraph.number).word == unit for paragraph in document.in_order)


def same_number(one: str, other: str) -> bool:
    """Whether two numbers as people write them are the same, or one lies within the other: "4" and "para. 4(a)"."""
    first, second = _credited(printed_number(one)), _credited(printed_number(other))
    shorter = min(len(first), len(second))
    return bool(shorter) and first[:shorter] == second[:shorter]


def _credited(number: str) -> tuple[str, ...]:
    """The parts of a number in a credit: "recital" tells two apart, "paragraph" and "article" do not."""
    return tuple(part for part in _TOKEN.findall(number.casefold()) if part not in _SAY_NOTHING)


def nearest_numbers(asked: str, numbers: Iterable[str]) -> tuple[str, ...]:
    """The numbers that come closest to the one asked for: by value, then by spelling."""
    wanted = _parts_without_word(asked)
    known = [number for number in numbers if any(character.isdecimal() for character in number)]
    known = [number for number in known if not number.startswith("heading-")]
    return tuple(sorted(known, key=lambda number: _distance(_parts_without_word(number), wanted))[:NEAREST])


def again(number: str, numbers: Iterable[str]) -> tuple[str, ...]:
    """The addresses of the other paragraphs that are printed with the same number: "3~2" for "3"."""
    plain = printed_number(number)
    return tuple(other for other in numbers if other != number and printed_number(other) == plain)


def _in_part(document: Document, asked: str) -> list[Paragraph]:
    """The paragraphs of that number in that part, in either order: "Annex I, para. 3", "paragraph 3 of annex 1"."""
    wanted = sorted(_with_part(asked))
    return [p for p in document.in_order if p.part and sorted(_with_part(p.address)) == wanted]


def _with_part(address: str) -> Iterator[str]:
    """The words and numbers of an address, without those that only say that a number comes."""
    division = ""
    for part in _PART.findall(unicodedata.normalize("NFKC", address).casefold()):
        if division:
            yield f"{division} {roman_value(part) or _IN_WORDS.get(part) or part.translate(_DIGITS)}"
            division = ""
        elif part in _DIVISIONS:
            division = part
        elif part not in _SAYS_NOTHING:
            yield part.translate(_DIGITS)


def _spelling(number: str) -> str:
    """The number without what differs between two who mean the same: case, spaces, marks around it."""
    return "".join(_named_in_full(number).split()).rstrip(".:,;")


def _parts(number: str) -> tuple[str, ...]:
    """The words and numbers in it, whatever stands between them: "article 17 1" is "Article 17(1)"."""
    return tuple(part.translate(_DIGITS) for part in _PART.findall(_named_in_full(number)))


def _named_in_full(number: str) -> str:
    text = unicodedata.normalize("NFKC", number).casefold().strip().lstrip("¶#")
    text = _INNER_WORD.sub(" ", _PARAGRAPH_WORD.sub("", text.strip()))
    for short, word in _SHORT_WORDS:
        text = short.sub(word, text)
    return text


def _parts_without_word(number: str) -> tuple[str, ...]:
    """Those parts without a word before the first number: "17(1)" may be "Article 17(1)"."""
    parts = _parts(number)
    return parts[1:] if len(parts) > 1 and len(parts[0]) > 2 and not parts[0][-1].isdecimal() else parts


def _distance(parts: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[float, float, int]:
    apart = abs(_last_value(parts) - _last_value(wanted)) if wanted and parts else float("inf")
    return apart, OSA.normalized_distance(" ".join(parts), " ".join(wanted)), len(parts)


def _last_value(parts: tuple[str, ...]) -> int:
    return next((int(part[:9]) for part in parts if part.isdecimal()), 0)


def _listed(numbers: list[str]) -> str:
    more = len(numbers) - _MOST_CANDIDATES
    return " or ".join([*numbers[:_MOST_CANDIDATES], *([f"{more} more"] if more > 0 else [])])


def _decimal_digits() -> Iterator[tuple[int, str]]:
    for first in (0x660, 0x6F0, 0x966, 0x9E6, 0xE50):  # Arabic, Persian, Devanagari, Bengali, Thai
        yield from ((first + value, str(value)) for value in range(10))


_DIGITS = dict(_decimal_digits())
