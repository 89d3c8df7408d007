"""Copies of an archive: a backup to the byte, and a compact copy that takes its place."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

import duckdb

from quoth.archive import schema
from quoth.archive.files import File
from quoth.errors import ArchiveError


def copy_file(file: File, target: Path, *, replace: bool = False) -> None:
    """Copy an archive's file to `target`, whole or not at all, while nobody writes to it.

    Raises ArchiveError where `target` is there already, unless it may be replaced.
    """
    if target.exists() and not replace:
        raise ArchiveError(f"{target}: is there already; name a file that is not")
    if not target.parent.is_dir():
        raise ArchiveError(f"{target}: there is no folder {target.parent}; make it first")
    with file.opened() as connection:  # as long as it is open here, nobody else writes to it
        if file.writes:
            connection.execute("CHECKPOINT")
        wal = file.path.with_name(file.path.name + ".wal")
        if wal.exists() and wal.stat().st_size:
            # A reader cannot write the log into the file; the copy is made through the tables.
            _copy_tables(connection, target)
            return
        # A system drops a process's locks on a file when the process closes it anywhere, so nothing
        # of ours may have it open for writing then, nor go on reading it. Other writers are kept
        # out by their own lock while we write, by this file's while we only read.
        if file.writes:
            file.let_go()
        _copy(file.path, target)
        file.let_go()


def _copy(source: Path, target: Path) -> None:
    temporary: Path | None = None
    try:
        temporary = beside(target)
        shutil.copy(source, temporary)
        _sync(temporary)
        temporary.replace(target)
    except OSError as error:
        raise unwritten(target, error) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def unwritten(path: Path, error: OSError) -> ArchiveError:
    """Return what went wrong in writing a file that is not the archive's own."""
    return ArchiveError(f"{path}: cannot be written ({(error.strerror or str(error)).lower()})")


def compact(file: File) -> tuple[int, int]:
    """Write the archive anew without what changes left; return its bytes before and after.

    The new file takes the old one's place in one step; until then the old one stands. Takes up to
    the archive's size on the disk beside it.
    """
    with file.opened() as connection:
        connection.execute("CHECKPOINT")
        before = file.path.stat().st_size
        temporary = beside(file.path)
        try:
            _copy_tables(connection, temporary)
            file.let_go()
            temporary.replace(file.path)
            _sync(file.path.parent)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    return before, file.path.stat().st_size


def _copy_tables(connection: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Write all tables and views, each in its order, to a new file."""
    temporary = beside(target)
    temporary.unlink(missing_ok=True)  # DuckDB makes the file itself
    try:
        with contextlib.closing(duckdb.connect(str(temporary))) as new:
            new.execute("SET enable_progress_bar = false")
            new.execute("CREATE SCHEMA store")
            tables = connection.execute(
                "SELECT table_name, sql FROM duckdb_tables() WHERE schema_name = 'store' "
                "ORDER BY table_name"
            ).fetchall()
            for name, sql in tables:
                new.execute(sql)
                order = schema.ORDERS.get(name)
                rows_of_table = connection.sql(
                    f"SELECT * FROM store.{name}" + (f" ORDER BY {order}" if order else "")
                )
                new.register("rows_of_table", rows_of_table.to_arrow_reader(2_000))
                new.execute(f"INSERT INTO store.{name} SELECT * FROM rows_of_table")
                new.unregister("rows_of_table")
            for name, select in schema.VIEWS.items():
                new.execute(f"CREATE VIEW main.{name} AS {select}")
            new.execute("CHECKPOINT")
        _sync(temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
        temporary.with_name(temporary.name + ".wal").unlink(missing_ok=True)


def beside(path: Path) -> Path:
    """Make an empty file in the folder of another, to take its place later."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    os.close(descriptor)
    return Path(name)


def _sync(path: Path) -> None:
    """Have the system write a file (or a folder's names) to the disk before going on."""
    with contextlib.suppress(PermissionError):  # Windows opens no folder
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
