"""Annotate: who says what, and who does what to whom; the stage that knows spaCy and ONNX.

Known gaps:

- A statement within a statement is not listed, save where a news agency tells what somebody
  else said: then the statement is that of the one who said it, the agency its relay.
- A relay in another sentence than its statement is missed, and so is an outlet that neither the
  table nor a noun beside its name makes known, and "it" or "the agency" for one named before.
- Pronouns and definite nouns stay unresolved here; `Statement.speaker` is the work of `resolve`.
- Single quotation marks are read as quotations only where cleaning says so.
- The cues were counted in reports of one election campaign in the United States: verbs and
  nouns that it lacks get the weight of their kind of complement alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

from quoth.annotate.apart import apart
from quoth.annotate.attribution import Attributor, NetworkAttributor
from quoth.annotate.events import EventFinder, NetworkEvents
from quoth.annotate.mentions import mentions
from quoth.annotate.relations import classify_relations
from quoth.annotate.syntax import Analysis, Parser
from quoth.config import ReaderOptions
from quoth.records import Report

__all__ = [
    "Annotator",
    "Attributor",
    "EventFinder",
    "NetworkAttributor",
    "NetworkEvents",
    "classify_relations",
    "mentions",
]

# Reports a thread that are parsed ahead: they wait in memory, so only a few.
AHEAD = 2


class Annotator:
    """Fills the tokens, mentions, statements and events of reports.

    The spaCy pipeline is loaded at the first report; `ModelError` says what to install where it
    is missing. `attributor` and `event_finder` take the place of the networks.
    """

    def __init__(
        self,
        *,
        spacy_model: str = ReaderOptions().spacy_model,
        attributor: Attributor | None = None,
        event_finder: EventFinder | None = None,
        threads: int = ReaderOptions().threads,
    ) -> None:
        self._parser = Parser(spacy_model=spacy_model)
        self._attributor = attributor if attributor is not None else NetworkAttributor()
        self._event_finder = event_finder if event_finder is not None else NetworkEvents()
        self._threads = threads

    def parse(self, reports: Iterable[Report]) -> Iterator[Report]:
        """Yield each report with its tokens and nothing else anew, in order."""
        return (analysis.report for analysis in self._parser.parse(reports))

    def annotate(self, reports: Iterable[Report]) -> Iterator[Report]:
        """Yield each report with its layer filled in, in order; reads a few reports ahead.

        While one report is parsed, others are searched for statements, on `threads` threads.
        """
        analyses = self._parser.parse(reports)
        if self._threads < 2:
            yield from map(self._fill, analyses)
            return
        with ThreadPoolExecutor(self._threads) as pool:
            waiting: deque[Future[Report]] = deque()
            for analysis in analyses:
                waiting.append(pool.submit(self._fill, analysis))
                if len(waiting) > AHEAD * self._threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _fill(self, analysis: Analysis) -> Report:
        report = analysis.report
        found = apart(report, self._attributor.attribute(report))
        report = replace(report, statements=found)
        report = replace(report, events=self._event_finder.find(report))
        return replace(report, mentions=mentions(report, analysis.names))
