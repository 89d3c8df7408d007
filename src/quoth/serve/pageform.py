"""A comparison as one HTML page that needs nothing else: no network, no other file.

All text goes through the template's escaping; style and script are let in by their hashes only.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from importlib import resources
from string import ascii_uppercase
from typing import Any

from quoth import __version__
from quoth.forms import wording
from quoth.records import Claim, Comparison, Difference, Origin, Report
from quoth.serve.pagetext import Layers, cut
from quoth.spans import merge

_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
# As many outlets as a line of a heading holds.
_NAMED = 4
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)


def comparison_page(comparison: Comparison) -> str:
    """Return the page: the claims, and beside them the reports with the words that tell them."""
    import jinja2

    folder = resources.files("quoth.serve") / "page"
    # The first is shared with the pages of `quoth serve`.
    style = "".join((folder / name).read_text("utf-8") for name in ("tokens.css", "page.css"))
    script = (folder / "page.js").read_text("utf-8")
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("quoth.serve", "page"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("page.html.jinja").render(
        **page_parts(comparison),
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
        version=__version__,
    )


def page_parts(comparison: Comparison) -> dict[str, Any]:
    """Return what a template shows of a comparison: its claims, reports and remarks."""
    called = wording.names(comparison.reports)
    letters = {report.id: letter(n) for n, report in enumerate(comparison.reports)}
    layers, claims = _claims(comparison, called, letters)
    return {
        "title": _title(called),
        "heading": wording.heading(comparison),
        "outlets": len({report.name for report in comparison.reports}),
        "one_story": comparison.one_story,
        "copies": [
            wording.listing([called.get(r, wording.clean(r)) for r in group])
            for group in comparison.copies
        ],
        "notes": [wording.clean(note) for note in comparison.notes],
        "rejected": [
            {"name": wording.clean(r.report_id), "reason": wording.clean(r.reason)}
            for r in comparison.rejected
        ],
        "claims": claims,
        "reports": [
            {
                **_report(report, called[report.id], letters[report.id], layers[report.id]),
                "left_out": _left_out(comparison, report, letters),
            }
            for report in comparison.reports
        ],
    }


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def letter(number: int) -> str:
    """Return A, B ... Z, AA, AB ... for 0, 1 ..."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, len(ascii_uppercase))
        name = ascii_uppercase[rest] + name
    return name


def _title(called: Mapping[str, str]) -> str:
    """Return who is compared: no outlet's headline stands above the others."""
    who = list(called.values())
    if len(who) > _NAMED:
        who = [*who[: _NAMED - 1], f"{len(who) - _NAMED + 1} more"]
    return wording.listing([wording.shorten(name, 60) for name in who])


def _claims(
    comparison: Comparison, called: Mapping[str, str], letters: Mapping[str, str]
) -> tuple[dict[str, Layers], list[dict[str, object]]]:
    """Return the layers of each report, and what the template shows of each claim."""
    layers = {report.id: Layers() for report in comparison.reports}
    for report in comparison.reports:
        layers[report.id].lay(report.furniture, "furniture")
        layers[report.id].lay(comparison.alone.get(report.id, ()), "alone")
    shown: list[dict[str, object]] = []
    difference_number = 0
    for label, claim in zip(wording.numbers(comparison.claims), comparison.claims, strict=True):
        number = int(label)
        differences = []
        for difference in wording.differences(claim):
            difference_number += 1
            _lay_difference(difference, difference_number, layers)
            differences.append(_difference(difference, difference_number, called, letters))
        shown.append(
            {
                "n": number,
                "id": wording.clean(claim.id),
                "speaker": wording.speaker(claim),
                "gist": wording.clean(claim.gist),
                "support": claim.support,
                "percent": f"{claim.confidence:.0%}",
                "confidence": f"{claim.confidence:.3f}",
                "line": wording.support_line(claim, comparison),
                "few": wording.few_origins(claim, comparison),
                "differences": differences,
                "tellings": _tellings(claim, number, comparison.reports, layers, letters, called),
                "origins": _origins(claim.origins, called, letters),
                "shared": _origins(wording.explained(claim, called), called, letters),
            }
        )
    return layers, shown


