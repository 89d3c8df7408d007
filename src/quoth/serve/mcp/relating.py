"""What the tools about relations answer: pairs, and a series with every event and its words."""

from __future__ import annotations

from typing import Any

from quoth.archive import Archive
from quoth.serve import verbs
from quoth.serve.archiveform import Row
from quoth.serve.mcp.quoting import Quoter

# Series, steps of all of them together, and of each at least: 48 take about a third of an answer.
_MOST, _STEPS, _LEAST = 12, 48, 4
# Lists within an event: its origins, reports of one, its tellings.
_ORIGINS, _IDS, _TELLINGS = 12, 20, 12
# What is left out of a pair: a series, which `relation` has.
_SERIES = "by_step"
_TELLING = ("report", "version", "event", "outlet", "published", "actors", "recipients", "speaker")


def relations(archive: Archive, **options: Any) -> Row:  # noqa: ANN401 - checked by the tool
    """Answer with pairs of countries, the most active first."""
    found = verbs.relations(archive, **options)
    items = [{key: pair[key] for key in pair if key != _SERIES} for pair in found.items]
    return {"items": items, "next": found.next}


def relation(archive: Archive, *, limit: int, after: str | None = None, **options: Any) -> Row:  # noqa: ANN401
    """Answer with the series of two actors, and with a page of the events in it."""
    told, quoter = verbs.relation(archive, **options), Quoter(archive)
    events = [*told["events"], *told["undated"]]
    page = verbs.sliced(events, limit, after)
    tellings = [one for event in page.items for one in event["tellings"][:_TELLINGS]]
    quoter.load((one["report"], one["version"]) for one in tellings)
    # The series goes with the first page; those that follow have events only.
    series = _fullest(told["series"]) if not after else []
    kept = ("first", "second", "step", "since", "until", "status", "notes")
    return {
        **{key: told[key] for key in kept},
        "series": [_series(one, len(series)) for one in series],
        "series_count": len(told["series"]),
        "event_count": len(events),
        "items": [_event(event, quoter) for event in page.items],
        "next": page.next,
    }


def _fullest(series: list[Row]) -> list[Row]:
    """Return the series with the most events, in their order; the first is that of all."""
    counted = sorted(series[1:], key=_counted, reverse=True)[: _MOST - 1]
    return [one for one in series if one is series[0] or (one in counted and _counted(one))]


def _counted(one: Row) -> int:
    return sum(period[side]["events"] for period in one["periods"] for side in _SIDES)


def _series(one: Row, beside: int) -> Row:
    """Return a series: the steps in which anything is told, the latest of them where they are many.

    `silent` are the steps of which nothing is known, as no report came out.
    """
    periods: list[Row] = one["periods"]
    telling = [p for p in periods if p["beside"] or any(p[k]["events"] for k in _SIDES)]
    shown = telling[-max(_LEAST, _STEPS // beside) :]
    return {
        "direction": one["direction"],
        "teller": one["teller"],
        "steps": len(periods),
        "silent": sum(not p["texts"] for p in periods),
        "left_out": len(telling) - len(shown),
        "periods": [_period(period) for period in shown],
        "changes": [
            {key: change[key] for key in ("start", "kind", "way", "before", "after")}
            for change in one["changes"][-_ORIGINS:]
        ],
    }


_SIDES = ("cooperation", "conflict")


def _period(one: Row) -> Row:
    sides = {
        side: {key: one[side][key] for key in ("events", "origins", "score")} for side in _SIDES
    }
    beside = {standing: tally["events"] for standing, tally in one["beside"].items()}
    return {"start": one["start"], "texts": one["texts"], **sides, "beside": beside}


def _event(one: Row, quoter: Quoter) -> Row:
    kept = (
        "direction", "status", "type", "mode", "quad", "story", "day", "dated", "start", "end",
        "score", "probability", "support",
    )  # fmt: skip
    return {
        "event": one["id"],
        **{key: one[key] for key in kept},
        "origins": [{**o, "reports": o["reports"][:_IDS]} for o in one["origins"][:_ORIGINS]],
        "tellings": [_telling(telling, quoter) for telling in one["tellings"][:_TELLINGS]],
        "telling_count": len(one["tellings"]),
    }


def _telling(one: Row, quoter: Quoter) -> Row:
    where = one["report"], one["version"]
    quotes = {key: quoter.quotes(*where, one[key]) for key in ("trigger", "evidence")}
    return {**{key: one[key] for key in _TELLING}, "quotes": quotes}
