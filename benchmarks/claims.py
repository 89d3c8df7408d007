"""Claims across outlets: agreement with the annotated newswcl50 development events.

usage: python -m benchmarks.claims [--corpora ../shared/corpora] [--json]

Events 0 and 2 are annotated with the corpus, 1 and 3 by us (benchmarks/data). Beside Quoth stands,
in the same run, one cosine threshold over sentence vectors (0.65, its best on events 0 and 2),
with every pair over it a claim. The shipped pair model was fitted on these four events: what to
expect on others is the leave-one-event-out figure that `python -m training.pairs.train` prints.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.scorers import CORPORA, ROOT, lines, scorer
from quoth.annotate.encoder import Encoder
from quoth.pipeline import Reader
from quoth.records import Claim, Report

EVENTS = (0, 1, 2, 3)
PEER_COSINE = 0.65
SHOWN = ("pair_p", "pair_r", "pair_f1", "claim_recall", "alone_kept", "diff_f1")


def gold(event: int, corpora: Path) -> dict[str, Any]:
    """Return the annotation of one event, the corpus's own or ours."""
    path = corpora / "newswcl50" / f"claims_event{event}.json"
    if not path.exists():
        path = ROOT / "benchmarks" / "data" / f"claims_event{event}.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def articles(event: int, corpora: Path) -> list[dict[str, Any]]:
    """Return the articles of one event as the corpus gives them."""
    found = lines(corpora / "newswcl50" / "dev.jsonl.gz")
    return [article for article in found if int(article["event_id"]) == event]


def as_report(article: dict[str, Any]) -> Report:
    """Return an article as a report that nothing has been done to."""
    return Report(
        id=article["id"], text=article["text"], outlet=article["publisher"], language="en"
    )


def prediction(claims: Sequence[Claim]) -> dict[str, Any]:
    """Return claims in the scorer's form."""
    return {
        "claims": [
            {
                "members": [
                    {"report": member.report, "spans": [list(span) for span in member.spans]}
                    for member in claim.members
                ],
                "differences": [{"type": d.type} for d in claim.differences],
            }
            for claim in claims
        ]
    }


def peer(found: list[dict[str, Any]], encoder: Encoder) -> dict[str, Any]:
    """Return what one cosine threshold over the corpus's own sentences makes of an event."""
    items = [
        (article["id"], [s["start"], s["end"]], article["text"][s["start"] : s["end"]])
        for article in found
        for s in article["sentences"]
    ]
    vectors = encoder.encode([text for _, _, text in items])
    near = np.argwhere(np.triu(vectors @ vectors.T, 1) >= PEER_COSINE)
    return {
        "claims": [
            {"members": [{"report": items[k][0], "spans": [items[k][1]]} for k in (i, j)]}
            for i, j in near.tolist()
            if items[i][0] != items[j][0]
        ]
    }


def measure(corpora: Path = CORPORA, events: Sequence[int] = EVENTS) -> dict[str, Any]:
    """Return the scores of Quoth and of the peer, by event and on the mean."""
    score = scorer("score_claims", corpora).score
    reader, encoder = Reader(), Encoder()
    result: dict[str, Any] = {"quoth": {}, "one cosine": {}}
    for event in events:
        found, wanted = articles(event, corpora), gold(event, corpora)
        comparison = reader.compare(reader.read(*map(as_report, found)), any_story=True)
        result["quoth"][event] = score(wanted, found, prediction(comparison.claims))
        result["one cosine"][event] = score(wanted, found, peer(found, encoder))
    for rows in result.values():
        rows["mean"] = {key: sum(rows[e][key] for e in events) / len(events) for key in SHOWN}
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result = measure(options.corpora)
    if options.json:
        print(json.dumps(result))
        return
    print(f"{'claims (newswcl50)':24}" + "".join(f"{key:>14}" for key in SHOWN))
    for name, rows in result.items():
        for event, row in rows.items():
            cells = "".join(f"{row[key]:14.3f}" for key in SHOWN)
            print(f"{name + ', event ' + str(event):24}{cells}")


if __name__ == "__main__":
    main()
