"""Dates: how often `resolve` tells which days the words of a date mean.

The 239 expressions stand in sentences of our own, in data/dates.jsonl, with the reference day
(null: none), the words, and the first and last day that they mean, both null where no date can be
told or the words are none ("every Tuesday", "May said"). They were written down before the code.
An expression counts as

    right    the date found at its words has that start, end and precision; or none is found,
             where none is to be
    wrong    another date is found there
    unknown  none is found though one is told

`extra` counts dates found at words that nobody marked. `alone` is `resolve.date` on the words
without their sentence, so without the tense of the verb or the date before.

First reading: 233 right (0.975), 5 wrong (0.021), 1 unknown, no extra date. (Fifteen expressions
had been tried alone before, and a fault in the patterns' spaces set right.) What the errors showed
was then mended, as was what a look at 12 PolNeAR train articles showed, so that figures measured
since flatter the rules: 239 of 239. One hand wrote the list and the rules.

usage: python -m benchmarks.dates [--show]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.scorers import CORPORA
from quoth.annotate.syntax import Parser
from quoth.clean import clean
from quoth.records import DateRange, Report, Span
from quoth.resolve import date, dates_in
from quoth.spans import overlap

DATA = Path(__file__).parent / "data"
VERDICTS = ("right", "wrong", "unknown")


class Found(NamedTuple):
    """One expression of the list, the dates found at it, and how that counts."""

    row: dict[str, Any]
    dates: tuple[DateRange, ...]
    verdict: str

    @property
    def words(self) -> str:
        """The expression."""
        start, end = self.row["span"]
        return str(self.row["text"][start:end])


def rows_of(name: str) -> list[dict[str, Any]]:
    """Return the rows of a list of annotations."""
    with (DATA / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def parsed(texts: list[tuple[str, str | None]]) -> Iterator[Report]:
    """Yield reports of one sentence each, with their syntax; pairs are text and publication."""
    reports = (
        Report(id=str(n), text=text, published=day, language="en")
        for n, (text, day) in enumerate(texts)
    )
    for analysis in Parser().parse(clean(reports)):
        yield analysis.report


def verdict(dates: tuple[DateRange, ...], row: dict[str, Any]) -> str:
    """Return right, wrong or unknown."""
    wanted = (row["start"], row["end"], row["precision"])
    if not dates:
        return "right" if row["precision"] is None else "unknown"
    told = {(d.start, d.end, d.precision) for d in dates}
    return "right" if told == {wanted} else "wrong"


def measure() -> tuple[list[Found], int]:
    """Return every expression with its verdict in its sentence, and the number of extra dates."""
    groups: dict[tuple[str, str | None], list[dict[str, Any]]] = defaultdict(list)
    for row in rows_of("dates.jsonl"):
        groups[row["text"], row["on"]].append(row)
    found: list[Found] = []
    extra = 0
    for report, rows in zip(parsed(list(groups)), groups.values(), strict=True):
        dates = dates_in(report)
        for row in rows:
            at = tuple(d for d in dates if overlap(d.spans[0], Span(*row["span"])))
            found.append(Found(row, at, verdict(at, row)))
        known = [Span(*row["span"]) for row in rows]
        extra += sum(not any(overlap(d.spans[0], span) for span in known) for d in dates)
    return found, extra


def alone() -> Iterator[Found]:
    """Yield every expression with its verdict read alone."""
    for row in rows_of("dates.jsonl"):
        start, end = row["span"]
        told = date(row["text"][start:end], on=row["on"])
        dates = (told,) if told else ()
        yield Found(row, dates, verdict(dates, row))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="not needed here")
    parser.add_argument("--show", action="store_true", help="list what is not right")
    options = parser.parse_args()
    found, extra = measure()
    for part, each in (("in their sentences", found), ("alone", list(alone()))):
        counts = Counter(one.verdict for one in each)
        told = "  ".join(f"{v} {counts[v]:3} {counts[v] / len(each):.3f}" for v in VERDICTS)
        print(f"{part:18} {len(each):3}  {told}")
        for one in each if options.show else ():
            if one.verdict != "right":
                row, dates = one.row, [(d.start, d.end, d.precision) for d in one.dates]
                wanted = (row["start"], row["end"], row["precision"])
                print(
                    f"  {one.verdict}: {row['text']} [{one.words}] {row['on']} {dates} | {wanted}"
                )
    print(f"extra {extra}")


if __name__ == "__main__":
    main()
