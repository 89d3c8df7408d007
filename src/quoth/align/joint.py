"""Joint reading: likely pairs are read once more, both units together.

The network comes from outside (`annotate.joint_network`); here stands what it is given of a unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from quoth.align.units import Unit
from quoth.records import Report

# A unit in its sentence: who says it (or ""), the sentence, the characters of the unit in it.
Side = tuple[str, str, tuple[tuple[int, int], ...]]
# Sides, and pairs of indices into them -> the log odds that both of a pair tell the same.
PairJudge = Callable[[Sequence[Side], Sequence[tuple[int, int]]], Iterable[float]]


def sides(reports: Mapping[str, Report], units: Iterable[Unit]) -> list[Side]:
    """Return what of each unit is read; `reports` are by id."""
    return [_side(reports[unit.report], unit) for unit in units]


def _side(report: Report, unit: Unit) -> Side:
    sentence = report.sentences[unit.sentence].span
    spans = (
        (max(span.start, sentence.start), min(span.end, sentence.end)) for span in unit.spans
    )
    return (
        unit.speaker_name or "",
        report.text[sentence.start : sentence.end],
        tuple((a - sentence.start, b - sentence.start) for a, b in spans if a < b),
    )
