"""The full text index: SQLite's FTS5 in a file beside the archive, made from the archive alone.

It is brought up to the archive's last reading within the call that stores it. It says which reading
that is, by number and by the chain of hashes that ends there; where the archive has another, the
index is behind, or of another archive, and catches up or is made anew. It can be deleted.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from quoth.archive import tables
from quoth.archive.asking import Asked
from quoth.errors import ArchiveError
from quoth.records import Span

# A new one is made where the number in the file is another.
VERSION = 1
# English words are found in all their forms; accents do not count.
TOKENIZER = "porter unicode61 remove_diacritics 2"
# A match in the title counts as much as five in the text.
WEIGHTS = "5.0, 1.0"
_CHUNK = 500
# Weighing takes 2.5 us a report, so this many take 50 ms. A word that stands in more tells little.
RANKED = 20_000
_SCHEMA = f"""
CREATE TABLE step (version INTEGER, rid INTEGER, chain TEXT);
CREATE TABLE docs (rid INTEGER PRIMARY KEY, report TEXT, current INTEGER, outlet TEXT, moment TEXT);
CREATE INDEX docs_report ON docs (report);
CREATE TABLE countries (country TEXT, rid INTEGER, PRIMARY KEY (country, rid)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (title, text, content='', tokenize='{TOKENIZER}');
CREATE VIRTUAL TABLE told USING fts5 (words, content='', tokenize='{TOKENIZER}');
"""
_NUL = re.compile("[\x00\ud800-\udfff]")
_OPEN, _CLOSE = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class Found:
    """A reading that a query found; `score` is BM25, higher is better."""

    rid: int
    score: float


@dataclass(frozen=True, slots=True)
class Filters:
    """Which reports a search looks at; moments are UTC, `until` is the first moment after."""

    outlet: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    country: str | None = None


class Index:
    """The index of one archive, at `path`; ":memory:" where nothing can be written beside it."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = None

    def close(self) -> None:
        """Let the file go."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def exists(self) -> bool:
        """Return whether there is an index; where there is none, a search makes it."""
        return self.path is None or self.path.exists()

    def step(self) -> tuple[int, str]:
        """Return the number and chain of the last reading in the index; (0, "") for none."""
        row = self._open().execute("SELECT rid, chain FROM step").fetchone()
        return (int(row[0]), str(row[1])) if row else (0, "")

    def in_step(self, archive: duckdb.DuckDBPyConnection) -> bool:
        """Return whether the index has what the archive has."""
        try:
            return self.step() == last_step(archive)
        except sqlite3.Error:
            return False

    def catch_up(self, archive: duckdb.DuckDBPyConnection) -> bool:
        """Take in some of what the archive has more; return whether that is all.

        What does not belong to the archive, or is broken, is made anew. Raises ArchiveError where
        it cannot be written.
        """
        try:
            try:
                fits = self._fits(archive)
            except sqlite3.Error as error:
                if not _is_broken(error):
                    raise
                fits = False
            if not fits:
                self.remove()
            return self._take_in(archive)
        except sqlite3.Error as error:
            self.close()
            raise ArchiveError(
                f"{self.path}: the search index cannot be written ({error}); the archive itself is "
                "whole, and the index is brought up when it is next needed"
            ) from error

    def remove(self) -> None:
        """Delete the index; it is made anew when it is next needed."""
        self.close()
        if self.path is not None:
            for ending in ("", "-wal", "-shm", "-journal"):
                self.path.with_name(self.path.name + ending).unlink(missing_ok=True)

    def find(self, query: Asked, filters: Filters, *, limit: int, offset: int) -> list[Found]:
        """Return readings, best first; of equals the one that came in last first.

        Of more than `RANKED` only those that came in last are weighed; the others follow in the
        order in which they came in, the last first.
        """
        where, values = ["words MATCH ?", "d.current"], [query.match]
        if filters.outlet is not None:
            where.append("d.outlet = ? COLLATE NOCASE")
            values.append(filters.outlet)
        if filters.since is not None:
            where.append("d.moment >= ?")
            values.append(filters.since.isoformat(" "))
        if filters.until is not None:
            where.append("d.moment < ?")
            values.append(filters.until.isoformat(" "))
        if filters.country is not None:
            where.append("EXISTS (SELECT 1 FROM countries c WHERE c.country = ? AND c.rid = d.rid)")
            values.append(filters.country)
        source = f"FROM words JOIN docs d ON d.rid = words.rowid WHERE {' AND '.join(where)}"
        # The first reading that is not weighed: of a common word there may be too many.
        row = (
            self._open()
            .execute(
                f"SELECT words.rowid {source} ORDER BY words.rowid DESC LIMIT 1 OFFSET {RANKED}",
                values,
            )
            .fetchone()
        )
        rest = int(row[0]) if row else 0
        found: list[tuple[int, float]] = []
        if offset < RANKED:
            found = (
                self._open()
                .execute(
                    f"SELECT d.rid, bm25(words, {WEIGHTS}) AS score {source} AND words.rowid > ? "
                    "ORDER BY score, d.rid DESC LIMIT ? OFFSET ?",
                    [*values, rest, limit, offset],
                )
                .fetchall()
            )
        if rest and len(found) < limit:
            found += (
                self._open()
                .execute(
                    f"SELECT d.rid, 0.0 {source} AND words.rowid <= ? "
                    "ORDER BY words.rowid DESC LIMIT ? OFFSET ?",
                    [*values, rest, limit - len(found), max(0, offset - RANKED)],
                )
                .fetchall()
            )
        return [Found(rid, -score) for rid, score in found]

    def statements(self, query: Asked) -> list[int]:
        """Return the numbers (sid) of the statements whose content fits."""
        rows = self._open().execute("SELECT rowid FROM told WHERE told MATCH ?", [query.match])
        return [sid for (sid,) in rows]

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            # Calls come from one thread at a time, but not always from the same one.
            self._connection = sqlite3.connect(
                self.path or ":memory:", check_same_thread=False, isolation_level=None, timeout=10
            )
            self._connection.execute("PRAGMA journal_mode = WAL")
            # What a power cut takes from the index is taken in again from the archive.
            self._connection.execute("PRAGMA synchronous = NORMAL")
            if not self._connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                self._connection.executescript(f"BEGIN;{_SCHEMA}COMMIT;")
        return self._connection

    def _fits(self, archive: duckdb.DuckDBPyConnection) -> bool:
        """Return whether what the index has is the beginning of what the archive has."""
        row = self._open().execute("SELECT version, rid, chain FROM step").fetchone()
        if row is None:
            return True
        version, rid, chain = row
        there = tables.one(archive, "SELECT chain FROM store.reports WHERE rid = ?", [rid])
        return version == VERSION and there is not None and there[0] == chain

    def _take_in(self, archive: duckdb.DuckDBPyConnection) -> bool:
        connection = self._open()
        rows = _readings(archive, self.step()[0])
        if not rows:
            return True
        last = rows[-1]
        with _transaction(connection):
            for row in rows:
                self._add(connection, row)
            connection.executemany(
                "INSERT INTO told (rowid, words) VALUES (?, ?)",
                [(sid, plain(words)) for sid, words in _contents(archive, rows[0].rid, last.rid)],
            )
            connection.execute("DELETE FROM step")
            connection.execute("INSERT INTO step VALUES (?, ?, ?)", [VERSION, last.rid, last.chain])
        return len(rows) < _CHUNK

    def _add(self, connection: sqlite3.Connection, row: _Reading) -> None:
        connection.execute("UPDATE docs SET current = 0 WHERE report = ? AND current", [row.report])
        moment = row.moment.isoformat(" ") if row.moment else None
        connection.execute(
            "INSERT INTO docs VALUES (?, ?, 1, ?, ?)", [row.rid, row.report, row.outlet, moment]
        )
        connection.executemany(
            "INSERT INTO countries VALUES (?, ?)", [(c, row.rid) for c in row.countries]
        )
        connection.execute(
            "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)",
            [row.rid, plain(row.title or ""), plain(row.text)],
        )


@dataclass(frozen=True, slots=True)
class _Reading:
    rid: int
    report: str
    outlet: str | None
    moment: datetime | None
    countries: tuple[str, ...]
    title: str | None
    text: str
    chain: str


def last_step(archive: duckdb.DuckDBPyConnection) -> tuple[int, str]:
    """Return the number and chain of the archive's last reading; (0, "") for none."""
    row = tables.one(archive, "SELECT rid, chain FROM store.reports ORDER BY rid DESC LIMIT 1")
    return (int(row[0]), str(row[1])) if row else (0, "")


def _is_broken(error: sqlite3.Error) -> bool:
    """Return whether an index has to be made anew: it is no database, or not this one."""
    operational = isinstance(error, sqlite3.OperationalError)
    return not operational or str(error).startswith(("no such", "vtable constructor failed"))


def plain(text: str) -> str:
    """Return a text that SQLite takes, with every offset as it was."""
    if text.isascii() and "\x00" not in text:
        return text
    return _NUL.sub("\ufffd", text)


def matches(texts: Sequence[str], query: Asked) -> list[tuple[Span, ...]]:
    """Return where each text says what was asked for, in code points, by the index's own rules."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE VIRTUAL TABLE t USING fts5 (x, tokenize='{TOKENIZER}')")
        clean = [_unmarked(plain(text)) for text in texts]
        connection.executemany(
            "INSERT INTO t (rowid, x) VALUES (?, ?)", list(enumerate(clean, start=1))
        )
        rows = connection.execute(
            "SELECT rowid, highlight(t, 0, ?, ?) FROM t WHERE t MATCH ?",
            [_OPEN, _CLOSE, query.shown],
        )
        found = {rowid: _spans(marked) for rowid, marked in rows}
    return [found.get(number, ()) for number in range(1, len(texts) + 1)]


def _unmarked(text: str) -> str:
    return text.replace(_OPEN, "\ufffd").replace(_CLOSE, "\ufffd")


def _spans(marked: str) -> tuple[Span, ...]:
    """Return where marks stand, counted in the text without them."""
    spans: list[Span] = []
    start = 0
    for number, mark in enumerate(re.finditer(f"[{_OPEN}{_CLOSE}]", marked)):
        at = mark.start() - number
        if mark[0] == _OPEN:
            start = at
        else:
            spans.append(Span(start, at))
    return tuple(spans)


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _readings(archive: duckdb.DuckDBPyConnection, after: int) -> list[_Reading]:
    rows = archive.execute(
        "SELECT rid, report, outlet, moment, countries, title, text, chain FROM store.reports "
        f"WHERE rid > ? ORDER BY rid LIMIT {_CHUNK}",
        [after],
    ).fetchall()
    return [_Reading(a, b, c, d, tuple(e), *rest) for a, b, c, d, e, *rest in rows]


def _contents(archive: duckdb.DuckDBPyConnection, first: int, last: int) -> list[tuple[int, str]]:
    return archive.execute(
        "SELECT sid, words FROM store.statements WHERE rid BETWEEN ? AND ? ORDER BY sid",
        [first, last],
    ).fetchall()
