"""`ReaderOptions.min_confidence`: what is left out, and that it is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from quoth.config import ReaderOptions
from quoth.pipeline import Reader
from quoth.records import Event, Report, Span, Statement
from quoth.sure import sure_report

TEXT = (
    "Joris Tamm said that the ferry would sail. Ilsa Brandt denied that the pier was closed. "
    "The village hopes for a mild winter."
)


def test_statements_below_it_are_left_out_with_a_note(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    (every,) = reader.read(path)
    sure = max(s.confidence for s in every.statements)
    assert len(every.statements) > 1
    narrow = Reader(options=ReaderOptions(min_confidence=sure))
    (report,) = narrow.read(path)
    kept = tuple(s for s in every.statements if s.confidence >= sure)
    assert report.statements == kept
    left_out = len(every.statements) - len(kept)
    note = f"{left_out} of {len(every.statements)} statements are below {sure:g} and left out"
    # Events that are left out are told of in a note of their own.
    assert report.notes[: len(every.notes) + 1] == (*every.notes, note)
    assert all(e in every.events and e.confidence >= sure for e in report.events)
    again = replace(report, statements=every.statements, events=every.events, notes=every.notes)
    assert again == every


def told(number: int, confidence: float, statement: str | None) -> Event:
    words = (Span(0, 1),)
    return Event(
        f"e{number}", "PROTEST", None, (), "asserted", words, words,
        statement=statement, confidence=confidence,
    )  # fmt: skip


def test_events_below_it_and_those_of_statements_below_it_are_left_out() -> None:
    words = (Span(0, 1),)
    inner = Statement("s0.0", "indirect", words, words, words, confidence=0.4)
    outer = Statement("s0", "direct", words, words, words, confidence=0.9, inner=(inner,))
    doubtful = Statement("s1", "direct", words, words, words, confidence=0.5)
    events = (
        told(0, 0.9, None), told(1, 0.5, None), told(2, 0.9, "s0"), told(3, 0.9, "s0.0"),
        told(4, 0.9, "s1"),
    )  # fmt: skip
    report = sure_report(Report("r", "x", statements=(outer, doubtful), events=events), 0.8)
    assert [event.id for event in report.events] == ["e0", "e2"]
    assert report.statements == (replace(outer, inner=()),)
    assert report.notes == (
        "2 of 3 statements are below 0.8 and left out",
        "3 of 5 events are below 0.8, or told in statements that are, and left out",
    )
    assert sure_report(report, 0.0) == report
