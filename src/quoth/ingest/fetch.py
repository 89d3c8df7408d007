"""Addresses -> answers: asked politely, bounded in time and size, and only where it is meant to go.

What happens to one address, in this order: its site's robots.txt is asked; it waits for its turn
with the host; it is asked for, with what is known of it; what fails for the moment is asked for
again; a redirection goes through all of this anew; the body is unpacked up to a limit.

A page that is only a way to another (`leading`) counts as a redirection.

Known gaps: a redirection by a page's script is not followed; looking up a name is bounded by the
system's resolver, not by `total_s`; through a proxy neither is a connection as a whole, only each
silence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote, urlsplit

from quoth.config import FetchOptions
from quoth.errors import FetchError, InputError
from quoth.ingest.bodies import BodyError, Unpacker
from quoth.ingest.canonical import normal
from quoth.ingest.checkpoint import Validators
from quoth.ingest.drafts import shorten
from quoth.ingest.faults import failure, of_status
from quoth.ingest.leading import leads_to
from quoth.ingest.mediatypes import media_type, refusal_by_type
from quoth.ingest.pace import Clock, Pace, SystemClock, retry_after_s
from quoth.ingest.robots import MAX_BYTES as MAX_ROBOTS_BYTES
from quoth.ingest.robots import Robots
from quoth.ingest.transport import Deadline, Transport, host_key

_REDIRECTIONS = frozenset((301, 302, 303, 307, 308))
_PERMANENT = frozenset((301, 308))
# What may be over in a moment.
_PASSING = frozenset((408, 425, 429, 500, 502, 503, 504))
_STEP = 65_536
_PAGES = frozenset(("text/html", "application/xhtml+xml", ""))
_ACCEPT = (
    "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,"
    "application/feed+json,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave: `address` is where it was in the end, `body` unpacked.

    `unchanged`: it is as it was when the validators that were sent came; then there is no body.
    `kind` is the media type ("text/html"), "" where none is told, `charset` what it says of it.
    `moved` is where the address is from now on, `max_age_s` how long the answer stays good, where
    the site says so.
    """

    address: str
    body: bytes = b""
    kind: str = ""
    charset: str | None = None
    validators: Validators = field(default_factory=Validators)
    unchanged: bool = False
    moved: str | None = None
    max_age_s: float | None = None


