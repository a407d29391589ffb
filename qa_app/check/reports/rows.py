"""A checked article as rows of words, which every report for people shows. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Literal, NamedTuple, TypeVar

from corpus.errors import UnknownDocument
from corpus.types import Document, Kind, Span
from qa_app.check.align import steps_between
from qa_app.check.articles.article import Reason, Skipped
from qa_app.check.articles.check import ArticleCheck, CheckedQuotation, Decision
from qa_app.check.articles.marks import MARKS
from qa_app.check.articles.stated import Stated
from qa_app.check.language.fold import fold
from qa_app.check.types import SOUND_PLACES, SOUND_WORDS, Attribution, Check, Flag, Verdict
from qa_app.citing.citation import Citation, name_of, pin_cite, place_in_document, spoken_date
from qa_app.words import ENGLISH, catalogue, say, say_number, speaking

# Verdicts, credits and warnings in words for people, and what to do about each.

Tone = Literal["sound", "look", "wrong", "unknown"]


class Label(NamedTuple):
    """A verdict for people: a symbol and words, a tone for the colour that goes with them, and a word or two."""

    symbol: str
    words: str
    tone: Tone
    short: str


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
    left_out: tuple[str, ...]
    changes: tuple[str, ...]
    warnings: tuple[str, ...]
    advice: str
    rule: str
    decision: Decision | None


Documents = Callable[[str], Document]


def rows_of(result: ArticleCheck, documents: Documents) -> list[Row]:
    """A row a quotation, in the order of the article."""
    return [_row(place, each, documents) for place, each in enumerate(result.checked, start=1)]


def summary(result: ArticleCheck) -> str:
    """One sentence: "5 quotations: 3 sound, 2 to look at; 4 marks passed over."."""
    if not result.checked:
        return say("summary.none")
    sound = sum(each.check.sound for each in result.checked)
    marks = say_number("summary.marks", result.unbalanced) if result.unbalanced else ""
    look = len(result.checked) - sound
    return say_number("summary", len(result.checked), sound=f"{sound:,}", look=f"{look:,}", marks=marks)


def passed_over(result: ArticleCheck) -> list[tuple[int, str, str]]:
    """(line, words, reason) of all that was passed over but apostrophes, which are only counted."""
    text = result.article.text
    return [
        (each.line, _one_line(each.skipped.span.of(text), 60), _why(each.skipped))
        for each in result.skipped
        if each.skipped.reason is not Reason.APOSTROPHE
    ]


def _why(skipped: Skipped) -> str:
    return say(f"passed.{skipped.reason.name.lower()}")


def said_by(stated: Stated, documents: Documents) -> str:
    """What a sentence without marks rests on."""
    if stated.rests_on is None:
        return say("told.nothing_says")
    citation = stated.rests_on.citation
    return say("told.rests_on", place=_pin_cite(citation, documents), words=" ".join(citation.quote.split()))


Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True)
class Stretch(Generic[Shown]):
    """A stretch of the article: plain, or a quotation or a part of one (`shown`), or something passed over."""

    text: str
    shown: Shown | None = None
    reason: str = ""
    begins: bool = False
    ends: bool = False


def stretches(result: ArticleCheck, shown: Sequence[Shown]) -> Iterator[Stretch[Shown]]:
    """The article in order, cut where a quotation or something passed over begins and ends; `shown` one a quotation."""
    text, position = result.article.text, 0
    found = [mark for one, each in zip(shown, result.checked, strict=True) for mark in _parts(text, each, one)]
    skipped = (each.skipped for each in result.skipped if each.skipped.reason is not Reason.APOSTROPHE)
    found += ((each.span, Stretch(each.span.of(text), reason=_why(each))) for each in skipped)
    for span, stretch in sorted(found, key=lambda mark: mark[0]):
        if span.start >= position:
            yield Stretch(text[position : span.start])
            yield stretch
            position = span.end
    yield Stretch(text[position:])


def _parts(text: str, each: CheckedQuotation, shown: Shown) -> Iterator[tuple[Span, Stretch[Shown]]]:
    """The parts of a quotation, each with the marks right beside it."""
    whole, parts = each.quoted.span, each.quoted.parts
    for place, part in enumerate(parts):
        before = part.start > whole.start and text[part.start - 1] in MARKS
        after = part.end < whole.end and text[part.end] in MARKS
        span = Span(part.start - before, part.end + after)
        yield span, Stretch(span.of(text), shown, begins=place == 0, ends=place == len(parts) - 1)


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
        credited_to(check, documents),
        source_place(check, documents),
        "" if same else words,
        left_out(check),
        tuple(difference.told for difference in check.differences),
        tuple(map(flag_words, check.flags)),
        what_to_do(check, documents),
        str(check.because),
        each.decision,
    )


def decided(decision: Decision) -> str:
    """ "Overruled by AB on 30 November 2026, 09:12 UTC: the minister confirmed it."."""
    words = say_when(f"decided.{decision.ruling.value}", decision.time, who=decision.initials)
    return f"{words}: {decision.note}" if decision.note else f"{words}."


def say_when(key: str, time: str, **values: object) -> str:
    """The words of that key with the day and the hour of `time` (ISO 8601)."""
    when = datetime.fromisoformat(time)
    return say(key, day=spoken_date(when.date()), time=f"{when:%H:%M}", **values)


def _one_line(words: str, most: int) -> str:
    line = " ".join(words[: most * 4].split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


SIGNS: dict[Verdict, tuple[str, Tone]] = {
    **dict.fromkeys(Verdict, ("✗", "wrong")),
    **dict.fromkeys(SOUND_WORDS, ("✓", "sound")),
    **dict.fromkeys((Verdict.NOT_FOUND, Verdict.TOO_SHORT, Verdict.NOT_CHECKABLE), ("?", "unknown")),
    Verdict.ALTERED_MINOR: ("≠", "wrong"),
}


def flag_words(flag: Flag) -> str:
    """A warning as a sentence."""
    return say(f"flag.{flag.value}")


def label_of(check: Check) -> Label:
    """The verdict for people; sound words with a wrong credit are no sound quotation."""
    symbol, tone = SIGNS[check.verdict]
    label = Label(symbol, say(f"verdict.{check.verdict}"), tone, say(f"verdict.{check.verdict}.short"))
    if check.verdict in SOUND_WORDS and Flag.DENIED_BY_SOURCE in check.flags:
        label = Label("≠", say("verdict.denied", words=label.words), "look", say("verdict.denied.short"))
    elif check.verdict in SOUND_WORDS and Flag.AFFIRMED_BY_SOURCE in check.flags:
        label = Label("≠", say("verdict.affirmed", words=label.words), "look", say("verdict.affirmed.short"))
    elif check.verdict in SOUND_WORDS and Flag.READ_BRACKET in check.flags:
        label = Label("≠", say("verdict.to_read_bracket"), "look", say("verdict.to_read_bracket.short"))
    elif check.verdict in SOUND_WORDS and Flag.READ_OMISSION in check.flags:
        label = Label("≠", say("verdict.to_read"), "look", say("verdict.to_read.short"))
    elif check.verdict in SOUND_WORDS and Flag.CONTEXT_CUT in check.flags:
        label = Label("≠", say("verdict.read_on", words=label.words), "look", say("verdict.read_on.short"))
    if check.attribution in SOUND_PLACES:
        return label
    credit = say(f"credit.{check.attribution}")
    if check.verdict in SOUND_WORDS:
        words = say("verdict.but", words=label.words, credit=credit)
        return Label("≠", words, "look", say(f"credit.{check.attribution}.short"))
    return label._replace(words=say("verdict.and", words=label.words, credit=credit))


def label_in_english(check: Check) -> Label:
    """The same whoever reads: what is kept of it."""
    with speaking(catalogue()[ENGLISH]):
        return label_of(check)


def what_to_do(check: Check, documents: Documents) -> str:
    """One or two sentences for whoever has the article before them."""
    if check.verdict is Verdict.NOT_CHECKABLE:
        return say("advice.by_hand", reason=check.because)
    wrong_credit = "" if check.attribution in SOUND_PLACES else _credit(check, documents)
    if check.verdict not in SOUND_WORDS:
        beside = say("advice.caveat_too") if Flag.CONTEXT_CUT in check.flags else ""
        beside = say("advice.denied") if Flag.DENIED_BY_SOURCE in check.flags else beside
        return " ".join(filter(None, (say(f"advice.{check.verdict}"), beside, wrong_credit)))
    if wrong_credit:
        return wrong_credit
    if Flag.FURNITURE in check.flags:
        return say("advice.furniture")
    if Flag.DENIED_BY_SOURCE in check.flags:
        return say("advice.denied")
    if Flag.AFFIRMED_BY_SOURCE in check.flags:
        return say("advice.affirmed")
    if Flag.READ_BRACKET in check.flags:
        return say("advice.to_read_bracket")
    if Flag.READ_OMISSION in check.flags:
        return say("advice.to_read")
    if Flag.READ_BY_OCR in check.flags:
        return say("advice.scanned")
    return say("advice.caveat" if Flag.CONTEXT_CUT in check.flags else "advice.print")


def left_out(check: Check) -> tuple[str, ...]:
    """What the quotation leaves out that has to be read, in the source's words, each on one line."""
    return tuple(" ".join(citation.quote.split()) for citation in check.omitted)


