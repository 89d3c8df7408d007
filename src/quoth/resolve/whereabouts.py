"""Places by name: the country, city and coordinates that the name of a place means.

The steps, in order:

1. "Paris, Texas", "Geneva, Switzerland": what stands after the comma says which
2. countries, dependencies and regions by their tables
3. cities by the gazetteer: by inhabitants, capitals and countries near by counting more

Known gaps: towns of under 5,000 people, streets, camps and seas are unknown; other names of a
city may be of any language; a region that bears the name of its capital is taken for the city.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoth.records import Location
from quoth.resolve.gazetteer import City, cities_named, region_country, us_state_names
from quoth.resolve.names import bare, fold, plain
from quoth.resolve.world import PlaceMatch, is_state, places_named

# What stands before a name without being part of it: where in it, what kind of place.
_BEFORE = re.compile(
    r"(?:the |(?:north|south|east|west|northeast|northwest|southeast|southwest|central"
    r"|(?:north|south)[- ]?(?:east|west))(?:ern)? (?:part of |parts of )?|upper |lower |downtown "
    r"|mainland |inner |rural |occupied |nearby |neighbou?ring |rebel-held |war-torn |greater "
    r"|all of |parts of "
    r"|(?:capital|city|cities|town|village|port|port city|border town|suburb|district|province"
    r"|region|state|island|territory|enclave)(?: city)? of )(?=\S)"
)
# What stands after a name of a region, which may be called like its capital.
_REGION_WORD = re.compile(
    r" (?:province|region|state|oblast|district|county|governorate|prefecture|territory"
    r"|Province|Region|State|Oblast|District|County|Governorate|Prefecture|Territory)$"
)
_CITY_WORD = re.compile(r" (?:city|City|airport|Airport|international airport|port|suburbs?)$")
# How much more a name of its own counts than another name of a city, a capital more than its
# inhabitants, and a country near by. Set by hand so that Paris stays in France in a report on the
# United States, but Tripoli is in Lebanon in one on Lebanon.
_OTHER_NAME = 0.5
_CAPITAL = 3.0
_NEAR = 30.0
# By how much the greatest must lead where several bear a name.
_LEAD = 3.0
# A city this big is meant before the region of its name ("Donetsk"), but not the Gaza Strip's.
_BEFORE_REGION = 300_000
_REGION_FIRST = frozenset(("Gaza",))


def location(name: str, *, near: Sequence[str] = ()) -> Location | None:
    """Return where a place is, None where the name is not known.

    `near` are countries of the context, ISO alpha-3, for names that several places bear. Where it
    stays open which is meant, `country` is None; where only the country is named, `city` is.
    """
    text = plain(name)
    head, _, rest = text.partition(",")
    if rest.strip():
        found = _qualified(head.strip(), [part.strip() for part in rest.split(",")])
        if found:
            return _with_name(found, text)
        text = head.strip()
    found = _located(text, near)
    return _with_name(found, plain(name)) if found else None


def _with_name(found: Location, name: str) -> Location:
    return Location(name, found.country, found.city, found.latitude, found.longitude)


def _stripped(text: str) -> str:
    while match := _BEFORE.match(text):
        text = text[match.end() :]
    return bare(text)


def _qualified(head: str, qualifiers: Sequence[str]) -> Location | None:
    """Return the place within the country or US state that is told after it."""
    states = {us_state_names()[q] for q in qualifiers if q in us_state_names()}
    codes = {q for q in qualifiers if re.fullmatch("[A-Z]{2}", q)}
    countries = {country for q in qualifiers if (country := country_named(q))}
    # "Tbilisi, Georgia": a state of the union where it has such a city, else the country.
    cities = cities_named(_stripped(head))
    inside = [c for c in cities if set(c.part) & (states | codes)]
    inside = inside or [c for c in cities if c.country in countries]
    if inside:
        best = max(inside, key=lambda city: _weight(city, _stripped(head), ()))
        return _city(best)
    if countries or states:
        return Location(head, min(countries) if countries else "USA")
    return None


def country_named(name: str) -> str | None:
    """Return the country of a state or region by its name, None for cities and people."""
    for match in places_named(name):
        if match.how == "name":
            return match.place.iso3
    return region_country(bare(name))


def _located(text: str, near: Sequence[str]) -> Location | None:
    told_region = bool(_REGION_WORD.search(text))
    for candidate in dict.fromkeys((text, bare(text), _stripped(text))):
        found = _region(candidate, near) or _by_city(candidate, near)
        if found:
            return found
    short = _stripped(_REGION_WORD.sub("", text))
    if told_region:
        found = _region(short, near) or _by_city(short, near)
        return Location(text, found.country) if found else None
    short = _stripped(_CITY_WORD.sub("", text))
    return _by_city(short, near) if short != text and short[:1].isupper() else None


def _region(name: str, near: Sequence[str]) -> Location | None:
    """Return the place of a state or region, of the city where it is a city's name too."""
    matches = [m for m in places_named(name) if m.how in ("name", "capital", "seat")]
    if not matches:
        country = region_country(name)
        return Location(name, country) if country else None
    match = _meant(matches, near)
    place = match.place
    if match.how == "seat":
        return Location(name, place.iso3)
    if match.how == "capital":
        return _by_city(name, near) or Location(name, place.iso3, name)
    if place.kind == "region" and place.name not in _REGION_FIRST:
        same = [c for c in cities_named(name) if c.country == place.iso3]
        best = max(same, key=lambda c: c.population, default=None)
        if best and best.population >= _BEFORE_REGION:
            return _city(best)
    return Location(name, place.iso3)


def _meant(matches: Sequence[PlaceMatch], near: Sequence[str]) -> PlaceMatch:
    """Return the match of a country near by, else the first by name, else the first."""
    close = [m for m in matches if m.place.iso3 in near]
    first = next((m for m in matches if m.how == "name" and m.place.kind != "region"), None)
    return next(iter(close), None) or first or matches[0]


def _weight(city: City, name: str, near: Sequence[str]) -> float:
    own = fold(city.name) == fold(name)
    weight = max(city.population, 1000) * (1.0 if own else _OTHER_NAME)
    if any(m.how == "capital" and m.place.iso3 == city.country for m in places_named(name)):
        weight *= _CAPITAL
    return weight * _NEAR if city.country in near else weight


def _by_city(name: str, near: Sequence[str]) -> Location | None:
    if not name[:1].isupper() and not name[:1].isdigit() and "-" not in name and "'" not in name:
        return None
    ranked = sorted(cities_named(name), key=lambda c: -_weight(c, name, near))
    if not ranked:
        return None
    best = ranked[0]
    # What the context names needs no lead.
    lead = _weight(best, name, near) / (1.0 if best.country in near else _LEAD)
    rivals = [city for city in ranked[1:] if _weight(city, name, near) > lead]
    if not rivals:
        return _city(best)
    one = all(city.country == best.country for city in rivals)
    return Location(name, best.country if one and is_state(best.country) else None)


def _city(city: City) -> Location:
    return Location(city.name, city.country, city.name, city.latitude, city.longitude)
