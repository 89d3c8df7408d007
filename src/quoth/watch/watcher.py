"""The rounds of a watch: ask what is due, see what is new, tell it once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Protocol

from quoth.errors import QuothError
from quoth.ingest.pace import Clock, SystemClock
from quoth.watch.news import Match
from quoth.watch.outputs import Output
from quoth.watch.schedule import Feed, Schedule

if TYPE_CHECKING:
    from quoth.ingest import Polled

# Matches told at once: a message to an address stays below a megabyte.
CHUNK = 200
# What is new is told in the middle of a round that takes longer, as a first one over many feeds.
_LONG_S = 60.0
# The longest sleep at a stretch, so that `stop` is heard.
_NAP_S = 0.25


class Box(Protocol):
    """What is to be told, kept until each output has taken it."""

    def waiting(self, output: str, limit: int) -> Sequence[tuple[int, Match]]:
        """Return the matches, numbered in order, that an output has not taken, the oldest first."""
        ...

    def told(self, output: str, number: int) -> None:
        """Note that an output has taken all matches up to a number."""
        ...


class MemoryBox:
    """A box that is gone with the program."""

    def __init__(self) -> None:
        self._matches: dict[str, Match] = {}
        self._taken: dict[str, int] = {}

    def put(self, matches: Sequence[Match]) -> int:
        """Put in matches, each once; return how many are new."""
        before = len(self._matches)
        for match in matches:
            self._matches.setdefault(match.id, match)
        return len(self._matches) - before

    def waiting(self, output: str, limit: int) -> Sequence[tuple[int, Match]]:
        """Return the matches that an output has not taken."""
        start = self._taken.get(output, 0)
        numbered = list(enumerate(self._matches.values(), start=1))
        return numbered[start : start + limit]

    def told(self, output: str, number: int) -> None:
        """Note what an output has taken."""
        self._taken[output] = number


class Watcher:
    """Watches feeds by a schedule and tells what is new.

    `poll` asks a feed, brings its articles in, and says how it went; None where it was stopped
    before that is known: then the feed stays due. `gather` puts into the box what is to be told and
    returns how much that is. Both run within `session`. `outputs` are told, each by its name, what
    waits in the box; one that fails gets it in the next round with what is new then. `on_fault`
    gets a line for each thing that went wrong; nothing stops the others.
    """

    def __init__(
        self,
        schedule: Schedule,
        *,
        poll: Callable[[Feed], Polled | None],
        gather: Callable[[], int],
        box: Box,
        outputs: Sequence[Output],
        session: Callable[[], AbstractContextManager[object]] = nullcontext,
        on_fault: Callable[[str], None] = lambda line: None,
        on_round: Callable[[], None] = lambda: None,
        clock: Clock | None = None,
    ) -> None:
        self._schedule = schedule
        self._poll = poll
        self._gather = gather
        self._box = box
        self._outputs = tuple(outputs)
        self._session = session
        self._on_fault = on_fault
        self._on_round = on_round
        self._clock = clock or SystemClock()

    def round(self, *, stop: Callable[[], bool] = lambda: False) -> int:
        """Ask the feeds that are due, and tell what is new; return how many matches are new."""
        new, told = 0, self._clock.now()
        with self._session():
            for feed in self._schedule.due(self._clock.wall()):
                if stop():
                    break
                self._ask(feed)
                if self._clock.now() - told > _LONG_S:
                    new += self._gather()
                    self.tell()
                    told = self._clock.now()
            new += self._gather()
        self.tell()
        self._on_round()
        return new

    def run(self, *, stop: Callable[[], bool] = lambda: False) -> None:
        """Go round and round until `stop` says so, or no feed is left to ask."""
        while not stop():
            self.round(stop=stop)
            wait = self._schedule.wait_s(self._clock.wall())
            if wait is None:
                self._on_fault("no feed is left to ask")
                return
            until = self._clock.now() + wait
            while not stop() and (left := until - self._clock.now()) > 0:
                self._clock.sleep(min(left, _NAP_S))

    def tell(self) -> None:
        """Tell each output what waits for it."""
        for output in self._outputs:
            try:
                while waiting := self._box.waiting(output.name, CHUNK):
                    output.tell([match for _, match in waiting])
                    self._box.told(output.name, waiting[-1][0])
                    if len(waiting) < CHUNK:
                        break
            except QuothError as error:
                self._on_fault(f"{error}; what is new waits until the next round")

    def _ask(self, feed: Feed) -> None:
        polled = self._poll(feed)
        if polled is None:
            return
        after = self._schedule.went(feed.address, polled, self._clock.wall())
        if after.why is not None:
            again = "it is not asked any more" if after.gone else _again(after, self._clock)
            self._on_fault(f"{feed.asked}: {after.why}; {again}")


def _again(feed: Feed, clock: Clock) -> str:
    minutes = max(1, round((feed.next_at - clock.wall()) / 60))
    when = f"{minutes} min" if minutes < 120 else f"{round(minutes / 60)} h"
    return f"asked again in {when}"
