"""`ReaderOptions.min_confidence`: what is left out, and that it is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from quoth.config import ReaderOptions
from quoth.pipeline import Reader

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
    assert report.notes == (*every.notes, note)
    assert replace(report, statements=every.statements, notes=every.notes) == every
