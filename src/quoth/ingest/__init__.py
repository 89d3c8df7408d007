"""Reads inputs to reports: text, web pages, JSON Lines, folders, standard input.

`Report.text` of a text or of JSON is the input to the letter; of a page it is the extracted
article. Nothing that is given is dropped in silence: an input is a report, or a `Rejected` with
one line that says what is wrong and what to do.

Known gaps: addresses, feeds, WARC and Parquet are refused, as are office documents and PDF. A page
with several articles comes as one report. What a page shows only by script is read only where its
JSON-LD has the text. Of the encodings before Unicode, those of the West and what
charset-normalizer is sure of are told; a text that mixes languages counts as that of its opening.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from quoth.config import IngestOptions
from quoth.errors import InputError
from quoth.ingest.drafts import Draft, Ids
from quoth.ingest.inputs import Inputs
from quoth.ingest.language import with_language
from quoth.records import Rejected, Report

__all__ = ["ingest"]

_DEFAULT = IngestOptions()


def ingest(
    inputs: Iterable[str | Path | Report],
    *,
    options: IngestOptions = _DEFAULT,
    stdin: BinaryIO | None = None,
) -> Iterator[Report | Rejected]:
    """Yield the reports of the inputs, one at a time, in order; what cannot be read is rejected.

    An input is a path, a folder, "-" for `stdin` (by default the process's own), or a report made
    in Python, of which only the language is told where it is None. Ids that an input gives are
    kept; a file without one gets its stem, with the name of its folder where that is taken.
    Reports come with id, text, outlet, published, title, language, url, encoding and notes. A bad
    input raises nothing.
    """
    if isinstance(inputs, str | os.PathLike | Report):  # one input, not a list of them
        inputs = [inputs]
    ids = Ids()
    reader = Inputs(options, stdin)
    for given in inputs:
        try:
            for draft in reader.read(given):
                yield draft if isinstance(draft, Rejected) else _finish(draft, ids, options)
        except InputError as error:
            yield Rejected(error.name, "ingest", error.reason)


def _finish(draft: Draft, ids: Ids, options: IngestOptions) -> Report | Rejected:
    """Return a draft as a report, once its text is one and its id and language are settled."""
    try:
        _check_text(draft)
        report = ids.settle(draft)
    except InputError as error:
        return Rejected(error.name, "ingest", error.reason)
    return with_language(report, options.languages)


def _check_text(draft: Draft) -> None:
    report = draft.report
    if not report.text.strip():
        raise InputError(draft.place, "has no text but white space: there is nothing to read")
    if not any(c.isalpha() for c in report.text):
        raise InputError(draft.place, "has no words: give the text of the article")
    if "\x00" in report.text:
        raise InputError(draft.place, "has null characters (U+0000) in its text: take them out")
    for value in (report.text, report.id, report.outlet, report.owner, report.title, report.url):
        try:
            (value or "").encode("utf-8")
        except UnicodeEncodeError:
            reason = "has half a character (a lone surrogate, U+D800 to U+DFFF): mend or remove it"
            raise InputError(draft.place, reason) from None
