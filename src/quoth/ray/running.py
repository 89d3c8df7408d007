"""Reads inputs on a Ray cluster, block by block, into a folder."""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from quoth.errors import NothingToReadError, QuothError, ReadingError
from quoth.ingest.slices import Slice
from quoth.ray import plan as planning
from quoth.ray.blocks import Done, Folder, found
from quoth.ray.cluster import Cluster, check_installed
from quoth.ray.options import Options
from quoth.ray.plan import Plan
from quoth.records import Report

# Files of so many bytes together are cut here: starting Ray's workers would take longer.
_CUT_HERE_BYTES = 64_000_000
# How often whoever asks is told how far it is, and asked whether to stop.
_TICK_S = 0.5
# How long workers are waited for that finish the record in hand.
_LAST_S = 20.0
_DEFAULT = Options()
Given = str | Path | Report


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: `records` of `total` are looked at, `blocks` of `total_blocks` finished."""

    records: int
    total: int
    blocks: int
    total_blocks: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a run came to: blocks and reports in the folder, and blocks that were set aside."""

    folder: Path
    blocks: int = 0
    reports: int = 0
    rejected: int = 0
    aside: tuple[Done, ...] = ()


def read(
    inputs: Sequence[str | Path] | str | Path,
    out: str | Path,
    *,
    options: Options = _DEFAULT,
    anew: bool = False,
    stop: Callable[[], bool] = lambda: False,
) -> Result:
    """Read files and folders on a Ray cluster into a folder of Parquet files; return the sums.

    `out` is made where it is not there. What was finished in it is not read again, unless `anew`:
    then it is deleted. `Keeper.load(out)` or `quoth load` brings it into an archive.

    Raises:
        QuothError: Ray is not installed, or a model or table is missing.
        CheckpointError: `out` holds what was read of other inputs, or with other options.
        ReadingError: there is no cluster, the folder cannot be written, or a machine does not see
            it. What was finished stands.
        NothingToReadError: there is no input.
    """
    result = Result(Path(out))
    for done in iter_read(inputs, out, options=options, anew=anew, stop=stop):
        result = added(result, done)
    return result


def added(result: Result, done: Done) -> Result:
    """Return a result with one more block."""
    if done.outcome == "aside":
        return Result(
            result.folder, result.blocks, result.reports, result.rejected, (*result.aside, done)
        )
    return Result(
        result.folder,
        result.blocks + 1,
        result.reports + done.reports,
        result.rejected + done.rejected,
        result.aside,
    )


def iter_read(
    inputs: Sequence[str | Path] | str | Path,
    out: str | Path,
    *,
    options: Options = _DEFAULT,
    anew: bool = False,
    stop: Callable[[], bool] = lambda: False,
    tick: Callable[[Progress], None] = lambda progress: None,
) -> Iterator[Done]:
    """Read as `read` does; yield what became of each block when it is known.

    First come the blocks that were there, then the others in the order in which they are finished.
    After `stop` returns true no block is begun; those in hand are broken off, and read from their
    beginning next time. `tick` is told about twice a second how far it is.
    """
    check_installed()
    if isinstance(inputs, str | os.PathLike):
        inputs = [inputs]
    if not inputs:
        raise NothingToReadError("there is no input")
    folder = Folder(Path(os.path.abspath(out)))  # noqa: PTH100 - links stay as they are
    run = _Run(folder, options, stop, tick)
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            yield from run.read(list(inputs), anew=anew)
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise ReadingError(f"{folder.path}: cannot be written to ({said})") from error


