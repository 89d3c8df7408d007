"""Cities and regions: the tables that places are looked up in, read at the first look.

`places.tsv.gz` is made from GeoNames by training/tables/places.py, which tells its columns;
`regions.tsv` is our own and is edited by hand.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from quoth.resolve.names import fold
from quoth.resolve.tables import places


class City(NamedTuple):
    """A row of places.tsv.gz. `part` are the names of the US state, () elsewhere."""

    name: str
    country: str
    part: tuple[str, ...]
    latitude: float
    longitude: float
    population: int
    keys: tuple[str, ...]


def _city(line: str) -> City:
    name, country, part, latitude, longitude, population, keys = line.split("\t")
    return City(
        name,
        country,
        tuple(part.split("|")) if part else (),
        float(latitude),
        float(longitude),
        int(population),
        tuple(keys.split("|")),
    )


@lru_cache(maxsize=1)
def _table() -> str:
    data = files("quoth.resolve").joinpath("data").joinpath("places.tsv.gz").read_bytes()
    return gzip.decompress(data).decode()


@lru_cache(maxsize=5_000)
def cities_named(name: str) -> tuple[City, ...]:
    """Return the cities that bear a name, in whatever spelling, in the order of the table.

    The table is searched as text: an index would take ten times its size in memory, and a
    report names few places.
    """
    key = fold(name)
    for wanted in dict.fromkeys((key, key.replace("'", ""))):
        found = tuple(_rows_with(wanted)) if wanted and not set(wanted) & set("|\t\n") else ()
        if found:
            return found
    return ()


def _rows_with(key: str) -> Iterator[City]:
    table = _table()
    at = table.find(key)
    while at >= 0:
        end = at + len(key)
        if table[at - 1] in "\t|" and table[end] in "|\n":
            start = table.rindex("\n", 0, at) + 1
            line = table[start : table.index("\n", end)]
            if line.rindex("\t") < at - start:
                yield _city(line)
            end = start + len(line)
        at = table.find(key, end)


@lru_cache(maxsize=1)
def _regions() -> Mapping[str, str]:
    text = files("quoth.resolve").joinpath("data").joinpath("regions.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:])
    return MappingProxyType({name: row[0] for row in rows for name in row[1].split("|")})


def region_country(name: str) -> str | None:
    """Return the country of a region of regions.tsv, None where it is not known."""
    return _regions().get(name)


@lru_cache(maxsize=1)
def us_state_names() -> Mapping[str, str]:
    """Return the names of the United States' states by name and AP abbreviation ("Ill.")."""
    return MappingProxyType(
        {
            name: place.name
            for place in places()
            if place.kind == "region" and place.iso3 == "USA"
            for name in place.names
        }
    )
