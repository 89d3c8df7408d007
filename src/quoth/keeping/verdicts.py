"""The user's corrections as which reports are together and which apart; the last counts.

A user who moves a report there and back, or splits what was merged, contradicts an earlier
correction. Then the later one holds, and of the earlier one what does not contradict it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from quoth.archive import Correction
from quoth.group import Correction as Verdict

# Of more reports that belong together not every pair is noted, only those with the first few:
# what is left of a large group when a report is taken out of it still holds together.
_EVERY_PAIR, _CENTRES = 12, 3


def verdicts(corrections: Sequence[Correction]) -> tuple[Verdict, ...]:
    """Return what corrections, the earliest first, come to, without contradiction."""
    found: list[list[Verdict]] = []
    known = _Known()
    for correction in reversed(corrections):
        joined = [pair for pair in _joined(correction) if known.join(*pair)]
        parted = {
            report: tuple(other for other in correction.apart if known.part(report, other))
            for report in correction.reports
        }
        found.append(
            [Verdict("join", reports) for reports in _groups(correction.together, joined)]
            + [Verdict("part", (report, *others)) for report, others in parted.items() if others]
        )
    return tuple(verdict for verdicts in reversed(found) for verdict in verdicts)


def _joined(correction: Correction) -> Iterator[tuple[str, str]]:
    together = tuple(dict.fromkeys(correction.together))
    if len(together) <= _EVERY_PAIR:
        yield from combinations(together, 2)
        return
    for number, centre in enumerate(together[:_CENTRES]):
        for other in together[number + 1 :]:
            yield centre, other


def _groups(reports: Sequence[str], pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, ...]]:
    """Yield the groups of two or more that pairs make, in the order of the reports."""
    group = {report: [report] for report in reports}
    for first, second in pairs:
        if group[first] is not group[second]:
            joined = group[first] + group[second]
            group.update(dict.fromkeys(joined, joined))
    for members in {id(found): found for found in group.values()}.values():
        if len(members) > 1:
            yield tuple(report for report in group if report in set(members))


class _Known:
    """Which reports are together and which apart, by what was taken so far."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}
        self._apart: dict[str, set[str]] = defaultdict(set)

    def part(self, one: str, other: str) -> bool:
        """Keep two reports apart, unless they are together; return whether."""
        first, second = self._top(one), self._top(other)
        if first == second:
            return False
        self._apart[first].add(second)
        self._apart[second].add(first)
        return True

    def join(self, one: str, other: str) -> bool:
        """Keep two reports together, unless they are apart; return whether."""
        first, second = self._top(one), self._top(other)
        if second in self._apart[first]:
            return False
        if first != second:
            self._above[second] = first
            for third in self._apart.pop(second, set()):
                self._apart[third].discard(second)
                self._apart[third].add(first)
                self._apart[first].add(third)
        return True

    def _top(self, report: str) -> str:
        while (above := self._above.get(report)) is not None:
            report = above
        return report
