"""The pages of relations: all pairs of a time, and what two did to each other over time."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from datetime import date, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from quoth.archive import Totals, relating
from quoth.archive.moments import since as first_moment
from quoth.archive.moments import until as last_moment
from quoth.forms import relationwords as words
from quoth.forms import wording
from quoth.relate import STEPS, Pair, Relation, RelationEvent, Series
from quoth.serve.web import look, shown
from quoth.serve.web.desk import Desk
from quoth.serve.web.relationnetwork import network
from quoth.serve.web.relationpicture import square, timeline
from quoth.serve.web.sections import Link

# Countries in the network and the square, ties in the network, pairs in the table, events below a
# timeline.
_COUNTRIES, _TIES, _PAIRS, _EVENTS = 16, 40, 60, 40
# The time that all pairs are shown of by default: so many days up to the last report.
_DAYS = 90
# Of an archive of more reports than this a pair is shown for its last year, unless asked otherwise.
_LARGE = 20_000
# The longest time that each step is taken for where the address names none, in days.
_LONGEST = (("day", 45), ("week", 200), ("month", 1500), ("quarter", 4000))
_STANDINGS = ("asserted", "said", "denied", "historical", "future", "hypothetical", "negated")
_ORDER = ("forward", "backward", "both")


def relations(request: Request) -> Response:
    """Show all pairs of countries by what happened between them in a time."""
    desk: Desk = request.app.state.desk
    totals = desk.offered().totals
    if not totals.reports:
        return look.page("empty.html", request)
    given = _given(request, ("since", "until", "of", "step"))
    last = totals.last.date() if totals.last else None
    if "since" not in given and last is not None and request.query_params.get("all") != "1":
        given["since"] = (last - timedelta(days=_DAYS - 1)).isoformat()
        given.setdefault("until", last.isoformat())
    of = given.get("of", "").upper() or None
    if of is not None:
        desk.archive.sides(of)
    _checked(given)
    pairs = desk.relations(of, since=given.get("since"), until=given.get("until"))
    chips = [
        (name, (last - timedelta(days=days - 1)).isoformat())
        for name, days in (("30 days", 30), ("90 days", 90), ("1 year", 365))
        if last is not None
    ]
    return look.flowing(
        "relations.html", request, pairs, _pairs,
        given=given, chips=chips, words=words, all_time="since" not in given,
    )  # fmt: skip


def _pairs(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Return what the page shows of all pairs."""
    return {
        "network": network(pairs, most=_COUNTRIES, most_ties=_TIES),
        "drawn": square(pairs, most=_COUNTRIES),
        "pairs": pairs[:_PAIRS],
        "more": max(0, len(pairs) - _PAIRS),
        "quick": any(pair.quick for pair in pairs),
    }


def relation(request: Request) -> Response:
    """Show what two actors did to each other: over time, its changes, its events, its tellers."""
    desk: Desk = request.app.state.desk
    first, second = request.path_params["first"], request.path_params["second"]
    sides = desk.archive.sides(first, second)  # who is not there is told of at once
    later, given, step = _relation(request, by_teller=True, directed=True)
    return look.flowing(
        "relation.html", request, later, _whole, given=given, words=words, steps=STEPS, step=step,
        standings=_STANDINGS, standing=given.get("status", "asserted"), first=first, second=second,
        sides=sides,
    )  # fmt: skip


def _whole(found: Relation) -> dict[str, Any]:
    """Return what the page shows of a relation."""
    main = found.series[0]
    tellers = [s for s in found.series if s.direction == "any" and s.teller is not None]
    directed = [s for s in found.series if s.teller is None and s.direction in _ORDER]
    counted = [event for event in found.events if event.standing in found.standings]
    others = [event for event in found.events if event.standing not in found.standings]
    heavy = sorted(counted, key=lambda e: (-e.weight * max(abs(e.score), 0.5), e.day or ""))
    return {
        "relation": found,
        "main": main,
        "drawn": timeline(main, found.step),
        "tellers": [(s, timeline(s, found.step), _sums(s)) for s in tellers],
        "directed": [(s, _sums(s)) for s in directed],
        "changes": _changes(found),
        "counted": len(counted),
        "events": [_event(e, found) for e in sorted(heavy[:_EVENTS], key=_newest, reverse=True)],
        "beside": [_event(e, found) for e in sorted(others, key=_newest, reverse=True)[:_EVENTS]],
        "besides": len(others),
    }


def two(request: Request) -> Response:
    """Lead from the form with two names to their page."""
    names = [request.query_params.get(name, "").strip() for name in ("first", "second")]
    if not all(names):
        raise look.FormError("Two actors are wanted: codes as RUS, or names.")
    return RedirectResponse(f"/relations/{shown.part(names[0])}/{shown.part(names[1])}", 303)


def chart(request: Request) -> Response:
    """Give the chart of a relation as a file: SVG or PNG."""
    from quoth.serve import relationchart

    found = _relation(request, by_teller=False, directed=False)[0].result()
    name = f"{found.first.label}-{found.second.label}".replace(" ", "-")
    name = "".join(c for c in name if c.isascii() and (c.isalnum() or c == "-")) or "relation"
    if request.path_params["form"] == "png":
        body, kind = relationchart.png(found), "png"
    else:
        body, kind = relationchart.svg(found).encode("utf-8"), "svg"
    headers = {"content-disposition": f'attachment; filename="{name}.{kind}"'}
    media = "image/png" if kind == "png" else "image/svg+xml"
    return Response(body, media_type=media, headers=headers)


