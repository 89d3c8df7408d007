"""The country and PLOVER sector of a figure, where they can be told."""

from __future__ import annotations

from quoth.resolve.cast import Figure
from quoth.resolve.world import holdings_of


def country_of(figure: Figure) -> str | None:
    """Return the ISO alpha-3 code of a figure's country."""
    if figure.country:
        return figure.country
    for described in figure.descriptions:
        if described.country and described.role != "ambassador":
            return described.country
    for described in figure.descriptions:
        owner = described.owner
        if owner is not None and owner is not figure and owner.country:
            return owner.country
    return None


def sector_of(figure: Figure) -> str | None:
    """Return the PLOVER sector of a figure; former office holders are ELI."""
    if figure.kind == "state":
        return "GOV"
    if figure.sector:
        return figure.sector
    sectors = [d.sector for d in figure.descriptions if d.sector and not d.former]
    if "GOV" in sectors:
        return "GOV"
    if sectors:
        return sectors[0]
    if any(d.former and d.sector in ("GOV", "LEG") for d in figure.descriptions):
        return "ELI"
    for described in figure.descriptions:
        owner = described.owner
        if described.role in ("spokesman", "spokeswoman", "spokesperson") and owner is not None:
            return None if owner is figure else owner.sector
    if figure.kind == "person" and figure.country and len(figure.words) > 1:
        if holdings_of(" ".join(figure.words)):
            return "GOV"
    return None
