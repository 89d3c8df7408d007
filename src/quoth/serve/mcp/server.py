"""The server of the protocol: lists tools, calls them, reads reports and stories as resources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import anyio.to_thread
from mcp import types
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from pydantic import ValidationError

from quoth import __version__
from quoth.archive import Archive
from quoth.errors import QuothError, UnknownIdError
from quoth.forms import wording
from quoth.forms.jsonform import dumps
from quoth.serve import verbs
from quoth.serve.api.pool import Pool
from quoth.serve.api.problems import kind_of
from quoth.serve.archiveform import Row
from quoth.serve.mcp.tools import (
    BY_NAME,
    INSTRUCTIONS,
    TOOLS,
    Tool,
    input_schema,
    model,
    output_schema,
)

# Reports and stories by their ids, percent-encoded.
_RESOURCE = re.compile(r"quoth://(report|story)/(.+)", re.DOTALL)
# What to do about an error of a kind.
_TODO = {
    "unknown-id": "; the tools stories and reports list the ids",
    "busy": "; call it again in some seconds",
}
Context = Any  # what the library knows of a request; nothing of it is needed here


@dataclass(frozen=True, slots=True)
class McpOptions:
    """How the server behaves.

    `max_characters` bounds an answer as JSON: 24,000 are about 6,000 to 8,000 tokens, so that ten
    answers leave most of a context free. `allow_sql` offers `sql`. `wait_s` is how long a call
    waits for another program that writes.
    """

    max_characters: int = 24_000
    allow_sql: bool = True
    wait_s: float = 20.0


class Answers:
    """The tools on one archive."""

    def __init__(self, path: Path, options: McpOptions) -> None:
        self._options = options
        self._pool = Pool(path, size=2, waiting=16, wait_s=options.wait_s)
        self.tools = [t for t in TOOLS if options.allow_sql or t.name not in ("sql", "views")]

    def call(self, name: str, arguments: Mapping[str, Any]) -> Row:
        """Return what a tool answers, made small enough to be read.

        Raises QuothError for what the archive says; ValidationError for arguments that do not fit.
        """
        options = model(name).model_validate(arguments).model_dump(by_alias=False)
        with self._pool.archive() as archive:
            return self._fitting(archive, BY_NAME[name], options)

    def read(self, kind: str, name: str) -> tuple[str, str]:
        """Return a report or a story as text, and its media type."""
        with self._pool.archive() as archive:
            if kind == "report":
                return archive.report(name).text, "text/plain"
            return dumps(verbs.story(archive, story=name)), "application/json"

    def close(self) -> None:
        """Let the archive go."""
        self._pool.close()

    def _fitting(self, archive: Archive, tool: Tool, options: dict[str, Any]) -> Row:
        """Ask for fewer items until the answer fits; a single one is given as it is."""
        while True:
            answer = tool.answer(archive, **options)
            size, limit = len(dumps(answer)), options.get("limit", 1)
            if size <= self._options.max_characters or limit == 1:
                return answer
            fewer = min(limit, max(1, len(answer["items"]))) * self._options.max_characters // size
            options["limit"] = max(1, min(limit - 1, fewer))


def server(archive_path: str | Path, *, options: McpOptions | None = None) -> Server[Any]:
    """Return the server over an archive, for a transport of the library or a test."""
    path = Path(archive_path)
    answers = Answers(path, options or McpOptions())
    names = {tool.name for tool in answers.tools}

    async def list_tools(
        _: Context, __: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(tool) for tool in answers.tools])

    async def call_tool(_: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        if params.name not in names:
            listed = ", ".join(sorted(names))
            raise MCPError(
                types.INVALID_PARAMS, f"there is no tool {params.name[:80]!r}; there are {listed}"
            )
        try:
            found = await anyio.to_thread.run_sync(
                partial(answers.call, params.name, params.arguments or {})
            )
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "arguments"
            return _failed(f"{where}: {first['msg']}; the input schema has all options")
        except QuothError as error:
            return _failed(str(error).replace(str(path), path.name) + _TODO.get(kind_of(error), ""))
        text = types.TextContent(text=dumps(found))
        return types.CallToolResult(content=[text], structured_content=found)

    async def list_templates(
        _: Context, __: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(resource_templates=_templates())

    async def read_resource(
        _: Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        found = _RESOURCE.fullmatch(params.uri)
        if found is None:
            raise MCPError(types.INVALID_PARAMS, "read quoth://report/ID or quoth://story/ID")
        try:
            text, media_type = await anyio.to_thread.run_sync(
                answers.read, found[1], unquote(found[2])
            )
        except UnknownIdError as error:
            raise MCPError(types.INVALID_PARAMS, str(error)) from error
        except QuothError as error:
            raise MCPError(types.INTERNAL_ERROR, str(error)) from error
        content = types.TextResourceContents(uri=params.uri, mime_type=media_type, text=text)
        return types.ReadResourceResult(contents=[content])

    return Server(
        "quoth",
        version=__version__,
        title="Quoth: who said what, according to whom",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
    )


async def serve_stdio(made: Server[Any]) -> None:
    """Serve one client over standard input and output, until it closes them."""
    from mcp.server.stdio import stdio_server

    async with stdio_server() as (read, write):
        await made.run(read, write, made.create_initialization_options())


def serve_http(made: Server[Any], *, port: int) -> None:
    """Serve clients of this machine at http://127.0.0.1:PORT/mcp, until interrupted.

    Raises QuothError where the port is taken.
    """
    import socket

    import uvicorn

    app = made.streamable_http_app(host="127.0.0.1", stateless_http=True, json_response=True)
    with socket.socket() as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind(("127.0.0.1", port))
        except OSError as error:
            raise QuothError(f"port {port}: {error.strerror}; name another") from error
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[bound])


def _described(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=input_schema(tool),
        output_schema=output_schema(tool),
        annotations=types.ToolAnnotations(
            read_only_hint=True, idempotent_hint=True, open_world_hint=False
        ),
    )


def _templates() -> list[types.ResourceTemplate]:
    return [
        types.ResourceTemplate(
            uri_template="quoth://report/{report}",
            name="report",
            description="The text of a report, which all its spans index, by its id.",
            mime_type="text/plain",
        ),
        types.ResourceTemplate(
            uri_template="quoth://story/{story}",
            name="story",
            description="A story with its reports, its history and its comparison, by its id.",
            mime_type="application/json",
        ),
    ]


def _failed(line: str) -> types.CallToolResult:
    text = types.TextContent(text=wording.clean(line))
    return types.CallToolResult(content=[text], is_error=True)
