"""The pages of outlets: what each tells alone, has from others, and leaves out.

They describe; nothing is added up to a score of trust. What an outlet leaves out is what several
independent origins tell in a story that it reports on, and of which no words were found in it.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from quoth.archive import Archive
from quoth.forms import wording
from quoth.records import LEFT_OUT_SUPPORT
from quoth.resolve import outlet_home, owner_of
from quoth.serve.web import look
from quoth.serve.web.desk import Desk
from quoth.serve.web.sections import Link

_LISTED, _OUTLETS = 12, 200

_ALL = """
    WITH several AS (SELECT story FROM story_reports GROUP BY story
        HAVING count(DISTINCT coalesce(outlet, report)) > 1),
    copying AS (SELECT DISTINCT report FROM copies)
    SELECT o.outlet, o.owner, o.reports, o.stories,
        count(DISTINCT r.story) FILTER (r.story NOT IN (SELECT story FROM several)) AS alone,
        count(DISTINCT r.report) FILTER (r.report IN (SELECT report FROM copying)) AS copies
    FROM outlets o JOIN reports r ON r.outlet = o.outlet WHERE o.outlet <> ''
    GROUP BY ALL ORDER BY o.reports DESC, o.outlet LIMIT ?"""
_ALONE = """
    SELECT s.story, s.title, s.last FROM stories s
    WHERE s.outlets = 1 AND s.story IN (SELECT story FROM story_reports WHERE outlet = ?)
    ORDER BY s.last DESC NULLS LAST, s.story LIMIT ?"""
_FROM = """
    SELECT coalesce(o.outlet, c.{other}), count(*), any_value(c.{own}) FROM copies c
    JOIN reports r ON r.report = c.{own} JOIN reports o ON o.report = c.{other}
    WHERE r.outlet = ? GROUP BY ALL ORDER BY count(*) DESC, 1 LIMIT ?"""
_RELAYS = """
    SELECT name, count(*), count(DISTINCT report) FROM (
        SELECT unnest(relays) AS name, report FROM statements WHERE outlet = ?)
    GROUP BY name ORDER BY count(*) DESC, name LIMIT ?"""
# A story has the outlet's reports, the comparison tells of the story as it is now.
_LEFT_OUT = """
    SELECT c.story, c.claim, c.gist, c.support, c.speaker FROM claims c
    WHERE c.support >= ? AND c.story IN (
        SELECT m.story FROM claim_members m WHERE m.outlet = ?
        UNION SELECT s.story FROM story_reports s JOIN comparisons p ON p.story = s.story
        WHERE s.outlet = ? AND NOT p.outdated)
    AND NOT EXISTS (SELECT 1 FROM claim_members m WHERE m.story = c.story AND m.claim = c.claim
        AND m.outlet = ?)
    ORDER BY c.support DESC, c.confidence DESC, c.story, c.number LIMIT ?"""
_SPEAKERS = """
    SELECT speaker_name, count(*) FROM statements
    WHERE outlet = ? AND speaker_name IS NOT NULL GROUP BY ALL ORDER BY count(*) DESC, 1 LIMIT ?"""


def outlets(request: Request) -> Response:
    """Show the outlets with how much is here, what they tell alone and what they copy."""
    desk: Desk = request.app.state.desk
    if not desk.offered().totals.reports:
        return look.page("empty.html", request)
    rows = desk.archive.sql(_ALL, [_OUTLETS]).rows
    found = [
        {
            "outlet": row[0], "owner": row[1] or owner_of(str(row[0])),
            "home": outlet_home(str(row[0])), "reports": row[2], "stories": row[3],
            "alone": row[4], "copies": row[5],
        }
        for row in rows
    ]  # fmt: skip
    return look.page("outlets.html", request, outlets=found, most=_OUTLETS)


def outlet(request: Request) -> Response:
    """Show what an outlet tells alone, copies, is copied by, relays and leaves out."""
    desk: Desk = request.app.state.desk
    archive, name = desk.archive, request.path_params["outlet"]
    row = next((one for one in archive.outlets() if one.outlet == name), None)
    if row is None or not name:
        raise look.NotFoundError(f"There is no report of {wording.clean(name)} in this archive.")
    later = desk.kept(("outlet", name), lambda: _known(archive, name))
    return look.flowing(
        "outlet.html", request, later, dict, outlet=row, name=name, home=outlet_home(name),
        owner=row.owner or owner_of(name), support=LEFT_OUT_SUPPORT,
    )  # fmt: skip


def _known(archive: Archive, name: str) -> dict[str, Any]:
    """Return what is known of an outlet beside how much is here of it."""
    left_out = archive.sql(_LEFT_OUT, [LEFT_OUT_SUPPORT, name, name, name, 30]).rows
    return {
        "latest": archive.reports(outlet=name, limit=_LISTED),
        "alone": archive.sql(_ALONE, [name, _LISTED]).rows,
        "copies": _counts(archive, _FROM.format(own="report", other="copy_of"), name),
        "copied": _counts(archive, _FROM.format(own="copy_of", other="report"), name),
        "relays": _counts(archive, _RELAYS, name),
        "speakers": _counts(archive, _SPEAKERS, name),
        "left_out": [
            {"story": r[0], "claim": r[1], "gist": wording.shorten(wording.clean(str(r[2])), 300),
             "support": r[3], "speaker": wording.clean(str(r[4] or ""))}
            for r in left_out
        ],
    }  # fmt: skip


def _counts(archive: Archive, sql: str, name: str) -> list[dict[str, Any]]:
    rows = archive.sql(sql, [name, _LISTED]).rows
    most = max((int(str(row[1])) for row in rows), default=1)
    return [
        {"name": row[0], "number": row[1], "share": round(100 * int(str(row[1])) / most, 1)}
        for row in rows
    ]


ROUTES = [
    Route("/outlets", look.handled(outlets), name="outlets"),
    Route("/outlets/{outlet:path}", look.handled(outlet), name="outlet"),
]
LINKS = (Link("Outlets", "/outlets"),)
