"""Which reports tell of one happening, and what is read to find out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.building import build

from quoth.group import story_links, strangers
from quoth.group.stories import LEAD_TOLD
from quoth.records import Report

SENTENCES = tuple(f"{who}|PROPN|x|0|GPE {did}|VERB ." for who in "ABC" for did in ("won", "lost"))
EXTRA = ("Nobody knows .", "It rained .")


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    vectors = np.array(
        [np.random.default_rng(sum(map(ord, text))).normal(size=16) + 0.3 for text in texts]
    ).reshape(len(texts), 16)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@st.composite
def some(draw: st.DrawFn) -> list[Report]:
    told = st.lists(st.sampled_from(SENTENCES + EXTRA), min_size=0, max_size=8)
    return [build(f"r{n}", *draw(told)) for n in range(draw(st.integers(2, 6)))]


@settings(max_examples=150, deadline=None)
@given(some())
def test_strangers_are_those_that_no_link_joins_to_the_largest_group(them: list[Report]) -> None:
    group = {report.id: {report.id} for report in them}
    for link in story_links(them, encode=encode):
        if link.linked:
            joined = group[link.first] | group[link.second]
            group.update(dict.fromkeys(joined, joined))
    largest = max(group.values(), key=len)
    expected = tuple(report for report in them if report.id not in largest)
    assert strangers(them, encode=encode) == expected


def test_of_reports_of_one_story_only_the_leads_are_read() -> None:
    read: list[str] = []

    def seen(texts: Sequence[str]) -> NDArray[np.float32]:
        read.extend(texts)
        return encode(texts)

    them = [build(f"r{n}", *SENTENCES[:LEAD_TOLD], f"Below it stands {n} .") for n in range(4)]
    assert strangers(them, encode=seen) == ()
    assert len(read) == 4 * LEAD_TOLD


def test_every_two_reports_have_a_link() -> None:
    them = [build(f"r{n}", *SENTENCES) for n in range(4)]
    links = story_links(them, encode=encode)
    assert [(link.first, link.second) for link in links] == list(
        combinations(["r0", "r1", "r2", "r3"], 2)
    )
