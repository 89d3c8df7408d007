"""The pipeline: composes the stages and knows no rule of any of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from quoth import align, clean, group, ingest, resolve
from quoth.annotate import Annotator, NetworkEvents
from quoth.annotate.encoder import Encoder, Remembering
from quoth.annotate.unit_network import UnitNetwork
from quoth.config import ReaderOptions
from quoth.errors import ComparisonError, NotOneStoryError
from quoth.naming import NAMING
from quoth.records import Comparison, Rejected, Report
from quoth.sure import sure_comparison, sure_report

Other = TypeVar("Other")


class Reader:
    """Reads reports and compares them; loads its models once, when they are first needed.

    >>> reader = quoth.Reader()
    >>> comparison = reader.compare(reader.read("a.txt", "b.html"))
    """

    def __init__(self, *, options: ReaderOptions | None = None) -> None:
        options = options if options is not None else ReaderOptions()
        self._options = options
        if options.tables is not None:
            resolve.add_rows(options.tables)
        self._annotator = Annotator(
            spacy_model=options.spacy_model,
            event_finder=NetworkEvents(least=options.least_event),
            threads=options.threads,
        )
        self._encoder = Encoder(threads=options.threads)
        self._units = UnitNetwork(threads=options.threads)

    def read(
        self,
        *inputs: str | Path | Report,
        on_rejected: Callable[[Rejected], None] | None = None,
    ) -> list[Report]:
        """Return the reports of the inputs: files, folders, addresses, "-", or reports made before.

        What cannot be read is handed to `on_rejected`, one record an input; the others go on.
        """
        reports = []
        for item in self.iter_read(inputs):
            if isinstance(item, Report):
                reports.append(item)
            elif on_rejected is not None:
                on_rejected(item)
        return reports

    @property
    def options(self) -> ReaderOptions:
        """What the reader was made of."""
        return self._options

    def iter_read(self, inputs: Iterable[str | Path | Report]) -> Iterator[Report | Rejected]:
        """Yield each report as soon as it is read, and each input that is left out."""
        return self.iter_finish(ingest.ingest(inputs, options=self._options.ingest))

    def iter_finish(self, items: Iterable[Report | Other]) -> Iterator[Report | Other | Rejected]:
        """Yield each ingested report as soon as it is read; what is no report comes in its place.

        What holds nothing to read is left out: a Rejected comes instead of it.
        """
        order: deque[Other | Rejected | None] = deque()
        for report in resolve.resolve(self._annotator.annotate(self._cleaned(items, order))):
            while (other := order.popleft()) is not None:
                yield other
            yield sure_report(report, self._options.min_confidence)
        yield from (other for other in order if other is not None)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit vectors of texts, shape (len(texts), 384); equal texts give equal vectors."""
        return self._encoder.encode(texts)

    def _cleaned(
        self, items: Iterable[Report | Other], order: deque[Other | Rejected | None]
    ) -> Iterator[Report]:
        """Yield the cleaned reports; `order` gets None for each of them, and all else."""
        for item in items:
            if not isinstance(item, Report):
                order.append(item)
                continue
            (cleaned,) = clean.clean([item])
            if cleaned.sentences:
                order.append(None)
                yield cleaned
            else:
                reason = "holds nothing but page furniture; no text to read"
                order.append(Rejected(item.id, "clean", reason))

    def compare(
        self, reports: Sequence[Report], *, any_story: bool = False, min_confidence: float = 0.0
    ) -> Comparison:
        """Return the claims of reports of one story: who tells what, and where they differ.

        Claims below `min_confidence` are left out; the comparison's notes say how many. Reports may
        come from an archive or from JSON: the layers that are not stored are made again.
        Raises NotOneStoryError where a report does not look like an account of the same happening
        as any other, unless `any_story` is true; ComparisonError for fewer than two reports or for
        two reports with one id.
        """
        reports = tuple(reports)
        if len(reports) < 2:
            raise ComparisonError("a comparison needs two reports at least")
        if len({report.id for report in reports}) < len(reports):
            raise ComparisonError("two reports have the same id; give each its own")
        reports = self._with_tokens(reports)
        encode = Remembering(self._encoder.encode)
        strangers = group.strangers(reports, encode=encode)
        if strangers and not any_story:
            raise NotOneStoryError(_no_story(reports, strangers))
        runs = group.shared_runs(reports)
        copies = group.copy_groups(reports, runs)
        claims, alone = align.align(
            reports,
            encode=encode,
            read_pieces=self._units.read,
            naming=NAMING,
            runs=runs,
            copies=copies,
        )
        comparison = Comparison(
            reports=reports,
            claims=claims,
            alone=alone,
            copies=copies,
            one_story=not strangers,
        )
        return sure_comparison(comparison, min_confidence)

    def _with_tokens(self, reports: Sequence[Report]) -> tuple[Report, ...]:
        """Return the reports with their tokens, which are not stored, where they have none."""
        bare = [report for report in reports if report.sentences and not report.tokens]
        if not bare:
            return tuple(reports)
        parsed = {report.id: report for report in self._annotator.parse(bare)}
        return tuple(parsed.get(report.id, report) for report in reports)


def _no_story(reports: Sequence[Report], strangers: Sequence[Report]) -> str:
    if len(strangers) == len(reports) - 1:
        return "these do not look like reports of one story"
    names = ", ".join(report.name for report in strangers)
    return f"these do not look like one story: {names} tells of something else than the others"
