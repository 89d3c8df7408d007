"""Bringing reports in: the same again, another text, another reading, ids and addresses."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.forms.test_jsonform import made_reports

from quoth.archive import Added, Archive, Checkpoint
from quoth.errors import ArchiveError, InputError
from quoth.forms.jsonform import report_json
from quoth.records import Rejected, Report


def test_a_report_comes_back_as_it_went_in(filled, reports):
    for report in reports:
        assert report_json(filled.report(report.id)) == report_json(report)


def test_the_same_again_changes_nothing(filled, reports):
    before = filled.dump()
    assert [one.outcome for one in filled.add(*reports)] == ["same"] * 3
    assert [one.outcome for one in filled.add(reports[1], reports[1])] == ["same"] * 2
    assert filled.dump() == before


def test_another_text_is_a_new_version_and_the_old_one_stays(filled, reports):
    old = reports[0]
    new = replace(old, text=old.text + " Updated.")
    assert filled.add(new) == [Added(old.id, 2, "updated")]
    assert filled.report(old.id).text == new.text
    assert filled.report(old.id, version=1).text == old.text
    assert [(v.version, v.current) for v in filled.versions(old.id)] == [(1, False), (2, True)]
    # The lists look at the current version only, and an old input read again changes nothing.
    assert [e.version for e in filled.reports() if e.report == old.id] == [2]
    assert {s.version for s in filled.statements() if s.report == old.id} == {2}
    assert filled.add(old) == [Added(old.id, 1, "same")]
    assert filled.report(old.id).text == new.text
    assert filled.check() == []


def test_versions_within_one_batch(archive, reports):
    one = reports[0]
    two = replace(one, text=one.text + " More.")
    assert [a.version for a in archive.add(one, two, one)] == [1, 2, 1]
    assert archive.report(one.id).text == two.text
    assert archive.check() == []


def test_the_address_tells_reports_apart_before_the_id(archive):
    first = Report("index", "One text.", url="https://a.example/1")
    other = Report("index", "Another text.", url="https://b.example/2")
    moved = Report("renamed", "One text, longer.", url="https://a.example/1")
    assert [a.report for a in archive.add(first, other, moved)] == ["index", "index-2", "index"]
    assert archive.add(other) == [Added("index-2", 1, "same")]
    assert archive.report("index").text == "One text, longer."
    assert archive.report("index-2").id == "index-2"
    assert archive.check() == []


def test_what_is_no_address_tells_nothing_apart(archive):
    one = Report("a", "One.", url="javascript:alert(1)")
    two = Report("b", "Two.", url="javascript:alert(1)")
    assert [a.report for a in archive.add(one, two)] == ["a", "b"]


def test_another_reading_of_the_same_text_is_kept_beside_the_first(archive, reports):
    one = reports[0]
    again = replace(one, statements=one.statements[:1], events=())
    list(archive.iter_add([one], reader="0.1"))
    assert [a.outcome for a in archive.iter_add([again], reader="0.1")] == ["same"]
    assert [a.outcome for a in archive.iter_add([one], reader="0.2")] == ["same"]
    assert [a.outcome for a in archive.iter_add([again], reader="0.2")] == ["reread"]
    readings = archive.versions(one.id)
    assert [(r.version, r.reading, r.reader) for r in readings] == [(1, 1, "0.1"), (1, 2, "0.2")]
    assert len(archive.report(one.id).statements) == 1
    assert len([s for s in archive.statements(limit=None) if s.report == one.id]) == 1
    assert archive.check() == []


def test_rejected_and_checkpoints_come_with_the_reports(archive, reports):
    items = [
        reports[0],
        Rejected("bad.html", "ingest", "has no words"),
        Checkpoint("feed", "1"),
        reports[1],
        Checkpoint("feed", "2", finished=True),
    ]
    told = list(archive.iter_add(items, batch=2))
    assert [type(one).__name__ for one in told] == [
        "Added", "Rejected", "Checkpoint", "Added", "Checkpoint",
    ]  # fmt: skip
    assert archive.checkpoint("feed") == Checkpoint("feed", "2", finished=True)
    assert archive.checkpoint("another") is None
    list(archive.iter_add([items[1]]))
    (entry,) = archive.rejected()
    assert entry.rejected == items[1]
    assert entry.times == 2
    assert entry.first_at < entry.last_at
    assert archive.rejected(stage="clean").items == ()


def test_a_report_with_a_span_outside_its_text_is_refused(archive, reports):
    bad = replace(reports[0], text="Too short.")
    with pytest.raises(InputError, match="lies outside the text"):
        archive.add(reports[1], bad)
    assert archive.reports().items == ()
    told = list(archive.iter_add([reports[1], bad, reports[2]]))
    assert [type(one).__name__ for one in told] == ["Added", "Rejected", "Added"]
    (entry,) = archive.rejected()
    assert entry.rejected.stage == "archive"
    assert "lies outside the text" in entry.rejected.reason
    assert archive.check() == []


def test_what_came_before_an_error_is_stored(archive, reports):
    def broken():
        yield reports[0]
        raise RuntimeError("the input broke off")

    with pytest.raises(RuntimeError):
        list(archive.iter_add(broken()))
    assert [e.report for e in archive.reports()] == [reports[0].id]


def test_a_transaction_that_fails_leaves_nothing(archive, reports, monkeypatch):
    from quoth.archive import store

    def fails(*_):
        raise RuntimeError("on purpose")

    monkeypatch.setattr(store, "mark", fails)
    with pytest.raises(RuntimeError):
        archive.add(*reports)
    monkeypatch.undo()
    assert archive.reports().items == ()
    assert [a.outcome for a in archive.add(*reports)] == ["new"] * 3


def test_a_report_that_is_not_there_is_named(archive):
    with pytest.raises(ArchiveError, match="nobody: there is no such report"):
        archive.report("nobody")


def test_what_is_open_for_reading_takes_nothing_in(filled, path, reports):
    filled.close()
    with (
        Archive(path, read_only=True) as reading,
        pytest.raises(ArchiveError, match="reading only"),
    ):
        reading.add(*reports)


@given(st.lists(made_reports(), min_size=1, max_size=4))
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_report_there_and_back(archive, made):
    added = archive.add(*made)
    for report, one in zip(made, added, strict=True):
        stored = archive.report(one.report, version=one.version)
        if one.outcome != "same":
            assert stored == replace(report, id=one.report)
        assert stored.text == report.text
    before = archive.dump()
    assert {one.outcome for one in archive.add(*made)} == {"same"}
    assert archive.dump() == before
    wrong = [p for p in archive.check() if "that is not there" not in p.what]
    assert wrong == []  # made reports name actors and statements that they do not have
