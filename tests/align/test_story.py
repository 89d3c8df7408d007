"""The features of many pairs at once are those of one by one, and near units are found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.building import build

from quoth.align.matching import Matcher, PieceVectors
from quoth.align.nearest import nearest, nearest_bounded
from quoth.align.story import FEATURES, Story
from quoth.align.units import UnitReader
from quoth.records import Report

WORDS = (
    "Halmora|PROPN|nsubj|1|GPE", "Veskaria|PROPN|nsubj|1|GPE", "14|NUM|nummod|3", "17|NUM|nummod|3",
    "trawlers|NOUN|dobj|1", "old|ADJ", "not|PART|neg", "May|PROPN|pobj|2|DATE", "12|NUM|x|1|DATE",
    "talks|NOUN", "harbour|NOUN", "quickly|ADV",
)  # fmt: skip
VERBS = ("detained|VERB|ROOT|1", "sold|VERB|ROOT|1")


def vector(word: str, size: int) -> NDArray[np.float32]:
    """Return a vector that depends on nothing but the word."""
    found = np.random.default_rng(sum(map(ord, word))).normal(size=size).astype(np.float32)
    return found / np.linalg.norm(found)


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    made = np.array([sum(vector(w, 24) for w in f"{t} .".split()) for t in texts])
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


def read(sentences: Sequence[tuple[str, str]]) -> Iterable[PieceVectors]:
    for before, text in sentences:
        places, at = [], 0
        for word in text.split():
            start = text.index(word, at)
            at = start + len(word)
            places.append((start, at))
        words = [text[a:b] for a, b in places]
        vectors = np.array([vector(word, 8) for word in words])
        states = np.array([vector(word + before[-9:], 12) for word in words])
        weights = np.array([0.2 + len(word) for word in words], dtype=np.float32)
        yield np.array(places, dtype=np.int64), vectors, weights, states


@st.composite
def reports(draw: st.DrawFn) -> list[Report]:
    made = []
    for number in range(draw(st.integers(2, 4))):
        sentences = [
            " ".join(
                (
                    draw(st.sampled_from(WORDS[:2])),
                    draw(st.sampled_from(VERBS)),
                    *draw(st.lists(st.sampled_from(WORDS[2:]), max_size=6)),
                    ".",
                )
            )
            for _ in range(draw(st.integers(1, 4)))
        ]
        made.append(build(f"r{number}", *sentences))
    return made


def story_of(them: Sequence[Report], *, bounded: bool = False) -> Story:
    units = [
        unit
        for report in them
        for unit in UnitReader(report, canonical=str.lower, names_of={}).units()
    ]
    compared = list(range(len(units))) if bounded else None
    matcher = Matcher(them, units, read=read, compared=compared)
    return Story(units, encode=encode, matcher=matcher, compared=compared)


@settings(max_examples=60, deadline=None)
@given(reports())
def test_a_table_has_what_measuring_one_by_one_gives(them: list[Report]) -> None:
    story = story_of(them)
    candidates = list(story.candidates())
    table = story.table(candidates)
    assert table.shape == (len(candidates), len(FEATURES))
    for row, candidate in zip(table, candidates, strict=True):
        measured = story.measured(*candidate)
        assert row.tolist() == pytest.approx(measured, abs=1e-9, rel=0)
        assert story.features(*candidate) == row.tolist()


def test_a_story_without_candidates_has_an_empty_table() -> None:
    story = story_of([build("a", "Halmora|PROPN detained|VERB trawlers .")])
    assert not list(story.candidates())
    assert story.table([]).shape == (0, len(FEATURES))


def test_a_pair_that_is_no_candidate_is_measured_all_the_same() -> None:
    story = story_of([build(f"r{n}", "Halmora|PROPN detained|VERB|ROOT trawlers .") for n in "ab"])
    assert story.features(0, 1, 0.25) == story.measured(0, 1, 0.25)


@settings(max_examples=40, deadline=None)
@given(reports())
def test_bounds_that_bind_nothing_change_nothing(them: list[Report]) -> None:
    free, bounded = (
        list(nearest(vectors, owner, 99)) if each is None
        else list(nearest_bounded(vectors, owner, 99, each))
        for story in (story_of(them),)
        for vectors in ([story.centred, story.vectors],)
        for owner in (np.array([int(unit.report[1:]) for unit in story.units]),)
        for each in (None, 99)
    )  # fmt: skip
    for (index, near), (same, others) in zip(free, bounded, strict=True):
        assert index == same
        assert dict(others) == pytest.approx(dict(near), abs=1e-5)


def test_at_most_so_many_of_one_report_are_near() -> None:
    vectors = [np.ones((7, 2), dtype=np.float32)] * 2
    (index, near), *_ = nearest_bounded(vectors, np.array([0, 1, 1, 1, 1, 1, 2]), 40, 2)
    assert (index, [other for other, _ in near]) == (0, [1, 2, 6])
