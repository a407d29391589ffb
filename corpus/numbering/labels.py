"""What has the shape of a printed number at the start of a block, and what it may mean. Pure.

A shape alone is not yet a number: `corpus.numbering.sequences` accepts those that continue a sequence.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from corpus.formats.reading import Block
from corpus.numbering.numerals import (
    ABJAD,
    CYRILLIC,
    DEVANAGARI,
    chinese_value,
    decimal_value,
    hebrew_value,
    letter_value,
    ordinal_word_value,
    roman_value,
    romance_ordinal_value,
)
from corpus.types import Span

# "Article" in the languages of the Universal Declaration; a reader of any of them may cite "Article 5".
_ARTICLE_BEFORE = (
    r"articles?|art\.|art(?![^\W\d_])|artikel|artículo|articulo|artigo|articolo|статья|ст\.|стаття|артыкул|член|člen|član(?:ak)?|članek|člán[eo]k|čl\.|члан|artykuł|pasal|madde|đi\u00ea\u0300u"
    r"|моддаи|điều|kifungu cha|kifungu|άρθρο|αρθρο|(?:ال)?مادة|مادهٔ|مادۀ|ماده|دفعہ|ধারা|अनुच्छेद|உறுப்புரை|ข้อ|סעיף"
)
_ARTICLE_AFTER = r"artikla|artikkel|бап|[-‐‑–]?nj[iy] madda|[-‐‑–]?modda|madda"
# Some texts write "Điều" with its marks as characters of their own.
_ARTICLE_BEFORE = f"{_ARTICLE_BEFORE}|{unicodedata.normalize('NFD', _ARTICLE_BEFORE)}"
_ENGLISH = r"section|sec\.|rule|principle|guideline|recommendation|clause|paragraph|para\.|recital|regulation"
_SHORT = {
    "art": "Article",
    "art.": "Article",
    "§§": "§",
    "§": "§",
    "sec.": "Section",
    "para.": "Paragraph",
    "ст.": "Article",
}

_DIGITS = r"\d{1,6}"
_SUFFIX = (
    r"(?P<suffix>[ \u00a0]?(?:bis|ter|quater|quinquies|sexies)\b"
    r"|(?-i:(?:qu|pen|sex|sept|oct|nov|dec)[a-z]{0,7})\b|(?-i:[A-Z]{1,2}|[a-z])(?![A-Za-z])|[⁰¹²³⁴-⁹]{1,2})?"
)
_DOTTED = r"(?P<parts>\d{1,4}(?:\.\d{1,4}){1,8}+)(?!\.?\d)"  # bounded: a line of a million "1." is no number
_ROMAN = r"[IVXLC]{1,8}|[ivxlc]{1,8}"
_LETTER = rf"[a-z]{{1,3}}|[A-Z]{{1,3}}|[{CYRILLIC}]|الف|هـ|[{ABJAD}]|[{DEVANAGARI}]"
_CHINESE = r"[〇零一二三四五六七八九十百千]{1,8}"
_SPACE = r"[ \t\u00a0\u2000-\u200a\u202f\u3000]"
_WIDE = r"[\u2000-\u2005\u3000]"
# "Article 34-1" and "Article 51-A", as codes print what was put in after 34 and 51; "Articles 3-5" are several.
_INSERTED = rf"(?P<inserted>-(?:{_SPACE}?\d{{1,3}}(?![\d.]*\d)|(?-i:[A-Z])(?!\w)))?"

# Of every script that has them; a class of ranges would take in small letters too.
_CAPITAL = "".join(filter(str.isupper, map(chr, range(0x530))))
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_WORD = r"[^\W\d_]+(?:\u200c[^\W\d_]+)*"

_BEFORE = re.compile(
    rf"(?P<word>{_ARTICLE_BEFORE}|{_ENGLISH}){_SPACE}*(?:{_DOTTED}|(?P<digits>{_DIGITS})(?!\.?\d)"
    rf"(?:{_SPACE}?(?:er|re|ère)(?!\w))?{_SUFFIX}{_INSERTED}|(?P<roman>{_ROMAN})(?!\w)|(?P<letters>(?-i:[A-Z]))(?!\w)"
    rf"|(?P<hebrew>[א-ת]{{1,3}})(?![א-ת])|(?P<words>{_WORD}(?:{_SPACE}{_WORD}){{0,2}})"
    rf"(?={_SPACE}*(?:[.:]?{_SPACE}*$|[.:–—-]{_SPACE})))"
    rf"(?P<end>(?:[.:)ºª°\u2013\u2014-]|{_SPACE}+(?:۔|[\u2013\u2014-](?={_SPACE})))*)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?P<digits>{_DIGITS})(?P<end>\.?){_SPACE}*(?:{_ARTICLE_AFTER})[.:]?(?={_SPACE}*$)", re.IGNORECASE
)
_EAST_ASIAN = re.compile(
    rf"[第제]{_SPACE}*(?:(?P<digits>{_DIGITS})|(?P<chinese>{_CHINESE})){_SPACE}*[条條조](?P<inserted>[의の之](?:\d{{1,2}}|{_CHINESE}))?"
)
# "I.2", "I.2.1" and "A.2.1" are outlines whose outermost numbers are no figures; "S.29" is of a citation.
_HEADED = r"(?P<over>[IVX]{1,6}|[A-Z](?=\.\d+\.\d))\.(?=\d{1,3}(?:\.\d|\.?\s))"
# A word within a number counts on ("3.Guidance.4"); in "1.The parties" the number is glued to a sentence.
_OUTLINE = re.compile(
    rf"(?:{_HEADED}(?:(?P<only>\d{{1,3}})(?!\.?\d))?|(?P<head>[A-Z]{{1,4}}))?(?(only)|(?:{_DOTTED}|(?P<part>\d{{1,4}})(?=(?:\.[A-Z][a-z]+)+\.\d)))"
    r"(?P<words>(?:\.[A-Z][a-z]+(?:\.\d{1,3})?)*\.[A-Z][a-z]+\.\d{1,3}|\.Guidance\b|)"
    rf"(?P<end>\.(?!\d)|\)|:|{_SPACE}?[-–—](?={_SPACE}{{1,3}}[^\W\d]))?"
)
# The sections of German and American laws ("§ 12", "§ 12.1"), which hold numbered paragraphs as articles do.
_SECTION = re.compile(
    rf"(?:[^\W\d_a-z][^\W\d_]{{1,7}}{_SPACE})?(?P<word>§){_SPACE}*(?:{_DOTTED}|(?P<digits>{_DIGITS}){_SUFFIX}{_INSERTED}(?!\.?\d))"
    rf"(?P<end>[ºª°]?[.)]?(?:{_SPACE}?[-–—](?={_SPACE}))?)"
)
# "44 § Quorum", "7 a §" of Swedish and Finnish laws, "3. §" of Hungarian ones.
_SECTION_AFTER = re.compile(
    rf"(?P<digits>{_DIGITS})(?:{_SPACE}?(?P<suffix>[a-z]))?(?P<end>\.?){_SPACE}?(?P<word>§)(?!{_SPACE}?[§\d])"
)
# "2-1 Shares", the first of chapter 2, as Norwegian laws and by-laws have it; "4.1-2 Permits" of American ordinances.
_DASHED = re.compile(
    rf"(?P<dashed>\d{{1,3}}(?:\.\d{{1,3}}){{0,3}}-\d{{1,2}})(?P<end>\.?)(?={_SPACE}(?!(?:{_MONTHS})\b)[{_CAPITAL}])"
)
_MARKED = re.compile(rf"(?P<open>¶){_SPACE}*(?P<digits>{_DIGITS}){_SUFFIX}(?P<end>[.)]?)")
# Numbers that were left out or fell together: "3-5. [Deleted]", "22. and 23.", "§§ 3 bis 5 (weggefallen)".
_TO = rf"(?:{_SPACE}?[-–—]{_SPACE}?|{_SPACE}(?:and|to|through|&|und|bis|et|à|y|a|e|en|tot){_SPACE}(?:§{_SPACE}?)?)"
_RANGE = re.compile(
    rf"(?:(?P<word>{_ARTICLE_BEFORE}|sections|rules|§§?){_SPACE}*(?P<digits>{_DIGITS}){_TO}(?P<until>{_DIGITS})(?![\d.])"
    rf"|(?P<first>{_DIGITS})\.?{_TO}(?P<last>{_DIGITS})(?P<end>[.)])(?!\d))",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    rf"(?P<open>[(\[（])(?:(?P<digits>{_DIGITS}){_SUFFIX}|(?P<letters>{_LETTER}|{_ROMAN})"
    rf"|(?P<chinese>{_CHINESE}))[)\]）]"
)
_CIRCLED = re.compile(r"(?P<circled>[①-⑳])")  # paragraphs of an article in Korean and Chinese laws
# A number may be glued to its first word ("1-Meeting"), but "3.5 million" and "6-year-old" are text: a dot must not be
# followed by a digit, a hyphen not by a lower-case word or a digit.
_DELIMITED = re.compile(
    rf"(?:(?P<digits>{_DIGITS}){_SUFFIX}|(?P<chinese>{_CHINESE}))"
    r"(?P<end>\.(?!\d)(?:[–—-](?=\())?|\)|[-–—](?![a-z\d])|[、．]|[°º](?![CF])"
    rf"|{_SPACE}[-–—](?={_SPACE}{{1,3}}[{_CAPITAL}“\"«]))"
)
_LETTERED = re.compile(rf"(?:(?P<roman>{_ROMAN})|(?P<letters>{_LETTER}))(?P<end>\.(?!\w)|\))")
# "II - the right to be heard", an item of a Brazilian article.
_ITEM = re.compile(rf"(?P<roman>[IVXLC]{{1,8}})(?P<end>{_SPACE}[-–—])(?={_SPACE}\S)")
# "1(1)" is how acts print a section and its first subsection.
_BARE = re.compile(
    rf"(?P<digits>{_DIGITS}){_SUFFIX}(?P<end>(?=\t|\n|{_SPACE}{{2}}|{_WIDE}|\(1\)|$))|(?P<head>[A-Z])(?=\t|$)"
)
_GLUED = re.compile(
    rf"(?P<digits>\d{{1,3}})(?=[{_CAPITAL}“\"‘][^\W\d]|[「『《]?[\u4e00-\u9fff\uac00-\ud7af](?<![年月日]))"
)
# "11 Condemns" in a document that prints "10." and "12."; "6 June" and "27 States" are text, and weigh little.
_SPACED = re.compile(
    rf"(?P<digits>\d{{1,3}})(?= (?!(?:{_MONTHS})\b)"
    rf"(?:[{_CAPITAL}“\"‘«„][\w’]|[{_CAPITAL}] (?![{_CAPITAL}])[^\W\d_]|[a-z]{{1,2}}\)\s|[(\d][\da-z]?[.)] ?\S))"
)
# The last provisions of Spanish laws, the grounds of judgments: "PRIMERA.- Recursos", "Segunda. Plazo", "TERCERO.-La".
# What no language calls a paragraph, but a document may: "Item 4. Bureau overview", "BYLAW 7 - FINANCES".
_OWN = re.compile(
    rf"(?P<word>(?!(?:{_MONTHS})\b)[{_CAPITAL}][^\W\d_]{{2,14}}){_SPACE}(?:(?P<digits>\d{{1,3}})|(?P<roman>[IVX]{{1,6}}))(?![\w/,]|[.]\d)"
    rf"(?P<end>(?:{_SPACE}?[.:–—-])?)"
)
_FEWEST_OWN = 4
_ORDINAL = re.compile(
    rf"(?P<ordinal>(?!\d){_WORD}(?: {_WORD})?)(?P<end>\.|{_SPACE}?[-–—](?={_SPACE}?[{_CAPITAL}]))"
    rf"(?:{_SPACE}?[-–—]\b|[-–—])?(?=\w|{_SPACE}|$)"
)
_SHAPES = (
    _RANGE,
    _SECTION,
    _SECTION_AFTER,
    _BEFORE,
    _DASHED,
    _AFTER,
    _EAST_ASIAN,
    _OUTLINE,
    _MARKED,
    _BRACKETED,
    _CIRCLED,
    _DELIMITED,
    _LETTERED,
    _ITEM,
    _BARE,
    _GLUED,
    _SPACED,
    _ORDINAL,
)

# What comes before a number that is printed all the same: the bracket in which a model offers it or a law has put it
# in, as a note says; the bullet of a converter.
_SET_BEFORE = re.compile(r"\d{0,3}\[(?!\[)|[•‣◦▪●○]\s+(?=[(\w§])")
_LONGEST_RANGE = 60
_KEPT = 4_096  # labels: the blocks of a document are looked at several times over
_STYLES = {"(": "()", "（": "()", "[": "[]", "¶": "¶"}
_END_STYLES = {".": ".", "、": ".", "．": ".", ")": ")", "-": "-", "–": "-", "—": "-", "°": "°", "º": "°"}


@dataclass(frozen=True, slots=True)
class Value:
    """One meaning of a label: the system it counts in, its parts ((4,), (1, 2), (2, "Guidance", 1)) and its suffix.

    `until` is the last number where one label stands for several ("3-5."), 0 elsewhere.
    """

    system: str
    parts: tuple[int | str, ...]
    suffix: str = ""
    until: int = 0

    @property
    def reached(self) -> tuple[int | str, ...]:
        """The parts of the last number that the label stands for."""
        return (*self.parts[:-1], self.until) if self.until else self.parts


@dataclass(frozen=True, slots=True)
class Label:
    """Something shaped like a number.

    `span` is where it stands ("(a)", "Article 5."), `body` where the words after it begin; `word` is "Article" and
    the like, or empty; `style` its delimiter; `printed` the number itself as an address gives it ("12A", "ii").
    `values` has more than one meaning where the shape has ("(i)" is 1 in roman numerals and the ninth letter).
    """

    span: Span
    body: int
    word: str
    style: str
    printed: str
    values: tuple[Value, ...]


@lru_cache(_KEPT)
def find_label(text: str, start: int, end: int) -> Label | None:
    """The label with which `text[start:end]` begins; None where nothing there has such a shape."""
    for shape in _SHAPES:
        match = shape.match(text, start, end)
        if match and (values := _values(match)):
            return _label(text, match, values, end)
    # "[(6) Informal membership ...]", "7[(2) The ...", "• (2) The ..."
    if before := _SET_BEFORE.match(text, start, end):
        label = find_label(text, before.end(), end)
        return replace(label, span=Span(start, label.span.end)) if label and (label.style or label.word) else None
    return None


def find_own_label(text: str, start: int, end: int, words: Collection[str]) -> Label | None:
    """The label of a word with which this very document counts: "Item 4.", "BYLAW 7 -", where `words` has "item"."""
    match = _OWN.match(text, start, end)
    if not match or match["word"].casefold() not in words or not (values := _values(match)):
        return None
    return replace(_label(text, match, values, end), word=match["word"].capitalize())


def own_words(text: str, blocks: Iterable[Block], but: re.Pattern[str]) -> frozenset[str]:
    """The words, in lower case, that stand with 1, 2, 3 and so on at the start of blocks; none that `but` matches."""
    found: dict[str, list[int]] = defaultdict(list)
    for block in blocks:
        match = _OWN.match(text, block.span.start, block.span.end)
        if match and not but.match(match["word"]):
            found[match["word"].casefold()] += [
                v for value in _values(match)[:1] for v in value.parts if isinstance(v, int)
            ]
    return frozenset(word for word, of in found.items() if _counts_on(of))


def _counts_on(numbers: Sequence[int]) -> bool:
    """Whether they are 1, 2, 3 and so on, but for a few that are missing; they may begin anew."""
    steps = [after - before for before, after in pairwise(numbers)]
    return len(numbers) >= _FEWEST_OWN and 1 in numbers[:2] and 4 * steps.count(1) >= 3 * len(steps)


def _label(text: str, match: re.Match[str], values: tuple[Value, ...], end: int) -> Label:
    groups = match.groupdict()
    end_mark = (groups.get("end") or "").lstrip("ºª° \u00a0" if groups.get("word") else None)
    end_mark = end_mark.strip()
    style = ("()" if groups.get("circled") else _STYLES.get(groups.get("open") or "")) or _END_STYLES.get(
        end_mark[:1], ""
    )
    body = match.end()
    while body < end and text[body].isspace():
        body += 1
    return Label(Span(match.start(), match.end()), body, _word(match), style, _printed(match, values[0]), values)


def _word(match: re.Match[str]) -> str:
    if match.re in (_AFTER, _EAST_ASIAN):
        return "Article"
    word = (match.groupdict().get("word") or "").lower()
    if not word:
        return ""
    english = re.fullmatch(rf"(?:{_ENGLISH})s?", word)
    return _SHORT.get(word) or (word.removesuffix("s").capitalize() if english else "Article")


def _values(match: re.Match[str]) -> tuple[Value, ...]:
    groups = match.groupdict()
    suffix = " ".join((groups.get("suffix") or "").split())
    if last := groups.get("until") or groups.get("last"):
        first, until = decimal_value(groups.get("digits") or groups["first"] or ""), decimal_value(last)
        return (Value("decimal", (first,), until=until),) if first < until <= first + _LONGEST_RANGE else ()
    if ordinal := groups.get("ordinal"):
        return (Value("decimal", (value,)),) if (value := romance_ordinal_value(ordinal)) else ()
    if over := groups.get("over"):
        parts = tuple(map(decimal_value, (groups["parts"] or groups["only"] or "").split(".")))
        return tuple(Value("decimal", (*value.parts, *parts)) for value in _letter_values(over))
    if groups.get("parts") or groups.get("part"):
        return (_outline_value(groups),)
    if dashed := groups.get("dashed"):
        return (Value("decimal", tuple(map(int, re.split(r"[-.]", dashed)))),)
    if digits := groups.get("digits"):
        return (Value("decimal", (decimal_value(digits),), f"{suffix}{_inserted(groups)}"),)
    if circled := groups.get("circled"):
        return (Value("decimal", (int(unicodedata.numeric(circled)),)),)
    if (numeral := groups.get("chinese")) and (value := chinese_value(numeral)):
        return (Value("decimal", (value,), _inserted(groups)),)
    if (letters := groups.get("hebrew")) and (value := hebrew_value(letters)):
        return (Value("decimal", (value,)),)
    if (words := groups.get("words")) and match.re is _BEFORE:
        value = ordinal_word_value(words)
        return (Value("decimal", (value,)),) if value else ()
    return _letter_values(_roman(groups) or groups.get("letters") or groups.get("head") or "")


def _inserted(groups: dict[str, str | None]) -> str:
    """What a label adds to its number: "-1" of "Article 34-1", "之1" of 第九條之一."""
    inserted = "".join((groups.get("inserted") or "").split())
    return f"{inserted[0]}{chinese_value(inserted[1:]) or inserted[1:]}" if inserted else ""


def _roman(groups: dict[str, str | None]) -> str:
    """The roman numeral of a label; the "l" that a scan reads for an "I" after "Article" ("Article Ill") is one."""
    numeral = groups.get("roman") or ""
    return numeral.replace("l", "I") if groups.get("word") and numeral[:1].isupper() else numeral


def _letter_values(letters: str) -> tuple[Value, ...]:
    if not letters:
        return ()
    case = "upper" if letters.isupper() else "lower"
    found = [
        Value(f"{system}-{case}", (value,))
        for system, value in (("roman", roman_value(letters)), ("letter", letter_value(letters)))
        if value
    ]
    return tuple(found)


def _outline_value(groups: dict[str, str | None]) -> Value:
    head = groups.get("head")
    parts: list[int | str] = [head] if head else []
    parts += [decimal_value(part) for part in (groups["parts"] or groups["part"] or "").split(".")]
    for part in (groups.get("words") or "").split(".")[1:]:
        parts.append(decimal_value(part) if part.isdecimal() else part)
    return Value("decimal", tuple(parts))


def _printed(match: re.Match[str], value: Value) -> str:
    groups = match.groupdict()
    if ordinal := groups.get("ordinal"):
        return ordinal
    if groups.get("over"):
        return f"{groups['over']}.{groups['parts'] or groups['only']}"
    if letters := groups.get("dashed") or _roman(groups) or groups.get("letters"):
        return letters
    if groups.get("head") and not (groups.get("parts") or groups.get("part")):
        return groups["head"] or ""
    if (parts := groups.get("parts")) and not (groups.get("head") or groups.get("words")) and parts.isascii():
        return parts  # "3.05" is not 3.5
    # The head of an outline number is glued to its first figure: "A7.2".
    head, *rest = value.parts if groups.get("head") else ("", *value.parts)
    text = f"{head}{'.'.join(map(str, rest))}" + (f"-{value.until}" if value.until else "")
    separator = " " if value.suffix[2:].isalpha() else ""
    return f"{text}{separator}{value.suffix}"


# A line of a table of contents: a title, then dots or tabs, then the page.
_CONTENTS = re.compile(r"[^\n]{1,160}?(\t[\t ]*|\.{3,}[ \t]*|(\. ?){4,} *|…+[ \t]*| {3,})\d{1,4}")
_LONGEST_LINE = 400


def is_contents_line(text: str, block: Block) -> bool:
    """Whether the block is a line of a table of contents."""
    if len(block.span) > _LONGEST_LINE or not text[block.span.end - 1].isdecimal():
        return False
    return bool(_CONTENTS.fullmatch(block.span.of(text)))
