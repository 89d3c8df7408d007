"""Clean: mark what a page adds, what is broken, and where sentences and quotations stand.

The text stays as it is; `quoth.spans.view` shows it through the marks. The steps, in order:

1. lines      hard-wrapped and broken lines become paragraphs
2. furniture  by wording (`patterns`) and by style: links, captions, bylines; datelines
3. quotations double marks (`quotations`), single marks (`singles`)
4. spaces     words that run together
5. sentences  and the stops and line breaks that fell into the middle of one

Known gaps: English only. A headline of another article that ends in a full stop counts as a
sentence, as does an author's note or a reader's comment. A caption that ends in a stop is known by
its form only. A sentence that lost its first mark of quotation keeps the stray closing mark. A
sentence that begins with a name right after "U.S.", "Inc." or an initial is not split off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quoth.clean.stage import clean_report, paragraphs
from quoth.records import Report

__all__ = ["clean", "paragraphs"]


def clean(reports: Iterable[Report]) -> Iterator[Report]:
    """Fill `marks`, `sentences` and `quotations` of each report; earlier ones are replaced.

    Every code point that is not white space lies in exactly one sentence or under one mark of
    kind furniture, byline or dateline.
    """
    for report in reports:
        yield clean_report(report)
