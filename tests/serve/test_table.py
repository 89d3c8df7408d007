"""Terminal tables at several widths; nothing gets lost, nothing reaches the terminal raw."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from quoth.records import Span
from quoth.serve import eventtable, table


def shown(width, show, **options):
    console = Console(file=io.StringIO(), width=width, highlight=False, **options)
    show(console)
    return console.file.getvalue()


def flat(text):
    return " ".join(text.split())


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 160, 200, 400])
def test_every_width_shows_every_telling_and_stays_inside(comparison, width):
    text = shown(width, lambda console: table.print_comparison(console, comparison))
    assert all(len(line) <= width for line in text.splitlines())
    joined = flat(text)
    assert "81%]" in joined
    assert "number: The Harbour Courier and Northern Wire tell 14, Valmora" in joined
    assert "Only in Northern Wire (3)" in joined
    if width >= 100:
        assert "3 outlets, 1 origin: Corvia Press Agency (The Harbour Courier, Valmora" in joined


def test_columns_where_there_is_room_and_lines_where_there_is_not(comparison):
    wide = shown(200, lambda console: table.print_comparison(console, comparison))
    narrow = shown(100, lambda console: table.print_comparison(console, comparison))
    assert any("14 people" in line and "Seventeen" in line for line in wide.splitlines())
    assert not any("14 people" in line and "Seventeen" in line for line in narrow.splitlines())
    assert "via Corvia Press Agency" in narrow


def test_many_reports_go_below_one_another(comparison):
    reports = tuple(
        replace(comparison.reports[0], id=f"r{n}", outlet=f"Outlet {n}") for n in range(20)
    )
    many = replace(comparison, reports=(*comparison.reports, *reports))
    text = shown(200, lambda console: table.print_comparison(console, many))
    assert "Seventeen people" in text


def test_sentences_told_alone_are_counted_and_all_on_demand(comparison):
    report = comparison.reports[1]
    spans = tuple(sentence.span for sentence in report.sentences) * 3
    many = replace(comparison, alone={report.id: spans})
    few = shown(100, lambda console: table.print_comparison(console, many))
    every = shown(100, lambda console: table.print_comparison(console, many, everything=True))
    assert f"… and {len(spans) - 5} more" in few
    assert "more:" not in every
    assert every.count("· ") - few.count("· ") == len(spans) - 5


def test_what_an_outlet_leaves_out_is_listed_after_its_reports(comparison):
    text = shown(100, lambda console: table.print_comparison(console, comparison))
    assert text.index("Only in Northern Wire (3)") < text.index("Left out by Northern Wire (1)")
    after = flat(text[text.index("Left out by Northern Wire (1)") :])
    assert (
        "3 Layla al-Hadid (ليلى الحديد): “We will not load a single ship.” [2 of 3, 93%]" in after
    )
    assert text.count("Left out by") == 1
    assert "no words found there that tell it" in flat(text)


def test_reports_of_one_outlet_leave_out_once(comparison):
    wire = comparison.reports[2]
    twice = replace(comparison, reports=(wire, *comparison.reports[:2], replace(wire, id="late")))
    text = shown(100, lambda console: table.print_comparison(console, twice))
    assert text.count("Left out by Northern Wire (1)") == 1
    assert text.rindex("Only in") < text.index("Left out by")


def test_of_many_claims_left_out_the_first_are_shown_and_all_on_demand(comparison):
    claim = comparison.claims[2]
    claims = tuple(replace(claim, id=f"c{n}", gist=f"Gist {n}") for n in range(1, 9))
    many = replace(comparison, claims=claims)
    few = shown(100, lambda console: table.print_comparison(console, many))
    every = shown(100, lambda console: table.print_comparison(console, many, everything=True))
    assert "… and claims 6, 7, 8: --all" in few
    assert "… and claims" not in every
    assert every.count("Gist 8") == few.count("Gist 8") + 1


def test_notes_stand_at_the_top(comparison):
    noted = replace(comparison, notes=("2 of 7 claims are below 0.5 and left out\x1b",))
    text = shown(100, lambda console: table.print_comparison(console, noted))
    assert "  2 of 7 claims are below 0.5 and left out\ufffd\n" in text


def test_no_claims_and_no_story(comparison):
    empty = replace(comparison, claims=(), alone={}, one_story=False)
    text = shown(100, lambda console: table.print_comparison(console, empty))
    assert "do not look like one story" in text
    assert "0 claims" in text


def test_a_report_with_its_statements_and_actors(reports):
    text = shown(100, lambda console: table.print_report(console, reports[0]))
    assert "indirect: told" in text
    assert "Corvia Press Agency" in text
    assert "Per Lindqvist (SWE, GOV)" in text


def test_a_report_without_anything(reports):
    bare = replace(reports[0], statements=(), actors=(), sentences=(), title=None)
    text = shown(100, lambda console: table.print_report(console, bare))
    assert "0 statements" in text


def test_control_characters_and_markup_are_shown_not_obeyed(comparison):
    words = "\x1b[31mred\x07 [bold]loud[/bold] \u202egnp\ud800"
    first = replace(
        comparison.reports[0], text=words, outlet=words, title=words, marks=(), sentences=()
    )
    claim = replace(comparison.claims[4], gist=words, speaker=words)
    claim = replace(
        claim,
        members=(replace(claim.members[0], spans=(Span(0, len(words)),)), claim.members[1]),
    )
    hostile = replace(
        comparison,
        reports=(first, *comparison.reports[1:]),
        claims=(claim,),
        alone={first.id: (Span(0, len(words)),)},
    )
    hostile = replace(hostile, copies=((first.id, "nobody\x1b"),))
    text = shown(100, lambda console: table.print_comparison(console, hostile))
    text.encode("utf-8")
    assert not {"\x1b", "\x07", "\u202e"} & set(text)
    assert "[bold]loud[/bold]" in text


def test_without_colour_nothing_is_missing(comparison, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    plain = shown(
        100, lambda console: table.print_comparison(console, comparison), force_terminal=True
    )
    assert not re.search(r"\x1b\[(\d+;)*(3[0-7]|9[0-7])", plain)
    assert "≠ number" in plain


@pytest.mark.parametrize("width", [80, 100, 200])
def test_what_is_denied_never_reads_as_told(denial, width):
    text = flat(shown(width, lambda console: table.print_comparison(console, denial)))
    assert "[denied] that boats fired" in text
    assert text.count("that boats fired") == 1 + text.count("denied that boats fired")
    assert "(anonymous source)" in text
    assert "] Boats fired twice" not in text


@pytest.mark.parametrize("width", [80, 100, 200])
def test_stances_unnamed_sources_and_inner_statements_are_legible(reports, width):
    text = shown(width, lambda console: table.print_report(console, reports[0]))
    assert " denies, " in text
    assert "(anonymous)" in text
    assert re.search(r"\n↳ the( minister)? +promises, ", text)


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
@pytest.mark.parametrize("show", [table.print_report, eventtable.print_events])
def test_events_say_who_did_what_to_whom_according_to_whom(reports, width, show):
    text = shown(width, lambda console: show(console, reports[0]))
    assert all(len(line) <= width for line in text.splitlines())
    joined = flat(re.sub(r" \d+%", " ", text))
    assert "e1 ? → COERCE (arrest) → 14 people" in joined
    if width >= 80:
        assert "· 2031-02-24 · 14 detained · says" in joined
        assert "e0 [future] dockers' union → PROTEST (strike) · 2031-03-07 · the port of" in joined
        assert "14 people were held after a march on Monday" in joined
        assert "· until 2031-03-31 · 200 or more took part, 2,500,000 to" in joined
        assert re.search(r"Event +Sure\n", text)


@pytest.mark.parametrize("show", [table.print_report, eventtable.print_events])
def test_an_event_that_is_not_asserted_says_so_first_and_without_colour(reports, show, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    text = shown(80, lambda console: show(console, reports[0]), force_terminal=True)
    assert not re.search(r"\x1b\[(\d+;)*(3[0-7]|9[0-7])", text)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    for status in ("future", "historical", "negated", "hypothetical"):
        assert re.search(rf"\ne\d  \[{status}\] ", plain)
    assert "denies A person close to the talks (anonymous)" in flat(plain)


def test_hostile_words_of_events_are_shown_not_obeyed(reports):
    words = "\x1b[31mred\x07 [bold]loud[/bold] \u202egnp\ud800"
    first = reports[0].events[0]
    hostile = replace(
        reports[0],
        text=words,
        marks=(),
        sentences=(),
        statements=(),
        actors=(replace(reports[0].actors[1], name=words),),
        events=(
            replace(
                first,
                id=words,
                mode=words,
                trigger=(Span(0, 5),),
                evidence=(Span(0, len(words)),),
                place=replace(first.place, name=words, country=words),
                magnitudes=reports[0].events[4].magnitudes,
            ),
        ),
    )
    for show in (table.print_report, eventtable.print_events):
        text = shown(100, lambda console, show=show: show(console, hostile))
        text.encode("utf-8")
        assert not {"\x1b", "\x07", "\u202e"} & set(text)


def test_no_events(reports):
    text = shown(
        80, lambda console: eventtable.print_events(console, replace(reports[0], events=()))
    )
    assert "0 events" in text
