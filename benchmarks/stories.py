"""Story links: whether reports of one happening are told from reports of different ones.

usage: python -m benchmarks.stories [--corpora ../shared/corpora]

Pairs of ECB+ train documents (development topics only) and of newswcl50 dev articles. ECB+ pairs
each story with a look-alike of the same kind (another earthquake), which is the hard case.
"""

from __future__ import annotations

import argparse
import random
from itertools import combinations
from pathlib import Path

from benchmarks.scorers import CORPORA, lines
from quoth.annotate import Annotator
from quoth.annotate.encoder import Encoder
from quoth.clean import clean
from quoth.group import story_links
from quoth.records import Report

DEVELOPMENT_TOPICS = (2, 5, 12, 18, 21, 23, 34, 35)
PER_STORY = 5


def read(corpora: Path) -> dict[str, dict[str, Report]]:
    """Return annotated reports by topic and id; the id holds the story after a colon."""
    topics: dict[str, dict[str, Report]] = {}
    chosen = random.Random(7)
    stories: dict[tuple[int, str], list[dict[str, str]]] = {}
    for document in lines(corpora / "ecbplus" / "train.jsonl.gz"):
        if document["topic"] in DEVELOPMENT_TOPICS:
            stories.setdefault((document["topic"], document["story"]), []).append(document)
    found: list[tuple[str, str, str, str]] = []
    for (number, story), documents in stories.items():
        for document in chosen.sample(documents, min(PER_STORY, len(documents))):
            found.append((f"ecb{number}", story, document["id"], document["text"]))
    for article in lines(corpora / "newswcl50" / "dev.jsonl.gz"):
        found.append(("news", str(article["event_id"]), article["id"], article["text"]))
    annotator = Annotator()
    for topic, story, key, text in found:
        report = Report(id=f"{key}:{story}", text=text, language="en")
        (annotated,) = annotator.annotate(clean([report]))
        topics.setdefault(topic, {})[annotated.id] = annotated
    return topics


def measure(corpora: Path = CORPORA) -> dict[str, float]:
    """Return the share of pairs linked: of one story, of look-alikes, of other news, far apart."""
    encode = Encoder().encode
    counts: dict[str, list[bool]] = {}
    topics = read(corpora)
    for topic, reports in topics.items():
        for link in story_links(list(reports.values()), encode=encode):
            same = link.first.split(":")[1] == link.second.split(":")[1]
            kind = "news" if topic == "news" else "ecb"
            counts.setdefault(f"{kind}, {'one story' if same else 'look-alike'}", []).append(
                link.linked
            )
    for first, second in combinations(sorted(topics), 2):
        pair = [next(iter(topics[first].values())), next(iter(topics[second].values()))]
        (link,) = story_links(pair, encode=encode)
        counts.setdefault("other topics", []).append(link.linked)
    return {kind: sum(linked) / len(linked) for kind, linked in sorted(counts.items())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    for kind, share in measure(parser.parse_args().corpora).items():
        print(f"story links, {kind:20} linked {share:.3f}")


if __name__ == "__main__":
    main()
