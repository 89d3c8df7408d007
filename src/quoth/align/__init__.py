"""Align: the units of several reports become claims, with origins and differences.

Known gaps: opposites are told apart by a list of verbs only ("raised", "lowered"); dates are
compared as the words name them and not as calendar days; a difference of place is seen only between
two named places that hang on the same verb.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from quoth.align.claims import ClaimMaker
from quoth.align.grouping import grown
from quoth.align.matching import Matcher, PieceReader
from quoth.align.names import Naming, link_actors
from quoth.align.pairs import Story, pairs
from quoth.align.reasons import Reasons
from quoth.align.twins import twins
from quoth.align.units import Unit, UnitReader
from quoth.records import Claim, Report, SharedRun, Span
from quoth.spans import merge, overlap

__all__ = ["Naming", "PieceReader", "align"]


def align(
    reports: Sequence[Report],
    *,
    encode: Callable[[Sequence[str]], NDArray[np.float32]],
    read_pieces: PieceReader,
    naming: Naming,
    runs: Sequence[SharedRun] = (),
    copies: Sequence[Sequence[str]] = (),
) -> tuple[tuple[Claim, ...], Mapping[str, tuple[Span, ...]]]:
    """Return the claims that two or more reports tell, and what each report tells alone.

    Claims come with the widest support first, among equals the surest; `alone` holds, for each
    report's id, the spans of the sentences of which nothing is in any claim. `encode` turns texts
    into unit vectors, shape (number of texts, dimensions); `read_pieces` gives the word pieces of
    sentences, as `matching` describes; `runs` are the passages that reports
    share word for word, `copies` the groups of reports (ids) whose wording is largely the same. The
    order of the reports changes nothing but the order of what is listed.
    """
    keys = link_actors(reports, naming)
    units = [
        unit
        for report in sorted(reports, key=lambda report: report.id)
        for unit in UnitReader(report, canonical=naming.canonical, names_of=keys[report.id]).units()
    ]
    equal, compared = twins(reports, units)
    matcher = Matcher(reports, units, read=read_pieces, compared=compared)
    story = Story(units, encode=encode, matcher=matcher, compared=compared)
    found = pairs(story)
    maker = ClaimMaker(
        reports,
        units=units,
        pairs=found.pairs,
        runs=runs,
        copies=copies,
        naming=naming,
        reasons=Reasons(story, found, reports, keys),
        twins=equal,
    )
    claims = maker.claims(grown(units, found.pairs))
    return claims, _alone(reports, claims, units)


def _alone(
    reports: Sequence[Report], claims: Sequence[Claim], units: Sequence[Unit]
) -> dict[str, tuple[Span, ...]]:
    told: dict[str, list[Span]] = {report.id: [] for report in reports}
    for claim in claims:
        for member in claim.members:
            told[member.report].extend(member.spans)
    telling = {(unit.report, unit.sentence) for unit in units}
    alone: dict[str, tuple[Span, ...]] = {}
    for report in reports:
        covered = merge(told[report.id])
        alone[report.id] = tuple(
            sentence.span
            for number, sentence in enumerate(report.sentences)
            if (report.id, number) in telling
            and not any(overlap(span, sentence.span) for span in covered)
        )
    return alone
