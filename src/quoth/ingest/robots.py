"""What a site's robots.txt allows (RFC 9309): read once a run, and kept.

Where there is none (an answer of 400 to 499) all is allowed; where it cannot be had (no answer,
429, 500 and above) nothing is, as the standard asks, until it can.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from quoth.errors import FetchError

if TYPE_CHECKING:
    from protego import Protego

# What the standard says has to be read of it at least; the rest is left out.
MAX_BYTES = 512_000
# It may be kept for so long; one that could not be had is asked for again sooner.
_KEEP_S = 86_400.0
_KEEP_FAULT_S = 300.0


@dataclass(frozen=True, slots=True)
class _Known:
    rules: Protego | None  # None: there is none, all is allowed
    fault: FetchError | None
    until: float


class Robots:
    """The rules of the sites met; `read` gives the text of a robots.txt, None where there is none.

    `agent` is the user agent: its first word, up to a slash, is what rules are looked up for. May
    be used from several threads.
    """

    def __init__(
        self, agent: str, read: Callable[[str], str | None], now: Callable[[], float]
    ) -> None:
        self._agent = (agent.replace("/", " ").split() or ["Quoth"])[0]
        self._read = read
        self._now = now
        self._known: dict[str, _Known] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def check(self, url: str, name: str) -> float:
        """Return the seconds that the site wants between requests, 0 where it does not say.

        `name` is what errors call the address.

        Raises:
            FetchError: the site's robots.txt forbids the address, or cannot be had.
        """
        known = self._of(url)
        if known.fault is not None:
            raise _unknown(name, known.fault)
        if known.rules is None:
            return 0.0
        try:
            allowed = known.rules.can_fetch(url, self._agent)
            delay = known.rules.crawl_delay(self._agent) or 0.0
            rate = known.rules.request_rate(self._agent)
        except (ValueError, TypeError, AttributeError):  # what it makes of odd addresses
            allowed, delay, rate = True, 0.0, None
        if not allowed:
            reason = (
                "is forbidden to programs by its site's robots.txt: save the page and give that"
            )
            raise FetchError(name, reason)
        if rate is not None and rate.requests > 0:
            delay = max(delay, rate.seconds / rate.requests)
        return max(0.0, float(delay))

    def _of(self, url: str) -> _Known:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            lock = self._locks.setdefault(site, threading.Lock())
        with lock:
            known = self._known.get(site)
            if known is None or known.until <= self._now():
                known = self._known[site] = self._ask(site)
            return known

    def _ask(self, site: str) -> _Known:
        from protego import Protego

        try:
            text = self._read(f"{site}/robots.txt")
        except FetchError as error:
            return _Known(None, error, self._now() + _KEEP_FAULT_S)
        rules = Protego.parse(text) if text is not None else None
        return _Known(rules, None, self._now() + _KEEP_S)


def _unknown(name: str, fault: FetchError) -> FetchError:
    """Return the error for a site whose rules cannot be had: the site's own where it is down."""
    reason = fault.reason
    if fault.status is not None:
        what = reason.split(":")[0]
        reason = f"is not read, since its site's robots.txt {what}: try again later"
    return FetchError(
        name, reason, status=fault.status, retry_after_s=fault.retry_after_s, again=fault.again
    )
