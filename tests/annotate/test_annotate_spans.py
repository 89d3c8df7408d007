"""What holds of the layer whatever the text."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.annotate.conftest import check_layer

from quoth.annotate import Annotator
from quoth.clean import clean
from quoth.records import Report

CORPORA = Path(__file__).resolve().parents[2].parent / "shared" / "corpora"

WORDS = st.sampled_from(
    [
        *"he she said that the minister told TASS reported “ ” « » \" ' , . : ( ) — - to".split(),
        *"according Holm of and who is president in quoted as saying 7 was not claim’s".split(),
        *["\n", "\n\n", "\u00a0", "é", "😀", "\u200b"],
    ]
)


@given(st.lists(WORDS, max_size=60).map(" ".join) | st.text(max_size=80))
@settings(deadline=None, max_examples=60)
def test_every_span_is_tight_and_inside(annotator: Annotator, text: str) -> None:
    (report,) = annotator.annotate(clean([Report("r", text)]))
    assert report.text == text
    check_layer(report)


@pytest.mark.parametrize("part", ["polnear/dev.jsonl.gz", "newswcl50/dev.jsonl.gz"])
def test_on_annotated_corpora(annotator: Annotator, part: str) -> None:
    if not (CORPORA / part).exists():
        pytest.skip(f"needs {part} in ../shared/corpora beside the checkout")
    with gzip.open(CORPORA / part, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines][:6]
    reports = clean(Report(a["id"], a["text"]) for a in articles)
    for report in annotator.annotate(reports):
        check_layer(report)


def test_the_same_text_gives_the_same_layer(annotator: Annotator) -> None:
    text = "“No,” Holm said. The mayor told Reuters that the port was safe."
    first, second = annotator.annotate(clean([Report("r", text), Report("r", text)]))
    assert first == second
