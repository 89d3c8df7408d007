"""Claims: groups of units as the records that a person reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from heapq import nsmallest
from itertools import combinations

from quoth.align.differences import differences
from quoth.align.grouping import Grown
from quoth.align.names import Naming
from quoth.align.origins import OriginFinder
from quoth.align.pairs import Pair
from quoth.align.sides import denied, side_of
from quoth.align.ties import Ties
from quoth.align.twins import Twins
from quoth.align.units import Unit
from quoth.records import Claim, Link, Member, Origin, Reason, Report, SharedRun, Statement, Step
from quoth.spans import merge, overlap, view

# A gist longer than this many characters costs as much as being less typical of its claim.
GIST_LENGTH = 160
# Links that a claim lists at most: all up to 20 tellings, so all of the stories that were
# annotated. A claim of 200 tellings has 20,000 pairs, of which nobody reads more.
MOST_LINKS = 200
# Tellings of one wording that are looked at for two of different reports.
SOUGHT = 3
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
        twins: Twins | None = None,
    ) -> None:
        self._reports = {report.id: report for report in reports}
        self._order = {report.id: number for number, report in enumerate(reports)}
        self._units = units
        self._twins = twins or Twins((), len(units), bounded=False)
        self._ties = Ties(pairs, self._twins)
        # By identity: a unit's hash would be taken of all its words, and most are asked for often.
        self._index = {id(unit): number for number, unit in enumerate(units)}
        self._told_in: Counter[int] = Counter()  # in how many claims a unit stands
        self._reasons = reasons
        self._origins = OriginFinder(reports, runs=runs, copies=copies, naming=naming)

    def claims(self, groups: Sequence[Grown]) -> tuple[Claim, ...]:
        """Return a claim for each group of units, widest support and surest first."""
        groups = [self._ties.with_twins(group) for group in groups]
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
            differences=differences(
                units,
                reports=self._reports,
                probability=self._told_same,
                kind=self._kind if self._twins.bounded else None,
            ),
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
                self._reasons(*self._ties.compared(self._index[id(a)], self._index[id(b)])),
            )
            for a, b in self._linked(units)
        ]
        return tuple(sorted(links, key=lambda link: -link.probability))

    def _linked(self, units: Sequence[Unit]) -> Iterable[tuple[Unit, Unit]]:
        """Return the pairs whose links are listed: all, in a large claim the likeliest ones.

        There each two wordings are linked once, and those who have one wording by their first.
        """
        in_report = Counter(unit.report for unit in units)
        pairs = len(units) ** 2 - sum(count**2 for count in in_report.values())
        if pairs <= 2 * MOST_LINKS:
            return ((a, b) for a, b in combinations(units, 2) if a.report != b.report)
        place = {self._index[id(unit)]: number for number, unit in enumerate(units)}
        of_kind: dict[int, list[int]] = {}
        for index in place:
            of_kind.setdefault(self._twins.kind(index), []).append(index)
        found: list[tuple[float, int, int]] = []
        for one, other, probability in self._ties.among(of_kind):
            apart = (
                tuple(sorted((place[i], place[j])))
                for i in of_kind[one][:SOUGHT]
                for j in of_kind[other][:SOUGHT]
                if self._units[i].report != self._units[j].report
            )
            pair = min(apart, default=None)
            if pair is not None:
                found.append((-probability, pair[0], pair[1]))
        return ((units[i], units[j]) for _, i, j in nsmallest(MOST_LINKS, found))

    def _told_same(self, a: Unit, b: Unit) -> float:
        return self._ties.probability(self._index[id(a)], self._index[id(b)])

    def _kind(self, unit: Unit) -> int:
        return self._twins.kind(self._index[id(unit)])

    def _confidence(self, units: Sequence[Unit], origins: Sequence[Origin]) -> float:
        """Return the mean probability of pairs over two origins, or over two reports of one.

        That two copies tell the same says nothing of the others.
        """
        origin = {report: number for number, o in enumerate(origins) for report in o.reports}
        indices = [self._index[id(unit)] for unit in units]
        mean = self._ties.mean(indices, [origin[unit.report] for unit in units])
        if mean is None:
            mean = self._ties.mean(indices, [unit.report for unit in units])
        return mean or 0.0

    def _gist(self, units: Sequence[Unit]) -> str:
        """Return the telling that is most typical, stands on its own and is short."""
        first: dict[int, Unit] = {}  # of each wording
        for unit in units:
            first.setdefault(self._kind(unit), unit)
        of_kind = Counter(self._kind(unit) for unit in units)
        beside = Counter((self._kind(unit), unit.report) for unit in units)
        in_report = Counter(unit.report for unit in units)

        def cost(unit: Unit) -> tuple[float, str]:
            near = self._ties.near(self._kind(unit))
            typical = sum(
                near[kind].probability * (of_kind[kind] - beside[kind, unit.report])
                for kind in first
                if kind in near
            )
            others = len(units) - in_report[unit.report]
            words = unit.text.strip(QUOTES).split()
            dependent = bool(words) and words[0].lower() in DEPENDENT_STARTS
            return (
                -typical / max(1, others)
                + max(0, len(unit.text) - GIST_LENGTH) / GIST_LENGTH
                + 0.4 * dependent
                + 0.3 * (not unit.clause)
                + 0.3 * (self._told_in[self._index[id(unit)]] > 1)
                + 0.2 * (len(unit.spans) > 1),
                unit.text,
            )

        best = min(first.values(), key=cost)
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
    """Return whom most reports name as the speaker, in the fullest form; None where two are."""
    told: Counter[str | None] = Counter()
    by_report: dict[str, Counter[str | None]] = {}
    for unit in units:
        by_report.setdefault(unit.report, Counter())[unit.speaker] += 1
    for own in by_report.values():
        told[own.most_common(1)[0][0]] += 1
    named = [(count, key) for key, count in told.items() if key is not None and count]
    if not named:
        return None
    count, key = max(named, key=lambda item: (item[0], item[1]))
    if told[None] > count or sum(other == count for other, _ in named) > 1:
        return None
    names = Counter(u.speaker_name for u in units if u.speaker == key and u.speaker_name)
    return max(names, key=lambda name: (names[name], len(name), name), default=None)
