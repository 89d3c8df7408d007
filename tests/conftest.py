from __future__ import annotations

from pathlib import Path

import pytest
from tests.invented import comparison, denial, rejected, reports

from quoth.pipeline import Reader

__all__ = ["comparison", "denial", "rejected", "reports"]  # fixtures for all tests

EXAMPLES = Path(__file__).parents[1] / "examples"
FOUR = ("harbour-post.html", "coast-courier.txt", "halmora-tribune.txt", "agency.jsonl")


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of the evaluation corpora, which are not ours to ship."""
    folder = Path(__file__).parents[2] / "shared" / "corpora"
    if not folder.exists():
        pytest.skip("the evaluation corpora are not beside the checkout (../shared/corpora)")
    return folder


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()


@pytest.fixture(scope="session")
def four() -> list[Path]:
    """The example reports of one story."""
    return [EXAMPLES / name for name in FOUR]
