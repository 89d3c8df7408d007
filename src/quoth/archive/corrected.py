"""What users corrected: as it is stored, and what it says of reports."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from quoth.archive.records import Correction


def corrections(connection: duckdb.DuckDBPyConnection) -> tuple[Correction, ...]:
    """Return what the user has corrected, in order."""
    rows = connection.execute(
        "SELECT number, made_at, kind, reports, stories, note, together, apart "
        "FROM store.corrections ORDER BY number"
    ).fetchall()
    return tuple(
        Correction(n, at, kind, tuple(r), tuple(s), note, tuple(together), tuple(apart))
        for n, at, kind, r, s, note, together, apart in rows
    )


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
