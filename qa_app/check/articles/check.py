"""Every quotation of an article checked: found, credited as the sentence around it says, compared with the source."""

import hashlib
import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from corpus.library.words import word_keys
from corpus.types import Document
from qa_app.check.articles.article import Article, Quoted, Reason, Skipped, article_from_text
from qa_app.check.articles.credits import Credit, read_credits
from qa_app.check.articles.quotations import CREDIT_BEHIND, find_quotations
from qa_app.check.articles.stated import Stated, stated_in
from qa_app.check.types import Check, Checker, MeaningSearch, Quotation, Verdict
from qa_app.errors import UnreadableInput
from qa_app.json_lines import Failure, read_object
from qa_app.references.documents import Shelf

MOST_QUOTATIONS = 2_000
_WORST_FIRST = (
    Verdict.NOT_CHECKABLE, Verdict.NOT_FOUND, Verdict.TOO_SHORT, Verdict.PARAPHRASE, Verdict.SPLICED,
    Verdict.ELLIPSIS_CHANGES_MEANING, Verdict.ALTERED_MEANING, Verdict.SILENT_OMISSION, Verdict.ALTERED_MINOR,
    Verdict.EDITORIAL, Verdict.ABRIDGED, Verdict.TYPOGRAPHY, Verdict.VERBATIM,
)  # fmt: skip


class Ruling(StrEnum):
    """What an editor says of a verdict."""

    ACCEPTED = "accepted"
    OVERRULED = "overruled"


@dataclass(frozen=True, slots=True)
class Decision:
    """An editor's word on a quotation: by whom (initials), why, when (UTC, ISO 8601), and of what verdict."""

    ruling: Ruling
    initials: str
    note: str
    time: str
    verdict: str


@dataclass(frozen=True, slots=True)
class CheckedQuotation:
    """A quotation in the article, the line (from 1) on which it begins, its check, and the last word of an editor."""

    quoted: Quoted
    line: int
    check: Check
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class SkippedMark:
    """What was passed over, and the line (from 1) on which it stands."""

    skipped: Skipped
    line: int


@dataclass(frozen=True, slots=True)
class ArticleCheck:
    """An article with all its quotations checked, and what was passed over.

    `stated` is what it says of documents without marks, where that was asked for.
    """

    article: Article
    checked: tuple[CheckedQuotation, ...]
    skipped: tuple[SkippedMark, ...]
    stated: tuple[Stated, ...] = ()

    @property
    def unbalanced(self) -> int:
        """How many marks have no partner, so that what they quote could not be checked."""
        return sum(each.skipped.reason is Reason.UNBALANCED for each in self.skipped)

    @property
    def sound(self) -> bool:
        """Whether there are quotations, all of them can be printed as they stand, and none was left unchecked."""
        return bool(self.checked) and not self.unbalanced and all(each.check.sound for each in self.checked)


Told = Callable[[int, int], None]  # how many quotations are checked, and of how many


def check_article(
    article: Article,
    checker: Checker,
    shelf: Shelf,
    document: str | None = None,
    told: Told | None = None,
    meaning: MeaningSearch | None = None,
) -> ArticleCheck:
    """Check every quotation of `article`; `document` is meant where the article names none.

    With `meaning`, say as well what its sentences without marks rest on.

    Raises UnreadableInput where there are more quotations than anybody would read a report of.
    """
    found = find_quotations(article)
    if len(found.quoted) > MOST_QUOTATIONS:
        raise UnreadableInput(
            f"{article.file or 'The article'} holds {len(found.quoted):,} quotations; at most {MOST_QUOTATIONS:,} are"
            " checked at a time, so divide it."
        )
    lines = _Lines(article)
    credits_ = read_credits(article, found.quoted, shelf, document)
    checked: list[CheckedQuotation] = []
    is_itself, itself = cache(lambda name: _is_of_the_words(shelf.document(name), article)), frozenset[str]()
    for quoted, credit in zip(found.quoted, credits_, strict=True):
        if told:
            told(len(checked), len(found.quoted))
        check = _best(checker, quoted.readings, credit, itself)
        if again := {each for each in _documents_of(check) if each not in itself and is_itself(each)}:
            itself |= again
            check = _best(checker, quoted.readings, credit, itself)
        checked.append(CheckedQuotation(quoted, lines.of(quoted.span.start), check))
    skipped = (SkippedMark(each, lines.of(each.span.start)) for each in found.skipped)
    stated = stated_in(article, found.quoted, meaning, document) if meaning else ()
    return ArticleCheck(article, tuple(checked), tuple(skipped), stated)


def credited(quotation: Quotation, shelf: Shelf) -> Quotation:
    """The quotation, with the place printed behind its marks, "…" (para. 4), as its credit where it has none."""
    article = article_from_text(quotation.text)
    quoted = find_quotations(article).quoted
    if quotation.number or len(quoted) != 1 or article.text[: quoted[0].span.start].strip():
        return quotation
    if not CREDIT_BEHIND.match(article.text, quoted[0].span.end):
        return quotation
    (credit,) = read_credits(article, quoted, shelf, quotation.document)
    document = quotation.document or credit.document
    return Quotation(quoted[0].text, document, credit.number, quotation.words_around)


