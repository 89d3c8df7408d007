"""The user's corrections as which pairs of reports are together and which apart; the last counts.

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
    """Return what corrections, the earliest first, come to: pairs that do not contradict."""
    kept: list[list[Verdict]] = []
    known = _Known()
    for correction in reversed(corrections):
        kept.append([pair for pair in _pairs(correction) if known.take(pair)])
    return tuple(pair for pairs in reversed(kept) for pair in pairs)


def _pairs(correction: Correction) -> Iterator[Verdict]:
    together = tuple(dict.fromkeys(correction.together))
    if len(together) <= _EVERY_PAIR:
        joined: Iterator[tuple[str, ...]] = combinations(together, 2)
    else:
        joined = (
            (centre, other)
            for number, centre in enumerate(together[:_CENTRES])
            for other in together[number + 1 :]
        )
    for pair in joined:
        yield Verdict("join", pair)
    anchors = correction.reports or together
    for report in anchors if correction.apart else ():
        for other in correction.apart:
            yield Verdict("part", (report, other))


class _Known:
    """Which reports are together and which apart, by the pairs taken so far."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}
        self._apart: dict[str, set[str]] = defaultdict(set)

    def take(self, pair: Verdict) -> bool:
        """Take a pair, unless it contradicts those that were taken before; return whether."""
        first, second = map(self._top, pair.reports)
        if pair.kind == "part":
            if first == second:
                return False
            self._apart[first].add(second)
            self._apart[second].add(first)
            return True
        if second in self._apart[first]:
            return False
        if first != second:
            self._above[second] = first
            for other in self._apart.pop(second, set()):
                self._apart[other].discard(second)
                self._apart[other].add(first)
                self._apart[first].add(other)
        return True

    def _top(self, report: str) -> str:
        while (above := self._above.get(report)) is not None:
            report = above
        return report