def _origins(
    origins: Sequence[Origin], called: Mapping[str, str], letters: Mapping[str, str]
) -> list[dict[str, object]]:
    return [
        {
            "name": wording.clean(origin.name),
            "who": [letters.get(report, "?") for report in origin.reports],
            "why": "" if wording.itself(origin, called) else wording.clean(origin.why),
        }
        for origin in origins
    ]


def _tellings(
    claim: Claim,
    number: int,
    reports: Sequence[Report],
    layers: Mapping[str, Layers],
    letters: Mapping[str, str],
    called: Mapping[str, str],
) -> list[dict[str, object]]:
    """Return what the template shows of each telling, and lay its spans."""
    shown: list[dict[str, object]] = []
    for telling in wording.tellings(claim, reports):
        report = telling.report
        letter = letters[report.id]
        anchor = f"m{number}-{letter}"
        layer = layers[report.id]
        layer.lay(telling.spans, "claims", number)
        for member in telling.members:
            if member.spans:
                layer.ends[max(span.end for span in member.spans)].add(number)
        if telling.spans:
            layer.anchors[telling.spans[0].start].append(anchor)
        for statement in telling.statements:
            layer.lay((*statement.source, *statement.cue), "sources", number)
            for relay in statement.relays:
                layer.lay(relay.spans, "sources", number)
        said = [
            wording.words(report, merge((*s.source, *s.cue), text=report.text), limit=80)
            for s in telling.statements
        ]
        shown.append(
            {
                "letter": letter,
                "name": called[report.id],
                "anchor": anchor,
                "label": telling.label,
                "words": wording.words(report, telling.spans),
                "anonymous": telling.anonymous,
                "said": "; ".join(dict.fromkeys(filter(None, said))),
                "relays": wording.listing(telling.relays),
            }
        )
    return shown


def _lay_difference(difference: Difference, number: int, layers: Mapping[str, Layers]) -> None:
    for report, spans in zip(difference.between, difference.spans, strict=False):
        if report in layers:
            layers[report].lay(spans, "differences", number)


def _difference(
    difference: Difference, number: int, called: Mapping[str, str], letters: Mapping[str, str]
) -> dict[str, object]:
    """Return a difference as type, values with the letters of who tells them, and note."""
    told = wording.told_values(difference, limit=160)
    only = len(told) == 2 and not all(value for value, _ in told)
    return {
        "n": number,
        "type": difference.type,
        "who": [letters.get(report, "?") for report in difference.between],
        "brief": difference.type == "wording",
        "only": only,
        "values": [
            {"value": value, "who": [letters.get(report, "?") for report in reports]}
            for value, reports in told
            if value or not only
        ],
        "line": wording.difference_line(difference, called),
        "note": wording.difference_note(difference),
    }


def _left_out(
    comparison: Comparison, report: Report, letters: Mapping[str, str]
) -> dict[str, object]:
    """Return the letters of the outlet of a report and the claims that it leaves out."""
    numbered = wording.numbered(comparison)
    claims = []
    for claim_id in comparison.left_out[report.id]:
        number, claim = numbered[claim_id]
        who = wording.speaker(claim)
        gist = wording.clean(claim.gist)
        claims.append(
            {
                "n": int(number),
                "gist": wording.shorten(f"{who}: {gist}" if who else gist, 160),
                "line": wording.support_line(claim, comparison),
            }
        )
    same = [letters[other.id] for other in comparison.reports if other.name == report.name]
    return {"who": wording.listing(same), "many": len(same) > 1, "claims": claims}


def _report(report: Report, name: str, letter: str, layers: Layers) -> dict[str, object]:
    url = report.url or ""
    language = report.language or ""
    return {
        "letter": letter,
        "name": name,
        "id": wording.clean(report.id),
        "title": wording.clean(report.title or ""),
        "published": wording.day(report),
        "url": url if _ADDRESS.fullmatch(url) else "",
        "language": language if _LANGUAGE.fullmatch(language) else "",
        "notes": [wording.clean(note) for note in report.notes],
        "alone": layers.count("alone"),
        "claims": len({number for _, layer, number in layers.spans if layer == "claims"}),
        "paragraphs": cut(report, layers),
    }
