from __future__ import annotations

import random

import pytest
from tests.group.telling import (
    COAST_QUAKE,
    FIRST_SUMMIT,
    FOLLOW_UP,
    HILL_QUAKE,
    SECOND_SUMMIT,
    TRIAL,
    told,
)

from quoth.errors import CorrectionError
from quoth.group import Correction, FormingOptions, Outline, StoryFormer


def many(name: str, texts: tuple[str, ...], *published: str | None) -> list[Outline]:
    days = published or (None,) * len(texts)
    return [
        told(f"{name}{n}", text, published=day)
        for n, (text, day) in enumerate(zip(texts, days, strict=True))
    ]


def formed(outlines: list[Outline], *, every: int = 100) -> StoryFormer:
    former = StoryFormer()
    for number, outline in enumerate(outlines, 1):
        former.add(outline)
        if number % every == 0:
            former.settle()
    former.settle()
    return former


def parts(former: StoryFormer) -> set[frozenset[str]]:
    return {frozenset(reports) for reports in former.stories().values()}


ALL = [
    *many("coast", COAST_QUAKE),
    *many("hill", HILL_QUAKE),
    *many("trial", TRIAL, "2026-03-02", "2026-03-03", "2026-03-04"),
    *many("first", FIRST_SUMMIT, *["2026-03-03T10:00:00Z"] * 3),
    *many("second", SECOND_SUMMIT, *["2026-04-03"] * 2),
]
NAMES = ("coast", "hill", "trial", "first", "second")
EXPECTED = {frozenset(o.report for o in ALL if o.report.startswith(name)) for name in NAMES}


def test_happenings_of_one_kind_are_stories_of_their_own() -> None:
    assert parts(formed(ALL)) == EXPECTED


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_arrival_changes_nothing_here(seed: int) -> None:
    order = list(ALL)
    random.Random(seed).shuffle(order)
    assert parts(formed(order, every=1 + seed)) == EXPECTED


def test_two_summits_of_one_pair_a_month_apart_are_two_stories() -> None:
    march = many("march", FIRST_SUMMIT[:2], "2026-03-03", "2026-03-04")
    april = [told("april", FIRST_SUMMIT[2].replace("Tuesday", "Friday"), published="2026-04-03")]
    expected = {frozenset({"march0", "march1"}), frozenset({"april"})}
    assert parts(formed(march + april)) == expected


def test_a_follow_up_months_later_is_a_story_of_its_own() -> None:
    quake = many("coast", COAST_QUAKE, *["2026-01-05"] * 3)
    former = formed([*quake, told("later", FOLLOW_UP, published="2026-07-05")])
    assert frozenset({"later"}) in parts(former)


def test_the_same_input_gives_the_same_stories_and_ids() -> None:
    assert formed(ALL, every=3).stories() == formed(ALL, every=3).stories()


def test_every_report_is_in_exactly_one_story() -> None:
    former = formed(ALL, every=2)
    inside = [report for reports in former.stories().values() for report in reports]
    assert sorted(inside) == sorted(outline.report for outline in ALL)
    assert len(former) == len(ALL)
    for story, reports in former.stories().items():
        assert {former.story_of(report) for report in reports} == {story}


def test_changes_say_what_became_of_each_report() -> None:
    former = StoryFormer()
    began = former.add(ALL[0])
    joined = former.add(ALL[1])
    assert (began.kind, joined.kind) == ("began", "joined")
    assert began.stories == joined.stories
    assert joined.reports == (ALL[1].report,)
    assert "Sarvik" in joined.why
    assert "no story" in began.why


def test_changes_account_for_every_move() -> None:
    order = list(ALL)
    random.Random(3).shuffle(order)
    former, where = StoryFormer(), {}
    for outline in order:
        change = former.add(outline)
        where.update(dict.fromkeys(change.reports, change.stories[-1]))
        for later in former.settle():
            assert {where[report] for report in later.reports} == {later.stories[0]}
            where.update(dict.fromkeys(later.reports, later.stories[-1]))
    assert where == {outline.report: former.story_of(outline.report) for outline in order}


@pytest.mark.parametrize("cut", [1, 5, 9])
def test_a_restored_former_goes_on_as_the_live_one(cut: int) -> None:
    order = list(ALL)
    random.Random(7).shuffle(order)
    live = formed(order[:cut])
    live.fix(Correction("part", (order[0].report, order[-1].report)))
    assigned = {r: s for s, reports in live.stories().items() for r in reports}
    stored = [Outline.from_bytes(outline.to_bytes()) for outline in order[:cut]]
    restored = StoryFormer.restore(stored, assigned, corrections=live.corrections)
    assert restored.stories() == live.stories()
    for outline in order[cut:]:
        assert restored.add(outline) == live.add(outline)
        assert restored.settle() == live.settle()
    assert restored.stories() == live.stories()


