from __future__ import annotations

import pytest
from tests.building import build

from quoth.align.dates import Date, dates


def read(sentence: str) -> list[Date]:
    report = build("r", sentence)
    return list(dates(report.tokens, range(len(report.tokens))))


@pytest.mark.parametrize(
    ("sentence", "year", "month", "day", "weekday"),
    [
        ("on May|PROPN|pobj|0|DATE 12|NUM|nummod|1|DATE", None, 5, 12, None),
        ("on 12|NUM|nummod|2|DATE May|PROPN|pobj|0|DATE 2031|NUM|nummod|2|DATE", 2031, 5, 12, None),
        ("in 2019|NUM|pobj|0|DATE", 2019, None, None, None),
        ("on Tuesday|PROPN|pobj|0|DATE", None, None, None, 2),
        ("on April|PROPN|pobj|0|DATE 9th|ADJ|dep|1|DATE", None, 4, 9, None),
        ("in Sept.|PROPN|pobj|0|DATE 2020|NUM|nummod|1|DATE", 2020, 9, None, None),
    ],
)
def test_reads_what_is_named(
    sentence: str, year: int | None, month: int | None, day: int | None, weekday: int | None
) -> None:
    (found,) = read(sentence)
    assert (found.year, found.month, found.day, found.weekday) == (year, month, day, weekday)


@pytest.mark.parametrize(
    "sentence",
    [
        "it may|AUX|aux|2 rain|VERB",
        "they march|VERB|ROOT|1 on",
        "some 30|NUM|nummod|2|DATE days|NOUN|dep|0|DATE",
        "2019|NUM|nummod|1 boats",
    ],
)
def test_leaves_what_names_no_date(sentence: str) -> None:
    assert read(sentence) == []


def test_dates_agree_unless_something_named_differs() -> None:
    (day,) = read("on May|PROPN|pobj|0|DATE 12|NUM|nummod|1|DATE")
    (other,) = read("on May|PROPN|pobj|0|DATE 21|NUM|nummod|1|DATE")
    (month,) = read("in May|PROPN|pobj|0|DATE")
    assert not day.agrees(other)
    assert day.comparable(other)
    assert day.agrees(month)
    assert not day.comparable(month)
