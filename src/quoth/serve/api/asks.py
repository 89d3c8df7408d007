"""The routes that ask an archive: the verbs of the command line, with options and results."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from quoth.serve import verbs
from quoth.serve.api import parameters as p
from quoth.serve.api.desk import AtDesk
from quoth.serve.api.told import about

router = APIRouter()
Limit = Annotated[int, Query(ge=1, le=500, description="So many at most.", examples=[20])]


@router.get("/stories", **about("stories"))
async def stories(
    request: Request,
    desk: AtDesk,
    country: p.Country = None,
    actor: p.Actor = None,
    event: p.EventFilter = None,
    since: p.Since = None,
    until: p.Until = None,
    outlet: p.Outlet = None,
    min_outlets: p.MinOutlets = None,
    min_support: p.MinSupport = None,
    limit: Limit = 50,
    after: p.After = None,
) -> Response:
    """Give the stories, the one with the newest report first."""
    return await desk.list(
        request, verbs.stories, country=country, actor=actor, event=event, since=since, until=until,
        outlet=outlet, min_outlets=min_outlets, min_support=min_support, limit=limit, after=after,
    )  # fmt: skip


@router.get("/stories/{story:path}", **about("story"))
async def story(
    request: Request, desk: AtDesk, story: p.StoryId, min_confidence: p.MinConfidence = 0.0
) -> Response:
    """Give a story whole."""
    return await desk.one(request, verbs.story, story=story, min_confidence=min_confidence)


@router.get("/statements", **about("statements"))
async def statements(
    request: Request,
    desk: AtDesk,
    by: p.By = None,
    about: p.About = None,
    since: p.Since = None,
    until: p.Until = None,
    outlet: p.Outlet = None,
    limit: Limit = 50,
    after: p.After = None,
) -> Response:
    """Give who said what."""
    return await desk.list(
        request, verbs.statements, by=by, about=about, since=since, until=until, outlet=outlet,
        limit=limit, after=after,
    )  # fmt: skip


@router.get("/events", **about("events"))
async def events(
    request: Request,
    desk: AtDesk,
    actor: p.Actor = None,
    recipient: p.Recipient = None,
    type: p.Types = [],  # noqa: B006 - read only
    status: p.Statuses = [],  # noqa: B006
    since: p.Since = None,
    until: p.Until = None,
    outlet: p.Outlet = None,
    min_confidence: p.MinConfidence = 0.0,
    limit: Limit = 50,
    after: p.After = None,
) -> Response:
    """Give who did what to whom."""
    return await desk.list(
        request, verbs.events, actor=actor, recipient=recipient, type=type, status=status,
        since=since, until=until, outlet=outlet, min_confidence=min_confidence, limit=limit,
        after=after,
    )  # fmt: skip


@router.get("/claims", **about("claims"))
async def claims(
    request: Request,
    desk: AtDesk,
    story: p.StoryFilter = None,
    min_support: p.MinSupport = None,
    limit: Limit = 50,
    after: p.After = None,
) -> Response:
    """Give what several reports tell."""
    return await desk.list(
        request, verbs.claims, story=story, min_support=min_support, limit=limit, after=after
    )


@router.get("/search", **about("search"))
async def search(
    request: Request,
    desk: AtDesk,
    query: p.Words,
    outlet: p.Outlet = None,
    country: p.Country = None,
    since: p.Since = None,
    until: p.Until = None,
    limit: Limit = 20,
    after: p.After = None,
) -> Response:
    """Give the reports that say something."""
    return await desk.list(
        request, verbs.search, query=query, outlet=outlet, country=country, since=since,
        until=until, limit=limit, after=after,
    )  # fmt: skip


@router.get("/outlets", **about("outlets"))
async def outlets(request: Request, desk: AtDesk) -> Response:
    """Give the outlets."""
    return await desk.list(request, verbs.outlets)


@router.get("/reports", **about("reports"))
async def reports(
    request: Request,
    desk: AtDesk,
    country: p.Country = None,
    story: p.StoryFilter = None,
    since: p.Since = None,
    until: p.Until = None,
    outlet: p.Outlet = None,
    limit: Limit = 50,
    after: p.After = None,
) -> Response:
    """Give the reports."""
    return await desk.list(
        request, verbs.reports, country=country, story=story, since=since, until=until,
        outlet=outlet, limit=limit, after=after,
    )  # fmt: skip


@router.get("/reports/{report:path}", **about("report"))
async def report(
    request: Request, desk: AtDesk, report: p.ReportId, version: p.VersionNumber = None
) -> Response:
    """Give a report whole."""
    return await desk.one(request, verbs.report, report=report, version=version)


@router.get("/versions/{report:path}", **about("versions"))
async def versions(request: Request, desk: AtDesk, report: p.ReportId) -> Response:
    """Give the versions of a report."""
    return await desk.list(request, verbs.versions, report=report)


@router.get("/rejected", **about("rejected"))
async def rejected(
    request: Request,
    desk: AtDesk,
    stage: p.Stage = None,
    limit: Limit = 50,
    after: p.After = None,
) -> Response:
    """Give what was left out."""
    return await desk.list(request, verbs.rejected, stage=stage, limit=limit, after=after)


@router.get("/corrections", **about("corrections"))
async def corrections(request: Request, desk: AtDesk) -> Response:
    """Give what users corrected."""
    return await desk.list(request, verbs.corrections)


@router.get("/relations", **about("relations"))
async def relations(
    request: Request,
    desk: AtDesk,
    since: p.Since = None,
    until: p.Until = None,
    step: p.Step = "month",
    status: p.Standings = [],  # noqa: B006 - read only
    min_confidence: p.MinConfidence = 0.0,
    limit: Limit = 50,
    after: p.After = None,
) -> Response:
    """Give the pairs of countries."""
    return await desk.list(
        request, verbs.relations, since=since, until=until, step=step, status=status,
        min_confidence=min_confidence, limit=limit, after=after,
    )  # fmt: skip


@router.get("/relations/{first}", **about("relations_of"))
async def relations_of(
    request: Request,
    desk: AtDesk,
    first: p.First,
    since: p.Since = None,
    until: p.Until = None,
    step: p.Step = "month",
    status: p.Standings = [],  # noqa: B006 - read only
    min_confidence: p.MinConfidence = 0.0,
    limit: Limit = 50,
    after: p.After = None,
) -> Response:
    """Give the pairs of one country."""
    return await desk.list(
        request, verbs.relations, first=first, since=since, until=until, step=step, status=status,
        min_confidence=min_confidence, limit=limit, after=after,
    )  # fmt: skip


@router.get("/relations/{first}/{second}", **about("relation"))
async def relation(
    request: Request,
    desk: AtDesk,
    first: p.First,
    second: p.Second,
    since: p.Since = None,
    until: p.Until = None,
    step: p.Step = "month",
    status: p.Standings = [],  # noqa: B006
    directed: p.Directed = False,
    by_teller: p.ByTeller = False,
    min_confidence: p.MinConfidence = 0.0,
) -> Response:
    """Give what happened between two actors over time."""
    return await desk.one(
        request, verbs.relation, first=first, second=second, since=since, until=until, step=step,
        status=status, directed=directed, by_teller=by_teller, min_confidence=min_confidence,
    )  # fmt: skip