def names_of(result: ArticleCheck) -> Iterator[str]:
    """Of each quotation its place and a digest of its words, which an article that is mended elsewhere leaves alone."""
    for place, each in enumerate(result.checked, start=1):
        yield f"{place}.{hashlib.sha256(each.quoted.text.encode()).hexdigest()[:16]}"


def _documents_of(check: Check) -> set[str]:
    return {each.paragraph_id.document for each in (*check.citations, *check.elsewhere)}


def _is_of_the_words(document: Document, article: Article) -> bool:
    """Whether the document is the article itself, which vouches for nothing that it quotes."""
    return word_keys(document.text) == word_keys(article.text)


def _best(checker: Checker, readings: Iterable[str], credit: Credit, itself: frozenset[str]) -> Check:
    """The check of the reading that comes off best, the first of equals."""
    checks = []
    for words in readings:
        check = checker.check(Quotation(words, credit.document, credit.number, credit.words, itself))
        if check.sound:
            return check
        checks.append(check)
    return max(checks, key=lambda check: _WORST_FIRST.index(check.verdict))


# Many quotations in one go: JSON lines in, one check or failure for each in the same order.

CheckId = str | int | None


def check_lines(
    checker: Checker, shelf: Shelf, lines: Iterable[bytes], otherwise: Mapping[str, str]
) -> Iterator[tuple[CheckId, Check | Failure]]:
    """(id, check or failure) for every line that is not blank; a bad line stops nothing.

    A line without a "document", "paragraph" or "context" is read as if it had that of `otherwise`, and one
    without a paragraph as if it had the one that is pasted behind its quotation.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            check_id, row = read_object(number, line)
            asked = row if isinstance(row, Failure) else _quotation(number, row, otherwise)
            yield check_id, asked if isinstance(asked, Failure) else checker.check(credited(asked, shelf))


def _quotation(number: int, given: Mapping[str, Any], otherwise: Mapping[str, str]) -> Quotation | Failure:
    row = {**otherwise, **{name: value for name, value in given.items() if value is not None}}
    quote, place = row.get("quote"), row.get("paragraph")
    if not isinstance(quote, str):
        return Failure(f"Line {number}: 'quote' must be text.")
    if not quote.strip():
        return Failure(f"Line {number}: 'quote' is empty.")
    if isinstance(place, float) and place.is_integer():  # some programs write every number so
        place = int(place)
    if isinstance(place, int) and not isinstance(place, bool):
        place = str(place)
    if not isinstance(place, str | None):
        return Failure(f"Line {number}: 'paragraph' must be text or a whole number.")
    for name in ("document", "context"):
        if not isinstance(row.get(name), str | None):
            return Failure(f"Line {number}: {name!r} must be text.")
    return Quotation(quote, row.get("document"), place, row.get("context") or "")


# The line of an article's file on which a quotation stands.

# What stands in a file of markup and is no word of it.
_MARKUP = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_WORD = re.compile(r"\w+")
_TOGETHER = (8, 5, 3)  # words by which a place is known again, fewer where markup stands between them


class _Lines:
    """The lines of an article's file, found by bisection, or by the words where the file is markup."""

    def __init__(self, article: Article) -> None:
        self._starts, place = [0], article.text.find("\n")
        while place >= 0:
            self._starts.append(place + 1)
            place = article.text.find("\n", place + 1)
        self._places: list[int] = []
        if article.markup:
            words = [(match.start(), match[0].casefold()) for match in _WORD.finditer(article.text)]
            self._places = [start for start, _ in words]
            self._words = [word for _, word in words]
            shown = _MARKUP.sub(lambda match: " " + "\n" * match[0].count("\n"), article.markup)
            written = [
                (number, match[0].casefold())
                for number, line in enumerate(shown.split("\n"), start=1)
                for match in _WORD.finditer(html.unescape(line))
            ]
            self._numbers = [number for number, _ in written]
            self._written = [word for _, word in written]

    def of(self, place: int) -> int:
        first = bisect_left(self._places, place)
        for count in _TOGETHER if first < len(self._places) else ():
            wanted = self._words[first : first + count]
            here, there = _occurrences(wanted, self._words), _occurrences(wanted, self._written)
            if len(here) == len(there):
                return self._numbers[there[here.index(first)]]
        return bisect_right(self._starts, place)


def _occurrences(wanted: list[str], words: list[str]) -> list[int]:
    """Where those words stand one after the other."""
    found, at = [], -1
    with suppress(ValueError):
        while True:
            at = words.index(wanted[0], at + 1)
            if words[at : at + len(wanted)] == wanted:
                found.append(at)
    return found
