"""The tools by the Model Context Protocol, at /mcp: its own SDK speaks it (the extra `mcp`), this says what is said."""

import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from fastapi import FastAPI
from mcp.server.lowlevel import Server
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
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from corpus.errors import PinciteError
from qa_app import __version__
from qa_app.api.problems import sentence, status_of
from qa_app.api.tools import TOOLS, Tool
from qa_app.service import Service

log = logging.getLogger("pincite.api")

PATH = "/mcp"
# It changes nothing and looks at nothing outside.
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
# Which hosts and pages may ask is decided for the whole app, not here.
_ANY_HOST = TransportSecuritySettings(enable_dns_rebinding_protection=False)


def add_tools(app: FastAPI, service: Service) -> None:
    """Serve the tools beside the API. No session is kept: every request stands by itself."""
    server: Server[Any] = Server(
        "pincite", version=__version__, on_list_tools=_list_tools, on_call_tool=partial(_call_tool, service)
    )
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
        return _refused(sentence(dict(error.errors()[0])))
    except PinciteError as error:
        if status_of(error) >= 500:
            log.error("%s", error)
        return _refused(str(error))
    text = json.dumps(record, ensure_ascii=False)
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=record)


def _refused(message: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=message)], is_error=True)
