"""When to ask which feed: from what it says of itself, and from how it went.

A feed is asked as often as it or its site says it changes (ttl, the Syndication module, max-age),
never more often than `least_s` nor less often than `most_s`. Each time in a row that it had nothing
new makes the pause longer by half, up to four times; something new takes it back. What fails is
asked after a pause that doubles, or when its site says, whichever is later.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from types import MappingProxyType
from typing import TYPE_CHECKING

from quoth.errors import CheckpointError

if TYPE_CHECKING:
    from quoth.ingest import Polled

_LONGER = 1.5
_MAX_LONGER = 4.0
_MAX_DOUBLINGS = 10
# Share of a pause by which feeds are spread, so that those of one interval part.
_SPREAD = 0.05


@dataclass(frozen=True, slots=True)
class ScheduleOptions:
    """How often feeds are asked, in seconds: `default_s` those that do not say."""

    default_s: float = 600.0
    least_s: float = 300.0
    most_s: float = 86_400.0


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and how it stands; times are in seconds since 1970, UTC.

    `asked` is the address to ask, which is another one than `address` where it has moved for good.
    `quiet` counts the times in a row without anything new, `faults` those that failed. `gone`: it
    is not asked any more, `why` says why; `why` is also why it failed last.
    """

    address: str
    asked: str
    next_at: float
    every_s: float | None = None
    quiet: int = 0
    faults: int = 0
    gone: bool = False
    why: str | None = None


class Schedule:
    """The feeds that are watched. `now` is the time, in seconds since 1970, UTC.

    `saved` is what `to_json` gave: feeds that are there go on as they stood, others are due now.
    """

    def __init__(
        self,
        addresses: Iterable[str],
        *,
        now: float,
        options: ScheduleOptions | None = None,
        saved: str | None = None,
    ) -> None:
        self._options = options or ScheduleOptions()
        known = _read(saved) if saved is not None else {}
        self._feeds: dict[str, Feed] = {}
        for address in addresses:
            feed = known.get(address, Feed(address, address, now))
            # A clock that was set back, or a saved state from the future, must not stop the watch.
            latest = now + self._options.most_s
            self._feeds[address] = replace(feed, next_at=min(feed.next_at, latest))

    @property
    def feeds(self) -> Mapping[str, Feed]:
        """The feeds by their addresses, as they stand."""
        return MappingProxyType(self._feeds)

    def due(self, now: float) -> tuple[Feed, ...]:
        """Return the feeds to ask now, the one that has waited longest first."""
        due = [feed for feed in self._feeds.values() if not feed.gone and feed.next_at <= now]
        return tuple(sorted(due, key=lambda feed: (feed.next_at, feed.address)))

    def hasten(self, now: float) -> tuple[Feed, ...]:
        """Make all feeds due now but those that failed and have their pause to go; return these."""
        left = []
        for address, feed in self._feeds.items():
            if feed.faults and not feed.gone and feed.next_at > now:
                left.append(feed)
            elif not feed.gone:
                self._feeds[address] = replace(feed, next_at=min(feed.next_at, now))
        return tuple(left)

    def wait_s(self, now: float) -> float | None:
        """Return how many seconds there are until a feed is due, None where none will be."""
        times = [feed.next_at for feed in self._feeds.values() if not feed.gone]
        return max(0.0, min(times) - now) if times else None

    def went(self, address: str, polled: Polled, now: float) -> Feed:
        """Note how it went with a feed, and return it with the time it is asked next."""
        feed = self._feeds[address]
        options = self._options
        every_s = polled.every_s or feed.every_s
        base = min(max(every_s or options.default_s, options.least_s), options.most_s)
        if polled.outcome == "failed":
            faults = feed.faults + 1
            pause = max(base * 2.0 ** min(faults, _MAX_DOUBLINGS), polled.retry_after_s or 0.0)
            feed = replace(feed, faults=faults, gone=polled.gone, why=polled.reason)
        else:
            quiet = feed.quiet + 1 if polled.outcome == "unchanged" else 0
            pause = base * min(_LONGER ** min(quiet, 9), _MAX_LONGER)
            asked = polled.moved or feed.asked
            feed = replace(feed, asked=asked, every_s=every_s, quiet=quiet, faults=0, why=None)
        # What a site asks for counts even above the longest pause.
        pause = max(min(pause, options.most_s), polled.retry_after_s or 0.0)
        feed = replace(feed, next_at=now + pause * (1.0 + _SPREAD * _share(address)))
        self._feeds[address] = feed
        return feed

    def to_json(self) -> str:
        """Return how the feeds stand, as one line of JSON."""
        return json.dumps({"feeds": [asdict(f) for _, f in sorted(self._feeds.items())]})


def _share(address: str) -> float:
    """Return a number from 0 to 1 that an address always has."""
    return blake2b(address.encode("utf-8", "replace"), digest_size=1).digest()[0] / 255


def _read(saved: str) -> dict[str, Feed]:
    try:
        feeds = [Feed(**form) for form in json.loads(saved)["feeds"]]
        for feed in feeds:
            float(feed.next_at), int(feed.quiet), int(feed.faults), str.strip(feed.asked)
        return {feed.address: feed for feed in feeds}
    except (ValueError, TypeError, KeyError, RecursionError):
        raise CheckpointError("the saved schedule is damaged: start without it") from None
