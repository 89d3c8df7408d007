"""Makes a new archive, and brings an older one up to the version of this program."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path

import duckdb

from quoth import __version__
from quoth.archive import schema, tables
from quoth.archive.backing import copy_file
from quoth.archive.files import File
from quoth.errors import ArchiveError, ArchiveVersionError

_BASE = """
CREATE SCHEMA store;
CREATE TABLE store.meta (name VARCHAR, value VARCHAR);
CREATE TABLE store.migrations (version INTEGER, made_at TIMESTAMP, program VARCHAR);
"""


def newest() -> int:
    """Return the version of the tables that this program writes."""
    return schema.MIGRATIONS[-1].version


def version_of(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Return the version of an archive, 0 of an empty file.

    Raises ArchiveError for a database that is none.
    """
    names = connection.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal"
    ).fetchall()
    if not names:
        return 0
    if ("store", "migrations") not in names:
        raise ArchiveError(f"{path}: is a database of another program; name another file")
    row = tables.one(connection, "SELECT max(version) FROM store.migrations")
    return int(row[0]) if row and row[0] is not None else 0


def check_version(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Return the version of an archive that this program can read.

    Raises ArchiveVersionError for one that is newer than the program.
    """
    version = version_of(connection, path)
    if version > newest():
        raise ArchiveVersionError(
            f"{path}: was written by a newer Quoth (archive version {version}, this program knows "
            f"{newest()}); update Quoth to open it"
        )
    return version


def prepare(file: File, now: datetime) -> None:
    """Make the tables of a new archive, or bring an older one up; the views are made anew.

    An older archive is first copied beside itself (`FILE.before-2`); what fails leaves it as it
    was.
    """
    with file.opened() as connection:
        version = check_version(connection, file.path)
        if version == newest():
            return
    if version:
        backup = file.path.with_name(f"{file.path.name}.before-{newest()}")
        copy_file(file, backup, replace=True)
    with file.transaction() as connection:
        if not version:
            connection.execute(_BASE)
            connection.execute(
                "INSERT INTO store.meta VALUES ('archive', ?)", [secrets.token_hex(16)]
            )
        for migration in schema.MIGRATIONS:
            if migration.version > version:
                connection.execute(migration.sql)
                connection.execute(
                    "INSERT INTO store.migrations VALUES (?, ?, ?)",
                    [migration.version, now, __version__],
                )
        for name, select in schema.VIEWS.items():
            connection.execute(f"CREATE OR REPLACE VIEW main.{name} AS {select}")
