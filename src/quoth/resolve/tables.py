"""The tables of facts under `data/`: states, bodies, news agencies, offices, roles and names.

Each is a plain text file a person can edit: tab-separated, a header, `|` between the values of
one field, and a source in every row. They are read once, at the first look (`rows`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from quoth.resolve.rows import on_change, read_rows, values


@dataclass(frozen=True, slots=True)
class Place:
    """A row of states.tsv: a state, a dependency, or a region of a state.

    `kind` is member, observer, partial (recognised by some), dependency or region. `names` begins
    with the common name. A name that ends in "!" holds only as it is spelt, accents included.
    `under` is the state that a dependency belongs to, or that claims a breakaway region; `sectors`
    is PRE for what only some recognise. States that are no more are regions of what followed them.
    """

    iso3: str
    kind: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    nouns: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[str, ...]
    under: str = ""
    sectors: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The country of whoever acts for it, as PLOVER has it."""
        return self.under or self.iso3

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
    sectors: tuple[str, ...]
    country: str | None

    @property
    def sector(self) -> str | None:
        """The primary sector."""
        return self.sectors[0] if self.sectors else None

    @property
    def place(self) -> str | None:
        """The country to give it: an armed group's home before IMG, else the code first."""
        if self.code == "IMG":
            return self.country or self.code
        return self.code or self.country

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


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """Return the states, dependencies and regions."""
    return tuple(
        Place(
            iso3=row["iso3"],
            kind=row["kind"],
            names=(row["name"], *values(row["variants"])),
            adjectives=values(row["adjectives"]),
            nouns=values(row["nouns"]),
            capitals=values(row["capitals"]),
            seats=values(row["seats"]),
            under=row["under"],
            sectors=values(row["sectors"]),
        )
        for row in read_rows("states.tsv")
    )


@lru_cache(maxsize=1)
def bodies() -> tuple[Body, ...]:
    """Return the bodies, armed groups and companies; of two rows for a name the first counts."""
    return tuple(
        Body(
            names=(row["name"], *values(row["variants"])),
            code=row["code"],
            sectors=values(row["sector"]),
            country=row["country"] or None,
        )
        for table in ("bodies.tsv", "armed_groups.tsv", "companies.tsv")
        for row in read_rows(table)
    )


@lru_cache(maxsize=1)
def agencies() -> tuple[NewsAgency, ...]:
    """Return the news agencies and outlets."""
    return tuple(
        NewsAgency(
            names=(row["name"], *values(row["variants"])),
            country=row["country"],
            kind=row["kind"],
            state=row["owner"] == "state",
        )
        for row in read_rows("agencies.tsv")
    )


@lru_cache(maxsize=1)
def holdings() -> tuple[Holding, ...]:
    """Return who held which office when."""
    return tuple(
        Holding(
            of=row["of"],
            office=row["office"],
            names=values(row["holder"]),
            gender=row["gender"],
            start=row["from"],
            until=row["until"] or None,
            checked=row["checked"] or None,
        )
        for row in read_rows("offices.tsv")
    )


@lru_cache(maxsize=1)
def roles() -> Mapping[str, Role]:
    """Return the role nouns, lower case, by noun."""
    found: dict[str, Role] = {}
    for row in read_rows("roles.tsv"):
        role = Role(row["noun"], row["kind"], row["sector"] or None, row["gender"])
        found.setdefault(row["noun"], role)
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def titles() -> Mapping[str, str]:
    """Return what stands before names ("Sen.", "Foreign Minister") and the role it tells.

    Forms of address ("Mr.") tell no role: "".
    """
    found = {
        title: row["noun"] for row in read_rows("roles.tsv") for title in values(row["titles"])
    }
    address = ("Mr.", "Mr", "Mrs.", "Mrs", "Ms.", "Ms", "Miss", "Sir", "Dame", "Madam", "Messrs.")
    return MappingProxyType(found | dict.fromkeys(address, ""))


@lru_cache(maxsize=1)
def agents() -> Mapping[str, tuple[str, ...]]:
    """Return the sectors of nouns for those who act, lower case, primary first, by noun."""
    found: dict[str, tuple[str, ...]] = {}
    for row in read_rows("agents.tsv"):
        found.setdefault(row["noun"], values(row["sectors"]))
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def localities() -> Mapping[str, str]:
    """Return the ISO alpha-3 code of the state of cities and parts of states, by name."""
    found: dict[str, str] = {}
    for row in read_rows("localities.tsv"):
        for name in (*values(row["names"]), *values(row["adjectives"])):
            found.setdefault(name, row["iso3"])
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def given_names() -> Mapping[str, str]:
    """Return common given names and whether men (m) or women (f) bear them."""
    return MappingProxyType({row["name"]: row["gender"] for row in read_rows("given_names.tsv")})


@lru_cache(maxsize=4)
def spellings(kind: str) -> tuple[tuple[str, ...], ...]:
    """Return sets of names: `given` and `surname` spellings of one name, `family_first`, `common`.

    `family_first` holds family names that stand before the given name, `common` surnames of office
    holders that many others bear (lower case).
    """
    return tuple(
        values(row["spellings"]) for row in read_rows("spellings.tsv") if row["kind"] == kind
    )


for _table in (
    places, bodies, agencies, holdings, roles, agents, localities, titles, given_names, spellings,
):  # fmt: skip
    on_change(_table.cache_clear)
