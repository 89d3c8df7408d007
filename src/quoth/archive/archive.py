"""`Archive`: one file that keeps reports, what was found in them, and the stories they form."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import duckdb

from quoth import __version__
from quoth.archive import (
    backing,
    checking,
    comparisons,
    dumping,
    exporting,
    relating,
    rows,
    store,
    tables,
    watches,
)
from quoth.archive.amending import Amending
from quoth.archive.corrections import in_reports
from quoth.archive.files import LINGER_S
from quoth.archive.forming import Forming, Outline, Stories, membership, next_number
from quoth.archive.opening import WAIT_S, utc_now
from quoth.archive.records import (
    Added,
    Checkpoint,
    Correction,
    CorrectionKind,
    NewsEntry,
    Outlined,
    Problem,
)
from quoth.errors import ArchiveError, InputError
from quoth.records import Comparison, Rejected, Report
from quoth.relate import Side

# Reports that are stored together, in one transaction. More are quicker, and more is lost when the
# program is killed: 256 take about as long to store as one takes to read.
BATCH = 256
# What has been read waits no longer than this for a batch to fill, looked at report by report.
HOLD_S = 2.0
_Item = rows.Prepared | Rejected | Checkpoint


class Archive(Amending):
    """Keeps reports and what was found in them in one file; survives being killed at any moment.

    >>> with quoth.Archive("news.duckdb") as archive:
    ...     archive.add(*reader.read("page.html"))
    ...     archive.search("fisheries talks")

    One process writes, any number read meanwhile (`read_only=True`); each sees the archive as it
    was after a transaction of the writer. `forming` says how stories and copies are formed; without
    it reports are kept without stories. `wait_s` is how long a call waits for the file. Beside the
    file stand `FILE.search`, the index of words, which can be deleted, and `FILE.lock` and
    `FILE.turn`, which are empty.

    Raises ArchiveBusyError where another process writes, ArchiveVersionError where a newer Quoth
    wrote the file, ArchiveError for what is no archive.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        read_only: bool = False,
        forming: Forming | None = None,
        wait_s: float = WAIT_S,
        linger_s: float = LINGER_S,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._stories = Stories(forming)
        self._stamp: tuple[object, ...] = ()
        super().__init__(path, read_only=read_only, wait_s=wait_s, linger_s=linger_s, clock=clock)

    def add(self, *reports: Report) -> list[Added]:
        """Store reports in one transaction: all of them are there afterwards, or none.

        Raises InputError for a report that could not be given back: a span outside its text.
        """
        self._writing()
        return self._store([rows.prepared(report) for report in reports])

    def known(self, *reports: Report, reader: str = __version__) -> list[Added | None]:
        """Return what there is of reports that need not be read again; None for each of the others.

        A report is known by its address or id and its text, where `reader` read it.
        """
        with self._file.opened() as connection:
            return store.known(connection, reports, reader=reader)

    def sides(self, *names: str) -> tuple[Side, ...]:
        """Return who is meant by the names or codes of one actor, or of two, as relations have it.

        Raises QueryError for who does nothing here, and where both are the same.
        """
        with self._file.opened() as connection:
            return relating.sides(connection, *names)

    def state(self) -> tuple[object, ...]:
        """Return what is equal for as long as nothing that relations are made of has changed."""
        with self._file.opened() as connection:
            made = tables.one(connection, "SELECT count(*), max(made_at) FROM store.comparisons")
            return (*store.stamp(connection), *(made or ()))

    def iter_add(
        self,
        items: Iterable[Report | Outlined | Rejected | Checkpoint],
        *,
        batch: int = BATCH,
        reader: str = __version__,
    ) -> Iterator[Added | Rejected | Checkpoint]:
        """Store what comes in, some at a time, and yield each item once it is confirmed.

        Nothing is stored that is not iterated over. A report that could not be given back (a span
        outside its text) is rejected alone. Where the items break off with an error, what
        came before it is stored. `reader` is the version of Quoth that read the reports.
        """
        self._writing()
        waiting: list[_Item] = []
        since = 0.0
        try:
            for item in map(_fit, items):
                since = since if waiting else time.monotonic()
                waiting.append(item)
                if len(waiting) >= batch or time.monotonic() - since > HOLD_S:
                    ready, waiting = waiting, []
                    yield from self._store_all(ready, reader)
        except GeneratorExit:
            raise
        except BaseException:
            if waiting:
                self._store(waiting, reader=reader)
            raise
        if waiting:
            yield from self._store_all(waiting, reader)

    def form(self, *, anew: bool = False) -> int:
        """Put the reports that have no story yet into stories; return how many these were.

        With `anew` all stories are formed again, by the user's corrections; the history is kept.
        """
        self._writing()
        formed = 0
        with self._undone():
            while found := self._unformed():
                made = [(rid, self._outline(report)) for rid, report in found]
                with self._file.transaction() as connection:
                    self._stories.take(connection, made, self._clock())
                formed += len(found)
            if anew:
                with self._file.transaction() as connection:
                    self._stories.anew(connection, self._clock())
        return formed

    def settle(self) -> None:
        """Have the recent stories looked at again, at the end of an ingest."""
        self._writing()
        with self._undone(), self._file.transaction() as connection:
            self._stories.settle(connection, self._clock())

    def move(self, *reports: str, to: str, note: str = "", maker: str = "") -> None:
        """Say that reports belong to a story; `maker` is who says it."""
        self._correct("move", reports, (to,), note, maker)

    def merge(self, *stories: str, note: str = "", maker: str = "") -> None:
        """Say that stories are one; the first id stays."""
        self._correct("merge", (), stories, note, maker)

    def split(self, *reports: str, note: str = "", maker: str = "") -> str:
        """Say that reports are a story of their own; return its id."""
        with self._file.opened() as connection:
            taken = membership(connection).keys()
        name, number = (reports[0] if reports else ""), 1
        while name in taken:
            number += 1
            name = f"{reports[0]}-{number}"
        self._correct("split", reports, (name,), note, maker)
        with self._file.opened() as connection:
            return next((s for s, r in membership(connection).items() if reports[0] in r), name)

    def keep_comparison(
        self, story: str, comparison: Comparison, *, news: Sequence[NewsEntry] = ()
    ) -> None:
        """Store the comparison of a story instead of the one before, with what is new in it."""
        self._writing()
        now = self._clock()
        with self._file.transaction() as connection:
            comparisons.store(connection, story, comparison, now)
            watches.add_news(connection, news, now)

    def keep_watch(
        self,
        watch: str,
        parts: Mapping[str, str],
        *,
        matches: Mapping[str, str] = MappingProxyType({}),
    ) -> int:
        """Note where a watch stands, and what it has to tell; return how much of that is new.

        `parts` are kept as they are, those not named stay. `matches` are JSON by id; what has an id
        that is there is there already.
        """
        self._writing()
        with self._file.transaction() as connection:
            added = watches.add_matches(connection, watch, matches, self._clock())
            watches.keep_parts(connection, watch, parts)
        return added

    def let_go(self) -> None:
        """Let others write until `take_again`; what was learned of stories stays in memory."""
        self._writing()
        with self._file.opened() as connection:
            self._stamp = store.stamp(connection)
        self._file.close()
        self._index.close()
        self._lease.give_back()

    def take_again(self) -> None:
        """Write again after `let_go`.

        Raises ArchiveBusyError where another program writes, ArchiveError where the file is gone.
        """
        if not self.path.is_file():
            raise ArchiveError(f"{self.path}: there is no such archive any more")
        self._hold()
        try:
            with self._file.opened() as connection:
                same = store.stamp(connection) == self._stamp
        except BaseException:
            self._lease.give_back()
            raise
        if not same:
            self._stories.forget()

    def check(self) -> list[Problem]:
        """Look through the whole archive; return what is wrong with it, nothing where all is well.

        `checking` says what is looked at. It takes about a minute for 30,000 reports.
        """
        with self._file.opened() as connection:
            return list(checking.check(connection, self._index))

    def compact(self) -> tuple[int, int]:
        """Write the file anew without what changes left behind; return its bytes before and after.

        Needs room for a second copy beside it.
        """
        self._writing()
        return backing.compact(self._file)

    def backup(self, path: str | Path, *, overwrite: bool = False) -> None:
        """Copy the archive, as it is after the last transaction, to a file."""
        backing.copy_file(self._file, Path(path), replace=overwrite)

    def export(self, path: str | Path, form: str, *, overwrite: bool = False) -> None:
        """Write what is in the archive to a file, for csv and parquet to a folder.

        Forms: csv, parquet (a file a view), jsonl (whole reports), jsonld (every fact as a Web
        Annotation), polecat (events), ninjs (stories), corrections (what the
        program said and what users said, as labelled data).
        """
        exporting.export(self._file, Path(path), form, overwrite=overwrite)

    def dump(self) -> list[str]:
        """Return all that is stored, but for times, as lines of text: equal for equal content."""
        with self._file.opened() as connection:
            return list(dumping.dump(connection))

    def _store_all(
        self, items: Sequence[_Item], reader: str
    ) -> Iterator[Added | Rejected | Checkpoint]:
        added = iter(self._store(items, reader=reader))
        for item in items:
            yield next(added) if isinstance(item, rows.Prepared) else item

    def _store(self, items: Sequence[_Item], *, reader: str = __version__) -> list[Added]:
        """Store items in one transaction and bring up the index; return what came of reports."""
        batch = [item for item in items if isinstance(item, rows.Prepared)]
        now = self._clock()
        with self._undone():
            with self._file.opened() as connection:
                found = store.sort(connection, batch, reader=reader)
            # Vectors are computed while the file is free for readers; nobody else writes.
            outlines = store.outlines(self._stories, found.incoming)
            titles = store.headlines(self._stories, found.incoming)
            with self._file.opened():  # until the index is in step, too
                with self._file.transaction() as connection:
                    if found.incoming:
                        self._stories.wake(connection)
                    store.write(connection, found.incoming, now)
                    self._stories.take(connection, outlines, now, titles)
                    store.reject(connection, [i for i in items if isinstance(i, Rejected)], now)
                    store.mark(connection, [i for i in items if isinstance(i, Checkpoint)], now)
                    added = store.with_stories(connection, found.added)
                if found.incoming:
                    self._catch_up_index(connection)
        return added

    def _catch_up_index(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Bring the index in step; what is stored is confirmed, whatever becomes of the index."""
        with contextlib.suppress(ArchiveError):
            while not self._index.catch_up(connection):
                pass

    @contextlib.contextmanager
    def _undone(self) -> Iterator[None]:
        """Forget what the former learned in a transaction that failed."""
        try:
            yield
        except BaseException:
            self._stories.forget()
            raise

    def _unformed(self) -> list[tuple[int, Report]]:
        if self._stories.forming is None:
            return []
        with self._file.opened() as connection:
            found = connection.execute(
                "SELECT r.rid, r.data FROM store.reports r ANTI JOIN store.outlines o "
                "ON o.rid = r.rid WHERE r.current ORDER BY r.rid LIMIT ?",
                [BATCH],
            ).fetchall()
        return [(rid, rows.stored_report(data)) for rid, data in found]

    def _outline(self, report: Report) -> Outline:
        forming = self._stories.forming
        if forming is None:
            raise AssertionError("called only where stories are formed")
        return forming.outline(report)

    def _correct(
        self,
        kind: CorrectionKind,
        reports: Sequence[str],
        stories: Sequence[str],
        note: str,
        maker: str,
    ) -> None:
        self._writing()
        if kind == "merge" and len(set(stories)) < 2:
            raise ArchiveError("to merge takes two stories at least")
        if kind != "merge" and not reports:
            raise ArchiveError(f"to {kind} takes a report at least; name its id")
        now = self._clock()
        with self._undone(), self._file.transaction() as connection:
            there = membership(connection)
            known = {report for members in there.values() for report in members}
            for report in reports:
                if report not in known:
                    raise ArchiveError(f"{report}: there is no such report in a story")
            for story in stories if kind != "split" else ():
                if story not in there:
                    raise ArchiveError(f"{story}: there is no such story")
            number = next_number(connection, "corrections")
            correction = Correction(number, now, kind, tuple(reports), tuple(stories), note)
            together, apart = in_reports(correction, there)
            correction = replace(
                correction, together=together, apart=apart, maker=maker,
                was={"stories": _places(there, (*correction.reports, *together))},
            )  # fmt: skip
            self._stories.fix(connection, correction, now)


def _places(stories: Mapping[str, tuple[str, ...]], reports: Iterable[str]) -> dict[str, str]:
    """Return the story of each of some reports."""
    wanted = set(reports)
    return {r: story for story, members in stories.items() for r in members if r in wanted}


def _fit(item: Report | Outlined | Rejected | Checkpoint) -> _Item:
    """Return an item ready to be stored, or in place of a report that cannot be kept why not."""
    if isinstance(item, Rejected | Checkpoint):
        return item
    one = item if isinstance(item, Outlined) else Outlined(item)
    try:
        return rows.prepared(one.report, one.outline)
    except InputError as error:
        return Rejected(one.report.id, "archive", error.reason)
