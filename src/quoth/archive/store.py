"""Brings reports in: what is there already, what is new, what is another version; then writes it.

What counts as the same report: the same address (http or https), else the same id where not both
have an address. A text that any version of the report has changes nothing, so that an input read
again, even an old one, leaves the archive as it was.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

import duckdb

from quoth.archive import crediting, rows, tables
from quoth.archive.correcting import corrected
from quoth.archive.corrections import standing
from quoth.archive.forming import Forming, Outline, Stories
from quoth.archive.headlines import Headline
from quoth.archive.records import Added, Checkpoint, Correction, Outcome
from quoth.errors import OutlineError
from quoth.records import Rejected, Report

# The tables that hold what was found in a report, and how each gets its rows.
LAYERS: dict[str, Callable[[int, Report], Iterable[rows.Row]]] = {
    "actors": rows.actor_rows,
    "mentions": rows.mention_rows,
    "statements": rows.statement_rows,
    "events": rows.event_rows,
    "parties": rows.party_rows,
}


@dataclass(frozen=True, slots=True)
class _Known:
    """A reading that is there, or that comes with the same batch."""

    rid: int
    home: int
    report: str
    version: int
    reading: int
    url: str | None
    text_hash: str
    reader: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A report that is to be written, with its place in the archive."""

    rid: int
    home: int
    version: int
    reading: int
    outcome: Outcome
    prepared: rows.Prepared
    replaces: int | None  # the rid of the reading that counted until now
    reader: str
    corrected: bool = False  # what users corrected is done in it


@dataclass(frozen=True, slots=True)
class Sorted:
    """A batch looked through: what is to be written, and what comes of each report, in order."""

    incoming: tuple[Incoming, ...]
    added: tuple[Added, ...]


