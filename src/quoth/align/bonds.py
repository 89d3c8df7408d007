"""Bonds: why tellings are one origin, in a line that a reader understands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from quoth.records import Report

# The plainest reasons first; what they explain needs no other.
KINDS = ("outlet", "source", "owner", "release", "wording")
NUMBERS = {2: "both", 3: "all three", 4: "all four", 5: "all five"}
PLURALS = {"relays": "relay", "credits": "credit", "cites": "cite"}


@dataclass(frozen=True, slots=True)
class Bond:
    """Why two reports' tellings are one origin.

    `key` is the outlet, agency, owner or issuer, or says it in words where `kind` is wording;
    `ways` has for each report that takes it from there (ids) how it says so.
    """

    kind: Literal["outlet", "source", "owner", "release", "wording"]
    key: str
    reports: tuple[str, str]
    ways: Mapping[str, str]


def reason(reports: Sequence[Report], bonds: Sequence[Bond]) -> str:
    """Return why reports are one origin: only what is needed to join them all."""
    group = {report.id: {report.id} for report in reports}
    parts: dict[tuple[str, str], None] = {}
    for bond in sorted(bonds, key=lambda bond: KINDS.index(bond.kind)):
        first, second = bond.reports
        if group[first] is not group[second]:
            joined = group[first] | group[second]
            for report_id in joined:
                group[report_id] = joined
            parts[bond.kind, bond.key] = None
    return "; ".join(_part(kind, key, reports, bonds) for kind, key in parts)


def _part(kind: str, key: str, reports: Sequence[Report], bonds: Sequence[Bond]) -> str:
    if kind == "wording":
        return key
    ways: dict[str, str] = {}
    for bond in bonds:
        if (bond.kind, bond.key) == (kind, key):
            ways |= bond.ways
    if kind == "source":
        told = []
        for way, plural in PLURALS.items():
            ids = {i for i, how in ways.items() if how == way}
            if ids:
                verb = way if len(ids) == 1 else plural
                told.append(f"{_who(ids, reports)} {verb} {key}")
        return ", and ".join(told)
    said = {
        "outlet": f"are reports of {key}",
        "owner": f"belong to {key}",
        "release": f"have it from the same written statement{key and f' ({key})'}",
    }
    return f"{_who(set(ways), reports)} {said[kind]}"


def _who(ids: set[str], reports: Sequence[Report]) -> str:
    """Return "both" and the like where these are all reports, else their names."""
    if len(ids) == len(reports):
        return NUMBERS.get(len(ids), f"all {len(ids)}")
    names = list(dict.fromkeys(sorted(report.name for report in reports if report.id in ids)))
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
