"""The archive: one DuckDB file with reports, what was found in them and the stories they form.

archive      `Archive`: bringing in, stories, corrections, check, backup, export
questions    what it can be asked; `opening` opens it; `records` are its answers
files        the file, opened for the moment it is needed; `locks` says whose turn it is
schema       tables and views; `migrate` makes and brings them up
store        brings reports in; `rows` and `tables` turn them into rows
forming      stories and copies, formed by what is given in; `headlines` what stories are called;
             `corrected` what users said of them; `comparisons` of stories
queries      the questions by keyword; `storyqueries` those about stories; `paging`, `moments`;
             `plainsql` those in SQL
index        the index of words, in SQLite; `asking` what is typed; `searching` the answer
watches      what is new, and what of it watches have told
checking     whether all is whole; `dumping` all of it as text; `backing` copies
relating     what relations are asked; `tellings` of events for them, `pairing` counts pairs
crediting    which agencies reports credit
exporting    CSV, Parquet, JSON Lines; `webnotes` JSON-LD, `newsjson` ninjs

Known gaps: nothing can be taken out of an archive yet. Two reports without an address that have one
id count as versions of one report. A comparison of stories is stored as it is given in; nobody
makes it anew by itself. On Windows the locks are not tested.
"""

from quoth.archive.archive import Archive
from quoth.archive.exporting import FORMS, read_reports
from quoth.archive.forming import Forming
from quoth.archive.records import (
    Added,
    Checkpoint,
    ClaimEntry,
    Correction,
    EventEntry,
    Hit,
    MatchEntry,
    NewsEntry,
    OutletEntry,
    Outlined,
    Overview,
    Page,
    Place,
    Problem,
    Quote,
    RejectedEntry,
    ReportEntry,
    Rows,
    StatementEntry,
    Story,
    StoryChange,
    Totals,
    Version,
)

__all__ = [
    "FORMS",
    "Added",
    "Archive",
    "Checkpoint",
    "ClaimEntry",
    "Correction",
    "EventEntry",
    "Forming",
    "Hit",
    "MatchEntry",
    "NewsEntry",
    "OutletEntry",
    "Outlined",
    "Overview",
    "Page",
    "Place",
    "Problem",
    "Quote",
    "RejectedEntry",
    "ReportEntry",
    "Rows",
    "StatementEntry",
    "Story",
    "StoryChange",
    "Totals",
    "Version",
    "read_reports",
]