class _Shelf:
    """What the archive has of the reports of a batch, and what the batch adds to it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, reports: Sequence[Report]) -> None:
        self._connection = connection
        self._by_report: dict[str, list[_Known]] = {}
        self._by_url: dict[str, str] = {}
        self._looked: set[str] = set()
        self._look([r.id for r in reports], [r.url for r in reports if address(r.url)])
        row = tables.one(connection, "SELECT coalesce(max(rid), 0) FROM store.reports")
        self.next_rid = (int(row[0]) if row else 0) + 1

    def home(self, report: Report) -> tuple[str, list[_Known]]:
        """Return the id that a report has in the archive, and its readings so far."""
        url = address(report.url)
        if url and url in self._by_url:
            known = self._by_url[url]
            return known, self._by_report[known]
        given = rows.storable(report.id) or ""
        name, number = given, 1
        while self._stranger(name, url):
            number += 1
            name = f"{given}-{number}"
        return name, self._by_report.setdefault(name, [])

    def keep(self, known: _Known) -> None:
        """Remember a reading that the batch adds."""
        self._by_report.setdefault(known.report, []).append(known)
        if url := address(known.url):
            self._by_url[url] = known.report

    def _stranger(self, name: str, url: str | None) -> bool:
        """Return whether an id belongs to a report of another address."""
        self._look([name], [])
        taken = {address(known.url) for known in self._by_report.get(name, ())} - {None}
        return bool(url and taken and url not in taken)

    def _look(self, ids: Sequence[str], urls: Sequence[str | None]) -> None:
        new = [i for i in dict.fromkeys(ids) if i not in self._looked]
        if not new and not urls:
            return
        self._looked.update(new)
        found = tables.with_rows(
            self._connection,
            {
                "report": tables.texts([*new, *[None] * len(urls)]),
                "url": tables.texts([*[None] * len(new), *urls]),
            },
            "SELECT rid, home, report, version, reading, url, text_hash, reader FROM store.reports "
            "WHERE report IN (SELECT report FROM store.reports WHERE url IN "
            "(SELECT url FROM given WHERE url IS NOT NULL)) "
            "OR report IN (SELECT report FROM given WHERE report IS NOT NULL) ORDER BY rid",
        )
        have = {known.rid for readings in self._by_report.values() for known in readings}
        for row in found:
            known = _Known(*row)
            if known.rid not in have:
                self.keep(known)
                self._looked.add(known.report)


def address(url: str | None) -> str | None:
    """Return an address that tells reports apart, None for what is none."""
    return url if url and url.startswith(("http://", "https://")) else None


def sort(
    connection: duckdb.DuckDBPyConnection, batch: Sequence[rows.Prepared], *, reader: str
) -> Sorted:
    """Look a batch through, in order; writes nothing. `reader` is the version that read it.

    A report that users have corrected comes in twice: as it was read, and corrected.
    """
    said = _said(connection)
    shelf = _Shelf(connection, [one.report for one in batch])
    incoming: list[Incoming] = []
    added: list[Added] = []
    pending: dict[int, str] = {}
    for one in batch:
        name, readings = shelf.home(one.report)
        if name != one.report.id:
            one = rows.prepared(replace(one.report, id=name))  # noqa: PLW2901
        same = [k for k in readings if k.text_hash == one.text_hash]
        last = readings[-1] if readings else None
        if same and not _read_anew(connection, same[-1], last, one, reader, pending):
            added.append(Added(name, same[-1].version, "same"))
            continue
        version = same[-1].version if same else (last.version + 1 if last else 1)
        reading = same[-1].reading + 1 if same else 1
        outcome: Outcome = "reread" if same else ("updated" if last else "new")
        rid, shelf.next_rid = shelf.next_rid, shelf.next_rid + 1
        url = one.report.url
        home = last.home if last else rid
        shelf.keep(_Known(rid, home, name, version, reading, url, one.text_hash, reader))
        pending[rid] = one.data
        incoming.append(
            Incoming(rid, home, version, reading, outcome, one, last.rid if last else None, reader)
        )
        if (fixed := _fixed(incoming[-1], said.get(name, ()), shelf.next_rid)) is not None:
            shelf.next_rid += 1
            shelf.keep(
                _Known(fixed.rid, home, name, version, fixed.reading, url, one.text_hash, reader)
            )
            pending[fixed.rid] = fixed.prepared.data
            incoming.append(fixed)
        added.append(Added(name, version, outcome))
    return Sorted(tuple(incoming), tuple(added))


def _said(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Correction]]:
    """Return the standing corrections of what was found in reports, by report."""
    said: dict[str, list[Correction]] = {}
    for one in standing(connection):
        for report in one.reports if one.kind in ("actor", "statement") else ():
            said.setdefault(report, []).append(one)
    return said


def _fixed(base: Incoming, said: Sequence[Correction], rid: int) -> Incoming | None:
    """Return a further reading with the corrections done, None where they change nothing."""
    report = corrected(base.prepared.report, said)
    if report == base.prepared.report:
        return None
    return replace(
        base, rid=rid, reading=base.reading + 1, prepared=rows.prepared(report), replaces=base.rid,
        corrected=True,
    )  # fmt: skip


def correct(
    connection: duckdb.DuckDBPyConnection,
    report: str,
    corrections: Sequence[Correction],
    now: datetime,
) -> None:
    """Make the current version of a report what its standing corrections leave of its reading.

    Writes a further reading, within a transaction; none where that changes nothing.
    """
    current = tables.one(
        connection,
        "SELECT rid, home, version, reading, reader, data FROM store.reports "
        "WHERE report = ? AND current",
        [report],
    )
    if current is None:
        return
    rid, home, version, reading, reader, data = current
    base = tables.one(
        connection,
        "SELECT data FROM store.reports WHERE report = ? AND version = ? "
        "AND NOT coalesce(corrected, false) ORDER BY rid DESC LIMIT 1",
        [report, version],
    )
    plain = rows.stored_report(base[0] if base else data)
    said = [one for one in corrections if report in one.reports]
    fixed = corrected(plain, said)
    prepared = rows.prepared(fixed)
    if rows.unpacked(data) == prepared.data:
        return
    row = tables.one(connection, "SELECT max(rid) FROM store.reports")
    new = int(row[0]) + 1 if row else 1
    write(
        connection,
        [
            Incoming(
                new, home, version, reading + 1, "reread", prepared, rid, reader,
                corrected=fixed != plain,
            )
        ],
        now,
    )  # fmt: skip
    # Stories are formed of what was read: the outline stays, and so does the place in a story.
    connection.execute(
        "INSERT INTO store.outlines SELECT ?, data FROM store.outlines WHERE rid = ?", [new, rid]
    )


def known(
    connection: duckdb.DuckDBPyConnection, reports: Sequence[Report], *, reader: str
) -> list[Added | None]:
    """Return, for each report, what bringing it in would come to if that is nothing; else None.

    Looks at texts only, so the reports need not be read. `reader` is who would read them.
    """
    shelf = _Shelf(connection, reports)
    found: list[Added | None] = []
    for report in reports:
        name, readings = shelf.home(report)
        text_hash = rows.text_hash(report)
        same = next((k for k in reversed(readings) if k.text_hash == text_hash), None)
        # The current text that another program read is worth reading again.
        if same is None or (same.rid == readings[-1].rid and same.reader != reader):
            found.append(None)
        else:
            found.append(Added(name, same.version, "same"))
    return found


def _read_anew(
    connection: duckdb.DuckDBPyConnection,
    known: _Known,
    last: _Known | None,
    one: rows.Prepared,
    reader: str,
    pending: dict[int, str],
) -> bool:
    """Return whether this is another program's reading of the current text, and differs."""
    if last is None or known.rid != last.rid or known.reader == reader:
        return False
    if known.rid in pending:
        return pending[known.rid] != one.data
    found = tables.one(connection, "SELECT data FROM store.reports WHERE rid = ?", [known.rid])
    return found is None or rows.unpacked(found[0]) != one.data


