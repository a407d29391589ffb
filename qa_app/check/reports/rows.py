"""A checked article as rows of words, which every report for people shows. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from corpus.types import Document, Kind
from qa_app.check.articles.article import Reason
from qa_app.check.articles.check import ArticleCheck, CheckedQuotation, Decision
from qa_app.check.types import SOUND_PLACES, SOUND_WORDS, Attribution, Check, Flag, Verdict
from qa_app.citing.citation import Citation, pin_cite, place_in_document, written_date

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
        left_out(check),
        tuple(f"{difference.kind.value.replace('_', ' ')}: {difference.says}" for difference in check.differences),
        tuple(FLAGS[flag] for flag in check.flags),
        what_to_do(check, documents),
        check.rule,
        each.decision,
    )


def decided(decision: Decision) -> str:
    """ "Overruled by AB on 30 November 2026, 09:12 UTC: the minister confirmed it."."""
    when = datetime.fromisoformat(decision.time)
    by = f"{decision.ruling.value.capitalize()} by {decision.initials}"
    words = f"{by} on {written_date(when.date())}, {when:%H:%M} UTC"
    return f"{words}: {decision.note}" if decision.note else f"{words}."


def _one_line(words: str, most: int) -> str:
    line = " ".join(words[: most * 4].split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


VERDICTS = {
    Verdict.VERBATIM: Label("✓", "Word for word", "sound", "Sound"),
    Verdict.TYPOGRAPHY: Label("✓", "Word for word but for typography", "sound", "Sound"),
    Verdict.ABRIDGED: Label("✓", "Fairly abridged", "sound", "Sound, abridged"),
    Verdict.EDITORIAL: Label("✓", "Word for word but for what stands in brackets", "sound", "Sound, with brackets"),
    Verdict.ALTERED_MINOR: Label("≠", "Altered, the meaning kept", "wrong", "Altered"),
    Verdict.ALTERED_MEANING: Label("✗", "Altered, and with it the meaning", "wrong", "Meaning altered"),
    Verdict.SILENT_OMISSION: Label("✗", "Words left out without a mark", "wrong", "Words left out"),
    Verdict.ELLIPSIS_CHANGES_MEANING: Label("✗", "The ellipsis changes the meaning", "wrong", "Misleading ellipsis"),
    Verdict.SPLICED: Label("✗", "Spliced from pieces that do not stand together", "wrong", "Spliced"),
    Verdict.PARAPHRASE: Label("✗", "A paraphrase between quotation marks", "wrong", "Paraphrase"),
    Verdict.NOT_FOUND: Label("?", "Not found in this collection", "unknown", "Not found"),
    Verdict.TOO_SHORT: Label("?", "Too short to attribute", "unknown", "Too short"),
    Verdict.NOT_CHECKABLE: Label("?", "Cannot be checked", "unknown", "Not checked"),
}
ATTRIBUTIONS = {
    Attribution.AS_CITED: "as credited",
    Attribution.WRONG_PARAGRAPH: "credited to the wrong paragraph",
    Attribution.WRONG_DOCUMENT: "credited to the wrong document",
    Attribution.WRONG_VOICE: "credited to the wrong speaker",
    Attribution.SEVERAL_SOURCES: "stands in several documents",
    Attribution.SUPERSEDED: "stands in a superseded text only",
    Attribution.NONE_GIVEN: "no place credited",
}
FLAGS = {
    Flag.CONTEXT_CUT: "A caveat stands right beside what is quoted.",
    Flag.MID_SENTENCE: "It begins or ends in the middle of a sentence.",
    Flag.SPANS_PARAGRAPHS: "It runs over more than one paragraph.",
    Flag.FURNITURE: "The words stand on the page around the document, not in it.",
    Flag.PREAMBLE: "The words stand in the preamble.",
    Flag.QUOTED_BY_SOURCE: "The source itself quotes these words from another text.",
    Flag.SEVERAL_PLACES: "The same words stand in several places.",
    Flag.LOOKALIKE_LETTERS: "It has letters of another alphabet that look like the source's.",
    Flag.INVISIBLE_CHARACTERS: "It has invisible characters.",
    Flag.READ_OMISSION: "Read what you left out.",
    Flag.READ_BRACKET: "A bracket names somebody whom the source names elsewhere only.",
    Flag.OTHER_WORDS_IN_TWIN: "A nearly identical document has other words here.",
    Flag.DENIED_BY_SOURCE: "The source says these words only to deny them, or to say that nobody has shown them.",
}
_INSTEAD = {
    Verdict.ALTERED_MINOR: "Replace by the source's words.",
    Verdict.ALTERED_MEANING: "Replace by the source's words.",
    Verdict.SILENT_OMISSION: "Restore what is left out: replace by the source's words.",
    Verdict.ELLIPSIS_CHANGES_MEANING: "Restore what the ellipsis leaves out.",
    Verdict.SPLICED: "Quote the pieces apart, each with its own place and with words enough to be known by.",
    Verdict.PARAPHRASE: "Take the quotation marks off, or quote the source's words.",
    Verdict.NOT_FOUND: "Find the source before printing it.",
    Verdict.TOO_SHORT: "Quote more words, or do without the marks.",
}

_FROM_THE_BEGINNING = "Quote the sentence from its beginning: the source says these words only to deny them."


def label_of(check: Check) -> Label:
    """The verdict for people; sound words with a wrong credit are no sound quotation."""
    label = VERDICTS[check.verdict]
    if check.verdict in SOUND_WORDS and Flag.DENIED_BY_SOURCE in check.flags:
        label = Label("≠", f"{label.words}, but the source denies it", "look", "Denied by the source")
    elif check.verdict in SOUND_WORDS and Flag.READ_BRACKET in check.flags:
        label = Label("≠", "With a bracket: read whom the source means", "look", "Read whom it means")
    elif check.verdict in SOUND_WORDS and check.has_to_be_read:
        label = Label("≠", "Abridged: read what you left out", "look", "Read what is left out")
    if check.verdict in SOUND_WORDS and check.attribution not in SOUND_PLACES:
        words, short = (
            f"{label.words}, but {ATTRIBUTIONS[check.attribution]}",
            check.attribution.value.replace("_", " "),
        )
        return Label("≠", words, "look", short.capitalize())
    if check.attribution not in SOUND_PLACES:
        return label._replace(words=f"{label.words}; {ATTRIBUTIONS[check.attribution]}")
    return label


def what_to_do(check: Check, documents: Documents) -> str:
    """One or two sentences for whoever has the article before them."""
    if check.verdict is Verdict.NOT_CHECKABLE:
        return f"Check it by hand: {check.rule}."
    wrong_credit = "" if check.attribution in SOUND_PLACES else _credit(check, documents)
    if check.verdict not in SOUND_WORDS:
        denied = _FROM_THE_BEGINNING if Flag.DENIED_BY_SOURCE in check.flags else ""
        return " ".join(filter(None, (_INSTEAD[check.verdict], denied, wrong_credit)))
    if wrong_credit:
        return wrong_credit
    if Flag.FURNITURE in check.flags:
        return "Do not credit the document: the words stand on the page around it."
    if Flag.DENIED_BY_SOURCE in check.flags:
        return _FROM_THE_BEGINNING
    if Flag.READ_BRACKET in check.flags:
        return "Read in the source whom the words are about, and name no other between the brackets."
    if check.has_to_be_read:
        return "Read what you left out, and restore it unless it changes nothing of what the rest says."
    caution = "The words are right; read on in the source first" if Flag.CONTEXT_CUT in check.flags else ""
    return f"{caution}, a caveat stands beside them." if caution else "Print as it is."


def left_out(check: Check) -> tuple[str, ...]:
    """What the quotation has an ellipsis for, in the source's words, each on one line."""
    return tuple(" ".join(citation.quote.split()) for citation in check.omitted)


