"""The country and PLOVER sectors of a figure: the rules of `coding`, on all that a report tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quoth.resolve.cast import Cast
from quoth.resolve.coding import Code, code, partial, unique
from quoth.resolve.figure import Description, Figure
from quoth.resolve.nearby import country_nearby
from quoth.resolve.offices import Tenure, state_code, tenure
from quoth.resolve.persons import honorific
from quoth.resolve.phrases import NEUTRAL, named, read
from quoth.resolve.tables import Place, agents, places, titles
from quoth.resolve.world import body_named

# An actor has seldom more sectors; what is told after these is told in passing.
_MAX_SECTORS = 3


@dataclass(frozen=True, slots=True)
class _Told:
    """What one noun tells of a figure."""

    country: str | None
    sectors: tuple[str, ...]
    former: bool


def coded(cast: Cast, figure: Figure) -> tuple[str | None, tuple[str, ...]]:
    """Return the country and the sectors of a figure, the primary sector first.

    1. States, regions and named bodies by their tables.
    2. Persons by the table of offices, on the day of the report; former holders are ELI.
    3. What nouns tell: role, country, whose it is; then the sentence of the first mention.
    """
    if figure.kind in ("state", "unknown") and figure.title is not None:
        place = _place(figure)
        if place is not None:
            return place.code, partial(place, ("GOV",)) if place.sectors else ("GOV",)
    known = named(figure.fullest) if figure.names and figure.kind in ("body", "group") else None
    if known is not None and known.kind == "body":
        return known.country, known.sectors
    day = cast.report.published[:10] if cast.report.published else None
    held = _tenure(figure, day)
    told = [_told(figure, each, day) for each in figure.descriptions]
    country = _country(cast, figure, told, held)
    return country, _sectors(cast, figure, told, held)[:_MAX_SECTORS]


def _place(figure: Figure) -> Place | None:
    """Return the place that a figure is; of two of one name the one that was meant."""
    return next((p for p in places() if p.name == figure.title and p.iso3 == figure.country), None)


def _tenure(figure: Figure, day: str | None) -> Tenure | None:
    """Return what the table of offices says of a person."""
    if figure.kind != "person":
        return None
    if figure.title is not None:
        return tenure(figure.title, day)
    return tenure(" ".join(figure.words) or figure.fullest, day) if figure.held else None


def _country(cast: Cast, figure: Figure, told: list[_Told], held: Tenure | None) -> str | None:
    for each in told:
        if each.country and not each.former:
            return each.country
    if held is not None and held.country:
        return held.country
    if figure.country:
        return state_code(figure.country)
    for each in told:
        if each.country:
            return each.country
    for described in figure.descriptions:
        owner = described.owner
        if owner is not None and owner is not figure and owner.country:
            return state_code(owner.country)
    if figure.named and figure.kind != "person":
        return code(figure.fullest).country
    return _in_sentence(cast, figure)


def _in_sentence(cast: Cast, figure: Figure) -> str | None:
    """Return the country that the sentence gives a group or body without a name."""
    if figure.kind not in ("group", "body") or figure.named or not figure.mentions:
        return None
    if not figure.phrase:
        return None
    mention = cast.mentions[figure.mentions[0]]
    span = cast.report.sentences[mention.sentence].span
    found = code(figure.phrase)
    if found.vague or found.named or not found.sectors:
        return None
    sentence = cast.text(span)
    return country_nearby(figure.phrase, read(figure.phrase), sentence, only_sure=True)


def _told(figure: Figure, described: Description, day: str | None) -> _Told:
    """Return what one noun tells: by the whole phrase, else by what syntax found in it."""
    found = code(described.phrase, day) if described.phrase else Code()
    country = found.country
    body = body_named(described.body) if described.body else None
    if country is None:
        country = described.country and state_code(described.country)
    if country is None and body is not None:
        country = body.place
    sectors = found.sectors
    owner = described.owner
    if described.noun in NEUTRAL and owner is not None and owner is not figure:
        sectors = _owned(owner, described, sectors)
    elif described.noun in NEUTRAL and body is None and found.country is None:
        # "The director of the program" heads no state and perhaps no firm.
        sectors = () if described.words and sectors in (("GOV",), ("BUS",)) else sectors
    if not sectors and described.sector and described.noun not in NEUTRAL:
        sectors = (described.sector,)
    former = described.former or sectors[:1] == ("ELI",)
    return _Told(country, sectors, former)


def _owned(owner: Figure, described: Description, sectors: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sectors of who heads or speaks for another figure."""
    if owner.kind == "person":
        return () if described.noun in _STAFF else sectors
    if owner.kind == "state":
        return sectors or ("GOV",)
    known = named(owner.fullest) if owner.names else None
    if known is not None and known.sectors:
        return known.sectors
    inherited = (owner.sector,) if owner.sector else ()
    return inherited or tuple(s for s in sectors if s not in ("GOV", "BUS"))


_STAFF = frozenset("spokesman spokeswoman spokesperson aide adviser advisor".split())


def _sectors(cast: Cast, figure: Figure, told: list[_Told], held: Tenure | None) -> tuple[str, ...]:
    current = [sector for each in told if not each.former for sector in each.sectors]
    if held is not None and held.sectors and held.sectors[0] != "ELI":
        return unique((*held.sectors, *(s for s in current if s != "ELI")))
    if figure.sector:
        return unique((figure.sector, *current))
    firsts = [each.sectors[0] for each in told if each.sectors and not each.former]
    if firsts:
        return unique((("GOV",) if "GOV" in firsts else ()) + tuple(current))
    if any(each.former and each.sectors for each in told):
        return ("ELI",)
    if held is not None and held.sectors:
        return held.sectors
    if figure.held and held is None:
        return ("GOV",)
    return next(_titled(cast, figure), ()) or _people(figure)


def _titled(cast: Cast, figure: Figure) -> Iterator[tuple[str, ...]]:
    """Yield what titles before the name tell ("Gen.", "Dr.")."""
    if figure.kind != "person":
        return
    for number in figure.mentions[:5]:
        title = honorific(cast, cast.mentions[number])
        noun = titles().get(title, "")
        if noun and noun not in NEUTRAL and agents().get(noun) and title not in ("Dr.", "Drs."):
            yield agents()[noun]


def _people(figure: Figure) -> tuple[str, ...]:
    """Return CVL for a people ("the Iraqis"), else what the words of phrase or name tell."""
    if figure.kind == "group" and figure.named and figure.country:
        return ("CVL",)
    if figure.phrase and not figure.named:
        return code(figure.phrase).sectors
    return code(figure.fullest).sectors if figure.names and figure.kind != "person" else ()
