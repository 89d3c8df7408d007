"""Charts of relations: SVG, PNG, and a page that holds its chart and needs no network or script.

Cooperation stands above the axis and conflict below, what was done is filled and what was said is
hollow, so that no colour is needed to read it. Altair describes the chart (its grammar is
Vega-Lite's), vl-convert draws it inside this process.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import altair as alt
import vl_convert

from quoth.forms import relationwords as words
from quoth.forms import wording
from quoth.relate import Change, Period, Relation, Series

_WIDTH, _HEIGHT, _STRIP = 860, 200, 34
_FONT = "system-ui, 'DejaVu Sans', 'Segoe UI', sans-serif"
# Names of steps under the axis: no more than fit beside one another.
_TICKS = 14


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a chart; a page may give names of its own variables ("var(--ink)")."""

    ink: str = "#1d2126"
    faint: str = "#6b7280"
    line: str = "#d5d9de"
    unknown: str = "#e9ebee"
    paper: str = "#ffffff"
    cooperation: str = "#2568a8"
    conflict: str = "#b1441f"


def svg(relation: Relation, *, palette: Palette | None = None) -> str:
    """Return a relation as a drawing in SVG."""
    drawn: str = vl_convert.vegalite_to_svg(_chart(relation, palette or Palette()))
    label = wording.clean(words.title(relation)).translate(_ESCAPES)
    return re.sub(r"<svg ", f'<svg role="img" aria-label="{label}" ', drawn, count=1) + "\n"


def png(relation: Relation) -> bytes:
    """Return a relation as a picture, at twice the size that it is meant to be seen at."""
    drawn: bytes = vl_convert.vegalite_to_png(_chart(relation, Palette()), scale=2)
    return drawn


