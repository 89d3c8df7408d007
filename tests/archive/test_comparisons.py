"""Comparisons of stories: stored whole, asked by claim, outdated when the story changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quoth.errors import ArchiveError
from quoth.forms.jsonform import comparison_json


@pytest.fixture
def compared(filled, comparison):
    filled.keep_comparison("dockers", comparison)
    return filled


def test_a_comparison_comes_back_whole(compared, comparison):
    assert comparison_json(compared.comparison("dockers")) == comparison_json(comparison)
    assert compared.comparison("another") is None
    assert compared.check() == []


def test_claims_point_at_versions(compared, comparison):
    page = compared.claims(story="dockers")
    assert [entry.claim.id for entry in page] == [claim.id for claim in comparison.claims]
    for entry in page:
        for member in entry.claim.members:
            text = compared.report(member.report, version=entry.versions[member.report]).text
            assert all(text[a:b] for a, b in member.spans)
    wide = compared.claims(min_support=2)
    assert {entry.claim.id for entry in wide} == {c.id for c in comparison.claims if c.support > 1}
    first = compared.claims(limit=2)
    second = compared.claims(limit=2, after=first.next)
    assert [e.claim.id for e in (*first, *second)] == [c.id for c in comparison.claims[:4]]


def test_the_views_have_what_the_claims_have(compared, comparison):
    rows = compared.sql("SELECT claim, count(*) FROM claim_members GROUP BY claim").rows
    assert dict(rows) == {c.id: len(c.members) for c in comparison.claims if c.members}
    differences = compared.sql("SELECT count(*) FROM claim_differences").rows[0][0]
    assert differences == sum(len(c.differences) for c in comparison.claims)


def test_a_second_comparison_takes_the_place_of_the_first(compared, comparison):
    compared.keep_comparison("dockers", replace(comparison, claims=comparison.claims[:1]))
    assert len(compared.claims()) == 1
    assert compared.sql("SELECT count(DISTINCT claim) FROM claim_members").rows == ((1,),)
    assert compared.check() == []


def test_it_is_outdated_when_the_story_has_other_reports(compared, comparison):
    assert compared.outdated() == ("dockers",)  # no report is in a story yet
    old = comparison.reports[0]
    compared.add(replace(old, text=old.text + " More."))
    # The claims still point at the version that was compared.
    assert compared.claims().items[0].versions[old.id] == 1
    assert compared.comparison("dockers").reports[0].text == old.text


def test_reports_that_are_not_here_cannot_be_compared_here(archive, comparison):
    with pytest.raises(ArchiveError, match="bring it in before"):
        archive.keep_comparison("dockers", comparison)
    assert archive.claims().items == ()
