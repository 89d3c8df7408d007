"""The joining of `quoth.group` to the archive: corrections, taking up again, near copies."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.keeping.fakes import WordReader

from quoth.archive import Archive, Correction
from quoth.group import Correction as Verdict
from quoth.group import outline
from quoth.keeping import forming
from quoth.keeping.forming import JoinedCopies, JoinedFormer
from quoth.keeping.verdicts import verdicts
from quoth.records import Report

TEXTS = (
    "A storm tore roofs off houses in Valmora on Friday. Mayor Sorel opened the school gym to "
    "families. Firemen pumped water out of cellars all night.",
    "Dockers walked out at the port of Torvik over pay. Union leader Hadid wants nine per cent. "
    "Fourteen cranes stand still and grain ships wait at anchor.",
    "A museum in Halle got back a stolen painting by Brenna. Detective Oxley found it in a barn. "
    "Curators will hang the canvas again in spring.",
    "Voters of Merrin elected a new parliament. Tamm of the Farmers came first with a third of "
    "ballots. Coalition talks between four parties begin next week.",
)


def report(number):
    text = f"{TEXTS[number % 4]} It was report {number}."
    day = f"203{number % 4}-03-02"
    (read,) = WordReader().iter_finish([Report(f"r{number}", text, published=day)])
    return read


def correction(kind, reports=(), together=(), apart=(), stories=("x",)):
    return Correction(1, datetime(2031, 1, 1), kind, reports, stories, "", together, apart)


def test_the_last_correction_counts():
    there = correction("move", ("r1",), ("a2", "r1"), ("a1",))
    back = correction("move", ("r1",), ("a1", "r1"), ("a2",))
    assert verdicts([there]) == (Verdict("join", ("a2", "r1")), Verdict("part", ("r1", "a1")))
    assert verdicts([there, back]) == verdicts([back])


def test_of_a_merge_stays_what_a_later_split_does_not_contradict():
    merge = correction("merge", (), ("a", "b", "c", "d"))
    split = correction("split", ("a",), ("a",), ("b", "c", "d"))
    assert verdicts([merge, split]) == (
        Verdict("join", ("b", "c", "d")),
        Verdict("part", ("a", "b", "c", "d")),
    )


names = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=5, unique=True).map(tuple)


@given(st.lists(st.tuples(st.sampled_from(["move", "merge", "split"]), names, names), max_size=8))
def test_what_corrections_come_to_never_contradicts(told):
    from quoth.group.corrections import Corrections

    given = [
        correction(kind, together, together, tuple(r for r in apart if r not in together))
        for kind, together, apart in told
    ]
    found = verdicts(given)
    kept = Corrections()
    kept.add(found)  # raises where they do
    if given:
        last = given[-1]
        assert len({kept.group(r) for r in last.together}) == 1
        assert all(kept.apart(r, other) for r in last.together for other in last.apart)


def test_a_large_merge_holds_together_without_one_of_its_centres():
    reports = tuple(f"r{n}" for n in range(40))
    merge = correction("merge", (), reports)
    split = correction("split", ("r0",), ("r0",), reports[1:])
    found = verdicts([merge, split])
    from quoth.group.corrections import Corrections

    kept = Corrections()
    kept.add(found)
    assert len({kept.group(r) for r in reports[1:]}) == 1


@pytest.fixture
def made():
    """Three reports of each of four happenings, mixed."""
    return [report(n) for n in range(12)]


def test_stories_are_told_with_the_story_that_reports_are_in_first(tmp_path, made):
    with Archive(tmp_path / "x.duckdb", forming=forming(WordReader().encode)) as archive:
        archive.add(*made)
        archive.settle()
        assert {s.reports for s in archive.stories()} == {
            (f"r{n}", f"r{n + 4}", f"r{n + 8}") for n in range(4)
        }
        first, second = archive.story("r0").id, archive.story("r1").id
        archive.move("r4", to=second, note="it was there")
        assert "r4" in archive.story(second).reports
        change = archive.story_history(report="r4")[-1]
        assert (change.kind, change.maker, change.stories) == ("moved", "user", (second, first))
        archive.move("r4", to=first)
        assert archive.story("r4").id == first
        archive.merge(first, second)
        assert archive.story("r1").id == first
        archive.split("r1", "r5", "r9")
        assert archive.story("r1").reports == ("r1", "r5", "r9")
        assert archive.check() == []
        archive.form(anew=True)
        assert {s.reports for s in archive.stories()} == {
            (f"r{n}", f"r{n + 4}", f"r{n + 8}") for n in range(4)
        }


def test_the_first_of_merged_stories_stays_though_it_is_the_smaller(tmp_path, made):
    with Archive(tmp_path / "x.duckdb", forming=forming(WordReader().encode)) as archive:
        archive.add(*made[:5])
        small, large = archive.story("r1").id, archive.story("r0").id
        archive.merge(small, large)
        assert archive.story("r0").id == small
        assert archive.story(large).id == small  # by its former id


def test_an_archive_opened_again_goes_on_as_one_that_stayed_open(tmp_path, made):
    def kept(path, sizes):
        at = 0
        for size in sizes:
            with Archive(path, forming=forming(WordReader().encode)) as archive:
                archive.add(*made[at : at + size])
            at += size
        with Archive(path, forming=forming(WordReader().encode)) as archive:
            archive.settle()
            return archive.dump()

    assert kept(tmp_path / "a.duckdb", [12]) == kept(tmp_path / "b.duckdb", [1, 4, 2, 5])


def test_taking_up_again_where_a_correction_came_between(made):
    encode = WordReader().encode
    outlines = [outline(one, encode=encode) for one in made]
    former = JoinedFormer()
    for one in outlines:
        former.add(one)
    story = next(s for s, reports in former.stories().items() if "r0" in reports)
    former.fix(correction("split", ("r0",), ("r0",), ("r4", "r8"), (story,)))
    again = JoinedFormer()
    again.restore(outlines, former.stories(), former._corrections)
    again.resume([one.report for one in outlines])
    assert {s: set(r) for s, r in again.stories().items()} == {
        s: set(r) for s, r in former.stories().items()
    }


def test_near_copies_are_told_with_the_report_that_was_there(made):
    encode = WordReader().encode
    long = " ".join(f"Sentence {n} tells of the {n * 7} boats of quay {n * 3}." for n in range(60))
    copies = JoinedCopies()

    def add(name, text):
        (read,) = WordReader().iter_finish([Report(name, text)])
        return copies.add(name, outline(read, encode=encode))

    assert add("a", long) == ()
    (copy,) = add("b", "Our harbour desk writes. " + long)
    assert copy.report == "a"
    assert copy.share > 0.9
