"""British spellings of verbs as American ones, as the tables have them."""

from __future__ import annotations

_NOT_IZE = frozenset(
    "advertise advise arise comprise compromise concise demise despise devise disguise enterprise "
    "excise exercise expertise franchise improvise merchandise noise otherwise paradise poise "
    "praise precise premise promise raise revise rise supervise surprise televise wise".split()
)
_OUR = frozenset("behaviour clamour colour favour honour humour labour rumour".split())


def american(lemma: str) -> str:
    """Return a lemma in the spelling of the reports that the table of stances is written in."""
    if lemma.endswith("ise") and lemma not in _NOT_IZE:
        return f"{lemma[:-3]}ize"
    if lemma.endswith("our") and lemma in _OUR:
        return f"{lemma[:-3]}or"
    return {"defence": "defense", "offence": "offense", "sceptical": "skeptical"}.get(lemma, lemma)
