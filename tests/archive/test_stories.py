"""Stories in the archive: their history, what users correct, and what is built up again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from benchmarks.archive_reports import PlainFormer, plain_forming, prepared

from quoth.archive import Archive
from quoth.errors import ArchiveError

MADE = tuple(prepared(16, sentences=3))


@pytest.fixture
def archive(path, clock):
    with Archive(path, clock=clock, forming=plain_forming(settle_every=6)) as opened:
        yield opened


def places(archive):
    return {report: story.id for story in archive.stories(limit=None) for report in story.reports}


def test_every_report_is_in_one_story_and_each_change_is_kept(archive):
    added = archive.add(*MADE)
    assert [one.story for one in added] == [f"r{n // 4 * 4:06}" for n in range(16)]
    history = archive.story_history()
    assert [change.kind for change in history[:4]] == ["began", "joined", "joined", "joined"]
    assert [change.number for change in history] == list(range(1, len(history) + 1))
    (change,) = archive.story_history(report="r000005")
    assert change.stories == ("r000004",)
    assert change.why.startswith("tells of ")
    assert change.maker == "program"
    assert archive.check() == []


def test_a_former_built_up_again_goes_on_as_before(archive, path, tmp_path):
    archive.add(*MADE)
    whole = archive.dump()
    with Archive(tmp_path / "parts.duckdb", forming=plain_forming(settle_every=6)) as first:
        first.add(*MADE[:7])
    with Archive(tmp_path / "parts.duckdb", forming=plain_forming(settle_every=6)) as second:
        second.add(*MADE[7:])
        assert second.dump() == whole


def test_stories_merge_when_they_are_settled(archive):
    title = MADE[0].title.split()
    other = replace(MADE[4], title=f"{title[0]} and Another", id="z", url=None)
    archive.add(MADE[0], MADE[1], other)
    assert places(archive)["z"] == "z"
    archive.settle()
    assert places(archive)["z"] == "r000000"
    merged = archive.story_history()[-1]
    assert (merged.kind, merged.reports, merged.stories) == (
        "merged", ("z",), ("r000000", "z"),
    )  # fmt: skip
    # Who asks for the story that is no more gets the one that took it in.
    assert archive.story("z").id == "r000000"


def test_corrections_hold_against_all_that_comes_later(archive, path):
    archive.add(*MADE[:8])
    archive.move("r000001", to="r000004", note="it tells of the other")
    assert archive.split("r000006", "r000007", note="another meeting") == "r000006"
    archive.settle()
    archive.add(*MADE[8:])
    wanted = places(archive)
    assert wanted["r000001"] == "r000004"
    assert wanted["r000007"] == "r000006"
    archive.close()
    with Archive(path, forming=plain_forming(settle_every=6)) as again:
        again.add(replace(MADE[1], text=MADE[1].text + " More."))
        assert places(again)["r000001"] == "r000004"
        assert again.form(anew=True) == 0
        assert places(again) == wanted
        assert [(c.kind, c.reports, c.note) for c in again.corrections()] == [
            ("move", ("r000001",), "it tells of the other"),
            ("split", ("r000006", "r000007"), "another meeting"),
        ]
        assert {c.maker for c in again.story_history(report="r000001")} == {"program", "user"}
        assert again.check() == []


def test_merging_by_hand(archive):
    archive.add(*MADE[:8])
    archive.merge("r000004", "r000000", note="one meeting")
    assert set(places(archive).values()) == {"r000004"}
    assert archive.story("r000000").id == "r000004"


def test_a_correction_of_what_is_not_there_is_refused(archive):
    archive.add(*MADE[:8])
    with pytest.raises(ArchiveError, match="nobody: there is no such report"):
        archive.move("nobody", to="r000000")
    with pytest.raises(ArchiveError, match="nowhere: there is no such story"):
        archive.move("r000001", to="nowhere")
    with pytest.raises(ArchiveError, match="takes two stories"):
        archive.merge("r000000", "r000000")
    with pytest.raises(ArchiveError, match="takes a report"):
        archive.move(to="r000000")
    assert archive.corrections() == ()


def test_reports_kept_without_stories_are_formed_later(path):
    with Archive(path) as plain:
        assert {one.story for one in plain.add(*MADE)} == {None}
        assert plain.stories().items == ()
    with Archive(path, forming=plain_forming()) as archive:
        assert archive.form() == 16
        assert archive.form() == 0
        assert places(archive)["r000015"] == "r000012"
        assert archive.check() == []
    with Archive(path) as plain:  # who has no former does what the user says to the letter
        plain.move("r000000", to="r000012")
        plain.merge("r000004", "r000008")
        plain.split("r000012", "r000013")
        assert places(plain)["r000000"] == "r000012"
        assert places(plain)["r000008"] == "r000004"
        assert places(plain)["r000013"] == "r000012-2"
        assert plain.check() == []


class Resuming(PlainFormer):
    """Keeps what it was told to resume."""

    unsettled: tuple[str, ...] = ()

    def resume(self, unsettled):
        Resuming.unsettled = tuple(unsettled)


def test_a_former_is_told_what_is_not_settled_yet(path):
    forming = replace(plain_forming(settle_every=6), former=Resuming)
    with Archive(path, forming=forming) as first:
        first.add(*MADE[:8])
    with Archive(path, forming=forming) as second:
        second.add(MADE[8])
        assert Resuming.unsettled == ("r000006", "r000007")
        second.settle()
    with Archive(path, forming=forming) as third:
        third.add(MADE[9])
        assert Resuming.unsettled == ()


def test_a_batch_that_updates_a_report_finds_it_in_its_story(path, tmp_path):
    # Built up after the batch was written, the former would not know the report that it updates.
    new = replace(MADE[0], text=MADE[0].text + " More.")
    with Archive(path, forming=plain_forming()) as whole:
        whole.add(MADE[0])
        whole.add(MADE[1], new)
        wanted = whole.dump()
    with Archive(tmp_path / "parts.duckdb", forming=plain_forming()) as first:
        first.add(MADE[0])
    with Archive(tmp_path / "parts.duckdb", forming=plain_forming()) as second:
        second.add(MADE[1], new)
        assert second.dump() == wanted
        assert places(second)["r000001"] == "r000000"
