"""The quotations of an article: marks paired, split ones joined, what is no quotation set apart. Pure, linear."""

import re
from collections.abc import Iterable, Iterator, Sequence

from corpus.types import Span
from qa_app.check.articles.article import Article, Findings, Quoted, Reason, Skipped
from qa_app.check.articles.marks import SINGLES, Lone, Pair, pairs_in
from qa_app.check.language.vocabulary import SAYING

_LINE_END = re.compile(r"[\n\f]\s*")
_WIDEST = 140  # characters at which lines are wrapped
_WRAP = re.compile(r"[^\S\n]*\n\s*")
_LINE_MARK = re.compile(r"^[^\S\n]{0,3}(?:>[^\S\n]?){1,20}", re.MULTILINE)
_MARKS_AROUND = '"“”„‟«»‹›「」『』＂'
_LABEL = re.compile(r"\s*(?:\(\d{1,3}\)|\d{1,3}(?:[.)]|\s?[-–]))\s+(?=\S)")
_ENDED = re.compile(r"[.;:!?”\"]")
_DASH_LINE = re.compile(r"\s*(?:[—–―-]{1,2}\s*\S)")


def find_quotations(article: Article) -> Findings:
    """Every quotation of `article` in order, and every mark or marked word that is none, with the reason."""
    outside = list(_outside(paragraphs_of(article.text, by_line=article.lines_are_paragraphs), article.blocks))
    pairs, lone = pairs_in(article.text, outside)
    found: list[Quoted | Skipped] = [*_in_blocks(article), *_joined(article.text, pairs)]
    found += [Skipped(Span(mark.place, mark.place + 1), _reason(mark)) for mark in lone]
    found.sort(key=lambda one: one.span)
    quoted = tuple(one for one in found if isinstance(one, Quoted))
    return Findings(quoted, tuple(one for one in found if isinstance(one, Skipped)))


def paragraphs_of(text: str, *, by_line: bool = False) -> list[Span]:
    """The spans of `text` between empty lines, without white space at their ends.

    A line longer than anybody wraps lines at is a paragraph too; `by_line`, every line is.
    """
    spans, start, line_start = [], 0, 0
    for match in (*_LINE_END.finditer(text), None):
        end = match.start() if match else len(text)
        breaks = match is None or by_line or end - line_start > _WIDEST or match[0].count("\n") > 1 or "\f" in match[0]
        line_start = match.end() if match else end
        if breaks:
            if span := Span(start, end).trimmed(text):
                spans.append(span)
            start = line_start
    return spans


def _outside(paragraphs: Iterable[Span], blocks: Sequence[Span]) -> Iterator[Span]:
    """What of each paragraph lies in no block quotation."""
    waiting = list(blocks[::-1])
    for paragraph in paragraphs:
        start = paragraph.start
        while waiting and waiting[-1].start < paragraph.end:
            block = waiting[-1]
            if start < block.start:
                yield Span(start, block.start)
            start = max(start, block.end)
            if block.end > paragraph.end:
                break
            waiting.pop()
        if start < paragraph.end:
            yield Span(start, paragraph.end)


def _reason(mark: Lone) -> Reason:
    return Reason.APOSTROPHE if mark.family in SINGLES else Reason.UNBALANCED


# Block quotations.
def _in_blocks(article: Article) -> Iterator[Quoted | Skipped]:
    for block in article.blocks:
        parts = [part for part in _lines_of(article.text, block) if not _DASH_LINE.match(part.of(article.text))]
        words = _without_marks(" ".join(part.of(article.text) for part in parts).strip())
        if parts:
            span = Span(parts[0].start, parts[-1].end)
            yield _judged(article.text, span, tuple(parts), (words,), is_block=True)


def _lines_of(text: str, block: Span) -> list[Span]:
    """The lines of a block quotation without the ">" that begin them in plain text, and without printed numbers.

    A source's paragraph numbers are copied with it, and are not its words.
    """
    parts: list[Span] = []
    start = block.start
    while start < block.end:
        newline = text.find("\n", start, block.end)
        end = newline if newline >= 0 else block.end
        mark = _LINE_MARK.match(text, start, end)
        first = mark.end() if mark else start
        label = _LABEL.match(text, first, end) if not parts or _ENDED.match(text, parts[-1].end - 1) else None
        if part := Span(label.end() if label else first, end).trimmed(text):
            parts.append(part)
        start = end + 1
    return parts


def _without_marks(words: str) -> str:
    """The words of a block quotation without the marks around the whole of it."""
    if len(words) > 2 and words[0] in _MARKS_AROUND and words[-1] in _MARKS_AROUND:
        inside = words[1:-1].strip()
        return words if any(mark in inside for mark in _MARKS_AROUND) else inside
    return words


# Quotations between marks.
def _joined(text: str, pairs: Sequence[Pair]) -> Iterator[Quoted | Skipped]:
    together: list[Pair] = []
    for pair in pairs:
        if together and not goes_on(text, together[-1], pair):
            yield _quotation(text, together)
            together = []
        together.append(pair)
    if together:
        yield _quotation(text, together)


