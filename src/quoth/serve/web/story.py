"""The page of a story: what its reports tell side by side, and the same in other forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from quoth.archive import Archive, ReportEntry, Story
from quoth.archive.moments import moment
from quoth.errors import ArchiveError
from quoth.forms import wording
from quoth.records import Comparison
from quoth.serve.web import look, shown
from quoth.serve.web.desk import Desk, Told
from quoth.serve.web.storyform import story_parts

# The forms that a story can be had in: what a browser is told that it is, and the file's ending.
FORMS = {
    "json": ("application/json", "json"),
    "csv": ("text/csv", "csv"),
    "jsonld": ("application/ld+json", "jsonld"),
    "ninjs": ("application/json", "ninjs.json"),
    "html": ("text/html", "html"),
}
# Those that hold the comparison and can only be had with one.
_COMPARED = ("csv", "html")


def story(request: Request) -> Response:
    """Show a story, or give it in the form that the address asks for."""
    desk: Desk = request.app.state.desk
    name = request.path_params["story"]
    try:
        told = desk.told(name)
    except ArchiveError as error:
        raise look.NotFoundError(f"There is no story {name} in this archive.") from error
    form = request.query_params.get("form", "")
    if told.story.id != name:  # it was merged into another, or a report was named
        address = f"/stories/{shown.part(told.story.id)}"
        return RedirectResponse(address + look.query(request.query_params), status_code=302)
    if form:
        return _given(desk, told, form)
    return look.page("story.html", request, **_values(desk, told), forms=list(FORMS))


def again(request: Request) -> Response:
    """Try once more to compare a story where that failed."""
    desk: Desk = request.app.state.desk
    look.check_form(request)
    name = request.path_params["story"]
    desk.again(name)
    return RedirectResponse(f"/stories/{shown.part(name)}", status_code=303)


def _values(desk: Desk, told: Told) -> dict[str, Any]:
    """Return what the template shows."""
    archive, one = desk.archive, told.story
    (overview,) = archive.overviews(one)
    members = _members(archive, one)
    parts = story_parts(told.comparison) if told.comparison is not None else None
    title = wording.clean(one.title or "") or wording.shorten(wording.clean(overview.lead), 120)
    return {
        "story": one,
        "title": title or wording.clean(one.id),
        "lead": wording.clean(overview.lead) if one.title else "",
        "coverage": shown.coverage(overview.moments),
        "timeline": _timeline(members, one),
        "history": [_change(change) for change in archive.story_history(story=one.id)],
        "parts": parts,
        "stale": told.stale,
        "comparing": told.comparing,
        "single": members[0] if len(members) == 1 else None,
        "copies": [
            wording.listing([_called(members, report) for report in group]) for group in one.copies
        ],
    }


def _members(archive: Archive, one: Story) -> list[ReportEntry]:
    order = {report: number for number, report in enumerate(one.reports)}
    found = archive.reports(story=one.id, limit=None)
    return sorted(found, key=lambda entry: order[entry.report])


def _called(members: list[ReportEntry], report: str) -> str:
    entry = next((m for m in members if m.report == report), None)
    return wording.clean((entry and entry.outlet) or report)


def _timeline(members: list[ReportEntry], one: Story) -> list[dict[str, Any]]:
    """Return the reports in the order in which they were published."""
    first = {report: group[0] for group in one.copies for report in group[1:]}
    return [
        {
            "report": entry.report,
            "outlet": wording.clean(entry.outlet or entry.report),
            "title": wording.clean(entry.title or ""),
            "published": entry.published,
            "dated": moment(entry.published) is not None,
            "version": entry.version,
            "copy_of": _called(members, first[entry.report]) if entry.report in first else "",
        }
        for entry in members
    ]


def _change(change: Any) -> dict[str, Any]:  # noqa: ANN401 - a StoryChange
    return {
        "at": change.at,
        "kind": change.kind,
        "reports": [wording.clean(report) for report in change.reports[:8]],
        "more": max(0, len(change.reports) - 8),
        "why": wording.clean(change.why),
        "maker": wording.clean(change.maker),
    }


def _given(desk: Desk, told: Told, form: str) -> Response:
    """Return a story in a form, as a file to be kept."""
    if form not in FORMS:
        raise look.NotFoundError(f"There is no form {form}; there are {', '.join(FORMS)}.")
    if told.comparison is None and form in _COMPARED:
        raise look.NotFoundError(
            "This story has no comparison yet, so there is nothing to give in this form; its page "
            "says how far it is."
        )
    kind, ending = FORMS[form]
    name = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in told.story.id)
    text = "".join(_WRITTEN[form](desk, told))
    return Response(
        text.encode("utf-8", "replace"),
        media_type=kind,
        headers={"content-disposition": f'attachment; filename="story-{name[:80]}.{ending}"'},
    )


def _json(desk: Desk, told: Told) -> Iterator[str]:
    from quoth.serve.archiveform import story_text

    members = tuple(_members(desk.archive, told.story))
    history = desk.archive.story_history(story=told.story.id)
    yield story_text(told.story, members, history, told.comparison)


def _csv(_: Desk, told: Told) -> Iterator[str]:
    from quoth.forms.csvform import comparison_csv

    yield from comparison_csv(_comparison(told))


def _html(_: Desk, told: Told) -> Iterator[str]:
    from quoth.serve.pageform import comparison_page

    yield comparison_page(_comparison(told))


def _archived(form: str) -> Callable[[Desk, Told], Iterator[str]]:
    def written(desk: Desk, told: Told) -> Iterator[str]:
        yield desk.archive.export_story(told.story.id, form)

    return written


_WRITTEN: dict[str, Callable[[Desk, Told], Iterator[str]]] = {
    "json": _json,
    "csv": _csv,
    "html": _html,
    "jsonld": _archived("jsonld"),
    "ninjs": _archived("ninjs"),
}


def _comparison(told: Told) -> Comparison:
    if told.comparison is None:
        raise AssertionError("asked only for a story with a comparison")
    return told.comparison


ROUTES = [
    Route("/stories/{story:path}", look.handled(story), name="story"),
    Route("/compare-again/{story:path}", look.handled(again), methods=["POST"]),
]
