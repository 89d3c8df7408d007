"""A reader whose comparisons find a claim in each sentence that several reports have.

Sentences that part only in a figure tell one claim, with a difference in number.
"""

from __future__ import annotations

import re

from tests.keeping.fakes import WordReader

from quoth.records import Claim, Comparison, Difference, Member, Origin

_FIGURE = re.compile(r"\d+")


class ClaimReader(WordReader):
    """`origins` gives the name of a report's origin by its id; its outlet by default."""

    def __init__(self, *, origins=None, **options):
        super().__init__(**options)
        self.origins = origins or {}

    def compare(self, reports, *, any_story=False):
        self.compared.append([report.id for report in reports])
        told = {}
        for report in reports:
            for sentence in report.sentences:
                words = report.text[slice(*sentence.span)].strip()
                told.setdefault(_FIGURE.sub("#", words), []).append((report, sentence.span, words))
        claims = [
            self._claim(f"c{number}", found)
            for number, found in enumerate(told.values())
            if len({report.id for report, _, _ in found}) > 1
        ]
        return Comparison(tuple(reports), tuple(claims), {report.id: () for report in reports})

    def _claim(self, name, found):
        origins = {}
        for report, _, _ in found:
            origins.setdefault(self.origins.get(report.id, report.name), []).append(report.id)
        figures = [(r.id, m[0]) for r, _, words in found if (m := _FIGURE.search(words))]
        differences = ()
        if len({value for _, value in figures}) > 1:
            between, values = zip(*figures, strict=True)
            spans = tuple(() for _ in values)
            differences = (Difference("number", between, values, spans, "figures differ"),)
        return Claim(
            name,
            found[0][2],
            None,
            tuple(Member(report.id, (span,)) for report, span, _ in found),
            tuple(Origin(o, tuple(ids), "itself") for o, ids in origins.items()),
            len(origins),
            differences,
            0.9,
        )
