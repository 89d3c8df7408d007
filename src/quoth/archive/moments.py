"""Dates as they are given, "2031-03" or "2031-03-02T08:00:00+02:00", as moments in UTC.

Without a time zone a date counts as UTC. What is no date is None: nothing is guessed.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from quoth.errors import QueryError

_YEAR_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
When = str | date | datetime


def moment(published: str | None) -> datetime | None:
    """Return the first moment of a date, without zone, in UTC; None for what is no date."""
    found = _ends(published.strip()) if published else None
    return found[0] if found else None


def since(when: When) -> datetime:
    """Return the first moment that `when` names; raises QueryError for what is no date."""
    return _asked(when)[0]


def until(when: When) -> datetime:
    """Return the first moment after `when`: a day or month given as the end is included."""
    return _asked(when)[1]


def _asked(when: When) -> tuple[datetime, datetime]:
    found = _ends(when if isinstance(when, str) else when.isoformat())
    if found is None:
        raise QueryError(f"{when!r} is no date; give it as 2031-03-02 or 2031-03-02T08:00:00Z")
    return found


def _ends(text: str) -> tuple[datetime, datetime] | None:
    """Return the first moment of a date and the first one after it."""
    try:
        if short := _YEAR_MONTH.fullmatch(text):
            year, month = int(short[1]), int(short[2] or 1)
            months = 1 if short[2] else 12
            after = datetime(year + (month + months - 1) // 12, (month + months - 1) % 12 + 1, 1)
            return datetime(year, month, 1), after
        start = datetime.fromisoformat(text)
        if start.tzinfo is not None:
            start = start.astimezone(UTC).replace(tzinfo=None)
        step = timedelta(days=1) if _DAY.fullmatch(text) else timedelta(microseconds=1)
        return start, start + step
    except (ValueError, OverflowError):
        return None
