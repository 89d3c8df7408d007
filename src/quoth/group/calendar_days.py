"""Days of the calendar that a text names outright: "May 3, 2013", "3 May", "2013-05-03".

What "last Tuesday" comes to is the work of `resolve`; events carry it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

_MONTHS = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = (
    re.compile(rf"\b{_MONTH} ?{_DAY}(?!\d)(?:,? ?{_YEAR}\b)?", re.IGNORECASE),
    re.compile(rf"\b{_DAY}(?: of)? ?{_MONTH}(?![a-z])(?:,? ?{_YEAR}\b)?", re.IGNORECASE),
    re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b"),
)


class NamedDay(NamedTuple):
    """A day of a month; `year` is 0 where the text does not say which."""

    year: int
    month: int
    day: int

    @property
    def number(self) -> int:
        """The day as one number, `yyyymmdd`."""
        return self.year * 10_000 + self.month * 100 + self.day


def named_days(text: str) -> Iterator[NamedDay]:
    """Yield each day that the text names, as often as it does."""
    for form in _FORMS:
        for match in form.finditer(text):
            told = match.groupdict()
            month = told["month"].lower()
            number = int(month) if month.isdigit() else _MONTHS[month[:3]]
            found = NamedDay(int(told["year"] or 0), number, int(told["day"]))
            if _exists(found):
                yield found


def _exists(day: NamedDay) -> bool:
    try:
        date(day.year or 2000, day.month, day.day)
    except ValueError:
        return False
    return True
