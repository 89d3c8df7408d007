"""A story of more reports than are compared in full: what is bounded, and what holds all the same.

The four examples are printed by several outlets each, some of them without a paragraph or two.
"""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from quoth.align.claims import MOST_LINKS
from quoth.align.twins import FEW_REPORTS
from quoth.forms.jsonform import comparison_json, schema
from quoth.pipeline import Reader
from quoth.records import Comparison, Report

PRINTED = 6


@pytest.fixture(scope="module")
def four_read(four: list[Path], reader: Reader) -> list[Report]:
    return reader.read(*four)


@pytest.fixture(scope="module")
def many(four_read: list[Report]) -> list[Report]:
    made = [
        replace(report, id=f"{number}-{report.id}", outlet=f"Paper {number} of {report.id}")
        for report in four_read
        for number in range(PRINTED)
    ]
    assert len(made) > FEW_REPORTS
    return made


@pytest.fixture(scope="module")
def compared(many: list[Report], reader: Reader) -> Comparison:
    return reader.compare(many)


def of(report_id: str) -> str:
    return report_id.partition("-")[2]


def test_a_claim_has_every_paper_that_prints_it(compared: Comparison) -> None:
    assert compared.claims
    for claim in compared.claims:
        places: dict[str, set] = {}
        for member in claim.members:
            places.setdefault(of(member.report), set()).add(member.spans)
        for report, spans in places.items():
            assert len([m for m in claim.members if of(m.report) == report]) == PRINTED
            assert len(spans) == 1


def test_claims_are_those_of_one_paper_each(
    compared: Comparison, four_read: list[Report], reader: Reader
) -> None:
    """Printing a report again makes no other claims of what different reports tell."""
    few = reader.compare(four_read)
    several = {
        frozenset((of(m.report), m.spans) for m in claim.members)
        for claim in compared.claims
        if len({of(member.report) for member in claim.members}) > 1
    }
    told = {frozenset((m.report, m.spans) for m in claim.members) for claim in few.claims}
    assert len(told & several) >= 0.6 * len(told)


def test_papers_that_print_one_text_are_one_origin(compared: Comparison) -> None:
    for claim in compared.claims:
        assert claim.support <= len({of(member.report) for member in claim.members})


def test_steps_and_links_are_of_the_claims_tellings(compared: Comparison) -> None:
    kinds = {step.kind for claim in compared.claims for step in claim.steps}
    assert "copied" in kinds
    for claim in compared.claims:
        told = {(step.report, step.spans) for step in claim.steps}
        assert len(claim.links) <= MOST_LINKS
        for link in claim.links:
            assert link.reports[0] != link.reports[1]
            assert set(zip(link.reports, link.spans, strict=True)) <= told
        probabilities = [link.probability for link in claim.links]
        assert probabilities == sorted(probabilities, reverse=True)


def test_what_one_paper_is_found_to_tell_is_told_of_all_that_print_it(
    compared: Comparison,
) -> None:
    found = [d for claim in compared.claims for d in claim.differences if d.type == "number"]
    assert found
    for difference in found:
        for report, value in zip(difference.between, difference.values, strict=True):
            papers = {r for r, v in zip(difference.between, difference.values, strict=True)
                      if v == value and of(r) == of(report)}  # fmt: skip
            assert len(papers) == PRINTED


def test_the_order_of_the_reports_changes_nothing_but_order(
    compared: Comparison, many: list[Report], reader: Reader
) -> None:
    other = reader.compare(random.Random(3).sample(many, len(many)))
    assert _told(other) == _told(compared)
    assert other.alone == compared.alone


def test_one_more_copy_raises_no_support(
    compared: Comparison, many: list[Report], reader: Reader
) -> None:
    before = {_members(claim, ""): claim.support for claim in compared.claims}
    copy = replace(many[0], id="copy", outlet="Another Paper", owner=None)
    after = {
        _members(claim, "copy"): claim.support for claim in reader.compare([*many, copy]).claims
    }
    assert before.keys() & after.keys()
    for members in before.keys() & after.keys():
        assert after[members] <= before[members]


def test_the_document_keeps_to_the_schema(compared: Comparison) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.validate(comparison_json(compared), schema("compare"))


def _members(claim, without: str) -> frozenset:
    return frozenset((m.report, m.spans) for m in claim.members if m.report != without)


def _told(comparison: Comparison) -> dict[frozenset, tuple]:
    return {
        _members(claim, ""): (
            claim.gist,
            claim.speaker,
            claim.confidence,
            frozenset((frozenset(o.reports), o.why) for o in claim.origins),
            frozenset(
                (d.type, frozenset(zip(d.between, d.values, strict=True)))
                for d in claim.differences
            ),
        )
        for claim in comparison.claims
    }
