"""What the API takes, field by field, as its OpenAPI document describes it."""

from typing import Annotated, Any

from fastapi import Request
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic.config import JsonDict
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError
from starlette.exceptions import HTTPException

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


def _whole(number: Any) -> Any:
    """3.0 is a whole number in JSON, and some clients write every number so."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


_LONGEST_NAME = 60  # characters of a field's that is said again
Text = Annotated[str, AfterValidator(_whole_characters)]
PrintedNumber = Annotated[Text | int, BeforeValidator(_whole)]
QuestionText = Annotated[Text, _said(minLength=1, maxLength=2000, pattern=_SAYABLE)]
Code = Annotated[Text, _said(pattern=_CODE)]
Day = Annotated[Text, _said(pattern=_DAY, examples=["2017", "2017-06", "2017-06-06"])]
_WORDS = "The words, with or without their quotation marks."
CreditedDocument = Annotated[Text | None, Field(description="The document that they are credited to.")]
CreditedParagraph = Annotated[PrintedNumber | None, Field(description="The paragraph that they are credited to.")]
WordsAround = Annotated[Text | None, Field(description="The words around them, which may name the speaker.")]
Sent = Annotated[Text | int | None, Field(description="Anything; the answer carries it, too.", examples=["q1"])]


class Body(BaseModel):
    """What is sent: these fields and no others, each as it is typed here."""

    model_config = ConfigDict(extra="forbid", strict=True)

    @model_validator(mode="before")
    @classmethod
    def _has_known_fields(cls, sent: Any) -> Any:
        unknown = [name for name in sent if name not in cls.model_fields] if isinstance(sent, dict) else []
        if unknown:
            said = {"unknown": repr(unknown[0])[:_LONGEST_NAME], "taken": ", ".join(cls.model_fields)}
            raise PydanticCustomError("unknown_field", "There is no field {unknown}; those taken are: {taken}", said)
        return sent

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Without defaults: makers of clients take a field that has one for a field that is always sent."""
        described = handler.resolve_ref_schema(handler(schema))
        for of_a_field in described.get("properties", {}).values():
            of_a_field.pop("default", None)
        return described


ASKED: JsonDict = {"id": "q1", "question": "quote point 3"}


class AskBody(Body):
    """A question, and where to look: the fields of a line of `pincite ask --input`."""

    model_config = ConfigDict(json_schema_extra={"examples": [ASKED]})

    question: QuestionText
    document: Annotated[Text | list[Text] | None, Field(description="Only this document, or one of these.")] = None
    language: Annotated[Code | list[Code] | None, Field(description="Only documents in it, or in one of these.")] = None
    since: Annotated[Day | None, Field(description="Only documents of this day, month or year, and later.")] = None
    until: Annotated[Day | None, Field(description="Only documents of this day, month or year, and earlier.")] = None
    id: Sent = None
    history: Annotated[list[QuestionText], Field(description="The questions asked before, the first one first.")] = []


QUOTED: JsonDict = {"id": "c1", "quote": "the region should take a united approach", "paragraph": 4}


class QuotationLine(Body):
    """A quotation, and where it is said to stand: the fields of a line of `pincite check --input`."""

    model_config = ConfigDict(json_schema_extra={"examples": [QUOTED]})

    quote: Annotated[Text, Field(description=_WORDS)]
    document: CreditedDocument = None
    paragraph: CreditedParagraph = None
    context: WordsAround = None
    id: Sent = None


class CheckBody(Body):
    """A quotation, as a line of `pincite check --input` has it, or an article.

    Send either `quote` or `article`; `paragraph` and `context` go with `quote`, `limit` and `offset` with `article`,
    `document` with both.
    """

    # The rule stands in words: of a schema that is one of two, assistants take none and makers of clients lose fields.
    model_config = ConfigDict(json_schema_extra={"examples": [QUOTED]})

    quote: Annotated[Text | None, Field(description=_WORDS)] = None
    article: Annotated[
        Annotated[Text, _said(maxLength=MOST_ARTICLE)] | None,
        Field(description="A text; every quotation in it is checked. Lines that begin with `>` are block quotations."),
    ] = None
    document: CreditedDocument = None
    paragraph: CreditedParagraph = None
    context: WordsAround = None
    limit: Annotated[
        int | None, Field(ge=1, strict=False, description="How many of its quotations; all without it.")
    ] = None
    offset: Annotated[
        int | None, Field(ge=0, strict=False, description="How many of its quotations to leave out before.")
    ] = None
    by_meaning: Annotated[
        bool,
        Field(
            description="Look for what stands nowhere by what it means as well, and of an article for what it says"
            " without marks. Takes as long as a question for each."
        ),
    ] = False
    id: Sent = None


def require_known_parameters(request: Request) -> None:
    """Refuse what the address asks for and the route does not know, as fields that are unknown are refused."""
    taken = [parameter.alias for parameter in request.scope["route"].dependant.query_params]
    if unknown := [name for name in request.query_params if name not in taken]:
        detail = f"those taken are: {', '.join(taken)}." if taken else "none is taken here."
        raise HTTPException(422, f"There is no parameter {unknown[0][:_LONGEST_NAME]!r}; {detail}")
