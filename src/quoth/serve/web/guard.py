"""What stands before every page: who may ask, how much, and what a browser may do with the answer.

Reports are hostile input. The policy lets a page load style, script and pictures of this site only,
nothing inline, so that words of a report that got past the escaping could still not run.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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

        async def shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, shielded)
            return
        try:
            await self._app(scope, self._bounded(receive), shielded)
        except TooLargeError:
            await _plain(413, "the request is too large")(scope, receive, shielded)

    def _refused(self, scope: Scope) -> Response | None:
        """Return the answer to a request that is not let through, None for one that is."""
        headers = Headers(scope=scope)
        if not self._addressed(headers.get("host", "")):
            return _plain(421, "this address is not served here; open the one that quoth printed")
        if len(scope.get("query_string", b"")) + len(scope["path"]) > self._options.max_query:
            return _plain(414, "the address is too long")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._options.max_body_bytes:
            return _plain(413, "the request is too large")
        if scope["method"] not in ("GET", "HEAD", "OPTIONS") and not _of_this_site(headers):
            return _plain(403, "this request comes from another site")
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
        if any(name == "token" and _same(value, token) for name, value in given):
            rest = urlencode([(name, value) for name, value in given if name != "token"])
            # One slash at the front: two would lead to another site.
            path = "/" + scope["path"].lstrip("/\\")
            answer = RedirectResponse(path + (f"?{rest}" if rest else ""), status_code=303)
            answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", max_age=30 * 86400)
            return answer
        shown = [_cookie(headers.getlist("cookie"))]
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            shown.append(bearer.strip())
        if any(_same(value, token) for value in shown):
            return None
        return _plain(401, "open the link that quoth printed when it started: it has the token")

    def _bounded(self, receive: Receive) -> Receive:
        """Return what reads a request's body up to its bound."""
        read = 0

        async def bounded() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._options.max_body_bytes:
                raise TooLargeError
            return message

        return bounded


def _of_this_site(headers: Headers) -> bool:
    """Return whether a browser sent this from a page of this site, or it was no browser."""
    return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def _cookie(headers: Iterable[str]) -> str:
    for header in headers:
        try:
            found = SimpleCookie(header).get(COOKIE)
        except CookieError:
            continue
        if found is not None:
            return found.value
    return ""


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode(), token.encode())


def _plain(status: int, line: str) -> Response:
    return PlainTextResponse(f"Quoth: {line}.\n", status_code=status)
