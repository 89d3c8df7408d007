"""Sites with feeds, and a reader whose comparisons find what several reports have in one sentence.

Sentences that part only in a figure tell one claim, with a difference in number.
"""

from __future__ import annotations

import html
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


class Site:
    """Feeds of outlets on the server; each outlet has one."""

    def __init__(self, server):
        self.server = server
        self.entries = {}

    def publish(self, outlet, name, *sentences, title=None):
        body = "".join(f"<p>{html.escape(sentence)}</p>" for sentence in sentences)
        head = f"<title>{title or name}</title><meta property='og:site_name' content='{outlet}'>"
        body = f"<body><article>{body}</article></body>"
        self.server.give(f"/{outlet}/{name}", f"<html><head>{head}</head>{body}</html>")
        self.entries.setdefault(outlet, []).append(name)
        items = "".join(
            f"<item><title>{n}</title><link>{self.server.at(f'/{outlet}/{n}')}</link></item>"
            for n in self.entries[outlet]
        )
        self.server.give(
            f"/{outlet}.xml",
            f"<rss version='2.0'><channel><title>{outlet}</title>{items}</channel></rss>",
            "application/rss+xml",
        )

    def feed(self, outlet):
        return self.server.at(f"/{outlet}.xml")
