"""What an outlet leaves out, and what leaving out less sure claims changes."""

from __future__ import annotations

from dataclasses import replace

from quoth.records import Claim, Comparison, Member, Report, Span
from quoth.sure import sure_comparison


def claim(number: int, *tellers: str, support: int = 2, confidence: float = 0.9) -> Claim:
    members = tuple(Member(report, (Span(0, 4),)) for report in tellers)
    return Claim(f"c{number}", "Boats left", None, members, (), support, (), confidence)


def comparison(*claims: Claim, outlets: str = "abc") -> Comparison:
    reports = tuple(
        Report(f"r{n}", "Boats left.", outlet=outlet or None) for n, outlet in enumerate(outlets)
    )
    return Comparison(reports, claims, {"r0": (Span(0, 11),)})


def test_claims_of_two_origins_that_no_report_of_an_outlet_tells() -> None:
    found = comparison(claim(1, "r0", "r1"), claim(2, "r1", "r2"), claim(3, "r0", "r1", "r2"))
    assert found.left_out == {"r0": ("c2",), "r1": (), "r2": ("c1",)}


def test_what_one_origin_tells_is_left_out_by_nobody() -> None:
    assert comparison(claim(1, "r0", "r1", support=1)).left_out["r2"] == ()


def test_reports_of_one_outlet_are_one() -> None:
    found = comparison(claim(1, "r0", "r1"), claim(2, "r1", "r2"), outlets="aba")
    assert found.left_out == {"r0": (), "r1": (), "r2": ()}
    found = comparison(claim(1, "r1", "r3"), outlets="abac")
    assert found.left_out == {"r0": ("c1",), "r1": (), "r2": ("c1",), "r3": ()}


def test_the_widest_support_first_then_the_surest() -> None:
    found = comparison(
        claim(1, "r0", "r1", confidence=0.6),
        claim(2, "r0", "r1", confidence=0.8),
        claim(3, "r0", "r1", support=3, confidence=0.5),
    )
    assert found.left_out["r2"] == ("c3", "c2", "c1")


def test_it_follows_the_claims_that_are_sure_enough() -> None:
    whole = comparison(claim(1, "r0", "r1", confidence=0.6), claim(2, "r0", "r1"))
    sure = sure_comparison(whole, 0.7)
    assert [c.id for c in sure.claims] == ["c2"]
    assert sure.left_out["r2"] == ("c2",)
    assert sure.notes == ("1 of 2 claims are below 0.7 and left out",)
    assert sure.alone == whole.alone
    assert sure_comparison(whole, 0.6) is whole


def test_a_comparison_without_claims_leaves_out_nothing() -> None:
    assert comparison().left_out == {"r0": (), "r1": (), "r2": ()}
    assert replace(comparison(), reports=()).left_out == {}
