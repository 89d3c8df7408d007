"""What takes models, done in a process of its own, so that other requests are served meanwhile.

A job comes as a record and goes back as text: JSON that is ready to be sent, or what went wrong.
"""

from __future__ import annotations

import json
import signal
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from quoth.errors import (
    ArchiveError,
    ComparisonError,
    NothingToReadError,
    NotOneStoryError,
    QuothError,
)

if TYPE_CHECKING:
    from quoth.keeping import Keeper
    from quoth.pipeline import Reader
    from quoth.records import Rejected, Report
    from quoth.serve.correcting import Corrected


@dataclass(frozen=True, slots=True)
class Job:
    """A verb with its options; `reports` are objects as a line of JSON Lines has them.

    `names` are ids of reports, for merge of stories; `story` is the one to compare or to move to;
    `number` is that of the correction to take back.
    """

    verb: Literal["read", "compare", "ingest", "move", "merge", "split", "undo"]
    archive: Path
    reports: tuple[dict[str, Any], ...] = ()
    names: tuple[str, ...] = ()
    story: str = ""
    note: str = ""
    maker: str = ""
    number: int = 0
    any_story: bool = False
    min_confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a job: JSON, or the kind of problem and what to say of it."""

    text: str = ""
    problem: str = ""
    detail: str = ""


_make: Callable[[], Reader] | None = None
_reader: Reader | None = None


def begin(make: Callable[[], Reader], *, process: bool) -> None:
    """Remember how to make the reader of this process."""
    global _make, _reader
    _make, _reader = make, None
    if process:  # whoever started the program decides when it ends
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def do(job: Job) -> Done:
    """Do a job; what goes wrong on purpose comes back as a problem."""
    from quoth.serve.api.problems import kind_of

    global _reader  # noqa: PLW0603
    try:
        if _reader is None:
            if _make is None:
                raise AssertionError("a process begins before it works")
            _reader = _make()
        return Done(_VERBS[job.verb](job, _reader))
    except QuothError as error:
        return Done(problem=kind_of(error), detail=str(error))


def _read(job: Job, reader: Reader) -> str:
    from quoth.forms.jsonform import dumps, report_json
    from quoth.sure import sure_report

    reports, rejected = _finished(job.reports, reader)
    if not reports:
        raise NothingToReadError(_why(rejected))
    rows = [report_json(sure_report(report, job.min_confidence)) for report in reports]
    return dumps({"items": rows, "rejected": [_left_out(one) for one in rejected]})


def _compare(job: Job, reader: Reader) -> str:
    from quoth.forms.jsonform import comparison_json, dumps
    from quoth.sure import sure_comparison

    if job.story:
        comparison = _compare_story(job, reader)
    else:
        reports, rejected = _finished(job.reports, reader)
        if len(reports) < 2:
            raise ComparisonError(
                f"compare needs two reports or more that can be read; {_why(rejected)}"
            )
        try:
            comparison = reader.compare(reports, any_story=job.any_story)
        except NotOneStoryError as error:
            raise NotOneStoryError(f"{error}; any_story compares them all the same") from error
        comparison = replace(comparison, rejected=(*rejected, *comparison.rejected))
    return dumps(comparison_json(sure_comparison(comparison, job.min_confidence)))


def _compare_story(job: Job, reader: Reader) -> Any:  # noqa: ANN401
    from quoth.archive import Archive
    from quoth.keeping import Keeper
    from quoth.serve.archiveoptions import story_of

    # A comparison that is asked for is not kept: only `quoth story` and the pages do that.
    with Archive(job.archive, read_only=True) as archive:
        return Keeper(archive, reader=reader).compare(story_of(archive, job.story))


def _ingest(job: Job, reader: Reader) -> str:
    from quoth.forms.jsonform import dumps
    from quoth.serve import archiveform

    drafts, rejected = _drafts(job.reports, reader)
    with _keeper(job, reader) as keeper:
        came = [*keeper.ingest(*drafts), *rejected] if drafts else rejected
    return dumps({"items": [archiveform.row(item) for item in came]})


def _move(job: Job, reader: Reader) -> str:
    from quoth.serve import correcting

    with _keeper(job, reader) as keeper:
        made = correcting.move(keeper.archive, job.names, job.story, job.note, maker=job.maker)
        return _corrected(keeper, made)


def _merge(job: Job, reader: Reader) -> str:
    from quoth.serve import correcting

    with _keeper(job, reader) as keeper:
        made = correcting.merge(keeper.archive, job.names, job.note, maker=job.maker)
        return _corrected(keeper, made)


def _split(job: Job, reader: Reader) -> str:
    from quoth.serve import correcting

    with _keeper(job, reader) as keeper:
        made = correcting.split(keeper.archive, job.names, job.note, maker=job.maker)
        return _corrected(keeper, made)


def _undo(job: Job, reader: Reader) -> str:
    from quoth.forms.jsonform import dumps
    from quoth.serve import archiveform, correcting

    with _keeper(job, reader) as keeper:
        one = correcting.undo(keeper.archive, job.number, maker=job.maker)
    return dumps(archiveform.row(one))


def _corrected(keeper: Keeper, corrected: Corrected) -> str:
    """Return the story as it is after a correction, and the requests that take it back."""
    from quoth.forms.jsonform import dumps
    from quoth.serve import archiveform

    back = []
    for step in corrected.back:
        body: dict[str, Any] = {"stories" if step.verb == "merge" else "reports": list(step.names)}
        if step.to is not None:
            body["to"] = step.to
        back.append({"verb": step.verb, "body": body})
    story = archiveform.row(keeper.archive.story(corrected.story))
    number = keeper.archive.corrections()[-1].number
    return dumps({"story": story, "number": number, "back": back})


_VERBS: dict[str, Callable[[Job, Reader], str]] = {
    "read": _read, "compare": _compare, "ingest": _ingest, "move": _move, "merge": _merge,
    "split": _split, "undo": _undo,
}  # fmt: skip


def _keeper(job: Job, reader: Reader) -> Keeper:
    from quoth.keeping import Keeper

    if not job.archive.is_file():
        raise ArchiveError(f"{job.archive}: there is no such archive")
    return Keeper(job.archive, reader=reader)


def _drafts(given: Sequence[dict[str, Any]], reader: Reader) -> tuple[list[Report], list[Rejected]]:
    """Return what was sent as reports that are not read yet, and what is none."""
    from quoth import ingest
    from quoth.records import Report

    with tempfile.TemporaryDirectory(prefix="quoth-") as folder:
        file = Path(folder) / "request.jsonl"
        lines = (json.dumps(report) + "\n" for report in given)
        file.write_text("".join(lines), encoding="utf-8")
        items = list(ingest.ingest([file], options=reader.options.ingest))
    reports = [item for item in items if isinstance(item, Report)]
    # The file was only a way in: what was sent is named by its place in the request.
    return reports, [
        replace(item, report_id=item.report_id.replace(str(file), "request"))
        for item in items
        if not isinstance(item, Report)
    ]


def _finished(
    given: Sequence[dict[str, Any]], reader: Reader
) -> tuple[list[Report], list[Rejected]]:
    from quoth.records import Report

    drafts, rejected = _drafts(given, reader)
    items = list(reader.iter_finish(drafts))
    reports = [item for item in items if isinstance(item, Report)]
    return reports, [*rejected, *(item for item in items if not isinstance(item, Report))]


def _left_out(one: Rejected) -> dict[str, str]:
    return {"report": one.report_id, "stage": one.stage, "reason": one.reason}


def _why(rejected: Sequence[Rejected]) -> str:
    return "; ".join(f"{one.report_id}: {one.reason}" for one in rejected[:3]) or "none is there"
