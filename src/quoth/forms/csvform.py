"""Records to CSV: UTF-8, a header line, one row a telling or a statement.

A cell that a spreadsheet would take for a formula (it begins, after white space, with one of
= + - @, also in their full-width forms, or with a tab or line break) gets a ' in front. The
offsets say what the words are to the letter; the JSON has them unaltered.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from quoth.forms import wording
from quoth.records import Claim, Comparison, Member, Report, Span

COMPARE_COLUMNS = (
    "kind",
    "number",
    "claim",
    "support",
    "confidence",
    "speaker",
    "gist",
    "report",
    "outlet",
    "start",
    "end",
    "spans",
    "text",
    "statement",
    "relays",
    "origins",
    "differences",
    "stance",
    "source_type",
)
READ_COLUMNS = (
    "report",
    "outlet",
    "published",
    "statement",
    "kind",
    "speaker",
    "country",
    "sector",
    "source",
    "cue",
    "content",
    "relays",
    "start",
    "end",
    "spans",
    "confidence",
    "stance",
    "source_type",
    "within",
)


def comparison_csv(comparison: Comparison) -> Iterator[str]:
    """Yield the lines of a comparison: each telling of each claim, what is told alone, left out.

    `kind` is "claim", "alone" or "left_out". A telling in pieces has the first start, the last end,
    and all its pieces in `spans`.
    """
    called = wording.names(comparison.reports)
    yield line(COMPARE_COLUMNS)
    for number, claim in zip(wording.numbers(comparison.claims), comparison.claims, strict=True):
        differences = "; ".join(
            wording.difference_line(d, called) for d in wording.differences(claim)
        )
        origins = "; ".join(
            f"{wording.clean(o.name)} ({wording.clean(o.why)})" for o in claim.origins
        )
        for telling in wording.tellings(claim, comparison.reports):
            relays = {s.id: "; ".join(r.name for r in s.relays) for s in telling.statements}
            for member in telling.members:
                yield line(
                    (
                        "claim",
                        *_cells(number, claim),
                        member.report,
                        telling.report.outlet,
                        *_places(telling.report, member.spans),
                        member.statement,
                        relays.get(member.statement or "", ""),
                        origins,
                        differences,
                        *_told(telling, member),
                    )
                )
    for report in comparison.reports:
        for span in comparison.alone.get(report.id, ()):
            places = _places(report, (span,))
            yield line(("alone", *[""] * 6, report.id, report.outlet, *places, *[""] * 6))
    numbered = wording.numbered(comparison)
    for report in comparison.reports:
        for claim_id in comparison.left_out[report.id]:
            cells = _cells(*numbered[claim_id])
            yield line(("left_out", *cells, report.id, report.outlet, *[""] * 10))


def _cells(number: str, claim: Claim) -> tuple[object, ...]:
    """Return what stands in each row of a claim, up to its gist."""
    confidence = f"{claim.confidence:.3f}"
    return (number, claim.id, claim.support, confidence, claim.speaker, claim.gist)


def read_csv(reports: Iterable[Report]) -> Iterator[str]:
    """Yield the lines of reports: one a statement; the offsets are those of its content."""
    yield line(READ_COLUMNS)
    for report in reports:
        actors = {actor.id: actor for actor in report.actors}
        for _, statement in wording.nested(report.statements):
            actor = actors.get(statement.speaker or "")
            *places, content = _places(report, statement.content)
            yield line(
                (
                    report.id,
                    report.outlet,
                    report.published,
                    statement.id,
                    statement.kind,
                    actor.name if actor else "",
                    actor.country if actor else "",
                    actor.sector if actor else "",
                    wording.words(report, statement.source),
                    wording.words(report, statement.cue),
                    content,
                    "; ".join(relay.name for relay in statement.relays),
                    *places,
                    f"{statement.confidence:.3f}",
                    statement.stance,
                    statement.source_type,
                    statement.id.rpartition(".")[0],
                )
            )


def _told(telling: wording.Telling, member: Member) -> tuple[str, str]:
    """Return the stance and the kind of source of a telling, "" where the narrator tells it.

    A stance that its words leave out comes before that of the statement.
    """
    statement = next((s for s in telling.statements if s.id == member.statement), None)
    hidden = "; ".join(wording.stances(telling.report, member.spans))
    if statement is None:
        return hidden, ""
    return hidden or statement.stance, statement.source_type


def _places(report: Report, spans: Sequence[Span]) -> tuple[object, object, str, str]:
    """Return start, end, all pieces and the words."""
    if not spans:
        return ("", "", "", "")
    return (
        min(span.start for span in spans),
        max(span.end for span in spans),
        pieces(spans),
        wording.words(report, spans),
    )


def pieces(spans: Iterable[Span]) -> str:
    """Return "12-40 55-60" for spans."""
    return " ".join(f"{start}-{end}" for start, end in spans)


def line(cells: Sequence[object], *, delimiter: str = ",") -> str:
    """Return a line; no cell of it is a formula."""
    stream = io.StringIO()
    # Only with this line end does the writer put quotation marks around a lone carriage return.
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([_cell(cell) for cell in cells])
    return stream.getvalue().removesuffix("\r\n") + "\n"


def _cell(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    text = wording.showable(cell)
    formula = text.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    return f"'{text}" if formula or text.startswith(("\t", "\r", "\n")) else text
