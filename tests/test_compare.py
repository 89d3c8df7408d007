"""The main job from files to claims: what a person relies on whatever the reports say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.examples import measure

from quoth.errors import ComparisonError, NotOneStoryError
from quoth.pipeline import Reader
from quoth.records import Comparison, Report


@pytest.fixture(scope="module")
def reports(four: list[Path], reader: Reader) -> list[Report]:
    return reader.read(*four)


@pytest.fixture(scope="module")
def comparison(reports: list[Report], reader: Reader) -> Comparison:
    return reader.compare(reports)


def told(comparison: Comparison) -> set[frozenset]:
    """Return the claims without what depends on the order of the reports."""
    return {
        frozenset((member.report, member.spans) for member in claim.members)
        for claim in comparison.claims
    }


def test_the_order_of_the_reports_changes_nothing_but_order(
    comparison: Comparison, reports: list[Report], reader: Reader
) -> None:
    other = reader.compare(reports[::-1])
    assert told(other) == told(comparison)
    assert other.alone == comparison.alone
    support = {frozenset(m.report for m in c.members): c.support for c in comparison.claims}
    assert support == {frozenset(m.report for m in c.members): c.support for c in other.claims}


def test_a_telling_names_the_event_that_its_words_are(comparison: Comparison) -> None:
    events = {(r.id, e.id): e for r in comparison.reports for e in r.events}
    named = [m for c in comparison.claims for m in c.members if m.event]
    assert named
    for member in named:
        triggers = events[member.report, member.event].trigger
        assert any(a.start < b.end and b.start < a.end for a in triggers for b in member.spans)


def test_the_same_input_gives_the_same_output(four: list[Path], comparison: Comparison) -> None:
    fresh = Reader()
    assert fresh.compare(fresh.read(*four)) == comparison


def test_a_copy_of_a_report_raises_no_support(
    comparison: Comparison, reports: list[Report], reader: Reader
) -> None:
    copy = replace(reports[0], id="copy", outlet="Another Paper")
    more = reader.compare([*reports, copy])
    before = {
        frozenset((m.report, m.spans) for m in claim.members): claim.support
        for claim in comparison.claims
    }
    for claim in more.claims:
        key = frozenset((m.report, m.spans) for m in claim.members if m.report != "copy")
        if key in before:
            assert claim.support <= before[key]


def test_a_report_of_something_else_is_refused_by_name(
    reports: list[Report], reader: Reader, four: list[Path]
) -> None:
    (other,) = reader.read(four[0].parent / "other-story.txt")
    with pytest.raises(NotOneStoryError, match="other-story"):
        reader.compare([*reports, other])
    with pytest.raises(NotOneStoryError):
        reader.compare([reports[0], other])
    assert not reader.compare([reports[0], other], any_story=True).one_story


def test_one_report_or_one_id_twice_is_an_error(reports: list[Report], reader: Reader) -> None:
    with pytest.raises(ComparisonError, match="two reports"):
        reader.compare(reports[:1])
    with pytest.raises(ComparisonError, match="same id"):
        reader.compare([reports[0], reports[0]])


def test_two_reports_of_a_line_each_can_be_compared(reader: Reader) -> None:
    texts = ("The minister said the port would open on Monday.", "No.")
    short = reader.read(*(Report(id=str(n), text=t) for n, t in enumerate(texts)))
    assert reader.compare(short, any_story=True).claims == ()


def test_the_examples_are_read_as_a_careful_reader_does() -> None:
    result = measure()
    assert result.claims[0] >= 20
    assert result.differences[0] >= 4
    assert result.differences_unwanted <= 1
    assert result.wrongly_joined <= 1
    assert result.statements[0] >= 50
    assert result.furniture[0] == result.furniture[1]
    assert result.alone_kept[0] >= 18


BUS = (
    "At least 12 people were killed when a bus plunged into a ravine in southern Peru on Sunday, "
    "police said.\n\nThe bus was carrying 45 passengers from Arequipa to Cusco when it left the "
    "road near the town of Chivay, regional police chief Carlos Medina told reporters. “The driver "
    "lost control on a curve,” Medina said.\n\nInterior Minister Rosa Quispe said the government "
    "would pay for the funerals. She denied that the road had been closed to heavy traffic before "
    "the accident.\n\nEight of the injured were flown to Arequipa by helicopter.\n",
    "A bus fell into a gorge in the south of Peru on Saturday, killing 15 people and injuring more "
    "than 20, officials said.\n\nPolice commander Carlos Medina said that the driver may have been "
    "speeding. “The man lost control of his vehicle in a bend,” he added.\n\nThe vehicle, with "
    "some 45 people on board, was on its way to Cusco from Arequipa.\n\nThe road had been closed "
    "to lorries and buses since Thursday, said Interior Minister Rosa Quispe, who announced that "
    "the state will cover the cost of the burials.\n\nEight people were taken to hospital in "
    "Arequipa by helicopter, according to the health ministry.\n",
)


def test_two_short_reports_are_compared_as_well_as_long_ones(reader: Reader) -> None:
    reports = reader.read(*(Report(id=str(n), text=text) for n, text in enumerate(BUS)))
    comparison = reader.compare(reports)
    assert len(comparison.claims) >= 5
    found = {difference.type for claim in comparison.claims for difference in claim.differences}
    assert {"date", "polarity", "wording"} <= found
    # "At least 12" and 15 can both be true, "45" and "some 45" are one figure.
    assert "number" not in found
