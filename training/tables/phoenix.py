"""List where offices.tsv and the Phoenix actor list (OEDA, MIT) differ on terms of office.

Usage: PYTHONPATH=src python training/tables/phoenix.py Phoenix.Countries.actors.txt.gz [--days 40]
The list ends in January 2014, names no office (only "government") and has errors of its own:
every difference is a row to look at. Prints country, office, holder, term, and Phoenix's terms.
`--rows` prints its dated government terms since 1990 as rows instead (of, name, from, until).
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from quoth.resolve.names import person_name, same_words
from quoth.resolve.tables import Holding, holdings
from quoth.resolve.world import is_state

_CODED = re.compile(r"\[([A-Z]{3})([A-Z]*)\s+([<>]?\d+(?:-\d+)?)\]")
_HEADS = frozenset(
    ("president", "prime minister", "premier", "chancellor", "king", "queen", "emir", "sultan",
     "emperor", "leader", "supreme leader", "foreign minister", "defense minister")
)  # fmt: skip


class Term(NamedTuple):
    """A term in government: whose, for which state, from when to when ("" where it is open)."""

    country: str
    names: tuple[str, ...]
    start: str
    until: str


def day(digits: str) -> str:
    """Return the ISO date of yymmdd or yyyymmdd, "" where it is none."""
    if len(digits) == 6:
        digits = ("20" if int(digits[:2]) < 15 else "19") + digits
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).isoformat()
    except ValueError:
        return ""


def terms(path: Path) -> Iterator[Term]:
    """Yield the dated terms in government of the persons in a Phoenix file."""
    names: list[str] = []
    told = False
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as lines:
        texts = [line.split("#")[0].strip() for line in lines]
    for text in texts:
        if text.startswith("["):
            told = True
            for country, role, dates in _CODED.findall(text):
                first, _, last = dates.lstrip("<>").partition("-")
                start = "" if dates.startswith("<") else day(first)
                until = day(first) if dates.startswith("<") else day(last) if last else ""
                if role.startswith("GOV") and (start or until):
                    yield Term(country, tuple(names), start, until)
        elif text:
            if told or not text.startswith("+"):
                names = []
            told = False
            names.append(text.lstrip("+").strip("_ ").replace("_", " ").title())


def may_be(held: Holding, term: Term) -> bool:
    """Return whether a term may be that of a holder."""
    ours = [person_name(name).words for name in held.names]
    theirs = [person_name(name).words for name in term.names]
    return any(same_words(a, b) for a in ours for b in theirs if len(a) > 1 and len(b) > 1)


def far(one: str, other: str) -> int:
    """Return how many days lie between two dates; none where one is open."""
    if not one or not other:
        return 0
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--days", type=int, default=40, help="differences up to this are let pass")
    parser.add_argument("--rows", action="store_true", help="print Phoenix's terms instead")
    options = parser.parse_args()
    found: dict[str, list[Term]] = {}
    for term in terms(options.file):
        found.setdefault(term.country, []).append(term)
    if options.rows:
        for country, each in sorted(found.items()):
            for term in each:
                if term.until >= "1990" or not term.until:
                    print(country, "|".join(term.names), term.start, term.until, sep="\t")
        return
    for held in holdings():
        if held.office not in _HEADS or not is_state(held.of) or held.start > "2013":
            continue
        same = [term for term in found.get(held.of, ()) if may_be(held, term)]
        close = [
            term
            for term in same
            if far(term.start, held.start) <= options.days
            and ((held.until or "9") > "2013-12" or far(term.until, held.until or "") <= 40)
        ]
        if same and not close:
            told = "; ".join(f"{term.start}..{term.until}" for term in same)
            term_of_ours = f"{held.start}..{held.until or ''}"
            print(held.of, held.office, held.name, term_of_ours, told, sep="\t")


if __name__ == "__main__":
    main()
