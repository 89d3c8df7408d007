"""The Ray cluster that blocks are read on: made on this machine, or joined. Only this imports Ray.

Blocks go through Ray Data: a dataset of descriptions, mapped by a pool of actors, each of which
loads the models once. Ray Data keeps the pool full, starts actors anew elsewhere when their machine
is lost, and hands them the descriptions again. What is read never passes through it, only what
became of each block: the actors write the files.
"""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import os
import secrets
import signal
import sys
import threading
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from types import TracebackType
from typing import Any, Self

from quoth import __version__
from quoth.errors import QuothError, ReadingError
from quoth.ingest.slices import Slice
from quoth.ray.blocks import BlockReader, Done, Folder
from quoth.ray.options import Options
from quoth.ray.plan import Block, cut_here

# Ray keeps a task in mind for each block; of more blocks several share one.
_MOST_TASKS = 20_000
# Descriptions pass through its store, no texts.
_STORE_BYTES = 100 * 1024 * 1024
_FILES_A_TASK = 64


def check_installed() -> None:
    """Raise QuothError where Ray is not installed."""
    found = [importlib.util.find_spec(name) for name in ("ray", "pandas")]  # ray[data] has both
    # A mere folder of the name has no origin.
    if any(spec is None or spec.origin is None for spec in found):
        raise QuothError("Ray is not installed: pip install 'quoth[ray]', then try again")


