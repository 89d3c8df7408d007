"""List what looks wrong in offices.tsv and in the tables of bodies: rows to look at, not errors.

Usage: PYTHONPATH=src python training/tables/check_offices.py [--days 60]
Prints rows that break the form (dates, order, unknown offices, codes and bodies, names that two
bodies share) and two holders of one office whose terms overlap by more than some days.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

DATA = Path(__file__).parents[2] / "src" / "quoth" / "resolve" / "data"
BODIES = ("bodies.tsv", "armed_groups.tsv", "companies.tsv")
# Offices that several persons hold at once, or that change hands in turn.
SHARED = {
    ("BIH", "president"), ("CHE", "president"), ("AFG", "vice president"),
    ("SDN", "vice president"), ("SSD", "vice president"),
}  # fmt: skip
SECTORS = frozenset(
    "AGR BUS COP CRM CVL EDU ELI GOV JRN JUD LAB LEG MED MIL OPP PRE PRM PTY REB REF REL SOC SPY "
    "UAF".split()
)
CODES = frozenset(("", "IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"))


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table under data/; none where there is no such file."""
    path = DATA / name
    if not path.exists():
        return []
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    columns = header.split("\t")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines if line]


def wrong_bodies(codes: frozenset[str]) -> Iterator[str]:
    """Yield what is wrong in the tables of bodies."""
    owner: dict[str, str] = {}
    for file in BODIES:
        for row in table(file):
            names = [row["name"], *(n for n in row["variants"].split("|") if n)]
            for name in names:
                if name in owner:
                    yield f"{file}\t{name}\tis a name of {owner[name]} and {row['name']}"
                owner[name] = row["name"]
            if row["code"] not in CODES:
                yield f"{file}\t{row['name']}\tcode {row['code']}"
            if row["sector"] and row["sector"] not in SECTORS:
                yield f"{file}\t{row['name']}\tsector {row['sector']}"
            if row["country"] and row["country"] not in codes:
                yield f"{file}\t{row['name']}\tcountry {row['country']}"
            if not row["source"]:
                yield f"{file}\t{row['name']}\tno source"


def wrong_offices(codes: frozenset[str]) -> Iterator[str]:
    """Yield rows of offices.tsv that break the form."""
    bodies = {row["name"] for file in BODIES for row in table(file)}
    nouns = {row["noun"] for row in table("roles.tsv")}
    seen: set[tuple[str, ...]] = set()
    for row in table("offices.tsv"):
        told = "\t".join((row["of"], row["office"], row["holder"], row["from"], row["until"]))
        if row["of"] not in codes | bodies:
            yield f"{told}\tof what?"
        if row["office"] not in nouns:
            yield f"{told}\toffice is no noun of roles.tsv"
        if row["gender"] not in ("m", "f"):
            yield f"{told}\tgender"
        if re.search(r"\d|  |^\s|\s$|\|\||^\||\|$", row["holder"]) or not row["holder"]:
            yield f"{told}\tname"
        if bool(row["until"]) == bool(row["checked"]):
            yield f"{told}\tneither or both of until and checked"
        for column in ("from", "until", "checked"):
            try:
                if row[column]:
                    date.fromisoformat(row[column])
            except ValueError:
                yield f"{told}\t{column} is no date"
        if row["from"] > (row["until"] or row["checked"]):
            yield f"{told}\tends before it begins"
        key = (row["of"], row["office"], row["holder"], row["from"])
        if key in seen:
            yield f"{told}\ttwice"
        seen.add(key)


def overlaps(most: int) -> Iterator[str]:
    """Yield pairs of terms of one office that overlap by more than `most` days."""
    terms: dict[tuple[str, str], list[tuple[date, date, str]]] = defaultdict(list)
    for row in table("offices.tsv"):
        if row["office"] != "opposition leader" and (row["of"], row["office"]) not in SHARED:
            start = date.fromisoformat(row["from"])
            end = date.fromisoformat(row["until"]) if row["until"] else date.max
            terms[row["of"], row["office"]].append((start, end, row["holder"]))
    for (of, office), each in terms.items():
        each.sort()
        for at, (start, end, name) in enumerate(each):
            for later, until, other in each[at + 1 :]:
                shared = (min(end, until) - later).days
                if shared > most:
                    yield f"{of}\t{office}\t{name} {start}..{end}\t{other} {later}..{until}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--days", type=int, default=60, help="overlaps up to this are let pass")
    days = parser.parse_args().days
    codes = frozenset(row["iso3"] for row in table("states.tsv"))
    for line in (*wrong_bodies(codes), *wrong_offices(codes), *overlaps(days)):
        print(line)


if __name__ == "__main__":
    main()
