"""Country and sectors by the parts of a phrase: PLOVER's rules for actors.

`code` looks at the phrase alone and at the day; what its context tells is for `nearby`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quoth.records import ActorKind
from quoth.resolve.names import bare
from quoth.resolve.offices import Tenure, holder, tenure
from quoth.resolve.phrases import Part, Phrase, read
from quoth.resolve.tables import Place, roles

# Whose country is who sent them, not where they are.
_SENT = frozenset(
    "ambassador envoy diplomat embassy consulate consul negotiator delegation mission "
    "special envoy representative emissary high commissioner".split()
)
# Their home is not where they are either, and a report does not tell it.
STATELESS = frozenset(
    ("aid worker", "relief worker", "humanitarian worker", "coalition force", "coalition troops",
     "peacekeeper", "peacekeeping force", "muslim", "christian", "jew", "catholic", "hindu",
     "sunni", "shiite", "buddhist", "foreign fighter", "international community", "expatriate",
     "tourist")
)  # fmt: skip
# Former holders of these are elites.
_OFFICIAL = frozenset(("GOV", "LEG", "MIL", "SPY", "JUD", "COP", "PTY", "OPP"))
# These are whose they are: a navy's ship is the navy.
_CARRIERS = frozenset(
    "ship vessel boat aircraft plane helicopter jet drone convoy patrol tanker car truck "
    "vehicle airliner troop force".split()
)
_ARMED = frozenset(("REB", "PRM", "MIL"))
# After these the rest tells whose it is, where the head tells nothing; after the latter where.
_WHOSE = ("of", "from", "for", "at", "within", "inside")
_WHERE = ("in", "near", "at", "within", "inside", "outside")


@dataclass(frozen=True, slots=True)
class Code:
    """What a phrase tells of an actor; `vague` where it means no one state."""

    country: str | None = None
    sectors: tuple[str, ...] = ()
    name: str = ""
    kind: ActorKind = "unknown"
    vague: bool = False
    named: bool = False


def code(text: str, day: str | None = None) -> Code:
    """Return what a phrase tells of an actor on a day (ISO 8601)."""
    return code_phrase(read(text), text, day)


def code_phrase(phrase: Phrase, text: str, day: str | None) -> Code:
    """Return what a phrase that has been read tells.

    1. Who is meant: a person by the table of offices, or the holder of an office.
    2. The country: of the body, place or person in the head; else what follows "of", "in".
    3. The sectors: of the role; of what it heads where the role heads anything; of the body.
    """
    agent = head_agent(phrase)
    country = _country_in_head(phrase)
    former = _is_former(phrase)
    known = _known(phrase, agent, day)
    if country is None and known is not None:
        country = known.country
    if country is None:
        country = _country_in_tails(phrase, agent)
    if country is None and agent is not None and agent.noun in ("pope", "pontiff"):
        country = "VAT"
    sectors = _sectors(phrase, agent, known, former=former)
    if phrase.name and known is not None:
        name, holds = known.name, True
    else:
        name, holds = _name(phrase, text, agent, country, day, former=former)
    place = _place(phrase)
    if place is not None and place.sectors:
        sectors = partial(place, sectors)
    return Code(
        country=country,
        sectors=sectors,
        name=name,
        kind=_kind(phrase, agent, holds=holds),
        vague=bool(phrase.of_kind("vague")) or (agent is not None and agent.noun in STATELESS),
        named=bool(phrase.name) or bool(phrase.of_kind("body")),
    )


def _known(phrase: Phrase, agent: Part | None, day: str | None) -> Tenure | None:
    """Return what the table of offices knows of who is named, or of whose it is."""
    if phrase.name:
        office = agent.noun if agent is not None and day else ""
        return tenure(phrase.name, day, office=office)
    return tenure(phrase.owner, day) if phrase.owner else None


def head_agent(phrase: Phrase) -> Part | None:
    """Return the role that a phrase is about: the last before its first preposition."""
    found = phrase.of_kind("agent")
    return found[-1] if found else None


def _country_in_head(phrase: Phrase) -> str | None:
    """Return the country that the head tells.

    A place before a body is whose it is ("Britain's Labour Party", "Moscow's NATO ambassador");
    after it, where it works ("UN Syria envoy").
    """
    for part in phrase.head:
        if part.kind == "place" or (part.kind == "body" and part.country):
            after = phrase.head[phrase.head.index(part) + 1 :]
            generic = part.kind == "body" and part.body is not None and not part.body.code
            places = [p for p in after if p.kind == "place" and p.owning]
            return places[0].country if generic and places else part.country
    return None


def _country_in_tails(phrase: Phrase, agent: Part | None) -> str | None:
    sent = agent is not None and agent.noun in _SENT
    stateless = agent is not None and agent.noun in STATELESS
    for link, parts in phrase.tails:
        whose = link in _WHOSE or (link == "to" and agent is not None and agent.neutral)
        where = link in _WHERE and not phrase.of_kind("vague")
        if (whose or where) and not (sent and link != "of") and not (stateless and where):
            for part in parts:
                if part.country:
                    return part.country
                if part.kind == "name":
                    known = tenure(part.text, None)
                    if known is not None and known.country:
                        return known.country
    return None


def _place(phrase: Phrase) -> Place | None:
    """Return the place whose actor it is, where the phrase tells it."""
    parts = list(phrase.head) + [p for link, ps in phrase.tails if link in _WHOSE for p in ps]
    return next((part.place for part in parts if part.place is not None), None)


def partial(place: Place, sectors: tuple[str, ...]) -> tuple[str, ...]:
    """Add PRE: first for who governs what another state claims."""
    claimed = place.kind == "region" or place.code != place.iso3
    if not sectors or sectors[0] in ("GOV", "MIL"):
        first = ("PRE", *sectors) if claimed else (*sectors, "PRE")
        return unique(first)
    return unique((*sectors, *place.sectors)) if claimed else sectors


def _is_former(phrase: Phrase) -> bool:
    """Return whether a role is told to be over; "former Yugoslavia" tells of none."""
    parts = phrase.head
    for number, part in enumerate(parts):
        if part.kind == "former":
            return any(p.kind in ("agent", "name") for p in parts[number + 1 :])
    return any(
        part.kind == "agent" and part.noun.startswith(("former ", "ex ", "retired "))
        for part in parts
    )


def _sectors(
    phrase: Phrase, agent: Part | None, known: Tenure | None, *, former: bool
) -> tuple[str, ...]:
    """Return the sectors of a phrase, primary first."""
    found: tuple[str, ...] = ()
    if agent is not None:
        found = _told(phrase, agent, known if phrase.owner else None)
    elif known is not None and (phrase.name or not phrase.of_kind("body")):
        found = known.sectors
    elif phrase.of_kind("body"):
        found = phrase.of_kind("body")[0].sectors
    elif phrase.of_kind("name", "word"):
        found = ()
    elif phrase.of_kind("place"):
        people = phrase.of_kind("place")[-1].how in ("noun", "adjective")
        found = ("CVL",) if people else ("GOV",)
    if former and (not found or found[0] in _OFFICIAL):
        rest = tuple(sector for sector in found if sector not in ("GOV", "ELI"))
        return ("ELI", *rest)
    return found


def _told(phrase: Phrase, agent: Part, known: Tenure | None) -> tuple[str, ...]:
    """Return what the role tells, with what the rest of the phrase adds."""
    head = [part for part in phrase.head if part.kind in ("agent", "body") and part is not agent]
    others = [sector for part in reversed(head) for sector in part.sectors]
    armed = [part for part in head if part.kind == "body" and _ARMED & set(part.sectors[:1])]
    if armed and agent.sectors[:1] in (("UAF",), ("REB",), ("MIL",)):
        return unique((*armed[0].sectors, *agent.sectors))
    if agent.noun.split()[-1] in _CARRIERS and others:
        return unique((*others, *agent.sectors))
    if not agent.neutral:
        # "Local officials", "youth workers": who they are, not what they do.
        return unique((*agent.sectors, *(sector for sector in others if sector != "CVL")))
    if others:
        carriers = [part for part in reversed(head) if part.sectors]
        first = next((p for p in carriers if not p.neutral), carriers[0])
        return unique((*first.sectors, *others))
    for link, parts in phrase.tails:
        if link in (*_WHOSE, "to", "with"):
            for part in parts:
                if part.kind in ("agent", "body") and part.sectors and not part.neutral:
                    return part.sectors
    return (known.sectors if known is not None else ()) or agent.sectors


def _name(
    phrase: Phrase,
    text: str,
    agent: Part | None,
    country: str | None,
    day: str | None,
    *,
    former: bool,
) -> tuple[str, bool]:
    """Return how to call who is meant, and whether it is a person by the table of offices."""
    if phrase.name:
        return phrase.name, True
    if agent is not None and not agent.plural and not former and day and not phrase.owner:
        held = holder(agent.noun, _owners(phrase, country), day)
        if held is not None:
            return held.name, True
    if agent is None:
        for part in phrase.head:
            if part.body is not None:
                return part.body.name, False
            if part.place is not None and part.how in ("name", "capital", "seat"):
                return (part.text if part.how == "seat" else part.place.name), False
    return bare(text), False


def _owners(phrase: Phrase, country: str | None) -> Iterator[str]:
    """Yield whose office a role may be, as the table of offices calls it, nearest first."""
    tails = [part for link, parts in phrase.tails if link in _WHOSE for part in parts]
    for part in (*reversed(phrase.head), *tails):
        if part.body is not None:
            yield part.body.name
        if part.place is not None:
            yield part.place.name
            yield part.place.iso3
    if country:
        yield country


def _kind(phrase: Phrase, agent: Part | None, *, holds: bool) -> ActorKind:
    if phrase.name or holds:
        return "person"
    if agent is not None:
        role = roles().get(agent.noun) or roles().get(agent.noun.split()[-1])
        kind = role.kind if role is not None else "group" if agent.plural else "unknown"
        if kind == "person":
            return "group" if agent.plural else "person"
        return "body" if kind == "body" else "group" if kind == "group" else "unknown"
    if phrase.of_kind("body"):
        return "body"
    places = phrase.of_kind("place")
    if places:
        how = places[-1].how
        if how in ("noun", "adjective"):
            return "group"
        region = places[-1].place is None or places[-1].place.kind == "region"
        return "body" if how == "seat" else "unknown" if region else "state"
    return "unknown"


def unique(sectors: Sequence[str]) -> tuple[str, ...]:
    """Return sectors each once, in order."""
    return tuple(dict.fromkeys(sectors))
