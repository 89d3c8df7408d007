"""Origins: where the tellings of one claim enter the news, and why they are told apart or not.

Two reports' tellings are one origin where they share a run of words outside quotations, where the
reports are copies of one another as a whole (then what they quote is copied too), where both relay
or credit the same agency, where one is the agency that the other relays, or where both are one
outlet's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from quoth.align.names import Naming
from quoth.align.units import Unit
from quoth.records import Origin, Report, SharedRun, Span
from quoth.spans import overlap

# An agency in a dateline or byline: "(NPA)", "BERLIN (dpa) -".
CREDIT = re.compile(r"\(([A-Z][\w.&/ -]{1,40})\)")
SHOWN_WORDS = 8


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
        self._reports = {report.id: report for report in reports}
        self._naming = naming
        self._credits = {report.id: self._credited(report) for report in reports}
        self._copies = {report: number for number, ids in enumerate(copies) for report in ids}
        self._runs: dict[tuple[str, str], list[SharedRun]] = {}
        for run in runs:
            self._runs.setdefault((run.first, run.second), []).append(run)

    def origins(self, units: Sequence[Unit]) -> tuple[Origin, ...]:
        """Return the origins of a claim's units, in the order of their first report."""
        told: dict[str, list[Unit]] = {}
        for report_id in self._reports:
            own = [unit for unit in units if unit.report == report_id]
            if own:
                told[report_id] = own
        agencies = {report_id: self._agencies(report_id, own) for report_id, own in told.items()}
        parent = {report_id: report_id for report_id in told}
        reasons: dict[str, list[str]] = {}

        def root(report_id: str) -> str:
            while parent[report_id] != report_id:
                report_id = parent[report_id]
            return report_id

        for a, b in combinations(told, 2):
            reason = self._one_origin(a, b, told, agencies)
            if reason:
                reasons.setdefault(b, []).append(reason)
                parent[root(b)] = root(a)
        members: dict[str, list[str]] = {}
        for report_id in told:
            members.setdefault(root(report_id), []).append(report_id)
        return tuple(
            self._origin(ids, agencies, [r for i in ids for r in reasons.get(i, [])])
            for ids in members.values()
        )

    def _origin(
        self, ids: Sequence[str], agencies: dict[str, dict[str, str]], reasons: Sequence[str]
    ) -> Origin:
        names = [self._reports[i].name for i in ids]
        # The agency's own name comes before what others call it.
        shared = sorted(
            (name for i in ids for name in agencies[i]),
            key=lambda name: not any(agencies[i].get(name, "").endswith("itself") for i in ids),
        )
        ways = list(dict.fromkeys(way for i in ids for way in agencies[i].values()))
        if len(ids) > 1:
            name = shared[0] if shared else names[0]
            return Origin(name, tuple(ids), "; ".join(dict.fromkeys(reasons)))
        if shared:
            return Origin(shared[0], tuple(ids), "; ".join(ways))
        return Origin(names[0], tuple(ids), f"{names[0]} tells it itself")

    def _one_origin(
        self,
        a: str,
        b: str,
        told: dict[str, list[Unit]],
        agencies: dict[str, dict[str, str]],
    ) -> str | None:
        """Return why two reports' tellings are one origin, None if they are two."""
        left, right = self._reports[a], self._reports[b]
        if left.outlet and left.outlet == right.outlet:
            return f"both are reports of {left.outlet}"
        for first, way in agencies[a].items():
            for second, other in agencies[b].items():
                if self._same_agency(first, second):
                    if way.endswith("itself"):
                        return other
                    return way if other.endswith("itself") else f"{way}, and {other}"
        shared = self._shared_words(a, b, told)
        if shared is None and a in self._copies and self._copies[a] == self._copies.get(b):
            return f"the wording of {left.name} and {right.name} is largely the same"
        return shared

    def _shared_words(self, a: str, b: str, told: dict[str, list[Unit]]) -> str | None:
        for run in self._runs.get((a, b), []):
            if _touches(told[a], run.span_first) and _touches(told[b], run.span_second):
                return self._words_reason(run)
        for run in self._runs.get((b, a), []):
            if _touches(told[b], run.span_first) and _touches(told[a], run.span_second):
                return self._words_reason(run)
        return None

    def _words_reason(self, run: SharedRun) -> str:
        first, second = self._reports[run.first], self._reports[run.second]
        words = first.text[run.span_first.start : run.span_first.end].split()
        shown = " ".join(words[:SHOWN_WORDS]) + ("…" if len(words) > SHOWN_WORDS else "")
        return f"{first.name} and {second.name} share {run.words} words in a row: “{shown}”"

    def _agencies(self, report_id: str, units: Sequence[Unit]) -> dict[str, str]:
        """Return the agencies that a report has this claim from, each with the way it says so."""
        report = self._reports[report_id]
        found: dict[str, str] = {}
        statements = {statement.id: statement for statement in report.statements}
        own = self._naming.agency(report.outlet) if report.outlet else None
        if report.outlet and (own or "(" in report.outlet):
            found[own or report.outlet] = f"{report.outlet} itself"
        for unit in units:
            if unit.statement is None or unit.statement not in statements:
                continue
            for relay in statements[unit.statement].relays:
                name = self._naming.agency(relay.name) or relay.name
                found.setdefault(name, f"{report.name} relays {name}")
        for name in self._credits[report_id]:
            if report.outlet and self._same_agency(report.outlet, name):
                found[report.outlet] = f"{report.outlet} itself"
            else:
                found.setdefault(name, f"{report.name} credits {name}")
        return found

    def _credited(self, report: Report) -> tuple[str, ...]:
        """Return the agencies that the report names as where its text comes from."""
        return tuple(dict.fromkeys(self._credits_in(report)))

    def _credits_in(self, report: Report) -> Iterator[str]:
        for mark in report.marks:
            if mark.kind not in ("dateline", "byline"):
                continue
            for match in CREDIT.finditer(report.text, mark.span.start, mark.span.end):
                yield self._naming.agency(match[1]) or match[1]

    def _same_agency(self, a: str, b: str) -> bool:
        if self._naming.canonical(a) == self._naming.canonical(b):
            return True
        return bool(_short_forms(a) & _short_forms(b))


def _short_forms(name: str) -> frozenset[str]:
    """Return the acronyms a name goes by: its initials, what stands in brackets, itself."""
    forms = {match[1].upper() for match in CREDIT.finditer(name)}
    bare = CREDIT.sub("", name).strip()
    capitals = [word[0] for word in bare.split() if word[:1].isupper()]
    if len(capitals) > 1:
        forms.add("".join(capitals))
    if bare.isupper():
        forms.add(bare)
    return frozenset(forms)


def _touches(units: Sequence[Unit], span: Span) -> bool:
    return any(overlap(own, span) for unit in units for own in unit.spans)
