"""What is said on after a denial or a question is not denied or asked."""

from __future__ import annotations

from tests.annotate.conftest import words

from quoth.annotate.apart import apart


def told(report):
    return [
        (s.id, s.stance, s.kind, words(report.text, s.cue), words(report.text, s.content))
        for s in report.statements
    ]


def test_a_quotation_after_a_denial_is_said(read):
    report = read("Joris Tamm denied that a boat had fired. “It was a flare, and all saw it.”")
    assert told(report) == [
        ("s0", "denies", "indirect", "denied", "that a boat had fired"),
        ("s1", "says", "direct", "", "“It was a flare, and all saw it.”"),
    ]
    assert words(report.text, report.statements[1].source) == "Joris Tamm"


def test_what_is_said_in_one_breath_stays_together(read):
    report = read("“The pier,” Ilsa Brandt said, “is open.” “All may come,” she added.")
    assert apart(report, report.statements) == report.statements
    report = read("Ilsa Brandt said that the pier was open. “All may come and see it.”")
    assert len(report.statements) == 1
    assert report.statements[0].kind == "mixed"
