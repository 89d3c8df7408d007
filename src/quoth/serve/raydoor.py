"""The work of `quoth ingest --on ray`: reading on many machines, then into an archive."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typer

from quoth.errors import NothingToReadError, QuothError
from quoth.forms import wording
from quoth.keeping import Keeper
from quoth.pipeline import Reader
from quoth.ray import Done, Options, Progress, Result, iter_read
from quoth.ray.running import added
from quoth.serve.archiveoptions import ListFormat
from quoth.serve.ingestdoor import IngestDoor, Pace, Reached, Stop
from quoth.serve.messages import Messages
from quoth.serve.steps import write

# Where blocks lie that are brought into an archive and then deleted.
_BESIDE = ".blocks"
_COLUMNS = ("block", "outcome", "reports", "left_out", "reason")


@dataclass(frozen=True, slots=True)
class RayDoor:
    """Reads inputs on a Ray cluster into `out`, and brings that into `archive` where there is one.

    Without `out` the blocks lie beside the archive until all of them are in it.
    """

    options: Options
    reader: Reader
    archive: Path | None
    out: Path | None
    stories: bool
    form: ListFormat
    path: Path | None
    messages: Messages

    def bring(self, inputs: list[str], *, anew: bool) -> None:
        """Read, load, and say what came of it; exits 130 where it was stopped.

        Raises NothingToReadError where nothing could be read.
        """
        result = self._read(inputs, anew=anew)
        if not result.reports:
            raise NothingToReadError("none of the inputs could be read")
        if self.archive is None:
            self._hint(result)
            return
        with Keeper(self.archive, reader=self.reader, stories=self.stories) as keeper:
            IngestDoor(self.form, self.path, self.messages).bring(
                keeper,
                lambda stop: keeper.load(self._folder, stop=stop),
                Reached(result.reports + result.rejected),
            )
        if self.out is None and not result.aside:
            shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _folder(self) -> Path:
        if self.out is not None:
            return self.out
        if self.archive is None:
            raise QuothError("name a folder for what is read (--out), or an archive (--archive)")
        return self.archive.with_name(self.archive.name + _BESIDE)

    def _read(self, inputs: list[str], *, anew: bool) -> Result:
        stop = Stop(self.messages)
        result = Result(self._folder)
        done: list[Done] = []
        self.messages.progress("loading")
        show = _Shown(self.messages)
        with stop.listening():
            for one in iter_read(
                inputs, self._folder, options=self.options, anew=anew, stop=stop, tick=show
            ):
                result = added(result, one)
                done.append(one)
                if one.outcome == "aside":
                    self.messages.line(one.reason)
        self.messages.pause()
        if stop.signal is not None:
            self._stopped(result, stop.signal)
        if self.archive is None and result.reports:
            write(self._told(result, done), self.form, self.path)
        return result

    def _stopped(self, result: Result, number: int) -> None:
        finished = wording.count(result.blocks, "block")
        self.messages.line(
            f"interrupted: {finished} ({wording.count(result.reports, 'report')}) so far in "
            f"{self._folder}; the same command goes on from there"
        )
        raise typer.Exit(130 if number == signal.SIGINT else 143)

    def _told(self, result: Result, done: list[Done]) -> Iterator[str]:
        """Yield the result in its form: the sums, or a line a block in order."""
        from quoth.forms.csvform import line
        from quoth.forms.jsonform import dumps

        rows = [
            (one.block, one.outcome, one.reports, one.rejected, one.reason or None)
            for one in sorted(done, key=lambda one: one.block)
        ]
        if self.form is ListFormat.jsonl:
            yield from (dumps(dict(zip(_COLUMNS, row, strict=True))) + "\n" for row in rows)
        elif self.form is ListFormat.csv:
            yield line(_COLUMNS)
            yield from (line(row) for row in rows)
        elif self.form is ListFormat.json:
            sums = {
                "reports": result.reports,
                "left_out": result.rejected,
                "blocks": result.blocks,
                "aside": len(result.aside),
            }
            yield dumps(sums) + "\n"
        else:
            yield (
                f"{wording.count(result.reports, 'report')} · {result.rejected:,} left out · "
                f"{wording.count(result.blocks, 'block')} · {wording.clean(str(self._folder))}\n"
            )

    def _hint(self, result: Result) -> None:
        if result.aside:
            self.messages.line(
                f"note: {wording.count(len(result.aside), 'block')} set aside; the same command "
                "tries them again"
            )
        self.messages.line(
            f"note: `quoth load {self._folder} --archive FILE` brings them into an archive, and "
            "names what was left out"
        )


class _Shown:
    """Shows how far the reading is."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self._pace: Pace | None = None
        self._before = 0

    def __call__(self, progress: Progress) -> None:
        # What was there when it began, and how long workers take to start, say nothing of the pace.
        if self._pace is None or progress.records <= self._before:
            self._pace, self._before = Pace(progress.total, done=progress.records), progress.records
            self._messages.progress("starting workers")
            return
        blocks = f"{progress.blocks:,} of {wording.count(progress.total_blocks, 'block')}"
        self._messages.progress(" · ".join([*self._pace.told(progress.records), blocks]))
