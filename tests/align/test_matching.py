"""How well the pieces of one unit are met by those of another, with vectors made by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pytest
from tests.building import build

from quoth.align.matching import Matcher, PieceVectors
from quoth.align.units import UnitReader

# One axis a meaning; "port" and "harbour" share theirs.
MEANINGS = {"port": 0, "harbour": 0, "opened": 1, "closed": 2, "monday": 3, "quietly": 4}


def read(sentences: Sequence[tuple[str, str]]) -> Iterable[PieceVectors]:
    for _, text in sentences:
        words, at = [], 0
        for word in text.replace(".", " ").split():
            start = text.index(word, at)
            words.append((start, start + len(word)))
            at = start + len(word)
        axes = [MEANINGS.get(text[a:b].lower(), 5) for a, b in words]
        vectors = np.eye(6, dtype=np.float32)[axes]
        weights = np.array([0.1 if axis == 5 else 1.0 for axis in axes], dtype=np.float32)
        yield np.array(words, dtype=np.int64), vectors, weights, vectors


def matcher(*texts: str) -> Matcher:
    reports = [
        build(f"r{n}", " ".join(f"{word}|{'VERB' if word in ('opened', 'closed') else 'NOUN'}"
                                for word in text.split()))
        for n, text in enumerate(texts)
    ]  # fmt: skip
    units = [
        unit
        for report in reports
        for unit in UnitReader(report, canonical=str.lower, names_of={}).units()
    ]
    assert len(units) == len(texts)
    return Matcher(reports, units, read=read)


def test_other_words_for_the_same_are_met_and_others_are_not() -> None:
    found = matcher("port opened monday", "harbour opened monday", "harbour closed quietly")
    assert found.signals(0, 1) == pytest.approx((1.0, 1.0, 1.0))
    low, high, mean = found.signals(0, 2)
    assert low == pytest.approx(1 / 3)
    assert high == pytest.approx(1 / 3)
    assert mean < 0.5


def test_what_is_all_in_the_longer_telling_is_met_one_way_only() -> None:
    low, high, _ = matcher("port opened", "harbour opened monday quietly").signals(0, 1)
    assert high == pytest.approx(1.0)
    assert low == pytest.approx(0.5)


def test_light_words_count_little() -> None:
    low, _, _ = matcher("the port opened", "harbour opened").signals(0, 1)
    assert low > 0.95


def test_signals_do_not_depend_on_which_comes_first() -> None:
    found = matcher("port opened monday", "harbour closed")
    assert found.signals(0, 1) == pytest.approx(found.signals(1, 0))
