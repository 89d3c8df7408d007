"""Whatever the reports: their order shows in no origin, and a copy is never one more."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.align.test_origins import NAMING
from tests.building import build

from quoth.align.origins import OriginFinder
from quoth.align.units import UnitReader
from quoth.align.wordings import Wordings
from quoth.group import copy_groups, shared_runs
from quoth.records import Origin, Relay, Report

OUTLETS = ("Halden Post", "The Halden Post", "haldenpost.example", "Courier", "Tribune", None)
OWNERS = (None, None, "Norvik Media", "Norvik Media Ltd")
CREDITS = ("", "", "(NPA)", "NPA contributed to this report .", "Photo : NPA")
# Each pair tells one thing in two wordings; the last words say from whom.
TOLD = (
    "seventeen trawlers were detained|VERB by the patrol in the outer harbour on Tuesday night",
    "the patrol detained|VERB seventeen trawlers in the outer harbour late on Tuesday",
    "“ We have seventeen trawlers in the harbour now ”",
)
FROM = (
    "said Tamm .",
    "Tamm told the Courier .",
    "Tamm told me .",
    "Tamm said in a statement .",
    "Tamm said , NPA reported .",
    "the Halden Post reported .",
)
AROUND = (
    "The old agreement on fishing rights was suspended in January after long talks in Merrin .",
    "The agreement on fishing rights was suspended this January after talks in Merrin .",
    "Nobody was hurt .",
)


@st.composite
def reports(draw: st.DrawFn, report_id: str) -> Report:
    telling = f"{draw(st.sampled_from(TOLD))} , {draw(st.sampled_from(FROM))}"
    around = draw(st.lists(st.sampled_from(AROUND), max_size=2))
    place = draw(st.integers(0, len(around)))
    report = build(
        report_id,
        *around[:place],
        telling,
        *around[place:],
        outlet=draw(st.sampled_from(OUTLETS)),
        statements=(("Tamm", "", telling.partition(" , ")[0].partition("|")[0]),)
        if "Tamm" in telling and not telling.startswith("“")
        else (),
    )
    report = replace(report, owner=draw(st.sampled_from(OWNERS)))
    credit = draw(st.sampled_from(CREDITS))
    if credit:
        report = replace(report, text=f"{report.text}\n\n{credit}")
    if report.statements and draw(st.booleans()):
        relay = Relay(draw(st.sampled_from(("NPA", "Courier"))), report.statements[0].source)
        report = replace(report, statements=(replace(report.statements[0], relays=(relay,)),))
    return report


def some(least: int, most: int) -> st.SearchStrategy[list[Report]]:
    return st.integers(least, most).flatmap(
        lambda count: st.tuples(*(reports(f"r{n}") for n in range(count))).map(list)
    )


def found(them: list[Report]) -> tuple[Origin, ...]:
    """Return the origins of what all reports tell: the sentences about the trawlers."""
    units = [
        unit
        for report in them
        for unit in UnitReader(report, canonical=str.lower, names_of={}).units()
        if "seventeen" in report.text[slice(*report.sentences[unit.sentence].span)]
    ]
    runs = shared_runs(them)
    finder = OriginFinder(them, runs=runs, copies=copy_groups(them, runs), naming=NAMING)
    return finder.origins(units)


def as_sets(origins: tuple[Origin, ...]) -> set[tuple[str, frozenset[str], str]]:
    return {(o.name, frozenset(o.reports), o.why) for o in origins}


@settings(max_examples=60, deadline=None)
@given(some(2, 5), st.randoms(use_true_random=False))
def test_the_order_of_the_reports_changes_nothing_but_order(them: list[Report], random) -> None:
    shuffled = random.sample(them, len(them))
    assert as_sets(found(shuffled)) == as_sets(found(them))


@settings(max_examples=60, deadline=None)
@given(some(1, 4), st.integers(0, 3), st.sampled_from(OUTLETS))
def test_a_copy_of_a_report_is_never_one_more_origin(
    them: list[Report], which: int, outlet: str | None
) -> None:
    copied = them[which % len(them)]
    before = found(them)
    after = found([*them, replace(copied, id="copy", outlet=outlet, owner=None)])
    assert len(after) <= len(before)
    # What was one stays one.
    for origin in before:
        assert any(set(origin.reports) <= set(other.reports) for other in after)


@settings(max_examples=40, deadline=None)
@given(some(1, 5))
def test_every_report_has_one_origin_with_a_reason(them: list[Report]) -> None:
    origins = found(them)
    told = [report for origin in origins for report in origin.reports]
    assert sorted(told) == sorted(report.id for report in them)
    assert all(o.why and o.name and "\n" not in o.why for o in origins)


@settings(max_examples=100, deadline=None)
@given(some(2, 6))
def test_origins_are_those_of_looking_at_all_pairs(them: list[Report]) -> None:
    """What names and wordings surely do not join is not looked at, and nothing is missed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(OriginFinder, "_meeting", lambda self, told: combinations(told, 2))
        patch.setattr(Wordings, "like", lambda self, told, units: combinations(told, 2))
        expected = found(them)
    assert found(them) == expected
