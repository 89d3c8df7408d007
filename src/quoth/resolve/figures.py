"""Who is named: the names of a report gathered into figures."""

from __future__ import annotations

from collections.abc import Sequence

from quoth.resolve.cast import Cast
from quoth.resolve.names import common_surnames, family_first, person_name
from quoth.resolve.persons import Persons, cut_names, honorific, person_like
from quoth.resolve.tables import Holding
from quoth.resolve.world import agency_named, body_named, holdings_of, is_state, places_named


def gather_names(cast: Cast) -> None:
    """Give every name of the report its figure.

    1. Full names of persons, in order; then surnames and given names alone.
    2. States, bodies and groups.
    3. Nouns that are a person's name after all, which the tagger took for a common noun.
    """
    full: list[int] = []
    singles: list[int] = []
    alone = frozenset(
        cast.surface(number)
        for number, mention in enumerate(cast.mentions)
        if mention.kind != "pronoun" and cast.report.text[mention.span.start].isupper()
    )
    for number, mention in enumerate(cast.mentions):
        if mention.kind == "name" and person_like(cast, number, alone=alone):
            words = person_name(cast.surface(number)).words
            if words:
                (full if len(words) > 1 else singles).append(number)
    cut = cut_names(cast, full, singles)
    for number in full:
        if number not in cut:
            cast.persons.full(number)
    for number, sex in cast.described_as_person.items():
        figure = cast.owner.get(number)
        if figure is not None and not figure.gender and sex in ("m", "f"):
            figure.gender = "f" if sex == "f" else "m"
    for number in sorted((*singles, *cut)):
        if not _known_elsewhere(cast, number, cast.persons):
            cast.persons.single(number)
    for number, mention in enumerate(cast.mentions):
        if mention.kind == "name" and number not in cast.owner:
            cast.bodies.place(number)
    for number, mention in enumerate(cast.mentions):
        if mention.kind == "nominal":
            _name_after_all(cast, number)


def _known_elsewhere(cast: Cast, number: int, persons: Persons) -> bool:
    """Return whether a one-word name typed as a person is rather a state, body or agency."""
    mention, text = cast.mentions[number], cast.surface(number)
    if honorific(cast, mention):
        return False
    if not (places_named(text) or body_named(text) or agency_named(text)):
        return False
    return not persons.known(person_name(text).words)


def _name_after_all(cast: Cast, number: int) -> None:
    """Give a noun that is spelt like a known person's name to him ("Trump" as a common noun)."""
    text = cast.text(cast.mentions[number].span)
    words = person_name(text).words
    if not 0 < len(words) < 4 or not all(word[:1].isupper() for word in text.split()):
        return
    if text.startswith(("The ", "A ", "An ")):
        return
    figure = cast.persons.choose(cast.persons.bearers(words), number)
    if figure is not None:
        figure.names[text] += 1
        cast.assign(number, figure)


def unmistakable(held: Sequence[Holding], surname: str) -> bool:
    """Return whether a surname alone is enough to know who held these offices."""
    one = len({each.name for each in held if each.office != "first lady"}) == 1
    return one and len(surname) > 1 and surname not in common_surnames() | family_first()


# For so many years after an office a common name is still taken for its holder's.
_REMEMBERED = 15
# Codes and sectors of bodies whose leaders hold no office of state.
_PRIVATE = frozenset(("IMG", "ISM", "MNC", "NGO"))
_ARMED = frozenset(("REB", "PRM", "CRM", "OPP"))


def _governs(held: Holding) -> bool:
    """Return whether an office is one of government, not of an armed group, a firm, a party."""
    body = None if is_state(held.of) else body_named(held.of)
    if body is not None and (body.code in _PRIVATE or set(body.sectors) & _ARMED):
        return False
    return held.office not in ("opposition leader", "party leader")


def _country(held: Holding) -> str | None:
    """Return the state that an office is of, or the one that its body is at home in."""
    body = None if is_state(held.of) else body_named(held.of)
    return body.country if body is not None else held.of


def _in_time(held: Holding, published: str | None) -> bool:
    """Return whether a report is from the years of an office, or near enough to tell of it."""
    year = (published or "")[:4]
    if not year.isdigit():
        return True
    until = int((held.until or "9999")[:4])
    return int(held.start[:4]) - 1 <= int(year) <= until + _REMEMBERED


def add_offices(cast: Cast) -> None:
    """Note the country and gender of persons who are known to hold or have held an office."""
    for figure in cast.figures:
        if figure.kind != "person":
            continue
        held = holdings_of(" ".join(figure.words))
        if figure.words[-1:] and figure.words[-1] in common_surnames():
            held = tuple(each for each in held if _in_time(each, cast.report.published))
        if len(figure.words) == 1 and not unmistakable(held, figure.words[0]):
            continue
        if not held:
            continue
        figure.held = any(_governs(each) for each in held)
        genders = {each.gender for each in held if each.office != "first lady"}
        if not figure.gender and len(genders) == 1:
            figure.gender = "f" if "f" in genders else "m"
        countries = {_country(each) for each in held} - {None}
        if len(countries) == 1 and figure.country is None:
            figure.country = countries.pop()
