"""The tables of facts under `data/`: states, bodies, news agencies, offices, roles and names.

Each is a plain text file a person can edit: tab-separated, a header, `|` between the values of
one field, and a source in every row. They are read once, at the first look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Place:
    """A row of states.tsv: a state, a dependency, or a region of a state.

    `kind` is member, observer, partial (recognised by some), dependency or region. `names` begins
    with the common name. A name that ends in "!" holds only as it is spelt, accents included.
    """

    iso3: str
    kind: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    nouns: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[str, ...]

    @property
    def name(self) -> str:
        """The common name."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Body:
    """A row of bodies.tsv, armed_groups.tsv or companies.tsv.

    An international body, a national institution, an armed group, a breakaway authority, a firm or
    an organisation. `code` is PLOVER's international code (IGO, UNO, EUR, NGO, ISM, IMG, MNC) or
    "".
    """

    names: tuple[str, ...]
    code: str
    sector: str | None
    country: str | None

    @property
    def name(self) -> str:
        """The name that the others stand for."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class NewsAgency:
    """A row of agencies.tsv: a news agency or outlet and the state it is at home in.

    `kind` is agency, newspaper, broadcaster, magazine or site; `state` is true where a state owns
    or directs it.
    """

    names: tuple[str, ...]
    country: str
    kind: str
    state: bool

    @property
    def name(self) -> str:
        """The name that the others stand for."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Holding:
    """A row of offices.tsv: who held which office from when to when (ISO 8601 dates).

    `of` is an ISO alpha-3 code or the name of a body. Where `until` is None the holder was in
    office when the row was last `checked`; nothing is known of later days.
    """

    of: str
    office: str
    names: tuple[str, ...]
    gender: str
    start: str
    until: str | None
    checked: str | None

    @property
    def name(self) -> str:
        """The holder's full name."""
        return self.names[0]

    def holds(self, day: str) -> bool:
        """Return whether the office was held on `day` (ISO 8601, or the beginning of it)."""
        end = self.until or self.checked or ""
        return self.start[: len(day)] <= day[:10] and day[:10] <= end[: len(day)]


@dataclass(frozen=True, slots=True)
class Role:
    """A row of roles.tsv: a noun for somebody who may act.

    `kind` is person, group or body; `sector` a PLOVER sector or None; `gender` m, f or "".
    """

    noun: str
    kind: str
    sector: str | None
    gender: str


def _rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table as mappings from column to value."""
    text = files("quoth.resolve").joinpath("data").joinpath(name).read_text(encoding="utf-8")
    header, *lines = text.splitlines()
    columns = header.split("\t")
    for line in lines:
        if line and not line.startswith("#"):
            yield dict(zip(columns, line.split("\t"), strict=True))


def _several(field: str) -> tuple[str, ...]:
    return tuple(value for value in field.split("|") if value)


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """Return the states, dependencies and regions."""
    return tuple(
        Place(
            iso3=row["iso3"],
            kind=row["kind"],
            names=(row["name"], *_several(row["variants"])),
            adjectives=_several(row["adjectives"]),
            nouns=_several(row["nouns"]),
            capitals=_several(row["capitals"]),
            seats=_several(row["seats"]),
        )
        for row in _rows("states.tsv")
    )


@lru_cache(maxsize=1)
def bodies() -> tuple[Body, ...]:
    """Return the bodies, armed groups, firms and organisations."""
    return tuple(
        Body(
            names=(row["name"], *_several(row["variants"])),
            code=row["code"],
            sector=row["sector"] or None,
            country=row["country"] or None,
        )
        for table in ("bodies.tsv", "armed_groups.tsv", "companies.tsv")
        for row in _rows(table)
    )


@lru_cache(maxsize=1)
def agencies() -> tuple[NewsAgency, ...]:
    """Return the news agencies and outlets."""
    return tuple(
        NewsAgency(
            names=(row["name"], *_several(row["variants"])),
            country=row["country"],
            kind=row["kind"],
            state=row["owner"] == "state",
        )
        for row in _rows("agencies.tsv")
    )


@lru_cache(maxsize=1)
def holdings() -> tuple[Holding, ...]:
    """Return who held which office when."""
    return tuple(
        Holding(
            of=row["of"],
            office=row["office"],
            names=_several(row["holder"]),
            gender=row["gender"],
            start=row["from"],
            until=row["until"] or None,
            checked=row["checked"] or None,
        )
        for row in _rows("offices.tsv")
    )


@lru_cache(maxsize=1)
def roles() -> Mapping[str, Role]:
    """Return the role nouns, lower case, by noun."""
    return MappingProxyType(
        {
            row["noun"]: Role(row["noun"], row["kind"], row["sector"] or None, row["gender"])
            for row in _rows("roles.tsv")
        }
    )


@lru_cache(maxsize=1)
def titles() -> Mapping[str, str]:
    """Return what stands before names ("Sen.", "Foreign Minister") and the role it tells.

    Forms of address ("Mr.") tell no role: "".
    """
    found = {title: row["noun"] for row in _rows("roles.tsv") for title in _several(row["titles"])}
    address = ("Mr.", "Mr", "Mrs.", "Mrs", "Ms.", "Ms", "Miss", "Sir", "Dame", "Madam", "Messrs.")
    return MappingProxyType(found | dict.fromkeys(address, ""))


@lru_cache(maxsize=1)
def given_names() -> Mapping[str, str]:
    """Return common given names and whether men (m) or women (f) bear them."""
    return MappingProxyType({row["name"]: row["gender"] for row in _rows("given_names.tsv")})


@lru_cache(maxsize=4)
def spellings(kind: str) -> tuple[tuple[str, ...], ...]:
    """Return sets of names: `given` and `surname` spellings of one name, `family_first`, `common`.

    `family_first` holds family names that stand before the given name, `common` surnames of office
    holders that many others bear (lower case).
    """
    return tuple(
        _several(row["spellings"]) for row in _rows("spellings.tsv") if row["kind"] == kind
    )