class Fetcher:
    """Reads addresses for one ingest; may be used from several threads.

    `accept` says of a media type why it is not read, or None, before a body is loaded.
    """

    def __init__(
        self,
        options: FetchOptions,
        *,
        clock: Clock | None = None,
        accept: Callable[[str], str | None] = lambda kind: None,
    ) -> None:
        self._options = options
        self._clock = clock or SystemClock()
        self._accept = accept
        self._named: set[str] = {host.lower() for host in options.private_hosts}
        self._logins: dict[str, str] = {}
        self._transport = Transport(options, self._named)
        self._pace = Pace(self._clock)
        self._agent = user_agent(options)
        self._robots = Robots(self._agent, self._read_robots, self._clock.now)

    def name(self, url: str) -> str:
        """Note an address that the user gave, and return it without its password.

        Its host may be a private one, and its user name and password go to that host only.

        Raises:
            InputError: it is no address of a page.
        """
        address = normal(url)
        key = host_key(address)
        self._named.add(key)
        parts = urlsplit(url.strip())
        if parts.username:
            from urllib3.util import make_headers

            login = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            header = make_headers(basic_auth=login)["authorization"]
            self._logins[f"{urlsplit(address).scheme}://{key}"] = header
        return address

    def get(self, url: str, *, validators: Validators | None = None) -> Answer:
        """Return what an address gives.

        Raises:
            FetchError: it gives nothing that can be read, is forbidden, or would not end.
            InputError: it is no address of a page.
        """
        name, url = url, normal(url)
        seen = [url]
        moved: str | None = None
        permanent = True
        while True:
            delay = self._robots.check(url, name) if self._options.robots else 0.0
            delay = min(max(delay, self._options.delay_s), self._options.max_delay_s)
            answer = self._ask(name, url, validators, delay)
            if isinstance(answer, Answer):
                location = self._leads_to(answer, seen)
                if location is None:
                    return replace(answer, moved=moved)
                answer = _Redirection(location, permanent=False)
            permanent = permanent and answer.permanent
            url = self._next(name, seen, answer.location)
            moved = url if permanent else moved

    def _leads_to(self, answer: Answer, seen: list[str]) -> str | None:
        """Return where a page leads that is only a way to another, which was not asked before."""
        if answer.unchanged or answer.kind not in _PAGES:
            return None
        location = leads_to(answer.body, answer.address, answer.charset)
        if location is None:
            return None
        try:
            known = normal(location, base=answer.address) in seen
        except InputError:
            known = False
        # It leads back where it was come from: without what a browser brings there is no way on.
        return None if known else location

    def _next(self, name: str, seen: list[str], location: str) -> str:
        """Return where a redirection leads; what was seen grows by it."""
        try:
            url = normal(location, base=seen[-1])
        except InputError as error:
            reason = f"leads to {shorten(location)}, which {error.reason.split(':')[0]}: check it"
            raise FetchError(name, reason) from None
        if url in seen:
            raise FetchError(
                name, "leads round in a circle: open it in a browser and save the page"
            )
        if len(seen) > self._options.max_redirects:
            reason = (
                f"leads on more than {self._options.max_redirects} times: give the last address"
            )
            raise FetchError(name, reason)
        seen.append(url)
        return url

    def _read_robots(self, url: str) -> str | None:
        """Return a robots.txt, None where there is none; a few redirections are followed."""
        small = replace(self._options, max_unpacked_bytes=MAX_ROBOTS_BYTES)
        seen = [url]
        while True:
            try:
                answer = self._ask(url, seen[-1], None, 0.0, options=small, any_kind=True)
            except FetchError as error:
                if error.status is not None and 400 <= error.status < 500 and error.status != 429:
                    return None
                raise
            if isinstance(answer, Answer):
                return answer.body.decode("utf-8", "replace").removeprefix("\ufeff")
            self._next(url, seen, answer.location)

    def _ask(
        self,
        name: str,
        url: str,
        validators: Validators | None,
        delay_s: float,
        *,
        options: FetchOptions | None = None,
        any_kind: bool = False,
    ) -> Answer | _Redirection:
        """Ask for one address until there is an answer, or it has failed too often."""
        host = host_key(url)
        options = options or self._options
        waited = 0.0
        for attempt in range(options.retries + 1):
            if (held := self._pace.held(host)) is not None:
                raise FetchError(name, _held(*held), retry_after_s=held[0], again=True)
            try:
                with self._pace.turn(host, delay_s):
                    return self._once(name, url, validators, options, any_kind=any_kind)
            except FetchError as error:
                wait = error.retry_after_s
                if wait is not None and wait > options.max_wait_s:
                    self._pace.hold(host, wait, f"its host asked for that ({error.status})")
                pause = wait if wait is not None else float(2**attempt)
                waited += pause
                last = attempt == options.retries or waited > options.max_wait_s
                if last or not error.again:
                    raise
                self._clock.sleep(pause)
        raise AssertionError("the loop returns or raises")

    def _once(
        self,
        name: str,
        url: str,
        validators: Validators | None,
        options: FetchOptions,
        *,
        any_kind: bool,
    ) -> Answer | _Redirection:
        """Ask for one address once."""
        with (
            Deadline(options.total_s) as deadline,
            failure(name, options, deadline),
            self._transport.request(url, self._headers(url, validators), deadline) as response,
        ):
            headers = response.headers
            status = response.status
            if status in _REDIRECTIONS and headers.get("location"):
                return _Redirection(headers["location"], status in _PERMANENT)
            if status == 304 and validators:
                return _answer(url, headers, unchanged=validators)
            if status not in (200, 203):
                wait = retry_after_s(headers.get("retry-after"), self._clock.wall())
                raise of_status(name, status, wait, again=status in _PASSING)
            kind, _ = media_type(headers.get("content-type"))
            if not any_kind and (refusal := self._accept(kind)) is not None:
                raise FetchError(name, refusal, status=status)
            body = _read(response, name, options, cut=any_kind)
            if deadline.over:
                raise TimeoutError
            return replace(_answer(url, headers), body=body)

    def _headers(self, url: str, validators: Validators | None) -> dict[str, str]:
        headers = {
            "user-agent": self._agent,
            "accept": _ACCEPT,
            "accept-encoding": "gzip, deflate",
            "accept-language": "en, *;q=0.5",
        }
        if validators is not None and validators.etag:
            headers["if-none-match"] = validators.etag
        if validators is not None and validators.last_modified:
            headers["if-modified-since"] = validators.last_modified
        login = self._logins.get(f"{urlsplit(url).scheme}://{host_key(url)}")
        if login is not None:
            headers["authorization"] = login
        return headers


