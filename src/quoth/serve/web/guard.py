"""What stands before every page: who may ask, how much, and what a browser may do with the answer.

Reports are hostile input. The policy lets a page load style, script and pictures of this site only,
nothing inline, so that words of a report that got past the escaping could still not run.
"""

from __future__ import annotations

from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from quoth.serve.api import problems
from quoth.serve.shield import (
    announced_too_large,
    bearer,
    bounded,
    of_this_site,
    same,
    shielded,
)
from quoth.serve.web.options import SiteOptions

COOKIE = "quoth_token"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # A page shows what the archive holds now; the browser asks whether its copy still stands.
    "cache-control": "private, no-cache",
}

# What a refusal is to the API, by its status.
_KINDS = {
    401: "not-allowed",
    403: "other-site",
    413: "too-large",
    414: "too-long",
    421: "other-host",
}


class TooLargeError(Exception):
    """A request brought more than is read."""


class Guard:
    """Lets a request through to the pages, or answers it with a line that says why not."""

    def __init__(self, app: ASGIApp, *, options: SiteOptions) -> None:
        self._app = app
        self._options = options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        send = shielded(send, HEADERS)
        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, send)
            return
        try:
            within = bounded(receive, self._options.max_body_bytes, TooLargeError)
            await self._app(scope, within, send)
        except TooLargeError:
            await _refusal(scope, 413, "the request is too large")(scope, receive, send)

    def _refused(self, scope: Scope) -> Response | None:
        """Return the answer to a request that is not let through, None for one that is."""
        headers = Headers(scope=scope)
        if not self._addressed(headers.get("host", "")):
            return _refusal(
                scope, 421, "this address is not served here; open the one that quoth printed"
            )
        if len(scope.get("query_string", b"")) + len(scope["path"]) > self._options.max_query:
            return _refusal(scope, 414, "the address is too long")
        if announced_too_large(headers, self._options.max_body_bytes):
            return _refusal(scope, 413, "the request is too large")
        if scope["method"] not in ("GET", "HEAD", "OPTIONS") and not of_this_site(headers):
            return _refusal(scope, 403, "this request comes from another site")
        return self._unknown(scope, headers) if self._options.token else None

    def _addressed(self, host: str) -> bool:
        if not self._options.hosts:
            return bool(host)
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        return name.strip("[]").lower() in self._options.hosts

    def _unknown(self, scope: Scope, headers: Headers) -> Response | None:
        """Return the answer to who has not shown the token; the link with it sets a cookie."""
        token = self._options.token or ""
        given = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        if any(name == "token" and same(value, token) for name, value in given):
            rest = urlencode([(name, value) for name, value in given if name != "token"])
            # One slash at the front: two would lead to another site.
            path = "/" + scope["path"].lstrip("/\\")
            answer = RedirectResponse(path + (f"?{rest}" if rest else ""), status_code=303)
            answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", max_age=30 * 86400)
            return answer
        shown = (_cookie(headers.getlist("cookie")), bearer(headers.get("authorization", "")))
        if any(same(value, token) for value in shown):
            return None
        line = "open the link that quoth printed when it started: it has the token"
        return _refusal(scope, 401, line)


def _cookie(headers: Iterable[str]) -> str:
    for header in headers:
        try:
            found = SimpleCookie(header).get(COOKIE)
        except CookieError:
            continue
        if found is not None:
            return found.value
    return ""


def _refusal(scope: Scope, status: int, line: str) -> Response:
    """Return a line for who looks at pages, a problem document for who asks the API."""
    if scope["path"].startswith("/api/"):
        return problems.problem(_KINDS[status], line)
    return PlainTextResponse(f"Quoth: {line}.\n", status_code=status)
