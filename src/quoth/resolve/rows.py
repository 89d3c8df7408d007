"""Rows of the tables under `data/`, and of the folders of tables that a user adds.

A table is a plain text file: tab-separated, a header, `|` between the values of one field. A
folder of the user's may hold files of the same names; their rows come before the program's own,
so that they win where both know a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from quoth.errors import TableError

# The tables, and the columns that a row of each must fill in.
REQUIRED: dict[str, tuple[str, ...]] = {
    "states.tsv": ("iso3", "name", "kind"),
    "localities.tsv": ("iso3", "names"),
    "bodies.tsv": ("name",),
    "armed_groups.tsv": ("name",),
    "companies.tsv": ("name",),
    "agencies.tsv": ("name", "country", "kind"),
    "owners.tsv": ("name", "owner"),
    "offices.tsv": ("of", "office", "holder", "from"),
    "roles.tsv": ("noun", "kind"),
    "agents.tsv": ("noun", "sectors"),
    "given_names.tsv": ("name", "gender"),
    "spellings.tsv": ("kind", "spellings"),
}
SECTORS = frozenset(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE "
    "REL SOC".split()
)
INTERNATIONAL = frozenset(("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"))
_CHOICES: dict[tuple[str, str], frozenset[str]] = {
    ("states.tsv", "kind"): frozenset(("member", "observer", "partial", "dependency", "region")),
    ("roles.tsv", "kind"): frozenset(("person", "group", "body")),
    ("given_names.tsv", "gender"): frozenset(("m", "f")),
    ("spellings.tsv", "kind"): frozenset(("given", "surname", "family_first")),
    ("agencies.tsv", "kind"): frozenset(("agency", "newspaper", "broadcaster", "magazine", "site")),
}
_added: list[Path] = []
_readers: list[Callable[[], None]] = []


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table as mappings from column to value, the user's rows first.

    Raises TableError for a row of a user's table that does not fit, naming file and line.
    """
    own = files("quoth.resolve").joinpath("data").joinpath(name)
    columns = _columns(own) if own.is_file() else _columns(_data("bodies.tsv"))
    for folder in _added:
        path = folder / name
        if path.is_file():
            yield from _checked_rows(path, name, columns)
    if own.is_file():
        for line in own.read_text(encoding="utf-8").splitlines()[1:]:
            if line and not line.startswith("#"):
                yield dict(zip(columns, line.split("\t"), strict=True))


def add_folder(folder: Path) -> None:
    """Take a user's folder of tables up; everything that was read before is read anew.

    Raises TableError where it holds no table or one that does not fit; nothing is taken then.
    """
    if not folder.is_dir():
        raise TableError(f"{folder}: no folder of tables; give a folder with files like bodies.tsv")
    found = [name for name in REQUIRED if (folder / name).is_file()]
    if not found:
        known = ", ".join(REQUIRED)
        raise TableError(f"{folder}: holds none of the tables that may be added to: {known}")
    for name in found:
        own = _data(name)
        columns = _columns(own) if own.is_file() else _columns(_data("bodies.tsv"))
        for _ in _checked_rows(folder / name, name, columns):
            pass
    if folder.resolve() not in _added:
        _added.insert(0, folder.resolve())
        forget()


def remove_folders() -> None:
    """Leave all folders of the user's out again."""
    if _added:
        _added.clear()
        forget()


def forget() -> None:
    """Drop all that was read or worked out from tables, so that it is read anew."""
    for clear in _readers:
        clear()


def on_change(clear: Callable[[], None]) -> None:
    """Have `clear` called when rows are added: what is cached from tables is dropped so."""
    _readers.append(clear)


def values(field: str) -> tuple[str, ...]:
    """Return the values of a field with several."""
    return tuple(value.strip() for value in field.split("|") if value.strip())


def _data(name: str) -> Traversable:
    return files("quoth.resolve").joinpath("data").joinpath(name)


def _columns(table: Traversable) -> list[str]:
    return table.read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r").split("\t")


def _checked_rows(path: Path, name: str, columns: list[str]) -> Iterator[dict[str, str]]:
    """Yield the rows of a user's table; columns may be left out or in another order."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    header = lines[0].split("\t") if lines else []
    unknown = [column for column in header if column not in columns]
    missing = [column for column in REQUIRED[name] if column not in header]
    if unknown or missing:
        what = f"no column {missing[0]}" if missing else f"unknown column {unknown[0]!r}"
        raise TableError(
            f"{path}, line 1: {what}; the columns, parted by tabs, are {' '.join(columns)}"
        )
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) > len(header):
            raise TableError(
                f"{path}, line {number}: {len(fields)} fields, and the header names {len(header)}"
            )
        told = dict(zip(header, (*fields, *[""] * len(header)), strict=False))
        row = {column: told.get(column, "").strip() for column in columns}
        why = _fault(name, row)
        if why:
            raise TableError(f"{path}, line {number}: {why}")
        yield row


def _fault(name: str, row: dict[str, str]) -> str:
    """Return what is wrong with a row, "" where nothing is."""
    for column in REQUIRED[name]:
        if not row[column]:
            return f"{column} is empty"
    for (table, column), allowed in _CHOICES.items():
        if table == name and row[column] not in allowed:
            return f"{column} is {row[column]!r}; it may be {', '.join(sorted(allowed))}"
    for column in ("sector", "sectors"):
        for sector in values(row.get(column, "")):
            if sector not in SECTORS:
                return f"{sector!r} is no sector; sectors are {' '.join(sorted(SECTORS))}"
    code = row.get("code", "")
    if code and code not in INTERNATIONAL:
        return f"code is {code!r}; it may be empty or {', '.join(sorted(INTERNATIONAL))}"
    for column in ("iso3", "country", "under"):
        state = row.get(column, "")
        if state and not (len(state) == 3 and state.isalpha() and state.isupper()):
            return f"{column} is {state!r}; it is three capital letters, ISO 3166-1 alpha-3"
    return _date_fault(row) if name == "offices.tsv" else ""


def _date_fault(row: dict[str, str]) -> str:
    import datetime

    for column in ("from", "until", "checked"):
        if row[column]:
            try:
                datetime.date.fromisoformat(row[column])
            except ValueError:
                return f"{column} is {row[column]!r}; a date is written 2024-06-05"
    return ""