def source_place(check: Check, documents: Documents) -> str:
    """The pin cite of what was found, "" where nothing was: "Statement …, 6 June 2017, para. 3"."""
    return "; ".join(dict.fromkeys(_pin_cite(citation, documents) for citation in check.citations))


def credited_to(check: Check) -> str:
    """What the quotation was credited to, as it was understood: "kabul-process-2017, 3"."""
    return ", ".join(part for part in (check.quotation.document, check.quotation.number) if part)


def _credit(check: Check, documents: Documents) -> str:
    found = check.citations[0] if check.citations else None
    if found is None:
        return ""
    if found.paragraph.doubt:
        place = place_in_document(found.paragraph)
        return f"Look at the document before you credit {place}: its number is doubtful. {found.paragraph.doubt}"
    if check.attribution is Attribution.WRONG_PARAGRAPH:
        return _credit_of_place(found, check.quotation.number or "")
    if check.attribution is Attribution.WRONG_DOCUMENT:
        return f"Credit {_pin_cite(found, documents)}, not {check.quotation.document}."
    if check.attribution is Attribution.WRONG_VOICE:
        place = place_in_document(found.paragraph)
        if found.paragraph.kind is Kind.PREAMBLE and Flag.QUOTED_BY_SOURCE not in check.flags:
            return f"Do not say that it was decided: these words stand in the {place}."
        return f"Say whose words these are: {place} quotes them from another text."
    return f"Quote the text in force: these words stand in {_pin_cite(found, documents)}, which was superseded."


