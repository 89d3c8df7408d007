"""Every span of every record lies in its report's text and is tight, on texts of every corpus."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from quoth.pipeline import Reader
from quoth.records import Comparison, Report, Span

# Every so many-th text of a corpus is read: all of them take a quarter of an hour.
EVERY = {"polnear": 9, "newswcl50": 4, "ecbplus": 9, "ngec-synthetic": 24, "plv": 24, "pairs": 24}
# The development topics of ECB+.
ECB_TOPICS = (2, 5, 12, 18, 21, 23, 34, 35)


def lines(path: Path) -> Iterator[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        for line in handle:
            yield json.loads(line)


def texts(corpora: Path, name: str) -> Iterator[tuple[str, str]]:
    if name == "polnear" or name == "newswcl50":
        found = ((d["id"], d["text"]) for d in lines(corpora / name / "dev.jsonl.gz"))
    elif name == "ecbplus":
        rows = lines(corpora / name / "train.jsonl.gz")
        found = ((d["id"], d["text"]) for d in rows if d["topic"] in ECB_TOPICS)
    elif name == "ngec-synthetic":
        found = ((d["id"], d["text"]) for d in lines(corpora / name / "dev.jsonl.gz"))
    elif name == "plv":
        rows = enumerate(lines(corpora / name / "train.jsonl.gz"))
        found = ((f"{d['id']}-{n}", d["sentence"]) for n, d in rows)
    else:
        rows = enumerate(lines(corpora / name / "dev.jsonl.gz"))
        found = ((str(n), f"{d['a']}\n\n{d['b']}") for n, d in rows)
    yield from found


def spans_of(report: Report) -> Iterator[tuple[str, Span]]:
    for sentence in report.sentences:
        yield "sentence", sentence.span
    for token in report.tokens:
        yield "token", token.span
    for mention in report.mentions:
        yield "mention", mention.span
    for span in report.furniture:
        yield "furniture", span
    for quotation in report.quotations:
        yield "quotation", quotation.span
    for actor in report.actors:
        for span in actor.mentions:
            yield "actor", span
    for statement in report.statements:
        for span in (*statement.source, *statement.cue, *statement.content):
            yield "statement", span
        for relay in statement.relays:
            for span in relay.spans:
                yield "relay", span
    for event in report.events:
        parties = (*event.actor_spans, *event.recipient_spans)
        for span in (*event.trigger, *event.evidence, *parties):
            yield "event", span
        for span in (*event.date_spans, *event.place_spans):
            yield "event", span


def check(report: Report) -> None:
    text = report.text
    for kind, (start, end) in spans_of(report):
        assert 0 <= start < end <= len(text), (report.id, kind, start, end)
        assert text[start:end].strip() == text[start:end], (report.id, kind, text[start:end])
    for mark in report.marks:
        assert 0 <= mark.span.start <= mark.span.end <= len(text), (report.id, mark)
    actors = {actor.id for actor in report.actors}
    assert all(s.speaker is None or s.speaker in actors for s in report.statements)
    for statement in report.statements:
        for parts in (statement.source, statement.cue, statement.content):
            assert list(parts) == sorted(parts)
        assert 0 < statement.confidence < 1
    for token in report.tokens:
        assert 0 <= token.head < len(report.tokens)


def check_comparison(comparison: Comparison) -> None:
    by_id = {report.id: report for report in comparison.reports}
    assert set(comparison.alone) == set(by_id)
    for claim in comparison.claims:
        assert len(claim.members) == len({m.report for m in claim.members}) >= 2
        assert claim.support == len(claim.origins) >= 1
        told = sorted(report for origin in claim.origins for report in origin.reports)
        assert told == sorted(member.report for member in claim.members)
        for member in claim.members:
            for start, end in member.spans:
                words = by_id[member.report].text[start:end]
                assert words
                assert words == words.strip()
        for difference in claim.differences:
            for report, parts in zip(difference.between, difference.spans, strict=True):
                for start, end in parts:
                    assert by_id[report].text[start:end].strip()
    for report, alone in comparison.alone.items():
        assert set(alone) <= {s.span for s in by_id[report].sentences}


SLOW = pytest.mark.skipif(
    not os.environ.get("QUOTH_SLOW"), reason="sentences without a report; QUOTH_SLOW=1 runs it"
)


@pytest.mark.parametrize(
    "name",
    [
        "polnear",
        "newswcl50",
        *(pytest.param(n, marks=SLOW) for n in ("ecbplus", "ngec-synthetic", "plv", "pairs")),
    ],
)
def test_spans_hold_on_the_development_corpora(name: str, corpora: Path, reader: Reader) -> None:
    for key, text in islice(texts(corpora, name), 0, None, EVERY[name]):
        # A text that is nothing but furniture is rejected and has no spans.
        for report in reader.read(Report(id=key, text=text, language="en")):
            assert report.text == text
            check(report)


def test_spans_of_comparisons_hold_on_real_reports(corpora: Path, reader: Reader) -> None:
    events: dict[str, list[Report]] = {}
    for d in lines(corpora / "newswcl50" / "dev.jsonl.gz"):
        report = Report(id=d["id"], text=d["text"], outlet=d["publisher"], language="en")
        events.setdefault(str(d["event_id"]), []).append(report)
    for reports in list(events.values())[:1]:  # one event's: comparing all takes a minute
        check_comparison(reader.compare(reader.read(*reports), any_story=True))


def test_spans_hold_on_the_examples(four: list[Path], reader: Reader) -> None:
    reports = reader.read(*four)
    for report in reports:
        check(report)
    check_comparison(reader.compare(reports))
