"""Places: where two tellings put one happening in different places."""

from __future__ import annotations

from collections.abc import Iterator

from quoth.align.candidates import Candidate, Tellings
from quoth.align.sides import Side, places_of


def place_candidates(a: Side, b: Side, tellings: Tellings) -> Iterator[Candidate]:
    """Yield named places that hang on the same verb."""
    if a.unit.names & b.unit.names:
        return  # the same place under two names, or one inside the other
    for verb, span in places_of(a):
        for other, there in places_of(b):
            values = (a.text(span), b.text(there))
            if verb != other or values[0].lower() == values[1].lower():
                continue
            said = (f"“{' '.join(values[0].split())}”", f"“{' '.join(values[1].split())}”")
            yield Candidate("place", (a, b), (span, there), values, said, tellings.alike(a, b))
