"""Verdicts, credits and warnings in words for people, and what to do about each. Pure."""

from collections.abc import Callable
from typing import Literal, NamedTuple

from corpus.types import Document, Kind
from qa_app.citation import Citation, pin_cite, place_in_document
from qa_app.quotes.types import SOUND_PLACES, SOUND_WORDS, Attribution, Check, Flag, Verdict

Documents = Callable[[str], Document]
Tone = Literal["sound", "look", "wrong", "unknown"]


class Label(NamedTuple):
    """A verdict for people: a symbol and words, a tone for the colour that goes with them, and a word or two."""

    symbol: str
    words: str
    tone: Tone
    short: str


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
}
_INSTEAD = {
    Verdict.ALTERED_MINOR: "Replace by the source's words.",
    Verdict.ALTERED_MEANING: "Replace by the source's words.",
    Verdict.SILENT_OMISSION: "Mark what is left out with an ellipsis, or replace by the source's words.",
    Verdict.ELLIPSIS_CHANGES_MEANING: "Restore what the ellipsis leaves out.",
    Verdict.SPLICED: "Quote the pieces apart, each with its own place.",
    Verdict.PARAPHRASE: "Take the quotation marks off, or quote the source's words.",
    Verdict.NOT_FOUND: "Find the source before printing it.",
    Verdict.TOO_SHORT: "Quote more words, or do without the marks.",
}


def label_of(check: Check) -> Label:
    """The verdict for people; sound words with a wrong credit are no sound quotation."""
    label = VERDICTS[check.verdict]
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
        return " ".join(filter(None, (_INSTEAD[check.verdict], wrong_credit)))
    if wrong_credit:
        return wrong_credit
    if Flag.FURNITURE in check.flags:
        return "Do not credit the document: the words stand on the page around it."
    caution = "The words are right; read on in the source first" if Flag.CONTEXT_CUT in check.flags else ""
    return f"{caution}, a caveat stands beside them." if caution else "Print as it is."


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
    if check.attribution is Attribution.WRONG_PARAGRAPH:
        asked = check.quotation.number or ""
        return f"Credit {place_in_document(found.paragraph)}, not {asked}."
    if check.attribution is Attribution.WRONG_DOCUMENT:
        return f"Credit {_pin_cite(found, documents)}, not {check.quotation.document}."
    if check.attribution is Attribution.WRONG_VOICE:
        place = place_in_document(found.paragraph)
        if found.paragraph.kind is Kind.PREAMBLE and Flag.QUOTED_BY_SOURCE not in check.flags:
            return f"Do not say that it was decided: these words stand in the {place}."
        return f"Say whose words these are: {place} quotes them from another text."
    return f"Quote the text in force: these words stand in {_pin_cite(found, documents)}, which was superseded."


def _pin_cite(citation: Citation, documents: Documents) -> str:
    return pin_cite(documents(citation.paragraph_id.document).card, citation.paragraph)
