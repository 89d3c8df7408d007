"""A comparison as the story page shows it: claims down, outlets across, by origin.

What the page of `quoth compare --html` shows too comes from `pageform`; here are the columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

from quoth.forms import wording
from quoth.records import Claim, Comparison, Report, Span
from quoth.serve.pageform import letter, page_parts
from quoth.spans import merge

# Two outlets stand together where at least this share of what both tell has one origin.
_TOGETHER = 0.5


@dataclass(frozen=True, slots=True)
class Column:
    """An outlet with the letters of its reports."""

    name: str
    letters: tuple[str, ...]
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Outlets that have most of what they both tell from one origin, which `name` names.

    An outlet that stands alone is a group without a name.
    """

    name: str
    columns: tuple[Column, ...]


def story_parts(comparison: Comparison) -> dict[str, Any]:
    """Return what the template shows of a comparison: columns, claims with cells, texts."""
    letters = {report.id: letter(n) for n, report in enumerate(comparison.reports)}
    parts = page_parts(comparison)
    groups = grouped(comparison, letters)
    columns = [column for group in groups for column in group.columns]
    for shown, claim in zip(parts["claims"], comparison.claims, strict=True):
        shown["cells"] = _cells(shown, claim, comparison, columns)
    return {
        **parts,
        "groups": groups,
        "columns": columns,
        "named_groups": any(group.name for group in groups),
        "alone": _alone(comparison, letters),
        "sums": _sums(comparison),
    }


def grouped(comparison: Comparison, letters: Mapping[str, str]) -> list[Group]:
    """Return the outlets in groups by origin, each group where its first outlet stands."""
    columns: dict[str, list[str]] = {}
    for report in comparison.reports:
        columns.setdefault(report.name, []).append(report.id)
    outlet_of = {report.id: report.name for report in comparison.reports}
    both: Counter[tuple[str, str]] = Counter()
    one: dict[tuple[str, str], Counter[str]] = {}
    for claim in comparison.claims:
        tell = sorted({outlet_of[m.report] for m in claim.members if m.report in outlet_of})
        both.update(combinations(tell, 2))
        for origin in claim.origins:
            share = sorted({outlet_of[report] for report in origin.reports if report in outlet_of})
            for pair in combinations(share, 2):
                one.setdefault(pair, Counter())[origin.name] += 1
    joined = {name: [name] for name in columns}
    names: dict[int, Counter[str]] = {}
    for pair, origins in sorted(one.items()):
        if sum(origins.values()) < _TOGETHER * both[pair]:
            continue
        first, second = joined[pair[0]], joined[pair[1]]
        if first is not second:
            first.extend(second)
            joined.update(dict.fromkeys(second, first))
            names.setdefault(id(first), Counter()).update(names.pop(id(second), Counter()))
        names.setdefault(id(first), Counter()).update(origins)
    found = []
    for members in {id(joined[name]): joined[name] for name in columns}.values():
        most = names.get(id(members), Counter()).most_common(1)
        found.append(
            Group(
                wording.clean(most[0][0]) if most else "",
                tuple(
                    Column(
                        wording.clean(name),
                        tuple(letters[report] for report in columns[name]),
                        tuple(columns[name]),
                    )
                    for name in columns
                    if name in members
                ),
            )
        )
    return found


def _cells(
    shown: Mapping[str, Any], claim: Claim, comparison: Comparison, columns: Sequence[Column]
) -> list[dict[str, Any]]:
    """Return, for each column, the tellings of its reports, in pieces that differ or do not."""
    texts = {report.id: report for report in comparison.reports}
    tellings = {telling["letter"]: telling for telling in shown["tellings"]}
    cells = []
    for column in columns:
        told = []
        for report, name in zip(column.reports, column.letters, strict=True):
            if name in tellings:
                spans = sorted({s for m in claim.members if m.report == report for s in m.spans})
                differing = wording.differing(claim, report)
                told.append(
                    {
                        **tellings[name],
                        "pieces": list(_pieces(texts[report], spans, differing)),
                    }
                )
        cells.append({"column": column, "tellings": told})
    return cells


def _pieces(
    report: Report, spans: Sequence[Span], differing: Iterable[Span]
) -> Iterator[tuple[str, bool]]:
    """Yield the words at spans in pieces, each with whether the tellings differ there."""
    marked = merge(differing)
    for number, (start, end) in enumerate(spans):
        if number:
            yield " … ", False
        inside = [Span(max(start, a), min(end, b)) for a, b in marked if a < end and b > start]
        borders = sorted({start, end, *(at for span in inside for at in span)})
        for a, b in pairwise(borders):
            text = " ".join(wording.showable(report.text[a:b]).split())
            before = " " if report.text[a:b][:1].isspace() else ""
            after = " " if len(text) and report.text[a:b][-1:].isspace() else ""
            yield f"{before}{text}{after}", any(s.start <= a and b <= s.end for s in inside)


def _alone(comparison: Comparison, letters: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what each report alone tells, sentence by sentence."""
    return [
        {
            "letter": letters[report.id],
            "name": wording.clean(report.name),
            "sentences": [
                {"words": wording.words(report, (span,)), "anchor": f"a{letters[report.id]}{n}"}
                for n, span in enumerate(comparison.alone.get(report.id, ()))
            ],
        }
        for report in comparison.reports
    ]


def _sums(comparison: Comparison) -> dict[str, int]:
    """Return how many claims there are, how many shared and disputed, from how many origins."""
    facts = [
        any(d.type not in ("wording", "detail") for d in claim.differences)
        for claim in comparison.claims
    ]
    return {
        "claims": len(comparison.claims),
        "shared": sum(claim.support >= 2 for claim in comparison.claims),
        "disputed": sum(facts),
        "origins": len({o.name for claim in comparison.claims for o in claim.origins}),
    }
