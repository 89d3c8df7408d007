"""How a page comes to be: its template, what all pages have, its ETag, and what went wrong."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Future
from functools import cache, partial, wraps
from importlib import resources
from typing import Any
from urllib.parse import parse_qs, urlencode

import anyio.to_thread
import jinja2
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from quoth import __version__
from quoth.errors import ArchiveBusyError, ArchiveError, QueryError, QuothError
from quoth.forms import wording
from quoth.serve.shield import same
from quoth.serve.web import shown
from quoth.serve.web.options import SiteOptions
from quoth.serve.web.sections import links

# Served as they are, in this order one after another; the first has what all pages of Quoth share.
STYLES = (
    ("quoth.serve", "page/tokens.css"),
    ("quoth.serve.web", "static/quoth.css"),
    ("quoth.serve.web", "static/relations.css"),
)
SCRIPTS = (("quoth.serve.web", "static/htmx.min.js"), ("quoth.serve.web", "static/quoth.js"))

_PARTS = {
    "quoth.css": STYLES,
    "quoth.js": SCRIPTS,
    "icon.svg": (("quoth.serve.web", "static/icon.svg"),),
}

# Fields that a form may have: more than a story of a hundred reports takes.
_FIELDS = 500

# How long a page waits for what is in the making before its head is sent alone.
_PATIENCE_S = 0.08
# What a template says where its head ends; no text of a report, escaped, is like it.
_BEGUN = Markup("<!-- begun -->")

Handler = Callable[[Request], Response]


class NotFoundError(Exception):
    """There is no such page; the message says what is not there."""


class FormError(Exception):
    """A form cannot be done as it is filled in; the message says why."""


@cache
def environment() -> jinja2.Environment:
    """Return the environment of the templates: everything is escaped."""
    made = jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [
                jinja2.PackageLoader("quoth.serve.web", "templates"),
                jinja2.PackageLoader("quoth.serve", "page"),
            ]
        ),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    made.filters.update(shown.FILTERS)
    made.globals.update(
        count=wording.count, version=__version__, static=_versions(), links=links(), query=query
    )
    return made


@cache
def static(name: str) -> tuple[bytes, str]:
    """Return what is served under a name, with its hash."""
    parts = _PARTS[name]
    data = b"\n".join(
        (resources.files(package) / path).read_bytes().rstrip() for package, path in parts
    )
    return data, hashlib.sha256(data).hexdigest()[:16]


def _versions() -> Mapping[str, str]:
    return {name: static(name)[1] for name in ("quoth.css", "quoth.js")}


def query(given: Mapping[str, Any], **changes: Any) -> str:  # noqa: ANN401
    """Return "?a=1&b=2" of what is given with changes; what is empty is left out."""
    kept = {name: value for name, value in {**given, **changes}.items() if value not in (None, "")}
    return f"?{urlencode(kept)}" if kept else ""


def form_token(options: SiteOptions) -> str:
    """Return what every form carries: a page of another site cannot know it."""
    return hmac.new(options.secret.encode(), b"form", hashlib.sha256).hexdigest()


def check_form(request: Request) -> None:
    """Raise FormError for a form that does not come from a page of this site."""
    given = field(request, "token")
    if not same(given, form_token(options_of(request))):
        raise FormError("This form is from before the last start of the program; load it again.")


def field(request: Request, name: str) -> str:
    """Return what a form has in a field, "" where it has none."""
    values = fields(request, name)
    return values[0].strip() if values else ""


def fields(request: Request, name: str) -> list[str]:
    """Return all that a form has under a name."""
    found: list[str] = request.state.form.get(name, [])
    return found


def options_of(request: Request) -> SiteOptions:
    """Return the options of the site that a request came to."""
    options: SiteOptions = request.app.state.options
    return options


def render(template: str, request: Request, **values: Any) -> str:  # noqa: ANN401
    """Return a page as text: a template with what all pages have."""
    return environment().get_template(template).render(_common(request), **values)


def _common(request: Request) -> dict[str, Any]:
    """Return what all pages have."""
    options = options_of(request)
    return {
        "request": request,
        "path": request.url.path,
        "archive_name": request.app.state.desk.name,
        "read_only": options.read_only,
        "invented": options.invented,
        "form_token": form_token(options),
        "asked": request.query_params,
    }


def page(
    template: str,
    request: Request,
    *,
    status: int = 200,
    **values: Any,  # noqa: ANN401
) -> Response:
    """Return a page, or 304 where the browser has it as it is now.

    Where htmx asks for a part (`HX-Target`), the template may leave the rest out: it is told by
    `part`, the id of the part, "" for the whole page.
    """
    part = request.headers.get("hx-target", "") if "hx-request" in request.headers else ""
    text = render(template, request, part=part, **values)
    tag = f'W/"{hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()}"'
    headers = {"etag": tag, "vary": "Cookie, HX-Request, HX-Target"}
    if status == 200 and tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return HTMLResponse(text.encode("utf-8", "replace"), status_code=status, headers=headers)


def flowing(
    template: str,
    request: Request,
    later: Future[Any],
    shown_of: Callable[[Any], Mapping[str, Any]],
    **values: Any,  # noqa: ANN401
) -> Response:
    """Return a page of what may still be in the making; its head does not wait for that.

    The template calls `rest()` below the head, once: it gives what `shown_of` makes of the result,
    or `problem`, what went wrong. Where the result is there within `_PATIENCE_S` the page is whole,
    as others are, and what the result raises is raised.
    """
    with contextlib.suppress(TimeoutError):
        made = shown_of(later.result(_PATIENCE_S))
        return page(template, request, rest=lambda: made, begun=Markup(""), **values)

    def rest() -> Mapping[str, Any]:
        try:
            return shown_of(later.result(options_of(request).answer_s))
        except (QuothError, TimeoutError, CancelledError) as error:
            long = "It took too long; ask for less, or try again later."
            return {"problem": _bare(error, request) if isinstance(error, QuothError) else long}

    pieces = environment().get_template(template).generate(
        _common(request), part="", rest=rest, begun=_BEGUN, **values
    )  # fmt: skip
    headers = {"cache-control": "no-store", "vary": "Cookie, HX-Request, HX-Target"}
    return StreamingResponse(_flow(pieces), media_type="text/html", headers=headers)


def _flow(pieces: Iterator[str]) -> Iterator[bytes]:
    """Yield a page in two: up to where the template says that it has begun, and the rest."""
    gathered: list[str] = []
    for piece in pieces:
        if piece == _BEGUN:
            yield "".join(gathered).encode("utf-8", "replace")
            gathered = []
        else:
            gathered.append(piece)
    yield "".join(gathered).encode("utf-8", "replace")


def failure(request: Request, status: int, title: str, line: str, *, tell: str = "") -> Response:
    """Return a page that says what went wrong and what to do."""
    return page("failure.html", request, status=status, title=title, line=line, tell=tell)


def handled(handler: Handler) -> Callable[[Request], Any]:
    """Return an endpoint that runs a handler in a thread, for a bounded time; errors are pages."""

    @wraps(handler)
    async def endpoint(request: Request) -> Response:
        request.state.form = {}
        if request.method == "POST":
            body = (await request.body()).decode("utf-8", "replace")
            try:
                request.state.form = parse_qs(body, max_num_fields=_FIELDS)
            except ValueError:
                return await run_in_threadpool(
                    failure, request, 400, "That did not work", "The form has too many fields."
                )
        with anyio.move_on_after(options_of(request).answer_s):
            return await anyio.to_thread.run_sync(
                partial(_told, handler, request), abandon_on_cancel=True
            )
        return await run_in_threadpool(
            failure, request, 503, "It took too long",
            "The archive did not answer in time.", tell="Ask for less, or try again later.",
        )  # fmt: skip

    return endpoint


def _told(handler: Handler, request: Request) -> Response:
    """Return what a handler gives; what it raises becomes a page."""
    try:
        return handler(request)
    except NotFoundError as error:
        return failure(request, 404, "Not here", str(error))
    except FormError as error:
        return failure(request, 400, "That did not work", str(error), tell="Go back and change it.")
    except QueryError as error:
        return failure(request, 400, "That cannot be asked", str(error), tell="Change the filter.")
    except ArchiveBusyError as error:
        return failure(
            request, 503, "The archive is being written to", _bare(error, request),
            tell="Try again when the other program has finished.",
        )  # fmt: skip
    except ArchiveError as error:
        return failure(request, 400, "The archive cannot do that", _bare(error, request))


def _bare(error: Exception, request: Request) -> str:
    """Return a message without the folders of the archive's file."""
    desk = request.app.state.desk
    return str(error).replace(str(desk.path), desk.name)
