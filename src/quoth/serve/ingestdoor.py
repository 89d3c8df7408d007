"""The work of `quoth ingest`: progress, stopping without loss, and what came of it."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import typer

from quoth.errors import NothingToReadError
from quoth.forms import wording
from quoth.records import Rejected
from quoth.serve.archiveoptions import ListFormat
from quoth.serve.messages import Messages
from quoth.serve.steps import write

if TYPE_CHECKING:
    from quoth.archive import Added
    from quoth.ingest import Checkpoint
    from quoth.keeping import Keeper, Measure

# The rate is that of the last half minute, so that what was there already does not count for long.
_WINDOW_S = 30.0


class Stop:
    """Whether Ctrl-C was pressed (or the program told to end); the second time it ends at once."""

    def __init__(
        self,
        messages: Messages,
        what: str = "stopping after the report in hand; Ctrl-C again stops at once",
    ) -> None:
        self._messages = messages
        self._what = what
        self.signal: int | None = None

    def __call__(self) -> bool:
        """Return whether to stop after the report in hand."""
        return self.signal is not None

    @contextlib.contextmanager
    def listening(self) -> Iterator[Stop]:
        """Listen to the signals; not where another thread runs the program."""
        if threading.current_thread() is not threading.main_thread():
            yield self
            return
        before = {
            number: signal.signal(number, self._noted) for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            yield self
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _noted(self, number: int, frame: FrameType | None) -> None:
        if self.signal is not None:
            raise KeyboardInterrupt
        self.signal = number
        self._messages.line(self._what)


class Pace:
    """How fast something goes, and how long it will take."""

    def __init__(
        self,
        total: int | None,
        *,
        done: int = 0,
        share: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._total = total
        self._clock = clock
        self._recent: deque[tuple[float, int, float | None]] = deque([(clock(), done, share)])

    def told(self, now_done: int, *, share: float | None = None) -> list[str]:
        """Return ["120 of 4,000", "3.1 a second", "21 min left"], as far as it can be told.

        `share` is how much of the bytes is read, where the number of all is not known.
        """
        now = self._clock()
        self._recent.append((now, now_done, share))
        # One moment before the window stays: reports are confirmed some at a time.
        while len(self._recent) > 2 and now - self._recent[1][0] > _WINDOW_S:
            self._recent.popleft()
        start, done, before = self._recent[0]
        rate = (now_done - done) / (now - start) if now > start else 0.0
        of = f" of {self._total:,}" if self._total else ""
        parts = [f"{now_done:,}{of}"]
        if rate:
            parts.append(f"{rate:.1f} a second" if rate >= 1 else f"{rate * 60:.0f} a minute")
            if self._total and self._total > now_done:
                parts.append(f"{_duration((self._total - now_done) / rate)} left")
        if share is not None:
            parts.append(f"{share:.0%} read")
            if before is not None and share > before:
                parts.append(f"{_duration((1 - share) * (now - start) / (share - before))} left")
        return parts


class Reached:
    """How much there is to read: a number of reports, or else a share of the bytes of files."""

    def __init__(self, total: int | None, measure: Measure | None = None) -> None:
        self.total = total
        self._measure = measure
        self.share: float | None = None

    @classmethod
    def of(cls, inputs: Sequence[str], *, counted: bool = True) -> Reached:
        """Look at inputs; `counted` is False where some of them were done before."""
        from quoth.keeping import Measure, count_reports

        # How many of them were done before an ingest was broken off is not known.
        total = count_reports(inputs) if counted else None
        return cls(total, Measure(inputs) if total is None else None)

    def note(self, reached: Checkpoint) -> None:
        """Note up to where inputs are read."""
        if self._measure is not None:
            self.share = self._measure.share(reached)


class Progress:
    """How far an ingest is, how fast it goes, and how long it will take."""

    def __init__(
        self,
        messages: Messages,
        reached: Reached | None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._messages = messages
        self._reached = reached
        total = reached.total if reached is not None else None
        self._pace = Pace(total, share=self._share(), clock=clock)
        self._done = 0

    def step(self, outcomes: Counter[str]) -> None:
        """Show that one more report is done."""
        self._done += 1
        self._messages.progress(self.text(outcomes))

    def text(self, outcomes: Counter[str]) -> str:
        """Return "120 of 4,000 · 3.1 a second · 21 min left · 118 new, 2 same".

        Where only bytes are known: "120 · 3.1 a second · 38% read · 21 min left".
        """
        parts = self._pace.told(self._done, share=self._share())
        told = ", ".join(f"{outcomes[o]:,} {word}" for o, word in _WORDS.items() if outcomes[o])
        return " · ".join([*parts, told] if told else parts)

    def _share(self) -> float | None:
        return self._reached.share if self._reached is not None else None


_WORDS = {
    "new": "new",
    "updated": "updated",
    "reread": "read anew",
    "same": "the same",
    "left_out": "left out",
}


class IngestDoor:
    """Brings reports into an archive and gives what came of each, or a line that sums it up."""

    def __init__(self, form: ListFormat, path: Path | None, messages: Messages) -> None:
        self._form = form
        self._path = path
        self._messages = messages
        self._outcomes: Counter[str] = Counter()

    def bring(
        self,
        keeper: Keeper,
        bring: Callable[[Stop], Iterable[Added | Rejected]],
        reached: Reached | None,
    ) -> None:
        """Bring in what `bring` yields, and say what came of it; exits 130 where it was stopped.

        Raises NothingToReadError where nothing was brought in.
        """
        stop = Stop(self._messages)
        progress = Progress(self._messages, reached)
        self._messages.progress("loading")
        with stop.listening():
            found = self._noted(bring(stop), progress)
            if self._form in (ListFormat.jsonl, ListFormat.csv):
                from quoth.serve.archiveform import COLUMNS, csv_lines, json_lines

                lines = (
                    csv_lines(found, COLUMNS["ingested"])
                    if self._form is ListFormat.csv
                    else json_lines(found)
                )
                write(lines, self._form, self._path)
            else:
                for _ in found:
                    pass
                if not self._nothing():
                    write([self._summary(keeper)], self._form, self._path)
        self._messages.pause()
        self._end(stop)

    def _noted(
        self, items: Iterable[Added | Rejected], progress: Progress
    ) -> Iterator[Added | Rejected]:
        for item in items:
            if isinstance(item, Rejected):
                self._outcomes["left_out"] += 1
                self._messages.line(f"{item.report_id}: {item.reason}")
            else:
                self._outcomes[item.outcome] += 1
            progress.step(self._outcomes)
            yield item
        self._messages.pause()

    def _end(self, stop: Stop) -> None:
        kept = self._outcomes.total() - self._outcomes["left_out"]
        if stop.signal is not None:
            self._messages.line(
                f"interrupted: {wording.count(kept, 'report')} of this run stand in the archive; "
                "the same command goes on from there"
            )
            raise typer.Exit(130 if stop.signal == signal.SIGINT else 143)
        if self._outcomes["left_out"]:
            self._messages.line("note: `quoth rejected` lists what was left out, and why")
        if self._nothing():
            raise NothingToReadError("none of the inputs could be read")

    def _nothing(self) -> bool:
        """Return whether all was left out; feeds in which nothing is new are no fault."""
        return 0 < self._outcomes.total() == self._outcomes["left_out"]

    def _summary(self, keeper: Keeper) -> str:
        reports, stories = (int(str(n)) for n in keeper.archive.sql(_COUNT).rows[0])
        if self._form is ListFormat.json:
            from quoth.forms.jsonform import dumps

            counts = {outcome: self._outcomes[outcome] for outcome in _WORDS}
            return dumps({**counts, "reports": reports, "stories": stories}) + "\n"
        told = [
            f"{self._outcomes[outcome]:,} {word}"
            for outcome, word in _WORDS.items()
            if self._outcomes[outcome] or outcome != "reread"
        ]
        has = f"{wording.count(reports, 'report')}, {wording.count(stories, 'story')}"
        return f"{' · '.join(told)} · {wording.clean(str(keeper.archive.path))}: {has}\n"


_COUNT = "SELECT count(*), count(DISTINCT story) FROM reports"


def read_into(keeper: Keeper, inputs: list[str], messages: Messages) -> None:
    """Read inputs into a temporary archive; raises NothingToReadError where none can be read."""
    messages.progress("loading")
    done = 0
    for item in keeper.ingest(*inputs):
        if isinstance(item, Rejected):
            messages.line(f"{item.report_id}: {item.reason}")
            continue
        done += 1
        if item.outcome == "updated":
            messages.line(
                f"note: several reports have the id {item.report}; the last of them counts"
            )
        messages.progress(f"reading: {done} done")
    messages.pause()
    if not done:
        raise NothingToReadError("none of the inputs could be read")


def on_a_terminal() -> bool:
    """Return whether progress is shown."""
    return sys.stderr.isatty()


def _duration(seconds: float) -> str:
    """Return "40 s", "12 min", "3 h 20 min"."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours < 48 else f"{hours // 24} days"
