"""One request at a time to a host, and not too often; clocks and sleeping are given."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol


class Clock(Protocol):
    """What time it is, and waiting: `now` in seconds from any start, `wall` since 1970 in UTC."""

    def now(self) -> float:
        """Return seconds that never go back."""
        ...

    def wall(self) -> float:
        """Return the time of day, in seconds since 1970 in UTC."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic()

    def wall(self) -> float:
        """Return the time of day, in seconds since 1970 in UTC."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    next_at: float = 0.0
    held_until: float = 0.0
    why: str = ""


class Pace:
    """When each host may be asked next; may be used from several threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, host: str, delay_s: float) -> Iterator[None]:
        """Wait for the host's turn, and let the next one wait `delay_s` after this one ends."""
        state = self._state(host)
        with state.lock:
            wait = state.next_at - self._clock.now()
            if wait > 0:
                self._clock.sleep(wait)
            try:
                yield
            finally:
                state.next_at = self._clock.now() + delay_s

    def hold(self, host: str, seconds: float, why: str) -> None:
        """Note that a host asked not to be asked for a while."""
        state = self._state(host)
        state.held_until = max(state.held_until, self._clock.now() + seconds)
        state.why = why

    def held(self, host: str) -> tuple[float, str] | None:
        """Return for how many seconds a host is not to be asked, and why; None where it may be."""
        state = self._state(host)
        left = state.held_until - self._clock.now()
        return (left, state.why) if left > 0 else None

    def _state(self, host: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(host, _Host())


def retry_after_s(value: str | None, wall: float) -> float | None:
    """Return in how many seconds a Retry-After header says to come back, None where it does not.

    It is a number of seconds or a date (RFC 9110, 10.2.3); a date that is past is 0.
    """
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - wall)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