def source_place(check: Check, documents: Documents) -> str:
    """The pin cite of what was found, "" where nothing was: "Statement …, 6 June 2017, para. 3"."""
    return "; ".join(dict.fromkeys(_pin_cite(citation, documents) for citation in check.citations))


def credited_to(check: Check, documents: Documents) -> str:
    """What the quotation was credited to, as it was understood: "Charter of the Lamps, 2 May 2020, para. 3"."""
    document, number = check.quotation.document, check.quotation.number
    place = f"para. {number}" if number and number[0].isdecimal() else number
    return ", ".join(part for part in (_named(document, documents) if document else "", place) if part)


def _named(given: str, documents: Documents) -> str:
    """The name of a document, or what is given where there is none of that id."""
    try:
        return name_of(documents(given).card)
    except UnknownDocument:
        return given


def _credit(check: Check, documents: Documents) -> str:
    found = check.citations[0] if check.citations else None
    if found is None:
        return ""
    if found.paragraph.doubt:
        place = place_in_document(found.paragraph)
        return say("advice.doubtful", place=place, doubt=found.paragraph.doubt)
    if check.attribution is Attribution.WRONG_PARAGRAPH:
        return _credit_of_place(found, check.quotation.number or "")
    if check.attribution is Attribution.WRONG_DOCUMENT:
        given, stands_in = check.quotation.document or "", found.paragraph_id.document
        wrong = _named(given, documents)
        which = f" ({given})" if wrong == _named(stands_in, documents) else ""
        return say("advice.credit", right=_pin_cite(found, documents), wrong=f"{wrong}{which}")
    if check.attribution is Attribution.WRONG_VOICE:
        place = place_in_document(found.paragraph)
        if found.paragraph.kind is Kind.PREAMBLE and Flag.QUOTED_BY_SOURCE not in check.flags:
            return say("advice.preamble", place=place)
        return say("advice.voice", place=place)
    return say("advice.superseded", place=_pin_cite(found, documents))


