"""What the story model is fitted on: outlines of annotated reports and how near each two are.

ECB+ train (field `story`) and NewsWCL50 dev (`event_id`). Reports are only cleaned: their sentences
are all that an outline needs for the measures of the model.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.scorers import lines
from numpy.typing import NDArray

from quoth.annotate.encoder import Encoder
from quoth.clean import clean
from quoth.group.link_model import far
from quoth.group.nearness import nearness, profile
from quoth.group.outline import Outline, outline
from quoth.records import Report

NEWS = "newswcl50"


@dataclass(frozen=True, slots=True)
class Labelled:
    """An outline with its annotated story and the topic of look-alikes it stands in."""

    outline: Outline
    story: str
    topic: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of reports (positions) with their measures, shape (pairs, NAMES)."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    measures: NDArray[np.float64]
    same: NDArray[np.bool_]


def documents(corpora: Path) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Yield articles with story and topic."""
    for article in lines(corpora / "newswcl50" / "dev.jsonl.gz"):
        yield article, f"{NEWS}-{article['event_id']}", NEWS
    for document in lines(corpora / "ecbplus" / "train.jsonl.gz"):
        yield document, f"ecbplus-{document['story']}", str(document["topic"])


def labelled(corpora: Path, *, kept: Path | None = None) -> list[Labelled]:
    """Return the outlines; `kept` is a file that holds them for the next time."""
    if kept is not None and kept.exists():
        rows = pickle.loads(kept.read_bytes())
        return [Labelled(Outline.from_bytes(data), story, topic) for data, story, topic in rows]
    encode = Encoder().encode
    found = []
    for article, story, topic in documents(corpora):
        report = Report(
            article["id"], article["text"], published=article.get("url_date"), language="en"
        )
        (cleaned,) = clean([report])
        found.append(Labelled(outline(cleaned, encode=encode), story, topic))
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(
            pickle.dumps([(one.outline.to_bytes(), one.story, one.topic) for one in found])
        )
    return found


def pairs(reports: list[Labelled]) -> Pairs:
    """Return all pairs of one topic and those of two topics that are not far apart."""
    profiles = [profile(one.outline) for one in reports]
    topics = np.array([one.topic for one in reports])
    first, second, rows = [], [], []
    for number in range(len(reports) - 1):
        measures = nearness(profiles[number], profiles[number + 1 :])
        after = np.arange(number + 1, len(reports))
        keep = (topics[after] == topics[number]) | ~far(measures)
        first.append(np.full(int(keep.sum()), number))
        second.append(after[keep])
        rows.append(measures[keep])
    stories = np.array([one.story for one in reports])
    left, right = np.concatenate(first), np.concatenate(second)
    return Pairs(left, right, np.concatenate(rows), stories[left] == stories[right])
