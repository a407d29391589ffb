"""What a text says of itself: title, date, symbol and language, read from its first blocks. Pure."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from itertools import chain

from corpus.cutting.headings import LONGEST, division
from corpus.formats.reading import Block, Reading, Role
from corpus.numbering.labels import find_label
from corpus.types import Card, Span

_HEAD = 40  # blocks in which a document names itself
_LEAST = 1  # a title-cased line is worth that, or the very first one

# UN documents, neutral citations of courts, acts of the European Union.
_SYMBOL = re.compile(
    r"\b(?:[AESTZ]|ST|CCPR|CRC|CEDAW|CAT|CERD|CRPD|CMW|HRI|FCCC|DP|TD|UNEP|CD|ISBA|SPLOS|CLCS|HSP|IDB|GC|CBD|ICCD|BWC"
    r"|CCW|NPT|ECE|ESCAP|ECA|LC|ICEF)/(?:[A-Z0-9.-]+/){0,6}[A-Z.-]{0,9}\d[\w./-]{0,20}"
    r"(?: \((?:19|20)\d\d\))?"
    r"|\[(?:19|20)\d\d\] (?:UKSC|UKPC|UKHL|EWCA(?: Civ| Crim)?|EWHC|EWFC|UKUT|UKFTT|CSIH|NICA) \d+(?: \(\w+\))?"
    r"|\b(?:Regulation|REGULATION|Directive|DIRECTIVE|Decision|DECISION) \((?:EU|EC|EEC)\) (?:No )?\d+/\d+"
)
_KIND = re.compile(
    r"\b(statement|d[eé]clara(?:tion|ci[oó]n|ção|zione)|erklärung|verklaring|декларация|communiqu[eé]|resolution|agreement|treaty|charter|convention|protocol|memorandum|report"
    r"|accord|process|comment|observations|regulation|directive|act|order|code|summit|conclusions|pact|plan|strategy|principles)\b",
    re.IGNORECASE,
)
_MASTHEAD = re.compile(
    r"(united nations|((security|economic and social|human rights|trusteeship) council)|general assembly)"
    r"(\s+(distr\b.*|[A-Z]{1,8}/\S+))?|((grand|first|second|third|fourth|fifth) )?(chamber|section)"
    r"|(\w+[- ]){1,4}session"
    r"|(european |supreme |high )?court of .*|distr\.?\b.*|original: .*|home( .*)?|menu|skip to .*|\[?https?://.*"
    r"|from:.*|to:.*|subject:.*|date:.*|(mon|tues|wednes|thurs|fri|satur|sun)day\b.*|contents|.*[/›»>|] .*[/›»>|].*",
    re.IGNORECASE,
)
# What stands over a part of many documents names none of them.
_PART = re.compile(
    r"introduction|background|pr[eé]amb\w*|preâmbulo|pre[aá]mbulo|преамбула|overview( of .*)?|summary|contents"
    r"|judgment|decision|conclusions?"
    r"|whereas|recitals?|neutral citation.*|approved judgment|before ?:?|between ?:?|.{0,3}\d{4} No\. \d+|\(.*\)",
    re.IGNORECASE,
)
# A title that a program gave to the file: its number, or what kind of copy it is.
_NO_TITLE = re.compile(
    r"consolidated (text|version)\b.*|(celex|lex|doc(ument)?)\W*[\w:.]*\d[\w:.-]*|[\W\d_]*", re.IGNORECASE
)
_AGENDA = re.compile(r"(provisional )?agenda items?\b.*|items? \d.*\bagenda\b.*", re.IGNORECASE)
_RESOLUTION = re.compile(r"\d{1,3}/\d{1,4}\.? +[^\W\d_].*")  # "73/8. Necessity of ..."
_PARTIES = re.compile(r" vs?\.? ")
_GOES_ON = re.compile(r"(of|on|laying|concerning|relating|amending|establishing|repealing|regarding|implementing)\b.*")
_LONGEST_TITLE, _MOST_TITLE_LINES = 500, 6
_DATED = re.compile(r"(distr\.?|date[d ]*:?|of) ?(?!.*\d:\d\d).*", re.IGNORECASE)
_ANOTHER = re.compile(r"\b(of|du|del|vom|van|от) \d{1,2}\b")  # "the Convention of 10 December 1982", in a sentence
_SMALL = frozenset("Of The And In For On To Others".split())
_UNFINISHED = re.compile(r"\b(to|of|on|for|the|and)$", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b|published|updated|posted|hearing|\d:\d\d", re.IGNORECASE
)


def read_structure(reading: Reading, name: str, guess: Callable[[str], str]) -> Card:
    """The card of a reading whose file is called `name` (a slug): what the file and its text say.

    `guess` is `guess_language`, or what asks another process for it, and is called where the file does not say.
    """
    about = reading.about
    language = about.language or guess(reading.text[:LANGUAGE_SAMPLE])
    head = _head(reading)
    symbol = _symbol(reading, head)
    title = _title(reading.text, head, about.title) or symbol or name
    if symbol and symbol.startswith("[") and " v " not in title:
        title = symbol  # what a judgment is known by; the parties' names stand in a table, or above each other
    date = about.date or _date_in_head(reading.text, head, title, language)
    return Card(name, title, date, None, about.publisher, about.source, language, symbol)


def _head(reading: Reading) -> list[Block]:
    """The blocks above the first number, at most the first few."""
    head: list[Block] = []
    for block in reading.blocks[:_HEAD]:
        label = find_label(reading.text, block.span.start, block.span.end)
        is_after = len(head) > 1 or (bool(head) and len(head[0].span) > 2 * LONGEST)
        is_set = block.role is Role.HEADING and label is not None and bool(label.style)
        begins = label and label.printed in ("1", "i", "a", "I") and (label.word or is_after or is_set)
        if block.role is Role.FURNITURE or begins:
            break
        head.append(block)
    return head


def _title(text: str, head: Sequence[Block], said: str | None) -> str | None:
    """The block that is most like a title; what the file says where no block is, or where a block says it too."""
    lines = [(place, " ".join(block.span.of(text).split()), block) for place, block in enumerate(head)]
    if said and not _NO_TITLE.fullmatch(said):
        wanted = " ".join(said.split()).casefold()
        same = [line for _, line, _ in lines if len(line) > 8 and line.casefold() in wanted]
        return max(same, key=len) if same else " ".join(said.split())
    agenda = {place + 1 for place, line, _ in lines if _AGENDA.fullmatch(line)}
    scored = [(_score(line, block) + (place == 0) + 4 * (place in agenda), -place) for place, line, block in lines]
    score, place = max(scored, default=(0.0, 0))
    if score < _LEAST:
        return None
    first, *rest = (line for _, line, _ in lines[-place:][:_MOST_TITLE_LINES])
    title = first
    for line in rest:
        is_next = _UNFINISHED.search(title) or (_KIND.search(first) and _GOES_ON.fullmatch(line))
        if not is_next or len(line) > 2 * LONGEST or len(title) + len(line) > _LONGEST_TITLE:
            break
        title = f"{title} {line}"
    return _in_small_letters(title) if _PARTIES.search(title) and title.replace(" v", "").isupper() else title


def _in_small_letters(title: str) -> str:
    """ "CASE OF ASH v. RIVERLAND" as it is cited: "Case of Ash v. Riverland"."""
    words = [word if word in ("v.", "v", "vs.") else word.capitalize() for word in title.split()]
    return " ".join(word.lower() if place and word in _SMALL else word for place, word in enumerate(words))


def _score(line: str, block: Block) -> float:
    """How much a line looks like a title; 0 for one that cannot be."""
    if not 4 <= len(line) <= 2 * LONGEST or line[-1] in ";,:" or line[0] in "-–—•*":
        return -9
    if block.role in (Role.TABLE, Role.FOOTNOTE):
        return -9
    if (
        division(line, Block(Span(0, len(line)))) is not None
        or any(pattern.fullmatch(line) for pattern in (_MASTHEAD, _SYMBOL, _PART))
        or find_label(line, 0, len(line))
    ):
        return -9
    words = line.split()
    named = sum(word[:1].isupper() for word in words) > len(words) / 2
    heading = {None: 1, 1: 3, 2: 2}.get(block.level, 1) if block.role is Role.HEADING else 0
    sentence = (line[-1] == "." and len(words) > 12) or (not named and len(words) > 15)
    kind = bool(_KIND.search(line) or _PARTIES.search(line)) + 3 * bool(_RESOLUTION.fullmatch(line))
    return heading + 2 * kind + named - 4 * sentence - 3 * (find_date(line, "en") is not None and len(words) < 6)


def _date_in_head(text: str, head: Sequence[Block], title: str, language: str) -> datetime.date | None:
    """The document's own date: in its title, or below it rather than above, where a web page puts its own."""
    lines = [" ".join(block.span.of(text).split()) for block in head]
    start = lines.index(title) if title in lines else 0
    dated = [line for line in lines if _DATED.fullmatch(line)]
    turned = (*lines[start:], *lines[:start])
    mentions = [_ANOTHER.sub("", s) if len(s) > LONGEST or s.endswith((".", ";", ":", ",")) else s for s in turned]
    for line in (title, *dated, *mentions):
        if len(line) <= 3 * LONGEST and not _WEEKDAY.search(line) and (date := find_date(line, language)):
            return date
    return None


