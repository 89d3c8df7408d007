"""Comparisons of stories: claims, origins, differences. They can be made again from the reports.

What is stored names the readings it was made from; where the story has others now, the view
`comparisons` says that it is outdated.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import duckdb

from quoth.archive import rows, tables
from quoth.archive.corrections import standing
from quoth.archive.paging import Question
from quoth.archive.reclaiming import reclaimed
from quoth.archive.records import ClaimEntry, Correction, Page
from quoth.errors import ArchiveError
from quoth.forms.jsonform import comparison_from_json, comparison_json, dumps, report_json
from quoth.records import Claim, Comparison, Report

_TABLES = ("comparisons", "claims", "claim_members", "claim_origins", "claim_differences")


def store(
    connection: duckdb.DuckDBPyConnection, story: str, comparison: Comparison, now: datetime
) -> None:
    """Store the comparison of a story instead of the one before, within a transaction.

    Raises ArchiveError where a report of it is not in the archive as it was compared.
    """
    rids = _rids(connection, comparison.reports)
    _write(connection, story, comparison, [rids[report.id] for report in comparison.reports], now)


def of_reports(connection: duckdb.DuckDBPyConnection, reports: Sequence[str]) -> list[str]:
    """Return the stories whose comparison has some of these reports."""
    found = tables.with_rows(
        connection,
        {"report": tables.texts(list(reports))},
        "SELECT DISTINCT c.story FROM (SELECT story, unnest(rids) AS rid FROM store.comparisons) c "
        "JOIN store.reports r ON r.rid = c.rid WHERE r.report IN (SELECT report FROM given) "
        "ORDER BY c.story",
    )
    return [story for (story,) in found]


def correct(
    connection: duckdb.DuckDBPyConnection,
    story: str,
    corrections: Sequence[Correction],
    now: datetime,
) -> None:
    """Make a stored comparison what standing corrections leave of it, within a transaction."""
    row = tables.one(
        connection, "SELECT rids, coalesce(given, data) FROM store.comparisons WHERE story = ?",
        [story],
    )  # fmt: skip
    if row is not None:
        given = _loaded(connection, row[0], row[1])
        _write(connection, story, given, row[0], now, corrections)


def _write(
    connection: duckdb.DuckDBPyConnection,
    story: str,
    given: Comparison,
    rids: Sequence[int],
    now: datetime,
    corrections: Sequence[Correction] | None = None,
) -> None:
    """Store a comparison, as it is given and as the standing corrections leave it."""
    if corrections is None:
        corrections = standing(connection)
    comparison = reclaimed(given, corrections)
    for table in _TABLES:
        connection.execute(f"DELETE FROM store.{table} WHERE story = ?", [story])
    stored = {
        "story": story,
        "made_at": now,
        "rids": list(rids),
        "data": _packed(comparison),
        "given": _packed(given) if comparison != given else None,
    }
    tables.insert(connection, "comparisons", [stored])
    texts = {report.id: report for report in comparison.reports}
    numbers = {report.id: rid for report, rid in zip(comparison.reports, rids, strict=True)}
    for table, made in (
        ("claims", _claim_rows(comparison.claims)),
        ("claim_members", _member_rows(comparison.claims, numbers, texts)),
        ("claim_origins", _origin_rows(comparison.claims)),
        ("claim_differences", _difference_rows(comparison.claims)),
    ):
        tables.insert(connection, table, [{"story": story, **row} for row in made])


def _packed(comparison: Comparison) -> bytes:
    data = comparison_json(comparison)
    data["reports"] = [report.id for report in comparison.reports]
    data.pop("left_out")  # follows from the rest
    return rows.packed(dumps(data))


def load(connection: duckdb.DuckDBPyConnection, story: str) -> Comparison | None:
    """Return the stored comparison of a story with its reports; None where there is none."""
    row = tables.one(
        connection, "SELECT rids, data FROM store.comparisons WHERE story = ?", [story]
    )
    return None if row is None else _loaded(connection, row[0], row[1])


def _loaded(
    connection: duckdb.DuckDBPyConnection, rids: Sequence[int], packed: bytes
) -> Comparison:
    stored = tables.with_rows(
        connection,
        {"rid": tables.numbers(rids)},
        "SELECT rid, data FROM store.reports WHERE rid IN (SELECT rid FROM given)",
    )
    texts = {rid: json.loads(rows.unpacked(data)) for rid, data in stored}
    data = json.loads(rows.unpacked(packed))
    return comparison_from_json({**data, "reports": [texts[rid] for rid in rids]})


def claims(
    connection: duckdb.DuckDBPyConnection,
    *,
    story: str | None,
    min_support: int | None,
    limit: int | None,
    after: str | None,
) -> Page[ClaimEntry]:
    """Return claims: of the story compared last first, within a story in their order."""
    question = Question(
        "c.story, c.claim",
        "store.claims c JOIN store.comparisons m ON m.story = c.story",
        ("m.made_at", "c.story", "-c.number"),
    )
    if story is not None:
        question.where("c.story = ?", story)
    if min_support is not None:
        question.where("c.support >= ?", min_support)
    page = question.page(connection, lambda row: (row[0], row[1]), limit=limit, after=after)
    told = {name: _claims(connection, name) for name in {story for story, _ in page}}
    entries = []
    for name, claim in page:
        found, versions = told[name]
        entries.append(
            ClaimEntry(
                name, found[claim], {m.report: versions[m.report] for m in found[claim].members}
            )
        )
    return Page(tuple(entries), page.next)


def _claims(
    connection: duckdb.DuckDBPyConnection, story: str
) -> tuple[dict[str, Claim], dict[str, int]]:
    """Return the claims of a story by id, and the versions that they point at by report."""
    row = tables.one(
        connection, "SELECT data, rids FROM store.comparisons WHERE story = ?", [story]
    )
    if row is None:
        return {}, {}
    found = tables.with_rows(
        connection,
        {"rid": tables.numbers(row[1])},
        "SELECT report, version, characters FROM store.reports "
        "WHERE rid IN (SELECT rid FROM given)",
    )
    data = json.loads(rows.unpacked(row[0]))
    # Claims are checked against the lengths of the texts, so blank ones will do.
    blank = {report: " " * characters for report, _, characters in found}
    reports = [report_json(Report(report, blank[report])) for report in data["reports"]]
    comparison = comparison_from_json({**data, "reports": reports})
    return {c.id: c for c in comparison.claims}, {report: version for report, version, _ in found}


def _rids(connection: duckdb.DuckDBPyConnection, reports: Sequence[Report]) -> Mapping[str, int]:
    hashes = {report.id: rows.text_hash(report) for report in reports}
    found = tables.with_rows(
        connection,
        {"report": tables.texts(list(hashes))},
        "SELECT report, text_hash, max(rid) FROM store.reports "
        "WHERE report IN (SELECT report FROM given) GROUP BY report, text_hash",
    )
    rids = {report: rid for report, text_hash, rid in found if hashes[report] == text_hash}
    for report in reports:
        if report.id not in rids:
            raise ArchiveError(
                f"{report.id}: is not in the archive with this text; bring it in before its "
                "comparison is stored"
            )
    return rids


def _claim_rows(found: Iterable[Claim]) -> Iterable[rows.Row]:
    for number, claim in enumerate(found):
        yield {
            "number": number,
            "claim": claim.id,
            "gist": claim.gist,
            "speaker": claim.speaker,
            "support": claim.support,
            "confidence": round(claim.confidence, 3),
        }


def _member_rows(
    found: Iterable[Claim], rids: Mapping[str, int], reports: Mapping[str, Report]
) -> Iterable[rows.Row]:
    for claim in found:
        for member in claim.members:
            yield {
                "claim": claim.id,
                "rid": rids[member.report],
                "report": member.report,
                "spans": rows.pairs(member.spans),
                "statement": member.statement,
                "event": member.event,
                "words": rows.words(reports[member.report], member.spans),
            }


def _origin_rows(found: Iterable[Claim]) -> Iterable[rows.Row]:
    for claim in found:
        for origin in claim.origins:
            reports: list[Any] = list(origin.reports)
            yield {"claim": claim.id, "name": origin.name, "reports": reports, "why": origin.why}


def _difference_rows(found: Iterable[Claim]) -> Iterable[rows.Row]:
    for claim in found:
        for number, difference in enumerate(claim.differences):
            yield {
                "claim": claim.id,
                "number": number,
                "type": difference.type,
                "between_reports": list(difference.between),
                "told": list(difference.values),
                "spans": [rows.pairs(spans) for spans in difference.spans],
                "note": difference.note,
            }