def page(relation: Relation, *, most: int | None) -> str:
    """Return a page with the chart, the figures, the changes and the events; `most` of these."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("quoth.serve", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(figure=words.figure, clean=wording.clean)
    events = {event.id: event for event in relation.events}
    counted = [event for event in relation.events if event.standing in relation.standings]
    heaviest = sorted(counted, key=lambda e: (-e.weight * max(abs(e.score), 0.5), e.day or ""))
    return environment.get_template("relation.html.jinja").render(
        relation=relation,
        words=words,
        chart=svg(relation),
        events=events,
        counted=counted,
        heaviest=sorted(heaviest[:most], key=lambda e: (e.day or "", e.id)),
    )


_ESCAPES = {ord("&"): "&amp;", ord('"'): "&quot;", ord("<"): "&lt;", ord(">"): "&gt;"}


def _chart(relation: Relation, palette: Palette) -> dict[str, Any]:
    ink = {"labelColor": palette.faint, "titleColor": palette.faint}
    title = alt.Title(
        wording.clean(words.title(relation)),
        subtitle=[
            "Above the axis cooperation, below it conflict; filled in deeds, hollow in words. Thin "
            "lines: 90% intervals.",
            "PLOVER's scores by independent origins and confidence. Grey with ?: no report came "
            "out, nothing is known.",
        ],
        anchor="start", fontSize=17, subtitleFontSize=12, color=palette.ink,
        subtitleColor=palette.faint, offset=14, font=_FONT, subtitleFont=_FONT,
    )  # fmt: skip
    panels = [panel for series in relation.series for panel in _panels(relation, series, palette)]
    chart = (
        alt.vconcat(*panels, spacing=8)
        .properties(title=title, background=palette.paper, padding=16)
        .configure_view(stroke=None)
        .configure_axis(
            gridColor=palette.line,
            domainColor=palette.line,
            tickColor=palette.line,
            labelFont=_FONT,
            titleFont=_FONT,
            titleFontWeight="normal",
            **ink,
        )
    )
    found: dict[str, Any] = chart.to_dict()
    return found


def _panels(relation: Relation, series: Series, palette: Palette) -> list[Any]:
    """Return the panel of a series and the strip of what came out."""
    rows = [_row(period, relation) for period in series.periods]
    x = _axis(relation, series)
    blank = [row for row in rows if not row["texts"] and not row["events"]]
    bars = [bar for row, period in zip(rows, series.periods, strict=True)
            for bar in _bars(row, period)]  # fmt: skip
    spans = [span for row, period in zip(rows, series.periods, strict=True)
             for span in _intervals(row, period)]  # fmt: skip
    values = [0.0, *(b["to"] for b in bars), *(s[k] for s in spans for k in ("low", "high"))]
    low, high = min(values), max(values)
    room = 0.12 * (high - low or 1)
    scale = alt.Scale(domain=[low - room, high + room], nice=False)
    y_axis = alt.Axis(title="score", tickCount=5, labelExpr="replace(datum.label, '-', '−')")
    y = alt.Y("from:Q", scale=scale, axis=y_axis)
    layers = [
        alt.Chart(alt.Data(values=blank)).mark_rect(color=palette.unknown).encode(x=x, x2="end"),
        alt.Chart(alt.Data(values=blank))
        .mark_text(text="?", color=palette.faint, fontSize=13, font=_FONT)
        .encode(x=alt.X("middle:T", axis=None), y=alt.datum(0, axis=y_axis)),
        *(
            _layer(bars, kind, material=material, palette=palette, x=x, y=y)
            for kind in ("cooperation", "conflict")
            for material in (True, False)
        ),
        alt.Chart(alt.Data(values=spans))
        .mark_rule(color=palette.ink, strokeWidth=1)
        .encode(
            x=alt.X("middle:T", axis=None),
            y=alt.Y("low:Q", scale=scale, axis=y_axis),
            y2="high:Q",
        ),
        alt.Chart(alt.Data(values=[{}]))
        .mark_rule(color=palette.ink, strokeWidth=1)
        .encode(y=alt.datum(0, axis=y_axis)),
        *_marks(series.changes, palette, scale, y_axis, high + room),
    ]  # fmt: skip
    heading = words.heading(relation, series.direction, series.teller)
    main = alt.layer(*layers).properties(
        width=_WIDTH, height=_HEIGHT,
        title=alt.Title(wording.clean(heading), anchor="start", fontSize=13, color=palette.ink,
                        font=_FONT),
    )  # fmt: skip
    return [main, _strip(rows, relation, series, palette)]


def _layer(
    bars: list[dict[str, Any]],
    kind: str,
    *,
    material: bool,
    palette: Palette,
    x: alt.X,
    y: alt.Y,
) -> alt.Chart:
    """Return the bars of a kind: filled where things were done, hollow where they were said."""
    color = getattr(palette, kind)
    values = [bar for bar in bars if bar["kind"] == kind and bar["material"] is material]
    fill = color if material else palette.paper
    return (
        alt.Chart(alt.Data(values=values))
        .mark_rect(fill=fill, stroke=color, strokeWidth=1.4)
        .encode(x=x, x2="end", y=y, y2="to")
    )


def _marks(
    changes: tuple[Change, ...],
    palette: Palette,
    scale: alt.Scale,
    axis: alt.Axis,
    top: float,
) -> list[Any]:
    """Return a broken line and a few words for each change."""
    rows = [
        {
            "at": change.start,
            "words": ("▲ " if change.way == "more" else "▼ ") + f"{change.way} {change.kind}",
            "top": top,
        }
        for change in changes
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(x=alt.X("at:T", axis=None))
    return [
        base.mark_rule(color=palette.ink, strokeDash=[4, 3]),
        base.mark_text(
            align="left", dx=4, dy=8, color=palette.ink, fontSize=11, font=_FONT, baseline="top"
        ).encode(text="words:N", y=alt.Y("top:Q", scale=scale, axis=axis)),
    ]  # fmt: skip


def _strip(
    rows: list[dict[str, Any]], relation: Relation, series: Series, palette: Palette
) -> alt.Chart:
    """Return the strip that tells how many reports came out in each step."""
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_rect(color=palette.faint)
        .encode(
            x=_axis(relation, series, labels=True),
            x2="end",
            y=alt.Y("none:Q", axis=alt.Axis(title="reports", tickCount=2, format="~s")),
            y2="texts",
        )
        .properties(width=_WIDTH, height=_STRIP)
    )


def _axis(relation: Relation, series: Series, *, labels: bool = False) -> alt.X:
    """Return the axis of time; its steps have the names that the tables give them."""
    starts = [period.start for period in series.periods]
    if not labels or not starts:
        return alt.X("start:T", axis=None, scale=_domain(series))
    every = -(-len(starts) // _TICKS)
    shown = starts[::every]
    names = {start: words.step_name(start, relation.step) for start in shown}
    pairs = ", ".join(f"'{start}': '{name}'" for start, name in names.items())
    return alt.X(
        "start:T",
        scale=_domain(series),
        axis=alt.Axis(
            title=None, values=[f"{start}T00:00:00" for start in shown], grid=False,
            labelExpr=f"{{{pairs}}}[timeFormat(datum.value, '%Y-%m-%d')]", labelAlign="left",
            labelOffset=2, tickCount=len(shown),
        ),
    )  # fmt: skip


def _domain(series: Series) -> alt.Scale:
    if not series.periods:
        return alt.Scale()
    last = _after(series.periods[-1].end)
    return alt.Scale(domain=[f"{series.periods[0].start}T00:00:00", f"{last}T00:00:00"])


def _row(period: Period, relation: Relation) -> dict[str, Any]:
    """Return what a step has, with the moments that it is drawn between, a little apart."""
    start, end = date.fromisoformat(period.start), date.fromisoformat(_after(period.end))
    hours = (end - start).days * 24
    return {
        "start": _moment(start, hours * 0.1),
        "middle": _moment(start, hours * 0.5),
        "end": _moment(start, hours * 0.9),
        "texts": period.texts,
        "none": 0,
        "events": period.cooperation.events + period.conflict.events,
    }


def _after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _moment(day: date, hours: float) -> str:
    whole = day + timedelta(days=int(hours // 24))
    return f"{whole.isoformat()}T{int(hours % 24):02}:00:00"


def _bars(row: dict[str, Any], period: Period) -> list[dict[str, Any]]:
    """Return the bars of a step: deeds next to the axis, words beyond them."""
    found = []
    for kind in ("cooperation", "conflict"):
        at = 0.0
        for what in ("material", "verbal"):
            score = getattr(period, f"{what}_{kind}").score
            if score:
                found.append(
                    {**row, "kind": kind, "material": what == "material", "from": at,
                     "to": at + score}
                )  # fmt: skip
                at += score
    return found


def _intervals(row: dict[str, Any], period: Period) -> list[dict[str, Any]]:
    return [
        {"middle": row["middle"], "low": amount.score_low, "high": amount.score_high}
        for amount in (period.cooperation, period.conflict)
        if amount.events and amount.score_low != amount.score_high
    ]