def _quotation(text: str, pairs: Sequence[Pair]) -> Quoted | Skipped:
    span = Span(pairs[0].span.start, pairs[-1].span.end)
    parts = tuple(trimmed for pair in pairs for part in pair.parts if (trimmed := part.trimmed(text)))
    if not parts:
        return Skipped(span, Reason.EMPTY)
    return _judged(text, span, parts, tuple(_readings(text, pairs)))


def _readings(text: str, pairs: Sequence[Pair]) -> Iterator[str]:
    """The words with and without the commas that an attribution may have brought in."""
    words = [_WRAP.sub(" ", " ".join(part.of(text).strip() for part in pair.parts)) for pair in pairs]
    bare = [one[:-1].rstrip() if is_comma_before_attribution(one) else one for one in words[:-1]]
    yield from dict.fromkeys(" ".join(filter(None, (*some, words[-1]))) for some in (bare, words[:-1]))


def _judged(
    text: str, span: Span, parts: tuple[Span, ...], readings: tuple[str, ...], *, is_block: bool = False
) -> Quoted | Skipped:
    reason = reason_to_skip(text, span, readings[0], is_block=is_block)
    return Skipped(span, reason) if reason else Quoted(span, parts, readings, is_block)


# What stands between quotation marks and is no quotation: scare quotes, titles of works.

FEWEST_WORDS = 3
_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+(?:['’.-][^\W_{_CJK}]+)*")
_MOST_TITLE_WORDS = 14
_SMALL = frozenset(
    "a an the and or but nor of on in at to for from by with as is into over under between within de la le du des et"
    " der die das und von y el los las".split()
)
# What is credited to a place is quoted from there: “the Government of Arvenia” (para. 3).
CREDIT_BEHIND = re.compile(r"[\s,]*(?:\((?=[^()]*\d)|\[\d|(?:at|in) \[?\d|[¶§]|\(preamble)", re.IGNORECASE)


def reason_to_skip(text: str, span: Span, words: str, *, is_block: bool) -> Reason | None:
    """Why `words`, which stand with their marks at `span` of `text`, are no quotation; None where they are one."""
    found = [match[0] for match in _WORD.finditer(words[:4000])]
    if not found:
        return Reason.EMPTY
    if not is_block and len(found) < FEWEST_WORDS:
        return Reason.SCARE_QUOTES
    if (
        not is_block
        and len(found) <= _MOST_TITLE_WORDS
        and not CREDIT_BEHIND.match(text, span.end)
        and _is_title(words, found)
    ):
        return Reason.TITLE
    return None


def _is_title(words: str, found: list[str]) -> bool:
    """Whether every word of weight has a capital, as in a title."""
    if words.rstrip()[-1:] in ".;" or any(mark in words for mark in ("…", "...", "[")):
        return False
    weighty = [word for word in found if word.casefold() not in _SMALL and not word.isdigit()]
    if any(word.isupper() and len(word) > 4 for word in weighty) or len(weighty) < 2:
        return False
    return weighty[0][0].isupper() and all(word[0].isupper() or not word[0].isalpha() for word in weighty)


# Quotations that an attribution splits: "We call," the statement said, "on all groups".

_SET_OFF = frozenset(",—–-")
_LONGEST_ATTRIBUTION = 120
_SAYS = re.compile(
    rf"\b(?:{SAYING}|sagt\w*|erklär\w*|heißt es|hieß es|schreibt|betont\w*|so d(?:ie|er|as)|dit|déclar\w+|selon"
    r"|ajout\w+|indiqu\w+|précis\w+|affirm\w+|dice|dijo|afirm\w+|según|declar\w+)\b",
    re.IGNORECASE,
)
_ANOTHER_CLAUSE = re.compile(r"\A,?\s*(?:and|while|but|whereas)\b|,\s+(?:and|while|but|whereas)\b")
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-ZÀ-Þ])")
_ENDS_SENTENCE = re.compile(r"[.!?…]\s*\Z")


def goes_on(text: str, one: Pair, other: Pair) -> bool:
    """Whether `other` goes on with the sentence that `one` began, with only who says it in between."""
    if one.family != other.family or other.span.start - one.span.end > _LONGEST_ATTRIBUTION:
        return False
    between, words, following = text[one.span.end : other.span.start], one.parts[-1].of(text), other.parts[0].of(text)
    if "\n\n" in between or _ENDS_SENTENCE.search(words[-3:]) or _SENTENCE_END.search(between):
        return False
    if not _SAYS.search(between):
        return False
    if _ANOTHER_CLAUSE.search(between):
        return False
    has_comma = is_comma_before_attribution(words)
    if between.rstrip()[-1:] in _SET_OFF:
        return has_comma or between.lstrip()[:1] in _SET_OFF
    return has_comma and following.lstrip()[:1].islower()


def is_comma_before_attribution(words: str) -> bool:
    """Whether `words` end with a comma or dash that house style may have brought in."""
    return words.rstrip()[-1:] in {",", "—", "–"}
