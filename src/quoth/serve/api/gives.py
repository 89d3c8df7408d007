"""The routes that give an archive whole, ask it in SQL, and describe what the others give."""

from __future__ import annotations

import tempfile
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as InPath
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from quoth import __version__
from quoth.archive import FORMS, Archive
from quoth.forms import jsonform
from quoth.forms.jsonform import SchemaName, dumps
from quoth.serve import verbs
from quoth.serve.api.desk import JSON, AtDesk, Desk
from quoth.serve.api.problems import Refused
from quoth.serve.api.state import matches
from quoth.serve.api.told import EXPORTS, about

router = APIRouter()
sql_router = APIRouter()
ExportForm = Literal["jsonl", "csv", "parquet", "jsonld", "polecat", "ninjs", "corrections"]
_CHUNK = 1 << 18
# One at a time: an export keeps the archive open as long as it is written, so that no other program
# can write to it, and takes as much room on the disk as the archive.
_EXPORTING = threading.Lock()
# A question in SQL is as free as its author, so one at a time, and room for all others beside it.
_ASKING = threading.Lock()


@router.get("/", **about("index"))
async def index(request: Request) -> Response:
    """Say what this is and where its description is."""
    base = request.url.path.rstrip("/")
    told = {"name": "quoth", "version": __version__, "openapi": f"{base}/openapi.json",
            "docs": f"{base}/docs"}  # fmt: skip
    return Response(dumps(told) + "\n", media_type=JSON)


@router.get("/schema/{name}", **about("schema"))
async def schema(
    name: Annotated[SchemaName, InPath(description="Whose JSON to describe.", examples=["read"])],
) -> Response:
    """Give the JSON Schema of what a verb gives."""
    return Response(dumps(jsonform.schema(name)) + "\n", media_type="application/schema+json")


@router.get("/export", **about("export"))
async def export(
    request: Request,
    desk: AtDesk,
    form: Annotated[
        ExportForm,
        Query(
            alias="format",
            description="jsonl: reports, as `read` gives them; csv, parquet: a ZIP with a file a "
            "view; jsonld: every fact as a Web Annotation; polecat: events; ninjs: stories; "
            "corrections: what the program said and what users said, as labelled data.",
            examples=["jsonl"],
        ),
    ] = "jsonl",
) -> Response:
    """Give all of the archive, or 304 where the client has it."""
    tag = desk.tag(request)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if matches(tag, request.headers.get("if-none-match")):
        return Response(status_code=304, headers=headers)
    media_type, name = EXPORTS[form]
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    folder = await run_in_threadpool(_exported, desk, form)
    return StreamingResponse(
        _pieces(Path(folder.name) / "export"),
        headers=headers,
        media_type=media_type,
        background=BackgroundTask(folder.cleanup),
    )


@sql_router.get("/sql", **about("sql"))
async def sql(
    desk: AtDesk,
    query: Annotated[
        str,
        Query(
            min_length=1,
            max_length=8000,
            pattern=r"^[^\x00]+$",
            description="One SELECT over the views of docs/archive.md.",
            examples=["SELECT outlet, count(*) AS n FROM reports GROUP BY outlet"],
        ),
    ],
    timeout: Annotated[
        float | None,
        Query(gt=0, le=60, description="Stop after so many seconds.", examples=[5]),
    ] = None,
    limit: Annotated[
        int, Query(ge=1, le=10_000, description="So many rows at most.", examples=[100])
    ] = 1000,
) -> Response:
    """Ask in SQL; nothing can be changed by it."""
    seconds = min(timeout or desk.options.sql_s, desk.options.sql_s)
    rows = min(limit, desk.options.sql_rows)

    def made() -> str:
        if not _ASKING.acquire(timeout=desk.options.wait_s):
            raise Refused("busy", "another question in SQL is being answered; try again")
        try:
            with desk.pool.archive() as archive:
                return dumps(verbs.sql(archive, query=query, timeout=seconds, limit=rows))
        finally:
            _ASKING.release()

    text = await run_in_threadpool(made)
    return Response(text + "\n", headers={"Cache-Control": "no-store"}, media_type=JSON)


def _exported(desk: Desk, form: str) -> tempfile.TemporaryDirectory[str]:
    """Return a folder with an export in one file."""
    if not _EXPORTING.acquire(blocking=False):
        raise Refused("busy", "another export is being written; try again later", retry_s=10)
    folder = tempfile.TemporaryDirectory(prefix="quoth-")
    try:
        file = Path(folder.name) / "export"
        with Archive(desk.path, read_only=True, wait_s=desk.options.wait_s) as archive:
            archive.export(file, form)
        if file.is_dir():
            packed = Path(folder.name) / "packed"
            _pack(file, packed, stored=form == "parquet")
            file.rename(Path(folder.name) / "views")
            packed.rename(file)
    except BaseException:
        folder.cleanup()
        raise
    finally:
        _EXPORTING.release()
    return folder


def _pack(folder: Path, target: Path, *, stored: bool) -> None:
    """Write a folder as a ZIP; what is packed already is stored as it is."""
    how = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(target, "w", how, compresslevel=3) as packed:
        for file in sorted(folder.iterdir()):
            # One date for all, so that the same archive gives the same bytes.
            entry = zipfile.ZipInfo(file.name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = how
            with packed.open(entry, "w", force_zip64=True) as to, file.open("rb") as source:
                while data := source.read(_CHUNK):
                    to.write(data)


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        yield from iter(lambda: stream.read(_CHUNK), b"")


if set(get_args(ExportForm)) != set(FORMS):  # a form that is new in the archive is offered here
    raise AssertionError(FORMS)
