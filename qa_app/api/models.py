"""What the API answers with, field by field: the records of qa_app.contract as its OpenAPI document describes them."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from corpus.types import Kind
from qa_app.api.examples import ANSWERED, PARAGRAPH


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


class AskRecord(Model):
    """What a question came to: answered, looked up by a number, or refused ("abstained")."""

    model_config = ConfigDict(json_schema_extra={"examples": [ANSWERED]})

    id: RecordId
    question: Annotated[str, Field(examples=["what did participants call on armed groups to do?"])]
    status: Annotated[
        Literal["answered", "looked_up", "abstained"],
        Field(description="`looked_up` where paragraphs were asked for by their numbers; `abstained` is no answer."),
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
    notes: Annotated[list[str], Field(description="What was doubtful when it was read, a sentence each.")]


class DocumentList(Model):
    """Some of the documents that were asked for, and how many there are in all."""

    total: Annotated[int, Field(description="How many documents have every word of `search`.", ge=0)]
    offset: Annotated[int, Field(ge=0)]
    limit: Annotated[int, Field(ge=1)]
    documents: Annotated[list[DocumentRecord], Field(description="By id.")]


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


class ParagraphList(Model):
    """The paragraphs of a document in reading order, each before its subparagraphs."""

    document: Name
    paragraphs: list[ParagraphRecord]
