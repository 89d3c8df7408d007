"""Reasons: what spoke for and against two tellings, with vectors and weights made by hand."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from math import log
from typing import get_args

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.building import build

import quoth.align.pairs
from quoth.align.claims import ClaimMaker
from quoth.align.grouping import grown
from quoth.align.matching import Matcher, PieceVectors
from quoth.align.names import Naming
from quoth.align.reasons import ABOUT, LEAST, MOST, Reasons
from quoth.align.units import UnitReader
from quoth.records import Actor, ReasonKind, Report, Span

# `quoth.align.pairs` is the function there; the module is what holds the model.
PAIRS = sys.modules["quoth.align.pairs"]
FEATURES = PAIRS.FEATURES
WEIGHTS = {
    "met_low": 2.0,
    "idf_cosine": 5.0,
    "containment": -1.0,
    "names_shared": 1.0,
    "number_agrees": 1.0,
    "number_conflicts": -3.0,
    "negation_differs": -1.0,
    "mutual": 0.5,
    "shorter": 0.3,
    "length_ratio": -0.2,
}

HELD = "Halmora|PROPN|nsubj|1|GPE detained|VERB|ROOT|1 {}|NUM|nummod|3 trawlers|NOUN|dobj|1 ."
OTHER = "Veskaria|PROPN|nsubj|1|GPE sold|VERB|ROOT|1 old|ADJ|amod|3 trawlers|NOUN|dobj|1 ."


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return an axis a word, so that texts are near by the words that they share."""
    words = sorted({word for text in texts for word in text.lower().split()})
    vectors = np.zeros((len(texts), len(words)), dtype=np.float32)
    for row, text in enumerate(texts):
        for word in text.lower().split():
            vectors[row, words.index(word)] = 1
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def read(sentences: Sequence[tuple[str, str]]) -> Iterable[PieceVectors]:
    for _, text in sentences:
        one = np.ones((1, 2), dtype=np.float32) / np.float32(2**0.5)
        yield np.array([[0, len(text)]]), one, np.ones(1, dtype=np.float32), one


@pytest.fixture(autouse=True)
def weights(monkeypatch: pytest.MonkeyPatch) -> None:
    def model() -> tuple[tuple[float, ...], float]:
        return tuple(WEIGHTS.get(name, 0.0) for name in FEATURES), -6.0

    monkeypatch.setattr(PAIRS, "model", model)
    monkeypatch.setattr("quoth.align.story.MIN_COSINE", -1.0)  # in so short reports little is near
    monkeypatch.setattr("quoth.align.reasons.model", model)


class Compared:
    """A comparison of invented reports: its units, pairs and reasons."""

    def __init__(self, *reports: Report, keys: dict[str, dict[str, str]] | None = None) -> None:
        self.reports = reports
        keys = keys or {report.id: {} for report in reports}
        self.units = [
            unit
            for report in reports
            for unit in UnitReader(report, canonical=str.lower, names_of=keys[report.id]).units()
        ]
        matcher = Matcher(reports, self.units, read=read)
        self.story = PAIRS.Story(self.units, encode=encode, matcher=matcher)
        self.found = quoth.align.pairs(self.story)
        self.reasons = Reasons(self.story, self.found, reports, keys)

    def why(self, first: int, second: int) -> dict[str, str]:
        return {reason.kind: reason.why for reason in self.reasons(first, second)}


def two(one: str = "14", other: str = "14") -> Compared:
    return Compared(build("a", HELD.format(one), OTHER), build("b", HELD.format(other), OTHER))


def test_every_feature_is_about_something() -> None:
    assert set(ABOUT) == set(FEATURES)
    assert set(ABOUT.values()) | {"beside"} == set(get_args(ReasonKind))


def test_what_is_in_common_is_said_in_words() -> None:
    why = two().why(0, 2)
    assert why["words"].startswith("words in common: 14, detained, trawlers; alike 1.00 (average ")
    assert why["names"] == "names in common: Halmora"
    assert why["figures"] == "figures agree"


def test_what_differs_speaks_against() -> None:
    compared = two("14", "17")
    (figures,) = [r for r in compared.reasons(0, 2) if r.kind == "figures"]
    assert figures.why == "figures differ"
    assert figures.weight < 0


def test_the_strongest_come_first_and_few() -> None:
    found = two().reasons(0, 2)
    assert len(found) <= MOST
    strengths = [abs(reason.weight) for reason in found]
    assert strengths == sorted(strengths, reverse=True)
    assert min(strengths) >= LEAST


def test_weights_add_up_to_the_log_odds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quoth.align.reasons.MOST", 99)
    monkeypatch.setattr("quoth.align.reasons.LEAST", 0.0)
    compared = two("14", "17")
    average = -6.0 + sum(
        WEIGHTS.get(name, 0.0) * value
        for name, value in zip(FEATURES, compared.found.average, strict=True)
    )
    for pair in compared.found.pairs:
        added = sum(reason.weight for reason in compared.reasons(pair.first, pair.second))
        odds = log(pair.probability / (1 - pair.probability))
        assert average + added == pytest.approx(odds)


def test_a_pair_that_a_rule_has_set_says_so_and_still_adds_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(PAIRS, "_retold", lambda story, pair, found: True)
    monkeypatch.setattr("quoth.align.reasons.MOST", 99)
    compared = two("14", "17")
    retold = [pair for pair in compared.found.pairs if pair.retold]
    assert retold
    for pair in retold:
        assert pair.probability == 0.6
        assert "beside" in compared.why(pair.first, pair.second)


def test_the_order_of_the_two_matters_only_to_the_words() -> None:
    compared = two("14", "17")
    one, other = compared.reasons(0, 2), compared.reasons(2, 0)
    assert [(r.kind, r.weight) for r in one] == [(r.kind, r.weight) for r in other]


def test_what_was_not_compared_has_no_reasons() -> None:
    assert two().reasons(0, 1) == ()


def test_an_actor_is_called_by_name_whatever_the_words() -> None:
    def told(report_id: str) -> Report:
        made = build(
            report_id, "It|PRON|nsubj|1 detained|VERB|ROOT|1 trawlers|NOUN|dobj|1 .", OTHER
        )
        actor = Actor("a0", "Coast Guard", "body", None, (), (Span(0, 2),))
        return Report(
            **{n: getattr(made, n) for n in made.__dataclass_fields__} | {"actors": (actor,)}
        )

    reports = told("a"), told("b")
    keys = {report.id: {"a0": "coast guard"} for report in reports}
    assert Compared(*reports, keys=keys).why(0, 2)["names"] == "names in common: Coast Guard"


def test_claims_carry_their_links_and_steps() -> None:
    compared = two()
    maker = ClaimMaker(
        compared.reports,
        units=compared.units,
        pairs=compared.found.pairs,
        runs=(),
        copies=(),
        naming=Naming(str.lower, lambda a, b: a == b, lambda name: None),
        reasons=compared.reasons,
    )
    for claim in maker.claims(grown(compared.units, compared.found.pairs)):
        (link,) = claim.links
        assert link.reports == ("a", "b")
        assert link.spans == tuple(member.spans for member in claim.members)
        assert link.probability == claim.confidence
        assert link.reasons
        assert [(s.kind, s.report, s.spans) for s in claim.steps] == [
            ("began", member.report, member.spans) for member in claim.members
        ]
