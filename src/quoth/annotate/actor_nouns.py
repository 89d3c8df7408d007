"""Which common nouns name persons or bodies: `data/actor_nouns.tsv` and endings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "actor_nouns.tsv"
_ENDINGS = ("er", "or", "ist", "ian", "ant", "man", "woman", "men", "women")


@cache
def _table() -> Mapping[str, str]:
    rows = [row for row in TABLE.read_text("utf-8").splitlines() if not row.startswith("#")]
    return dict(row.split("\t") for row in rows[1:] if row)


def is_title(word: str) -> bool:
    """Return whether a word is a title that stands before names: "President", "Sen."."""
    return _table().get(word.lower().rstrip(".")) == "title"


def is_actor_noun(lemma: str) -> bool:
    """Return whether a noun names persons or a body."""
    kind = _table().get(lemma.lower())
    return kind != "thing" if kind is not None else lemma.lower().endswith(_ENDINGS)
