"""Words at spans: every fact that a tool gives carries the words that state it, to the letter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from quoth.archive import Archive

# A quotation of more is cut, with its span: it says where the rest stands.
LONGEST = 1200
Quote = dict[str, Any]
# [start, end], as the rows have it.
Pair = Sequence[int]


class Quoter:
    """Gives the words of reports of an archive; keeps those it has loaded."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._texts: dict[tuple[str, int], str] = {}

    def load(self, places: Iterable[tuple[str, int]]) -> None:
        """Load the texts of versions of reports together, which is quicker than one by one."""
        missing = set(places) - self._texts.keys()
        if missing:
            self._texts.update(self._archive.texts(*missing))

    def text(self, report: str, version: int) -> str:
        """Return the text of a version of a report."""
        self.load([(report, version)])
        return self._texts[report, version]

    def quotes(
        self, report: str, version: int, spans: Iterable[Pair], *, most: int = 20
    ) -> list[Quote]:
        """Return the words at the first spans of a report."""
        text = self.text(report, version)
        return [quote(text, span) for span in list(spans)[:most]]


def quote(text: str, span: Pair, longest: int = LONGEST) -> Quote:
    """Return a span with its words; of a long one the beginning, with `cut`."""
    start, end = span
    if end - start <= longest:
        return {"span": [start, end], "words": text[start:end]}
    return {"span": [start, start + longest], "words": text[start : start + longest], "cut": True}
