"""What leaves an archive: its views as CSV or Parquet, its reports and stories as documents.

A file or folder is there whole or not at all. The same content gives the same bytes.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, TextIO, get_args

import duckdb

from quoth.archive import (
    comparisons,
    corrections,
    newsjson,
    queries,
    rows,
    schema,
    tables,
    webnotes,
)
from quoth.archive.backing import unwritten
from quoth.archive.files import File
from quoth.archive.records import STORY_KINDS, Correction, ReportEntry, Story
from quoth.errors import ArchiveError, InputError, QueryError
from quoth.forms.csvform import line, pieces
from quoth.forms.jsonform import dumps, report_from_json
from quoth.records import Actor, Rejected, Report, Span

Form = Literal[
    "csv",  # a folder with a file a view
    "parquet",  # the same, with types
    "jsonl",  # whole reports, a line each, as `quoth read` gives them; `read_reports` reads them
    "jsonld",  # every fact as a W3C Web Annotation
    "polecat",  # events in the columns of POLECAT, tab-separated
    "ninjs",  # stories as IPTC News in JSON, a line each
    "corrections",  # what the program said and what users said, as labelled data, a line each
]
FORMS: tuple[Form, ...] = get_args(Form)
_CHUNK = 200
# The columns that put the rows of a view in one order.
_ORDERS = {
    "reports": "report",
    "versions": "report, version, reading",
    "outlets": "outlet",
    "actors": "report, actor",
    "mentions": 'report, "start", "end", actor',
    "statements": "report, statement",
    "events": "report, event",
    "stories": "story",
    "story_reports": "story, report",
    "story_history": "number",
    "corrections": "number",
    "copies": "report, copy_of",
    "comparisons": "story",
    "claims": "story, number",
    "claim_members": "story, claim, report, spans",
    "claim_origins": "story, claim, name",
    "claim_differences": "story, claim, number",
    "rejected": "name, stage, reason",
    "checkpoints": "input",
}
Connection = duckdb.DuckDBPyConnection


def export(file: File, path: Path, form: str, *, overwrite: bool) -> None:
    """Write an archive in a form to `path`; raises ArchiveError for what is there already."""
    if form not in FORMS:
        raise QueryError(f"{form!r} is no form of export; there are {', '.join(FORMS)}")
    if path.exists() and not overwrite:
        raise ArchiveError(f"{path}: is there already; name another or allow to overwrite it")
    if not path.parent.is_dir():
        raise ArchiveError(f"{path}: there is no folder {path.parent}; make it first")
    try:
        folder = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name[:40]}."))
    except OSError as error:
        raise unwritten(path, error) from error
    try:
        made = folder / "made"
        with file.opened() as connection:
            _make(connection, made, form, path)
        if path.is_dir():
            shutil.rmtree(path)
        elif made.is_dir():
            path.unlink(missing_ok=True)
        made.replace(path)
    except OSError as error:
        raise unwritten(path, error) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make(connection: Connection, made: Path, form: str, path: Path) -> None:
    """Write a form to `made`; what goes wrong with the disk is told of `path`, its place."""
    try:
        if form in ("csv", "parquet"):
            made.mkdir()
            write = _csv if form == "csv" else _parquet
            for view in schema.VIEWS:
                write(connection, view, made / f"{view}.{form}")
            return
        with made.open("w", encoding="utf-8", newline="\n") as stream:
            for piece in _DOCUMENTS[form](connection):
                stream.write(rows.storable(piece) or "")
    except OSError as error:
        raise unwritten(path, error) from error


def labels(connection: Connection) -> str:
    """Return all corrections as labelled data, a line each."""
    return "".join(rows.storable(line) or "" for line in _labels(connection))


def export_story(connection: Connection, story: str, form: str) -> str:
    """Return a story as `jsonld` (the facts of its reports and its claims) or `ninjs`.

    Raises QueryError for another form.
    """
    found = queries.stories_by_id(connection, [story])[story]
    if form == "ninjs":
        return _story_item(connection, found)
    if form != "jsonld":
        raise QueryError(f"{form!r} is no form of a story; there are jsonld and ninjs")
    items: list[dict[str, Any]] = []
    for report in found.reports:
        row = tables.one(
            connection,
            "SELECT data, version FROM store.reports WHERE report = ? AND current",
            [report],
        )
        if row is not None:
            items.extend(webnotes.facts(rows.stored_report(row[0]), row[1]))
    items.extend(_claim_annotations(connection, story))
    page = {"@context": webnotes.CONTEXT, "type": "AnnotationPage", "items": items}
    return (rows.storable(dumps(page)) or "") + "\n"


def read_reports(path: Path) -> Iterator[Report | Rejected]:
    """Yield the reports of a JSON Lines file with all that was found in them; a line is bad alone.

    That is what `export` writes as jsonl and `quoth read --format jsonl` gives.
    """
    with path.open(encoding="utf-8") as stream:
        for number, text in enumerate(stream, start=1):
            if text.strip():
                yield _read_line(text, f"{path.name}:{number}")


def _read_line(text: str, place: str) -> Report | Rejected:
    try:
        return report_from_json(json.loads(text))
    except InputError as error:
        return Rejected(place, "load", error.reason)
    except (ValueError, AttributeError) as error:
        return Rejected(place, "load", f"is not JSON ({error}); see `quoth schema`")


def stored_reports(connection: Connection) -> Iterator[tuple[Report, int]]:
    """Yield the current version of each report, in the order in which they came in."""
    after = 0
    while True:
        found = connection.execute(
            "SELECT rid, version, data FROM store.reports WHERE current AND rid > ? "
            f"ORDER BY rid LIMIT {_CHUNK}",
            [after],
        ).fetchall()
        if not found:
            return
        for _, version, data in found:
            yield rows.stored_report(data), version
        after = found[-1][0]


def _jsonl(connection: Connection) -> Iterator[str]:
    from quoth.forms.jsonform import report_json

    for report, _ in stored_reports(connection):
        yield dumps(report_json(report)) + "\n"


def _jsonld(connection: Connection) -> Iterator[str]:
    context = json.dumps(webnotes.CONTEXT)
    yield f'{{"@context": {context}, "type": "AnnotationPage", "items": ['
    comma = "\n"
    for item in _annotations(connection):
        yield comma + dumps(item)
        comma = ",\n"
    yield "\n]}\n"


def _annotations(connection: Connection) -> Iterator[dict[str, Any]]:
    for report, version in stored_reports(connection):
        yield from webnotes.facts(report, version)
    for (story,) in connection.execute(
        "SELECT story FROM store.comparisons ORDER BY story"
    ).fetchall():
        yield from _claim_annotations(connection, story)


def _claim_annotations(connection: Connection, story: str) -> Iterator[dict[str, Any]]:
    comparison = comparisons.load(connection, story)
    if comparison is None:
        return
    versions = dict(
        connection.execute(
            "SELECT r.report, r.version FROM store.reports r JOIN (SELECT unnest(rids) AS rid "
            "FROM store.comparisons WHERE story = ?) c ON c.rid = r.rid",
            [story],
        ).fetchall()
    )
    texts = {report.id: (report, versions[report.id]) for report in comparison.reports}
    for claim in comparison.claims:
        yield webnotes.claim_annotation(story, claim, texts)


def _polecat(connection: Connection) -> Iterator[str]:
    from dataclasses import replace

    from quoth.forms.polecatform import DEFAULT_STATUSES, event_polecat

    # These columns do not tell what is denied or planned, so only the asserted go in, as in
    # `quoth events --format polecat`.
    yield from event_polecat(
        replace(report, events=tuple(e for e in report.events if e.status in DEFAULT_STATUSES))
        for report, _ in stored_reports(connection)
    )


def _ninjs(connection: Connection) -> Iterator[str]:
    after: str | None = None
    while True:
        page = queries.stories(
            connection, country=None, actor=None, since=None, until=None, outlet=None,
            min_support=None, min_outlets=None, event=None, limit=_CHUNK, after=after,
        )  # fmt: skip
        for story in page:
            yield _story_item(connection, story)
        if page.next is None:
            return
        after = page.next


def _story_item(connection: Connection, story: Story) -> str:
    listed = _entries(connection, story.reports)
    lead = _lead(connection, story.lead.report, story.lead.spans[0]) if story.lead else None
    return dumps(newsjson.item(story, listed, _actors(connection, story.reports), lead)) + "\n"


def _entries(connection: Connection, ids: Sequence[str]) -> dict[str, ReportEntry]:
    found = connection.execute(
        "SELECT report, version, outlet, published, title, url, language, characters, countries "
        "FROM store.reports WHERE current AND list_contains(?, report)",
        [list(ids)],
    ).fetchall()
    return {row[0]: queries.entry((*row, None)) for row in found}


def _actors(connection: Connection, ids: Sequence[str]) -> list[Actor]:
    """Return the actors of reports, those of the most reports first, as a list of names."""
    found = connection.execute(
        "SELECT a.name, min(a.kind) FROM store.actors a JOIN store.reports r ON r.rid = a.rid "
        "AND r.current WHERE list_contains(?, r.report) GROUP BY a.name "
        "ORDER BY count(*) DESC, a.name",
        [list(ids)],
    ).fetchall()
    return [Actor("", name, kind, None, (), ()) for name, kind in found]


def _lead(connection: Connection, report: str, span: Span) -> str | None:
    row = tables.one(
        connection, "SELECT text FROM store.reports WHERE report = ? AND current", [report]
    )
    return str(row[0])[span.start : span.end] if row else None


def _labels(connection: Connection) -> Iterator[str]:
    """Yield a line a correction: what the program said, what a person says, and the words."""
    for one in corrections.listed(connection):
        person: dict[str, Any] = dict(one.now)
        if one.kind in STORY_KINDS:
            person = {"together": list(one.together), "apart": list(one.apart)}
        label = {
            "number": one.number,
            "kind": one.kind,
            "at": one.at.isoformat() + "Z",
            "by": one.maker,
            "note": one.note,
            "undone": one.undone_at is not None,
            "stories": list(one.stories),
            "reports": list(one.reports),
            "program": dict(one.was),
            "person": person,
            "words": [
                {
                    "report": q.report, "version": q.version, "group": q.group,
                    "start": q.span.start, "end": q.span.end, "text": q.words,
                    "before": q.before, "after": q.after,
                }
                for q in one.quotes
            ] or _leads(connection, one),
        }  # fmt: skip
        yield dumps(label) + "\n"


def _leads(connection: Connection, one: Correction) -> list[dict[str, Any]]:
    """Return the title and the first words of the reports that a correction puts in a story."""
    ids = list(dict.fromkeys((*one.reports, *one.together, *one.apart)))
    found = connection.execute(
        "SELECT report, version, title, lead_start, lead_end, text FROM store.reports "
        "WHERE current AND list_contains(?, report) ORDER BY rid",
        [ids],
    ).fetchall()
    return [
        {
            "report": report, "version": version, "title": title, "start": start, "end": end,
            "text": text[start:end] if start is not None else "",
        }
        for report, version, title, start, end, text in found
    ]  # fmt: skip


_DOCUMENTS: dict[str, Callable[[Connection], Iterable[str]]] = {
    "jsonl": _jsonl,
    "jsonld": _jsonld,
    "polecat": _polecat,
    "ninjs": _ninjs,
    "corrections": _labels,
}


def _csv(connection: Connection, view: str, path: Path) -> None:
    cursor = connection.execute(f"SELECT * FROM {view} ORDER BY {_ORDERS[view]}")
    names = [column[0] for column in cursor.description or ()]
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(line(names))
        _csv_rows(cursor, stream)


def _csv_rows(cursor: Connection, stream: TextIO) -> None:
    while found := cursor.fetchmany(1000):
        for row in found:
            stream.write(line([_cell(value) for value in row]))


def _cell(value: object) -> object:
    """Return what stands in a cell: spans as "12-40 55-60", other lists joined by "; "."""
    if isinstance(value, list):
        if value and isinstance(value[0], dict):
            return pieces(Span(one["start"], one["end"]) for one in value)
        if value and isinstance(value[0], list):
            return "; ".join(str(_cell(part)) for part in value)
        return "; ".join("" if part is None else str(part).replace(";", ",") for part in value)
    return "" if value is None else value


def _parquet(connection: Connection, view: str, path: Path) -> None:
    import pyarrow.parquet

    rows_of_view = connection.sql(f"SELECT * FROM {view} ORDER BY {_ORDERS[view]}")
    reader: Any = rows_of_view.to_arrow_reader(2_000)
    with pyarrow.parquet.ParquetWriter(path, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)
