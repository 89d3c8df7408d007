"""Keeps what a source says on its own apart from what it denied or asked before.

A quotation without a cue joins the statement before it ("Lee denied that he knew. “I was at
sea.”"): there the quotation is said, not denied, so it becomes a statement of its own, without a
cue.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from quoth.records import Report, Span, Statement

# Where the content of the cue and the quotation after it are not told alike.
_TURNING = ("denies", "asks")


def apart(report: Report, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return the statements, with quotations that only follow a denial or question by themselves.

    Ids are given anew where one is parted: "s0", "s1" ..., inner ones "s1.0".
    """
    parted = [part for statement in statements for part in _parts(report, statement)]
    if len(parted) == len(statements):
        return tuple(statements)
    parted.sort(key=lambda s: (s.content, s.cue, s.source))
    return tuple(named(statement, f"s{number}") for number, statement in enumerate(parted))


def _parts(report: Report, statement: Statement) -> Iterator[Statement]:
    if statement.stance not in _TURNING or not statement.cue:
        yield statement
        return
    starts = [sentence.span.start for sentence in report.sentences]

    def sentences(span: Span) -> range:
        return range(bisect_right(starts, span.start), bisect_right(starts, span.end - 1) + 1)

    told = {n for span in statement.cue for n in sentences(span)}
    quotations = [q.span for q in report.quotations if not q.depth]
    after = tuple(
        span
        for span in statement.content
        if told.isdisjoint(sentences(span))
        and any(q.start <= span.start and span.end <= q.end for q in quotations)
    )
    rest = tuple(span for span in statement.content if span not in after)
    if not after or not rest:
        yield statement
        return
    quoted = [any(q.start <= s.start and s.end <= q.end for q in quotations) for s in rest]
    kind = "direct" if all(quoted) else statement.kind
    if not any(q.start < s.end and q.end > s.start for q in quotations for s in rest):
        kind = "indirect"
    yield replace(statement, content=rest, kind=kind)
    yield replace(statement, content=after, kind="direct", cue=(), stance="says", inner=())


def named(statement: Statement, name: str) -> Statement:
    """Return a statement with an id, and those within it with ids that go on from it."""
    inner = (named(one, f"{name}.{number}") for number, one in enumerate(statement.inner))
    return replace(statement, id=name, inner=tuple(inner))
