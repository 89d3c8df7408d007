"""Relations as JSON and CSV; docs/relations.md has the keys and how each figure comes about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from quoth.forms.csvform import line
from quoth.forms.jsonform import VERSION, dumps
from quoth.relate import Amount, Pair, Period, Relation, RelationEvent, Series, Side, Telling
from quoth.relate.amounts import INTERVAL

Row = dict[str, Any]
KINDS = (
    "cooperation", "conflict", "verbal_cooperation", "material_cooperation", "verbal_conflict",
    "material_conflict",
)  # fmt: skip
STANDINGS = ("asserted", "said", "denied", "historical", "future", "hypothetical", "negated")
_HEAD = ("first", "second", "direction", "teller", "start", "end", "texts", "outlets", "score")
_AMOUNT = tuple(field.name for field in fields(Amount))
PAIR = tuple(field.name for field in fields(Pair))


def relation_json(relation: Relation) -> Row:
    """Return the document of a relation."""
    return {
        "version": VERSION,
        "first": _side(relation.first),
        "second": _side(relation.second),
        "step": relation.step,
        "since": relation.since,
        "until": relation.until,
        "status": list(relation.standings),
        "interval": INTERVAL,
        "series": [_series(relation, one) for one in relation.series],
        "events": [event_json(event) for event in relation.events],
        "undated": [event_json(event) for event in relation.undated],
        "notes": list(relation.notes),
    }


def relation_text(relation: Relation) -> str:
    """Return the document as text."""
    return dumps(relation_json(relation)) + "\n"


def period_lines(relation: Relation) -> Iterator[str]:
    """Yield a line of JSON for each step of each series."""
    for series in relation.series:
        for period in series.periods:
            yield dumps(_period_row(relation, series, period)) + "\n"


def period_cells(relation: Relation) -> Iterator[str]:
    """Yield a header, and a line of CSV for each step of each series."""
    yield line([
        *_HEAD, *(f"{kind}_{name}" for kind in KINDS for name in _AMOUNT),
        *(f"{standing}_{name}" for standing in STANDINGS for name in ("events", "origins")),
        "changes",
    ])  # fmt: skip
    for series in relation.series:
        for period in series.periods:
            row = _period_row(relation, series, period)
            amounts = [row[kind][name] for kind in KINDS for name in _AMOUNT]
            beside = [
                row["beside"].get(standing, {}).get(name, 0)
                for standing in STANDINGS
                for name in ("events", "origins")
            ]
            changes = "; ".join(
                f"{change.way} {change.kind}"
                for change in series.changes
                if change.start == period.start
            )
            cells = [*(row[name] for name in _HEAD), *amounts, *beside, changes]
            yield line(["" if cell is None else cell for cell in cells])


def pair_lines(pairs: Iterable[Pair]) -> Iterator[str]:
    """Yield a line of JSON a pair."""
    for pair in pairs:
        yield dumps(pair_json(pair)) + "\n"


def pair_cells(pairs: Iterable[Pair]) -> Iterator[str]:
    """Yield a header and a line of CSV a pair; `by_step` is left out, being a series."""
    names = [name for name in PAIR if name != "by_step"]
    yield line(names)
    for pair in pairs:
        row = pair_json(pair)
        yield line(["" if row[name] is None else row[name] for name in names])


def pair_json(pair: Pair) -> Row:
    """Return a pair as a row."""
    row = {name: _figure(getattr(pair, name)) for name in PAIR}
    row["by_step"] = [[_figure(a), _figure(b)] for a, b in pair.by_step]
    return row


def event_json(event: RelationEvent) -> Row:
    """Return an event of a relation with its origins and all its tellings."""
    return {
        "id": event.id,
        "direction": event.direction,
        "status": event.standing,
        "type": event.type,
        "mode": event.mode,
        "quad": event.quad,
        "story": event.story,
        "day": event.day,
        "dated": event.dated,
        "start": event.start,
        "end": event.end,
        "probability": _figure(event.probability),
        "weight": _figure(event.weight),
        "score": _figure(event.score),
        "support": event.support,
        "origins": [
            {
                "name": origin.name,
                "home": origin.home,
                "reports": list(origin.reports),
                "why": origin.why,
            }
            for origin in event.origins
        ],
        "tellings": [_telling(telling) for telling in event.tellings],
    }


def _telling(telling: Telling) -> Row:
    return {
        "report": telling.report,
        "version": telling.version,
        "event": telling.event,
        "outlet": telling.outlet,
        "home": telling.home,
        "published": telling.published,
        "actors": [party.name for party in telling.actors],
        "recipients": [party.name for party in telling.recipients],
        "words": telling.words,
        "trigger": [list(span) for span in telling.trigger],
        "evidence": [list(span) for span in telling.evidence],
        "statement": telling.statement,
        "speaker": telling.speaker,
        "confidence": _figure(telling.confidence),
    }


def _side(side: Side) -> Row:
    return {"code": side.code, "name": side.name}


def _series(relation: Relation, series: Series) -> Row:
    return {
        "direction": series.direction,
        "teller": series.teller,
        "periods": [_period_row(relation, series, period, head=False) for period in series.periods],
        "changes": [
            {
                "start": change.start,
                "kind": change.kind,
                "way": change.way,
                "before": _figure(change.before),
                "after": _figure(change.after),
                "gain": _figure(change.gain),
                "drivers": list(change.drivers),
            }
            for change in series.changes
        ],
    }


def _period_row(relation: Relation, series: Series, period: Period, *, head: bool = True) -> Row:
    which = {
        "first": relation.first.label,
        "second": relation.second.label,
        "direction": series.direction,
        "teller": series.teller,
    }
    return {
        **(which if head else {}),
        "start": period.start,
        "end": period.end,
        "texts": period.texts,
        "outlets": period.outlets,
        "score": _figure(period.score),
        **{kind: _amount(getattr(period, kind)) for kind in KINDS},
        "beside": {
            standing: {"events": tally.events, "origins": tally.origins}
            for standing, tally in period.beside.items()
        },
    }


def _amount(amount: Amount) -> Row:
    return {name: _figure(getattr(amount, name)) for name in _AMOUNT}


def _figure(value: Any) -> Any:  # noqa: ANN401 - what a record holds
    """Return a figure as it is written: four decimals at most, and no -0."""
    return round(value, 4) + 0.0 if isinstance(value, float) else value
