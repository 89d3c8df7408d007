"""Stories as IPTC ninjs 3.0 (News in JSON): a composite item a story, its reports as associations.

The words of the reports are not in it: they are their outlets'.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from typing import Any
from urllib.parse import quote

from quoth.archive.moments import moment
from quoth.archive.records import ReportEntry, Story
from quoth.archive.webnotes import urn
from quoth.records import Actor

_STANDARD = {
    "name": "ninjs",
    "version": "3.0",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
}


def item(
    story: Story, reports: Mapping[str, ReportEntry], actors: Iterable[Actor], lead: str | None
) -> dict[str, Any]:
    """Return the ninjs item of a story; `lead` are the words of its first sentence."""
    told = [reports[report] for report in story.reports]
    first, last = _time(story.first), _time(story.last)
    made: dict[str, Any] = {
        "uri": f"urn:quoth:story:{quote(story.id, safe='')}",
        "standard": _STANDARD,
        "type": "composite",
        "representationType": "partial",
        "language": next((one.language for one in told if one.language), None),
        "contentCreated": first,
        "versionCreated": last,
        "headlines": [{"role": "main", "value": story.title}] if story.title else [],
        "descriptions": [{"role": "summary", "value": lead}] if lead else [],
        **_names(actors),
        "associations": [_report(one) for one in told],
    }
    return _known(made)


def _report(report: ReportEntry) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": report.report,
        "uri": report.url or urn(report.report, report.version),
        "type": "text",
        "representationType": "partial",
        "version": str(report.version),
        "language": report.language,
        "contentCreated": _time(report.published),
        "by": report.outlet,
        "headlines": [{"role": "main", "value": report.title}] if report.title else [],
    }
    return _known(made)


def _names(actors: Iterable[Actor]) -> dict[str, Sequence[dict[str, str]]]:
    people: dict[str, None] = {}
    organisations: dict[str, None] = {}
    for actor in actors:
        if actor.kind == "person":
            people[actor.name] = None
        elif actor.kind in ("body", "state"):
            organisations[actor.name] = None
    return {
        "people": [{"name": name} for name in people],
        "organisations": [{"name": name} for name in organisations],
    }


def _time(published: str | None) -> str | None:
    """Return a moment as ninjs wants it: with time and zone."""
    found = moment(published)
    return found.replace(tzinfo=UTC).isoformat() if found else None


def _known(made: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in made.items() if value not in (None, [])}
