"""Every quotation of an article checked: found, credited as the sentence around it says, compared with the source."""

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from qa_app.check.articles.article import Article, Quoted, Reason, Skipped
from qa_app.check.articles.credits import Credit, read_credits
from qa_app.check.articles.quotations import find_quotations
from qa_app.check.types import Check, Checker, Quotation, Verdict
from qa_app.errors import UnreadableInput
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
    """An article with all its quotations checked, and what was passed over."""

    article: Article
    checked: tuple[CheckedQuotation, ...]
    skipped: tuple[SkippedMark, ...]

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
    article: Article, checker: Checker, shelf: Shelf, document: str | None = None, told: Told | None = None
) -> ArticleCheck:
    """Check every quotation of `article`; `document` is meant where the article names none.

    Raises UnreadableInput where there are more quotations than anybody would read a report of.
    """
    found = find_quotations(article)
    if len(found.quoted) > MOST_QUOTATIONS:
        raise UnreadableInput(
            f"{article.file or 'The article'} holds {len(found.quoted):,} quotations; at most {MOST_QUOTATIONS:,} are"
            " checked at a time, so divide it."
        )
    lines = _Lines(article.text)
    credits_ = read_credits(article, found.quoted, shelf, document)
    checked: list[CheckedQuotation] = []
    for quoted, credit in zip(found.quoted, credits_, strict=True):
        if told:
            told(len(checked), len(found.quoted))
        check = _best(checker, quoted.readings, credit)
        checked.append(CheckedQuotation(quoted, lines.of(quoted.span.start), check))
    skipped = (SkippedMark(each, lines.of(each.span.start)) for each in found.skipped)
    return ArticleCheck(article, tuple(checked), tuple(skipped))


def names_of(result: ArticleCheck) -> Iterator[str]:
    """Of each quotation its place and a digest of its words, which an article that is mended elsewhere leaves alone."""
    for place, each in enumerate(result.checked, start=1):
        yield f"{place}.{hashlib.sha256(each.quoted.text.encode()).hexdigest()[:16]}"


def _best(checker: Checker, readings: Iterable[str], credit: Credit) -> Check:
    """The check of the reading that comes off best, the first of equals."""
    checks = []
    for words in readings:
        check = checker.check(Quotation(words, credit.document, credit.number, credit.words))
        if check.sound:
            return check
        checks.append(check)
    return max(checks, key=lambda check: _WORST_FIRST.index(check.verdict))


class _Lines:
    """The lines of a text, found by bisection."""

    def __init__(self, text: str) -> None:
        self._starts, place = [0], text.find("\n")
        while place >= 0:
            self._starts.append(place + 1)
            place = text.find("\n", place + 1)

    def of(self, place: int) -> int:
        return bisect_right(self._starts, place)