def _symbol(reading: Reading, head: Sequence[Block]) -> str | None:
    """The symbol that runs along the pages, or the first one printed above the text."""
    running = [block.span.of(reading.text) for block in reading.blocks if block.role is Role.FURNITURE]
    lines = [block.span.of(reading.text) for block in head]
    for line in (*running, *(line for line in lines if len(line) <= LONGEST)):
        if match := _SYMBOL.search(line):
            return match[0].rstrip("./-")
    return None


# Dates as documents print them: "6 June 2017", "June 6, 2017", "6 июня 2017 г.", "2017-06-06".

_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ª|\.|-го)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
_EAST_ASIAN = re.compile(r"(?P<year>(?:19|20)\d\d)\s*[年년]\s*(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日일]")

_FIGURE = re.compile(r"[^\D0-9]")  # a decimal figure of another script
# Arabic documents of the United Nations name the month twice: "كانون الأول/ديسمبر".
_OTHER_NAME = r"(?:[^\W\d]{2,12}(?: [^\W\d]{2,12})?\s?/\s?)?"


def find_date(text: str, language: str) -> datetime.date | None:
    """The first date in `text`, its month named in that language or in English; None where there is none.

    Dates in figures alone are read in the order of ISO 8601 only: 06/07/2017 is two days, depending on who reads it.
    """
    ascii_text = _FIGURE.sub(lambda figure: str(unicodedata.digit(figure[0])), text)
    patterns = (_ISO, _EAST_ASIAN, *_named(language))
    found = [match for pattern in patterns for match in pattern.finditer(ascii_text)]
    for match in sorted(found, key=lambda match: match.start()):
        if date := _date(match, language):
            return date
    return None


