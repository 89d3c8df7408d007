"""Near copies: development articles with scripted edits, alone and among 100,000 other reports.

usage: python -m benchmarks.copies [--corpora ../shared/corpora] [--many 100000]

Every article of sixty words or more of NewsWCL50 dev and ECB+ train stands beside two edited copies
of it: one of each kind of edit in turn, and one with two or three edits. A pair is right where both
are of one article. All other pairs are wrong, reports of the same happening by other outlets among
them; only articles that print some of the same text (an agency's, a statement: PARTLY of all runs
of RUN words of the shorter one are in the other) are left out of the count, as they are neither.
The peer is plain MinHash with verified candidates, as its limit: the Jaccard index itself, 0.3 or
more, of the same shingles.

With `--many N` the same reports stand among N made ones: the same articles with other names,
numbers and months, which are reports of other happenings and so no copies of anything.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import numpy as np

from benchmarks.scorers import CORPORA
from benchmarks.synthetic import EDITS, made_outlines, mixed, no_vectors, texts
from quoth.clean import clean
from quoth.group import CopyIndex, Outline, outline
from quoth.group.words import WORD
from quoth.records import Report

SEED = 5
JACCARD = 0.3
PARTLY = 0.1
RUN = 8


@dataclass(frozen=True, slots=True)
class Case:
    """A report of the benchmark: the article it is made of, how, and its outline."""

    article: str
    edit: str
    outline: Outline


def cases(corpora: Path) -> tuple[list[Case], list[Report]]:
    """Return the reports, and the articles as they are."""
    rng = random.Random(SEED)
    found, articles = [], []
    for place, (name, _, text) in enumerate(texts(corpora)):
        edits = [sorted(EDITS)[place % len(EDITS)], "mixed"]
        for edit, made in [
            ("none", text),
            *((edit, EDITS.get(edit, mixed)(text, rng)) for edit in edits),
        ]:
            report_id = f"{name}/{edit}"
            (report,) = clean([Report(report_id, made, language="en")])
            found.append(Case(name, edit, outline(report, encode=no_vectors)))
            if edit == "none":
                articles.append(replace(report, id=name))
    return found, articles


def partly_same(articles: Sequence[Report]) -> set[frozenset[str]]:
    """Return the pairs of articles that print some of the same text."""
    runs = {article.id: _runs(article) for article in articles}
    having: dict[tuple[str, ...], list[str]] = {}
    for name, found in runs.items():
        for run in found:
            having.setdefault(run, []).append(name)
    shared: Counter[tuple[str, str]] = Counter()
    for names in having.values():
        shared.update(combinations(names, 2))
    return {
        frozenset(pair)
        for pair, count in shared.items()
        if count >= PARTLY * min(len(runs[one]) for one in pair)
    }


def _runs(article: Report) -> set[tuple[str, ...]]:
    """Return all runs of RUN words of a text."""
    words = [match[0].lower() for match in WORD.finditer(article.text)]
    return {tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}


def pairs_of(index: CopyIndex, ids: Sequence[str]) -> Iterator[frozenset[str]]:
    """Yield the pairs of reports that the index has found."""
    for report in ids:
        for copy in index.copies_of(report):
            yield frozenset((report, copy.other))


def jaccard_pairs(found: Sequence[Case]) -> set[frozenset[str]]:
    """Return the pairs of the peer."""
    sketches = [(c.outline.array("sketch").astype(np.uint32), c.outline.sampled) for c in found]
    holding: dict[int, list[int]] = {}
    for number, (hashes, _) in enumerate(sketches):
        for key in hashes.tolist():
            holding.setdefault(key, []).append(number)
    together: Counter[tuple[int, int]] = Counter()
    for numbers in holding.values():
        together.update(combinations(numbers, 2))
    pairs = set()
    for one, other in together:
        level = np.uint32(1 << max(sketches[one][1], sketches[other][1]))
        mine, theirs = (sketches[n][0][sketches[n][0] % level == 0] for n in (one, other))
        both = len(np.intersect1d(mine, theirs, assume_unique=True))
        if both >= JACCARD * (len(mine) + len(theirs) - both):
            pairs.add(frozenset((found[one].outline.report, found[other].outline.report)))
    return pairs


def figures(
    found: Sequence[Case], told: set[frozenset[str]], partly: set[frozenset[str]]
) -> tuple[float, float, float]:
    """Return precision, recall and F1 of pairs of reports."""
    article = {case.outline.report: case.article for case in found}
    wanted = sum(count * (count - 1) // 2 for count in Counter(article.values()).values())
    right = wrong = 0
    for pair in told:
        of = frozenset(article.get(report, report) for report in pair)
        if len(of) == 1:
            right += 1
        elif of not in partly:
            wrong += 1
    precision, recall = right / max(right + wrong, 1), right / wanted
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def by_edit(found: Sequence[Case], told: set[frozenset[str]]) -> dict[str, float]:
    """Return, for each kind of edit, the share of copies that are found with their article."""
    hits: dict[str, list[bool]] = {}
    for case in found:
        if case.edit != "none":
            pair = frozenset((case.outline.report, f"{case.article}/none"))
            hits.setdefault(case.edit, []).append(pair in told)
    return {edit: sum(values) / len(values) for edit, values in sorted(hits.items())}


def shown(name: str, values: tuple[float, float, float]) -> str:
    precision, recall, f1 = values
    return f"{name:44}pairs P {precision:.4f} R {recall:.4f} F1 {f1:.4f}"


def measure(found: Sequence[Case], partly: set[frozenset[str]]) -> None:
    """Print the figures of the reports alone."""
    print(f"{len(found)} reports, {len(partly)} pairs of articles print partly the same text")
    index = CopyIndex()
    start = time.perf_counter()
    for case in found:
        index.add(case.outline.report, case.outline)
    took = time.perf_counter() - start
    told = set(pairs_of(index, [case.outline.report for case in found]))
    print(shown("near copies", figures(found, told, partly)) + f"  ({len(found) / took:.0f}/s)")
    print(shown("  these pairs counted as wrong too", figures(found, told, set())))
    grouped = {frozenset(p) for group in index.groups() for p in combinations(group, 2)}
    print(shown("  pairs of the groups they make", figures(found, grouped, partly)))
    for edit, share in by_edit(found, told).items():
        print(f"  found with their article, {edit:18}{share:.3f}")
    print(shown("peer: Jaccard 0.3", figures(found, jaccard_pairs(found), partly)))


def many(corpora: Path, found: Sequence[Case], partly: set[frozenset[str]], count: int) -> None:
    """Print the figures of the reports among many others, speed and memory."""
    bases = [
        (text, case.outline)
        for (_, _, text), case in zip(
            texts(corpora), (case for case in found if case.edit == "none"), strict=True
        )
    ]
    rng = random.Random(SEED)
    waiting = sorted(found, key=lambda _: rng.random())
    index, times, every = CopyIndex(), [0.0] * 10, max(1, count // len(found))
    for number, made in enumerate(made_outlines(bases, count, seed=3)):
        start = time.perf_counter()
        index.add(made.report, made)
        if number % every == 0 and waiting:
            case = waiting.pop()
            index.add(case.outline.report, case.outline)
        times[number * 10 // count] += time.perf_counter() - start
    for case in waiting:
        index.add(case.outline.report, case.outline)
    told = set(pairs_of(index, [case.outline.report for case in found]))
    print(shown(f"among {count} other reports", figures(found, told, partly)))
    rates = [count / 10 / seconds for seconds in times]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"reports a second: {', '.join(f'{rate:.0f}' for rate in rates)} (by tenths)")
    print(f"last tenth against first: {rates[-1] / rates[0]:.2f}; memory at its most {peak:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--many", type=int, default=0)
    options = parser.parse_args()
    found, articles = cases(options.corpora)
    partly = partly_same(articles)
    measure(found, partly)
    if options.many:
        many(options.corpora, found, partly, options.many)


if __name__ == "__main__":
    main()
