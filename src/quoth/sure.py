"""Leaves out what is less sure than the user wants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from quoth.records import Comparison, Event, Report, Statement


def sure_statements(statements: Iterable[Statement], confidence: float) -> tuple[Statement, ...]:
    """Return the statements of at least a confidence; inner ones go with the outer one."""
    sure = (s for s in statements if s.confidence >= confidence)
    return tuple(
        replace(s, inner=sure_statements(s.inner, confidence)) if s.inner else s for s in sure
    )


def sure_events(
    events: Iterable[Event], confidence: float, statements: Sequence[Statement]
) -> tuple[Event, ...]:
    """Return the events of at least a confidence that the report or one of `statements` tells.

    Without the statement that it is told in, an event would read as told by the report itself.
    """
    told = {None, *(statement.id for statement in with_inner(statements))}
    return tuple(e for e in events if e.confidence >= confidence and e.statement in told)


def sure_report(report: Report, confidence: float) -> Report:
    """Return a report without the statements and events below a confidence, and say how many."""
    statements = sure_statements(report.statements, confidence)
    events = sure_events(report.events, confidence, statements)
    notes = list(report.notes)
    every = sum(1 for _ in with_inner(report.statements))
    left_out = every - sum(1 for _ in with_inner(statements))
    if left_out:
        notes.append(f"{left_out} of {every} statements are below {confidence:g} and left out")
    left_out = len(report.events) - len(events)
    if left_out:
        notes.append(
            f"{left_out} of {len(report.events)} events are below {confidence:g}, or told in "
            "statements that are, and left out"
        )
    return replace(report, statements=statements, events=events, notes=tuple(notes))


def sure_comparison(comparison: Comparison, confidence: float) -> Comparison:
    """Return a comparison without the claims below a confidence, and say how many.

    What is told alone stays: the sentences of a claim that is left out are not told by one report
    alone. What each outlet leaves out follows the claims.
    """
    kept = tuple(claim for claim in comparison.claims if claim.confidence >= confidence)
    left_out = len(comparison.claims) - len(kept)
    if not left_out:
        return comparison
    every = len(comparison.claims)
    note = f"{left_out} of {every} claims are below {confidence:g} and left out"
    return replace(comparison, claims=kept, notes=(*comparison.notes, note))


def with_inner(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Yield statements, each followed by those within its content."""
    for statement in statements:
        yield statement
        yield from with_inner(statement.inner)