def write(
    connection: duckdb.DuckDBPyConnection, incoming: Sequence[Incoming], now: datetime
) -> None:
    """Write readings to all tables, within a transaction."""
    if not incoming:
        return
    replaced = [one.replaces for one in incoming if one.replaces is not None]
    chain = last_chain(connection)
    found: list[rows.Row] = []
    for one in incoming:
        chain = link(
            chain, one.prepared.report.id, one.version, one.reading, one.prepared.text_hash
        )
        found.append(
            {
                **rows.report_row(one.prepared),
                "rid": one.rid,
                "home": one.home,
                "version": one.version,
                "reading": one.reading,
                "current": one.rid not in replaced,
                "corrected": one.corrected,
                "reader": one.reader,
                "added": now,
                "chain": chain,
                "data": rows.packed(one.prepared.data),
            }
        )
    tables.insert(connection, "reports", found)
    if replaced:
        tables.with_rows(
            connection,
            {"rid": tables.numbers(replaced)},
            "UPDATE store.reports SET current = false "
            "WHERE current AND rid IN (SELECT rid FROM given)",
        )
    for table, made in LAYERS.items():
        tables.insert(
            connection,
            table,
            [row for one in incoming for row in made(one.rid, one.prepared.report)],
        )
    tables.insert(
        connection,
        "credits",
        [crediting.row(one.rid, one.prepared.report) for one in incoming],
    )


def last_chain(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the chain of the last reading: a hash over all that came in, in order."""
    row = tables.one(connection, "SELECT chain FROM store.reports ORDER BY rid DESC LIMIT 1")
    return str(row[0]) if row else ""


def stamp(connection: duckdb.DuckDBPyConnection) -> tuple[object, ...]:
    """Return what differs where reports, stories or corrections do."""
    row = tables.one(
        connection,
        "SELECT (SELECT max(rid) FROM store.reports), (SELECT max(number) FROM store.history), "
        "(SELECT max(number) FROM store.corrections), "
        "(SELECT any_value(value) FROM store.meta WHERE name = 'settled'), "
        "(SELECT any_value(value) FROM store.meta WHERE name = 'archive')",
    )
    return (*(row or ()), last_chain(connection))


def link(chain: str, report: str, version: int, reading: int, text_hash: str) -> str:
    """Return the chain after one more reading."""
    told = "\0".join((chain, rows.storable(report) or "", str(version), str(reading), text_hash))
    return blake2b(told.encode("utf-8"), digest_size=16).hexdigest()


def outlines(stories: Stories, incoming: Sequence[Incoming]) -> list[tuple[int, Outline]]:
    """Return the outlines of readings: here vectors are computed, while the file is free."""
    if stories.forming is None:
        return []
    # Of a reading that comes in as it is and corrected, only the last counts.
    replaced = {one.replaces for one in incoming if one.corrected}
    return [
        (one.rid, _outline(stories.forming, one.prepared))
        for one in incoming
        if one.rid not in replaced
    ]


def _outline(forming: Forming, one: rows.Prepared) -> Outline:
    """Return the outline that came with a report, a new one where none fits."""
    if one.outline is not None:
        with contextlib.suppress(OutlineError):
            made = forming.read_outline(one.outline)
            if made.report == one.report.id:
                return made
    return forming.outline(one.report)


def headlines(stories: Stories, incoming: Sequence[Incoming]) -> dict[int, Headline]:
    """Return title and lead of readings, by `rid`, while the file is free."""
    words = stories.forming.headline if stories.forming is not None else None
    return {one.rid: words(one.prepared.report) for one in incoming} if words is not None else {}


def with_stories(connection: duckdb.DuckDBPyConnection, added: Sequence[Added]) -> list[Added]:
    """Return what came of reports with the stories that they are in now."""
    found = tables.with_rows(
        connection,
        {"report": tables.texts([one.report for one in added])},
        "SELECT report, story FROM store.members WHERE report IN (SELECT report FROM given)",
    )
    where = dict(found)
    return [replace(one, story=where.get(one.report)) for one in added]


def reject(
    connection: duckdb.DuckDBPyConnection, rejected: Sequence[Rejected], now: datetime
) -> None:
    """Count what was left out: a row for each name, stage and reason."""
    times: dict[tuple[str, str, str], int] = {}
    for one in rejected:
        parts = tuple(rows.storable(p) or "" for p in (one.report_id, one.stage, one.reason))
        name, stage, reason = parts
        times[name, stage, reason] = times.get((name, stage, reason), 0) + 1
    for (name, stage, reason), count in times.items():
        changed = tables.one(
            connection,
            "UPDATE store.rejected SET times = times + ?, last_at = ? "
            "WHERE name = ? AND stage = ? AND reason = ? RETURNING times",
            [count, now, name, stage, reason],
        )
        if changed is None:
            connection.execute(
                "INSERT INTO store.rejected VALUES (?, ?, ?, ?, ?, ?)",
                [name, stage, reason, count, now, now],
            )


def mark(
    connection: duckdb.DuckDBPyConnection, checkpoints: Sequence[Checkpoint], now: datetime
) -> None:
    """Store how far inputs have been brought in; of one input the last counts."""
    for one in {c.input: c for c in checkpoints}.values():
        connection.execute("DELETE FROM store.checkpoints WHERE input = ?", [one.input])
        connection.execute(
            "INSERT INTO store.checkpoints VALUES (?, ?, ?, ?)",
            [one.input, one.position, one.finished, now],
        )
