"""The page of a report: its words, who says them, what is done in them, and its versions."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from quoth.archive import Archive, Version
from quoth.errors import ArchiveError
from quoth.forms import wording
from quoth.serve.web import look
from quoth.serve.web.desk import Desk
from quoth.serve.web.reportform import report_parts

_COPIES = """
    SELECT other, max(share), any_value(r.outlet), any_value(r.title) FROM (
        SELECT copy_of AS other, share FROM copies WHERE report = ?
        UNION ALL SELECT report, share FROM copies WHERE copy_of = ?) c
    JOIN reports r ON r.report = c.other GROUP BY other ORDER BY max(share) DESC, other LIMIT 20"""


def report(request: Request) -> Response:
    """Show a report in its current version, or in the one that the address asks for."""
    desk: Desk = request.app.state.desk
    archive, name = desk.archive, request.path_params["report"]
    versions = archive.versions(name)
    asked = request.query_params.get("version", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 7 else None
    if not versions or (asked and number not in {one.version for one in versions}):
        what = f"no version {asked} of the report" if versions else "no report"
        raise look.NotFoundError(f"There is {what} {wording.clean(name)} in this archive.")
    found = archive.report(name, version=number)
    current = next(one for one in versions if one.current)
    shown_version = number or current.version
    title = wording.clean(found.title or "")
    return look.page(
        "report.html", request, report=found, parts=report_parts(found),
        title=title or wording.clean(found.name), headline=title,
        story=_story(archive, name), versions=_latest(versions),
        version=shown_version, current=shown_version == current.version,
        readers=[one for one in versions if one.version == shown_version],
        copies=_copies(archive, name),
    )  # fmt: skip


def _story(archive: Archive, name: str) -> Any:  # noqa: ANN401 - a Story, or None
    try:
        return archive.story(name)
    except ArchiveError:  # reports can be kept without stories
        return None


def _latest(versions: tuple[Version, ...]) -> list[Version]:
    """Return the last reading of each version."""
    return list({one.version: one for one in versions}.values())


def _copies(archive: Archive, name: str) -> list[dict[str, Any]]:
    rows = archive.sql(_COPIES, [name, name]).rows
    return [
        {"report": row[0], "share": row[1], "outlet": row[2], "title": row[3] or row[0]}
        for row in rows
    ]


ROUTES = [Route("/reports/{report:path}", look.handled(report), name="report")]
