"""What goes wrong, as problem documents (RFC 9457): what it is, and a line that says what to do."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from quoth.errors import (
    ArchiveBusyError,
    ArchiveError,
    ArchiveVersionError,
    ComparisonError,
    CorrectionError,
    InputError,
    ModelError,
    NothingToReadError,
    QueryError,
    QuothError,
    ReadingError,
    UnknownIdError,
)
from quoth.forms import wording
from quoth.forms.jsonform import dumps

_log = logging.getLogger("quoth.api")
MEDIA_TYPE = "application/problem+json"
RETRY_S = 1
# By kind: status, title, and what to do. The kind is the last part of `type`.
KINDS: dict[str, tuple[int, str, str]] = {
    "bad-question": (400, "The question is not one", "say it in the way that `detail` names"),
    "not-allowed": (401, "This needs a token", "send Authorization: Bearer TOKEN"),
    "other-site": (403, "Sent from another site", "send it from a program, not from a web page"),
    "unknown-id": (404, "There is no such thing", "take an id out of a list, such as GET /reports"),
    "unknown-route": (404, "There is no such route", "GET /openapi.json lists the routes"),
    "unknown-method": (405, "Not by this method", "take one of those that Allow names"),
    "conflict": (409, "It cannot be done as things are", "look at GET /corrections and /stories"),
    "too-large": (413, "The request is too large", "send fewer or shorter reports at a time"),
    "too-long": (414, "The address is too long", "ask for less at a time"),
    "bad-type": (415, "Not in a form that is read", "send application/json"),
    "other-host": (421, "Not served by this name", "ask by the address that quoth serve printed"),
    "bad-request": (422, "The request does not fit", "change what `errors` names"),
    "unreadable": (400, "Nothing of it could be read", "send English text or HTML"),
    "busy": (503, "Busy", "ask again after the seconds that Retry-After names"),
    "no-archive": (503, "The archive cannot be asked", "look at the terminal the API runs in"),
    "fault": (500, "A fault of the program", "look at the terminal the API runs in"),
}
# By class, the first that fits.
_BY_CLASS: tuple[tuple[type[QuothError], str], ...] = (
    (UnknownIdError, "unknown-id"),
    (QueryError, "bad-question"),
    (ArchiveBusyError, "busy"),
    (ArchiveVersionError, "no-archive"),
    (CorrectionError, "conflict"),
    (NothingToReadError, "unreadable"),
    (ComparisonError, "unreadable"),
    (InputError, "unreadable"),
    (ReadingError, "busy"),
    (ModelError, "no-archive"),
    (ArchiveError, "no-archive"),
    (QuothError, "bad-question"),
)
_STATUSES = {404: "unknown-route", 405: "unknown-method", 401: "not-allowed", 415: "bad-type"}


class Refused(Exception):  # noqa: N818 - an answer, no fault
    """A request is answered with a problem of a kind."""

    def __init__(self, kind: str, detail: str, *, retry_s: int | None = None) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.retry_s = retry_s


def kind_of(error: QuothError) -> str:
    """Return the kind of problem that an error is."""
    return next(kind for known, kind in _BY_CLASS if isinstance(error, known))


def problem(
    kind: str,
    detail: str,
    *,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
    retry_s: int | None = None,
) -> Response:
    """Return a problem as an answer."""
    status, title, todo = KINDS[kind]
    told: dict[str, Any] = {
        "type": f"urn:quoth:problem:{kind}",
        "title": title,
        "status": status,
        "detail": wording.clean(detail)[:1000],
        "todo": todo,
    }
    if errors:
        told["errors"] = list(errors)
    given = dict(headers or {})
    if status == 503:
        given["Retry-After"] = str(retry_s or RETRY_S)
    if status == 401:
        given["WWW-Authenticate"] = "Bearer"
    given["Cache-Control"] = "no-store"
    return Response(dumps(told) + "\n", status, given, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Have an application answer all that goes wrong with problems."""

    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> Response:
        return problem(error.kind, _without_path(request, error.detail), retry_s=error.retry_s)

    @app.exception_handler(QuothError)
    async def told(request: Request, error: QuothError) -> Response:
        kind = kind_of(error)
        if kind == "no-archive":
            _log.warning("%s", error)
        return problem(kind, _without_path(request, str(error)))

    @app.exception_handler(RequestValidationError)
    async def unfit(_: Request, error: RequestValidationError) -> Response:
        found = list(_errors(error.errors()))
        first = found[0] if found else {"where": "request", "what": "does not fit"}
        detail = f"{first['where']}: {first['what']}"
        if len(found) > 1:
            detail += f" (and {len(found) - 1} more)"
        return problem("bad-request", detail, errors=found[:20])

    @app.exception_handler(HTTPException)
    async def answered(request: Request, error: HTTPException) -> Response:
        kind = _STATUSES.get(error.status_code, "bad-request")
        detail = str(error.detail)
        if error.status_code in (404, 405):
            detail = f"{request.method} {request.url.path}"
        elif error.status_code == 400:  # a body that is no JSON
            detail = "the body cannot be read as JSON in UTF-8"
        return problem(kind, detail, headers=error.headers)

    @app.exception_handler(Exception)
    async def fault(_: Request, error: Exception) -> Response:
        return problem("fault", type(error).__name__)


def _without_path(request: Request, text: str) -> str:
    """Return a text without where the archive lies on this machine: that is nobody's business."""
    path: Path = request.app.state.desk.path
    return text.replace(str(path), path.name)


def _errors(found: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, str]]:
    for error in found:
        where, *rest = error["loc"]
        place = ".".join([str(where), *map(str, rest)])
        what = str(error["msg"])
        if error["type"] == "json_invalid":
            place, what = "body", f"is not JSON: {error.get('ctx', {}).get('error', '')}"
        yield {"where": wording.clean(place)[:200], "what": wording.clean(what)[:400]}
