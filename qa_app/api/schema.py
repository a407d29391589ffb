"""What the API answers with, field by field: the records of qa_app.records as its OpenAPI document describes them."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from corpus.types import Kind
from qa_app.check.articles.article import Reason
from qa_app.check.types import Attribution, Change, Flag, Verdict
from qa_app.diff.diff import Fate
from qa_app.words import ENGLISH, catalogue


def without_default(schema: dict[str, Any]) -> None:
    """A field that may be left out has no value where it is."""
    schema.pop("default", None)


MAY_BE_LEFT_OUT = Field(json_schema_extra=without_default)
RecordId = Annotated[str | int | None, Field(description="The `id` that was sent, or null.")]
Name = Annotated[str, Field(description="The id of the document.", examples=["kabul-process-2017"])]
Number = Annotated[
    str, Field(description="The paragraph's number as a reader would cite it.", examples=["3", "4(a)(ii)", "preamble"])
]


class Model(BaseModel):
    """An object with these fields and no others."""

    model_config = ConfigDict(extra="forbid")


class Problem(Model):
    """Why something could not be done (RFC 9457)."""

    type: Annotated[Literal["about:blank"], Field(description="Nothing more than the status says.")]
    title: Annotated[str, Field(description="The status in words.", examples=["Not Found"])]
    status: Annotated[int, Field(description="The status of the response.", ge=400, le=599, examples=[404])]
    detail: Annotated[
        str,
        Field(
            description="One sentence for a person.",
            examples=["There is no document 'none' in the library; it holds kabul-process-2017."],
        ),
    ]


class Alive(Model):
    """The server lives."""

    status: Literal["ok"]
    version: Annotated[str, Field(description="The version of pincite.", examples=["0.1.0"])]


class Ready(Model):
    """The server can answer."""

    status: Literal["ready"]
    version: Annotated[str, Field(description="The version of pincite.", examples=["0.1.0"])]


class Highlight(Model):
    """Words of a paragraph that answer: `text` is the paragraph's text from `start` to `end`, in code points."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    text: str


class Quote(Model):
    """A paragraph, whole and word for word."""

    document: Name
    number: Number
    citation: Annotated[
        str,
        Field(
            description="How to cite it.",
            examples=["Statement of Kabul Process for Peace and Security Cooperation, 6 June 2017, para. 3"],
        ),
    ]
    text: Annotated[str, Field(description="The whole paragraph as it is stored.")]
    highlights: Annotated[list[Highlight], Field(description="The sentences that answer, in order.")]
    score: Annotated[float, Field(description="The probability that it answers.", ge=0, le=1, examples=[0.93])]


class Searched(Model):
    """What was searched before an answer was refused."""

    documents: Annotated[int, Field(ge=0)]
    paragraphs: Annotated[int, Field(ge=0)]


# What is answered about the statement that ships with pincite, for the API's description; tests hold it to be true.

_CALL = (
    "The participants called on all the armed groups to agree to a ceasefire and start peace talks with the Afghan"
    " Government immediately."
)
ANSWERED: JsonDict = {
    "id": "q1",
    "question": "quote point 3",
    "status": "looked_up",
    "confidence": 1.0,
    "reason": None,
    "quotes": [
        {
            "document": "kabul-process-2017",
            "number": "3",
            "citation": "Statement of Kabul Process for Peace and Security Cooperation, 6 June 2017, para. 3",
            "text": _CALL,
            "highlights": [],
            "score": 1.0,
        }
    ],
    "nearest": [],
}


class AskRecord(Model):
    """What a question came to: answered, looked up by a number, or refused ("abstained")."""

    model_config = ConfigDict(json_schema_extra={"examples": [ANSWERED]})

    id: RecordId
    question: Annotated[str, Field(examples=["what did participants call on armed groups to do?"])]
    status: Annotated[
        Literal["answered", "looked_up", "abstained", "not_a_question"],
        Field(
            description="`looked_up` where paragraphs were asked for by their numbers; `abstained` is no answer;"
            " `not_a_question` where nothing was asked of the documents, and `reason` replies to it."
        ),
    ]
    confidence: Annotated[float, Field(description="The probability that the first paragraph answers.", ge=0, le=1)]
    reason: Annotated[
        str | None, Field(description="Why there is no answer, or which paragraphs that were asked for are not there.")
    ]
    quotes: Annotated[list[Quote], Field(description="The paragraphs that answer, the best first.")]
    nearest: Annotated[list[Quote], Field(description="Where there is no answer: what came nearest, which is none.")]
    understood: Annotated[
        str | None,
        MAY_BE_LEFT_OUT,
        Field(description="What the question was taken for; left out where it was taken as it was asked."),
    ] = None
    searched: Annotated[
        Searched | None, MAY_BE_LEFT_OUT, Field(description="What was searched; there where there is no answer.")
    ] = None


