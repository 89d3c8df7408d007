"""Attribution: who says what, on PolNeAR, by the official scorer.

usage: python -m benchmarks.attribution [--corpora ../shared/corpora] [--split dev]
                                        [--predictions FILE]

The scores are content_soft and right source ("attribution"), and the others that the scorer's
docstring explains.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.scorers import CORPORA, lines, scorer
from quoth.annotate import Annotator
from quoth.clean import clean
from quoth.records import Report


def predictions(articles: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield for each article its statements in the scorer's form."""
    reports = (Report(id=a["id"], text=a["text"], language="en") for a in articles)
    for report in Annotator().annotate(clean(reports)):
        yield {
            "id": report.id,
            "attributions": [
                {"source": s.source, "cue": s.cue, "content": s.content} for s in report.statements
            ],
        }


def measure(
    corpora: Path = CORPORA, *, split: str = "dev", output: Path | None = None
) -> dict[str, Any]:
    """Return the scorer's report on a part of PolNeAR; writes the predictions to `output`."""
    gold = corpora / "polnear" / f"{split}.jsonl.gz"
    score = scorer("score_attribution", corpora)
    with tempfile.TemporaryDirectory() as folder:
        path = output or Path(folder) / "predictions.jsonl"
        rows = (json.dumps(row) + "\n" for row in predictions(lines(gold)))
        path.write_text("".join(rows), "utf-8")
        found: dict[str, Any] = score.score(
            score.read_jsonl(gold, need_text=True), score.read_jsonl(path)
        )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--predictions", type=Path)
    given = parser.parse_args()
    found = measure(given.corpora, split=given.split, output=given.predictions)
    print(f"PolNeAR {given.split}: " + scorer("score_attribution", given.corpora).table(found))


if __name__ == "__main__":
    main()
