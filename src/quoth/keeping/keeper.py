"""`Keeper`: reads what comes in, keeps it in an archive, and compares the stories that form."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self, TypeVar

from quoth import __version__, ingest
from quoth.archive import Added, Archive, Checkpoint, Outlined, Story, read_reports
from quoth.config import reader_label
from quoth.errors import ComparisonError
from quoth.keeping.crew import read_in_processes
from quoth.keeping.forming import forming
from quoth.keeping.marks import Marks
from quoth.keeping.novelties import entries
from quoth.pipeline import Reader
from quoth.ray.loading import is_blocks, label_of, read_folder
from quoth.records import Comparison, Rejected, Report

if TYPE_CHECKING:
    from quoth.ingest.fetch import Fetcher
    from quoth.ingest.pace import Clock
    from quoth.ingest.web import Polled

Kept = TypeVar("Kept")
# Reports that are looked up together, and how long one waits for others: a lookup costs a few
# milliseconds, reading a report some hundred.
_TOGETHER, _WAIT_S = 64, 0.2
# How often it is told how far an ingest has come.
_TELL_S = 0.5


@dataclass(frozen=True, slots=True)
class _Known:
    """A report that is in the archive with this text: it is not read again."""

    report: Report


class Keeper:
    """A reader with an archive: reports come in, stories form, and can be compared.

    >>> with quoth.Keeper("news.duckdb") as keeper:
    ...     for item in keeper.ingest("a.html", "folder"):
    ...         print(item)
    ...     for story in keeper.archive.stories(min_outlets=2):
    ...         print(story.title, keeper.compare(story.id).claims)

    Without a path the archive is a temporary one, gone on closing. With `stories` false reports are
    kept without being put into stories; `form` does that later. An archive that is open already can
    be given instead of a path; then nothing is formed but by its own `forming`, and it stays open.
    """

    def __init__(
        self,
        archive: str | Path | Archive | None = None,
        *,
        reader: Reader | None = None,
        stories: bool = True,
        read_only: bool = False,
    ) -> None:
        self.reader = reader if reader is not None else Reader()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._opened = not isinstance(archive, Archive)
        if isinstance(archive, Archive):
            self.archive = archive
            return
        if archive is None:
            self._folder = tempfile.TemporaryDirectory(prefix="quoth-")
            archive = Path(self._folder.name) / "archive.duckdb"
        self.archive = Archive(
            archive,
            read_only=read_only,
            forming=forming(self.reader.encode) if stories and not read_only else None,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the archive go; a temporary one is deleted."""
        if self._opened:
            self.archive.close()
        if self._folder is not None:
            self._folder.cleanup()

    def ingest(
        self,
        *inputs: str | Path | Report,
        workers: int = 1,
        anew: bool = False,
        stop: Callable[[], bool] = lambda: False,
        on_reached: Callable[[ingest.Checkpoint], None] = lambda reached: None,
    ) -> Iterator[Added | Rejected]:
        """Read inputs into the archive; yield what became of each report once it is stored.

        What the archive has already with the same text, read by the same version with the same
        options, is not read again. An ingest that was broken off goes on where it was when it is
        given the same inputs; one that was not begins at the first of them, and asks feeds and
        sitemaps for what has changed since. With `anew` nothing of that is remembered.

        `workers` processes read at the same time, each with the models in its memory; what comes
        of it is the same, in the same order. After `stop` returns true the report in hand is the
        last. `on_reached` is told now and then up to where inputs are read. Nothing happens that is
        not iterated over. Raises ReadingError where a worker dies.
        """
        label = reader_label(self.reader.options)
        marks = Marks(self.archive, inputs, anew=anew)
        run = ingest.ingest(
            inputs, options=self.reader.options.ingest, checkpoint=marks.where_it_was
        )
        fresh = self._fresh(_told(marks.among(run), run, on_reached), label)
        read: Iterator[Report | Rejected | Checkpoint | _Known]
        if workers > 1:
            read = read_in_processes(fresh, options=self.reader.options, workers=workers)
        else:
            read = self.reader.iter_finish(fresh)
        yield from self._keep(_until(read, stop), label, stop)

    def poll(
        self,
        address: str,
        *,
        fetcher: Fetcher | None = None,
        clock: Clock | None = None,
        stop: Callable[[], bool] = lambda: False,
        on_item: Callable[[Added | Rejected], None] = lambda item: None,
    ) -> Polled | None:
        """Bring in what is new at an input, a feed for one; return how it went with it.

        `on_item` gets what became of each report once it is stored. What was not done before `stop`
        returned true is done the next time; then None is returned. Stories are not settled by it:
        `archive.settle` does that after several. A `fetcher` can be shared with other polls.
        """
        from quoth.ingest import web  # here: reading files needs nothing of it

        label = reader_label(self.reader.options)
        marks = Marks(self.archive, (address,), anew=False)
        run = ingest.ingest(
            [address],
            options=self.reader.options.ingest,
            checkpoint=marks.where_it_was,
            clock=clock,
            fetcher=fetcher,
        )
        ended = False

        def read() -> Iterator[Report | Rejected | Checkpoint | _Known]:
            nonlocal ended
            items: Iterator[Report | Rejected | Checkpoint | _Known]
            items = self.reader.iter_finish(self._fresh(marks.among(run), label))
            yield from items
            ended = True

        new, reason = 0, None
        for item in self._keep(_until(read(), stop), label, stop, settle=False):
            on_item(item)
            if isinstance(item, Rejected):
                reason = item.reason
            else:
                new += item.outcome != "same"
        if not ended:
            return None
        if (polled := next(iter(run.polled.values()), None)) is not None:
            return polled
        # A file or folder, or what is no address at all.
        failed = reason is not None and not marks.found
        outcome: Literal["read", "unchanged", "failed"]
        outcome = "failed" if failed else "read" if new else "unchanged"
        return web.Polled(address, outcome, new, reason=reason if failed else None)

    def resumes(self, *inputs: str | Path | Report) -> bool:
        """Return whether `ingest` of these inputs was broken off and would go on where it was."""
        return Marks(self.archive, inputs, anew=False).broken_off

    def load(
        self, *paths: str | Path, stop: Callable[[], bool] = lambda: False
    ) -> Iterator[Added | Rejected]:
        """Bring in reports that were read before; nothing is read again.

        That is JSON Lines of `quoth read` or of an export, or a folder that `quoth.ray.read` wrote,
        or a Parquet file of it. Raises InputError for what cannot be opened.
        """
        for label, some in groupby(map(Path, paths), _label):
            yield from self._keep(_until(_read_before(some), stop), label, stop)
            if stop():
                return

    def compare(self, story: str, *, anew: bool = False) -> Comparison:
        """Return the comparison of a story: the stored one, or a new one where that is outdated.

        The new one is stored where the archive is open for writing, with what is new in it
        (`Archive.news`). Raises ComparisonError for a
        story of one report, ArchiveError where there is no such story.
        """
        found = self.archive.story(story)
        if len(found.reports) < 2:
            raise ComparisonError(
                f"{found.id}: is told by one report, {found.reports[0]}; nothing to compare"
            )
        if not anew and (stored := self.stored_comparison(found)) is not None:
            return stored
        reports = [self.archive.report(report) for report in found.reports]
        # They were put into one story, by the program or by the user: that counts here.
        comparison = self.reader.compare(reports, any_story=True)
        if not self.archive.read_only:
            news = entries(found.id, self.archive.comparison(found.id), comparison)
            self.archive.keep_comparison(found.id, comparison, news=news)
        return comparison

    def stored_comparison(self, story: Story) -> Comparison | None:
        """Return the stored comparison of a story, None where there is none of its reports now."""
        if self.archive.outdated(story.id):
            return None
        return self.archive.comparison(story.id)

    def _fresh(
        self, items: Iterable[Report | Rejected | Checkpoint], label: str
    ) -> Iterator[Report | Rejected | Checkpoint | _Known]:
        """Yield what is to be read as it is, and what is known already as such."""
        waiting: list[Report | Rejected | Checkpoint] = []
        since = 0.0
        for item in items:
            since = since if waiting else time.monotonic()
            waiting.append(item)
            if len(waiting) >= _TOGETHER or time.monotonic() - since > _WAIT_S:
                yield from self._looked_up(waiting, label)
                waiting = []
        yield from self._looked_up(waiting, label)

    def _looked_up(
        self, items: list[Report | Rejected | Checkpoint], label: str
    ) -> Iterator[Report | Rejected | Checkpoint | _Known]:
        reports = [item for item in items if isinstance(item, Report)]
        known = iter(self.archive.known(*reports, reader=label) if reports else ())
        for item in items:
            if isinstance(item, Report) and next(known) is not None:
                yield _Known(item)
            else:
                yield item

    def _keep(
        self,
        items: Iterable[Report | Outlined | Rejected | Checkpoint | _Known],
        label: str,
        stop: Callable[[], bool],
        *,
        settle: bool = True,
    ) -> Iterator[Added | Rejected]:
        changed = False
        # A known report goes in unread: the archive sees by its text that it has it.
        given = (item.report if isinstance(item, _Known) else item for item in items)
        for item in self.archive.iter_add(given, reader=label):
            if isinstance(item, Added | Rejected):
                changed = changed or (isinstance(item, Added) and item.outcome != "same")
                yield item
        if changed and settle and not stop():
            self.archive.settle()


def _label(path: Path) -> str:
    """Return what read the reports of a file or folder."""
    return label_of(path) if is_blocks(path) else __version__


def _read_before(paths: Iterable[Path]) -> Iterator[Report | Outlined | Rejected]:
    for path in paths:
        if not is_blocks(path):
            yield from read_reports(path)
            continue
        for item in read_folder(path):
            yield item if isinstance(item, Rejected) else Outlined(item.report, item.outline)


def _told(
    items: Iterable[Kept], run: ingest.Ingest, on_reached: Callable[[ingest.Checkpoint], None]
) -> Iterator[Kept]:
    """Yield items, and tell up to where they are read, at most so often."""
    last = -_TELL_S
    for item in items:
        if time.monotonic() - last >= _TELL_S:
            on_reached(run.checkpoint)
            last = time.monotonic()
        yield item


def _until(items: Iterable[Kept], stop: Callable[[], bool]) -> Iterator[Kept]:
    for item in items:
        yield item
        if stop():
            return
