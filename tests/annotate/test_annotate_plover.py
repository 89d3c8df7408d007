"""The codes are PLOVER's, every one of them."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.annotate.event_codes import MODE_NUMBER, MODES_OF, NAMED_MODES
from quoth.annotate.plover import (
    CONTEXTS,
    MODES,
    QUAD_CLASSES,
    STATUSES,
    TYPE_SCORES,
    TYPES,
    score,
)
from quoth.records import EventType, Status

# Quad class, score, and the modes with their scores, as the manual's tables have them.
TABLE = """
AGREE     1   2.5
CONSULT   1   2.5 visit 4 third-party 1 multilateral 4 phone 1.5
SUPPORT   1   5
CONCEDE   1   4.5
COOPERATE 2   9.5
AID       2  10
RETREAT   2   6.5 withdraw 8 release 6.5 disarm 10 ceasefire 7.5 access 6.5 resign 4.5
REQUEST   3   0   assist 0.5 change -1 yield -1 meet 0
ACCUSE    3  -2   disapprove -2 investigate -3.5 allege -3.5
REJECT    3  -2   assist -1.5 change -2 yield -2 meet -2
THREATEN  3  -3.5 restrict -3 arrest -3.5 relations -3.5 expel -3.5 territory -4 violence -3.5
PROTEST   4  -5   demo -5 riot -7 strike -5 hunger -4.5 boycott -4.5 obstruct -4.5 vandalize -5
SANCTION  4  -6   convict -6 expel -5.5 withdraw -6 discontinue -6
MOBILIZE  4  -5.5 troops -6.5 weapons -6.5 police -5.5 militia -6
COERCE    4  -7   seize -7 restrict -7 censor -6.5 curfew -6.5 martial-law -7.5 arrest -7 \
deport -7 withhold -7 misinformation -6.5 cyber -7
ASSAULT   4  -9   abduct -8.5 beat -7.5 torture -8.5 sexual -8.5 targeted -9.5 destroy -8.5 \
primitive -8 firearms -9 explosives -9 suicide-attack -9.5 aerial -9.5 drone -9.5 \
heavy-weapons -9.5 crowd-control -7.5 unconventional -10
"""
ROWS = [line.split() for line in TABLE.strip().replace("\\\n", "").splitlines()]
EVERY = [(kind, mode) for kind in TYPES for mode in (None, *MODES[kind])]


@pytest.mark.parametrize(("kind", "quad", "plain", "modes"), [(*r[:3], r[3:]) for r in ROWS])
def test_a_type_is_as_the_manual_has_it(kind, quad, plain, modes) -> None:
    assert QUAD_CLASSES[kind] == int(quad)
    assert score(kind, None) == float(plain)
    assert MODES[kind] == tuple(modes[::2])
    assert {mode: score(kind, mode) for mode in MODES[kind]} == {
        mode: float(value) for mode, value in zip(modes[::2], modes[1::2], strict=True)
    }


def test_no_type_is_missing() -> None:
    assert tuple(row[0] for row in ROWS) == TYPES == get_args(EventType)
    assert set(TYPE_SCORES) == set(MODES) == set(QUAD_CLASSES) == set(TYPES)
    assert get_args(Status) == STATUSES


def test_contexts() -> None:
    assert len(CONTEXTS) == len(set(CONTEXTS)) == 37
    assert all(name == name.strip().lower() for name in CONTEXTS)
    assert {"military", "pro_democracy", "lgbt", "illegal_drugs", "trafficking"} < set(CONTEXTS)


@given(st.sampled_from(EVERY))
def test_scores_stay_within_ten_and_on_their_side(pair) -> None:
    kind, mode = pair
    value = score(kind, mode)
    assert -10 <= value <= 10
    # What is cooperation stays so in every mode; of conflict, only asking for help does not hurt.
    assert value > 0 if QUAD_CLASSES[kind] < 3 else value <= 0 or kind == "REQUEST"


@given(st.sampled_from(TYPES), st.sampled_from(sorted({m for ms in MODES.values() for m in ms})))
def test_a_mode_of_another_type_counts_for_nothing(kind, mode) -> None:
    if mode not in MODES[kind]:
        assert score(kind, mode) == score(kind, None)


def test_the_numbers_of_modes_are_those_of_their_types() -> None:
    assert NAMED_MODES[0] == ("", "")
    assert set(NAMED_MODES[1:]) == {(kind, mode) for kind, mode in EVERY if mode}
    assert len(MODE_NUMBER) == len(NAMED_MODES) == len(EVERY) - len(TYPES) + 1
    assert [NAMED_MODES[n] for n in MODE_NUMBER.values()] == list(MODE_NUMBER)
    for kind in TYPES:
        assert [NAMED_MODES[n] for n in MODES_OF[kind]] == [
            ("", ""),
            *((kind, mode) for mode in MODES[kind]),
        ]
