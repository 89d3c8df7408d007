"""Words at spans: every fact that a tool gives carries the words that state it, to the letter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from quoth.archive import Archive
from quoth.serve import verbs

# A quotation of more is cut, with its span: it says where the rest stands.
LONGEST = 1200
Quote = dict[str, Any]
# [start, end], as the rows have it.
Pair = Sequence[int]


class Quoter:
    """Gives the words of reports of an archive; keeps the last reports."""

    def __init__(self, archive: Archive) -> None:
        self._load: Callable[[str, int], Any] = verbs.loader(archive)

    def text(self, report: str, version: int) -> str:
        """Return the text of a version of a report."""
        text: str = self._load(report, version).text
        return text

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
