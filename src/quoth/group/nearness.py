"""How near two reports are in words, names, figures, vectors and time.

A report's terms are compared by their weights (`background`): how much of them is shared, how much
of what one tells in its lead the other tells anywhere, and how alike the leads are. News puts what
happened first, so two reports of different happenings that share much (a second earthquake in the
same place) part in their leads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from quoth.group.background import weights
from quoth.group.outline import IN_LEAD, LEAD, Outline

KINDS: Final = {"w": ("words", "word_counts"), "n": ("names", "name_counts"),
                "f": ("figures", "figure_counts")}  # fmt: skip
_BY_KIND: Final = ("cosine", "shared", "contained", "told_least", "told_most", "lead_cosine")
_OTHERS: Final = ("lead", "all", "told", "told_least", "nearest")
NAMES: Final = (
    *(f"{kind}_{name}" for kind in KINDS for name in _BY_KIND),
    *(f"v_{name}" for name in _OTHERS),
    "length_least", "length_apart",
)  # fmt: skip
_TERM: Final = np.dtype([("key", "<u4"), ("cosine", "<f2"), ("weight", "<f2"), ("lead", "?")])
# A very rare term counts no more than one in 400 reports: it may be a slip of the pen.
_MOST_WEIGHT: Final = 6.0
_TOLD: Final = 4  # lead sentences that are looked for in the other report
_HALF: Final = 0.5  # what a report without a lead of a kind is said to have told of it


@dataclass(frozen=True, slots=True)
class Profile:
    """An outline made ready for comparing. `terms` holds, kind by kind, the terms of `KINDS`."""

    terms: tuple[NDArray[np.void], ...]
    totals: tuple[tuple[float, float, float], ...]  # of each kind: weight, lead's weight and norm
    vectors: NDArray[np.int8]
    length: float
    published: int | None  # days, as date.toordinal
    days: tuple[int, ...]  # days named outright in the lead, with a year


def profile(outline: Outline) -> Profile:
    """Return an outline ready for comparing."""
    terms, totals = zip(*(_terms(outline, kind) for kind in KINDS), strict=True)
    return Profile(
        terms=terms,
        totals=totals,
        vectors=outline.array("vectors"),  # type: ignore[arg-type]
        length=float(np.log(max(outline.length, 5))),
        published=_ordinal(outline.published),
        days=_lead_days(outline),
    )


def _terms(outline: Outline, kind: str) -> tuple[NDArray[np.void], tuple[float, float, float]]:
    field, counted = KINDS[kind]
    keys = outline.array(field)
    counts = np.frombuffer(getattr(outline, counted), np.uint8)
    weight = weights(keys, kind)  # type: ignore[arg-type]
    lead = (counts & IN_LEAD) > 0
    told = (1 + np.log(np.maximum(counts & (IN_LEAD - 1), 1))) * weight
    found = np.zeros(len(keys), _TERM)
    found["key"] = keys
    found["cosine"] = told / max(float(np.linalg.norm(told)), 1e-9)
    found["weight"] = weight
    found["lead"] = lead
    in_lead = weight[lead]
    return found, (float(weight.sum()), float(in_lead.sum()), float(np.sqrt((in_lead**2).sum())))


def nearness(one: Profile, others: Sequence[Profile]) -> NDArray[np.float64]:
    """Return how near one report is to each of others; shape (others, NAMES)."""
    columns: list[NDArray[np.float64]] = []
    for number in range(len(KINDS)):
        columns.extend(_by_kind(one, others, number))
    columns.extend(_by_vectors(one, others))
    lengths = np.array([other.length for other in others])
    columns.append(np.minimum(lengths, one.length))
    columns.append(np.abs(lengths - one.length))
    return np.stack(columns, axis=1)


def _by_kind(one: Profile, others: Sequence[Profile], number: int) -> list[NDArray[np.float64]]:
    """Return the columns of _BY_KIND for the terms of one kind."""
    mine = one.terms[number]
    sizes = [len(other.terms[number]) for other in others]
    owner = np.repeat(np.arange(len(others)), sizes)
    theirs = np.concatenate([other.terms[number] for other in others])
    count = len(others)
    if len(mine):
        at = np.minimum(np.searchsorted(mine["key"], theirs["key"]), len(mine) - 1)
        same = mine["key"][at] == theirs["key"]
    else:
        at, same = np.zeros(len(theirs), np.int64), np.zeros(len(theirs), bool)
    at, theirs, owner = at[same], theirs[same], owner[same]
    both = mine[at] if len(mine) else theirs

    def total(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(owner, values, count).astype(np.float64)

    weight = both["weight"].astype(float)
    cosine = total(both["cosine"].astype(float) * theirs["cosine"])
    shared = np.sqrt(total(np.minimum(weight, _MOST_WEIGHT) ** 2))
    totals = np.array([other.totals[number] for other in others])
    whole, lead, norm = one.totals[number]
    contained = total(weight) / np.maximum(np.minimum(totals[:, 0], whole), 1e-9)
    mine_told = total(weight * both["lead"]) / max(lead, 1e-9) if lead else np.full(count, _HALF)
    there = total(weight * theirs["lead"])
    told = np.where(totals[:, 1] > 0, there / np.maximum(totals[:, 1], 1e-9), _HALF)
    leads = total(weight**2 * (both["lead"] & theirs["lead"]))
    lead_cosine = leads / np.maximum(totals[:, 2] * norm, 1e-9)
    least, most = np.minimum(mine_told, told), np.maximum(mine_told, told)
    return [cosine, shared, contained, least, most, lead_cosine]


def _by_vectors(one: Profile, others: Sequence[Profile]) -> list[NDArray[np.float64]]:
    """Return the columns of _OTHERS; 0 where one of the two has no vectors."""
    result = np.zeros((len(_OTHERS), len(others)))
    having = [number for number, other in enumerate(others) if len(other.vectors)]
    if not len(one.vectors) or not having:
        return list(result)
    mine = one.vectors.astype(np.float32) / 127
    sizes = [len(others[number].vectors) for number in having]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    theirs = np.concatenate([others[number].vectors for number in having]).astype(np.float32) / 127
    near = mine @ theirs.T
    within = np.arange(len(theirs)) - np.repeat(starts, sizes)
    early = within < LEAD
    leads = np.add.reduceat(theirs * early[:, None], starts)
    result[0, having] = _cosine(leads, mine[:LEAD].sum(axis=0))
    result[1, having] = _cosine(np.add.reduceat(theirs, starts), mine.sum(axis=0))
    # How near, on average, each lead sentence's nearest sentence in the other lies, both ways.
    there = np.maximum.reduceat(near[:_TOLD], starts, axis=1).mean(axis=0)
    nearest = near.max(axis=0)
    told = within < _TOLD
    back = np.add.reduceat(nearest * told, starts) / np.add.reduceat(told.astype(float), starts)
    result[2, having] = (there + back) / 2
    result[3, having] = np.minimum(there, back)
    result[4, having] = np.maximum.reduceat(nearest, starts)
    return list(result)


def _cosine(rows: NDArray[np.float32], one: NDArray[np.float32]) -> NDArray[np.float32]:
    norms = np.linalg.norm(rows, axis=1) * np.linalg.norm(one)
    found: NDArray[np.float32] = rows @ one / np.maximum(norms, 1e-9)
    return found


def days_apart(one: Profile, other: Profile) -> int | None:
    """Return how many days lie between two reports, None where that cannot be told.

    Between their days of publication; where one is not known, between the nearest days that their
    leads name with a year.
    """
    if one.published is not None and other.published is not None:
        return abs(one.published - other.published)
    gaps = [abs(mine - theirs) for mine in one.days for theirs in other.days]
    return min(gaps, default=None)


def _ordinal(published: str | None) -> int | None:
    try:
        return date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:
        return None


def _lead_days(outline: Outline) -> tuple[int, ...]:
    found = []
    flags = np.frombuffer(outline.day_counts, np.uint8)
    for number, flag in zip(outline.array("days").tolist(), flags.tolist(), strict=True):
        if flag & IN_LEAD and number >= 10_000_000:
            year, rest = divmod(number, 10_000)
            found.append(date(year, rest // 100, rest % 100).toordinal())
    return tuple(found)
