"""A watch of an archive: its rounds, and what it has to tell, kept in the archive itself.

A round takes the right to write, brings in what feeds have that is new, sees what rules want told
of it, and gives the right back. What is to be told is stored before it is told, and each output's
place in it after: a program that is killed tells again what an output had not yet confirmed, under
the same ids, and nothing else.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quoth.archive import Added
from quoth.errors import ArchiveBusyError, ArchiveError, CheckpointError
from quoth.forms.jsonform import dumps
from quoth.ingest.pace import Clock, SystemClock
from quoth.keeping.gathering import Gatherer, Moment
from quoth.keeping.keeper import Keeper
from quoth.records import Rejected
from quoth.watch import (
    DEFAULT,
    Feed,
    Match,
    Output,
    Rule,
    Schedule,
    ScheduleOptions,
    Watcher,
)

if TYPE_CHECKING:
    from quoth.ingest import Polled

# How often it is tried to have the archive where another program writes to it, and how long, after
# it was said to stop, before what was told is left unnoted.
_WAIT_S, _STOPPING_S = 1.0, 30.0
_MAX_SAID = 10_000


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """How to watch: `name` tells two watches of one archive apart."""

    name: str = "watch"
    rules: tuple[Rule, ...] = DEFAULT
    schedule: ScheduleOptions = field(default_factory=ScheduleOptions)


class Watch:
    """Watches feeds and whatever else can be ingested, and tells what is new in an archive.

    >>> with Keeper("news.duckdb") as keeper:
    ...     watch = Watch(keeper, ["https://paper.example/feed"], [AtomFile(Path("new.atom"))])
    ...     watch.run()

    Between rounds others can write to the archive; where somebody does when a round begins, it
    waits. `on_line` gets a line for what went wrong, `on_item` what became of each report,
    `on_round` is called after each round: `outcomes` then counts what came of its reports.
    """

    def __init__(
        self,
        keeper: Keeper,
        feeds: Iterable[str],
        outputs: Sequence[Output],
        *,
        options: WatchOptions | None = None,
        on_line: Callable[[str], None] = lambda line: None,
        on_item: Callable[[Added | Rejected], None] = lambda item: None,
        on_round: Callable[[Watch], None] = lambda watch: None,
        stop: Callable[[], bool] = lambda: False,
        clock: Clock | None = None,
    ) -> None:
        self._keeper = keeper
        self._archive = keeper.archive
        self._options = options or WatchOptions()
        self._on_line = on_line
        self._on_item = on_item
        self._stop = stop
        self._clock = clock or SystemClock()
        self._depth = 1
        self.outcomes: Counter[str] = Counter()
        self._said: set[tuple[str, str]] = set()
        from quoth.ingest.fetch import new_fetcher

        self._fetcher = new_fetcher(keeper.reader.options.ingest.fetch, clock=self._clock)
        self.schedule = self._begin(tuple(feeds), outputs)
        self._watcher = Watcher(
            self.schedule,
            poll=self._poll,
            gather=self._gather,
            box=self,
            outputs=outputs,
            session=self._round,
            on_fault=on_line,
            on_round=lambda: on_round(self),
            clock=self._clock,
        )

    def run(self) -> None:
        """Go round and round until `stop` says so, or no feed is left to ask."""
        with contextlib.suppress(_Stopped), self._resting():
            self._watcher.tell()  # what waits since the last time
            self._watcher.run(stop=self._stop)

    def once(self) -> int:
        """Go one round over all feeds but those that failed and are to be left alone for now.

        Returns how many matches are new.
        """
        with contextlib.suppress(_Stopped), self._resting():
            self._watcher.tell()  # what waits since the last time
            self.schedule.hasten(self._clock.wall())
            return self._watcher.round(stop=self._stop)
        return 0

    def wait_s(self) -> float | None:
        """Return how many seconds there are until a feed is due, None where none will be."""
        return self.schedule.wait_s(self._clock.wall())

    def waiting(self, output: str, limit: int) -> Sequence[tuple[int, Match]]:
        """Return what an output has not taken, the oldest first."""
        with self._writing():
            number = int(self._parts().get(_taken(output), "0"))
            found = self._archive.matches(self._options.name, after=number, limit=limit)
        return [(one.number, Match.from_form(one.data)) for one in found]

    def told(self, output: str, number: int) -> None:
        """Note what an output has taken."""
        with self._writing(stopping=True):
            self._archive.keep_watch(self._options.name, {_taken(output): str(number)})

    def _begin(self, feeds: Sequence[str], outputs: Sequence[Output]) -> Schedule:
        """Return the schedule as it was left; the first time, note what is there already."""
        parts, name = self._parts(), self._options.name
        new: dict[str, str] = {}
        if _MOMENT not in parts:
            new[_MOMENT] = Moment(*self._archive.latest()).to_json()
        last = str(self._archive.last_match(name))
        new.update({_taken(o.name): last for o in outputs if _taken(o.name) not in parts})
        if new:
            self._archive.keep_watch(name, new)
        saved, now = parts.get(_SCHEDULE), self._clock.wall()
        try:
            return Schedule(feeds, now=now, options=self._options.schedule, saved=saved)
        except CheckpointError:
            self._on_line("note: when feeds were asked last is not known any more: all are asked")
            return Schedule(feeds, now=now, options=self._options.schedule)

    def _parts(self) -> dict[str, str]:
        return self._archive.watch(self._options.name)

    @contextlib.contextmanager
    def _round(self) -> Iterator[None]:
        """Hold the archive for a round; afterwards note when feeds are asked next."""
        self.outcomes.clear()
        with self._writing():
            yield
            schedule = self.schedule.to_json()
            if schedule != self._parts().get(_SCHEDULE):
                self._archive.keep_watch(self._options.name, {_SCHEDULE: schedule})

    def _poll(self, feed: Feed) -> Polled | None:
        from quoth.ingest.web import Polled

        rejected: list[Rejected] = []
        try:
            polled = self._keeper.poll(
                feed.asked,
                fetcher=self._fetcher,
                clock=self._clock,
                stop=self._stop,
                on_item=lambda i: rejected.append(i) if isinstance(i, Rejected) else self._item(i),
            )
            reason = polled.reason if polled is not None else None
            for item in rejected:
                if item.reason != reason:  # that of the feed itself is told by the watcher
                    self._left_out(item)
        except ArchiveError as error:
            self._on_line(str(error))  # it concerns no feed: the others say so too
            return None if self._stop() else Polled(feed.address, "failed", reason="not stored")
        else:
            return polled

    def _item(self, item: Added) -> None:
        self.outcomes[item.outcome] += 1
        self._on_item(item)

    def _left_out(self, item: Rejected) -> None:
        """Say what was left out, once: a page that cannot be read is met again in every round."""
        self.outcomes["left_out"] += 1
        if len(self._said) >= _MAX_SAID:
            self._said.clear()
        if (item.report_id, item.reason) not in self._said:
            self._said.add((item.report_id, item.reason))
            self._on_item(item)

    def _gather(self) -> int:
        """Store what is to be told and up to where it was looked; return how much is new."""
        name = self._options.name
        try:
            if self.outcomes["new"] + self.outcomes["updated"] + self.outcomes["reread"]:
                self._archive.settle()
            since = Moment.from_json(self._parts()[_MOMENT])
            gatherer = Gatherer(self._keeper, self._options.rules, on_fault=self._on_line)
            matches, last = gatherer.gather(name, since)
            if last == since and not matches:
                return 0
            told = {one: dumps(match.form()) for one, match in matches.items()}
            return self._archive.keep_watch(name, {_MOMENT: last.to_json()}, matches=told)
        except ArchiveError as error:
            self._on_line(str(error))
            return 0

    @contextlib.contextmanager
    def _resting(self) -> Iterator[None]:
        """Let others write but for the rounds; in the end the archive is held as it was."""
        self._archive.let_go()
        self._depth = 0
        try:
            yield
        finally:
            self._depth = 1

    @contextlib.contextmanager
    def _writing(self, *, stopping: bool = False) -> Iterator[None]:
        """Hold the archive; `stopping` tries for some time though the watch is to stop."""
        if not self._depth:
            self._take(stopping=stopping)
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if not self._depth:
                self._archive.let_go()

    def _take(self, *, stopping: bool) -> None:
        """Take the right to write, as soon as nobody has it."""
        said, until = False, self._clock.now() + _STOPPING_S
        while True:
            try:
                self._archive.take_again()
            except ArchiveBusyError as error:
                if self._stop() and (not stopping or self._clock.now() > until):
                    raise _Stopped(str(error)) from None
                if not said:
                    self._on_line(f"note: waiting: {str(error).split('; ')[0]}")
                    said = True
                self._clock.sleep(_WAIT_S)
            else:
                return


class _Stopped(Exception):  # noqa: N818 - no error: the user wanted it
    """The watch is to stop, and another program writes to the archive."""


_MOMENT, _SCHEDULE = "moment", "schedule"


def _taken(output: str) -> str:
    return f"told {output}"
