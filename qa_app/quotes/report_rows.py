"""A checked article as rows of words, which every report for people shows. Pure."""

from collections import Counter
from dataclasses import dataclass

from qa_app.quotes.article import Reason
from qa_app.quotes.article_checking import ArticleCheck, CheckedQuotation
from qa_app.quotes.report_words import FLAGS, Documents, Label, credited_to, label_of, source_place, what_to_do
from qa_app.quotes.types import SOUND_WORDS


@dataclass(frozen=True, slots=True)
class Row:
    """One quotation: `place` counts from 1; the rest are words for people, empty where there is nothing to say."""

    place: int
    line: int
    quote: str
    label: Label
    sound: bool
    credited: str
    source: str
    source_words: str
    changes: tuple[str, ...]
    warnings: tuple[str, ...]
    advice: str
    rule: str


def rows_of(result: ArticleCheck, documents: Documents) -> list[Row]:
    """A row a quotation, in the order of the article."""
    return [_row(place, each, documents) for place, each in enumerate(result.checked, start=1)]


def summary(result: ArticleCheck) -> str:
    """One sentence: "5 quotations: 3 sound, 2 to look at; 4 marks passed over."."""
    if not result.checked:
        return "No quotations found: nothing was checked, which is not a pass."
    sound = sum(each.check.sound for each in result.checked)
    quotations = "1 quotation" if len(result.checked) == 1 else f"{len(result.checked):,} quotations"
    marks = f"; {_counted(result.unbalanced, 'mark')} without a partner" if result.unbalanced else ""
    return f"{quotations}: {sound:,} sound, {len(result.checked) - sound:,} to look at{marks}."


def passed_over(result: ArticleCheck) -> list[tuple[int, str, str]]:
    """(line, words, reason) of all that was passed over but apostrophes, which are only counted."""
    text = result.article.text
    return [
        (each.line, _one_line(each.skipped.span.of(text), 60), each.skipped.reason.value)
        for each in result.skipped
        if each.skipped.reason is not Reason.APOSTROPHE
    ]


def apostrophes(result: ArticleCheck) -> int:
    """How many single marks were taken for apostrophes."""
    return Counter(each.skipped.reason for each in result.skipped)[Reason.APOSTROPHE]


def _row(place: int, each: CheckedQuotation, documents: Documents) -> Row:
    check = each.check
    words = " … ".join(citation.quote for citation in check.citations)
    same = check.verdict in SOUND_WORDS and words == check.quotation.text
    return Row(
        place,
        each.line,
        check.quotation.text,
        label_of(check),
        check.sound,
        credited_to(check),
        source_place(check, documents),
        "" if same else words,
        tuple(f"{difference.kind.value.replace('_', ' ')}: {difference.says}" for difference in check.differences),
        tuple(FLAGS[flag] for flag in check.flags),
        what_to_do(check, documents),
        check.rule,
    )


def _one_line(words: str, most: int) -> str:
    line = " ".join(words[: most * 4].split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"
