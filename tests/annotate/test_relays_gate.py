"""Floors for relays on the invented passages. A floor can only rise (see the changelog)."""

from collections import Counter

import pytest
from benchmarks.relays import invented, measure, scores

from quoth.annotate import Annotator

# What was measured on 2026-11-25 (precision 0.957, F1 0.942; 11 of 13 chains), less 0.02.
PRECISION, F1 = 0.937, 0.922
CHAINS = 11


@pytest.fixture(scope="module")
def counts(annotator: Annotator) -> Counter[str]:
    passages = [*invented("first"), *invented("second"), *invented("third")]
    return measure(passages, annotator=annotator)


def test_relays_are_no_worse_than_measured(counts) -> None:
    precision, _, f1 = scores(counts)
    assert precision >= PRECISION
    assert f1 >= F1


def test_chains_are_in_order(counts) -> None:
    assert counts["ordered"] >= CHAINS
