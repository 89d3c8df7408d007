"""Reading in processes: the order, what passes by, and workers that fail."""

from __future__ import annotations

import pytest
from tests.keeping.fakes import WordReader, make_faulty_reader, make_word_reader

from quoth.config import ReaderOptions
from quoth.errors import ModelError, ReadingError
from quoth.keeping.crew import read_in_processes
from quoth.records import Rejected, Report


def items(count):
    for number in range(count):
        yield Report(f"r{number}", f"The mayor of Valmora spoke. It was day {number}.")
        if number % 3 == 0:
            yield Rejected(f"x{number}", "ingest", "is empty")


def test_in_order_and_as_one_process_reads():
    found = list(
        read_in_processes(items(20), options=ReaderOptions(), workers=2, make=make_word_reader)
    )
    assert found == list(WordReader().iter_finish(items(20)))


def test_a_worker_that_dies_is_told():
    given = [Report("a", "All is well."), Report("b", "I shall die."), Report("c", "Well.")]
    reading = read_in_processes(given, options=ReaderOptions(), workers=1, make=make_faulty_reader)
    with pytest.raises(ReadingError, match="fewer --workers"):
        list(reading)


def test_what_a_worker_raises_on_purpose_is_raised():
    given = [Report("a", "All is well."), Report("b", "The model.")]
    reading = read_in_processes(given, options=ReaderOptions(), workers=1, make=make_faulty_reader)
    assert next(reading).id == "a"
    with pytest.raises(ModelError, match="install it"):
        list(reading)


def test_nothing_to_read_starts_no_process(monkeypatch):
    given = [Rejected("x", "ingest", "is empty")]
    assert list(read_in_processes(given, options=ReaderOptions(), workers=2)) == given
