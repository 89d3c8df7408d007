"""`Desk`: what the routes share: the archives, the reading, and how an answer is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from quoth.archive import Archive
from quoth.forms.jsonform import dumps
from quoth.serve.api.options import ApiOptions
from quoth.serve.api.pool import Pool
from quoth.serve.api.reading import Reading
from quoth.serve.api.state import etag, matches
from quoth.serve.verbs import Answer

JSON = "application/json"


class Desk:
    """One archive with all that answers for it."""

    def __init__(self, path: Path, options: ApiOptions) -> None:
        self.path = path
        self.options = options
        self.pool = Pool(
            path, size=options.archives, waiting=options.waiting, wait_s=options.wait_s
        )
        self.reading = Reading(options)

    def close(self) -> None:
        """Let the archives and the process go."""
        self.pool.close()
        self.reading.close()

    async def list(
        self, request: Request, verb: Callable[..., Answer], **options: object
    ) -> Response:
        """Answer with a page of a list, and a link to the next one."""

        def made(archive: Archive) -> tuple[str, str | None]:
            answer = verb(archive, **options)
            return dumps({"items": answer.items, "next": answer.next}), answer.next

        return await self.answer(request, made)

    async def one(
        self, request: Request, verb: Callable[..., Mapping[str, Any]], **options: object
    ) -> Response:
        """Answer with a document."""

        def made(archive: Archive) -> tuple[str, str | None]:
            return dumps(verb(archive, **options)), None

        return await self.answer(request, made)

    async def answer(
        self, request: Request, made: Callable[[Archive], tuple[str, str | None]]
    ) -> Response:
        """Answer with text and a link to what follows it, 304 where the client has it."""
        tag = self.tag(request)
        given = request.headers.get("if-none-match")
        headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
        if given != "*" and matches(tag, given):
            return Response(status_code=304, headers=headers)

        def asked() -> tuple[str, str | None]:
            with self.pool.archive() as archive:
                return made(archive)

        text, after = await run_in_threadpool(asked)
        if matches(tag, given):  # only now it is known that there is something
            return Response(status_code=304, headers=headers)
        if after is not None:
            headers["Link"] = _next(request, after)
        return Response(text + "\n", headers=headers, media_type=JSON)

    def tag(self, request: Request) -> str:
        """Return the ETag of what is asked for."""
        return etag(self.path, f"{request.url.path}?{request.url.query}")


def _next(request: Request, after: str) -> str:
    """Return the link to the next page: the same question, asked from there."""
    rest = [(k, v) for k, v in request.query_params.multi_items() if k != "after"]
    return f'<{request.url.path}?{urlencode([*rest, ("after", after)])}>; rel="next"'


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(_desk)]
