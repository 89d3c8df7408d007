"""What the web pages and the REST API both have before their routes: headers, bounds, the token."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Receive, Send


def shielded(send: Send, headers: Mapping[str, str]) -> Send:
    """Return what sends an answer with these headers, where it has no others of their names."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = MutableHeaders(scope=message)
            for name, value in headers.items():
                given.setdefault(name, value)
        await send(message)

    return sending


def announced_too_large(headers: Headers, most: int) -> bool:
    """Return whether a request says that its body has more than `most` bytes, or nonsense."""
    length = headers.get("content-length", "0")
    return not length.isdecimal() or int(length) > most


def bounded(receive: Receive, most: int, refused: Callable[[], Exception]) -> Receive:
    """Return what reads a request's body; past `most` bytes it raises what `refused` makes."""
    read = 0

    async def reading() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > most:
            raise refused()
        return message

    return reading


def of_this_site(headers: Headers) -> bool:
    """Return whether a browser sent this from a page of this site, or it was no browser."""
    return headers.get("sec-fetch-site", "none") in ("same-origin", "none")


def bearer(authorization: str) -> str:
    """Return the token of an Authorization header, "" where it has none."""
    scheme, _, shown = authorization.partition(" ")
    return shown.strip() if scheme.lower() == "bearer" else ""


def same(given: str, token: str) -> bool:
    """Return whether two secrets are the same, in a time that does not tell how far they are."""
    return hmac.compare_digest(given.encode(), token.encode())
