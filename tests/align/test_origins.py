from __future__ import annotations

from dataclasses import replace

from tests.building import build, find

from quoth.align.names import Naming
from quoth.align.origins import OriginFinder
from quoth.align.units import UnitReader
from quoth.records import Mark, Relay, Report, SharedRun, Span

AGENCIES = {"npa": "Norvik Press Agency", "norvik press agency": "Norvik Press Agency"}
NAMING = Naming(
    canonical=str.lower,
    same_name=lambda a, b: a.split()[-1] == b.split()[-1],
    agency=lambda name: AGENCIES.get(name.lower()),
)
SENTENCE = (
    "Tamm|PROPN|nsubj|1|PERSON said|VERB|ROOT|1 patrol|NOUN|compound|3 boats|NOUN|nsubj|4 "
    "guarded|VERB|ccomp|1 spawning|NOUN|compound|6 grounds|NOUN|dobj|4 .|PUNCT|punct|1"
)


def make(report_id: str, outlet: str, *, relay: str | None = None) -> Report:
    report = build(
        report_id,
        SENTENCE,
        outlet=outlet,
        statements=(("Tamm", "said", "patrol boats guarded spawning grounds"),),
    )
    if relay:
        relayed = replace(report.statements[0], relays=(Relay(relay, (find(report, "said"),)),))
        report = replace(report, statements=(relayed,))
    return report


def origins(
    *reports: Report, runs: tuple[SharedRun, ...] = (), copies: tuple[tuple[str, ...], ...] = ()
) -> list[tuple[str, ...]]:
    units = [
        unit
        for report in reports
        for unit in UnitReader(report, canonical=str.lower, names_of={}).units()
    ]
    found = OriginFinder(reports, runs=runs, copies=copies, naming=NAMING).origins(units)
    assert all(origin.why for origin in found)
    return [origin.reports for origin in found]


def test_two_outlets_of_their_own_are_two_origins() -> None:
    assert origins(make("a", "Post"), make("b", "Courier")) == [("a",), ("b",)]


def test_two_relays_of_one_agency_are_one_origin() -> None:
    a, b = make("a", "Post", relay="NPA"), make("b", "Courier", relay="Norvik Press Agency")
    assert origins(a, b) == [("a", "b")]


def test_the_agency_itself_and_its_relay_are_one_origin() -> None:
    agency = make("n", "Norvik Press Agency (NPA)")
    assert origins(agency, make("a", "Post", relay="NPA"), make("b", "Courier")) == [
        ("n", "a"),
        ("b",),
    ]


def test_a_credit_in_the_dateline_counts_for_the_whole_report() -> None:
    text = make("a", "Post")
    credited = replace(text, text=text.text + " (NPA)", marks=())
    span = Span(len(text.text) + 1, len(credited.text))
    credited = replace(credited, marks=(Mark("byline", span),))
    assert origins(credited, make("b", "Courier", relay="NPA")) == [("a", "b")]


def test_shared_words_are_one_origin() -> None:
    a, b = make("a", "Post"), make("b", "Courier")
    run = SharedRun("a", "b", find(a, "boats guarded"), find(b, "boats guarded"), 12)
    assert origins(a, b, runs=(run,)) == [("a", "b")]


def test_shared_words_elsewhere_in_the_reports_join_nothing() -> None:
    a, b = make("a", "Post"), make("b", "Courier")
    run = SharedRun("a", "b", find(a, "Tamm"), find(b, "Tamm"), 12)
    assert origins(a, b, runs=(run,)) == [("a",), ("b",)]


def test_one_outlet_by_other_names_is_one_origin() -> None:
    for other in (
        "The Halden Post",
        "haldenpost.example",
        "www.haldenpost.co.uk",
        "Halden Post Online",
    ):
        assert origins(make("a", "Halden Post"), make("b", other)) == [("a", "b")]
    assert origins(make("a", "Halden Post"), make("b", "Halden Port")) == [("a",), ("b",)]
    # Two names with the same initials are two outlets.
    assert origins(make("a", "Halden Daily Post"), make("b", "Hook District Press")) == [
        ("a",),
        ("b",),
    ]


def test_one_owner_is_one_origin_unless_it_comes_from_elsewhere() -> None:
    a, b = replace(make("a", "Post"), owner="Ostra"), replace(make("b", "Mail"), owner="Ostra")
    assert origins(a, b) == [("a", "b")]
    relayed = replace(make("c", "Mail", relay="NPA"), owner="Ostra")
    assert origins(a, relayed) == [("a",), ("c",)]


def credited(report: Report, line: str) -> Report:
    return replace(report, text=f"{report.text}\n\n{line}")


def test_credits_at_the_end_are_read_in_their_forms() -> None:
    b = make("b", "Courier", relay="NPA")
    for line in (
        "NPA",
        "(NPA)",
        "© NPA",
        "Source: NPA",
        "NPA contributed to this report.",
        "With material from the Norvik Press Agency",
        "Additional reporting by NPA",
    ):
        assert origins(credited(make("a", "Post"), line), b) == [("a", "b")], line


def test_a_credit_for_a_picture_is_none() -> None:
    b = make("b", "Courier", relay="NPA")
    for line in ("Photo: NPA", "(NPA photo)", "NPA/Ann Lee", "Picture by NPA"):
        assert origins(credited(make("a", "Post"), line), b) == [("a",), ("b",)], line


def test_two_reports_of_one_outlet_are_one_origin() -> None:
    assert origins(make("a", "Post"), make("b", "Post")) == [("a", "b")]


def test_what_copies_quote_is_copied_too() -> None:
    reports = make("a", "Post"), make("b", "Courier"), make("c", "Tribune")
    assert origins(*reports, copies=(("a", "b"),)) == [("a", "b"), ("c",)]


def test_an_agency_that_signs_its_own_text_is_itself() -> None:
    def signed(report_id: str, outlet: str) -> Report:
        report = make(report_id, outlet)
        text = report.text + " (NPA)"
        mark = Mark("byline", Span(len(report.text) + 1, len(text)))
        return replace(report, text=text, marks=(mark,))

    reports = signed("n", "Norvik Press Agency"), signed("a", "Post")
    units = [
        unit
        for report in reports
        for unit in UnitReader(report, canonical=str.lower, names_of={}).units()
    ]
    finder = OriginFinder(reports, runs=(), copies=(), naming=NAMING)
    (origin,) = finder.origins(units)
    assert origin.name == "Norvik Press Agency"
    assert origin.why == "Post credits Norvik Press Agency"
