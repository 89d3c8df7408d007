"""The pages where a person says what is wrong: of stories, claims, actors and statements.

Every form is sent with POST, carries the site's token, and names who says it. What was said is
listed, can be taken back, and can be had as labelled data.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from quoth.archive import Archive, Correction, Story
from quoth.errors import ArchiveError, QueryError
from quoth.forms import wording
from quoth.serve.web import look, shown
from quoth.serve.web.desk import Desk
from quoth.serve.web.reportform import report_parts
from quoth.serve.web.storyform import story_parts

WHO = "quoth_who"
# Stories that are offered to be merged with, and the words of a title that they are looked for by.
_NEAR, _TITLE = 8, 8
_LENGTH = 300
# Corrections on a page.
_LISTED = 100
_SECTORS = re.compile(r"[A-Z]{3}")
_COUNTRY = re.compile(r"([A-Z]{3})?")


def listed(request: Request) -> Response:
    """Show corrections, the last first, a page at a time."""
    desk: Desk = request.app.state.desk
    before = request.query_params.get("before", "")
    if before and (not before.isdecimal() or len(before) > 9):
        raise QueryError(f"{before!r} is no number of a correction")
    made = desk.archive.corrections()
    older = [one for one in reversed(made) if not before or one.number < int(before)]
    found = [_shown(one) for one in older[:_LISTED]]
    return look.page(
        "corrections.html", request, found=found, total=len(made), before=before,
        following=older[_LISTED - 1].number if len(older) > _LISTED else None,
    )  # fmt: skip


def labels(request: Request) -> Response:
    """Give all corrections as labelled data, JSON Lines."""
    desk: Desk = request.app.state.desk
    headers = {"content-disposition": 'attachment; filename="corrections.jsonl"'}
    text = desk.archive.labels()
    return Response(text.encode(), media_type="application/jsonl", headers=headers)


def undo(request: Request) -> Response:
    """Take a correction back."""
    look.check_form(request)
    number = look.field(request, "number")
    if not number.isdecimal() or len(number) > 9:
        raise look.FormError("Which correction is to be taken back is not said.")
    desk: Desk = request.app.state.desk
    with desk.writing() as archive:
        archive.undo(int(number), maker=who(request))
    return RedirectResponse(_back(request, "/corrections"), status_code=303)


def story(request: Request) -> Response:
    """Show the forms by which a story and its claims are corrected; do what they say."""
    desk: Desk = request.app.state.desk
    if request.method == "POST":
        return _corrected(request, _of_story)
    name = request.query_params.get("story", "")
    one = _story(desk.archive, name)
    entries = {entry.report: entry for entry in desk.archive.reports(story=one.id, limit=None)}
    told = desk.told(one.id)
    parts = story_parts(told.comparison) if told.comparison and not told.stale else None
    return look.page(
        "correct_story.html", request, story=one, title=_title(one), who=who(request),
        reports=[entries[report] for report in one.reports], parts=parts,
        near=_near(desk.archive, one), comparing=told.comparing,
    )  # fmt: skip


def actor(request: Request) -> Response:
    """Show the form by which an actor is corrected; do what it says."""
    if request.method == "POST":
        return _corrected(request, _of_actor)
    report, meant = _part_of(request, "actors", "actor")
    return look.page("correct_actor.html", request, report=report, actor=meant, who=who(request))


def statement(request: Request) -> Response:
    """Ask whether a statement is wrong; do what is said."""
    if request.method == "POST":
        return _corrected(request, _of_statement)
    report, meant = _part_of(request, "statements", "statement")
    return look.page(
        "correct_statement.html", request, report=report, statement=meant, who=who(request)
    )


def who(request: Request) -> str:
    """Return who corrects: as the form says, as said before, as the site was told."""
    given = look.field(request, "who")[:80]
    cookie = unquote(request.cookies.get(WHO, ""))[:80]
    return wording.clean(given or cookie or look.options_of(request).who)


def _corrected(
    request: Request, do: Callable[[Request, Archive, str, str], tuple[int, str]]
) -> Response:
    """Do what a form says, and show where that is to be seen, with the way back."""
    look.check_form(request)
    note, maker = wording.clean(look.field(request, "note"))[:_LENGTH], who(request)
    desk: Desk = request.app.state.desk
    with desk.writing() as archive:
        number, where = do(request, archive, note, maker)
    answer = RedirectResponse(f"{where}?done={number}", status_code=303)
    if maker:
        answer.set_cookie(
            WHO, shown.part(maker), httponly=True, samesite="strict", max_age=365 * 86400
        )
    return answer


def _of_story(request: Request, archive: Archive, note: str, maker: str) -> tuple[int, str]:
    one = _story(archive, look.field(request, "story"))
    action = look.field(request, "action")
    reports = [report for report in look.fields(request, "report") if report in one.reports]
    claims = look.fields(request, "claim")
    if action in ("move", "split") and not reports:
        raise look.FormError("No report is chosen.")
    where = one.id
    if action == "split":
        if set(reports) == set(one.reports):
            raise look.FormError("All reports are chosen: they are a story already.")
        where = archive.split(*reports, note=note, maker=maker)
    elif action in ("move", "merge"):
        other = _other(archive, request, one)
        if action == "move":
            archive.move(*reports, to=other.id, note=note, maker=maker)
            where = other.id
        else:
            archive.merge(one.id, other.id, note=note, maker=maker)
    elif action == "join":
        if len(set(claims)) < 2:
            raise look.FormError("Choose two claims or more that tell the same.")
        archive.join_claims(one.id, *claims, note=note, maker=maker)
    elif action == "part":
        out = look.fields(request, "teller")
        if len(claims) != 1 or not out:
            raise look.FormError("Choose which reports tell something else.")
        archive.part_claim(one.id, claims[0], *out, note=note, maker=maker)
    else:
        raise look.FormError("The form does not say what is to be done.")
    return archive.corrections()[-1].number, f"/stories/{shown.part(where)}"


def _of_actor(request: Request, archive: Archive, note: str, maker: str) -> tuple[int, str]:
    report = look.field(request, "report")
    country = look.field(request, "country").upper()
    sectors = look.field(request, "sectors").upper().replace(",", " ").split()
    if not _COUNTRY.fullmatch(country):
        raise look.FormError(f"{country} is no code of a country; give three letters, as FRA.")
    wrong = [sector for sector in sectors if not _SECTORS.fullmatch(sector)]
    if wrong:
        raise look.FormError(f"{wrong[0]} is no sector; give three letters, as GOV or MIL.")
    name = wording.clean(look.field(request, "name"))[:_LENGTH]
    if not name:
        raise look.FormError("An actor has a name.")
    one = archive.correct_actor(
        report, look.field(request, "actor"), name=name, country=country, sectors=sectors,
        note=note, maker=maker,
    )  # fmt: skip
    return one.number, f"/reports/{shown.part(report)}"


def _of_statement(request: Request, archive: Archive, note: str, maker: str) -> tuple[int, str]:
    report = look.field(request, "report")
    one = archive.reject_statement(report, look.field(request, "statement"), note=note, maker=maker)
    return one.number, f"/reports/{shown.part(report)}"


def _other(archive: Archive, request: Request, one: Story) -> Story:
    """Return the story that a form names beside its own: by id, or by the address of its page."""
    name = look.field(request, "other") or look.field(request, "typed")
    if "/stories/" in name:
        name = unquote(urlsplit(name).path.split("/stories/", 1)[1])
    if not name:
        raise look.FormError("The other story is not named.")
    other = _story(archive, name)
    if other.id == one.id:
        raise look.FormError("That is this story itself.")
    return other


def _story(archive: Archive, name: str) -> Story:
    try:
        return archive.story(name)
    except ArchiveError as error:
        raise look.NotFoundError(f"There is no story {name} in this archive.") from error


def _near(archive: Archive, one: Story) -> list[dict[str, Any]]:
    """Return stories whose reports have the words of this one's title."""
    words = re.findall(r"\w{4,}", one.title or "")[:_TITLE]
    if not words:
        return []
    found: dict[str, Story] = {}
    for hit in archive.search(" OR ".join(words), limit=3 * _NEAR):
        if hit.report not in one.reports and len(found) < _NEAR:
            try:
                other = archive.story(hit.report)
            except ArchiveError:  # in no story
                continue
            found.setdefault(other.id, other)
    return [
        {"id": s.id, "title": _title(s), "last": s.last, "reports": len(s.reports)}
        for s in found.values()
    ]


