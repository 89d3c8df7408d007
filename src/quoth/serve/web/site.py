"""`site`: the web application over one archive."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from quoth.serve.api import api
from quoth.serve.web import look, sections
from quoth.serve.web.desk import Desk
from quoth.serve.web.guard import HEADERS, Guard
from quoth.serve.web.options import SiteOptions

_KINDS = {"quoth.css": "text/css", "quoth.js": "text/javascript", "icon.svg": "image/svg+xml"}


def site(archive_path: str | Path, *, options: SiteOptions | None = None) -> Starlette:
    """Return the web application over an archive: an ASGI application, for uvicorn or a test.

    The archive is opened when it is first asked, and for writing only for the moment of a
    correction or of keeping a comparison. Raises ArchiveError where there is no archive.
    """
    options = options or SiteOptions()
    desk = Desk(Path(archive_path), options)
    rest = api(desk.path)

    @contextlib.asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        await run_in_threadpool(desk.begin)
        try:
            yield
        finally:
            await run_in_threadpool(rest.state.desk.close)
            await run_in_threadpool(desk.close)

    app = Starlette(
        routes=[Route("/static/{name}", _static), *sections.routes(), Mount("/api", rest)],
        middleware=[Middleware(Guard, options=options)],
        exception_handlers={HTTPException: _refused, Exception: _failed},
        lifespan=life,
    )
    app.state.options, app.state.desk = options, desk
    return app


def _static(request: Request) -> Response:
    """Give style and script; their address changes with their content, so they are kept."""
    name = request.path_params["name"]
    if name not in _KINDS:
        raise HTTPException(404)
    data, tag = look.static(name)
    known = request.query_params.get("v") == tag
    headers = {"cache-control": f"public, max-age={365 * 86400 if known else 0}, immutable"}
    return Response(data, media_type=_KINDS[name], headers=headers)


async def _refused(request: Request, error: Exception) -> Response:
    """Answer what the routes do not know, or not by this method."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    line = {404: "There is no such page.", 405: "That page is not for that."}.get(
        status, "That cannot be done."
    )
    return await run_in_threadpool(
        look.failure, request, status, "Not here", line, tell="The front page has all stories."
    )


async def _failed(request: Request, error: Exception) -> Response:
    """Answer a fault of the program: without a trace, which could show what a report says."""
    answer = await run_in_threadpool(
        look.failure, request, 500, "A fault of the program", type(error).__name__,
        tell="The terminal that quoth serve runs in says more.",
    )  # fmt: skip
    answer.headers.update(HEADERS)  # this answer is given outside the guard
    return answer
