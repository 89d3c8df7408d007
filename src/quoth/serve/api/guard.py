"""What stands before every route: how much a request may bring, and what a browser may do with it.

The web pages have a guard of their own, which says who may ask at all. This one holds for the API
wherever it is mounted.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from quoth.serve.api.options import ApiOptions
from quoth.serve.api.problems import Refused, problem

# No answer but the page of reference shows anything, and that has one style sheet of its own.
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
HEADERS = {
    "content-security-policy": POLICY + "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}
_SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


class Guard:
    """Bounds requests, answers HEAD as GET without its body, and sets headers of safety."""

    def __init__(self, app: ASGIApp, *, options: ApiOptions) -> None:
        self._app = app
        self._options = options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"

        async def shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            elif head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        try:
            self._check(scope)
            inner = {**scope, "method": "GET"} if head else scope
            await self._app(inner, self._bounded(receive), shielded)
        except Refused as refused:
            await problem(refused.kind, refused.detail)(scope, receive, shielded)

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        if len(scope.get("query_string", b"")) > self._options.max_query:
            raise Refused("too-long", f"more than {self._options.max_query} bytes after the ?")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._options.max_body_bytes:
            raise self._too_large()
        site = headers.get("sec-fetch-site", "none")
        if scope["method"] not in _SAFE and site not in ("same-origin", "none"):
            raise Refused("other-site", "a browser sent this from a page of another site")

    def _bounded(self, receive: Receive) -> Receive:
        read = 0

        async def bounded() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._options.max_body_bytes:
                raise self._too_large()
            return message

        return bounded

    def _too_large(self) -> Refused:
        return Refused("too-large", f"more than {self._options.max_body_bytes:,} bytes")
