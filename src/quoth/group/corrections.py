"""The user's corrections: reports that must be in one story, and reports that must not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from quoth.errors import CorrectionError

CorrectionKind = Literal["join", "part"]


@dataclass(frozen=True, slots=True)
class Correction:
    """What the user says of some reports (ids), which every later change respects.

    "join": all of them are in one story. "part": the first is in no story with any of the others.
    A report that is not known yet is corrected when it comes.
    """

    kind: CorrectionKind
    reports: tuple[str, ...]


class Corrections:
    """The corrections in force, and what follows from them for any report."""

    def __init__(self) -> None:
        self._given: list[Correction] = []
        self._root: dict[str, str] = {}
        self._apart: set[tuple[str, str]] = set()

    @property
    def given(self) -> tuple[Correction, ...]:
        """The corrections in the order in which they were given."""
        return tuple(self._given)

    def add(self, corrections: Iterable[Correction]) -> None:
        """Put corrections in force; raises CorrectionError where they contradict one another."""
        kept = list(self._given)
        self._given += [c for c in corrections if c not in kept]
        try:
            self._work_out()
        except CorrectionError:
            self._given = kept
            self._work_out()
            raise

    def remove(self, corrections: Sequence[Correction]) -> None:
        """Take corrections back; unknown ones are passed over."""
        self._given = [c for c in self._given if c not in corrections]
        self._work_out()

    def group(self, report: str) -> str:
        """Return the name of the group of reports that must be together with this one."""
        return self._find(report)

    def corrected(self, report: str) -> bool:
        """Return whether any correction names the report."""
        return report in self._root

    def apart(self, one: str, other: str) -> bool:
        """Return whether two reports must not be in one story."""
        if not self._apart:
            return False
        a, b = self._find(one), self._find(other)
        return (a, b) in self._apart

    def _find(self, report: str) -> str:
        root = report
        while (above := self._root.get(root, root)) != root:
            root = above
        return root

    def _work_out(self) -> None:
        self._root, self._apart = {}, set()
        for correction in self._given:
            for report in correction.reports:
                self._root.setdefault(report, report)
            if correction.kind == "join":
                for report in correction.reports[1:]:
                    self._root[self._find(report)] = self._find(correction.reports[0])
        for correction in self._given:
            if correction.kind == "part":
                first = correction.reports[0]
                for other in correction.reports[1:]:
                    a, b = self._find(first), self._find(other)
                    if a == b:
                        message = (
                            f"{first} and {other} are both joined and parted by corrections; "
                            "take one of these back first"
                        )
                        raise CorrectionError(message)
                    self._apart |= {(a, b), (b, a)}
