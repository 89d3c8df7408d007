"""What each tool answers: what the verb gives, made small, with the words of each fact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from quoth.archive import Archive
from quoth.archive.schema import VIEWS
from quoth.serve import verbs
from quoth.serve.archiveform import Row
from quoth.serve.mcp.quoting import Quoter, quote

# How much of a report's text is given at a time, in characters.
TEXT = 5_000
# Lists within an item: ids of reports, tellings of a claim, matches of a search.
_IDS, _TELLINGS, _MATCHES = 20, 12, 5
_STATEMENT = (
    "report", "version", "outlet", "published", "statement", "speaker", "country", "stance", "kind",
    "source_type", "relays", "confidence",
)  # fmt: skip
_EVENT = (
    "report", "version", "outlet", "published", "event", "type", "mode", "status", "score",
    "actor_names", "actor_countries", "recipient_names", "recipient_countries", "date_start",
    "date_end", "place", "country", "teller", "stance", "relays", "confidence",
)  # fmt: skip
_PLACE = ("report", "version", "span", "words")
_HIT = ("report", "version", "outlet", "published", "title", "score")


def story(
    archive: Archive,
    *,
    story: str,
    min_confidence: float = 0.0,
    limit: int,
    after: str | None = None,
) -> Row:
    """Answer with a story: its reports, and a page of its claims."""
    told, quoter = verbs.story(archive, story=story, min_confidence=min_confidence), Quoter(archive)
    comparison = told["comparison"]
    claims: list[Row] = comparison["claims"] if comparison else []
    versions = {member["report"]: member["version"] for member in told["members"]}
    first = verbs.offset(after)
    shown = claims[first : first + limit]
    quoter.load(versions.items())
    items = [_claim({**c, "story": told["story"], "versions": versions}, quoter) for c in shown]
    members = told["members"]
    return {
        **_story(told, quoter),
        "compared": comparison is not None,
        "members": [
            {key: member[key] for key in ("report", "version", "outlet", "published", "title")}
            for member in members[:_IDS]
        ],
        "claims": len(claims),
        "left_out": {
            report: ids[:_IDS]
            for report, ids in list((comparison or {}).get("left_out", {}).items())[:_IDS]
        },
        **_page(items, str(first + limit) if first + limit < len(claims) else None),
    }


def report(
    archive: Archive, *, report: str, version: int | None = None, after: str | None = None
) -> Row:
    """Answer with a stretch of a report's text, and with what is told in it."""
    told = verbs.report(archive, report=report, version=version)
    number = version or next(v.version for v in archive.versions(told["id"]) if v.current)
    text, start = told["text"], verbs.offset(after)
    end = min(len(text), start + TEXT)
    if end < len(text) and (space := text.rfind(" ", start, end)) > start:
        end = space + 1
    names = {actor["id"]: actor for actor in told["actors"]}
    head = {key: told[key] for key in ("outlet", "published", "title", "url")}
    where = {"report": told["id"], "version": number, **head}
    return {
        **where,
        "span": [start, end],
        "words": text[start:end],
        "statements": [
            _of_report(text, one, names, ("source", "cue", "content"))
            for one in told["statements"]
            if one["content"] and start <= one["content"][0][0] < end
        ],
        "events": [
            _of_report(text, one, names, ("trigger", "evidence"))
            for one in told["events"]
            if one["trigger"] and start <= one["trigger"][0][0] < end
        ],
        "next": str(end) if end < len(text) else None,
    }


def reports(archive: Archive, **options: object) -> Row:
    """Answer with reports, without their texts."""
    found = _REPORTS(archive, **options)
    return _page(found.items, found.next)


def rejected(archive: Archive, **options: object) -> Row:
    """Answer with what was left out."""
    found = _REJECTED(archive, **options)
    return _page(found.items, found.next)


def outlets(archive: Archive, *, limit: int, after: str | None = None) -> Row:
    """Answer with outlets."""
    return _slice(verbs.outlets(archive).items, limit, after)


def corrections(archive: Archive, *, limit: int, after: str | None = None) -> Row:
    """Answer with what users corrected."""
    page = _slice(verbs.corrections(archive).items, limit, after)
    return {**page, "items": [_correction(row) for row in page["items"]]}


def views(archive: Archive) -> Row:
    """Answer with the views that `sql` asks, and their columns."""
    items = [
        {"view": view, "columns": list(archive.sql(f"SELECT * FROM {view} LIMIT 0").columns)}
        for view in VIEWS
    ]
    return _page(items, None)


def sql(archive: Archive, *, query: str, limit: int) -> Row:
    """Answer with the rows of one SELECT."""
    return verbs.sql(archive, query=query, timeout=SQL_S, limit=limit)


# Called with options that the tool has checked.
_REPORTS: Callable[..., verbs.Answer] = verbs.reports
_REJECTED: Callable[..., verbs.Answer] = verbs.rejected
# As long as a question in SQL runs, nobody can write to the archive.
SQL_S = 10.0