class Cluster:
    """A Ray cluster for as long as it is needed; one that this process has joined already is used.

    Raises ReadingError where there is none at the address, or no machine of it has room for a
    worker.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._mine = False
        self.joined = False
        self.workers = 1

    def __enter__(self) -> Self:
        self._join()
        self.joined = True
        try:
            self.workers = self._room()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave the cluster, and end it where it was made here."""
        if self._mine:
            import ray

            self._mine = False
            ray.shutdown()

    def read(self, blocks: Sequence[Block], folder: Folder, label: str) -> Iterator[Done]:
        """Yield what became of each block, in any order."""
        data = _data()
        rows = [{"block": block.number, "told": block.to_json()} for block in blocks]
        given = {
            "folder": folder,
            "label": label,
            "options": self._options,
            "version": __version__,
        }
        tasks = min(len(rows), _MOST_TASKS)
        workers = min(self.workers, len(rows))
        found = data.from_items(rows, override_num_blocks=tasks).map_batches(
            _Actor,
            fn_constructor_kwargs=given,
            batch_size=1,
            num_cpus=self._options.cpus,
            memory=self._options.memory_bytes,
            # One at a time: a block takes minutes, and what waits behind it would wait for it.
            compute=data.ActorPoolStrategy(size=workers, max_tasks_in_flight_per_actor=1),
        )
        yield from (Done(**row) for row in self._rows(found))

    def cut(self, files: Sequence[Slice]) -> Iterator[tuple[Slice, ...]]:
        """Yield the slices of each file, in any order."""
        rows = [{"file": one} for one in files]
        tasks = max(1, min(_MOST_TASKS, len(rows) // _FILES_A_TASK, len(rows)))
        found = (
            _data()
            .from_items(rows, override_num_blocks=max(tasks, min(len(rows), 2 * self.workers)))
            .map_batches(
                _cut, fn_kwargs={"options": self._options}, batch_size=_FILES_A_TASK, num_cpus=1
            )
        )
        for row in self._rows(found):
            yield row["parts"]

    def _rows(self, dataset: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - Ray's
        try:
            yield from dataset.iter_rows()
        except Exception as error:
            said = " ".join(str(error).split())[-300:]
            raise ReadingError(
                f"Ray gave up ({type(error).__name__}: {said}); what was finished stands, and the "
                "same command goes on from there"
            ) from error

    def _join(self) -> None:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
        # Ray would have its workers give way to every other program, as `--workers` do not.
        os.environ.setdefault("RAY_worker_niceness", "0")
        # Ray opens ports on all interfaces: a secret keeps others from handing work to a cluster
        # that is made here. Ray reads these when it is imported.
        if self._options.address is None and "ray" not in sys.modules:
            os.environ.setdefault("RAY_AUTH_MODE", "token")
            os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            import ray

        if ray.is_initialized():
            return
        handler = signal.getsignal(signal.SIGTERM)
        try:
            with _hushed(ray):
                if self._options.address is None:
                    _make(ray, self._options)
                else:
                    ray.init(address=self._options.address, **_QUIET)
        except Exception as error:
            said = " ".join(str(error).split())[:300]
            if self._options.address is None:
                raise ReadingError(f"Ray cannot be started here ({said})") from error
            raise ReadingError(
                f"there is no Ray cluster at {self._options.address} ({said}); `ray start --head` "
                "starts one"
            ) from error
        finally:
            # Ray sets one of its own, which knows nothing of who is to be told.
            if threading.current_thread() is threading.main_thread() and handler is not None:
                signal.signal(signal.SIGTERM, handler)
        self._mine = True

    def _room(self) -> int:
        """Return how many workers are to be started."""
        import ray

        cpus = self._options.cpus
        nodes = [node["Resources"].get("CPU", 0) for node in ray.nodes() if node["Alive"]]
        if max(nodes, default=0) < cpus:
            raise ReadingError(
                f"a worker wants {cpus} CPUs, and the largest machine of the cluster has "
                f"{max(nodes, default=0):g}: take fewer"
            )
        return self._options.workers or int(sum(count // cpus for count in nodes))


class _Actor:
    """Reads blocks as Ray Data hands them out."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - as `BlockReader`
        self._reader = BlockReader(**given)

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[Any]]:
        done = [self._reader.read(Block.from_json(str(told))) for told in batch["told"]]
        return {name: [asdict(one)[name] for one in done] for name in Done.__slots__}


def _cut(batch: dict[str, Any], options: Options) -> dict[str, list[Any]]:
    return {"parts": list(cut_here(list(batch["file"]), options))}


@contextlib.contextmanager
def _hushed(ray: Any) -> Iterator[None]:  # noqa: ANN401
    """Keep what Ray says of itself off the streams, where results and messages of ours go.

    What it says of machines and workers later goes to the log `quoth.ray`; Ray prints it otherwise.
    """
    worker: Any = getattr(ray._private, "worker", None)
    if hasattr(worker, "print_to_stdstream"):
        worker.print_to_stdstream = _logged
    with contextlib.ExitStack() as stack:
        try:
            sys.stderr.flush()
            kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
        except (OSError, ValueError, AttributeError):  # there is none
            yield
            return
        stack.callback(os.close, kept)
        stack.callback(os.dup2, kept, 2)
        os.dup2(nothing, 2)
        os.close(nothing)
        yield


def _logged(data: dict[str, Any], ignore_prefix: bool) -> None:
    for line in data["lines"]:
        logging.getLogger("quoth.ray").info("%s", line)


_QUIET = {"log_to_driver": False, "logging_level": "ERROR"}


def _make(ray: Any, options: Options) -> None:  # noqa: ANN401
    """Make a cluster of this machine."""
    wanted = (options.workers or 1) * options.cpus
    for last in (False, False, True):
        try:
            ray.init(
                address="local",
                num_cpus=max(wanted, os.cpu_count() or 1),
                object_store_memory=_STORE_BYTES,
                include_dashboard=False,
                _node_ip_address="127.0.0.1",
                **_QUIET,
            )
        except Exception:  # it is given half a minute, which is short on a busy machine
            ray.shutdown()
            if last:
                raise
        else:
            return


def _data() -> Any:  # noqa: ANN401
    """Return Ray Data, quiet."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from ray import data

        context = data.DataContext.get_current()
    context.enable_progress_bars = False
    for name in ("ray.data", "ray.data._internal"):
        logging.getLogger(name).setLevel(logging.ERROR)
    return data
