"""Two units that tell an act the other way round are not one claim."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quoth.align.acts import Act, turned
from quoth.align.units import Unit

NOTHING: frozenset[str] = frozenset()
EMPTY = Unit("a", 0, (), "", "", (), NOTHING, NOTHING, NOTHING, (), (), (), False, False, True)


def unit(*told: Act, words: str = "") -> Unit:
    return replace(EMPTY, acts=told, lemmas=frozenset(words.split()))


def act(actors: str, recipients: str, code: str = "ASSAULT") -> Act:
    return Act(code, frozenset(actors.split()), frozenset(recipients.split()))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (act("AZE", "ARM"), act("ARM", "AZE"), True),
        (act("AZE", "ARM"), act("AZE", "ARM"), False),
        # The other party is not known: who acts here suffers there.
        (act("AZE", "ARM"), act("", "AZE"), True),
        (act("AZE", "ARM"), act("RUS", "ARM"), False),
        (act("AZE", "ARM"), act("ARM", "AZE", "ACCUSE"), False),
        # Both do it to each other.
        (act("AZE ARM", "AZE ARM"), act("ARM", "AZE"), False),
        (act("AZE", ""), act("", ""), False),
    ],
)
def test_turned(one: Act, other: Act, expected: bool) -> None:
    a, b = unit(one, words="shell post"), unit(other, words="mortar village")
    assert turned(a, b) is turned(b, a) is expected


def test_one_wording_read_twice_is_not_turned() -> None:
    a, b = (unit(act(*sides), words="army shell post dawn") for sides in (("A", "B"), ("B", "A")))
    assert not turned(a, b)


def test_an_act_told_the_same_way_once_is_enough() -> None:
    a = unit(act("AZE", "ARM"), act("ARM", "AZE"), words="shell post")
    assert not turned(a, unit(act("ARM", "AZE"), words="mortar village"))