def _page(items: Sequence[Row], after: str | None) -> Row:
    return {"items": list(items), "next": after}


def _slice(items: list[Row], limit: int, after: str | None) -> Row:
    found = verbs.sliced(items, limit, after)
    return _page(found.items, found.next)


def _story(row: Row, quoter: Quoter) -> Row:
    lead = row["lead"]
    if lead is not None:
        where = lead["report"], lead["version"]
        lead = {
            "report": lead["report"],
            "version": lead["version"],
            "quotes": quoter.quotes(*where, lead["spans"]),
        }
    return {
        "story": row["story"],
        "title": row["title"],
        "lead": lead,
        "reports": row["reports"][:_IDS],
        "report_count": len(row["reports"]),
        "outlets": row["outlets"][:_IDS],
        "countries": row["countries"],
        "first": row["first"],
        "last": row["last"],
        "support": row["support"],
        "copies": [group[:_IDS] for group in row["copies"][:_IDS]],
    }


def _statement(row: Row, quoter: Quoter) -> Row:
    where = row["report"], row["version"]
    quotes = {key: quoter.quotes(*where, row[key]) for key in ("source", "cue", "content")}
    return {**{key: row[key] for key in _STATEMENT}, "quotes": quotes}


def _event(row: Row, quoter: Quoter) -> Row:
    where = row["report"], row["version"]
    quotes = {key: quoter.quotes(*where, row[f"{key}_spans"]) for key in ("trigger", "evidence")}
    return {**{key: row[key] for key in _EVENT}, "quotes": quotes}


def _claim(row: Row, quoter: Quoter) -> Row:
    versions: Mapping[str, int] = row["versions"]

    def told(report: str, spans: Sequence[Any]) -> Row:
        version = versions[report]
        return {
            "report": report,
            "version": version,
            "quotes": quoter.quotes(report, version, spans, most=_MATCHES),
        }

    return {
        "story": row["story"],
        "claim": row["id"],
        "gist": row["gist"],
        "speaker": row["speaker"],
        "support": row["support"],
        "confidence": row["confidence"],
        "origins": [
            {"name": o["name"], "reports": o["reports"][:_IDS], "why": o["why"]}
            for o in row["origins"][:_IDS]
        ],
        "tellings": [told(m["report"], m["spans"]) for m in row["members"][:_TELLINGS]],
        "telling_count": len(row["members"]),
        "differences": [
            {
                "type": d["type"],
                "note": d["note"],
                "between": [
                    {**told(report, spans), "value": value}
                    for report, value, spans in list(
                        zip(d["between"], d["values"], d["spans"], strict=True)
                    )[:_TELLINGS]
                ],
            }
            for d in row["differences"]
        ],
    }


def _of_report(text: str, one: Row, names: Mapping[str, Row], keys: Sequence[str]) -> Row:
    """Return a statement or event of a report with names for ids, and its words."""
    kept = ("id", "kind", "stance", "type", "mode", "status", "score", "confidence", "statement")
    told: Row = {key: one[key] for key in kept if key in one}
    for key in ("actors", "recipients"):
        if key in one:
            told[key] = [names[actor]["name"] for actor in one[key]]
    if "speaker" in one:
        told["speaker"] = names[one["speaker"]]["name"] if one["speaker"] else None
    told["quotes"] = {key: [quote(text, span) for span in one[key]] for key in keys}
    return told


def _correction(row: Row) -> Row:
    told = {**row, "quotes": [{key: one[key] for key in _PLACE} for one in row["quotes"][:_IDS]]}
    for key in ("reports", "stories", "together", "apart"):
        told[key] = row[key][:_IDS]
    return told


def _hit(row: Row, quoter: Quoter) -> Row:
    text = quoter.text(row["report"], row["version"])
    return {
        **{key: row[key] for key in _HIT},
        "excerpt": quote(text, row["excerpt"]),
        "quotes": [quote(text, span) for span in row["spans"][:_MATCHES]],
    }


def _places(row: Row) -> Iterator[tuple[str, int]]:
    """Yield the versions of reports that the spans of a row index."""
    if "versions" in row:
        yield from row["versions"].items()
    elif row.get("lead"):
        yield row["lead"]["report"], row["lead"]["version"]
    elif "report" in row:
        yield row["report"], row["version"]


def _listed(
    verb: Callable[..., verbs.Answer], item: Callable[[Row, Quoter], Row]
) -> Callable[..., Row]:
    """Return what answers with a page of a verb, each row with its words."""

    def answer(archive: Archive, **options: object) -> Row:
        found, quoter = verb(archive, **options), Quoter(archive)
        quoter.load(place for row in found.items for place in _places(row))
        return _page([item(row, quoter) for row in found.items], found.next)

    return answer


stories = _listed(verbs.stories, _story)
statements = _listed(verbs.statements, _statement)
events = _listed(verbs.events, _event)
claims = _listed(verbs.claims, _claim)
search = _listed(verbs.search, _hit)
