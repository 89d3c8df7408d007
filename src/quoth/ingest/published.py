"""Dates of publication: only ISO 8601 is taken, as exact as it is given."""

from __future__ import annotations

import re
from datetime import datetime

_SHORT = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2]))?")  # a year, a month
_SHAPE = re.compile(
    r"[0-9]{4}(?:-?[0-9]{2}-?[0-9]{2}|-?W[0-9]{2}(?:-?[1-7])?)"
    r"(?:[T ][0-9]{2}(?::?[0-9]{2}){0,2}(?:[.,][0-9]{1,9})? ?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)


def iso_date(value: str) -> str | None:
    """Return a date or time of ISO 8601 as it was given, or None where it is not one.

    What is returned is a year, a month, or something that `datetime.fromisoformat` reads.
    """
    value = value.strip()
    if _SHORT.fullmatch(value):
        return value if value[:4] != "0000" else None
    if not _SHAPE.fullmatch(value):
        return None
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return None
    return value
