"""Cities and regions: the tables that places are looked up in, read at the first look.

`places.tsv.gz` and `place_names.tsv.gz` are made from GeoNames by training/tables/places.py, which
tells their columns; `regions.tsv` is our own and is edited by hand.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
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


def _city(line: str) -> City:
    name, country, part, latitude, longitude, population = line.split("\t")
    states = tuple(part.split("|")) if part else ()
    return City(name, country, states, float(latitude), float(longitude), int(population))


def _unpacked(name: str) -> bytes:
    return gzip.decompress(files("quoth.resolve").joinpath("data").joinpath(name).read_bytes())


@lru_cache(maxsize=1)
def _rows() -> tuple[str, ...]:
    return tuple(_unpacked("places.tsv.gz").decode().splitlines()[1:])


@lru_cache(maxsize=1)
def _names() -> bytes:
    """Return the table of names as it is: an index of it would take ten times the memory."""
    return _unpacked("place_names.tsv.gz")


@lru_cache(maxsize=5_000)
def cities_named(name: str) -> tuple[City, ...]:
    """Return the cities that bear a name, in whatever spelling, in the order of the table."""
    key = fold(name)
    for wanted in dict.fromkeys((key, key.replace("'", ""))):
        found = _numbers_of(wanted.encode()) if wanted else ()
        if found:
            return tuple(_city(_rows()[number]) for number in found)
    return ()


def _numbers_of(key: bytes) -> tuple[int, ...]:
    """Return the rows of the cities that are called so, by halving the sorted table."""
    table = _names()
    low, high = 0, len(table)
    while low < high:
        start = table.rfind(b"\n", 0, (low + high) // 2) + 1
        end = table.index(b"\n", start)
        here, _, rows = table[start:end].partition(b"\t")
        if here == key:
            return tuple(map(int, rows.split()))
        if here < key:
            low = end + 1
        else:
            high = start
    return ()


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
