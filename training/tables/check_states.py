"""List where states.tsv differs from CLDR (babel) and countryinfo; neither is a dependency.

Usage, in an environment of its own: pip install babel countryinfo; python check_states.py
A difference is no mistake: the packages have some of their own. It is a row to look at.
"""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

STATES = Path(__file__).parents[2] / "src" / "quoth" / "resolve" / "data" / "states.tsv"


def rows() -> dict[str, dict[str, str]]:
    """Return the rows that are no regions, by code."""
    header, *lines = STATES.read_text(encoding="utf-8").splitlines()
    columns = header.split("\t")
    found = (dict(zip(columns, line.split("\t"), strict=True)) for line in lines)
    return {row["iso3"]: row for row in found if row["kind"] != "region"}


def known() -> dict[str, tuple[str, str, str]]:
    """Return CLDR's name, countryinfo's demonym and capital, by code."""
    babel: Any = importlib.import_module("babel")
    countryinfo: Any = importlib.import_module("countryinfo")
    names = babel.Locale("en").territories
    found: dict[str, tuple[str, str, str]] = {}
    for path in sorted((Path(countryinfo.__file__).parent / "data").glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        codes = data.get("ISO", {})
        name = names.get(codes.get("alpha2", "").upper(), "").replace("’", "'")
        demonym, capital = data.get("demonym") or "", data.get("capital") or ""
        if isinstance(demonym, str) and isinstance(capital, str):
            found.setdefault(codes.get("alpha3", "").upper(), (name, demonym, capital))
    return found


def main() -> None:
    table = rows()
    for code, (name, demonym, capital) in sorted(known().items()):
        row = table.get(code)
        if row is None:
            print(f"{code}\tnot in the table\t{name}")
            continue
        names = {row["name"], *row["variants"].split("|")}
        people = {*row["adjectives"].split("|"), *row["nouns"].split("|")}
        if name and name not in names and name.replace("&", "and") not in names:
            print(f"{code}\tname\t{name}\t{row['name']}")
        if demonym and not people & set(demonym.split(",")):
            print(f"{code}\tdemonym\t{demonym}\t{row['adjectives']}")
        if capital and capital not in row["capitals"].replace("!", "").split("|"):
            print(f"{code}\tcapital\t{capital}\t{row['capitals']}")


if __name__ == "__main__":
    main()
