"""The steps of a series: days, ISO weeks, months, quarters, years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from quoth.errors import QueryError
from quoth.relate.records import Step

STEPS: tuple[Step, ...] = ("day", "week", "month", "quarter", "year")
# More steps than this are a chart that nobody reads and a search for changes that takes minutes.
MOST = 4000


@lru_cache(maxsize=100_000)
def start_of(day: str, step: Step) -> str:
    """Return the first day of the step that a day lies in; a week begins on Monday."""
    when = date.fromisoformat(day)
    if step == "week":
        return (when - timedelta(days=when.weekday())).isoformat()
    if step == "month":
        return when.replace(day=1).isoformat()
    if step == "quarter":
        return when.replace(month=(when.month - 1) // 3 * 3 + 1, day=1).isoformat()
    if step == "year":
        return when.replace(month=1, day=1).isoformat()
    return day


def end_of(start: str, step: Step) -> str:
    """Return the last day of the step that begins on `start`."""
    return (_after(date.fromisoformat(start), step) - timedelta(days=1)).isoformat()


def steps(first: str, last: str, step: Step) -> tuple[str, ...]:
    """Return the first days of the steps from that of `first` to that of `last`.

    Raises QueryError where they are more than a series can have.
    """
    found = []
    for start in _starts(first, last, step):
        found.append(start)
        if len(found) > MOST:
            raise QueryError(
                f"{first} to {last} is more than {MOST:,} steps of a {step}; take a longer step "
                "or a shorter time"
            )
    return tuple(found)


def _starts(first: str, last: str, step: Step) -> Iterator[str]:
    at = date.fromisoformat(start_of(first, step))
    end = date.fromisoformat(last)
    while at <= end:
        yield at.isoformat()
        if at.year >= 9999:
            return
        at = _after(at, step)


def _after(start: date, step: Step) -> date:
    if step in ("day", "week"):
        return start + timedelta(days=7 if step == "week" else 1)
    months = {"month": 1, "quarter": 3, "year": 12}[step]
    month = start.month - 1 + months
    return date(start.year + month // 12, month % 12 + 1, 1)
