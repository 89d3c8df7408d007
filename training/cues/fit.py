"""Weigh the traits of frames: PolNeAR train -> `src/quoth/annotate/data/cues.tsv`.

usage: python -m training.cues.fit [--corpora ../shared/corpora] [--output FILE]

Needs scikit-learn and scipy, never at run time. A frame is right where its content has IoU of 0.5
or more with a gold content (or with one piece of a quoted one), its source and its cue overlap
gold's, and no other frame of the predicate fits better. The table has the traits that occur in ten
frames or more, with their weight in a logistic regression, and how many frames have them and are
right: numbers about words, no text of PolNeAR.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.scorers import CORPORA, ROOT, lines, scorer

from quoth.annotate.attribution import candidates, sentence_ranges
from quoth.annotate.cues import BIAS, traits
from quoth.annotate.predicates import Frame, source_range
from quoth.annotate.speech import Speech
from quoth.annotate.syntax import Parser
from quoth.annotate.tree import Tree
from quoth.clean import clean
from quoth.records import Report, Span

OUTPUT = ROOT / "src" / "quoth" / "annotate" / "data" / "cues.tsv"
# Chosen on PolNeAR dev; attribution F1 moves by less than 0.005 from 0.15 to 0.6, from 3 to 10
# occurrences and from 0 to 0.2 (which makes the table five times smaller).
REGULARISATION = 0.3
OCCURRENCES = 10
SMALLEST = 0.15
# Which nouns are sources depends on what a corpus is about: only the common ones are weighed.
SOURCE_NOUNS = 40
IOU = 0.5
# Frames of one predicate whose IoU differs by less than this fit equally well.
MARGIN = 0.02

Example = tuple[list[str], bool]
Gold = dict[str, frozenset[int]]


def characters(spans: tuple[Span, ...], text: str) -> frozenset[int]:
    """Return the places of a text's characters in some spans, white space left out."""
    return frozenset(i for start, end in spans for i in range(start, end) if not text[i].isspace())


def examples(corpora: Path) -> Iterator[list[Example]]:
    """Yield for each article of PolNeAR train the traits of its frames, and which are right."""
    score = scorer("score_attribution", corpora)
    articles = list(lines(corpora / "polnear" / "train.jsonl.gz"))
    reports = clean(Report(id=a["id"], text=a["text"], language="en") for a in articles)
    for article, analysis in zip(articles, Parser().parse(reports), strict=True):
        report = analysis.report
        gold, _ = score.load_attributions(article, report.text)
        tree = Tree(report.tokens)
        sentences = sentence_ranges(report)
        speech = Speech(report, tree, sentences)
        found = list(candidates(tree, speech, sentences))
        right = judge(score, report, tree, found, gold)
        yield [(traits(tree, speech, f), r) for f, r in zip(found, right, strict=True)]


def judge(
    score: ModuleType, report: Report, tree: Tree, frames: list[Frame], gold: list[Gold]
) -> list[bool]:
    """Return for each frame whether it is one of gold's attributions, as well as any can be."""
    fits = list(measure(score, report, tree, frames, gold))
    best: dict[int, float] = defaultdict(float)
    for frame, value in zip(frames, fits, strict=True):
        best[frame.predicate] = max(best[frame.predicate], value)
    return [
        value > 0 and value >= best[frame.predicate] - MARGIN
        for frame, value in zip(frames, fits, strict=True)
    ]


def measure(
    score: ModuleType, report: Report, tree: Tree, frames: list[Frame], gold: list[Gold]
) -> Iterator[float]:
    """Yield for each frame the IoU of its content with gold's; 0 where the rest is wrong."""
    text = report.text
    quoted = score.quoted_mask(text)
    by_place: dict[int, list[tuple[frozenset[int], Gold]]] = defaultdict(list)
    for attribution in gold:
        content = attribution["content"]
        pieces = score.fragments(content, text) if any(quoted[i] for i in content) else []
        for piece in {content, *pieces}:
            for place in piece:
                by_place[place].append((piece, attribution))
    for frame in frames:
        content = characters(tree.spans(frame.content), text)
        source = frozenset[int]()
        if frame.source is not None:
            source = characters(tree.spans(source_range(tree, frame.source)), text)
        cue = characters(tree.spans(frame.cue), text)
        near = {(id(p), id(a)): (p, a) for i in content for p, a in by_place.get(i, ())}
        values = [
            score.iou(piece, content)
            for piece, one in near.values()
            if (bool(source & one["source"]) if one["source"] else not source)
            and (bool(cue & one["cue"]) or not one["cue"])
        ]
        value = max(values, default=0.0)
        yield value if value >= IOU else 0.0


def fit(found: list[Example]) -> Iterator[tuple[str, float, int, int]]:
    """Yield trait, weight, and in how many frames it occurs and is right; the bias first."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    seen = Counter(trait for given, _ in found for trait in set(given))
    right = Counter(trait for given, ok in found if ok for trait in set(given))
    names = sorted(
        trait
        for trait, count in seen.items()
        if count >= (SOURCE_NOUNS if trait.startswith("source noun=") else OCCURRENCES)
    )
    place = {name: i for i, name in enumerate(names)}
    columns: list[int] = []
    ends = [0]
    for given, _ in found:
        columns.extend(sorted(place[t] for t in set(given) if t in place))
        ends.append(len(columns))
    ones = np.ones(len(columns), dtype=np.float32)
    matrix = csr_matrix((ones, columns, ends), shape=(len(found), len(names)))
    model: Any = LogisticRegression(C=REGULARISATION, solver="liblinear", random_state=0)
    model.fit(matrix, [ok for _, ok in found])
    yield BIAS, float(model.intercept_[0]), len(found), sum(ok for _, ok in found)
    for name, weight in zip(names, model.coef_[0], strict=True):
        if abs(weight) >= SMALLEST:
            yield name, float(weight), seen[name], right[name]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    given = parser.parse_args()
    found = [example for article in examples(given.corpora) for example in article]
    rows = [
        "# How much a trait of a frame speaks for an attribution: see training/cues/README.md.",
        "# source: counts and a logistic regression on PolNeAR v1.0.0, train part; no text of it.",
        "# trait, weight, frames that have it, those of them that are attributions",
    ]
    rows += [f"{name}\t{weight:.2f}\t{seen}\t{ok}" for name, weight, seen, ok in fit(found)]
    given.output.write_text("\n".join(rows) + "\n", "utf-8")
    print(f"{len(found)} frames, {len(rows) - 3} traits -> {given.output}")


if __name__ == "__main__":
    main()
