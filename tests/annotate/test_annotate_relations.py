"""Types of given relations, with a network written by hand."""

from typing import get_args

import numpy as np
import pytest
from tests.annotate.event_fakes import PIECES, SURE, FakeNetwork

from quoth.annotate import classify_relations, relations
from quoth.annotate.event_codes import ACTOR, RECIPIENT
from quoth.annotate.event_readings import EventReader
from quoth.annotate.plover import TYPES
from quoth.annotate.syntax import Parser
from quoth.records import EventType

RAID = "Velm and its friends attacked Ostravia and Kar on Monday."
PLAIN = "Dana Orlov  met nobody."


class Asked(FakeNetwork):
    """Takes for ASSAULT what "Velm" does to "Ostravia", for CONSULT all else with an actor."""

    def encode(self, ids, word_of, traits, hints, first):
        states, triggers, relation = super().encode(ids, word_of, traits, hints, first)
        own = ids[first].tolist()
        hinted = {
            hint: [p for p, h in zip(own, hints, strict=True) if h == hint] for hint in (1, 2)
        }
        velm, ostravia = (PIECES.of(word)[0] for word in ("Velm", "Ostravia"))
        fits = velm in hinted[ACTOR] and ostravia in hinted[RECIPIENT]
        if hinted[ACTOR]:
            relation[1 + TYPES.index("ASSAULT" if fits else "CONSULT")] = SURE
        return states, triggers, relation


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


@pytest.fixture
def network(parser, monkeypatch) -> Asked:
    asked = Asked({})
    monkeypatch.setattr(relations, "_models", lambda: (parser, EventReader(asked)))
    return asked


def span(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def hints_of(network: Asked, run: int = -1) -> list[int]:
    return network.runs[run]["hints"].tolist()


def test_what_an_actor_does_to_a_recipient(network) -> None:
    (found,) = classify_relations([RAID], [span(RAID, "Velm")], [span(RAID, "Ostravia")])
    assert next(iter(found)) == "ASSAULT"
    assert found["ASSAULT"] > 0.9
    assert set(found) == set(get_args(EventType))
    shares = list(found.values())
    assert shares == sorted(shares, reverse=True)
    # What they lack to 1 is that it is none of them.
    assert 0 < 1 - sum(shares) < 0.1
    assert all(isinstance(share, float) for share in shares)
    assert hints_of(network) == [ACTOR, 0, 0, 0, 0, RECIPIENT, 0, 0, 0, 0, 0]


def test_direction_matters(network) -> None:
    (found,) = classify_relations([RAID], [span(RAID, "Ostravia")], [span(RAID, "Velm")])
    assert next(iter(found)) == "CONSULT"


def test_a_party_in_pieces(network) -> None:
    classify_relations(
        [RAID],
        [[span(RAID, "Velm"), span(RAID, "its friends")]],
        [(span(RAID, "Ostravia"), span(RAID, "Kar"))],
    )
    assert hints_of(network) == [ACTOR, 0, ACTOR, ACTOR, 0, RECIPIENT, 0, RECIPIENT, 0, 0, 0]


@pytest.mark.parametrize("nobody", [(), []])
def test_a_recipient_of_none(network, nobody) -> None:
    (found,) = classify_relations([RAID], [span(RAID, "Velm")], [nobody])
    assert next(iter(found)) == "CONSULT"
    assert RECIPIENT not in hints_of(network)


def test_a_word_that_is_both_acts(network) -> None:
    classify_relations([RAID], [span(RAID, "Velm")], [span(RAID, "Velm and its friends")])
    assert hints_of(network)[:4] == [ACTOR, RECIPIENT, RECIPIENT, RECIPIENT]


def test_a_part_of_a_word_means_the_word_and_blanks_around_it_nothing(network) -> None:
    classify_relations([PLAIN], [(2, 6)], [(10, 15)])
    assert hints_of(network) == [ACTOR, ACTOR, RECIPIENT, 0, 0]


def test_spans_as_lists_and_numbers_of_numpy(network) -> None:
    expected = classify_relations([RAID], [(0, 4)], [span(RAID, "Ostravia")])
    assert classify_relations([RAID], [[0, 4]], [list(span(RAID, "Ostravia"))]) == expected
    assert classify_relations([RAID], [np.array([0, 4])], [[span(RAID, "Ostravia")]]) == expected


def test_one_span_and_several_do_not_mix(network) -> None:
    with pytest.raises(ValueError, match="too many values"):
        classify_relations([RAID], [[0, 4, span(RAID, "Kar")]], [()])  # type: ignore[list-item]


def test_each_sentence_is_read_by_itself_and_in_order(network) -> None:
    whole = classify_relations(
        [RAID, PLAIN, RAID],
        [span(RAID, "Velm"), span(PLAIN, "Orlov"), span(RAID, "Kar")],
        [span(RAID, "Ostravia"), (), span(RAID, "Velm")],
    )
    assert [next(iter(found)) for found in whole] == ["ASSAULT", "CONSULT", "CONSULT"]
    assert whole[:1] == classify_relations([RAID], [(0, 4)], [span(RAID, "Ostravia")])
    assert classify_relations([], [], []) == []


@pytest.mark.parametrize(
    ("actors", "recipients", "counts"),
    [([], [()], "1 sentences, 0 actors, 1 recipients"), ([(0, 4)], [], "1 actors, 0 recipients"),
     ([(0, 4)] * 2, [(), ()], "1 sentences, 2 actors, 2 recipients")],
)  # fmt: skip
def test_lists_of_unequal_length(network, actors, recipients, counts) -> None:
    with pytest.raises(ValueError, match=counts):
        classify_relations([RAID], actors, recipients)
    assert not network.runs


@pytest.mark.parametrize(
    "wrong", [(-1, 4), (0, 1000), (len(RAID), len(RAID) + 1), (4, 4), (5, 2), (-4, -1)]
)
@pytest.mark.parametrize("party", ["actor", "recipient"])
def test_a_span_outside_of_the_sentence_or_empty(network, party, wrong) -> None:
    sides = [(0, 4), wrong] if party == "recipient" else [wrong, ()]
    with pytest.raises(ValueError, match=f"sentence 1: the {party}'s span .* is not within"):
        classify_relations([PLAIN, RAID], [(0, 4), sides[0]], [(), sides[1]])


def test_one_wrong_span_of_several(network) -> None:
    with pytest.raises(ValueError, match="is not within the text"):
        classify_relations([RAID], [[(0, 4), (8, 8)]], [()])


@pytest.mark.parametrize("party", ["actor", "recipient"])
def test_a_span_without_a_word(network, party) -> None:
    sides = [(0, 4), (10, 12)] if party == "recipient" else [(10, 12), ()]
    assert not PLAIN[10:12].strip()
    with pytest.raises(ValueError, match=f"sentence 0: the {party}'s span .* holds no word"):
        classify_relations([PLAIN], [sides[0]], [sides[1]])


def test_a_sentence_without_text(network) -> None:
    with pytest.raises(ValueError, match="is not within"):
        classify_relations([""], [(0, 1)], [()])


def test_offsets_count_code_points(network) -> None:
    text = "🙂 Velm hit Ostravia."
    (found,) = classify_relations([text], [span(text, "Velm")], [span(text, "Ostravia")])
    assert next(iter(found)) == "ASSAULT"
