from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.group.clustering import clusters, shipped_merges
from quoth.group.postings import Postings


def blocks(*sizes: int, within: float, between: float) -> np.ndarray:
    owner = np.repeat(np.arange(len(sizes)), sizes)
    links = np.where(owner[:, None] == owner[None, :], within, between)
    np.fill_diagonal(links, 0)
    return links


def singles(links: np.ndarray) -> list[list[int]]:
    return [[n] for n in range(len(links))]


def test_what_is_linked_comes_together() -> None:
    links = blocks(3, 2, within=0.9, between=0.1)
    first, second, third, fourth, fifth = clusters(links, singles(links))
    assert first == second == third != fourth == fifth


def test_two_large_stories_that_look_alike_stay_apart() -> None:
    links = blocks(8, 8, within=0.9, between=0.5)
    assert len(set(clusters(links, singles(links)))) == 2


def test_the_same_links_between_single_reports_are_enough() -> None:
    links = blocks(1, 1, within=0.9, between=0.5)
    assert len(set(clusters(links, singles(links)))) == 1


def test_the_larger_the_groups_the_surer_it_has_to_be() -> None:
    model = shipped_merges()
    assert model.size < 0 < model.link
    assert model.cohesion > 0


def test_apart_is_respected_through_others() -> None:
    links = blocks(3, within=0.9, between=0)
    apart = np.zeros((3, 3), bool)
    apart[0, 2] = apart[2, 0] = True
    labels = clusters(links, singles(links), apart=apart)
    assert labels[0] != labels[2]


def test_groups_that_are_given_stay_whole() -> None:
    links = blocks(1, 1, 2, within=0.9, between=0.0)
    labels = clusters(links, [[0, 1], [2], [3]])
    assert labels[1] == labels[2] != labels[0]


def test_a_report_goes_where_it_is_nearer_in_the_end() -> None:
    # Report 3 meets 4 first; what comes to 4 later is far from 3, and 0, 1 and 2 are near.
    links = blocks(3, 4, within=0.6, between=0.0)
    links[3, 4] = links[4, 3] = 0.62
    links[3, 5:] = links[5:, 3] = 0.3
    links[3, :3] = links[:3, 3] = 0.55
    labels = clusters(links, singles(links))
    assert labels == [labels[0]] * 4 + [labels[4]] * 3
    settled = clusters(links, singles(links), settled=[True] * 7)
    assert settled[3] == settled[4] != settled[0]


def test_no_reports_make_no_clusters() -> None:
    assert clusters(np.zeros((0, 0)), []) == []


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 12), st.integers(0, 1000))
def test_the_order_of_reports_does_not_matter(count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    links = rng.random((count, count))
    links = (links + links.T) / 2
    np.fill_diagonal(links, 0)
    order = rng.permutation(count)
    plain = clusters(links, singles(links))
    shuffled = clusters(links[np.ix_(order, order)], singles(links))
    for i in range(count):
        for j in range(count):
            assert (plain[order[i]] == plain[order[j]]) == (shuffled[i] == shuffled[j])


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(st.integers(0, 50), max_size=5), max_size=60), st.integers(1, 4))
def test_postings_find_the_latest_reports_of_a_key(rows: list[list[int]], most: int) -> None:
    index = Postings()
    for number, keys in enumerate(rows):
        index.add(sorted(set(keys)), number)
    for key in range(51):
        numbers, places = index.find(np.array([key], np.uint32), most=most)
        having = [number for number, keys in enumerate(rows) if key in keys]
        assert sorted(numbers.tolist()) == having[-most:]
        assert not places.any()


def test_postings_keep_everything_while_arrays_are_merged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quoth.group.postings.BUFFER", 16)
    index = Postings()
    for number in range(500):
        index.add([number % 7, 1000 + number], number)
    numbers, _ = index.find(np.array([3, 1004, 5000], np.uint32), most=10_000)
    assert sorted(numbers.tolist()) == sorted([*range(3, 500, 7), 4])
    latest, _ = index.find(np.array([3], np.uint32), most=3)
    assert sorted(latest.tolist()) == [*range(3, 500, 7)][-3:]
