"""What `align` has to know of names, as `resolve` knows it: stages do not import one another."""

from __future__ import annotations

from quoth import align, resolve


def _agency(name: str) -> str | None:
    """Return the full name of a news agency, None for anything else."""
    found = resolve.news_agencies().get(resolve.canonical(name))
    return found.name if found is not None and found.kind == "agency" else None


NAMING = align.Naming(
    canonical=resolve.canonical,
    same_name=resolve.same_name,
    agency=_agency,
    outlet=resolve.outlet_name,
    owner=resolve.owner_of,
)
