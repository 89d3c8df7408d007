"""What can go wrong with an address, in words: which fault it is, and what to do."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from quoth.config import FetchOptions
from quoth.errors import FetchError
from quoth.ingest.transport import Deadline, PrivateAddressError

_SAVE = "open it in a browser and save the page"
_PRIVATE = (
    "leads to an address of a private network, which no page may: give that address itself if you "
    "mean it"
)
_STATUSES = {
    400: "cannot be answered as it was asked for (400): check the address",
    401: f"asks for a login (401): {_SAVE}",
    402: f"is to be paid for (402): {_SAVE}",
    403: f"is not given to programs (403): {_SAVE}",
    404: "is not there (404): check the address",
    405: f"is not given to programs (405): {_SAVE}",
    406: f"is not given in a form that Quoth reads (406): {_SAVE}",
    410: "is gone for good (410): take it out",
    429: "is not given now, since its site was asked too often (429): try again later",
    451: "is withheld for legal reasons (451): look for it elsewhere",
    503: "is not given now (503): try again later",
}


def of_status(name: str, status: int, retry_after_s: float | None, *, again: bool) -> FetchError:
    """Return the error for an answer that gives nothing."""
    reason = _STATUSES.get(status)
    if reason is None and status >= 500:
        reason = f"cannot be given by its site ({status}): try again later"
    elif reason is None and status >= 300:
        reason = f"is not given ({status}): {_SAVE}"
    elif reason is None:
        reason = f"has nothing in it ({status}): check the address"
    if retry_after_s is not None and again:
        reason += f", in {retry_after_s:.0f} s"
    return FetchError(name, reason, status=status, retry_after_s=retry_after_s, again=again)


@contextmanager
def failure(name: str, options: FetchOptions, deadline: Deadline) -> Iterator[None]:
    """Turn whatever a request raises into a FetchError that says what to do."""
    from urllib3 import exceptions

    try:
        yield
    except FetchError:
        if deadline.over:
            raise FetchError(name, _late(options)) from None
        raise
    except (
        exceptions.HTTPError,
        http.client.HTTPException,
        OSError,
        ValueError,
        AttributeError,  # of a connection that was ended while it was read
    ) as error:
        if _cause(error, PrivateAddressError) is not None:
            raise FetchError(name, _PRIVATE) from None
        if deadline.over:
            raise FetchError(name, _late(options)) from None
        again = _cause(error, ssl.SSLError) is None
        raise FetchError(name, _reason(error, options), again=again) from None


def _late(options: FetchOptions) -> str:
    return f"did not come as a whole within {options.total_s:g} s: try again later"


def _reason(error: BaseException, options: FetchOptions) -> str:
    from urllib3 import exceptions

    if isinstance(error, exceptions.NameResolutionError):
        return "has a host that cannot be found: check the address and the connection"
    if (fault := _cause(error, ssl.SSLError)) is not None:
        return _of_tls(fault)
    # The narrower one first: urllib3 counts a refusal among the time-outs.
    if isinstance(error, exceptions.NewConnectionError):
        return "gave no connection (refused or not reachable): check the address, or try later"
    if isinstance(error, exceptions.ConnectTimeoutError):
        return f"gave no connection within {options.connect_s:g} s: try again later"
    if isinstance(error, exceptions.ReadTimeoutError | TimeoutError):
        return f"was silent for {options.read_s:g} s: try again later"
    if isinstance(error, exceptions.ProxyError):
        return "cannot be reached through the proxy: check the proxy"
    if isinstance(error, exceptions.LocationValueError | exceptions.LocationParseError):
        return "is not a valid address: check it"
    if isinstance(error, exceptions.ProtocolError | http.client.HTTPException | OSError):
        return "broke off, or answered in a way that is not HTTP: try again later"
    return f"cannot be read ({type(error).__name__}): {_SAVE}"


def _of_tls(error: BaseException) -> str:
    said = str(getattr(error, "verify_message", "") or getattr(error, "reason", "") or "")
    said = said.replace("_", " ").lower()
    if isinstance(error, ssl.SSLCertVerificationError):
        what = f"has a certificate that cannot be trusted ({said or 'not verified'})"
        return f"{what}: check the address; certificates of your own go into ca_file"
    return f"gave no secure connection ({said or 'TLS'}): check the address, or try later"


def _cause(error: BaseException, kind: type[BaseException]) -> BaseException | None:
    """Return the error of a kind among an error and what it comes from."""
    seen: BaseException | None = error
    for _ in range(8):
        if seen is None:
            return None
        if isinstance(seen, kind):
            return seen
        inner = seen.args[-1] if seen.args else None
        seen = (
            seen.__cause__
            or seen.__context__
            or (inner if isinstance(inner, BaseException) else None)
        )
    return None
