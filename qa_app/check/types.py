"""What the quotation desk is given and what it says: Quotation, Check, and the words for verdicts and changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from corpus.types import Span
from qa_app.citing.citation import Citation
from qa_app.words import Wording, say


class Verdict(StrEnum):
    """What became of the words."""

    VERBATIM = "verbatim"
    TYPOGRAPHY = "typography"
    ABRIDGED = "abridged"
    EDITORIAL = "editorial"
    ALTERED_MINOR = "altered_minor"
    ALTERED_MEANING = "altered_meaning"
    SILENT_OMISSION = "silent_omission"
    ELLIPSIS_CHANGES_MEANING = "ellipsis_changes_meaning"
    SPLICED = "spliced"
    PARAPHRASE = "paraphrase"
    NOT_FOUND = "not_found"
    TOO_SHORT = "too_short"
    NOT_CHECKABLE = "not_checkable"


class Attribution(StrEnum):
    """Whether the words are where, and whose, the quotation says."""

    AS_CITED = "as_cited"
    WRONG_PARAGRAPH = "wrong_paragraph"
    WRONG_DOCUMENT = "wrong_document"
    WRONG_VOICE = "wrong_voice"
    SEVERAL_SOURCES = "several_sources"
    SUPERSEDED = "superseded"
    NONE_GIVEN = "none_given"


class Change(StrEnum):
    """What kind of thing differs between a quotation and its source."""

    NEGATION = "negation"
    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    MODAL = "modal"
    QUANTIFIER = "quantifier"
    OPERATIVE_VERB = "operative_verb"
    CONDITION = "condition"
    FRAME = "frame"
    TENSE = "tense"
    WORD_ORDER = "word_order"
    SPELLING = "spelling"
    SUBSTITUTION = "substitution"
    INSERTION = "insertion"
    DELETION = "deletion"


class Flag(StrEnum):
    """What deserves a look although the words may be right."""

    CONTEXT_CUT = "context_cut"
    MID_SENTENCE = "mid_sentence"
    SPANS_PARAGRAPHS = "spans_paragraphs"
    FURNITURE = "furniture"
    PREAMBLE = "preamble"
    QUOTED_BY_SOURCE = "quoted_by_source"
    SEVERAL_PLACES = "several_places"
    LOOKALIKE_LETTERS = "lookalike_letters"
    INVISIBLE_CHARACTERS = "invisible_characters"
    READ_OMISSION = "read_omission"
    READ_BRACKET = "read_bracket"
    DENIED_BY_SOURCE = "denied_by_source"
    AFFIRMED_BY_SOURCE = "affirmed_by_source"
    OTHER_WORDS_IN_TWIN = "other_words_in_twin"
    READ_BY_OCR = "read_by_ocr"


_TO_BE_READ = frozenset({Flag.READ_OMISSION, Flag.READ_BRACKET, Flag.CONTEXT_CUT})
_SAYS_OTHERWISE = frozenset({Flag.DENIED_BY_SOURCE, Flag.AFFIRMED_BY_SOURCE})
SOUND_WORDS = frozenset({Verdict.VERBATIM, Verdict.TYPOGRAPHY, Verdict.ABRIDGED, Verdict.EDITORIAL})
SOUND_PLACES = frozenset({Attribution.AS_CITED, Attribution.SEVERAL_SOURCES, Attribution.NONE_GIVEN})


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words said to be a document's, and where they are said to stand.

    `text` is without its outer quotation marks, or with them; `document` (an id) and `number` are the place it is
    credited to, None where none is given; `words_around` are those before and after it, which may name the speaker;
    `besides` are the ids of documents that are not looked at: those that are the article it stands in.
    """

    text: str
    document: str | None = None
    number: str | None = None
    words_around: str = ""
    besides: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: the quotation's words, the source's ("" where one side has none), and what it amounts to.

    `meaning` is for people: "shall → should: an obligation became advice".
    """

    kind: Change
    quote: str
    source: str
    meaning: Wording

    @property
    def told(self) -> str:
        """The kind of change and what it amounts to, for people: "modal: will → should: advice for an announcement"."""
        return f"{say(f'change.{self.kind}')}{say('punctuation.colon')} {self.meaning}"

    @property
    def says(self) -> str:
        """What it amounts to, in English, as programs read it."""
        return self.meaning.in_english


@dataclass(frozen=True, slots=True)
class Check:
    """What was found of a quotation.

    `citations` are the slices of the source that it was compared with, in the order of the quotation, empty where
    nothing was close; `elsewhere` are other places with the same words; `because` says what decided;
    `omitted` are the words of the source that an ellipsis hides, or that stand beside it and limit it, `nearest` what
    comes nearest in meaning of words that stand nowhere.
    """

    quotation: Quotation
    verdict: Verdict
    attribution: Attribution
    citations: tuple[Citation, ...]
    differences: tuple[Difference, ...]
    flags: tuple[Flag, ...]
    elsewhere: tuple[Citation, ...]
    because: Wording
    omitted: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()

    @property
    def rule(self) -> str:
        """What decided, in English."""
        return self.because.in_english

    @property
    def sound(self) -> bool:
        """Whether the quotation can be printed as it stands: the words are the source's and so is the credit.

        What is left out may have to be read first, and the source may say the words only to deny them, or mean them
        where they are said to be denied.
        """
        words = self.verdict in SOUND_WORDS and _SAYS_OTHERWISE.isdisjoint(self.flags) and not self.has_to_be_read
        return words and self.attribution in SOUND_PLACES

    @property
    def has_to_be_read(self) -> bool:
        """Whether nobody can be sure that what is left out changes nothing, or that a bracket names whom is meant.

        Left out by an ellipsis, or before and after the quotation in its sentence.
        """
        return not _TO_BE_READ.isdisjoint(self.flags)


class Checker(Protocol):
    """What says of one quotation whether it is sound; qa_app.check.checker.Desk is one."""

    def check(self, quotation: Quotation) -> Check:
        """What became of the words and of the credit."""


@dataclass(frozen=True, slots=True)
class Omission:
    """A passage of a document, from a sentence's beginning to a sentence's end, and the spans of it that are hidden."""

    passage: str
    hidden: tuple[Span, ...]


SAYS_IT = (
    0.45  # from this probability on a paragraph says the same: of 24 sentences none that it does not say reached .3
)


@dataclass(frozen=True, slots=True)
class Meant:
    """Words of a document that may say the same in other words, and the probability that they do."""

    citation: Citation
    probability: float


class MeaningSearch(Protocol):
    """Finds what comes nearest in meaning to words that stand nowhere: qa_app.ask.meaning.InMeaning, over a model."""

    def nearest(self, words: str, document: str | None) -> Sequence[Meant]:
        """The best first, of that document alone where one is given; nothing where no model is at hand."""