def _date(match: re.Match[str], language: str) -> datetime.date | None:
    month = match["month"]
    number = int(month) if month.isdecimal() else _months(language)[month.casefold()]
    try:
        return datetime.date(int(match["year"]), number, int(match["day"]))
    except ValueError:
        return None


@cache
def _named(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = "|".join(re.escape(name) for name in sorted(_months(language), key=len, reverse=True))
    month = rf"(?P<month>{names})\.?"
    return (
        re.compile(
            rf"\b{_DAY}\s+(?:of\s+|de\s+|d’|d')?{_OTHER_NAME}{month},?\s+(?:de\s+|del\s+)?{_YEAR}\b", re.IGNORECASE
        ),
        re.compile(rf"\b{month}\s+{_DAY},?\s+{_YEAR}\b", re.IGNORECASE),
    )


@cache
def _months(language: str) -> dict[str, int]:
    """Names of months, wide and short, in the language and in English, from the Unicode locale data."""
    from babel import Locale, UnknownLocaleError

    found: dict[str, int] = {}
    for name in ("en", language):
        try:
            forms = Locale.parse(name.replace("-", "_")).months
        except (UnknownLocaleError, ValueError):
            continue
        for months in chain.from_iterable((forms[use]["wide"], forms[use]["abbreviated"]) for use in forms):
            found.update(
                {word.strip(".").casefold(): number for number, word in months.items() if not word.isdecimal()}
            )
    return found


# The language a text is in, where nothing says so: py3langid, 97 languages, offline.

LANGUAGE_SAMPLE = 4000  # characters in which a language shows
_FEWEST_LETTERS = 40
# Words that make up a third of English prose. Where they were a quarter of a text the model never said otherwise: the
# two were compared on 1,698 texts, 375 of which are in other languages or in two.
_ENGLISH = frozenset(
    "the of and to that with by which from this shall in for is be on as are was it or not have has its an at".split()
)
_ENGLISH_SHARE, _ENGLISH_WORDS = 0.25, 50


def guess_language(text: str) -> str:
    """The ISO 639-1 code of the language that the text is most likely in; English where it is too short to tell.

    The model takes most of a second and 70 MB the first time; what is plainly English does without it.
    """
    letters = re.sub(r"[\W\d_]+", " ", text[:LANGUAGE_SAMPLE]).strip()
    if len(letters.encode()) < _FEWEST_LETTERS:  # a Chinese sentence has few of them, three bytes each
        return "en"
    words = letters.casefold().split()
    if len(words) >= _ENGLISH_WORDS and sum(word in _ENGLISH for word in words) >= _ENGLISH_SHARE * len(words):
        return "en"
    from py3langid import classify

    language, _ = classify(letters)
    return str(language)
