"""What the HTTP API takes, field by field."""

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError


def _whole_characters(text: str) -> str:
    """Refuse half a character (a lone surrogate), which JSON can hold and nothing can be written with."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        half = f"U+{ord(text[error.start]):04X}"
        raise PydanticCustomError("half_character", "It holds half a character ({half})", {"half": half}) from error
    return text


Text = Annotated[str, AfterValidator(_whole_characters)]


class AskBody(BaseModel):
    """What `POST /api/ask` takes: the fields of a line of `pincite ask --input`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: Text
    document: Text | list[Text] | None = None
    language: Text | list[Text] | None = None
    since: Text | None = None
    until: Text | None = None
    id: Text | int | None = None
    history: list[Text] = []


class CheckBody(BaseModel):
    """What `POST /api/check` takes: a quotation, as a line of `pincite check --input` has it, or an article."""

    model_config = ConfigDict(extra="forbid", strict=True)

    quote: Text | None = None
    article: Text | None = None
    document: Text | None = None
    paragraph: Text | int | None = None
    context: Text | None = None
    id: Text | int | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if (self.quote is None) == (self.article is None):
            raise PydanticCustomError("one_thing", "Give either 'quote' or 'article'")
        if self.article is not None and (self.paragraph is not None or self.context is not None):
            raise PydanticCustomError("of_a_quote", "'paragraph' and 'context' go with 'quote'")
        return self
