"""What the event network is given and what is made of it, with a network written by hand."""

from dataclasses import replace

import numpy as np
import pytest
from tests.annotate.event_fakes import FakeNetwork, Told, sentences

from quoth.annotate import features
from quoth.annotate.event_codes import ACTOR, HINTS, MODE_NUMBER, RECIPIENT, TRIGGER
from quoth.annotate.event_readings import LEAST_TRIGGER, SENTENCE_PIECES, EventReader
from quoth.annotate.plover import CONTEXTS, STATUSES, TYPES
from quoth.annotate.tree import Range, Tree

RAID = "Velm|PROPN|nsubj|1 attacked|VERB|ROOT|1 Ostravia|PROPN|dobj|1 .|PUNCT|punct|1"
ATTACK = Told("ASSAULT", actor="Velm", recipient="Ostravia", mode="drone", contexts=("military",))
LONG = " ".join([RAID.replace("|1", "|0")] + ["and|CCONJ|cc|0 waited|VERB|conj|0"] * 150)


def opened(network, report):
    return EventReader(network).open(report, Tree(report.tokens))


def whole(report):
    return Range(0, len(report.tokens))


def test_a_reading_has_the_role_of_each_word_and_the_codes() -> None:
    report = sentences(RAID)
    (reading,) = opened(FakeNetwork({"attacked": ATTACK}), report).readings(whole(report))
    assert (reading.anchor, TYPES[reading.type], reading.first) == (1, "ASSAULT", 0)
    assert reading.roles.shape == (4, 6)
    assert reading.roles.argmax(-1).tolist() == [ACTOR, 0, RECIPIENT, 0]
    assert reading.modes.argmax() == MODE_NUMBER["ASSAULT", "drone"]
    assert STATUSES[reading.statuses.argmax()] == "asserted"
    assert [CONTEXTS[n] for n in np.flatnonzero(reading.contexts > 0.5)] == ["military"]
    for shares in (reading.roles, reading.modes, reading.statuses):
        assert np.allclose(shares.sum(-1), 1)
    assert (reading.trigger_odds, reading.event_odds) == (8.0, 8.0)


def test_a_second_sentence_is_read_by_itself() -> None:
    network = FakeNetwork({"attacked": ATTACK})
    report = sentences("Nothing|PRON|nsubj|1 happened|VERB|ROOT|1 .|PUNCT|punct|1", RAID)
    (reading,) = opened(network, report).readings(Range(3, 7))
    assert (reading.anchor, reading.first) == (4, 3)
    assert len(network.runs[-1]["traits"]) == 4
    assert network.runs[-1]["traits"][0, features.PLACE] == 3


def test_two_types_on_one_word_are_two_readings_in_the_order_of_types() -> None:
    network = FakeNetwork({"attacked": (ATTACK, Told("ACCUSE"))})
    report = sentences(RAID)
    found = [TYPES[r.type] for r in opened(network, report).readings(whole(report))]
    assert found == ["ACCUSE", "ASSAULT"]


@pytest.mark.parametrize(("shift", "number"), [(-0.01, 0), (0.01, 1)])
def test_an_unlikely_trigger_is_not_read(shift, number) -> None:
    odds = float(np.log(LEAST_TRIGGER / (1 - LEAST_TRIGGER))) + shift
    network = FakeNetwork({"attacked": replace(ATTACK, trigger_odds=odds)})
    report = sentences(RAID)
    assert len(list(opened(network, report).readings(whole(report)))) == number


def test_an_endless_sentence_is_read_in_parts_and_each_word_once() -> None:
    network = FakeNetwork({"attacked": ATTACK, "waited": Told("PROTEST")})
    report = sentences(LONG)
    found = list(opened(network, report).readings(whole(report)))
    anchors = [i for i, token in enumerate(report.tokens) if token.text in ("attacked", "waited")]
    assert [reading.anchor for reading in found] == anchors
    assert len(network.runs) > 1
    assert all(len(run["ids"]) <= SENTENCE_PIECES for run in network.runs)
    assert sum(len(run["traits"]) for run in network.runs) == len(report.tokens)
    for reading in found:
        assert 0 <= reading.first <= reading.anchor < reading.first + len(reading.roles)
        assert reading.first + len(reading.roles) <= len(report.tokens)
        assert len(reading.roles) <= 2 * features.REACH + 1


def test_one_word_longer_than_a_part_is_still_read() -> None:
    network = FakeNetwork({})
    report = sentences(" ".join(["x" * 500 + "|X|dep|0"] * 40))
    assert not list(opened(network, report).readings(whole(report)))
    assert sum(len(run["traits"]) for run in network.runs) == 40


def test_hints_reach_the_network() -> None:
    network = FakeNetwork({"attacked": ATTACK})
    report = sentences(RAID)
    hints = {0: ACTOR, 1: TRIGGER, 2: RECIPIENT}
    shares = opened(network, report).relation(whole(report), hints)
    assert network.runs[-1]["hints"].tolist() == [ACTOR, TRIGGER, RECIPIENT, 0]
    assert [HINTS[n] for n in (ACTOR, RECIPIENT, TRIGGER)] == ["actor", "recipient", "trigger"]
    assert shares.shape == (17,)
    assert shares.argmax() == 1 + TYPES.index("ASSAULT")
    assert shares.sum() == pytest.approx(1)


def test_hints_count_from_the_start_of_the_sentence_and_others_are_left_out() -> None:
    network = FakeNetwork({})
    report = sentences(RAID, RAID)
    opened(network, report).relation(Range(4, 8), {0: ACTOR, 6: RECIPIENT})
    assert network.runs[-1]["hints"].tolist() == [0, 0, RECIPIENT, 0]


def test_no_relation_without_hints_or_words() -> None:
    network = FakeNetwork({})
    report = sentences(RAID)
    for hints, part in (({}, whole(report)), ({0: ACTOR}, Range(0, 0))):
        assert opened(network, report).relation(part, hints).tolist() == [1.0, *[0.0] * 16]
    assert not network.runs


def test_traits_of_the_report_are_not_changed_by_reading() -> None:
    network = FakeNetwork({})
    report = sentences(RAID, RAID)
    one = opened(network, report)
    for part in (Range(0, 4), Range(4, 8), Range(0, 8)):
        list(one.readings(part))
    assert network.runs[2]["traits"][4, features.PLACE] == 2
