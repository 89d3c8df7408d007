"""Actors: how often `resolve.actor` has the right country, primary sector and office holder.

data/actors.tsv holds 427 mentions of our own, from all regions and of all kinds, with a context
and a day where they need one, and what may be answered: countries and primary sectors (`|` between
those that are as good, `-` for none) and, for some offices, who held them. They were written before
the code that is measured here.

Every even row is closed: its errors are never looked at one by one, only counted; `--show` lists
those of the open rows alone.

First reading, by the first code that ran and the table of offices of that day (about 400 rows):
country 0.852, sector 0.878, both 0.831, holder named 0.435 (half the offices asked for were not
in the table); closed rows 0.831, 0.859, open ones 0.874, 0.897. Figures since flatter the rules on
the open rows; the closed ones tell more. One person wrote list and rules, so both flatter them
beside text that nobody picked.

With bodies, parties and the errors of the open rows mended: country 0.897, sector 0.904 (closed
0.892, 0.892; open 0.902, 0.916); with the tables of offices since 1990, of armed groups and of
firms as well 0.986, 0.986 (closed 0.981, 0.981; open 0.991, 0.991), holder named 0.913 (closed
0.833).

usage: python -m benchmarks.actors [--show]
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.scorers import CORPORA
from quoth.resolve import actor, same_name

HERE = Path(__file__).parent
MEASURED = ("country", "sector", "both", "name")


class Case(NamedTuple):
    """A mention and what may be answered; `closed` rows are only counted."""

    row: int
    mention: str
    context: str
    on: str | None
    countries: frozenset[str]
    sectors: frozenset[str]
    name: str
    closed: bool


class Found(NamedTuple):
    """A case, what the program made of it, and what of that is right."""

    case: Case
    country: str
    sector: str
    name: str
    right: dict[str, bool]


def cases() -> Iterator[Case]:
    """Yield the cases of the list."""
    with (HERE / "data" / "actors.tsv").open(encoding="utf-8") as rows:
        next(rows)
        for number, row in enumerate(rows, start=1):
            mention, context, on, country, sectors, *name = row.rstrip("\n").split("\t")
            yield Case(
                number,
                mention,
                context,
                on or None,
                frozenset(country.split("|")),
                frozenset(sectors.split("|")),
                name[0] if name else "",
                number % 2 == 0,
            )


def measure() -> Iterator[Found]:
    """Yield every case with what is right of its answer."""
    for case in cases():
        found = actor(case.mention, on=case.on, context=case.context)
        country = (found.country if found else None) or "-"
        sector = (found.sector if found else None) or "-"
        name = found.name if found else "-"
        right = {"country": country in case.countries, "sector": sector in case.sectors}
        right["both"] = all(right.values())
        if case.name:
            right["name"] = same_name(case.name, name)
        yield Found(case, country, sector, name, right)


def shares() -> dict[str, dict[str, float]]:
    """Return the share that is right, by part of the list and by what is measured."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    every: dict[str, Counter[str]] = defaultdict(Counter)
    for found in measure():
        for part in ("all", "closed" if found.case.closed else "open"):
            for what, right in found.right.items():
                every[part][what] += 1
                counts[part][what] += right
    return {
        part: {what: counts[part][what] / n for what, n in each.items()}
        for part, each in every.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="not needed here")
    parser.add_argument("--show", action="store_true", help="list what is wrong of the open rows")
    options = parser.parse_args()
    if options.show:
        for found in measure():
            if not found.case.closed and not all(found.right.values()):
                case = found.case
                print(f"{case.row:3} {case.mention!r} {case.on or ''} | {found.country} ", end="")
                print(f"{found.sector} {found.name} | {'|'.join(sorted(case.countries))} ", end="")
                print(f"{'|'.join(sorted(case.sectors))} {case.name}")
    for part, each in sorted(shares().items()):
        told = "  ".join(f"{what} {each[what]:.3f}" for what in MEASURED)
        print(f"{part:8} {told}")


if __name__ == "__main__":
    main()
