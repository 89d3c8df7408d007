"""Events in running text: how many are right as a reader has them, and how many are missed.

usage: python -m benchmarks.events [--corpora ../shared/corpora] [--show]

Two lists, kept as ids, offsets, codes and verdicts, without words:

1. `data/events_read.jsonl`: 300 events that the program extracted from NewsWCL50 dev and PolNeAR
   dev, drawn at random, each read against its text. A row has the codes and spans
   as extracted, and whether type, actor, recipient and status are right. The figures are of the
   program as it was when the list was read; how many of the events it extracts now, and alike, is
   told beside them.
2. `data/events_paragraphs.tsv`: 60 paragraphs, annotated before the program was run on them. An
   event is found where one of the same type touches its trigger.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.scorers import CORPORA, lines
from quoth.config import ReaderOptions
from quoth.pipeline import Reader
from quoth.records import Report, Span

DATA = Path(__file__).parent / "data"
READ = DATA / "events_read.jsonl"
PARAGRAPHS = DATA / "events_paragraphs.tsv"
SOURCES = ("newswcl50/dev", "polnear/dev")
LEAST = ReaderOptions().least_event
PARTS = ("type", "actor", "recipient", "status")


def reports(
    corpora: Path, wanted: set[str] | None = None, *, least: float = LEAST
) -> dict[str, Report]:
    """Return the articles of the dev parts as read, by id, with events from `least` on."""
    reader = Reader(options=ReaderOptions(least_event=least))
    found = []
    for source in SOURCES:
        for row in lines(corpora / f"{source}.jsonl.gz"):
            if wanted is not None and row["id"] not in wanted:
                continue
            published = row.get("date") or row.get("url_date")
            outlet = row.get("publisher")
            found.append(
                Report(row["id"], row["text"], outlet=outlet, published=published, language="en")
            )
    return {report.id: report for report in reader.read(*found)}


def verdicts() -> list[dict[str, Any]]:
    """Return the rows of the list of events that were read."""
    return [json.loads(line) for line in READ.read_text("utf-8").splitlines()]


def shares(rows: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Return the share of rows whose parts are right, and of those right in all four."""
    total = max(1, len(rows))
    found = {part: sum(bool(r["right"][part]) for r in rows) / total for part in PARTS}
    found["all"] = sum(all(r["right"][part] for part in PARTS) for r in rows) / total
    return found


def now(rows: Sequence[dict[str, Any]], found: dict[str, Report]) -> Counter[str]:
    """Return how many of the rows the program still extracts, and how many alike."""
    counts: Counter[str] = Counter()
    for row in rows:
        events = found[row["report"]].events
        at = row["trigger"][0][0]
        same = [e for e in events if e.trigger[0].start == at]
        counts["listed"] += bool(same)
        counts["alike"] += any(
            e.type == row["type"]
            and e.status == row["status"]
            and _pairs(e.actor_spans) == row["actor"]
            and _pairs(e.recipient_spans) == row["recipient"]
            for e in same
        )
    return counts


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[s.start, s.end] for s in spans]


def recall(corpora: Path, *, show: bool = False, least: float = LEAST) -> tuple[int, int, int, int]:
    """Return events of the paragraphs: annotated, found by type, found in all, and listed there."""
    rows = [line.split("\t") for line in PARAGRAPHS.read_text("utf-8").splitlines()]
    found = reports(corpora, {row[2] for row in rows}, least=least)
    gold = hit = whole = listed = 0
    for _, _, document, first, last, events in rows:
        report = found[document]
        start, end = int(first), int(last)
        here = [e for e in report.events if start <= e.trigger[0].start < end]
        listed += len(here)
        for kind, _, status, _, trigger, actor, recipient, _, _ in json.loads(events):
            gold += 1
            spans = [Span(a + start, b + start) for a, b in trigger]
            same = [e for e in here if e.type == kind and _touch(e.trigger, spans)]
            hit += bool(same)
            right = any(
                e.status == status
                and _alike(e.actor_spans, actor, start)
                and _alike(e.recipient_spans, recipient, start)
                for e in same
            )
            whole += right
            if show and not right:
                words = report.text[spans[0].start : spans[-1].end]
                print(f"  {document} {spans[0].start} {kind} {status} [{words}] found: {len(same)}")
    return gold, hit, whole, listed


def _touch(one: Sequence[Span], other: Sequence[Span]) -> bool:
    return any(a.start < b.end and b.start < a.end for a in one for b in other)


def _alike(given: Sequence[Span], gold: Sequence[Sequence[int]], offset: int) -> bool:
    """Return whether every span of a party touches one of the other side's."""
    wanted = [Span(a + offset, b + offset) for a, b in gold]
    if not given or not wanted:
        return not given and not wanted
    return all(_touch([s], wanted) for s in given) and all(_touch([s], given) for s in wanted)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--show", action="store_true", help="what is missed in the paragraphs")
    given = parser.parse_args()
    rows = verdicts()
    told = ", ".join(f"{name} {value:.3f}" for name, value in shares(rows).items())
    print(f"{len(rows)} extracted events read: {told}")
    sure = [r for r in rows if r["confidence"] >= 0.8]
    if sure:
        told = ", ".join(f"{name} {value:.3f}" for name, value in shares(sure).items())
        print(f"of these {len(sure)} from confidence 0.8 on: {told}")
    counts = now(rows, reports(given.corpora, {r["report"] for r in rows}))
    print(f"the program lists {counts['listed']} of them now, {counts['alike']} alike")
    for least in (LEAST, 0.2):
        gold, hit, whole, listed = recall(given.corpora, show=given.show, least=least)
        print(
            f"60 paragraphs, events from {least:g} on: {gold} that a reader lists, found by type "
            f"{hit / gold:.3f}, right in all {whole / gold:.3f}; listed there {listed}"
        )


if __name__ == "__main__":
    main()