def new_fetcher(options: FetchOptions, *, clock: Clock | None = None) -> Fetcher:
    """Return a fetcher for one ingest, or for several that share it: it loads what can be read."""
    return Fetcher(options, clock=clock, accept=refusal_by_type)


@dataclass(frozen=True, slots=True)
class _Redirection:
    location: str
    permanent: bool


def user_agent(options: FetchOptions) -> str:
    """Return how Quoth calls itself to a site: its name and version, and whom to write to."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        own = f"Quoth/{version('quoth')}"
    except PackageNotFoundError:  # run from its source
        own = "Quoth"
    named = options.user_agent or own
    if not options.user_agent and options.contact:
        named += f" (+{options.contact})"
    return "".join(c for c in named if " " <= c <= "~")[:300]


def _read(response: Any, name: str, options: FetchOptions, *, cut: bool) -> bytes:  # noqa: ANN401
    """Return the body of an answer, unpacked; with `cut`, its opening where it is too large."""
    length = response.headers.get("content-length", "")
    announced = int(length[:18]) if length.isascii() and length.isdigit() else None
    chunked = "chunked" in response.headers.get("transfer-encoding", "").lower()
    if announced is not None and announced > options.max_bytes and not (chunked or cut):
        raise FetchError(name, _too_large(options.max_bytes))
    try:
        unpacker = Unpacker(response.headers.get("content-encoding"), options.max_unpacked_bytes)
        size = 0
        while piece := response.read1(_STEP):
            size += len(piece)
            if size > options.max_bytes and cut:
                return unpacker.opening()
            if size > options.max_bytes:
                raise FetchError(name, _too_large(options.max_bytes))
            unpacker.feed(piece)
        if announced is not None and not chunked and size < announced:
            reason = f"breaks off after {size:,} of {announced:,} bytes: try again later"
            raise FetchError(name, reason, again=True)
        return unpacker.finish()
    except BodyError as error:
        if error.too_large and cut:
            return unpacker.opening()
        again = "breaks off" in str(error)
        advice = "try again later" if again else "save the page and give the file"
        raise FetchError(name, f"{error}: {advice}", again=again) from None


def _answer(url: str, headers: Any, *, unchanged: Validators | None = None) -> Answer:  # noqa: ANN401
    known = unchanged or Validators()
    found = Validators(
        etag=_header(headers.get("etag")) or known.etag,
        last_modified=_header(headers.get("last-modified")) or known.last_modified,
        stamp=known.stamp,
    )
    kind, charset = media_type(headers.get("content-type"))
    return Answer(
        url,
        kind=kind,
        charset=charset,
        validators=found,
        unchanged=unchanged is not None,
        max_age_s=_max_age(headers.get("cache-control")),
    )


def _header(value: str | None) -> str | None:
    """Return a header's value fit to be sent back, None where it is none."""
    if value is None or len(value) > 500 or not all(" " <= c <= "~" for c in value):
        return None
    return value.strip() or None


def _max_age(cache_control: str | None) -> float | None:
    for part in (cache_control or "").lower().split(","):
        name, _, value = part.strip().partition("=")
        if name == "max-age" and value.isascii() and value.isdigit():
            return float(value[:9])
    return None


def _too_large(limit: int) -> str:
    return f"is above the limit of {limit / 1e6:g} MB: save the page and give the file"


def _held(seconds: float, why: str) -> str:
    return f"is not asked for now: {why}; try again in {seconds:.0f} s"
