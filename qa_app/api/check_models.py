"""What checking answers with, field by field: qa_app.quotes.record as the API's OpenAPI document describes it."""

from typing import Annotated

from pydantic import ConfigDict, Field

from qa_app.api.examples import CHECKED
from qa_app.api.models import Model, Name, Number, RecordId
from qa_app.quotes.article import Reason
from qa_app.quotes.types import Attribution, Change, Flag, Verdict


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


class CheckRecord(Model):
    """What became of a quotation's words and of its credit."""

    model_config = ConfigDict(json_schema_extra={"examples": [CHECKED]})

    id: RecordId
    quote: Annotated[str, Field(examples=["the region should take a united approach"])]
    verdict: Annotated[Verdict, Field(description="What became of the words.")]
    attribution: Annotated[Attribution, Field(description="Whether they are where, and whose, they are said to be.")]
    document: Annotated[str | None, Field(description="The document that has them; null where nothing was close.")]
    numbers: Annotated[list[str], Field(description="The paragraphs that have them.", examples=[["4"]])]
    source: Annotated[str, Field(description='The source\'s own words, those of several places joined with " … ".')]
    start: Annotated[int | None, Field(description="Where they begin in the text of the first paragraph.")]
    end: Annotated[int | None, Field(description="Where they end there.")]
    differences: list[DifferenceRecord]
    flags: Annotated[list[Flag], Field(description="What deserves a look although the words may be right.")]
    sound: Annotated[bool, Field(description="Whether it can be printed as it stands.")]
    rule: Annotated[str, Field(description="What decided.", examples=["words that decide the meaning differ"])]
    elsewhere: Annotated[list[PlaceRecord], Field(description="Other places with the same words.")]


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


class ArticleRecord(Model):
    """Every quotation of an article."""

    id: RecordId
    sound: Annotated[bool, Field(description="Whether there are quotations and all can be printed as they stand.")]
    summary: Annotated[str, Field(examples=["2 quotations: 1 sound, 1 to look at."])]
    quotations: Annotated[list[ArticleQuotation], Field(description="In the order of the article.")]
    skipped: Annotated[list[PassedOver], Field(description="What was not checked, and why.")]
