"""The invented cases of origins, read with the models: a floor that may only rise."""

from __future__ import annotations

from dataclasses import replace

import pytest
from benchmarks.origins import Case, cases, made, measure, origins

from quoth.pipeline import Reader
from quoth.records import Report

RIGHT = 58  # of 60


@pytest.fixture(scope="module")
def read(reader: Reader) -> list[tuple[Case, list[Report]]]:
    listed = cases()
    reports = iter(reader.read(*(report for case in listed for report in made(case))))
    return [(case, [next(reports) for _ in case["reports"]]) for case in listed]


def test_the_cases_are_as_a_careful_reader_has_them(read) -> None:
    readings = list(measure([case for case, _ in read], [r for _, own in read for r in own]))
    wrong = [reading.case["id"] for reading in readings if not reading.right]
    assert len(readings) - len(wrong) >= RIGHT, wrong
    assert all(origin.why for reading in readings for origin in reading.origins)


def test_the_order_of_the_reports_shows_in_nothing(read) -> None:
    for case, reports in read:
        first, second = origins(case, reports), origins(case, reports[::-1])
        assert {(o.name, frozenset(o.reports), o.why) for o in first} == {
            (o.name, frozenset(o.reports), o.why) for o in second
        }


def test_a_copy_of_a_report_raises_no_support(read) -> None:
    for case, reports in read:
        before = len(origins(case, reports))
        for report in reports:
            letter = report.id.rpartition("/")[2]
            copy = replace(report, id=f"{report.id}-copy", outlet="Another Paper", owner=None)
            more = {**case, "claim": {**case["claim"], f"{letter}-copy": case["claim"][letter]}}
            assert len(origins(more, [*reports, copy])) <= before, case["id"]