def _credit_of_place(found: Citation, asked: str) -> str:
    """What to credit, or what is uncertain of it: where nothing is numbered, or the number stands within the words."""
    place = place_in_document(found.paragraph)
    number = re.search(r"\d+[a-z]?", asked)
    before = found.paragraph.text[: found.span.start]
    if number and re.search(rf"(?:^|\s)\(?{re.escape(number[0])}[.)\]]\s", before):
        return f"Look at the original: “{number[0]}” is printed within {place}, which may be two paragraphs."
    if found.paragraph.kind is not Kind.NUMBERED:
        return (
            f"These words stand in the {place}, where no number is printed: see whether they still belong to {asked}."
        )
    return f"Credit {place}, not {asked}."


def _pin_cite(citation: Citation, documents: Documents) -> str:
    return pin_cite(documents(citation.paragraph_id.document).card, citation.paragraph)


# The words of a quotation beside the source's, those that only one of them has marked.

_WORD = re.compile(r"\d+(?:[.,]\d+)+|\w+(?:['’-]\w+)*|[^\w\s]")  # "4,000" is one
_MOST_WORDS = 1_500  # comparing takes the square of it


class Piece(NamedTuple):
    """Words that both have ("same"), that only the quotation has ("added") or only the source ("missing")."""

    kind: Literal["same", "added", "missing"]
    words: str


def word_differences(quote: str, source: str) -> list[Piece]:
    """Both texts as one, in order; nothing where they are too long to be compared."""
    one, other = list(_WORD.finditer(source)), list(_WORD.finditer(quote))
    if not one or not other or len(one) + len(other) > _MOST_WORDS:
        return []
    matcher = SequenceMatcher(None, _keys(one), _keys(other), autojunk=False)
    pieces = []
    for _, start, end, first, last in matcher.get_opcodes():
        same = _keys(one[start:end]) == _keys(other[first:last])
        if same:
            pieces.append(Piece("same", _words(quote, other[first:last])))
            continue
        pieces += [Piece("missing", _words(source, one[start:end]))] if end > start else []
        pieces += [Piece("added", _words(quote, other[first:last]))] if last > first else []
    return pieces


def _keys(words: Sequence[re.Match[str]]) -> list[str]:
    return [match[0].casefold().replace("’", "'") for match in words]


def _words(text: str, words: Sequence[re.Match[str]]) -> str:
    return text[words[0].start() : words[-1].end()]
