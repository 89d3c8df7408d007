"""The questions by keyword: what they find, in which order, page by page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from benchmarks.archive_reports import plain_forming, prepared

from quoth.archive import Archive
from quoth.errors import ArchiveError, QueryError, UnknownIdError
from quoth.keeping.forming import forming
from quoth.records import Report

WIRE, DAILY, COURIER = "wire", 'daily"><b>', "courier"


def ids(page):
    return [entry.report for entry in page]


def test_reports_newest_first_and_filtered(filled):
    assert ids(filled.reports()) == [DAILY, WIRE, COURIER]
    assert ids(filled.reports(outlet="northern WIRE")) == [WIRE]
    assert ids(filled.reports(since="2031-03-03")) == [DAILY]
    assert ids(filled.reports(until="2031-03-02")) == [WIRE, COURIER]
    assert ids(filled.reports(since=date(2031, 3, 2), until="2031-03")) == [DAILY, WIRE, COURIER]
    assert ids(filled.reports(country="SWE")) == [DAILY, WIRE, COURIER]
    assert ids(filled.reports(country="NOR")) == []


def test_a_report_without_a_date_comes_last_and_is_not_in_any_time(filled):
    filled.add(Report("undated", "Some words."), Report("odd", "Other words.", published="soon"))
    assert ids(filled.reports())[-2:] == ["odd", "undated"]
    assert "undated" not in ids(filled.reports(since="0001-01-01"))


def test_dates_count_in_utc(filled):
    filled.add(Report("night", "Words.", published="2031-03-04T01:00:00+02:00"))
    assert "night" in ids(filled.reports(since="2031-03-03T22:00:00Z", until="2031-03-03"))


def test_pages_neither_repeat_nor_hide(filled):
    filled.add(*(Report(f"x{n}", f"Words {n}.", published="2031-03-02") for n in range(7)))
    whole = ids(filled.reports(limit=None))
    seen, after = [], None
    while True:
        page = filled.reports(limit=3, after=after)
        seen += ids(page)
        filled.add(Report(f"late{len(seen)}", f"Late {len(seen)}.", published="2032-01-01"))
        if page.next is None:
            break
        after = page.next
    assert seen == whole
    assert len(whole) == 10


@pytest.mark.parametrize("after", ["nonsense", "[1]", "[]", '["@yesterday", 3]'])
def test_a_mark_of_another_list_is_refused(filled, after):
    with pytest.raises(QueryError, match="not the `next`"):
        filled.reports(after=after)
    with pytest.raises(QueryError, match="limit is 0"):
        filled.reports(limit=0)


def test_a_date_that_is_none_is_named(filled):
    with pytest.raises(QueryError, match="'tomorrow' is no date"):
        filled.reports(since="tomorrow")


def test_statements_point_at_their_words(filled, reports):
    texts = {report.id: report.text for report in reports}
    page = filled.statements(by="LINDQVIST")
    assert {s.speaker for s in page} == {"Per Lindqvist"}
    assert ids(page)[0] == DAILY
    for one in page:
        words = " … ".join(texts[one.report][a:b] for a, b in one.content)
        assert " ".join(words.split()) == one.words
    assert ids(filled.statements(by="Lindq")) == []  # whole words of a name
    assert len(filled.statements(by="SWE")) == len(page)
    assert all("المديد" not in (s.speaker or "") for s in page)
    assert len(filled.statements(by="hadid")) == 4


def test_statements_within_others_are_found_too(filled, reports):
    inner = [s for r in reports for s in r.statements if s.inner]
    assert inner
    found = {(s.report, s.statement) for s in filled.statements(limit=None)}
    assert all((COURIER, s.inner[0].id) in found for s in inner)


def test_statements_about(filled):
    assert {s.report for s in filled.statements(about="strike")} == {WIRE}
    assert filled.statements(about="strike", by="Lindqvist").items == ()
    assert filled.statements(about="zeppelins").items == ()
    with pytest.raises(QueryError, match="no word to look for"):
        filled.statements(about="...")
    with pytest.raises(QueryError, match="names nobody"):
        filled.statements(by="?!")


def test_events(filled):
    arrests = filled.events(type="COERCE")
    assert {e.report for e in arrests} == {DAILY, WIRE, COURIER}
    assert {e.type for e in filled.events(type=["COERCE", "CONSULT"])} == {"COERCE", "CONSULT"}
    assert [e.report for e in filled.events(actor="Police", type="COERCE")] == [DAILY]
    assert {e.status for e in filled.events(status="future")} == {"future"}
    # A party that no actor is known for is found by its words.
    assert [(e.report, e.event) for e in filled.events(recipient="union")] == [(WIRE, "e1")]
    assert [(e.report, e.event) for e in filled.events(recipient="police")] == [(COURIER, "e4")]
    assert {e.report for e in filled.events(actor="SWE")} == {WIRE, COURIER}
    # When it happened counts: the march was on February 24 or 25, the reports are of March.
    assert {e.report for e in filled.events(type="COERCE", until="2031-02-24")} >= {WIRE}
    assert DAILY not in {e.report for e in filled.events(type="COERCE", until="2031-02-24")}
    with pytest.raises(QueryError, match="'BRAWL' is no type of events"):
        filled.events(type="BRAWL")
    with pytest.raises(QueryError, match="'done' is no status"):
        filled.events(status="done")


def test_outlets(filled):
    filled.add(Report("plain", "No outlet."))
    told = {entry.outlet: entry.reports for entry in filled.outlets()}
    assert told == {
        "": 1, "Northern Wire": 1, "The Harbour Courier": 1, "Valmora Daily <News>": 1,
    }  # fmt: skip


def test_the_lead_of_a_story_without_a_title_does_not_repeat_it(path):
    title, lead = "A ferry sank off the coast.", "Twelve people were rescued by a tug on Monday."
    titles = forming(lambda texts: np.ones((len(texts), 384), np.float32))
    with Archive(path, forming=titles) as archive:
        archive.add(Report("a", f"{title}\n{lead}"))
        (story,) = archive.stories()
        (overview,) = archive.overviews(story.id)
        assert (overview.story.title, overview.lead) == (title, lead)


def test_stories(path):
    made = list(prepared(12, sentences=4))
    with Archive(path, forming=plain_forming()) as archive:
        archive.add(*made)
        page = archive.stories()
        assert [s.reports for s in page] == [
            tuple(f"r{n:06}" for n in range(start, start + 4)) for start in (8, 4, 0)
        ]
        story = page[0]
        first = archive.report(story.reports[0])
        assert story.title == first.title
        assert story.lead.spans == (first.sentences[0].span,)
        assert story.lead.report == first.id
        assert story == archive.story(story.id)
        (overview,) = archive.overviews(story.id)
        assert overview.lead == first.text[slice(*first.sentences[0].span)]
        assert archive.overviews(page[2], story.id, "nowhere")[1] == overview
        assert (story.first, story.last) == (first.published, made[11].published)
        name = made[0].title.split()[0]
        assert [s.id for s in archive.stories(actor=name)] == ["r000000"]
        outlet = made[5].outlet
        assert [s.id for s in archive.stories(outlet=outlet)] == ["r000004"]
        assert len(archive.stories(min_outlets=4)) == 3
        assert archive.stories(min_outlets=5).items == ()
        country = story.countries[0]
        assert story.id in [s.id for s in archive.stories(country=country)]
        two = archive.stories(limit=2)
        rest = archive.stories(limit=2, after=two.next)
        assert [*two, *rest] == list(page)
        with pytest.raises(ArchiveError, match="there is no such story"):
            archive.story("r999999")


def test_copies_are_told_with_their_story(path):
    one, two, three, _ = prepared(4, sentences=4)
    copy = replace(one, id="copy", url=None, outlet="Elsewhere")
    with Archive(path, forming=plain_forming()) as archive:
        archive.add(one, two, copy, three)
        assert archive.story(one.id).copies == ((one.id, "copy"),)


def test_several_reports_come_in_one_question(filled):
    places = [(COURIER, 1), (WIRE, 1)]
    assert filled.whole(*places) == {place: filled.report(place[0]) for place in places}
    assert filled.texts(*places) == {place: filled.report(place[0]).text for place in places}
    assert filled.whole((COURIER, 2), ("none", 1)) == filled.texts() == {}
    filled.add(
        replace(
            filled.report(WIRE),
            text="Another text.",
            sentences=(),
            statements=(),
            actors=(),
            events=(),
        )
    )
    texts = filled.texts((WIRE, 1), (WIRE, 2))
    assert texts[WIRE, 2] == "Another text."
    assert texts[WIRE, 1] == filled.report(WIRE, version=1).text


def test_an_id_that_is_not_there_is_told_apart_from_other_errors(filled):
    with pytest.raises(UnknownIdError):
        filled.report("none")
    with pytest.raises(UnknownIdError):
        filled.story("none")


def test_sql_gives_no_more_rows_than_wanted(filled):
    found = filled.sql("SELECT * FROM range(100000)", max_rows=3)
    assert found.rows == ((0,), (1,), (2,))
    assert len(filled.sql("SELECT * FROM range(5)", max_rows=9).rows) == 5


@pytest.mark.parametrize("after", ["[1, 2]", '["@2031-01-01", [1]]', "[" * 3000])
def test_a_mark_with_other_values_is_refused_in_one_way(filled, after):
    with pytest.raises(QueryError, match="not the `next`"):
        filled.reports(after=after)
    with pytest.raises(QueryError, match="not the `next`"):
        filled.search("port", after="-1")