class ErrorRecord(Model):
    """A line of a batch of which nothing could be made; `id` is null where the line has none that can be read."""

    id: RecordId
    error: Annotated[str, Field(examples=["Line 2: 'question' must be text."])]


class DocumentRecord(Model):
    """A document's card, its numbers, and which version of it this is."""

    document: Name
    title: str
    date: Annotated[str | None, Field(description="The day it is dated.", examples=["2017-06-06"])]
    place: str | None
    publisher: str | None
    source: Annotated[str | None, Field(description="Where it was published.")]
    language: Annotated[str, Field(examples=["en"])]
    sha256: Annotated[str, Field(description="Of the stored text, in hexadecimal.", pattern="^[0-9a-f]{64}$")]
    paragraphs: Annotated[int, Field(description="How many paragraphs can answer.", ge=0)]
    numbers: Annotated[list[str], Field(description="The printed numbers, in reading order.")]
    gaps: Annotated[list[str], Field(description="Numbers that are missing in the document.")]
    symbol: Annotated[str | None, Field(description="Its official symbol.", examples=["A/RES/70/1"])]
    version: Annotated[int, Field(ge=1)]
    superseded_by: Annotated[str | None, Field(description="The id of the text that replaces it.")]
    file: Annotated[str | None, Field(description="The name of the file that it was read from.")]
    restarts: Annotated[list[str], Field(description="Numbers at which the numbering begins anew.")]
    repeats: Annotated[list[str], Field(description="Numbers that are printed more than once.")]
    doubtful: Annotated[list[str], Field(description="Numbers that may not be the ones to cite: see each's `doubt`.")]
    notes: Annotated[list[str], Field(description="What was doubtful when it was read, a sentence each.")]


class DocumentList(Model):
    """Some of the documents that were asked for, and how many there are in all."""

    total: Annotated[int, Field(description="How many documents have every word of `search`.", ge=0)]
    offset: Annotated[int, Field(ge=0)]
    limit: Annotated[int, Field(ge=1)]
    documents: Annotated[list[DocumentRecord], Field(description="By id.")]


PARAGRAPH: JsonDict = {
    "document": "kabul-process-2017",
    "number": "3",
    "ordinal": 4,
    "kind": "numbered",
    "text": _CALL,
    "start": 1285,
    "end": 1418,
    "page": None,
    "headings": [],
    "parent": None,
    "label": "3-",
    "address": "3",
    "doubt": None,
}


class ParagraphRecord(Model):
    """A paragraph, or a subparagraph; `text` is the document's text from `start` to `end`, in code points."""

    model_config = ConfigDict(json_schema_extra={"examples": [PARAGRAPH]})

    document: Name
    number: Number
    ordinal: Annotated[int, Field(description="Its place in the document, from 0.", ge=0)]
    kind: Kind
    text: str
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    page: Annotated[int | None, Field(description="The page that it begins on, where the file has pages.")]
    headings: Annotated[list[str], Field(description="The headings over it, the outermost first.")]
    parent: Annotated[str | None, Field(description="The number of the paragraph that it is a part of.")]
    label: Annotated[str | None, Field(description="The number as it is printed.", examples=["3-"])]
    address: Annotated[str, Field(description="Number and part as one would cite them.", examples=["Annex I, para. 3"])]
    doubt: Annotated[str | None, Field(description="Why its number may not be the one to cite; null where it is sure.")]


class ParagraphList(Model):
    """Some paragraphs of a document in reading order, each before its subparagraphs, and how many there are in all."""

    document: Name
    total: Annotated[int, Field(description="How many paragraphs and subparagraphs the document has.", ge=0)]
    offset: Annotated[int, Field(ge=0)]
    limit: Annotated[int, Field(ge=1)]
    paragraphs: list[ParagraphRecord]


class ChangeRecord(Model):
    """One change of words, those of the older text and of the newer ("" where one has none)."""

    kind: Change
    old: str
    new: str
    says: Annotated[str, Field(examples=["shall → should: an obligation became advice"])]


class ComparedRecord(Model):
    """Paragraphs that belong together, by their numbers; none on one side where they were added or removed."""

    fate: Fate
    old: list[str]
    new: list[str]
    in_substance: Annotated[bool, Field(description="Whether more changed in its words than small ones.")]
    moved: bool
    renumbered: bool
    differences: list[ChangeRecord]


class DifferencesRecord(Model):
    """What changed from one document to another, in the order of the second."""

    old: Name
    new: Name
    summary: Annotated[str, Field(examples=["1 paragraph changed in substance; 10 unchanged in their words."])]
    counts: Annotated[dict[str, int], Field(description="How many paragraphs changed in each way.")]
    shares_nothing: bool
    rows: list[ComparedRecord]


# What checking answers with, field by field: qa_app.check.reports.json as the API's OpenAPI document describes it.


def _codes(kind: str, codes: Iterable[StrEnum]) -> str:
    said = ((code.value, catalogue()[ENGLISH][f"{kind}.{code.value}"]) for code in codes)
    return "; ".join(f"{code}: {words[0].lower()}{words[1:].rstrip('.')}" for code, words in said)


