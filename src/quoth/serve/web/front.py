"""The front page: the stories, the one told last first, and what to look for among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, get_args

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from quoth.archive import Overview
from quoth.archive.moments import since as first_moment
from quoth.errors import QueryError
from quoth.forms import wording
from quoth.records import EventType
from quoth.serve.web import look, shown
from quoth.serve.web.desk import Desk
from quoth.serve.web.sections import Link

# What the address of the page may ask for, in the order of the form.
FILTERS = ("country", "actor", "event", "outlet", "since", "until", "min_outlets", "min_support")
# As many countries and outlets as a list to choose from has; others can be typed in the address.
_OFFERED = 60
# As many as are named of a story; the others are counted.
_NAMED = 6


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days up to the last day that the archive has, to be chosen with one click."""

    name: str
    since: str
    here: bool


def front(request: Request) -> Response:
    """Show the stories of a page, by the filters."""
    desk: Desk = request.app.state.desk
    offered = desk.offered()
    given = asked_filters(request)
    if not offered.totals.reports:
        return look.page("empty.html", request)
    found = desk.archive.stories(
        **_arguments(given), limit=look.options_of(request).page,
        after=request.query_params.get("after") or None,
    )  # fmt: skip
    cards = [_card(one) for one in desk.archive.overviews(*found)]
    days = [(day, list(group)) for day, group in groupby(cards, key=lambda card: card["day"])]
    return look.page(
        "front.html", request, days=days, after=found.next, given=given,
        filtered=[name for name in FILTERS if given.get(name)],
        totals=offered.totals, periods=_periods(offered.totals.last, given),
        countries=sorted(offered.countries[:_OFFERED], key=lambda c: shown.country(c[0])),
        outlets=sorted(offered.outlets[:_OFFERED], key=lambda o: o[0].casefold()),
        events=get_args(EventType),
    )  # fmt: skip


def asked_filters(request: Request) -> dict[str, str]:
    """Return what the address asks for, without what is empty."""
    query = request.query_params
    return {name: query[name].strip() for name in FILTERS if query.get(name, "").strip()}


def _arguments(given: Mapping[str, str]) -> dict[str, Any]:
    """Return the filters as the archive takes them.

    Raises QueryError for a number that is none.
    """
    arguments: dict[str, Any] = dict(given)
    for name in ("min_outlets", "min_support"):
        if name in arguments:
            if not arguments[name].isdecimal() or len(arguments[name]) > 6:
                raise QueryError(f"{arguments[name]!r} is no number; give 1, 2, 3 ...")
            arguments[name] = max(1, int(arguments[name]))
    if "country" in arguments:
        arguments["country"] = arguments["country"].upper()
    return arguments


def _periods(last: datetime | None, given: Mapping[str, str]) -> list[Period]:
    """Return the periods to choose from; they end with the last report, not with today."""
    if last is None:
        return []
    found = [("All", "")]
    for name, days in (("Last day", 0), ("7 days", 6), ("30 days", 29)):
        found.append((name, (last - timedelta(days=days)).date().isoformat()))
    asked = given.get("since", "")
    here = first_moment(asked).date().isoformat() if asked else ""
    return [Period(name, since, since == here) for name, since in found]


def _card(one: Overview) -> dict[str, Any]:
    """Return what the list shows of a story."""
    story = one.story
    outlets = [wording.clean(name) for name in story.outlets]
    return {
        "id": story.id,
        "title": wording.clean(story.title or "") or wording.shorten(wording.clean(one.lead), 120)
        or wording.clean(story.id),
        "lead": wording.shorten(wording.clean(one.lead), 280) if story.title else "",
        "day": shown.weekday(max(one.moments)) if one.moments else "No date",
        "first": story.first,
        "last": story.last,
        "countries": [c for c in story.countries if c][:_NAMED],
        "more_countries": max(0, len(story.countries) - _NAMED),
        "outlets": outlets[:_NAMED],
        "more_outlets": max(0, len(outlets) - _NAMED),
        "all_outlets": len(outlets),
        "reports": len(story.reports),
        "copies": sum(len(group) - 1 for group in story.copies),
        "coverage": shown.coverage(one.moments),
        "compared": one.compared,
        "outdated": one.outdated,
        "claims": one.claims,
        "shared": one.shared,
        "disputed": one.disputed,
        "origins": one.origins,
    }  # fmt: skip


ROUTES = [Route("/", look.handled(front), name="front")]
LINKS = (Link("Stories", "/"),)
