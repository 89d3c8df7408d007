from __future__ import annotations

import random

import pytest
from benchmarks.synthetic import EDITS, mixed, replaced
from tests.group.telling import COAST_QUAKE, HILL_QUAKE, told

from quoth.group import Copy, CopyIndex, copy_groups_of

WIRE = (
    "Halmora has detained seventeen trawlers since January, when it suspended the old fishing "
    "agreement, and three of them remain in the harbour of Merrin today.\n"
    "The Veskarian foreign minister, Sanna Orlo, flew to Brannvik on Tuesday to ask for their "
    "release, and met President Ilvar Tesk for four hours in the castle.\n"
    "Neither side gave any account of the meeting, but a clerk in the harbour office said that the "
    "papers of two ships, the Alda and the Northern Lily, were being written.\n"
    "Fishermen in Merrin have lost 3,400 tonnes of herring since the winter, their guild says, and "
    "the cannery of Port Estry has sent half of its workers home.\n"
    "The old agreement, signed in 1987, gave each country half of the catch in the sound.\n"
)
OWN = (
    "Families of the crews stood on the quay of Merrin on Tuesday while ministers talked, "
    "and sang.\n"
    "Seventeen trawlers of Veskaria were taken by Halmora over the winter in the quarrel on fish.\n"
    "Sanna Orlo came to Brannvik for the first time since she took office, and saw Ilvar Tesk.\n"
    "What the two agreed upon nobody would say, but the papers of the Alda were seen on a desk.\n"
    "The herring that was not caught would have fed the cannery of Port Estry for half a year.\n"
)


def found(index: CopyIndex, name: str, text: str) -> tuple[Copy, ...]:
    return index.add(name, told(name, text))


@pytest.mark.parametrize("edit", [*sorted(EDITS), "mixed"])
@pytest.mark.parametrize("seed", range(2, 6))
def test_a_copy_is_found_whatever_was_done_to_it(edit: str, seed: int) -> None:
    index = CopyIndex()
    assert found(index, "own", OWN) == ()
    assert found(index, "wire", WIRE) == ()
    text = EDITS.get(edit, mixed)(WIRE, random.Random(seed))
    assert [copy.other for copy in found(index, "copy", text)] == ["wire"]


def test_the_whole_text_is_found_from_its_first_half_too() -> None:
    index = CopyIndex()
    found(index, "half", "\n".join(WIRE.splitlines()[:2]))
    (copy,) = found(index, "whole", WIRE)
    assert (copy.other, copy.share) == ("half", 1.0)


@pytest.mark.parametrize("seed", range(5))
def test_the_same_words_about_others_are_no_copy(seed: int) -> None:
    index = CopyIndex()
    found(index, "wire", WIRE)
    assert found(index, "elsewhere", replaced(WIRE, random.Random(seed))) == ()


def test_groups_join_copies_of_copies_in_order_of_arrival() -> None:
    lines = WIRE.splitlines()
    index = CopyIndex()
    found(index, "tail", "\n".join(lines[2:]))
    found(index, "own", OWN)
    found(index, "head", "\n".join(lines[:2]))
    assert index.groups() == ()
    found(index, "wire", WIRE)
    assert index.groups() == (("tail", "head", "wire"),)
    assert copy_groups_of(index.copies_of("wire")) == (("head", "tail", "wire"),)


def test_a_discarded_report_is_no_copy_any_more() -> None:
    index = CopyIndex()
    found(index, "a", WIRE)
    found(index, "b", WIRE)
    index.discard("a")
    assert index.groups() == ()
    assert [copy.other for copy in found(index, "c", WIRE)] == ["b"]
    found(index, "b", OWN)
    assert index.copies_of("c") == ()
    assert len(index) == 2


def test_other_reports_of_one_happening_are_no_copies() -> None:
    index = CopyIndex()
    for number, text in enumerate((*COAST_QUAKE, *HILL_QUAKE)):
        assert found(index, str(number), text) == ()


def test_a_copy_is_found_among_many_that_are_written_like_it() -> None:
    index = CopyIndex()
    found(index, "wire", WIRE)
    for number in range(150):
        found(index, f"like{number}", replaced(WIRE, random.Random(number)))
    assert [copy.other for copy in found(index, "copy", mixed(WIRE, random.Random(6)))] == ["wire"]


def test_reports_without_words_are_copies_of_nothing() -> None:
    index = CopyIndex()
    found(index, "a", "...")
    assert found(index, "b", "...") == ()