def table(request: Request) -> Response:
    """Give the steps of a relation as CSV, or all of it as JSON."""
    from quoth.forms import relationform

    found = _relation(request, by_teller=True, directed=True)[0].result()
    if request.path_params["form"] == "json":
        return Response(relationform.relation_text(found), media_type="application/json")
    text = "".join(relationform.period_cells(found))
    headers = {"content-disposition": 'attachment; filename="relation.csv"'}
    return Response(text, media_type="text/csv", headers=headers)


def _relation(
    request: Request, *, by_teller: bool, directed: bool
) -> tuple[Future[Relation], dict[str, str], str]:
    """Return the relation of an address, in the making; what is given for it, and its step."""
    desk: Desk = request.app.state.desk
    given = _given(request, ("since", "until", "step", "status"))
    _checked(given)
    totals = desk.archive.totals()
    whole = request.query_params.get("all") == "1" or "since" in given or "until" in given
    if not whole and totals.last and totals.reports > _LARGE:
        given["since"] = (totals.last.date() - timedelta(days=364)).isoformat()
    step = given.get("step") or _step(totals, given)
    status = given.get("status") or "asserted"
    later = desk.relations(
        request.path_params["first"], request.path_params["second"],
        since=given.get("since"), until=given.get("until"), step=step,
        status=status, by_teller=by_teller, directed=directed,
    )  # fmt: skip
    return later, given, step


def _checked(given: dict[str, str]) -> None:
    """Raise QueryError for a time, step or status that is none, before a page is begun."""
    relating.options(
        since=given.get("since"), until=given.get("until"), step=given.get("step") or "month",
        status=given.get("status") or "asserted", directed=False, by_teller=False,
    )  # fmt: skip


def _step(totals: Totals, given: dict[str, str]) -> str:
    """Return the step that a time is shown well in."""
    first = totals.first.date() if totals.first else date(2000, 1, 1)
    last = totals.last.date() if totals.last else first
    if "since" in given:
        first = first_moment(given["since"]).date()
    if "until" in given:
        last = last_moment(given["until"]).date()
    days = (last - first).days
    return next((step for step, longest in _LONGEST if days <= longest), "year")


def _given(request: Request, names: tuple[str, ...]) -> dict[str, str]:
    query = request.query_params
    return {name: query[name].strip() for name in names if query.get(name, "").strip()}


def _newest(event: RelationEvent) -> tuple[str, str]:
    return (event.day or "", event.id)


def _sums(series: Series) -> dict[str, Any]:
    """Return what a series comes to over the whole time."""
    kinds = ("cooperation", "conflict")
    found: dict[str, Any] = {
        kind: {
            "events": sum(getattr(p, kind).events for p in series.periods),
            "origins": sum(getattr(p, kind).origins for p in series.periods),
            "score": sum(getattr(p, kind).score for p in series.periods),
        }
        for kind in kinds
    }
    found["texts"] = sum(period.texts for period in series.periods)
    return found


def _changes(found: Relation) -> list[dict[str, Any]]:
    """Return the changes of all directions and tellers together, with what drives each."""
    events = {event.id: event for event in found.events}
    return [
        {
            "mark": "▲" if change.way == "more" else "▼",
            "line": words.change(change, found.step),
            "drivers": [_event(events[d], found) for d in change.drivers if d in events],
        }
        for change in found.series[0].changes
    ]


def _event(event: RelationEvent, found: Relation) -> dict[str, Any]:
    """Return what a list shows of an event; its words lead to their mark in the report."""
    told = words.leading(event)
    return {
        "day": event.day or "no date",
        "dated": words.dated(event),
        "who": wording.clean(words.who(found.first, found.second, event.direction)),
        "actors": [wording.clean(party.name) for party in told.actors],
        "recipients": [wording.clean(party.name) for party in told.recipients],
        "code": words.coded(event).replace("_", " ").lower(),
        "kind": event.quad.split("_")[1],
        "deeds": event.quad.startswith("material"),
        "standing": "" if event.standing == "asserted" else event.standing,
        "score": words.figure(event.score),
        "probability": event.probability,
        "support": event.support,
        "origins": [
            {
                "name": wording.clean(origin.name),
                "home": origin.home,
                "why": wording.clean(origin.why),
                "reports": len(origin.reports),
                "report": origin.telling.report,
                "event": origin.telling.event,
            }
            for origin in event.origins
        ],
        "words": wording.shorten(wording.clean(told.words), 400),
        "report": told.report,
        "version": told.version,
        "event": told.event,
        "story": event.story,
    }


ROUTES = [
    Route("/relations", look.handled(relations), name="relations"),
    Route("/relations/of", look.handled(two), name="two"),
    Route("/relations/{first}/{second}/chart.{form:str}", look.handled(chart), name="chart"),
    Route("/relations/{first}/{second}/data.{form:str}", look.handled(table), name="data"),
    Route("/relations/{first}/{second}", look.handled(relation), name="relation"),
]
LINKS = (Link("Relations", "/relations"),)
