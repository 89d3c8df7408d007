"""What stands before every route: how much a request may bring, and what a browser may do with it.

The web pages have a guard of their own, which says who may ask at all. This one holds for the API
wherever it is mounted.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from quoth.serve.api.options import ApiOptions
from quoth.serve.api.problems import Refused, problem
from quoth.serve.shield import announced_too_large, bounded, of_this_site, shielded

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

        async def bare(message: Message) -> None:
            if head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        answering = shielded(bare, HEADERS)
        try:
            self._check(scope)
            inner = {**scope, "method": "GET"} if head else scope
            within = bounded(receive, self._options.max_body_bytes, self._too_large)
            await self._app(inner, within, answering)
        except Refused as refused:
            await problem(refused.kind, refused.detail)(scope, receive, answering)

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        if len(scope.get("query_string", b"")) > self._options.max_query:
            raise Refused("too-long", f"more than {self._options.max_query} bytes after the ?")
        if announced_too_large(headers, self._options.max_body_bytes):
            raise self._too_large()
        if scope["method"] not in _SAFE and not of_this_site(headers):
            raise Refused("other-site", "a browser sent this from a page of another site")

    def _too_large(self) -> Refused:
        return Refused("too-large", f"more than {self._options.max_body_bytes:,} bytes")
