"""What assistants may use pincite for, each tool with what it takes and the record that it gives: the API's own."""

import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

import anyio
from fastapi import FastAPI
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as ListedTool
from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from corpus.errors import PinciteError
from qa_app import __version__
from qa_app.api.bodies import AskBody, Body, CheckBody, PrintedNumber, Text
from qa_app.api.documents import MOST_LISTED, MOST_PARAGRAPHS, PARAGRAPHS, listed, one_paragraph, some_paragraphs
from qa_app.api.problems import sentence, status_of
from qa_app.api.questions import asked, checked
from qa_app.api.schema import (
    ATTRIBUTIONS_SAY,
    VERDICTS_SAY,
    ArticleRecord,
    AskRecord,
    CheckRecord,
    DocumentList,
    ParagraphList,
    ParagraphRecord,
)
from qa_app.records import Record
from qa_app.service import Service


class ListBody(Body):
    """Which documents to list, and how many of them."""

    search: Annotated[Text, Field(description="Words that the id, title, symbol or date must all have.")] = ""
    superseded: Annotated[bool, Field(description="Earlier and replaced texts, too.")] = False
    limit: Annotated[int, Field(ge=1, le=MOST_LISTED, description="How many; 50 without it.")] = 50
    offset: Annotated[int, Field(ge=0, description="How many to leave out before them.")] = 0


class ShowBody(Body):
    """What to read: a document, some of its paragraphs at a time, or one paragraph of it."""

    document: Annotated[Text, Field(description="The document's id; `ID@1` is an earlier version.")]
    number: Annotated[
        PrintedNumber | None,
        Field(description="The paragraph's number, such as 3, 4(a)(ii) or preamble; all without it."),
    ] = None
    limit: Annotated[
        int, Field(ge=1, le=MOST_PARAGRAPHS, description=f"How many paragraphs; {PARAGRAPHS} without it.")
    ] = PARAGRAPHS
    offset: Annotated[int, Field(ge=0, description="How many paragraphs to leave out before them.")] = 0


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
    if body.number is None:
        return some_paragraphs(document, slice(body.offset, body.offset + body.limit))
    return one_paragraph(document, str(body.number))


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
        " credited to the right paragraph. Send either `quote` or `article`. Only where sound is true can it be printed"
        f" as it stands. {VERDICTS_SAY} {ATTRIBUTIONS_SAY}",
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
        "The paragraphs of a document as they are stored, some at a time (`total` says how many there are), or one of"
        " them by its number.",
        ShowBody,
        ParagraphRecord | ParagraphList,
        _show,
    ),
)


# The tools by the Model Context Protocol, at /mcp or over a pipe: its own SDK speaks it (the extra `mcp`).

log = logging.getLogger("pincite.api")

PATH = "/mcp"
_INSTRUCTIONS = (
    "Official statements made of numbered paragraphs. Use `ask` for what they say and quote only its `quotes`, with"
    " their citation; where it abstains, say that the documents don't say. Use `check` before a quotation is printed;"
    " where `sound` is false, say what `verdict`, `attribution`, `differences` and `flags` name. `documents` finds the"
    " ids that `document` takes; `show` reads paragraphs, some at a time. Paragraph numbers are text or whole numbers."
)
# It changes nothing and looks at nothing outside.
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
# Which hosts and pages may ask is decided for the whole app, not here.
_ANY_HOST = TransportSecuritySettings(enable_dns_rebinding_protection=False)


def serve_over_pipes(service: Service) -> None:
    """Answer the assistant that started this process on standard input and output until it closes them."""

    async def talk() -> None:
        server = _server(service)
        async with stdio_server() as (heard, said):
            await server.run(heard, said, server.create_initialization_options())

    anyio.run(talk)


def _server(service: Service) -> Server[Any]:
    return Server(
        "pincite", version=__version__, instructions=_INSTRUCTIONS, on_list_tools=_list_tools,
        on_call_tool=partial(_call_tool, service),
    )  # fmt: skip


def add_tools(app: FastAPI, service: Service) -> None:
    """Serve the tools beside the API. No session is kept: every request stands by itself."""
    server = _server(service)
    inner = server.streamable_http_app(
        streamable_http_path=PATH, json_response=True, stateless_http=True, transport_security=_ANY_HOST
    )
    # The SDK would keep a stream open for whoever asks with GET, in which nothing ever comes.
    app.router.routes.extend(
        Route(PATH, route.endpoint, methods=["POST"]) for route in inner.routes if isinstance(route, Route)
    )
    before = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: Any) -> AsyncIterator[Any]:
        async with server.session_manager.run(), before(app) as state:
            yield state

    app.router.lifespan_context = lifespan


async def _list_tools(_: Any, __: PaginatedRequestParams | None) -> ListToolsResult:
    return ListToolsResult(tools=[_listed(tool) for tool in TOOLS])


def _listed(tool: Tool) -> ListedTool:
    return ListedTool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.input_schema(),
        output_schema=tool.output_schema(),
        annotations=_READS,
    )


async def _call_tool(service: Service, _: Any, params: CallToolRequestParams) -> CallToolResult:
    """The tool's record, or a sentence on what is wrong with what was asked, which an assistant can mend."""
    tool = next((tool for tool in TOOLS if tool.name == params.name), None)
    if tool is None:
        return _refused(f"There is no tool {params.name!r}; there are {', '.join(tool.name for tool in TOOLS)}.")
    try:
        body = tool.takes.model_validate(params.arguments or {})
        record = await run_in_threadpool(tool.run, service, body)
    except ValidationError as error:
        return _refused(sentence([dict(each) for each in error.errors()]))
    except PinciteError as error:
        if status_of(error) >= 500:
            log.error("%s", error)
        return _refused(str(error))
    text = json.dumps(record, ensure_ascii=False)
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=record)


def _refused(message: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=message)], is_error=True)
