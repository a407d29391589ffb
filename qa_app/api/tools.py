"""What assistants may use pincite for, each tool with what it takes and the record that it gives: the API's own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from qa_app.api.ask_routes import asked
from qa_app.api.bodies import AskBody, CheckBody, Text
from qa_app.api.check_models import ArticleRecord, CheckRecord
from qa_app.api.check_routes import checked
from qa_app.api.document_routes import MOST_LISTED, every_paragraph, listed, one_paragraph
from qa_app.api.models import AskRecord, DocumentList, ParagraphList, ParagraphRecord
from qa_app.contract import Record
from qa_app.service import Service


class ListBody(BaseModel):
    """Which documents to list, and how many of them."""

    model_config = ConfigDict(extra="forbid", strict=True)

    search: Annotated[Text, Field(description="Words that the id, title, symbol or date must all have.")] = ""
    superseded: Annotated[bool, Field(description="Earlier and replaced texts, too.")] = False
    limit: Annotated[int, Field(ge=1, le=MOST_LISTED)] = 50
    offset: Annotated[int, Field(ge=0)] = 0


class ShowBody(BaseModel):
    """What to read: a document, or one paragraph of it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    document: Annotated[Text, Field(description="The document's id; `ID@1` is an earlier version.")]
    number: Annotated[
        Text | None, Field(description="The paragraph's number, such as 3, 4(a)(ii) or preamble; all without it.")
    ] = None


@dataclass(frozen=True, slots=True)
class Tool:
    """`takes` is the model of its arguments, `gives` the model or models of its record."""

    name: str
    title: str
    description: str
    takes: type[BaseModel]
    gives: Any
    run: Callable[[Service, Any], Record]

    def input_schema(self) -> dict[str, Any]:
        """JSON Schema of the arguments."""
        return self.takes.model_json_schema()

    def output_schema(self) -> dict[str, Any]:
        """JSON Schema of the record, which is an object whichever it is."""
        return {"type": "object", **TypeAdapter(self.gives).json_schema()}


def _list(service: Service, body: ListBody) -> Record:
    return listed(service, body.search, slice(body.offset, body.offset + body.limit), superseded=body.superseded)


def _show(service: Service, body: ShowBody) -> Record:
    document = service.cited(body.document)
    return every_paragraph(document) if body.number is None else one_paragraph(document, body.number)


TOOLS = (
    Tool(
        "ask",
        "Ask the documents",
        "Answers a question with whole numbered paragraphs of official statements, word for word, each with how to cite"
        " it. Where status is abstained the documents don't say: `nearest` is then no answer, and must not be given as"
        " one. Quote only what stands in `quotes`.",
        AskBody,
        AskRecord,
        asked,
    ),
    Tool(
        "check",
        "Check a quotation",
        "Checks a quotation, or every quotation of an article, against the documents word for word, and whether it is"
        " credited to the right paragraph. Only where sound is true can it be printed as it stands.",
        CheckBody,
        CheckRecord | ArticleRecord,
        checked,
    ),
    Tool(
        "documents",
        "List the documents",
        "Which documents there are, searched by words.",
        ListBody,
        DocumentList,
        _list,
    ),
    Tool(
        "show",
        "Read a document",
        "The paragraphs of a document as they are stored, or one of them by its number.",
        ShowBody,
        ParagraphRecord | ParagraphList,
        _show,
    ),
)
