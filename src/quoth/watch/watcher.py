"""The rounds of a watch: ask what is due, match what is new, tell it once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from quoth.errors import CheckpointError, QuothError
from quoth.ingest.pace import Clock, SystemClock
from quoth.watch.news import Match, News
from quoth.watch.outputs import Output
from quoth.watch.rules import Rule, matching
from quoth.watch.schedule import Feed, Schedule

if TYPE_CHECKING:
    from quoth.ingest import Polled

# Matches told that are remembered, and that wait for an output that fails: months of a busy desk,
# and a bound on memory.
_MAX_TOLD = 20_000
_MAX_WAITING = 2_000
# The longest sleep at a stretch, so that `stop` is heard.
_NAP_S = 5.0


class Watcher:
    """Watches feeds by a schedule and tells what the rules want.

    `poll` asks a feed, brings its articles in, and says how it went. `news` gives what is new since
    it was called last, in order. `outputs` get what matches, each match once, also where `news`
    gives it again; one that fails gets it in the next round with what is new then. `on_fault` gets
    a line for each thing that went wrong; nothing stops the others.

    `saved` is what `state` gave, so that a watch that is started again tells nothing twice. What
    waits for an output is not in it: it is told again if `news` gives it again.
    """

    def __init__(
        self,
        schedule: Schedule,
        *,
        poll: Callable[[Feed], Polled],
        news: Callable[[], Iterable[News]],
        rules: Sequence[Rule],
        outputs: Sequence[Output],
        on_fault: Callable[[str], None] = lambda line: None,
        clock: Clock | None = None,
        saved: str | None = None,
    ) -> None:
        self._schedule = schedule
        self._poll = poll
        self._news = news
        self._rules = tuple(rules)
        self._outputs = tuple(outputs)
        self._on_fault = on_fault
        self._clock = clock or SystemClock()
        self._told: dict[str, None] = _read(saved) if saved is not None else {}
        self._waiting: list[list[Match]] = [[] for _ in self._outputs]

    def state(self) -> str:
        """Return what was told, as one line of JSON."""
        waiting = {match.id for matches in self._waiting for match in matches}
        return json.dumps({"told": [each for each in self._told if each not in waiting]})

    def round(self) -> int:
        """Ask all feeds that are due, and tell what is new; return how many matches there were."""
        for feed in self._schedule.due(self._clock.wall()):
            polled = self._poll(feed)
            after = self._schedule.went(feed.address, polled, self._clock.wall())
            if after.why is not None:
                gone = "; it is not asked any more" if after.gone else ""
                self._on_fault(f"{feed.asked}: {after.why}{gone}")
        return self._tell(self._matches())

    def run(self, *, stop: Callable[[], bool] = lambda: False) -> None:
        """Go round and round until `stop` says so, or no feed is left to ask."""
        while not stop():
            self.round()
            wait = self._schedule.wait_s(self._clock.wall())
            if wait is None:
                self._on_fault("no feed is left to ask")
                return
            until = self._clock.now() + wait
            while not stop() and (left := until - self._clock.now()) > 0:
                self._clock.sleep(min(left, _NAP_S))

    def _matches(self) -> list[Match]:
        found: list[Match] = []
        for item in self._news():
            for rule in matching(self._rules, item):
                match = Match(rule, item)
                if match.id not in self._told:
                    self._told[match.id] = None
                    found.append(match)
        while len(self._told) > _MAX_TOLD:
            del self._told[next(iter(self._told))]
        return found

    def _tell(self, matches: list[Match]) -> int:
        for output, waiting in zip(self._outputs, self._waiting, strict=True):
            waiting.extend(matches)
            if not waiting:
                continue
            try:
                output.tell(tuple(waiting))
            except QuothError as error:
                lost = max(0, len(waiting) - _MAX_WAITING)
                del waiting[:lost]
                also = f"; the {lost} oldest are given up" if lost else ""
                self._on_fault(f"{error}; {len(waiting)} matches wait{also}")
            else:
                waiting.clear()
        return len(matches)


def _read(saved: str) -> dict[str, None]:
    try:
        told = json.loads(saved)["told"]
        return dict.fromkeys(str(each) for each in told)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise CheckpointError("the saved state of the watch is damaged: start without it") from None
