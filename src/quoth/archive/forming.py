"""Stories and copies of the archive: who forms them is given in, what comes of it is kept here.

The archive knows no rule of how stories form. It is given a `Forming`, keeps every change with its
time and reason, and can build the former up again from what is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

import duckdb

from quoth.archive import headlines, tables
from quoth.archive.corrections import moved_by, note, of_stories
from quoth.archive.records import Correction
from quoth.records import Report


class Outline(Protocol):
    """What of a report the forming of stories looks at (`quoth.group.outline`)."""

    @property
    def report(self) -> str:
        """The report's id."""

    def to_bytes(self) -> bytes:
        """Return the outline as it is stored."""


class Change(Protocol):
    """A change of stories: `reports` are now in the first of `stories`.

    The other stories are those they came from. `kind` is began, joined, merged, split or moved.
    """

    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def reports(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def stories(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def why(self) -> str: ...  # noqa: D102


class Copy(Protocol):
    """A report whose wording the added one shares, and how much of it (0 to 1)."""

    @property
    def report(self) -> str: ...  # noqa: D102
    @property
    def share(self) -> float: ...  # noqa: D102


class Former(Protocol):
    """Forms stories report by report (`quoth.group.StoryFormer`), from outlines of its own kind."""

    def add(self, outline: Any) -> Change | Sequence[Change]:  # noqa: ANN401
        """Put a report into a story; one that is known already is put anew."""

    def settle(self) -> Sequence[Change]:
        """Look again at the recent stories."""

    def fix(self, correction: Correction) -> Sequence[Change]:
        """Do what a user says, and keep to it."""

    def stories(self) -> Mapping[str, tuple[str, ...]]:
        """Return the reports of each story."""

    def restore(
        self,
        outlines: Iterable[Any],
        stories: Mapping[str, tuple[str, ...]],
        corrections: Sequence[Correction],
    ) -> None:
        """Become what the former was that made these stories."""


@runtime_checkable
class Central(Protocol):
    """A former that knows which report of a story gives it title and lead."""

    def central(self, reports: Sequence[str], titled: Sequence[bool]) -> str:
        """Return one of the reports, the earliest first, with whether each has a title."""


@runtime_checkable
class Resumed(Protocol):
    """A former that keeps between two settlings what is to be looked at again."""

    def resume(self, unsettled: Sequence[str]) -> None:
        """Take up again what `restore` cannot know: the reports, in order, since `settle`."""


class CopyIndex(Protocol):
    """Finds near copies among all reports added before (`quoth.group.CopyIndex`)."""

    def add(self, report_id: str, outline: Any) -> Sequence[Copy]:  # noqa: ANN401
        """Add a report and return what it shares its wording with."""


@dataclass(frozen=True, slots=True)
class Forming:
    """How stories and copies are formed.

    `settle_every`: after so many reports the former looks again at recent stories. It is counted
    over the whole archive, so that a run that was broken off ends as one that was not.
    """

    outline: Callable[[Report], Outline]
    read_outline: Callable[[bytes], Outline]
    former: Callable[[], Former]
    copies: Callable[[], CopyIndex] | None = None
    headline: headlines.Words | None = None
    settle_every: int = 500


@dataclass(frozen=True, slots=True)
class _Row:
    """A change on its way into the tables."""

    kind: str
    reports: tuple[str, ...]
    stories: tuple[str, ...]
    why: str
    maker: str = "program"


@dataclass(slots=True)
class Stories:
    """The stories of one open archive; the former is built up when it is first needed."""

    forming: Forming | None
    _former: Former | None = None
    _copies: CopyIndex | None = None
    _changes: list[_Row] = field(default_factory=list)

    def forget(self) -> None:
        """Drop what is in memory, after a transaction that failed: it may be ahead of the file."""
        self._former = self._copies = None
        self._changes.clear()

    def wake(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Build the former up, where it is not yet, from what is stored before a batch is written.

        A batch replaces current readings; built up afterwards, the former would miss the reports
        that the batch updates.
        """
        if self.forming is not None:
            self._restored(connection)

    def take(
        self,
        connection: duckdb.DuckDBPyConnection,
        outlines: Sequence[tuple[int, Outline]],
        now: datetime,
        made: Mapping[int, headlines.Headline] | None = None,
    ) -> None:
        """Put new readings, each `(rid, outline)`, into stories, within a transaction.

        `made` are their titles and leads, by `rid`.
        """
        if self.forming is None or not outlines:
            return
        former, copies = self._restored(connection)
        found: list[dict[str, object]] = []
        for rid, outline in outlines:
            self._note(former.add(outline))
            for copy in copies.add(outline.report, outline) if copies else ():
                found.append(
                    {"report": outline.report, "copy_of": copy.report, "share": float(copy.share)}
                )
            if rid % self.forming.settle_every == 0:
                self._note(former.settle())
                _mark_settled(connection, rid)
        tables.insert(
            connection,
            "outlines",
            [{"rid": rid, "data": outline.to_bytes()} for rid, outline in outlines],
        )
        tables.insert(
            connection, "copies", [{**row, "kind": "near", "made_at": now} for row in found]
        )
        self.write(connection, now, made)

    def settle(self, connection: duckdb.DuckDBPyConnection, now: datetime) -> None:
        """Have the former look again at recent stories, within a transaction."""
        if self.forming is not None:
            former, _ = self._restored(connection)
            self._note(former.settle())
            _mark_settled(connection, next_number(connection, "reports", "rid") - 1)
            self.write(connection, now)

    def fix(
        self, connection: duckdb.DuckDBPyConnection, correction: Correction, now: datetime
    ) -> None:
        """Do what a user says of stories; where there is no former, to the letter."""
        if self.forming is not None:
            former, _ = self._restored(connection)
            self._note(former.fix(correction), maker="user")
        else:
            self._changes.extend(_to_the_letter(connection, correction))
        first = next_number(connection, "history")
        self.write(connection, now)
        note(connection, correction, history=(first, next_number(connection, "history")))

    def unfix(
        self, connection: duckdb.DuckDBPyConnection, correction: Correction, now: datetime
    ) -> None:
        """Put reports back where they were before a correction, unless they were moved since."""
        self.forget()
        where = {r: s for s, reports in membership(connection).items() for r in reports}
        back: dict[tuple[str, str], list[str]] = {}
        for report, put, before in moved_by(connection, correction):
            if where.get(report) == put and before != put:
                back.setdefault((before, put), []).append(report)
        why = f"correction {correction.number} was taken back"
        self._changes.extend(
            _Row("moved", tuple(reports), stories, why, "user") for stories, reports in back.items()
        )
        self.write(connection, now)

    def anew(self, connection: duckdb.DuckDBPyConnection, now: datetime) -> None:
        """Form all stories again, in the order of arrival and by the user's corrections."""
        if self.forming is None:
            return
        former = self.forming.former()
        former.restore((), {}, of_stories(connection))
        for outline in stored_outlines(connection, self.forming):
            former.add(outline)
        former.settle()
        _mark_settled(connection, next_number(connection, "reports", "rid") - 1)
        was = {r: s for s, reports in membership(connection).items() for r in reports}
        for story, reports in former.stories().items():
            moved = tuple(r for r in reports if was.get(r) != story)
            sources = dict.fromkeys(was[r] for r in moved if r in was)
            if moved:
                why = "all stories were formed again"
                self._changes.append(_Row("moved", moved, (story, *sources), why))
        self._former = former
        self.write(connection, now)

    def write(
        self,
        connection: duckdb.DuckDBPyConnection,
        now: datetime,
        made: Mapping[int, headlines.Headline] | None = None,
    ) -> None:
        """Write the changes that are noted: the history, who is where now, what stories are called.

        `made` are titles and leads of readings, by `rid`, that need not be made again.
        """
        changes, self._changes = self._changes, []
        if not changes:
            return
        number = next_number(connection, "history")
        tables.insert(
            connection,
            "history",
            [
                {
                    "number": number + n,
                    "made_at": now,
                    "kind": change.kind,
                    "reports": list(change.reports),
                    "stories": list(change.stories),
                    "why": change.why,
                    "maker": change.maker,
                }
                for n, change in enumerate(changes)
            ],
        )
        place = {report: c.stories[0] for c in changes for report in c.reports}
        tables.with_rows(
            connection,
            {"report": tables.texts(list(place))},
            "DELETE FROM store.members WHERE report IN (SELECT report FROM given)",
        )
        tables.with_rows(
            connection,
            {
                "report": tables.texts(list(place)),
                "story": tables.texts(list(place.values())),
                "made_at": tables.moments([now] * len(place)),
            },
            "INSERT INTO store.members SELECT r.home, g.report, g.story, g.made_at FROM given g "
            "JOIN store.reports r ON r.report = g.report AND r.current ORDER BY r.home",
        )
        self._call(connection, {story for change in changes for story in change.stories}, made)

    def _call(
        self,
        connection: duckdb.DuckDBPyConnection,
        stories: set[str],
        made: Mapping[int, headlines.Headline] | None,
    ) -> None:
        """Choose title and lead of stories that changed."""
        words = self.forming.headline if self.forming is not None else None
        if words is None or not isinstance(self._former, Central):
            headlines.remove(connection, stories)
            return
        headlines.bring_up(
            connection, stories, choose=self._former.central, words=words, made=made or {}
        )

    def _note(self, changes: Change | Sequence[Change], maker: str = "program") -> None:
        for change in changes if isinstance(changes, Sequence) else (changes,):
            self._changes.append(
                _Row(change.kind, tuple(change.reports), tuple(change.stories), change.why, maker)
            )

    def _restored(self, connection: duckdb.DuckDBPyConnection) -> tuple[Former, CopyIndex | None]:
        """Return the former and the index of copies, built up from what is stored."""
        forming = self.forming
        if forming is None:
            raise AssertionError("called only where stories are formed")
        if self._former is None or (self._copies is None and forming.copies is not None):
            former = forming.former()
            copies = forming.copies() if forming.copies else None
            outlines = stored_outlines(connection, forming)
            for outline in outlines if copies else ():
                copies.add(outline.report, outline) if copies else None
            former.restore(outlines, membership(connection), of_stories(connection))
            if isinstance(former, Resumed):
                former.resume(_unsettled(connection))
            self._former, self._copies = former, copies
        return self._former, self._copies


def stored_outlines(connection: duckdb.DuckDBPyConnection, forming: Forming) -> list[Outline]:
    """Return the outlines of all current readings, in the order in which these came in."""
    rows = connection.execute(
        "SELECT o.data FROM store.outlines o JOIN store.reports r ON r.rid = o.rid AND r.current "
        "ORDER BY o.rid"
    ).fetchall()
    return [forming.read_outline(data) for (data,) in rows]


def membership(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    """Return the reports of each story, in the order in which they came in."""
    rows = connection.execute(
        "SELECT m.story, m.report FROM store.members m "
        "JOIN store.reports r ON r.home = m.home AND r.current ORDER BY r.rid"
    ).fetchall()
    found: dict[str, list[str]] = {}
    for story, report in rows:
        found.setdefault(story, []).append(report)
    return {story: tuple(reports) for story, reports in found.items()}


def _mark_settled(connection: duckdb.DuckDBPyConnection, rid: int) -> None:
    """Remember up to which reading stories are settled."""
    connection.execute("DELETE FROM store.meta WHERE name = 'settled'")
    connection.execute("INSERT INTO store.meta VALUES ('settled', ?)", [str(rid)])


def _unsettled(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the reports that came in since stories were settled, in order."""
    row = tables.one(connection, "SELECT value FROM store.meta WHERE name = 'settled'")
    rows = connection.execute(
        "SELECT r.report FROM store.reports r JOIN store.outlines o ON o.rid = r.rid "
        "WHERE r.current AND r.rid > ? ORDER BY r.rid",
        [int(row[0]) if row else 0],
    ).fetchall()
    return [report for (report,) in rows]


def next_number(connection: duckdb.DuckDBPyConnection, table: str, column: str = "number") -> int:
    """Return the number after the highest one of a table, 1 for the first."""
    row = tables.one(connection, f"SELECT max({column}) FROM store.{table}")
    return int(row[0]) + 1 if row and row[0] is not None else 1


def _to_the_letter(connection: duckdb.DuckDBPyConnection, correction: Correction) -> Iterable[_Row]:
    """Yield the changes that a correction is by itself."""
    where = {r: s for s, reports in membership(connection).items() for r in reports}
    why = correction.note or "by the user"
    if correction.kind == "merge":
        first, *others = correction.stories
        moved = tuple(r for r, s in where.items() if s in others)
        yield _Row("merged", moved, (first, *others), why, "user")
        return
    kind = "moved" if correction.kind == "move" else "split"
    came_from = dict.fromkeys(where[r] for r in correction.reports if r in where)
    target = correction.stories[0]
    sources = tuple(story for story in came_from if story != target)
    yield _Row(kind, correction.reports, (target, *sources), why, "user")
