"""The pages of actors: who there is, and what one said and did, according to which outlets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from quoth.archive import Archive, EventEntry, StatementEntry
from quoth.archive.rows import key
from quoth.forms import wording
from quoth.serve.web import look, shown
from quoth.serve.web.desk import Desk
from quoth.serve.web.sections import Link

# Actors on a page, statements and events of one, names in a list of counts.
_ACTORS, _SAID, _DONE, _NAMED = 60, 15, 12, 10
_WORDS = 300

# Names of one another's reports are taken as one where they are spelt alike.
_MOST = """
    SELECT name, any_value(kind), mode(country), count(DISTINCT report) AS reports
    FROM actors WHERE kind IN ('person', 'body', 'state') AND (? = '' OR contains(lower(name), ?))
    GROUP BY name ORDER BY reports DESC, name LIMIT ? OFFSET ?"""
_WHO = """
    SELECT any_value(name), mode(kind), mode(country), count(DISTINCT report),
        min(published), max(published)
    FROM actors WHERE {condition}"""
_BY_OUTLET = """
    SELECT coalesce(outlet, report), count(*) FROM statements WHERE {condition}
    GROUP BY ALL ORDER BY count(*) DESC, 1 LIMIT ?"""
_BY_MONTH = """
    SELECT substring(published, 1, 7) AS month, count(*) FROM statements
    WHERE {condition} AND try_cast(substring(published, 1, 10) AS DATE) IS NOT NULL
    GROUP BY ALL ORDER BY month"""
_ABOUT = """
    SELECT m.name, count(DISTINCT (s.report, s.statement)) AS n
    FROM statements s JOIN mentions m ON m.report = s.report
        AND m.start >= s.content[1].start AND m."end" <= s.content[len(s.content)]."end"
        AND m.actor <> s.speaker
    WHERE {condition} GROUP BY m.name ORDER BY n DESC, m.name LIMIT ?"""
_DIFFERENTLY = """
    SELECT c.story, c.claim, c.gist, d.type, d.note
    FROM claims c JOIN claim_differences d ON d.story = c.story AND d.claim = c.claim
    WHERE {condition} AND d.type <> 'detail' ORDER BY c.story, c.number, d.number LIMIT ?"""


def actors(request: Request) -> Response:
    """Show the actors that most reports tell of."""
    desk: Desk = request.app.state.desk
    if not desk.offered().totals.reports:
        return look.page("empty.html", request)
    asked = request.query_params.get("q", "").strip()
    text = request.query_params.get("page", "1")
    number = int(text) if text.isdecimal() and 0 < int(text[:6]) < 10_000 else 1
    archive, values = desk.archive, [asked.lower(), asked.lower(), _ACTORS + 1]
    later = desk.kept(
        ("actors", asked.lower(), number),
        lambda: archive.sql(_MOST, [*values, (number - 1) * _ACTORS]).rows,
    )
    given = {"q": asked} if asked else {}
    return look.flowing("actors.html", request, later, _listed, given=given, number=number)


def _listed(rows: Sequence[tuple[object, ...]]) -> dict[str, Any]:
    """Return what the page shows of the actors."""
    found = [
        {"name": row[0], "kind": row[1], "country": row[2], "reports": row[3]}
        for row in rows[:_ACTORS]
    ]
    return {"actors": found, "more": len(rows) > _ACTORS}


def actor(request: Request) -> Response:
    """Show what somebody said over time, to whom and about whom, and what they did."""
    desk: Desk = request.app.state.desk
    archive, name = desk.archive, request.path_params["actor"]
    country = len(name) == 3 and name.isupper()
    column, value = ("country = ?", name) if country else ("name = ?", name)
    (row,) = archive.sql(_WHO.format(condition=column), [value]).rows
    if not row[3]:
        column, value, row = _like(archive, name)
    shown_name = shown.country(name) if country else str(row[0])
    speaking = column.replace("country", "speaker_country").replace("name", "speaker_name")
    after = request.query_params.get("after") or None
    differing = None if country else str(row[0])
    later = desk.kept(
        ("actor", name, after), lambda: _known(archive, name, speaking, value, differing, after)
    )
    return look.flowing(
        "actor.html", request, later, dict, name=name, title=wording.clean(shown_name),
        country=country, kind=row[1], home=row[2], reports=row[3], first=row[4], last=row[5],
    )  # fmt: skip


def _known(
    archive: Archive, name: str, speaking: str, value: str, differing: str | None, after: str | None
) -> dict[str, Any]:
    """Return what is known of an actor: said, by whom it is told, about whom, and done."""
    said = archive.statements(by=name, limit=_SAID, after=after)
    by_month = archive.sql(_BY_MONTH.format(condition=speaking), [value]).rows
    return {
        "months": _bars(by_month),
        "span": _span(by_month),
        "said": [_statement(entry) for entry in said],
        "after": said.next,
        "outlets": _counts(archive, _BY_OUTLET.format(condition=speaking), value),
        "about": _counts(archive, _ABOUT.format(condition=f"s.{speaking}"), value),
        "differently": [] if differing is None else _differently(archive, differing),
        "did": [_event(e) for e in archive.events(actor=name, limit=_DONE)],
        "suffered": [_event(e) for e in archive.events(recipient=name, limit=_DONE)],
    }


def _like(archive: Archive, name: str) -> tuple[str, str, tuple[Any, ...]]:
    """Return the actor whose name has these words, the one in most reports.

    Raises NotFoundError where there is none.
    """
    rows = archive.sql(
        "SELECT name FROM actors WHERE contains(lower(name), ?) GROUP BY name "
        "ORDER BY count(DISTINCT report) DESC, name LIMIT 20",
        [name.lower().strip()],
    ).rows
    found = next((str(n) for (n,) in rows if key(name) in key(str(n))), None)
    if found is None or not name.strip():
        raise look.NotFoundError(f"Nobody here is called {wording.clean(name)}.")
    (row,) = archive.sql(_WHO.format(condition="name = ?"), [found]).rows
    return "name = ?", found, row


def _counts(archive: Archive, sql: str, value: str) -> list[dict[str, Any]]:
    rows = archive.sql(sql, [value, _NAMED]).rows
    most = max((int(str(row[1])) for row in rows), default=1)
    return [
        {"name": row[0], "number": row[1], "share": round(100 * int(str(row[1])) / most, 1)}
        for row in rows
    ]


def _differently(archive: Archive, name: str) -> list[dict[str, Any]]:
    rows = archive.sql(_DIFFERENTLY.format(condition="c.speaker = ?"), [name, 30]).rows
    return [
        {
            "story": row[0],
            "claim": row[1],
            "gist": wording.shorten(wording.clean(str(row[2])), _WORDS),
            "type": row[3],
            "note": wording.clean(str(row[4])),
        }
        for row in rows
    ]


def _bars(rows: Sequence[tuple[object, ...]]) -> list[dict[str, Any]]:
    """Return a bar for each month from the first to the last, those of silence too."""
    counts = {str(month): int(str(number)) for month, number in rows}
    if not counts:
        return []
    most = max(counts.values())
    bars: list[dict[str, Any]] = []
    month = min(counts)
    while month <= max(counts) and len(bars) < 600:
        number = counts.get(month, 0)
        bars.append(
            {
                "month": month,
                "number": number,
                "x": 5 * len(bars),
                "height": round(20 * number / most, 1),
            }
        )
        year, of = int(month[:4]), int(month[5:])
        month = f"{year + of // 12:04}-{of % 12 + 1:02}"
    return bars


def _span(rows: Sequence[tuple[object, ...]]) -> str:
    if not rows:
        return ""
    first, last = str(rows[0][0]), str(rows[-1][0])
    return first if first == last else f"{first} to {last}"


def _statement(entry: StatementEntry) -> dict[str, Any]:
    return {
        "report": entry.report,
        "outlet": wording.clean(entry.outlet or entry.report),
        "published": entry.published,
        "statement": entry.statement,
        "speaker": wording.clean(entry.speaker or ""),
        "stance": "" if entry.stance == "says" else entry.stance,
        "kind": entry.kind,
        "words": wording.shorten(wording.clean(entry.words), _WORDS),
        "relays": [wording.clean(relay) for relay in entry.relays],
        "confidence": entry.confidence,
    }


def _event(entry: EventEntry) -> dict[str, Any]:
    return {
        "report": entry.report,
        "outlet": wording.clean(entry.outlet or entry.report),
        "when": entry.date_start or entry.date_end or entry.published,
        "event": entry.event,
        "actors": [wording.clean(name) for name in entry.actors],
        "recipients": [wording.clean(name) for name in entry.recipients],
        "code": shown.code_words(entry.type) + (f": {entry.mode}" if entry.mode else ""),
        "status": "" if entry.status == "asserted" else entry.status,
        "said": entry.statement is not None,
        "words": wording.shorten(wording.clean(entry.words), _WORDS),
        "confidence": entry.confidence,
    }


ROUTES = [
    Route("/actors", look.handled(actors), name="actors"),
    Route("/actors/{actor:path}", look.handled(actor), name="actor"),
]
LINKS = (Link("Actors", "/actors"),)
