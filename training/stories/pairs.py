"""What the story model is fitted on: outlines of annotated reports and how near each two are.

ECB+ train (field `story`), NewsWCL50 dev (`event_id`) and the project's invented stories
(`training/pairs/stories`, one folder a story). Articles of PolNeAR train, one campaign told for
months, have no stories; two that appeared long after one another tell of different happenings.
Reports are only cleaned: their sentences are all that an outline needs for the measures.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from benchmarks.scorers import ROOT, lines
from numpy.typing import NDArray

from quoth.annotate.encoder import Encoder
from quoth.clean import clean
from quoth.group.link_model import far
from quoth.group.nearness import NAMES, Profile, days_apart, nearness, profile
from quoth.group.outline import Outline, outline
from quoth.ingest import ingest
from quoth.records import Report

NEWS = "newswcl50"
CAMPAIGN = "polnear"
EVERY = 3  # of PolNeAR's articles
DAYS_APART = 10
CAMPAIGN_PAIRS = 4_000
INVENTED = ROOT / "training" / "pairs" / "stories"
# A pair of reports of several outlets in full counts as this many of ECB+, which are excerpts of
# look-alikes: learnt from those alone, reports of 500 words in words of their own are not linked
# (B-cubed recall 0.77 on the invented stories).
OUTLETS_COUNT = 3


@dataclass(frozen=True, slots=True)
class Labelled:
    """An outline with its annotated story and the topic of look-alikes it stands in."""

    outline: Outline
    story: str
    topic: str

    @property
    def corpus(self) -> str:
        """Where it is from: "ecbplus", "newswcl50", "polnear" or "invented"."""
        return self.story.partition("-")[0]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of reports (positions) with their measures, shape (pairs, NAMES)."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    measures: NDArray[np.float64]
    same: NDArray[np.bool_]
    counts: NDArray[np.int64]  # as how many pairs each counts


def documents(corpora: Path) -> Iterator[tuple[Report, str, str]]:
    """Yield reports with story and topic."""
    for article in lines(corpora / "newswcl50" / "dev.jsonl.gz"):
        report = Report(
            article["id"], article["text"], published=article["url_date"], language="en"
        )
        yield report, f"{NEWS}-{article['event_id']}", NEWS
    for document in lines(corpora / "ecbplus" / "train.jsonl.gz"):
        report = Report(document["id"], document["text"], language="en")
        yield report, f"ecbplus-{document['story']}", str(document["topic"])
    for article in list(lines(corpora / "polnear" / "train.jsonl.gz"))[::EVERY]:
        report = Report(
            article["id"],
            article["text"],
            title=article["title"],
            published=article["date"],
            language="en",
        )
        yield report, f"{CAMPAIGN}-{article['id']}", CAMPAIGN
    for folder in sorted(INVENTED.iterdir()):
        for made in ingest(sorted(folder.iterdir())):
            if isinstance(made, Report):
                name = f"{folder.name}/{made.id}"
                yield replace(made, id=name), f"invented-{folder.name}", folder.name


def labelled(corpora: Path, *, kept: Path | None = None) -> list[Labelled]:
    """Return the outlines; `kept` is a file that holds them for the next time."""
    if kept is not None and kept.exists():
        rows = pickle.loads(kept.read_bytes())
        return [Labelled(Outline.from_bytes(data), story, topic) for data, story, topic in rows]
    encode = Encoder().encode
    found = []
    for report, story, topic in documents(corpora):
        (cleaned,) = clean([report])
        if cleaned.sentences:
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
        campaign = (topics[after] == CAMPAIGN) | (topics[number] == CAMPAIGN)
        keep = ((topics[after] == topics[number]) | ~far(measures)) & ~campaign
        first.append(np.full(int(keep.sum()), number))
        second.append(after[keep])
        rows.append(measures[keep])
    first_long, second_long, rows_long = _long_apart(profiles, topics)
    left, right = np.concatenate([*first, first_long]), np.concatenate([*second, second_long])
    stories = np.array([one.story for one in reports])
    outlets = np.array([one.corpus in (NEWS, "invented") for one in reports])
    counts = np.where(outlets[left] & outlets[right], OUTLETS_COUNT, 1)
    measured = np.concatenate([*rows, rows_long])
    return Pairs(left, right, measured, stories[left] == stories[right], counts)


def _long_apart(
    profiles: list[Profile], topics: NDArray[np.str_]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return pairs of PolNeAR's articles that are near in words but days apart, and measures."""
    chosen = np.flatnonzero(topics == CAMPAIGN)
    first, second, rows = [], [], []
    for place, number in enumerate(chosen[:-1].tolist()):
        after = chosen[place + 1 :]
        measures = nearness(profiles[number], [profiles[other] for other in after.tolist()])
        gaps = [days_apart(profiles[number], profiles[other]) or 0 for other in after.tolist()]
        keep = (np.array(gaps) >= DAYS_APART) & ~far(measures)
        first.append(np.full(int(keep.sum()), number))
        second.append(after[keep])
        rows.append(measures[keep])
    if not first:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, len(NAMES)))
    left, right, measured = np.concatenate(first), np.concatenate(second), np.concatenate(rows)
    some = np.random.default_rng(0).permutation(len(left))[:CAMPAIGN_PAIRS]
    return left[some], right[some], measured[some]
