"""What an archive answers, as rows: JSON, a line each, and CSV. docs/json.md describes the keys.

A row has the fields of the record of `quoth.archive` that it is made of, with the ids and spans
that lead to the words: `report`, `version`, `[start, end]` in code points of its text.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any

from quoth.archive import (
    Added,
    ClaimEntry,
    Correction,
    Hit,
    OutletEntry,
    Problem,
    RejectedEntry,
    ReportEntry,
    Rows,
    StatementEntry,
    Story,
    StoryChange,
)
from quoth.forms.csvform import line, pieces
from quoth.forms.jsonform import VERSION, claim_json, comparison_json, dumps
from quoth.records import Comparison, Rejected, Span

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FoundHit:
    """A hit with the words of its excerpt."""

    hit: Hit
    words: str


def row(record: object) -> Row:
    """Return a record as a row."""
    if isinstance(record, Story):
        found = _fields(record)
        return {"story": found.pop("id"), **found}
    if isinstance(record, ClaimEntry):
        return {
            "story": record.story,
            "versions": dict(record.versions),
            **claim_json(record.claim),
        }
    if isinstance(record, RejectedEntry):
        told = record.rejected
        found = _fields(record)
        del found["rejected"]
        return {"name": told.report_id, "stage": told.stage, "reason": told.reason, **found}
    if isinstance(record, FoundHit):
        return {**_fields(record.hit), "words": record.words}
    if isinstance(record, Rejected):
        left_out = {"version": None, "outcome": "left_out", "story": None}
        return {"report": record.report_id, **left_out, "reason": record.reason}
    if isinstance(record, Added):
        return {**_fields(record), "reason": None}
    if isinstance(record, Mapping):
        return {str(key): plain(value) for key, value in record.items()}
    return _fields(record)


COLUMNS: dict[str, tuple[str, ...]] = {
    "story": (
        "story", "title", "lead", "reports", "outlets", "countries", "first", "last", "support",
        "copies",
    ),
    "statement": tuple(f.name for f in fields(StatementEntry)),
    "claim": (
        "story", "versions", "id", "gist", "speaker", "members", "origins", "support",
        "differences", "confidence",
    ),
    "hit": (*(f.name for f in fields(Hit)), "words"),
    "outlet": tuple(f.name for f in fields(OutletEntry)),
    "rejected": ("name", "stage", "reason", "times", "first_at", "last_at"),
    "report": tuple(f.name for f in fields(ReportEntry)),
    "correction": tuple(f.name for f in fields(Correction)),
    "change": tuple(f.name for f in fields(StoryChange)),
    "problem": tuple(f.name for f in fields(Problem)),
    "ingested": ("report", "version", "outcome", "story", "reason"),
}  # fmt: skip


def json_lines(records: Iterable[object]) -> Iterator[str]:
    """Yield a line of JSON a record."""
    for record in records:
        yield dumps(row(record)) + "\n"


def csv_lines(records: Iterable[object], columns: Sequence[str]) -> Iterator[str]:
    """Yield a header and a line of CSV a record; of a claim, a line a member."""
    if tuple(columns) == COLUMNS["claim"]:
        yield from _claim_lines(records)
        return
    yield line(columns)
    for record in records:
        found = row(record)
        yield line([_cell(found[name]) for name in columns])


def story_text(
    story: Story,
    members: Sequence[ReportEntry],
    history: Sequence[StoryChange],
    comparison: Comparison | None,
) -> str:
    """Return the document of `quoth story` as text."""
    return dumps(story_json(story, members, history, comparison)) + "\n"


def story_json(
    story: Story,
    members: Sequence[ReportEntry],
    history: Sequence[StoryChange],
    comparison: Comparison | None,
) -> Row:
    """Return the document of `quoth story`: its row, its reports, what changed, the comparison."""
    return {
        "version": VERSION,
        **row(story),
        "members": [row(member) for member in members],
        "history": [row(change) for change in history],
        "comparison": comparison_json(comparison) if comparison is not None else None,
    }


def row_lines(rows: Rows, *, csv: bool = False) -> Iterator[str]:
    """Yield what a question in SQL gave, a line a row."""
    if csv:
        yield line(column_names(rows))
        for values in rows.rows:
            yield line([_cell(_pairs(plain(value))) for value in values])
        return
    for told in sql_rows(rows):
        yield dumps(told) + "\n"


def sql_rows(rows: Rows) -> Iterator[Row]:
    """Yield what a question in SQL gave as rows."""
    names = column_names(rows)
    for values in rows.rows:
        yield {name: _pairs(plain(value)) for name, value in zip(names, values, strict=True)}


def column_names(rows: Rows) -> list[str]:
    """Return the names of columns; those of one name are told apart by a number."""
    names: list[str] = []
    for name in rows.columns:
        taken = sum(other == name for other in rows.columns[: len(names)])
        names.append(f"{name}_{taken + 1}" if taken else name)
    return names


def plain(value: Any) -> Any:  # noqa: ANN401 - what a record holds
    """Return a value as JSON has it: spans as pairs, moments in UTC with a Z."""
    if isinstance(value, Span):
        return list(value)
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds") + ("Z" if value.tzinfo is None else "")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, float) and not math.isfinite(value):  # JSON has no such number
        return None
    if is_dataclass(value) and not isinstance(value, type):
        return _fields(value)
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _fields(record: Any) -> Row:  # noqa: ANN401
    return {f.name: plain(getattr(record, f.name)) for f in fields(record)}


def _cell(value: Any) -> object:  # noqa: ANN401
    """Return what stands in a cell: spans as "12-40 55-60", other lists joined by "; "."""
    if isinstance(value, dict) and "spans" in value and "report" in value:  # a place
        return f"{value['report']} {pieces(Span(*pair) for pair in value['spans'])}"
    if isinstance(value, dict):
        return dumps(value)
    if isinstance(value, list):
        if value and all(_is_pair(part) for part in value):
            return pieces(Span(*pair) for pair in value)
        if _is_pair(value):
            return pieces([Span(*value)])
        if value and isinstance(value[0], dict):
            return dumps(value)
        return "; ".join(
            ", ".join(map(str, part)) if isinstance(part, list) else _joinable(part)
            for part in value
        )
    return "" if value is None else value


def _pairs(value: Any) -> Any:  # noqa: ANN401
    """Return what the views have as a span, {"start", "end"}, as the pair that it is elsewhere."""
    if isinstance(value, list):
        return [_pairs(part) for part in value]
    if isinstance(value, dict) and value.keys() == {"start", "end"}:
        return [value["start"], value["end"]]
    return value


def _joinable(part: object) -> str:
    return "" if part is None else str(part).replace(";", ",")


def _is_pair(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(part, int) and not isinstance(part, bool) for part in value)
    )


_CLAIM_CELLS = (
    "story", "claim", "support", "confidence", "speaker", "gist", "report", "version", "spans",
    "statement", "event", "origins", "differences",
)  # fmt: skip


def _claim_lines(records: Iterable[object]) -> Iterator[str]:
    yield line(_CLAIM_CELLS)
    for record in records:
        if not isinstance(record, ClaimEntry):
            raise TypeError(type(record))
        claim = record.claim
        origins = "; ".join(f"{origin.name} ({origin.why})" for origin in claim.origins)
        differences = "; ".join(f"{d.type}: {d.note}" for d in claim.differences)
        for member in claim.members:
            yield line(
                (
                    record.story, claim.id, claim.support, f"{claim.confidence:.3f}",
                    claim.speaker, claim.gist, member.report, record.versions[member.report],
                    pieces(member.spans), member.statement, member.event, origins, differences,
                )
            )  # fmt: skip