def _part_of(request: Request, parts: str, name: str) -> tuple[Any, dict[str, Any]]:
    """Return the report that the address names, and one of its actors or statements as shown."""
    desk: Desk = request.app.state.desk
    key = request.query_params.get("report", "")
    wanted = request.query_params.get(name, "")
    try:
        report = desk.archive.report(key)
    except ArchiveError as error:
        raise look.NotFoundError(f"There is no report {key} in this archive.") from error
    meant = next((one for one in report_parts(report)[parts] if one["id"] == wanted), None)
    if meant is None:
        raise look.NotFoundError(f"There is no {name} {wanted} in this report.")
    return report, meant


def _title(one: Story) -> str:
    return wording.clean(one.title or one.id)


def _back(request: Request, otherwise: str) -> str:
    """Return where a form wants to go back to, if that is on this site."""
    given = look.field(request, "back")
    safe = given.startswith("/") and not given.startswith(("//", "/\\"))
    return given if safe else otherwise


def _shown(one: Correction) -> dict[str, Any]:
    """Return what the list shows of a correction."""
    return {
        "number": one.number,
        "at": one.at,
        "kind": one.kind,
        "maker": wording.clean(one.maker),
        "note": wording.clean(one.note),
        "undone_at": one.undone_at,
        "undone_by": wording.clean(one.undone_by),
        "reports": list(one.reports),
        "story": one.stories[0] if one.stories else "",
        "others": list(one.stories[1:]),
        "was": one.was,
        "now": {**one.was, **one.now} if one.kind == "actor" else one.now,
        "words": wording.shorten(wording.clean(" … ".join(q.words for q in one.quotes)), 240),
    }


ROUTES = [
    Route("/corrections", look.handled(listed), name="corrections"),
    Route("/corrections.jsonl", look.handled(labels)),
    Route("/corrections/undo", look.handled(undo), methods=["POST"]),
    Route("/correct/story", look.handled(story), methods=["GET", "POST"]),
    Route("/correct/actor", look.handled(actor), methods=["GET", "POST"]),
    Route("/correct/statement", look.handled(statement), methods=["GET", "POST"]),
]
LINKS = ()
