"""What a text says of itself: title, date, symbol and language, read from its first blocks. Pure."""

import datetime
import re
from collections.abc import Sequence

from corpus.dates import find_date
from corpus.headings import LONGEST, division
from corpus.labels import find_label
from corpus.languages import guess_language
from corpus.reading import Block, Reading, Role
from corpus.types import Card, Span

_HEAD = 40  # blocks in which a document names itself
_LEAST = 1  # a title-cased line is worth that, or the very first one

# UN documents, neutral citations of courts, acts of the European Union.
_SYMBOL = re.compile(
    r"\b(?:[AESTZ]|ST|CCPR|CRC|CEDAW|CAT|CERD|HRI|FCCC|DP|TD|UNEP|CD|ISBA)/(?:[A-Z0-9.-]+/){0,5}[A-Z.-]{0,9}\d[\w./-]{0,20}"
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
    r"united nations|security council|general assembly|distr\.?\b.*|original: .*|home( .*)?|menu|skip to .*|\[?https?://.*"
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
_DATED = re.compile(r"(distr\.?|date[d ]*:?|of) ?(?!.*\d:\d\d).*", re.IGNORECASE)
_UNFINISHED = re.compile(r"\b(to|of|on|for|the|and)$", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b|published|updated|posted|hearing|\d:\d\d", re.IGNORECASE
)


def read_structure(reading: Reading, name: str) -> Card:
    """The card of a reading whose file is called `name` (a slug): what the file and its text say."""
    about = reading.about
    language = about.language or guess_language(reading.text)
    head = _head(reading)
    symbol = _symbol(reading, head)
    title = _title(reading.text, head, about.title) or symbol or name
    if symbol and symbol.startswith("[") and " v " not in title:
        title = symbol  # what a judgment is known by; the parties' names stand in a table, or above each other
    date = about.date or _date(reading.text, head, title, language)
    return Card(name, title, date, None, about.publisher, about.source, language, symbol)


def _head(reading: Reading) -> list[Block]:
    """The blocks above the first number, at most the first few."""
    head: list[Block] = []
    for block in reading.blocks[:_HEAD]:
        label = find_label(reading.text, block.span.start, block.span.end)
        if block.role is Role.FURNITURE or (label and label.printed in ("1", "i", "a", "I") and len(head) > 1):
            break
        head.append(block)
    return head


def _title(text: str, head: Sequence[Block], said: str | None) -> str | None:
    """The block that is most like a title; what the file says where no block is, or where a block says it too."""
    lines = [(place, " ".join(block.span.of(text).split()), block) for place, block in enumerate(head)]
    if said:
        wanted = " ".join(said.split()).casefold()
        same = [line for _, line, _ in lines if len(line) > 8 and line.casefold() in wanted]
        return max(same, key=len) if same else " ".join(said.split())
    scored = [(_score(line, block) + (place == 0), -place) for place, line, block in lines]
    score, place = max(scored, default=(0.0, 0))
    if score < _LEAST:
        return None
    line = lines[-place][1]
    following = lines[1 - place][1] if 1 - place < len(lines) else ""
    return f"{line} {following}" if _UNFINISHED.search(line) and len(following) <= 2 * LONGEST else line


def _score(line: str, block: Block) -> float:
    """How much a line looks like a title; 0 for one that cannot be."""
    if not 4 <= len(line) <= 2 * LONGEST or line[-1] in ";,:" or block.role in (Role.TABLE, Role.FOOTNOTE):
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
    kind = bool(_KIND.search(line)) or " v " in line
    return heading + 2 * kind + named - 4 * sentence - 3 * (find_date(line, "en") is not None and len(words) < 6)


def _date(text: str, head: Sequence[Block], title: str, language: str) -> datetime.date | None:
    """The document's own date: in its title, or below it rather than above, where a web page puts its own."""
    lines = [" ".join(block.span.of(text).split()) for block in head]
    start = lines.index(title) if title in lines else 0
    dated = [line for line in lines if _DATED.fullmatch(line)]
    for line in (title, *dated, *lines[start:], *lines[:start]):
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
