"""The routes that are sent something: reports to read or to compare, and changes of the archive."""

from __future__ import annotations

from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from quoth.serve.api.desk import JSON, AtDesk, Desk
from quoth.serve.api.problems import Refused
from quoth.serve.api.told import about
from quoth.serve.api.work import Job
from quoth.serve.shield import bearer, same

T = TypeVar("T", bound=BaseModel)


def _whole(text: str) -> str:
    """Refuse half of a character: it can be stored nowhere."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("holds half of a character (a lone surrogate)") from error
    return text


Text = Annotated[str, AfterValidator(_whole)]
_Id = Annotated[Text, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]+$")]
_Line = Annotated[Text, Field(max_length=2000, pattern=r"^[^\x00]*$")]
_Confidence = Annotated[float, Field(ge=0, le=1, description="Leave out what is less sure.")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class SentReport(_Body):
    """A report as it is sent: `text` or `html`, and what is known of it."""

    id: _Id | None = None
    text: Text | None = Field(None, max_length=2_000_000)
    html: Text | None = Field(None, max_length=2_000_000)
    url: _Line | None = None
    outlet: _Line | None = None
    owner: _Line | None = None
    published: _Line | None = Field(None, description="ISO 8601, as exact as it is known.")
    title: _Line | None = None
    language: _Line | None = Field(None, description="ISO 639-1 code.")


# As many as a story has at most; more is `quoth ingest`'s work.
_Reports = Annotated[list[SentReport], Field(min_length=1, max_length=50)]
_Ids = Annotated[list[_Id], Field(min_length=1, max_length=200)]
_Note = Annotated[_Line, Field(description="Why, for the history.")]
_Maker = Annotated[_Line, Field(description="Who says it, for the history.")]


class ReadBody(_Body):
    """Reports to read."""

    reports: _Reports
    min_confidence: _Confidence = 0.0


class CompareBody(_Body):
    """Reports to compare, or a story of the archive."""

    reports: _Reports | None = None
    story: _Id | None = None
    any_story: bool = Field(False, description="Compare what does not look like one story.")
    min_confidence: _Confidence = 0.0


class IngestBody(_Body):
    """Reports to keep."""

    reports: _Reports


class MoveBody(_Body):
    """Reports that belong to a story."""

    reports: _Ids
    to: _Id
    note: _Note = ""
    maker: _Maker = ""


class MergeBody(_Body):
    """Stories that are one; the first stays."""

    stories: Annotated[list[_Id], Field(min_length=2, max_length=200)]
    note: _Note = ""
    maker: _Maker = ""


class SplitBody(_Body):
    """Reports that are a story of their own."""

    reports: _Ids
    note: _Note = ""
    maker: _Maker = ""


class UndoBody(_Body):
    """A correction that counts no more."""

    number: Annotated[
        int, Field(ge=1, le=2**31 - 1, description="Its number, as GET /corrections lists it.")
    ]
    maker: _Maker = ""


def _writer(
    desk: AtDesk,
    authorization: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> None:
    """Refuse who does not show the token."""
    token = desk.options.token or ""
    if not token or not same(bearer(authorization or ""), token):
        raise Refused("not-allowed", "the archive is changed by who has the token only")


reading = APIRouter()
writing = APIRouter(dependencies=[Depends(_writer)])


@reading.post("/read", **about("read", body=ReadBody, plain=True))
async def read(request: Request, desk: AtDesk) -> Response:
    """Read reports; nothing is kept."""
    body = await _body(request, ReadBody)
    return await _done(
        desk,
        Job("read", desk.path, _rows(body.reports), min_confidence=body.min_confidence),
    )


@reading.post("/compare", **about("compare", body=CompareBody))
async def compare(request: Request, desk: AtDesk) -> Response:
    """Compare reports, or the reports of a story; nothing is kept."""
    body = await _body(request, CompareBody)
    if (body.reports is None) == (body.story is None):
        raise Refused("bad-question", "give reports or a story, one of the two")
    job = Job(
        "compare", desk.path, _rows(body.reports or []), story=body.story or "",
        any_story=body.any_story, min_confidence=body.min_confidence,
    )  # fmt: skip
    return await _done(desk, job)


@writing.post("/ingest", **about("ingest", body=IngestBody))
async def ingest(request: Request, desk: AtDesk) -> Response:
    """Read reports into the archive."""
    body = await _body(request, IngestBody)
    return await _done(desk, Job("ingest", desk.path, _rows(body.reports)))


@writing.post("/move", **about("move", body=MoveBody))
async def move(request: Request, desk: AtDesk) -> Response:
    """Say that reports belong to another story."""
    body = await _body(request, MoveBody)
    return await _done(
        desk,
        Job(
            "move", desk.path, names=_once(body.reports), story=body.to, note=body.note,
            maker=body.maker,
        ),
    )  # fmt: skip


@writing.post("/merge", **about("merge", body=MergeBody))
async def merge(request: Request, desk: AtDesk) -> Response:
    """Say that stories are one."""
    body = await _body(request, MergeBody)
    names = _once(body.stories)
    return await _done(desk, Job("merge", desk.path, names=names, note=body.note, maker=body.maker))


@writing.post("/split", **about("split", body=SplitBody))
async def split(request: Request, desk: AtDesk) -> Response:
    """Say that reports are a story of their own."""
    body = await _body(request, SplitBody)
    names = _once(body.reports)
    return await _done(desk, Job("split", desk.path, names=names, note=body.note, maker=body.maker))


@writing.post("/undo", **about("undo", body=UndoBody))
async def undo(request: Request, desk: AtDesk) -> Response:
    """Take a correction back."""
    body = await _body(request, UndoBody)
    return await _done(desk, Job("undo", desk.path, number=body.number, maker=body.maker))


async def _body(request: Request, model: type[T]) -> T:
    """Return what was sent; a text or a page stands for one report, where reports are read."""
    kind = request.headers.get("content-type", JSON).partition(";")[0].strip().lower()
    data = await request.body()
    try:
        if kind == JSON:
            return model.model_validate_json(data)
        if kind in ("text/plain", "text/html") and model is ReadBody:
            words = _decoded(data, request.headers.get("content-type", ""))
            key = "text" if kind == "text/plain" else "html"
            return model.model_validate({"reports": [{key: words}]})
    except ValidationError as error:
        found = [{**one, "loc": ("body", *one["loc"])} for one in error.errors()]
        raise RequestValidationError(found) from None
    raise Refused("bad-type", f"{kind or 'nothing'} is not read here")


def _decoded(data: bytes, content_type: str) -> str:
    """Return the text of a body, in the encoding that its type names, else in UTF-8."""
    _, _, rest = content_type.partition("charset=")
    encoding = rest.partition(";")[0].strip("\"' ") or "utf-8"
    try:
        return data.decode(encoding)
    except (LookupError, ValueError) as error:
        raise Refused("bad-type", f"the body is not text in {encoding}; send UTF-8") from error


def _rows(reports: list[SentReport]) -> tuple[dict[str, str], ...]:
    return tuple(report.model_dump(exclude_none=True) for report in reports)


def _once(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


async def _done(desk: Desk, job: Job) -> Response:
    text = await desk.reading.done(job)
    return Response(text + "\n", headers={"Cache-Control": "no-store"}, media_type=JSON)