VERDICTS_SAY = f"`verdict` says what became of the words ({_codes('verdict', Verdict)})."
ATTRIBUTIONS_SAY = f"`attribution` says what became of the credit ({_codes('credit', Attribution)})."
FLAGS_SAY = f"What deserves a look although the words may be right ({_codes('flag', Flag)})."


class DifferenceRecord(Model):
    """One change: the quotation's words, the source's ("" where one side has none), and what it amounts to."""

    kind: Change
    quote: str
    source: str
    says: Annotated[str, Field(examples=["will → should: an announcement became advice"])]


class PlaceRecord(Model):
    """Words of a paragraph, from `start` to `end` in code points."""

    document: Name
    number: Number
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]


CHECKED: JsonDict = {
    "id": "c1",
    "quote": "the region should take a united approach",
    "verdict": "altered_meaning",
    "attribution": "as_cited",
    "document": "kabul-process-2017",
    "numbers": ["4"],
    "source": "The region will take a united approach",
    "start": 0,
    "end": 38,
    "differences": [
        {
            "kind": "modal",
            "quote": "should",
            "source": "will",
            "says": "will → should: an announcement became advice",
        }
    ],
    "flags": [],
    "sound": False,
    "rule": "words that decide the meaning differ",
    "elsewhere": [],
    "omitted": [],
    "nearest": [],
}


class OmittedRecord(PlaceRecord):
    """Words of a paragraph that stand where the quotation has an ellipsis."""

    words: Annotated[str, Field(examples=["for more than 48 hours"])]


class CheckRecord(Model):
    """What became of a quotation's words and of its credit."""

    model_config = ConfigDict(json_schema_extra={"examples": [CHECKED]})

    id: RecordId
    quote: Annotated[str, Field(examples=["the region should take a united approach"])]
    verdict: Annotated[Verdict, Field(description=VERDICTS_SAY)]
    attribution: Annotated[Attribution, Field(description=ATTRIBUTIONS_SAY)]
    document: Annotated[str | None, Field(description="The document that has them; null where nothing was close.")]
    numbers: Annotated[list[str], Field(description="The paragraphs that have them.", examples=[["4"]])]
    source: Annotated[str, Field(description='The source\'s own words, those of several places joined with " … ".')]
    start: Annotated[int | None, Field(description="Where they begin in the text of the first paragraph.")]
    end: Annotated[int | None, Field(description="Where they end there.")]
    differences: list[DifferenceRecord]
    flags: Annotated[list[Flag], Field(description=FLAGS_SAY)]
    sound: Annotated[bool, Field(description="Whether it can be printed as it stands.")]
    rule: Annotated[str, Field(description="What decided.", examples=["words that decide the meaning differ"])]
    elsewhere: Annotated[list[PlaceRecord], Field(description="Other places with the same words.")]
    omitted: Annotated[
        list[OmittedRecord],
        Field(description="What the ellipses hide, and what stands beside the quotation and limits it."),
    ]
    nearest: Annotated[list[PlaceRecord], Field(description="What comes nearest in meaning to words found nowhere.")]


class ArticlePlace(Model):
    """A place in an article, in code points of its text, with its marks."""

    file: str
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    line: Annotated[int, Field(ge=1)]


class QuotationPlace(ArticlePlace):
    """Where a quotation stands; `parts` are its words without the marks."""

    parts: list[list[int]]


class CreditRecord(Model):
    """Where the article says that a quotation stands; null for what it doesn't say."""

    document: str | None
    number: str | None


class ArticleQuotation(CheckRecord):
    """A quotation of an article, with its place, its credit and what to do."""

    model_config = ConfigDict(json_schema_extra=None)

    article: QuotationPlace
    cited: CreditRecord
    advice: Annotated[str, Field(examples=["Print as it is."])]


class PassedOver(Model):
    """Words between marks that are no quotation."""

    skipped: Reason
    quote: str
    article: ArticlePlace


class StatedRecord(Model):
    """A sentence of an article that says without marks what a document says."""

    stated: str
    rests_on: Annotated[
        PlaceRecord | None, Field(description="What says it; null where nothing in the collection does.")
    ]
    article: ArticlePlace


class ArticleRecord(Model):
    """Every quotation of an article."""

    id: RecordId
    sound: Annotated[bool, Field(description="Whether there are quotations and all can be printed as they stand.")]
    summary: Annotated[str, Field(examples=["2 quotations: 1 sound, 1 to look at."])]
    total: Annotated[int, Field(description="How many quotations it has; `limit` and `offset` take some.", ge=0)]
    quotations: Annotated[list[ArticleQuotation], Field(description="In the order of the article.")]
    skipped: Annotated[list[PassedOver], Field(description="What was not checked, and why.")]
    stated: Annotated[list[StatedRecord], Field(description="What it says without marks, where `by_meaning` was sent.")]
