"""Annotate: who says what, found by syntax and by rules; the stage that knows spaCy and ONNX.

Known gaps:

- A statement within a statement is not listed, save where a news agency tells what somebody
  else said: then the statement is that of the one who said it, the agency its relay.
- Pronouns and definite nouns stay unresolved here; `Statement.speaker` is the work of `resolve`.
- Single quotation marks are read as quotations only where cleaning says so.
- The cues were counted in reports of one election campaign in the United States: verbs and
  nouns that it lacks get the weight of their kind of complement alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from quoth.annotate.apart import apart
from quoth.annotate.attribution import Attributor, RuleAttributor
from quoth.annotate.mentions import mentions
from quoth.annotate.syntax import Parser
from quoth.config import ReaderOptions
from quoth.records import Report

__all__ = ["Annotator", "Attributor", "RuleAttributor"]


class Annotator:
    """Fills the tokens, mentions and statements of reports.

    The spaCy pipeline is loaded at the first report; `ModelError` says what to install where it
    is missing. `attributor` takes the place of the rules.
    """

    def __init__(
        self,
        *,
        spacy_model: str = ReaderOptions().spacy_model,
        attributor: Attributor | None = None,
    ) -> None:
        self._parser = Parser(spacy_model=spacy_model)
        self._attributor = attributor if attributor is not None else RuleAttributor()

    def annotate(self, reports: Iterable[Report]) -> Iterator[Report]:
        """Yield each report with its layer filled in, in order; reads a few reports ahead."""
        for analysis in self._parser.parse(reports):
            found = self._attributor.attribute(analysis.report)
            report = replace(analysis.report, statements=apart(analysis.report, found))
            yield replace(report, mentions=mentions(report, analysis.names))
