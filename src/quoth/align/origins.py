"""Origins: where the tellings of one claim enter the news, and why they are told apart or not.

Two reports' tellings are one origin where

1. both are one outlet's, under whatever form of its name;
2. both relay or credit the same agency or outlet, or one is what the other relays, credits or
   cites. A credit for all of a text does not cover what the report says it found out itself, one
   for a part does not cover what it relays from somebody else either;
3. both outlets have one owner, and neither has the claim from elsewhere;
4. both have no more than the same written statement;
5. both reuse the wording of one text (`wordings`).

What two reports quote from one speech, which both may have heard, makes them no one origin. Every
one of these is read from the two reports alone, and joins carry on (a cites b, b relays c); so a
report more never parts what was joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from quoth.align.bonds import Bond, reason
from quoth.align.credits import Credit, credits_in
from quoth.align.houses import Houses
from quoth.align.names import Naming
from quoth.align.tellings import Telling, TellingReader, same_release
from quoth.align.units import Unit
from quoth.align.wordings import Wordings
from quoth.records import Origin, Report, SharedRun
from quoth.spans import overlap


@dataclass(frozen=True, slots=True)
class _Told:
    """A telling with its sources: the agencies and outlets it is from, and how it says so.

    `elsewhere` is true where it is from somebody else, whoever is compared.
    """

    telling: Telling
    sources: Mapping[str, str]
    elsewhere: bool

    @property
    def report(self) -> Report:
        return self.telling.report


class _Joining:
    """Tellings that become origins as bonds join them."""

    def __init__(self, told: Sequence[_Told]) -> None:
        self._told = told
        self._group = {one.report.id: {one.report.id} for one in told}
        self._bonds: list[Bond] = []

    def join(self, bond: Bond) -> None:
        """Join what a bond says is one origin."""
        self._bonds.append(bond)
        first, second = (self._group[report] for report in bond.reports)
        if first is not second:
            joined = first | second
            self._group.update(dict.fromkeys(joined, joined))

    def apart(self, a: _Told, b: _Told) -> bool:
        """Return whether two tellings are not one origin so far."""
        return self._group[a.report.id] is not self._group[b.report.id]

    def found(self) -> Iterator[tuple[list[_Told], list[Bond]]]:
        """Yield the tellings of each origin with their bonds, in the order of the first ones."""
        tellings: dict[int, list[_Told]] = {}
        for one in self._told:
            tellings.setdefault(id(self._group[one.report.id]), []).append(one)
        bonds: dict[int, list[Bond]] = {}
        for bond in self._bonds:
            bonds.setdefault(id(self._group[bond.reports[0]]), []).append(bond)
        return ((own, bonds.get(group, [])) for group, own in tellings.items())


class OriginFinder:
    """Finds the origins of claims among the same reports."""

    def __init__(
        self,
        reports: Sequence[Report],
        *,
        runs: Sequence[SharedRun],
        copies: Sequence[Sequence[str]],
        naming: Naming,
    ) -> None:
        self._reports = tuple(reports)
        self._houses = Houses(naming)
        self._tellings = TellingReader(reports, self._houses)
        self._wordings = Wordings(reports, runs=runs, copies=copies)
        outlets = {report.outlet for report in reports if report.outlet}
        self._outlets = sorted(outlets, key=lambda name: (len(name), name))
        self._names: dict[str, str] = {}
        self._credits = {report.id: credits_in(report, self._houses) for report in reports}

    def origins(self, units: Sequence[Unit]) -> tuple[Origin, ...]:
        """Return the origins of a claim's units, in the order of their first report."""
        by_report: dict[str, list[Unit]] = {}
        for unit in units:
            by_report.setdefault(unit.report, []).append(unit)
        told = [
            self._told(report, by_report[report.id])
            for report in self._reports
            if report.id in by_report
        ]
        # Sorted, so that the order of the reports shows in no reason.
        in_order = sorted(told, key=lambda one: (one.report.name, one.report.id))
        groups = _Joining(told)
        for a, b in self._meeting(in_order):
            for bond in self._bonds(a, b):
                groups.join(bond)
        # Wording is the last of reasons and says why only where no other does, so nothing is lost
        # by not looking at what is joined already.
        for a, b in self._wordings.like(in_order, lambda one: one.telling.units):
            if groups.apart(a, b):
                for bond in self._reuse(a, b):
                    groups.join(bond)
        return tuple(_origin(one, bonds) for one, bonds in groups.found())

    def _meeting(self, told: Sequence[_Told]) -> Iterator[tuple[_Told, _Told]]:
        """Yield the tellings that names or a written statement may join, two by two, in order."""
        named: dict[str, list[int]] = {}
        owned: dict[str, list[int]] = {}
        released = []
        for number, one in enumerate(told):
            outlet, owner = one.report.outlet, self._houses.owner(one.report)
            for name in dict.fromkeys((*one.sources, *filter(None, (outlet,)))):
                named.setdefault(name, []).append(number)
            if owner and not one.elsewhere:
                owned.setdefault(owner, []).append(number)
            if one.telling.released and not one.telling.own:
                released.append(number)
        met: set[tuple[int, int]] = set(combinations(released, 2))
        for by_name in (named, owned):
            for name in by_name:
                self._houses.kin(name)  # all have to be known before any is asked for its kin
            for name, numbers in by_name.items():
                kin = by_name.keys() & self._houses.kin(name)
                others = {other for like in kin for other in by_name[like]}
                met |= {(i, j) for i in numbers for j in others if i < j}
        return ((told[i], told[j]) for i, j in sorted(met))

    def _told(self, report: Report, units: Sequence[Unit]) -> _Told:
        telling = self._tellings.telling(report, units)
        sources = {self._called(lead.name): lead.way for lead in telling.leads}
        for credit in self._credits[report.id]:
            if self._covers(credit, telling) and not any(
                self._houses.same(credit.name, name) for name in sources
            ):
                sources[self._called(credit.name)] = "credits"
        compared = {self._called(lead.name) for lead in telling.leads if lead.compared}
        return _Told(telling, sources, any(name not in compared for name in sources))

    def _called(self, name: str) -> str:
        """Return an agency or outlet as it calls itself where it is compared."""
        if name not in self._names:
            own = (outlet for outlet in self._outlets if self._houses.same(outlet, name))
            self._names[name] = next(own, name)
        return self._names[name]

    def _covers(self, credit: Credit, telling: Telling) -> bool:
        """Return whether a credit is for what a telling tells."""
        outlet = telling.report.outlet
        if telling.own or (outlet and self._houses.same(outlet, credit.name)):
            return False
        if credit.scope == "part":
            return all(lead.compared for lead in telling.leads)
        if credit.scope == "paragraph":
            return any(overlap(span, credit.span) for u in telling.units for span in u.spans)
        return True

    def _bonds(self, a: _Told, b: _Told) -> Iterator[Bond]:
        """Yield why two tellings are one origin but for wording, the plainest reason first."""
        left, right = a.report, b.report
        ids = (left.id, right.id)
        houses = self._houses
        if left.outlet and right.outlet and houses.same(left.outlet, right.outlet):
            name = min(left.outlet, right.outlet, key=lambda n: (len(n), n))
            yield Bond("outlet", name, ids, {left.id: "", right.id: ""})
        for name, way in a.sources.items():
            if right.outlet and houses.same(name, right.outlet):
                yield Bond("source", name, ids, {left.id: way})
            for other, how in b.sources.items():
                if houses.same(name, other):
                    yield Bond("source", min(name, other), ids, {left.id: way, right.id: how})
        for name, way in b.sources.items():
            if left.outlet and houses.same(name, left.outlet):
                yield Bond("source", name, ids, {right.id: way})
        owner, other_owner = houses.owner(left), houses.owner(right)
        elsewhere = a.elsewhere or b.elsewhere
        if owner and other_owner and not elsewhere and houses.same(owner, other_owner):
            yield Bond("owner", min(owner, other_owner), ids, {left.id: "", right.id: ""})
        if same_release(a.telling, b.telling):
            issuer = a.telling.issuer or b.telling.issuer
            yield Bond("release", issuer, ids, {left.id: "", right.id: ""})

    def _reuse(self, a: _Told, b: _Told) -> Iterator[Bond]:
        ids = (a.report.id, b.report.id)
        reuse = self._wordings.reuse(
            a.telling.units, b.telling.units, own=a.telling.own and b.telling.own
        )
        if reuse is not None:
            yield Bond("wording", reuse.line, ids, {a.report.id: "", b.report.id: ""})


