"""`quoth events`: reports in, their events out in one of the forms, and the crosswalk beside it."""

from __future__ import annotations

import itertools
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from quoth.errors import QuothError
from quoth.forms import eventform
from quoth.records import Report
from quoth.serve.messages import Messages
from quoth.serve.steps import EventFormat, rendered, write


class EventDoor:
    """Gives the events of reports in a form; says what it leaves out on standard error."""

    def __init__(
        self,
        form: EventFormat,
        path: Path | None,
        crosswalk: Path | None,
        width: int | None,
        messages: Messages,
    ) -> None:
        if form is EventFormat.parquet and path is None and sys.stdout.isatty():
            raise QuothError("Parquet is not for a terminal; name a file with --output")
        self._form = form
        self._path = path
        self._crosswalk = crosswalk
        self._width = width
        self._messages = messages
        self._asserted_only = False
        self._ids = False

    def choice(
        self, types: Iterable[str], status: Iterable[str], min_confidence: float
    ) -> eventform.EventChoice:
        """Return what is wanted; POLECAT's columns do not tell what is only planned or denied."""
        if self._form is EventFormat.polecat and not status:
            from quoth.forms.polecatform import DEFAULT_STATUSES

            self._asserted_only = True
            status = DEFAULT_STATUSES
        return eventform.choice(types, status, min_confidence)

    def give(self, reports: Iterable[Report], wanted: eventform.EventChoice) -> None:
        """Write the events that are wanted, and the crosswalk where one is asked for."""
        left_out: Counter[str] = Counter()
        lines = [eventform.crosswalk_header()]
        kept = 0

        def chosen() -> Iterator[Report]:
            nonlocal kept
            seen: Counter[str] = Counter()
            for report in reports:
                seen[report.id] += 1
                if seen[report.id] == 2:
                    self._messages.line(
                        f"note: several reports have the id {report.id}; "
                        "their events cannot be told apart by it"
                    )
                narrow = eventform.chosen(report, wanted, left_out)
                kept += len(narrow.events)
                if self._crosswalk:
                    lines.extend(eventform.crosswalk(narrow))
                yield narrow

        write(self._forms(chosen()), self._form, self._path)
        if self._crosswalk:
            write(lines, EventFormat.csv, self._crosswalk)
            self._messages.line(f"crosswalk written to {self._crosswalk}")
        self._say(left_out, kept)

    def give_stored(
        self,
        reports: Iterable[Report],
        wanted: eventform.EventChoice,
        limit: int | None,
        empty: Callable[[], str],
    ) -> None:
        """Write the events of reports out of an archive, `limit` at most; `empty` says why none.

        Those that are not wanted have been left out by the archive: they are not counted.
        """
        self._ids = True
        if self._asserted_only:
            self._messages.line(
                "note: only asserted events are given; POLECAT has no column for a status, "
                "--status S takes others in"
            )
        found = _first(reports, limit, self._messages)
        first = next(found, None)
        if first is None:
            self._messages.line(empty())
        self.give(itertools.chain(() if first is None else (first,), found), wanted)

    def _say(self, left_out: Counter[str], kept: int) -> None:
        total = left_out.total()
        if not total:
            return
        why = ", ".join(f"{number} {reason}" for reason, number in left_out.most_common())
        hint = "; POLECAT has no column for a status, --status S takes them in"
        if not (self._asserted_only and any(reason in eventform.STATUSES for reason in left_out)):
            hint = ""
        self._messages.line(f"note: {total} of {total + kept} events are left out: {why}{hint}")

    def _forms(self, reports: Iterable[Report]) -> Iterator[str | bytes]:
        if self._form is EventFormat.csv:
            yield from eventform.event_csv(reports)
        elif self._form is EventFormat.jsonl:
            yield from eventform.event_jsonl(reports)
        elif self._form is EventFormat.parquet:
            from quoth.forms.parquetform import event_parquet

            yield event_parquet(reports)
        elif self._form is EventFormat.polecat:
            from quoth.forms.polecatform import event_polecat

            yield from event_polecat(reports)
        else:
            from quoth.serve.eventtable import print_events

            for report in reports:
                show = partial(print_events, report=report, ids=self._ids)
                yield rendered(show, self._path, self._width)


def _first(reports: Iterable[Report], limit: int | None, messages: Messages) -> Iterator[Report]:
    """Yield reports up to a number of events; says where there are more."""
    left = limit
    for report in reports:
        if left is None:
            yield report
            continue
        if left > 0:
            yield replace(report, events=report.events[:left])
        if left < len(report.events):
            messages.line(f"note: the first {limit} are given; --limit N gives more, --limit 0 all")
            return
        left -= len(report.events)
