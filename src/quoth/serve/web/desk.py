"""`Desk`: the archive as the pages use it, and the comparing that goes on behind them.

Reading goes through one archive that is kept; writing opens it for the moment. Comparing takes
models and seconds, so one thread does it, story by story, and no page waits for it.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from quoth.archive import Archive, Story, Totals
from quoth.errors import ArchiveBusyError, ArchiveError, QuothError
from quoth.records import Comparison
from quoth.serve.web.options import SiteOptions
from quoth.serve.web.reckoned import Reckoned

if TYPE_CHECKING:
    from quoth.pipeline import Reader

# How long a page waits for another program to end a transaction, in seconds.
WAIT_S = 10.0
# How long the archive's file stays open while nobody else wants it: opening it takes up to 0.1 s,
# which a person who turns pages should not wait for each time.
LINGER_S = 60.0
# What the filters offer is counted anew after so many seconds, behind the page that asked.
_FRESH_S = 30.0
# Comparisons that could not be kept in the archive stay in memory, the latest so many.
_HELD = 32
_UNCOMPARED = """
    SELECT s.story FROM stories s LEFT JOIN comparisons c ON c.story = s.story
    WHERE s.reports > 1 AND (c.story IS NULL OR c.outdated) ORDER BY s.last DESC, s.story"""
_log = logging.getLogger("quoth.web")

State = Literal["waiting", "comparing", "failed"]


@dataclass(frozen=True, slots=True)
class Comparing:
    """How far the comparison of a story is; `why` says what went wrong where it failed."""

    state: State
    before: int = 0  # stories that come first
    why: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A story with its comparison as far as there is one.

    `stale` says that the comparison is of other reports than the story has now; `comparing` how far
    the next one is, None where none is made.
    """

    story: Story
    comparison: Comparison | None
    stale: bool = False
    comparing: Comparing | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """What the filters of the front page offer, with how much there is of it."""

    totals: Totals
    countries: tuple[tuple[str, int], ...]
    outlets: tuple[tuple[str, int], ...]


def make_reader() -> Reader:
    """Return the reader that compares; its models load on first use."""
    from quoth.serve import steps

    return steps.make_reader()