def _origin(told: Sequence[_Told], bonds: Sequence[Bond]) -> Origin:
    """Return tellings that are one as an origin with its name and reason."""
    reports = [one.report for one in told]
    ids = tuple(report.id for report in reports)
    if len(told) > 1:
        return Origin(_name(told, bonds), ids, reason(reports, bonds))
    report, sources = reports[0], told[0].sources
    if not sources:
        why = "tells it itself"
        if told[0].telling.released and not told[0].telling.own:
            why = "has it from a written statement"
        return Origin(report.name, ids, f"{report.name} {why}")
    # The last one named is the one nearest the speaker.
    names = [name for name, way in sources.items() if way != "credits"] or list(sources)
    ways = "; ".join(f"{report.name} {way} {name}" for name, way in sources.items())
    return Origin(names[-1], ids, ways)


def _name(told: Sequence[_Told], bonds: Sequence[Bond]) -> str:
    """Return what to call an origin of several reports: what most of them have in common."""
    for kind in ("source", "outlet", "owner", "release"):
        shared: dict[str, set[str]] = {}
        for bond in bonds:
            if bond.kind == kind:
                shared.setdefault(bond.key, set()).update(bond.reports)
        if shared:
            outlets = {one.report.outlet for one in told}
            key = min(shared, key=lambda name: (-len(shared[name]), name in outlets, name))
            if kind != "release":
                return key
            return f"statement of {key}" if key else "a written statement"
    first = min(told, key=lambda one: (one.report.published or "9", one.report.name))
    return first.report.name
