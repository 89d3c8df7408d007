"""The annotated stories that pairs and differences are learnt from.

1. NewsWCL50 dev: events 0 to 3, annotated with the corpus or by us (`benchmarks/data`).
2. ECB+ train: stories annotated by us, `gold/NAME.json`; the texts stay in the corpus.
3. `stories/NAME/OUTLET.txt`: invented stories, each told by four outlets, `gold/NAME.json`.

Annotations have the form of the guide that comes with NewsWCL50: claims with members by sentence,
and the sentences that stand alone. Those of invented stories also hold where each sentence stands.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.claims import EVENTS, articles, gold
from benchmarks.scorers import lines

from quoth.align.units import Unit
from quoth.pipeline import Reader
from quoth.records import Report

# A sentence: its report and number.
Key = tuple[str, int]
HERE = Path(__file__).parent
GOLD = HERE / "gold"
STORIES = HERE / "stories"


@dataclass(frozen=True, slots=True)
class AnnotatedStory:
    """A story: its articles (id, text, sentences) as the scorer takes them, and its claims."""

    name: str
    kind: str
    articles: list[dict[str, Any]]
    gold: dict[str, Any]

    def reports(self) -> list[Report]:
        """Return the articles as reports that nothing has been done to."""
        return [
            Report(a["id"], a["text"], outlet=a.get("publisher"), language="en")
            for a in self.articles
        ]


def stories(corpora: Path, *kinds: str) -> Iterator[AnnotatedStory]:
    """Yield the annotated stories of some kinds ("newswcl50", "ecbplus", "invented"), or all."""
    if not kinds or "newswcl50" in kinds:
        for number in EVENTS:
            found = articles(number, corpora)
            yield AnnotatedStory(f"event{number}", "newswcl50", found, gold(number, corpora))
    texts = {row["id"]: row for row in lines(corpora / "ecbplus" / "train.jsonl.gz")}
    for path in sorted(GOLD.glob("*.json")):
        wanted = json.loads(path.read_text("utf-8"))
        kind = "invented" if "sentences" in wanted else "ecbplus"
        if kinds and kind not in kinds:
            continue
        made = _invented(path.stem, wanted) if kind == "invented" else _corpus(wanted, texts)
        yield AnnotatedStory(path.stem, kind, made, wanted)


def _invented(name: str, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for report, spans in sorted(wanted["sentences"].items()):
        text = (STORIES / f"{report}.txt").read_text("utf-8")
        sentences = [{"start": a, "end": b} for a, b in spans]
        outlet = report.split("/")[1]
        found.append({"id": report, "text": text, "publisher": outlet, "sentences": sentences})
    if not found:
        raise ValueError(f"{name} has no reports")
    return found


def _corpus(wanted: dict[str, Any], texts: dict[str, Any]) -> list[dict[str, Any]]:
    ids = {m["report"] for claim in wanted["claims"] for m in claim["members"]}
    ids |= {*wanted["alone"], *wanted.get("furniture", {})}
    return [texts[i] for i in sorted(ids)]


def sentences_of(unit: Unit, sentences: Sequence[Mapping[str, int]]) -> tuple[Key, ...]:
    """Return the gold sentences that a unit covers, by the scorer's rule."""
    found = []
    for number, sentence in enumerate(sentences):
        size = sentence["end"] - sentence["start"]
        for start, end in unit.spans:
            inside = min(end, sentence["end"]) - max(start, sentence["start"])
            if inside > 0 and inside >= 0.5 * min(end - start, size):
                found.append((unit.report, number))
                break
    return tuple(found)


Read = tuple[AnnotatedStory, Sequence[Report]]


def read_stories(
    corpora: Path,
    *kinds: str,
    kept: Path | None = None,
    wanted: Callable[[AnnotatedStory], bool] = lambda story: True,
) -> Iterator[Read]:
    """Yield the annotated stories that are wanted with their reports as read.

    `kept` is a file that keeps what was read, for the next time; reading takes some minutes.
    """
    known: dict[str, Read] = {}
    if kept is not None and kept.exists():
        known = pickle.loads(kept.read_bytes())
    reader = None
    fresh = False
    for story in stories(corpora, *kinds):
        if not wanted(story):
            continue
        if story.name not in known:
            reader = reader or Reader()
            read = sorted(reader.read(*story.reports()), key=lambda report: report.id)
            known[story.name] = (story, read)
            fresh = True
        yield story, known[story.name][1]
    if kept is not None and fresh:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(known))
