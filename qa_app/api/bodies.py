"""What the HTTP API takes, field by field."""

from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from qa_app.api.examples import ASKED, QUOTED
from qa_app.service import MOST_ARTICLE

# What is said of a field in the API's description; what is wrong with it is said in pincite's own sentences.
_SAYABLE = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$"
_CODE = "^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$"
_YEAR = "([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"  # there is none of the number 0
_DAY = f"^{_YEAR}(-(0?[1-9]|1[0-2])(-(0?[1-9]|[12][0-9]|3[01]))?)?$"


def _whole_characters(text: str) -> str:
    """Refuse half a character (a lone surrogate), which JSON can hold and nothing can be written with."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        half = f"U+{ord(text[error.start]):04X}"
        raise PydanticCustomError("half_character", "It holds half a character ({half})", {"half": half}) from error
    return text


def _said(**more: Any) -> Any:
    """A note for the API's description, which checks nothing."""
    return Field(json_schema_extra=more)


Text = Annotated[str, AfterValidator(_whole_characters)]
QuestionText = Annotated[Text, _said(minLength=1, maxLength=2000, pattern=_SAYABLE)]
Code = Annotated[Text, _said(pattern=_CODE)]
Day = Annotated[Text, _said(pattern=_DAY, examples=["2017", "2017-06", "2017-06-06"])]
Sent = Annotated[Text | int | None, Field(description="Anything; the answer carries it, too.", examples=["q1"])]


class AskBody(BaseModel):
    """A question, and where to look: the fields of a line of `pincite ask --input`."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={"examples": [ASKED]},
    )

    question: QuestionText
    document: Annotated[Text | list[Text] | None, Field(description="Only this document, or one of these.")] = None
    language: Annotated[Code | list[Code] | None, Field(description="Only documents in it, or in one of these.")] = None
    since: Annotated[Day | None, Field(description="Only documents of this day, month or year, and later.")] = None
    until: Annotated[Day | None, Field(description="Only documents of this day, month or year, and earlier.")] = None
    id: Sent = None
    history: Annotated[list[QuestionText], Field(description="The questions asked before, the first one first.")] = []


class QuotationLine(BaseModel):
    """A quotation, and where it is said to stand: the fields of a line of `pincite check --input`."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={"examples": [QUOTED]},
    )

    quote: Annotated[Text, Field(description="The words, with or without their quotation marks.")]
    document: Annotated[Text | None, Field(description="The document that they are credited to.")] = None
    paragraph: Annotated[Text | int | None, Field(description="The paragraph that they are credited to.")] = None
    context: Annotated[Text | None, Field(description="The words around them, which may name the speaker.")] = None
    id: Sent = None


class CheckBody(BaseModel):
    """A quotation, as a line of `pincite check --input` has it, or an article: one of the two."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={
            "examples": [QUOTED],
            "oneOf": [
                {"required": ["quote"], "properties": {"quote": {"type": "string"}, "article": {"type": "null"}}},
                {
                    "required": ["article"],
                    "properties": {
                        "article": {"type": "string"},
                        **{name: {"type": "null"} for name in ("quote", "paragraph", "context")},
                    },
                },
            ],
        },
    )

    quote: Annotated[Text | None, Field(description="The words, with or without their quotation marks.")] = None
    article: Annotated[
        Annotated[Text, _said(maxLength=MOST_ARTICLE)] | None,
        Field(description="A text; every quotation in it is checked. Lines that begin with `>` are block quotations."),
    ] = None
    document: Annotated[Text | None, Field(description="The document that they are credited to.")] = None
    paragraph: Annotated[Text | int | None, Field(description="The paragraph that they are credited to.")] = None
    context: Annotated[Text | None, Field(description="The words around them, which may name the speaker.")] = None
    id: Sent = None

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if (self.quote is None) == (self.article is None):
            raise PydanticCustomError("one_thing", "Give either 'quote' or 'article'")
        if self.article is not None and (self.paragraph is not None or self.context is not None):
            raise PydanticCustomError("of_a_quote", "'paragraph' and 'context' go with 'quote'")
        return self
