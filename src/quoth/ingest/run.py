"""One ingest: what it hands out, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO

from quoth.config import IngestOptions
from quoth.errors import CheckpointError, InputError
from quoth.ingest.canonical import without_login
from quoth.ingest.checkpoint import Checkpoint, Validators
from quoth.ingest.cursor import Cursor
from quoth.ingest.drafts import Draft, Ids, shorten
from quoth.ingest.inputs import Inputs, name_of
from quoth.ingest.language import with_language
from quoth.ingest.pace import Clock
from quoth.records import Rejected, Report

if TYPE_CHECKING:
    from quoth.ingest.fetch import Fetcher
    from quoth.ingest.web import Known, Polled


class Ingest(Iterator[Report | Rejected]):
    """The reports of some inputs, one at a time; see `quoth.ingest.ingest`, which makes it."""

    def __init__(
        self,
        inputs: Iterable[str | Path | Report],
        *,
        options: IngestOptions,
        stdin: BinaryIO | None = None,
        checkpoint: Checkpoint | None = None,
        known: Known | None = None,
        clock: Clock | None = None,
        fetcher: Fetcher | None = None,
    ) -> None:
        self._start = checkpoint or Checkpoint()
        self._options = options
        self._ids = Ids()
        self._inputs = Inputs(options, self._ids, stdin, clock, self._start.seen)
        self._inputs.fetcher = fetcher
        if known is not None:
            self._inputs.known = known
        self._done = 0
        self._name: str | None = None
        self._cursor = Cursor()
        self._items = self._run(inputs)

    def __iter__(self) -> Ingest:
        return self

    def __next__(self) -> Report | Rejected:
        return next(self._items)

    @property
    def checkpoint(self) -> Checkpoint:
        """Where the ingest stands: after what was handed out last."""
        web = self._inputs.web
        seen = {**self._start.seen, **(web.seen if web is not None else {})}
        return Checkpoint(self._done, self._name, self._cursor.position(), MappingProxyType(seen))

    @property
    def validators(self) -> Validators | None:
        """What tells whether the article handed out last has changed; None where nothing does."""
        return self._inputs.web.latest if self._inputs.web is not None else None

    @property
    def polled(self) -> Mapping[str, Polled]:
        """How it went with the addresses that are inputs, by their names, as far as it is known."""
        return MappingProxyType(self._inputs.web.polled if self._inputs.web is not None else {})

    def _run(self, inputs: Iterable[str | Path | Report]) -> Iterator[Report | Rejected]:
        start = self._start
        for number, given in enumerate(inputs):
            if number < start.inputs:
                self._inputs.skip(given)
                self._done = number + 1
                continue
            name = _name(given)
            if number == start.inputs and start.name is not None and name != start.name:
                raise CheckpointError(
                    f"the checkpoint stands in {start.name}, where {name} is given now: give the "
                    "same inputs, or start without it"
                )
            self._name = name
            self._cursor = Cursor.at(start.position if number == start.inputs else None)
            try:
                for draft in self._inputs.read(given, self._cursor):
                    yield draft if isinstance(draft, Rejected) else self._finish(draft)
            except InputError as error:
                self._over(number)
                yield Rejected(error.name, "ingest", error.reason)
            self._over(number)

    def _over(self, number: int) -> None:
        """Note that an input is done."""
        self._done, self._name = number + 1, None
        self._cursor = Cursor()

    def _finish(self, draft: Draft) -> Report | Rejected:
        """Return a draft as a report, once its text is one and its id and language are settled."""
        try:
            check_text(draft)
            report = self._ids.settle(draft)
        except InputError as error:
            return Rejected(error.name, "ingest", error.reason)
        return with_language(report, self._options.languages)


def _name(given: object) -> str:
    try:
        return shorten(without_login(name_of(given)), 200)
    except InputError as error:
        return error.name


def check_text(draft: Draft) -> None:
    """Refuse a draft whose text is none, or cannot be kept.

    Raises:
        InputError: it is so.
    """
    report = draft.report
    if not report.text.strip():
        raise InputError(draft.place, "has no text but white space: there is nothing to read")
    if not any(c.isalpha() for c in report.text):
        raise InputError(draft.place, "has no words: give the text of the article")
    if "\x00" in report.text:
        raise InputError(draft.place, "has null characters (U+0000) in its text: take them out")
    for value in (report.text, report.id, report.outlet, report.owner, report.title, report.url):
        try:
            (value or "").encode("utf-8")
        except UnicodeEncodeError:
            reason = "has half a character (a lone surrogate, U+D800 to U+DFFF): mend or remove it"
            raise InputError(draft.place, reason) from None
