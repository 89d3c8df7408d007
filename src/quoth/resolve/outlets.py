"""Outlets by whatever name or address they are called, who owns them, where they are at home."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from quoth.resolve.rows import on_change, read_rows, values
from quoth.resolve.tables import agencies

# Names in capitals that are no longer than this ("FT", "WSJ") mean an outlet only as they are.
CAPITALS = 4


def outlet_name(name: str) -> str | None:
    """Return the usual name of an outlet or news agency, None where no table has it.

    `name` is a name in any case, with "The" or without, or the address of a site.
    """
    found = _index().get(_form(name))
    return found[0] if found else None


def owner_of(name: str) -> str | None:
    """Return who owns an outlet (owners.tsv), None where it is not known."""
    found = _index().get(_form(name))
    return found[1] or None if found else None


def outlet_home(name: str) -> str | None:
    """Return the country (ISO alpha-3) that an outlet or agency is at home in.

    None where no table has it (agencies.tsv): an address or a language says too little.
    """
    return _homes().get(_form(name)) or _homes().get(_form(outlet_name(name) or ""))


@lru_cache(maxsize=1)
def _homes() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for agency in agencies():
        for name in agency.names:
            found.setdefault(_form(name), agency.country)
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def _index() -> Mapping[str, tuple[str, str]]:
    """Return, by form of each name, the usual name and the owner, "" where it is not known."""
    found: dict[str, tuple[str, str]] = {}
    for row in read_rows("owners.tsv"):
        for name in (row["name"], *values(row["variants"])):
            found.setdefault(_form(name), (row["name"], row["owner"]))
    for agency in agencies():
        known = next((found[_form(n)] for n in agency.names if _form(n) in found), None)
        for name in agency.names:
            found.setdefault(_form(name), known or (agency.name, ""))
    return MappingProxyType(found)


def _form(name: str) -> str:
    name = " ".join(name.split())
    if name.isupper() and len(name) <= CAPITALS:
        return name
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    plain = plain.replace("’", "'").removeprefix("https://").removeprefix("http://")
    return plain.removeprefix("www.").removeprefix("the ").rstrip("/")


on_change(_index.cache_clear)
on_change(_homes.cache_clear)