def _credit_of_place(found: Citation, asked: str) -> str:
    """What to credit, or what is uncertain of it: where nothing is numbered, or the number stands within the words."""
    place = place_in_document(found.paragraph)
    number = re.search(r"\d+[a-z]?", asked)
    before = found.paragraph.text[: found.span.start]
    if number and re.search(rf"(?:^|\s)\(?{re.escape(number[0])}[.)\]]\s", before):
        return say("advice.within", number=number[0], place=place)
    if found.paragraph.kind is not Kind.NUMBERED:
        return say("advice.unnumbered", place=place, asked=asked)
    return say("advice.credit", right=place, wrong=asked)


def _pin_cite(citation: Citation, documents: Documents) -> str:
    return pin_cite(documents(citation.paragraph_id.document).card, citation.paragraph)


# The words of a quotation beside the source's, those that only one of them has marked.


class Piece(NamedTuple):
    """Words that both have ("same"), that only the quotation has ("added") or only the source ("missing")."""

    kind: Literal["same", "added", "missing"]
    words: str


def word_differences(quote: str, source: str) -> list[Piece]:
    """Both texts as one, in order."""
    ours, theirs = fold(quote), fold(source)
    pieces = []
    for step in steps_between(ours.keys, theirs.keys):
        said, written = ours.words(step.q1, step.q2), theirs.words(step.s1, step.s2)
        pieces += [Piece("same", said)] if step.same else [Piece("missing", written), Piece("added", said)]
    return [piece for piece in pieces if piece.words]
