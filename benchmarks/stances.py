"""Stances: whether what a cue makes of its content is read as a careful reader reads it.

The statements are those of PolNeAR's dev part, as its annotators marked them, so that only the
stance and the kind of source are measured. 176 were drawn at random with a fixed seed from six
pools (by words in the cue), so that the rarer stances are there in numbers, and their stances
written down by hand before anything was measured (data/stances.jsonl: article, offsets, verdict).
The shares are therefore not those of running text, where about 8 in 10 statements say. The rules
were then mended where what they got wrong was general, so only the first reading is untouched.

Counts separately what misleads most:

    denials as assertions   read as "says" where the source does not stand by it
    assertions as denials   read as "denies" where the source says it

usage: python -m benchmarks.stances [--corpora ../shared/corpora] [--show]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.scorers import CORPORA
from benchmarks.speakers import annotated, gold_reports
from quoth.annotate.candidate import Candidate, head_of
from quoth.annotate.sources import source_type
from quoth.annotate.stance import stance_of
from quoth.annotate.tree import Range, Tree
from quoth.records import Report, Span, Statement

HERE = Path(__file__).parent


def candidate_of(report: Report, tree: Tree, statement: Statement) -> Candidate:
    """Return a marked statement by token; its anchor is the word that its cue hangs on."""
    source, cue, content = (
        _ranges(report, tree, spans)
        for spans in (statement.source, statement.cue, statement.content)
    )
    anchor = head_of(tree, cue) if cue else None
    return Candidate(content[0].first if anchor is None else anchor, source, cue, content, 1.0)


def _ranges(report: Report, tree: Tree, spans: tuple[Span, ...]) -> tuple[Range, ...]:
    inside = [
        i
        for i, token in enumerate(report.tokens)
        if any(token.span.start < span.end and token.span.end > span.start for span in spans)
    ]
    return tree.ranges(inside)


def read(polnear: Path) -> Iterator[tuple[dict[str, Any], str, str, str]]:
    """Yield each row of the list with the stance and the kind of source that are read."""
    wanted: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with (HERE / "data" / "stances.jsonl").open(encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            wanted[row["article"]].append(row)
    for report in annotated(gold_reports(polnear, set(wanted))):
        tree = Tree(report.tokens)
        by_content = {statement.content[0]: statement for statement in report.statements}
        for row in wanted[report.id]:
            statement = by_content[Span(*row["content"])]
            candidate = candidate_of(report, tree, statement)
            cue = " … ".join(report.text[s.start : s.end] for s in statement.cue)
            yield row, stance_of(tree, candidate), source_type(tree, candidate.source), cue


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--show", action="store_true", help="list what is not right")
    options = parser.parse_args()
    stances: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    sources: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    for row, stance, source, cue in read(options.corpora / "polnear" / "dev.jsonl.gz"):
        stances[row["list"]][row["stance"], stance] += 1
        sources[row["list"]][row["source_type"], source] += 1
        if options.show and (row["stance"], row["source_type"]) != (stance, source):
            print(row["article"], row["content"], "|", cue, "|", row["stance"], stance, end=" | ")
            print(row["source_type"], source)
    for number in sorted(stances):
        print(f"list {number}")
        _print_counts("stance", stances[number])
        _print_counts("source", sources[number])
        for name, gold, found in (
            ("denials as assertions", "denies", "says"),
            ("assertions as denials", "says", "denies"),
        ):
            of = sum(n for (stance, _), n in stances[number].items() if stance == gold)
            print(f"{name}  {stances[number][gold, found]:4} of {of:3}")


def _print_counts(name: str, counts: Counter[tuple[str, str]]) -> None:
    total = counts.total()
    right = sum(n for (gold, found), n in counts.items() if gold == found)
    print(f"{name:21}  {right:4} of {total:3}  {right / total:.3f}")
    for kind in dict.fromkeys(gold for gold, _ in sorted(counts)):
        of = sum(n for (gold, _), n in counts.items() if gold == kind)
        print(f"  {kind:19}  {counts[kind, kind]:4} of {of:3}")


if __name__ == "__main__":
    main()
