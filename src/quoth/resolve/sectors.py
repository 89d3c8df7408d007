"""The country and PLOVER sector of a figure, where they can be told."""

from __future__ import annotations

from quoth.resolve.figure import Description, Figure
from quoth.resolve.world import body_named

# Heads of anything: of what decides the sector.
_HEADS = frozenset(
    "president secretary director chief head leader chair chairman chairwoman chairperson "
    "administrator official executive manager founder minister".split()
)
_SPOKESMEN = frozenset(("spokesman", "spokeswoman", "spokesperson", "aide", "adviser", "advisor"))


def country_of(figure: Figure) -> str | None:
    """Return the ISO alpha-3 code of a figure's country."""
    if figure.country:
        return figure.country
    for described in figure.descriptions:
        if described.country:
            return described.country
    for described in figure.descriptions:
        owner = described.owner
        if owner is not None and owner is not figure and owner.country:
            return owner.country
    return None


def sector_of(figure: Figure) -> str | None:
    """Return the PLOVER sector of a figure; former holders of office are ELI."""
    if figure.kind == "state":
        return "GOV"
    if figure.sector:
        return figure.sector
    told = [(_told(figure, d), d.former) for d in figure.descriptions]
    current = [sector for sector, former in told if sector and not former]
    if "GOV" in current:
        return "GOV"
    if current:
        return current[0]
    if any(former and sector in ("GOV", "LEG") for sector, former in told):
        return "ELI"
    return "GOV" if figure.held else None


def _told(figure: Figure, described: Description) -> str | None:
    """Return the sector that one noun tells."""
    body = body_named(described.body) if described.body else None
    if body is not None and described.kind == "person":
        return body.sector
    owner = described.owner
    leads = described.noun in _HEADS or described.noun in _SPOKESMEN
    if leads and owner is not None and owner is not figure and owner.kind != "person":
        return owner.sector
    if described.noun in _HEADS and described.sector in ("GOV", "BUS"):
        # "The director of the program" heads no state and perhaps no firm.
        plain = described.country is not None or not described.words
        return "GOV" if plain and described.sector == "GOV" else None
    return described.sector