@dataclass(slots=True)
class _Run:
    folder: Folder
    options: Options
    stop: Callable[[], bool]
    tick: Callable[[Progress], None]
    _finished: set[int] = field(default_factory=set)
    _most: int = 0

    def read(self, inputs: Sequence[Given], *, anew: bool) -> Iterator[Done]:
        if anew:
            _clear(self.folder)
        shutil.rmtree(self.folder.work, ignore_errors=True)
        self.folder.work.mkdir()
        cluster = Cluster(self.options)
        with contextlib.ExitStack() as stack:
            plan = self._plan(inputs, cluster, stack)
            for block in plan.blocks:
                if self.folder.file(block.number).exists():
                    with contextlib.suppress(QuothError):  # a damaged one is read anew
                        done = found(self.folder, block.number)
                        self._finished.add(block.number)
                        yield done
            if len(self._finished) < len(plan.blocks) and not self.stop():
                _joined(cluster, stack)
                yield from self._rest(plan, cluster)
        if not self.stop():
            shutil.rmtree(self.folder.work, ignore_errors=True)

    def _plan(self, inputs: Sequence[Given], cluster: Cluster, stack: contextlib.ExitStack) -> Plan:
        there = Plan.read(self.folder.path)
        if there is not None:
            asked = planning.wanted(inputs, self.options)
            planning.check_same(there, asked, self.folder.path)
            planning.check_no_more(there, inputs, self.folder.path)
            return there

        def cut(files: Sequence[Slice]) -> Iterator[tuple[Slice, ...]]:
            if sum(one.size for one in files) <= _CUT_HERE_BYTES:
                return planning.cut_here(files, self.options)
            return _joined(cluster, stack).cut(files)

        plan = planning.make(inputs, self.options, cut)
        plan.write(self.folder.path)
        return plan

    def _rest(self, plan: Plan, cluster: Cluster) -> Iterator[Done]:
        """Yield what becomes of the blocks that are not finished."""
        missing = [block for block in plan.blocks if block.number not in self._finished]
        work = partial(cluster.read, missing, self.folder, plan.label)
        fault = ""
        with contextlib.closing(_beside(work, lambda: self._between(plan))) as results:
            try:
                for done in results:
                    if done.outcome == "fault":
                        fault = fault or done.reason
                        self._halt()
                    if done.outcome in ("done", "there", "aside"):
                        self._finished.add(done.block)
                        yield done
                    if done.outcome == "aside" and not self.options.keep_going:
                        self._halt()
            finally:
                self._halt()
        if fault:
            raise ReadingError(fault)

    def _between(self, plan: Plan) -> None:
        if self.stop():
            self._halt()
        self.tick(self._progress(plan))

    def _halt(self) -> None:
        """Tell all workers to stop after the record in hand."""
        with contextlib.suppress(OSError):
            self.folder.stop.touch()

    def _progress(self, plan: Plan) -> Progress:
        finished = sum(plan.blocks[number].records for number in self._finished)
        total = sum(block.records for block in plan.blocks)
        in_hand = sum(_in_hand(path) for path in self.folder.work.glob("*.diary"))
        # Of a block that is done the diary is gone before its worker's word comes.
        self._most = max(self._most, min(total, finished + in_hand))
        return Progress(self._most, total, len(self._finished), len(plan.blocks))


def _joined(cluster: Cluster, stack: contextlib.ExitStack) -> Cluster:
    """Return the cluster, joined until the stack is left."""
    if not cluster.joined:
        stack.enter_context(cluster)
    return cluster


def _in_hand(diary: Path) -> int:
    """Return how many records of a block were read, by its diary."""
    try:
        with diary.open("rb") as stream:
            stream.seek(max(0, stream.seek(0, os.SEEK_END) - 40))
            words = stream.read().split()
    except OSError:
        return 0
    numbers = [int(word) for word in words if word.isdigit()]
    return numbers[-1] if numbers else 0


def _beside(
    work: Callable[[], Iterator[Done]], between: Callable[[], None]
) -> Generator[Done, None, None]:
    """Yield what `work` yields in a thread of its own, and call `between` now and then.

    Whoever closes it has told the workers to stop; it waits for them, but not for long.
    """
    results: queue.Queue[Done | BaseException | None] = queue.Queue()

    def run() -> None:
        try:
            for done in work():
                results.put(done)
            results.put(None)
        except BaseException as error:
            results.put(error)

    thread = threading.Thread(target=run, daemon=True, name="quoth-ray")
    thread.start()
    try:
        while True:
            try:
                result = results.get(timeout=_TICK_S)
            except queue.Empty:
                between()
                continue
            if result is None:
                return
            if isinstance(result, BaseException):
                raise result
            yield result
            between()
    except GeneratorExit:
        thread.join(_LAST_S)
        raise


def _clear(folder: Folder) -> None:
    """Delete what an earlier run left in a folder, and nothing else."""
    (folder.path / planning.NAME).unlink(missing_ok=True)
    for path in folder.path.glob("block-*.parquet"):
        path.unlink()
    for inner in (folder.work, folder.path / "aside"):
        shutil.rmtree(inner, ignore_errors=True)


@contextlib.contextmanager
def _alone(folder: Folder) -> Iterator[None]:
    """Keep a second run out of the folder, where the file system has locks."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with (folder.path / ".lock").open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ReadingError(
                f"{folder.path}: another run is writing to it: wait for it, or name another folder"
            ) from None
        except OSError:  # a storage without locks
            pass
        yield