class Desk:
    """One archive for all pages. `reader` makes what compares, when it is first needed."""

    def __init__(
        self, path: Path, options: SiteOptions, *, reader: Callable[[], Reader] = make_reader
    ) -> None:
        self.path, self.name = path, path.name
        self.options = options
        self.make_reader = reader
        self._archive: Archive | None = None
        self._lock = threading.Lock()
        self._wanted: queue.Queue[str | None] = queue.Queue()
        self._states: dict[str, Comparing] = {}
        self._held: dict[str, tuple[tuple[str, ...], Comparison]] = {}
        self._thread: threading.Thread | None = None
        self._offered: tuple[float, Offered] | None = None
        self._reckoned = Reckoned()
        self._closed = False

    def begin(self) -> None:
        """Look whether the archive can be read, bring an older one up, begin comparing."""
        if not self.options.read_only and self.path.is_file():
            # Another program that writes has brought it up already; who may not write only reads.
            with contextlib.suppress(ArchiveError), self.writing():
                pass
        self.offered()
        if self.options.compare:
            for (story,) in self.archive.sql(_UNCOMPARED).rows:
                self.want(str(story))

    def close(self) -> None:
        """Let the archive go; a comparison that is being made is not kept."""
        self._closed = True
        self._wanted.put(None)
        self._reckoned.close()
        if self._archive is not None:
            self._archive.close()

    @property
    def archive(self) -> Archive:
        """The archive, open for reading."""
        with self._lock:
            if self._archive is None:
                self._archive = Archive(self.path, read_only=True, wait_s=WAIT_S, linger_s=LINGER_S)
            return self._archive

    def relations(self, *names: str | None, **asked: Any) -> Future[Any]:  # noqa: ANN401
        """Return what `Archive.relations` gives, which may still be in the making.

        It is kept until something changes in the archive.
        """
        archive = self.archive
        key = ("relations", names, tuple(sorted(asked.items())))
        return self.kept(key, lambda: archive.relations(*names, **asked))

    def kept(self, key: tuple[object, ...], make: Callable[[], Any]) -> Future[Any]:
        """Return what is made, in the making or kept, as long as the archive stays as it is."""
        return self._reckoned.begin((self.archive.state(), key), make)

    @contextlib.contextmanager
    def writing(self) -> Iterator[Archive]:
        """Give the archive open for writing, for the moment of a change.

        Raises ArchiveError where the site is for reading only, ArchiveBusyError where another
        program writes.
        """
        if self.options.read_only:
            raise ArchiveError("this site is for reading only; start it without --read-only")
        if not self.path.is_file():
            raise ArchiveError(f"{self.path}: there is no such archive")
        with self._lock_for_writing(), Archive(self.path, wait_s=WAIT_S) as archive:
            yield archive
        self._offered = None

    @contextlib.contextmanager
    def _lock_for_writing(self) -> Iterator[None]:
        """Let one thread write at a time: the archive refuses a second writer at once."""
        with _WRITING:
            yield

    def offered(self) -> Offered:
        """Return what the filters offer, as it was counted last."""
        if self._offered is None:
            self._offered = (time.monotonic(), self._counted())
        elif time.monotonic() - self._offered[0] > _FRESH_S:
            self._offered = (time.monotonic(), self._offered[1])  # one count at a time
            threading.Thread(target=self._count_again, name="counting", daemon=True).start()
        return self._offered[1]

    def _count_again(self) -> None:
        with contextlib.suppress(ArchiveError):  # closed meanwhile, or busy: the old one stands
            self._offered = (time.monotonic(), self._counted())

    def _counted(self) -> Offered:
        archive = self.archive
        outlets = tuple((o.outlet, o.reports) for o in archive.outlets() if o.outlet)
        return Offered(archive.totals(), archive.countries(), outlets)

    def told(self, name: str) -> Told:
        """Return a story with its comparison; where there is none yet, it is begun.

        Raises ArchiveError where there is no such story.
        """
        story = self.archive.story(name)
        if len(story.reports) < 2:
            return Told(story, None)
        found = self._stored(story)
        if found is not None:
            self._states.pop(story.id, None)
            return Told(story, found)
        old = self.archive.comparison(story.id)
        return Told(story, old, old is not None, self.want(story.id))

    def want(self, story: str) -> Comparing:
        """Have a story compared behind the pages; return how far that is."""
        state = self._states.get(story)
        if state is None:
            state = self._states[story] = Comparing("waiting", self._wanted.qsize())
            self._wanted.put(story)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="comparing", daemon=True)
                self._thread.start()
        return state

    def again(self, story: str) -> None:
        """Forget that comparing a story failed, so that it is tried again."""
        state = self._states.get(story)
        if state is not None and state.state == "failed":
            del self._states[story]

    def _stored(self, story: Story) -> Comparison | None:
        """Return the comparison of the reports that a story has now."""
        found = self.archive.overviews(story)
        if found and found[0].compared and not found[0].outdated:
            return self.archive.comparison(story.id)
        reports, held = self._held.get(story.id, ((), None))
        return held if reports == self._versions(story) else None

    def _versions(self, story: Story) -> tuple[str, ...]:
        found = self.archive.reports(story=story.id, limit=None)
        return tuple(sorted(f"{entry.report}/{entry.version}" for entry in found))

    def _work(self) -> None:
        """Compare what is wanted, one story after the other."""
        reader: Reader | None = None
        while (story := self._wanted.get()) is not None and not self._closed:
            self._states[story] = Comparing("comparing")
            try:
                reader = reader or self.make_reader()
                self._compare(story, reader)
                self._states.pop(story, None)
            except QuothError as error:
                self._states[story] = Comparing("failed", why=str(error))
            except Exception as error:  # the thread goes on with the next story
                _log.exception("comparing %s", story)
                self._states[story] = Comparing("failed", why=type(error).__name__)

    def _compare(self, name: str, reader: Reader) -> None:
        archive = self.archive
        story = archive.story(name)
        versions = self._versions(story)
        reports = [archive.report(report) for report in story.reports]
        comparison = reader.compare(reports, any_story=True)
        if self._closed:
            return
        try:
            with self.writing() as writer:
                writer.keep_comparison(story.id, comparison)
                return
        except ArchiveBusyError:
            _log.info("another program writes: the comparison of %s is not kept", story.id)
        except ArchiveError as error:
            if not self.options.read_only:
                _log.warning("%s", error)
        while len(self._held) >= _HELD:
            self._held.pop(next(iter(self._held)))
        self._held[story.id] = (versions, comparison)


_WRITING = threading.Lock()
