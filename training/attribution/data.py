"""PolNeAR as windows with gold anchors and roles."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.scorers import lines
from numpy.typing import NDArray

from quoth.annotate import features
from quoth.annotate.readings import CONTENT, CUE, SOURCE
from quoth.annotate.syntax import Parser
from quoth.annotate.tree import Tree
from quoth.clean import clean
from quoth.records import Report


@dataclass(frozen=True, slots=True)
class Attribution:
    """A gold attribution by token: its anchor, and the tokens of each role."""

    anchor: int
    roles: dict[int, int]


@dataclass(frozen=True, slots=True)
class Article:
    """A report with what the network sees of it and what it should find."""

    report: Report
    tree: Tree
    words: features.Words
    gold: tuple[Attribution, ...]


def articles(corpora: Path, split: str, cache: Path, pieces: features.WordPieces) -> list[Article]:
    """Return the articles of a part of PolNeAR; the syntax is kept in `cache` (4 minutes)."""
    path = cache / f"polnear-{split}.pickle"
    if not path.exists():
        rows = list(lines(corpora / "polnear" / f"{split}.jsonl.gz"))
        reports = clean(Report(id=r["id"], text=r["text"], language="en") for r in rows)
        parsed = [analysis.report for analysis in Parser().parse(reports)]
        cache.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            pickle.dump([(p, r["attributions"]) for p, r in zip(parsed, rows, strict=True)], file)
    with path.open("rb") as file:
        return [_article(report, gold, pieces) for report, gold in pickle.load(file)]


def _article(
    report: Report, gold: Sequence[dict[str, Any]], pieces: features.WordPieces
) -> Article:
    found = []
    for attribution in gold:
        roles: dict[int, int] = {}
        for name, role in (("content", CONTENT), ("source", SOURCE), ("cue", CUE)):
            roles.update(dict.fromkeys(_tokens(report, attribution[name]), role))
        cue = [i for i, role in roles.items() if role == CUE]
        if cue and CONTENT in roles.values():
            found.append(Attribution(anchor(report, sorted(cue)), roles))
    words = features.words(report, pieces)
    return Article(report, Tree(report.tokens), words, tuple(found))


def _tokens(report: Report, spans: Sequence[Sequence[int]]) -> list[int]:
    return [
        i
        for i, token in enumerate(report.tokens)
        if any(token.span.start < end and token.span.end > start for start, end in spans)
    ]


def anchor(report: Report, cue: Sequence[int]) -> int:
    """Return the word that a cue hangs on: its highest in the tree, a content word if it can."""
    tokens = report.tokens
    inside = set(cue)
    tops = [i for i in cue if tokens[i].head == i or tokens[i].head not in inside] or list(cue)
    weak = ("PUNCT", "AUX", "PART", "SCONJ", "ADP", "DET")
    return next((i for i in tops if tokens[i].pos not in weak), tops[0])


@dataclass(frozen=True, slots=True)
class Example:
    """One window: arrays as `network.Encoder.forward` wants them, and its gold anchors."""

    article: Article
    window: features.Window
    ids: NDArray[np.int64]
    word_of: NDArray[np.int64]
    first: NDArray[np.int64]
    traits: NDArray[np.int64]
    anchors: tuple[Attribution, ...]


def examples(article: Article, ends: tuple[int, int], *, start: int = 0) -> Iterator[Example]:
    """Yield the windows of an article, from word `start` on (and one for what is before)."""
    if start:
        yield _example(article, features.Window(0, start), ends)
    for window in features.windows(article.report, article.words.pieces, start=start):
        yield _example(article, window, ends)


def _example(article: Article, window: features.Window, ends: tuple[int, int]) -> Example:
    ids, word_of, first = features.layout(article.words.pieces, window, ends)
    traits = article.words.traits[window.first : window.last]
    gold = tuple(g for g in article.gold if window.first <= g.anchor < window.last)
    return Example(article, window, ids, word_of, first, traits, gold)
