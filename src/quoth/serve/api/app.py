"""`api`: the REST API over one archive, as an application of its own or below another's path."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from fastapi import Depends, FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware

from quoth import __version__
from quoth.serve.api import asks, gives, openapi, problems, reference, sends
from quoth.serve.api.desk import Desk
from quoth.serve.api.guard import Guard
from quoth.serve.api.options import ApiOptions
from quoth.serve.api.parameters import only_known


def api(archive_path: str | Path, *, options: ApiOptions | None = None) -> FastAPI:
    """Return the REST API over an archive: an ASGI application, for uvicorn, a mount or a test.

    The archive is opened when it is first asked. Mounted, an application gets no word of the end:
    `app.state.desk.close()` lets the archive and the process that reads go; without it they end
    with the program.
    """
    options = options or ApiOptions()
    desk = Desk(Path(archive_path), options)

    @contextlib.asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await run_in_threadpool(desk.close)

    app = FastAPI(
        title="Quoth",
        version=__version__,
        docs_url=None,  # FastAPI's pages load scripts from elsewhere
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
        separate_input_output_schemas=False,
        lifespan=life,
        dependencies=[Depends(only_known)],
    )
    app.state.desk = desk
    app.include_router(asks.router)
    app.include_router(gives.router)
    if options.allow_sql:
        app.include_router(gives.sql_router)
    if options.allow_reading:
        app.include_router(sends.reading)
    if options.allow_writes and options.token:
        app.include_router(sends.writing)
    reference.install(app)
    problems.install(app)
    app.openapi = lambda: openapi.document(app)  # type: ignore[method-assign]
    # The last one added is the first one asked.
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=4)
    app.add_middleware(Guard, options=options)
    return app