def test_a_large_story_is_judged_by_a_sample_and_stays_whole() -> None:
    copies = [told(f"c{n}", COAST_QUAKE[n % 3]) for n in range(60)]
    former = StoryFormer(options=FormingOptions(neighbourhood=20))
    for number, outline in enumerate([*copies, *many("hill", HILL_QUAKE)], 1):
        former.add(outline)
        if number % 10 == 0:
            former.settle()
    former.settle()
    assert parts(former) == {
        frozenset(outline.report for outline in copies),
        frozenset({"hill0", "hill1"}),
    }


def test_a_report_that_is_split_off_stays_off() -> None:
    former = formed(ALL)
    story = former.story_of("coast0")
    assert story is not None
    corrections, changes = former.split(story, ["coast0"])
    assert [change.kind for change in changes] == ["split"]
    again = StoryFormer()
    again.fix(*corrections)
    for outline in reversed(ALL):
        again.add(outline)
        again.settle()
    for one in (former, again):
        assert one.story_of("coast0") != one.story_of("coast1")
        assert one.story_of("coast1") == one.story_of("coast2")


def test_merged_stories_stay_merged() -> None:
    former = formed(ALL)
    first, second = former.story_of("hill0"), former.story_of("trial0")
    assert first is not None
    assert second is not None
    corrections, changes = former.merge([first, second])
    assert [change.kind for change in changes] == ["merged"]
    former.add(told("new", HILL_QUAKE[0].replace("two miners", "miners")))
    former.settle()
    assert len({former.story_of(r) for r in ("hill0", "hill1", "trial0", "trial2")}) == 1
    fresh = StoryFormer()
    fresh.fix(*corrections)
    for outline in ALL:
        fresh.add(outline)
    fresh.settle()
    assert len({fresh.story_of(r) for r in ("hill0", "hill1", "trial0", "trial2")}) == 1


def test_a_moved_report_stays_where_it_was_put() -> None:
    former = formed(ALL)
    target = former.story_of("trial0")
    assert target is not None
    _, changes = former.move("hill0", target)
    assert changes[0].stories[-1] == target
    former.add(told("new", HILL_QUAKE[0]))
    former.settle()
    assert former.story_of("hill0") == former.story_of("trial0")
    assert former.story_of("hill1") != former.story_of("hill0")


def test_contradicting_corrections_are_refused_and_change_nothing() -> None:
    former = formed(ALL)
    former.fix(Correction("part", ("coast0", "coast1")))
    before = former.stories()
    with pytest.raises(CorrectionError, match="take one of these back"):
        former.fix(Correction("join", ("coast1", "coast0")))
    assert former.stories() == before
    assert former.corrections == (Correction("part", ("coast0", "coast1")),)
    former.unfix(Correction("part", ("coast0", "coast1")))
    former.fix(Correction("join", ("coast1", "coast0")))
    assert former.story_of("coast0") == former.story_of("coast1")


def test_unknown_stories_and_reports_are_named() -> None:
    former = formed(ALL)
    with pytest.raises(CorrectionError, match="no story nowhere"):
        former.merge(["nowhere"])
    story = former.story_of("coast0")
    assert story is not None
    with pytest.raises(CorrectionError, match="stranger"):
        former.split(story, ["stranger"])
    with pytest.raises(CorrectionError, match="not all"):
        former.split(story, ["coast0", "coast1", "coast2"])
    with pytest.raises(CorrectionError, match="stranger"):
        former.move("stranger", story)


def test_a_report_can_be_moved_to_the_story_it_is_in() -> None:
    former = StoryFormer()
    (story,) = former.add(ALL[0]).stories
    corrections, changes = former.move("coast0", story)
    assert (corrections, changes) == ((), ())


def test_a_new_version_takes_the_place_of_the_old() -> None:
    former = formed(ALL)
    change = former.add(told("coast0", TRIAL[0]))
    former.settle()
    assert change.kind == "moved"
    assert former.story_of("coast0") == former.story_of("trial0")
    assert len(former) == len(ALL)


def test_reports_without_words_stand_alone() -> None:
    former = formed([told("empty", "..."), told("blank", "?!"), *ALL])
    assert {frozenset({"empty"}), frozenset({"blank"})} <= parts(former)


def test_a_discarded_report_is_gone() -> None:
    former = formed(ALL)
    former.discard("hill0")
    assert former.story_of("hill0") is None
    former.add(told("new", HILL_QUAKE[0]))
    former.settle()
    assert former.story_of("new") == former.story_of("hill1")
    with pytest.raises(KeyError):
        former.discard("hill0")
