"""Claims: groups of units as the records that a person reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations
from math import fsum

from quoth.align.differences import differences
from quoth.align.grouping import Grown
from quoth.align.names import Naming
from quoth.align.origins import OriginFinder
from quoth.align.pairs import Pair
from quoth.align.sides import denied, side_of
from quoth.align.units import Unit
from quoth.records import Claim, Link, Member, Origin, Reason, Report, SharedRun, Statement, Step
from quoth.spans import merge, overlap, view

# A gist longer than this many characters costs as much as being less typical of its claim.
GIST_LENGTH = 160
QUOTES = "“”„«»\"'‘’`"
DEPENDENT_STARTS = frozenset(
    "he she it they this that these those which who and but so his her its their him them".split()
)


class ClaimMaker:
    """Makes the claims of one comparison from groups of its units."""

    def __init__(
        self,
        reports: Sequence[Report],
        *,
        units: Sequence[Unit],
        pairs: Sequence[Pair],
        runs: Sequence[SharedRun],
        copies: Sequence[Sequence[str]],
        naming: Naming,
        reasons: Callable[[int, int], tuple[Reason, ...]],
    ) -> None:
        self._reports = {report.id: report for report in reports}
        self._order = {report.id: number for number, report in enumerate(reports)}
        self._units = units
        self._probability = {(pair.first, pair.second): pair.probability for pair in pairs}
        self._index = {unit: number for number, unit in enumerate(units)}
        self._told_in: Counter[int] = Counter()  # in how many claims a unit stands
        self._reasons = reasons
        self._origins = OriginFinder(reports, runs=runs, copies=copies, naming=naming)

    def claims(self, groups: Sequence[Grown]) -> tuple[Claim, ...]:
        """Return a claim for each group of units, widest support and surest first."""
        self._told_in = Counter(one.unit for group in groups for one in group)
        made = [self._claim(group) for group in groups]
        made.sort(key=lambda item: item[0])
        return tuple(replace(claim, id=f"c{number}") for number, (_, claim) in enumerate(made, 1))

    def _claim(self, group: Grown) -> tuple[tuple[float, ...], Claim]:
        units = sorted(
            (self._units[one.unit] for one in group), key=lambda u: (self._order[u.report], u.spans)
        )
        origins = self._origins.origins(units)
        confidence = self._confidence(units, origins)
        claim = Claim(
            id="",
            gist=self._gist(units),
            speaker=_speaker(units),
            members=tuple(self._members(units)),
            origins=origins,
            support=len(origins),
            differences=differences(units, reports=self._reports, probability=self._told_same),
            confidence=confidence,
            links=self._links(units),
            steps=tuple(
                Step(one.kind, self._units[one.unit].report, self._units[one.unit].spans, one.fit)
                for one in group
            ),
        )
        first = units[0]
        rank = (-len(origins), -confidence, self._order[first.report], first.spans[0].start)
        return rank, claim

    def _links(self, units: Sequence[Unit]) -> tuple[Link, ...]:
        links = [
            Link(
                (a.report, b.report),
                (a.spans, b.spans),
                self._told_same(a, b),
                self._reasons(self._index[a], self._index[b]),
            )
            for a, b in combinations(units, 2)
            if a.report != b.report
        ]
        return tuple(sorted(links, key=lambda link: -link.probability))

    def _told_same(self, a: Unit, b: Unit) -> float:
        first, second = sorted((self._index[a], self._index[b]))
        return self._probability.get((first, second), 0.0)

    def _confidence(self, units: Sequence[Unit], origins: Sequence[Origin]) -> float:
        """Return the mean probability of pairs over two origins, or over two reports of one.

        That two copies tell the same says nothing of the others.
        """
        origin = {report: number for number, o in enumerate(origins) for report in o.reports}
        apart = [
            (a, b) for a, b in combinations(units, 2) if origin[a.report] != origin[b.report]
        ] or [(a, b) for a, b in combinations(units, 2) if a.report != b.report]
        return fsum(self._told_same(a, b) for a, b in apart) / len(apart)

    def _gist(self, units: Sequence[Unit]) -> str:
        """Return the telling that is most typical, stands on its own and is short."""

        def cost(unit: Unit) -> tuple[float, str]:
            typical = sum(self._told_same(unit, o) for o in units if o.report != unit.report)
            others = sum(1 for o in units if o.report != unit.report)
            words = unit.text.strip(QUOTES).split()
            dependent = bool(words) and words[0].lower() in DEPENDENT_STARTS
            return (
                -typical / max(1, others)
                + max(0, len(unit.text) - GIST_LENGTH) / GIST_LENGTH
                + 0.4 * dependent
                + 0.3 * (not unit.clause)
                + 0.3 * (self._told_in[self._index[unit]] > 1)
                + 0.2 * (len(unit.spans) > 1),
                unit.text,
            )

        best = min(units, key=cost)
        side = side_of(best, self._reports[best.report])
        if side.statement is None:
            return _shown(best.text)
        said = side.statement.stance == "says" and not denied(side)
        if said and best.clause:
            return _shown(best.text)
        return _shown(self._with_source(best, side.statement))

    def _with_source(self, unit: Unit, statement: Statement) -> str:
        """Return a unit with its source and cue before or after it.

        So it is told where it is no clause by itself, and where it is not simply said: what is
        denied or asked must not read as an assertion.
        """
        report = self._reports[unit.report]
        sentence = report.sentences[unit.sentence].span
        spans = [s for s in (*statement.source, *statement.cue) if overlap(s, sentence)]
        return view(report, merge([*spans, *unit.spans], text=report.text)).text

    def _members(self, units: Sequence[Unit]) -> list[Member]:
        by_report: dict[str, list[Unit]] = {}
        for unit in units:
            by_report.setdefault(unit.report, []).append(unit)
        return [
            Member(
                report=report_id,
                spans=merge(
                    (span for unit in own for span in unit.spans),
                    text=self._reports[report_id].text,
                ),
                statement=next((unit.statement for unit in own if unit.statement), None),
                event=next((unit.event for unit in own if unit.event), None),
            )
            for report_id, own in by_report.items()
        ]


def _shown(text: str) -> str:
    """Return a telling as it reads by itself: no "that" before it, no mark that is half a pair."""
    text = " ".join(text.split())
    for opening in ("that ", "whether ", "when "):
        text = text.removeprefix(opening).removeprefix(opening.capitalize())
    text = text.rstrip(",;: ")
    inner = text.strip(QUOTES).rstrip(",;: ")
    if not any(mark in inner for mark in QUOTES if mark not in "'’"):
        text = inner
    return text[:1].upper() + text[1:]


def _speaker(units: Sequence[Unit]) -> str | None:
    """Return whom most reports name as the speaker, in the fullest form of the name."""
    told: Counter[str | None] = Counter()
    for report in dict.fromkeys(unit.report for unit in units):
        own = [unit.speaker for unit in units if unit.report == report]
        told[Counter(own).most_common(1)[0][0]] += 1
    named = [(count, key) for key, count in told.items() if key is not None and count]
    if not named:
        return None
    count, key = max(named, key=lambda item: (item[0], item[1]))
    if told[None] > count:
        return None
    names = Counter(u.speaker_name for u in units if u.speaker == key and u.speaker_name)
    return max(names, key=lambda name: (names[name], len(name), name), default=None)
