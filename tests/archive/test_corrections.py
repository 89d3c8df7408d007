"""Corrections of actors, statements and claims: done again where the words stand, taken back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests import invented

from quoth.archive.correcting import found, quote
from quoth.errors import ArchiveError
from quoth.forms.jsonform import comparison_json
from quoth.records import Span

COURIER = invented.courier().id
LINE = "\n\nA line that came later."


def actor(archive, name):
    return next(a for a in archive.report(COURIER).actors if a.name == name)


def speakers(archive):
    return {s.speaker for s in archive.statements(limit=None) if s.report == COURIER}


@pytest.fixture
def minister(filled):
    return actor(filled, "Per Lindqvist")


@pytest.fixture
def told(filled, minister):
    """An archive in which the minister has been given another name and country."""
    filled.correct_actor(
        COURIER, minister.id, name="Pär Lindqvist", country="NOR", note="so he writes it",
        maker="ann",
    )  # fmt: skip
    return filled


def test_an_actor_is_corrected_for_all_that_is_asked(told, minister):
    assert told.report(COURIER).actors != invented.courier().actors
    assert actor(told, "Pär Lindqvist").country == "NOR"
    assert actor(told, "Pär Lindqvist").sectors == minister.sectors
    assert "Pär Lindqvist" in speakers(told)
    assert "Per Lindqvist" not in speakers(told)
    (one,) = told.corrections()
    assert (one.number, one.kind, one.maker, one.note) == (1, "actor", "ann", "so he writes it")
    assert (one.was["name"], one.now["name"]) == ("Per Lindqvist", "Pär Lindqvist")
    assert one.quotes[0].words == "Per Lindqvist"
    assert told.check() == []


def test_what_the_program_read_stays_beside_it(told):
    first, second = told.versions(COURIER)
    assert (first.version, first.reading, first.current) == (1, 1, False)
    assert (second.version, second.reading, second.current) == (1, 2, True)
    assert first.reader == second.reader


def test_the_same_input_again_changes_nothing(told):
    assert told.known(invented.courier()) == told.add(invented.courier())
    assert actor(told, "Pär Lindqvist")
    assert len(told.versions(COURIER)) == 2


def test_a_correction_holds_in_another_reading_and_in_another_version(told):
    report = invented.courier()
    other = replace(report, statements=report.statements[:2], events=())
    list(told.iter_add([other], reader="another"))
    assert len(told.report(COURIER).statements) == 2
    assert actor(told, "Pär Lindqvist").country == "NOR"
    told.add(replace(report, text=report.text + LINE))
    assert told.report(COURIER).text.endswith(LINE)
    assert actor(told, "Pär Lindqvist").country == "NOR"
    assert told.check() == []


def test_a_correction_is_taken_back(told, minister):
    told.undo(1, maker="bo")
    assert actor(told, "Per Lindqvist") == minister
    (one,) = told.corrections()
    assert one.undone_by == "bo"
    assert one.undone_at is not None
    with pytest.raises(ArchiveError, match="taken back already"):
        told.undo(1)
    with pytest.raises(ArchiveError, match="no such correction"):
        told.undo(2)
    # And stays so when the report is read by another version.
    list(told.iter_add([invented.courier()], reader="another"))
    assert actor(told, "Per Lindqvist") == minister
    assert told.check() == []


def test_of_two_corrections_one_is_taken_back(told):
    meant = actor(told, "Pär Lindqvist")
    told.correct_actor(COURIER, meant.id, sectors=["CVL"])
    told.undo(1)
    assert actor(told, "Per Lindqvist").sectors == ("CVL",)


def test_a_wrong_statement_is_left_out_with_what_it_holds(filled):
    before = filled.report(COURIER)
    meant = next(s for s in before.statements if s.inner)
    filled.reject_statement(COURIER, meant.id, maker="ann")
    after = filled.report(COURIER)
    assert [s.id for s in after.statements] == [s.id for s in before.statements if s.id != meant.id]
    gone = {meant.id, *(s.id for s in meant.inner)}
    assert not gone & {event.statement for event in after.events}
    assert len(after.events) == len(before.events)
    assert filled.check() == []
    filled.undo(1)
    assert filled.report(COURIER) == before


def test_an_inner_statement_is_left_out_alone(filled):
    before = filled.report(COURIER)
    around = next(s for s in before.statements if s.inner)
    filled.reject_statement(COURIER, around.inner[0].id)
    after = next(s for s in filled.report(COURIER).statements if s.id == around.id)
    assert after == replace(around, inner=around.inner[1:])


def test_a_correction_keeps_the_place_in_a_story(told):
    assert told.form() == 0
    found = told.search("Lindqvist")
    assert COURIER in {hit.report for hit in found}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("It was Lee, he said. Lee left.", 7),
        ("Yes. It was Lee, he said. Lee left.", 12),
        ("Lee came. It was Lee, he said.", 17),
        ("It was not he. Lee left.", 15),
        ("Lee or Lee", None),
        ("Nobody", None),
    ],
)
def test_words_are_found_again(text, place):
    report = replace(invented.courier(), text="It was Lee, he said. Lee left.")
    one = replace(quote(report, 1, Span(7, 10)), before="It was ", after=", he said.")
    assert found(text, one) == (None if place is None else Span(place, place + 3))


def test_what_is_not_there_cannot_be_corrected(filled, minister):
    for call in (
        lambda: filled.correct_actor("nobody", "a0", name="X"),
        lambda: filled.correct_actor(COURIER, "a99", name="X"),
        lambda: filled.correct_actor(COURIER, minister.id, name=minister.name),
        lambda: filled.reject_statement(COURIER, "s99"),
        lambda: filled.join_claims("dockers", "c1", "c2"),
    ):
        with pytest.raises(ArchiveError):
            call()
    assert filled.corrections() == ()


@pytest.fixture
def dockers(filled, comparison):
    """The archive with the three reports in one story that is compared."""
    reports = tuple(report.id for report in comparison.reports)
    filled.form()
    with filled._file.transaction() as connection:
        for report in reports:
            connection.execute(
                "INSERT INTO store.members SELECT home, report, 'dockers', added "
                "FROM store.reports WHERE report = ? AND current",
                [report],
            )
            connection.execute(
                "INSERT INTO store.history SELECT coalesce(max(number), 0) + 1, now(), 'began', "
                "[?], ['dockers'], '', 'program' FROM store.history",
                [report],
            )
    filled.keep_comparison("dockers", comparison)
    return filled


def claim(archive, name):
    found = archive.comparison("dockers").claims
    return next((c for c in found if c.id == name), None)


def test_claims_that_tell_the_same_become_one(dockers, comparison):
    first, other = comparison.claims[0], comparison.claims[2]
    dockers.join_claims("dockers", first.id, other.id, maker="ann")
    one = claim(dockers, first.id)
    assert claim(dockers, other.id) is None
    assert set(one.members) == {*first.members, *other.members}
    names = {o.name for c in (first, other) for o in c.origins}
    assert one.support == len(one.origins) <= len(names)
    assert dockers.check() == []
    # A comparison that is made again is corrected again.
    dockers.keep_comparison("dockers", comparison)
    assert claim(dockers, other.id) is None
    dockers.undo(1)
    assert comparison_json(dockers.comparison("dockers")) == comparison_json(comparison)


def test_a_claim_that_is_two_is_parted(dockers, comparison):
    whole = comparison.claims[0]
    tellers = [report.id for report in comparison.reports]
    dockers.part_claim("dockers", whole.id, tellers[1])
    left = claim(dockers, whole.id)
    assert {m.report for m in left.members} == {tellers[0], tellers[2]}
    assert all(tellers[1] not in d.between for d in left.differences)
    assert left.support == len({o.name for o in left.origins})
    # What only one is left to tell is no claim: it is told alone.
    alone = dockers.comparison("dockers").alone[tellers[1]]
    assert len(alone) > len(comparison.alone[tellers[1]])
    dockers.undo(1)
    assert comparison_json(dockers.comparison("dockers")) == comparison_json(comparison)
    assert dockers.check() == []


def test_not_all_tellers_can_be_parted(dockers, comparison):
    tellers = {m.report for m in comparison.claims[0].members}
    for out in (tellers, set(), {"nobody"}):
        with pytest.raises(ArchiveError, match="name some of the reports"):
            dockers.part_claim("dockers", comparison.claims[0].id, *out)


def test_a_move_is_taken_back(dockers):
    made = dockers.split(COURIER, maker="ann", note="of another strike")
    assert dockers.story(COURIER).id == made != "dockers"
    dockers.undo(1, maker="bo")
    assert dockers.story(COURIER).id == "dockers"
    last = dockers.story_history()[-1]
    assert (last.maker, last.why) == ("user", "correction 1 was taken back")
    assert dockers.check() == []


def test_a_merge_is_taken_back_but_for_what_moved_since(dockers):
    made = dockers.split(COURIER)
    other = dockers.story("dockers").reports[0]
    dockers.merge(made, "dockers")
    assert len(dockers.story(made).reports) == 3
    dockers.split(other)
    dockers.undo(2)
    assert dockers.story(COURIER).id == made
    assert dockers.story(other).id not in (made, "dockers")
    assert len(dockers.story("dockers").reports) == 1


def test_corrections_are_labelled_data(dockers, comparison, tmp_path):
    meant = dockers.report(COURIER)
    dockers.reject_statement(COURIER, meant.statements[0].id, note="a headline", maker="ann")
    dockers.split(COURIER)
    dockers.undo(1)
    dockers.export(tmp_path / "labels.jsonl", "corrections")
    text = (tmp_path / "labels.jsonl").read_text("utf-8")
    assert text == dockers.labels()
    wrong, split = map(json.loads, text.splitlines())
    assert wrong["program"]["content"].startswith(
        meant.text[slice(*meant.statements[0].content[0])]
    )
    assert (wrong["person"], wrong["by"], wrong["undone"]) == ({"wrong": True}, "ann", True)
    for word in wrong["words"]:
        assert meant.text[word["start"] : word["end"]] == word["text"]
    assert split["program"] == {"stories": {COURIER: "dockers"}}
    assert split["person"]["together"] == [COURIER]
    assert {word["report"] for word in split["words"]} == {r.id for r in comparison.reports}
