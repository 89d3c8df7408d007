"""Stories that form by themselves: ECB+ train and NewsWCL50 dev, all at once and as they come.

usage: python -m benchmarks.forming [--corpora ../shared/corpora] [--kept FILE] [--many 100000]

One configuration throughout, figures by the official scorer. "All at once" adds the reports in the
order of the corpus and looks once more at the end; "as they come" adds them in a random order and
looks again after every 25. The peer, in the same run: TF-IDF cosines of the whole words, average
links, with the one threshold that is best for this corpus. The model was fitted on these corpora:
`python -m training.stories.train` has the figures with topics left out.

With `--many N` also N made reports (`benchmarks.synthetic`): reports a second in the first and in
the last tenth, and memory.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from training.stories.pairs import NEWS, Labelled, labelled

from benchmarks.scorers import CORPORA, scorer
from benchmarks.synthetic import made_outlines, texts
from quoth.group import StoryFormer
from quoth.group.clustering import clusters

SETTLED_EVERY = 25
ORDERS = (1, 2, 3)
THRESHOLDS = np.arange(0.05, 0.6, 0.01)


def formed(reports: Sequence[Labelled], *, every: int | None) -> dict[str, str]:
    """Return the story of each report, added in order; `every` reports are looked at again."""
    former = StoryFormer()
    for number, report in enumerate(reports, 1):
        former.add(report.outline)
        if every is not None and number % every == 0:
            former.settle()
    former.settle()
    return {report: story for story, found in former.stories().items() for report in found}


def figures(reports: Sequence[Labelled], told: dict[str, str], corpora: Path) -> dict[str, Any]:
    """Return what the official scorer says."""
    gold = {report.outline.report: report.story for report in reports}
    found: dict[str, Any] = scorer("score_stories", corpora).score(gold, told)
    return found


def tf_idf(reports: Sequence[Labelled]) -> NDArray[np.float64]:
    """Return the cosines of the peer: words by their counts and how few reports have them."""
    place: dict[int, int] = {}
    counts = []
    for report in reports:
        keys = report.outline.array("words").tolist()
        told = [count & 127 for count in report.outline.word_counts]
        counts.append({place.setdefault(k, len(place)): c for k, c in zip(keys, told, strict=True)})
    rows = np.zeros((len(reports), len(place)))
    for number, terms in enumerate(counts):
        rows[number, list(terms)] = list(terms.values())
    rarity = np.log((1 + len(reports)) / (1 + (rows > 0).sum(axis=0))) + 1
    rows = np.where(rows > 0, 1 + np.log(np.maximum(rows, 1)), 0) * rarity
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    cosines: NDArray[np.float64] = np.clip(rows @ rows.T, 0, 1)
    return cosines


def peer(reports: Sequence[Labelled], corpora: Path) -> tuple[float, dict[str, Any]]:
    """Return the best threshold of TF-IDF for these reports, and its figures."""
    cosines = tf_idf(reports)
    ids = [report.outline.report for report in reports]
    best: tuple[float, dict[str, Any]] | None = None
    for threshold in THRESHOLDS.tolist():
        labels = clusters(
            cosines,
            [[n] for n in range(len(ids))],
            merges=lambda _: True,
            least=threshold,
            settled=[True] * len(ids),
        )
        told = {report: str(label) for report, label in zip(ids, labels, strict=True)}
        found = figures(reports, told, corpora)
        if best is None or found["b3"]["f1"] > best[1]["b3"]["f1"]:
            best = threshold, found
    assert best is not None
    return best


def shown(name: str, found: dict[str, Any]) -> str:
    b3 = found["b3"]
    return (
        f"{name:44}B-cubed P {b3['p']:.4f} R {b3['r']:.4f} F1 {b3['f1']:.4f}  "
        f"pure {found['pure']:.4f} of {found['multi']}"
    )


def measure(corpora: Path, kept: Path | None, say: Callable[[str], object] = print) -> None:
    """Print the figures of both corpora."""
    reports = labelled(corpora, kept=kept)
    for name, chosen in (
        ("ECB+ train", [r for r in reports if r.corpus == "ecbplus"]),
        ("NewsWCL50 dev", [r for r in reports if r.topic == NEWS]),
        ("both together", [r for r in reports if r.corpus in ("ecbplus", NEWS)]),
        ("invented", [r for r in reports if r.corpus == "invented"]),
    ):
        threshold, found = peer(chosen, corpora)
        say(shown(f"{name}, peer: TF-IDF from {threshold:.2f} on", found))
        say(shown(f"{name}, all at once", figures(chosen, formed(chosen, every=None), corpora)))
        for seed in ORDERS:
            order = list(chosen)
            random.Random(seed).shuffle(order)
            told = formed(order, every=SETTLED_EVERY)
            say(shown(f"{name}, as they come, order {seed}", figures(order, told, corpora)))


def many(corpora: Path, kept: Path | None, count: int) -> None:
    """Print speed and memory while many made reports come in."""
    outlines = {one.outline.report: one.outline for one in labelled(corpora, kept=kept)}
    bases = [(text, outlines[report]) for report, _, text in texts(corpora)]
    former, times = StoryFormer(), [0.0] * 10
    for number, outline in enumerate(made_outlines(bases, count, seed=3)):
        start = time.perf_counter()
        former.add(outline)
        if number % SETTLED_EVERY == SETTLED_EVERY - 1:
            former.settle()
        times[number * 10 // count] += time.perf_counter() - start
    rates = [count / 10 / seconds for seconds in times]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} made reports in {sum(times):.0f} s: {len(former.stories())} stories")
    print(f"reports a second: {', '.join(f'{rate:.0f}' for rate in rates)} (by tenths)")
    print(f"last tenth against first: {rates[-1] / rates[0]:.2f}; memory at its most {peak:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--kept", type=Path, help="keeps the outlines for the next time")
    parser.add_argument("--many", type=int, default=0)
    options = parser.parse_args()
    measure(options.corpora, options.kept)
    if options.many:
        many(options.corpora, options.kept, options.many)


if __name__ == "__main__":
    main()
