"""Holds the stage to what it reaches on the annotated development texts."""

import gzip
import json
from pathlib import Path

import pytest

from quoth.clean import clean
from quoth.records import Report

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpora" / "newswcl50"

pytestmark = pytest.mark.skipif(
    not CORPUS.exists(), reason="needs newswcl50 in ../shared/corpora beside the checkout"
)


@pytest.mark.parametrize("event", [0, 2])
def test_furniture_is_found_and_content_is_not_marked(event: int) -> None:
    claims = json.loads((CORPUS / f"claims_event{event}.json").read_text("utf-8"))
    with gzip.open(CORPUS / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    for article in articles:
        if int(article["event_id"]) != event:
            continue
        report = next(clean([Report(article["id"], article["text"])]))
        aside = [m.span for m in report.marks if m.kind in ("furniture", "byline", "dateline")]
        for number, sentence in enumerate(article["sentences"]):
            inside = any(a.start <= sentence["start"] and sentence["end"] <= a.end for a in aside)
            assert inside == (number in claims["furniture"][article["id"]])
