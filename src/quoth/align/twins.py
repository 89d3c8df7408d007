"""Twins: sentences that several reports have word for word, of which a few stand for all.

In a large story most of what is told is told in the same words: one agency's text in a hundred
papers. To compare each with each would cost the square of their number, and the copies of a
sentence would be its only neighbours, so that no other wording of the same were found. So of equal
sentences the first `KEPT` are compared, in two reports, and the others stand where these stand:
every claim that one of them is in has them all.

Sentences are equal where they have the same words and the same units, told by the same speakers
and of the same names. Stories of up to `FEW_REPORTS` reports are compared in full.

Known gaps: what stands around the others is not looked at; a sentence that only few reports have
before another one is compared without it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from quoth.align.units import Unit
from quoth.records import Report, Span

# Up to so many reports everything is compared with everything. The annotated stories, on which the
# pair model and the thresholds of the groups were fitted, have four or five reports.
FEW_REPORTS = 20
# Two of each, as it takes two to see how sure it is that both tell the same.
KEPT = 2
NOWHERE = Span(0, 0)


class Twins:
    """Which units (indices) are compared, and which stand where these stand."""

    def __init__(self, kinds: Sequence[Sequence[int]], count: int, *, bounded: bool) -> None:
        """Take the groups of units that are equal, of `count` units; the others have no equal."""
        self.bounded = bounded
        # The first unit of its kind stands for the kind.
        self._kind = list(range(count))
        self._members = {kind[0]: tuple(kind) for kind in kinds}
        for kind in kinds:
            for index in kind:
                self._kind[index] = kind[0]

    def kind(self, index: int) -> int:
        """Return a number that equal units share, and no others."""
        return self._kind[index]

    def like(self, index: int) -> tuple[int, ...]:
        """Return the units that are equal to one, itself among them."""
        return self._members.get(self._kind[index], (index,))


def twins(reports: Sequence[Report], units: Sequence[Unit]) -> tuple[Twins, list[int] | None]:
    """Return which units are equal, and those to compare: None, which means all, in small stories.

    `units` are those of all reports, in the order of the reports' ids.
    """
    if len(reports) <= FEW_REPORTS:
        return Twins((), len(units), bounded=False), None
    by_id = {report.id: report for report in reports}
    sentences: dict[tuple[str, int], list[int]] = {}
    for index, unit in enumerate(units):
        sentences.setdefault((unit.report, unit.sentence), []).append(index)
    equal: dict[Hashable, list[list[int]]] = {}
    for own in sentences.values():
        equal.setdefault(_key(by_id, [units[i] for i in own]), []).append(own)
    kinds: list[tuple[int, ...]] = []
    compared: list[int] = []
    for same in equal.values():
        kinds += [kind for kind in zip(*same, strict=True) if len(kind) > 1]
        for own in _kept(same, units):
            compared += own
    return Twins(kinds, len(units), bounded=True), sorted(compared)


def _kept(same: Sequence[list[int]], units: Sequence[Unit]) -> Iterator[list[int]]:
    """Yield the sentences that are compared for all that are the same: of different reports."""
    seen: set[str] = set()
    for own in same:
        report = units[own[0]].report
        if report not in seen and len(seen) < KEPT:
            seen.add(report)
            yield own


def _key(reports: Mapping[str, Report], units: Iterable[Unit]) -> Hashable:
    """Return what two sentences have in common if they tell the same in the same words."""
    told: list[Hashable] = []
    for unit in units:
        start, end = reports[unit.report].sentences[unit.sentence].span
        text = reports[unit.report].text[start:end]
        spans = tuple((span.start - start, span.end - start) for span in unit.spans)
        figures = tuple(replace(quantity, span=NOWHERE) for quantity in unit.quantities)
        said = (unit.speaker, unit.statement is None, unit.negated, unit.quoted, unit.clause)
        told.append((text, spans, unit.heard, unit.names, figures, said))
    return tuple(told)
