"""The table of corrections: what users said, when, with which words, and what was taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from quoth.archive import tables
from quoth.archive.records import STORY_KINDS, Correction, Quote
from quoth.records import Span


def of_stories(connection: duckdb.DuckDBPyConnection) -> tuple[Correction, ...]:
    """Return what users say of stories, in order, without what was taken back."""
    return tuple(one for one in standing(connection) if one.kind in STORY_KINDS)


def standing(connection: duckdb.DuckDBPyConnection) -> tuple[Correction, ...]:
    """Return the corrections of all kinds that were not taken back, in order."""
    return tuple(one for one in listed(connection) if one.undone_at is None)


def listed(connection: duckdb.DuckDBPyConnection) -> tuple[Correction, ...]:
    """Return all corrections, in order."""
    rows = connection.execute(
        "SELECT number, made_at, kind, reports, stories, note, together, apart, maker, undone_at, "
        "undone_by, details FROM store.corrections ORDER BY number"
    ).fetchall()
    return tuple(
        Correction(
            n, at, kind, tuple(r), tuple(s), said, tuple(together or ()), tuple(apart or ()),
            maker or "", undone_at, undone_by or "", **_details(details),
        )
        for n, at, kind, r, s, said, together, apart, maker, undone_at, undone_by, details in rows
    )  # fmt: skip


def note(
    connection: duckdb.DuckDBPyConnection,
    correction: Correction,
    *,
    history: tuple[int, int] | None = None,
) -> None:
    """Store a correction; `history` are the first change of stories it made and the next one."""
    row = {name: getattr(correction, name) for name in ("number", "kind", "note", "maker")}
    lists = {
        name: list(getattr(correction, name))
        for name in ("reports", "stories", "together", "apart")
    }
    details = {
        "was": correction.was,
        "now": correction.now,
        "quotes": [
            [q.report, q.version, *q.span, q.words, q.before, q.after, q.group]
            for q in correction.quotes
        ],
        "history": history,
    }
    text = json.dumps(details, ensure_ascii=False)
    tables.insert(
        connection, "corrections", [{**row, **lists, "made_at": correction.at, "details": text}]
    )


def _details(text: str | None) -> dict[str, Any]:
    if not text:
        return {}
    told = json.loads(text)
    return {
        "was": told["was"],
        "now": told["now"],
        "quotes": tuple(
            Quote(report, version, Span(start, end), *rest)
            for report, version, start, end, *rest in told["quotes"]
        ),
    }


def moved_by(
    connection: duckdb.DuckDBPyConnection, correction: Correction
) -> Iterable[tuple[str, str, str]]:
    """Yield each report that a correction moved, where it put it and where it was before."""
    row = tables.one(
        connection, "SELECT details FROM store.corrections WHERE number = ?", [correction.number]
    )
    history = json.loads(row[0]).get("history") if row and row[0] else None
    found = connection.execute(
        "SELECT number, reports, stories[1] FROM store.history WHERE maker = 'user' AND "
        + ("number >= ? AND number < ?" if history else "made_at = ?")
        + " ORDER BY number",
        history or [correction.at],
    ).fetchall()
    for number, reports, put in found:
        for report in reports:
            before = tables.one(
                connection,
                "SELECT stories[1] FROM store.history WHERE number < ? "
                "AND list_contains(reports, ?) ORDER BY number DESC LIMIT 1",
                [number, report],
            )
            if before is not None:
                yield report, put, str(before[0])


def in_reports(
    correction: Correction, stories: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which reports a correction says are together, and which apart from those.

    Of a merge all are together, those of the story that stays first. A report that is moved is
    together with the first of its new story.
    """
    moved = set(correction.reports)
    if correction.kind == "merge":
        return tuple(r for story in correction.stories for r in stories[story]), ()
    left = tuple(r for found in stories.values() if moved & {*found} for r in found)
    if correction.kind == "split":
        return correction.reports, tuple(r for r in left if r not in moved)
    there = stories[correction.stories[0]]
    anchor = next((r for r in there if r not in moved), None)
    others = tuple(r for r in left if r not in moved and r not in there)
    return (*((anchor,) if anchor else ()), *correction.reports), others
