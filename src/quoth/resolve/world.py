"""What names of states, bodies, news agencies and office holders mean, wherever they stand."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from quoth.resolve.names import bare, fold, person_name, plain, same_words, unaccented
from quoth.resolve.rows import on_change
from quoth.resolve.tables import (
    Body,
    Holding,
    NewsAgency,
    Place,
    agencies,
    bodies,
    holdings,
    places,
)

How = Literal["name", "adjective", "noun", "capital", "seat"]


class PlaceMatch(NamedTuple):
    """A place and by what it was called: its name, an adjective, its people, capital or seat."""

    place: Place
    how: How


# Nouns for those who govern: with the adjective of a state before them they mean the state.
GOVERNING = frozenset(("government", "side", "leadership", "regime", "authorities", "state"))


@lru_cache(maxsize=1)
def _place_index() -> Mapping[str, tuple[PlaceMatch, ...]]:
    found: dict[str, list[PlaceMatch]] = {}

    def add(text: str, match: PlaceMatch) -> None:
        matches = found.setdefault(text, [])
        if all(known.place is not match.place for known in matches):
            matches.append(match)

    for place in places():
        fields: tuple[tuple[How, tuple[str, ...]], ...] = (
            ("name", place.names),
            ("noun", place.nouns),
            ("adjective", place.adjectives),
            ("capital", place.capitals),
            ("seat", place.seats),
        )
        for how, texts in fields:
            for entry in texts:
                exact, text = entry.endswith("!"), entry.rstrip("!")
                add(text, PlaceMatch(place, how))
                if not exact:
                    add(unaccented(text), PlaceMatch(place, how))
                # Headlines in capitals; three letters or fewer would be words and acronyms.
                if how in ("name", "capital") and len(text) > 3:
                    add(unaccented(text).upper(), PlaceMatch(place, how))
    return MappingProxyType({text: tuple(matches) for text, matches in found.items()})


@lru_cache(maxsize=20_000)
def places_named(name: str) -> tuple[PlaceMatch, ...]:
    """Return the places that a name may mean, states before regions; upper case matters."""
    index = _place_index()
    text = plain(name)
    for candidate in (text, bare(text)):
        found = index.get(candidate) or index.get(unaccented(candidate))
        if found:
            return found
    return ()


@lru_cache(maxsize=20_000)
def state_of(mention: str) -> str | None:
    """Return the ISO alpha-3 code of the state that a mention names, None where it names none.

    Knows common and official names, adjectives, peoples, capitals and seats of government
    ("Seoul", "South Koreans", "the Kremlin", "the Chinese government"); upper and lower case
    matter ("Polish", not "polish"). A region is no state; Kosovo is KOS, as in PLOVER. "Brussels"
    is left out since it means the European Union as often, "the North" since it means many.
    """
    for match in places_named(mention):
        if match.place.kind != "region":
            return match.place.iso3
    words = bare(mention).rsplit(" ", 1)
    if len(words) == 2 and words[1].lower() in GOVERNING:
        return state_of(words[0])
    return None


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    return frozenset(place.iso3 for place in places())


def is_state(code: str) -> bool:
    """Return whether a code is that of a state; bodies have three-letter names too."""
    return code in _codes()


@lru_cache(maxsize=1)
def _body_index() -> Mapping[str, Body]:
    found: dict[str, Body] = {}
    for body in bodies():
        for text in body.names:
            for form in (text, unaccented(text)):
                found.setdefault(form, body)
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def _agency_index() -> Mapping[str, NewsAgency]:
    found: dict[str, NewsAgency] = {}
    for agency in agencies():
        for text in agency.names:
            for form in (text, unaccented(text)):
                found.setdefault(form, agency)
    return MappingProxyType(found)


def body_named(name: str) -> Body | None:
    """Return the body, group or firm of the tables that a name means; upper case matters."""
    text = plain(name)
    index = _body_index()
    return index.get(text) or index.get(bare(text)) or index.get(unaccented(bare(text)))


def agency_named(name: str) -> NewsAgency | None:
    """Return the news agency or outlet that a name means; upper case matters."""
    text = plain(name)
    index = _agency_index()
    return index.get(text) or index.get(bare(text)) or index.get(unaccented(bare(text)))


def news_agencies() -> Mapping[str, NewsAgency]:
    """Return every name of every news agency and outlet in agencies.tsv, and which it is."""
    return _agency_index()


@lru_cache(maxsize=20_000)
def canonical(name: str) -> str:
    """Return the form of a name to compare across reports: equal forms name the same.

    States, bodies and news agencies become the name in their table ("Seoul" is "South Korea",
    "ITAR-TASS" is "TASS"; a seat such as the Kremlin keeps its own). Other names lose titles,
    case, accents and hyphens ("Mr. Kim Jong-un" is "kim jong un"). Whether a surname alone is
    that of a full name is `same_name`'s to say.
    """
    agency = agency_named(name)
    if agency:
        return agency.name
    body = body_named(name)
    if body:
        return body.name
    matches = places_named(name)
    if matches:
        place, how = matches[0]
        return unaccented(bare(name)) if how == "seat" else place.name
    governed = state_of(name)
    if governed:
        return next(p.name for p in places() if p.iso3 == governed)
    person = person_name(name)
    words = " ".join((*person.words, person.suffix)).strip()
    return words or fold(bare(name))


@lru_cache(maxsize=1)
def _holdings_by_surname() -> Mapping[str, tuple[Holding, ...]]:
    found: dict[str, list[Holding]] = {}
    for holding in holdings():
        words = {
            word
            for name in holding.names
            for word in (person_name(name).words[-1:] + person_name(name).words[:1])
        }
        for word in words:
            found.setdefault(word, []).append(holding)
    return MappingProxyType({word: tuple(each) for word, each in found.items()})


def holdings_of(name: str) -> tuple[Holding, ...]:
    """Return the offices that a person of this name held; a surname alone is enough.

    Whom the table knows by one name ("Francis", "Felipe VI") is meant by that name alone.
    """
    words = person_name(name).words
    if not words:
        return ()
    index = _holdings_by_surname()
    found = {id(h): h for word in (words[-1], words[0]) for h in index.get(word, ())}
    return tuple(
        holding
        for holding in found.values()
        if any(_bears(words, person_name(each).words) for each in holding.names)
    )


def _bears(words: tuple[str, ...], known: tuple[str, ...]) -> bool:
    return same_words(words, known) and (len(known) > 1 or len(words) == 1)


@lru_cache(maxsize=1)
def _holdings_by_office() -> Mapping[tuple[str, str], tuple[Holding, ...]]:
    found: dict[tuple[str, str], list[Holding]] = {}
    for holding in holdings():
        found.setdefault((holding.of, holding.office), []).append(holding)
    return MappingProxyType({key: tuple(each) for key, each in found.items()})


def holders(of: str, office: str) -> tuple[Holding, ...]:
    """Return everybody known to have held an office of a state (ISO alpha-3) or body (name)."""
    return _holdings_by_office().get((of, office), ())


for _cached in (
    _place_index, places_named, state_of, _codes, _body_index, _agency_index, canonical,
    _holdings_by_surname, _holdings_by_office,
):  # fmt: skip
    on_change(_cached.cache_clear)
