"""Finds near copies by the runs of words that two outlines share."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from quoth.group import Outline

# Of the runs of the shorter report; what `quoth compare` takes for copies shares more.
COPIED = 0.3
# Of fewer runs no share can be told.
_LEAST = 8


@dataclass(frozen=True, slots=True)
class Copy:
    """A report that shares its wording with another, and how much of it (0 to 1)."""

    report: str
    share: float


@dataclass(slots=True)
class SharedRuns:
    """An index of the sampled runs of words of all reports added so far."""

    _places: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    _outlines: dict[str, tuple[NDArray[np.generic], int]] = field(default_factory=dict)

    def add(self, report_id: str, outline: Outline) -> tuple[Copy, ...]:
        """Add a report and return what it shares its wording with."""
        runs = outline.array("sketch")
        met = Counter(
            other for run in runs.tolist() for other in self._places[run] if other != report_id
        )
        found = [
            Copy(other, share)
            for other in sorted(met)
            if (share := self._share(runs, outline.sampled, other)) >= COPIED
        ]
        if report_id in self._outlines:
            for run in self._outlines[report_id][0].tolist():
                self._places[run].remove(report_id)
        for run in runs.tolist():
            self._places[run].append(report_id)
        self._outlines[report_id] = (runs, outline.sampled)
        return tuple(found)

    def _share(self, runs: NDArray[np.generic], sampled: int, other: str) -> float:
        theirs, their_sample = self._outlines[other]
        step = 1 << max(sampled, their_sample)
        mine, theirs = (found[found % step == 0] for found in (runs, theirs))
        least = min(len(mine), len(theirs))
        return len(np.intersect1d(mine, theirs)) / least if least >= _LEAST else 0.0
