"""Keeping: reading into an archive, and comparing what is there.

keeper    `Keeper`: a reader, an archive, and how its stories form
forming   joins the forming of stories and copies (`quoth.group`) to the archive
verdicts  the user's corrections as pairs of reports; the last correction counts
marks     where an ingest of the same inputs stood
crew      reading in several processes, in order
novelties what a new comparison of a story shows that the one before did not
gathering what is new in an archive, and what of it rules want told
watching  `Watch`: the rounds of a watch, and what it has to tell
sizes     how many reports or bytes inputs hold, where that can be told without reading them

Known gaps: `ingest` has the outlines of stories made by the one process that writes, so from about
eight workers on more of them gain little; `quoth.ray` has them made where reports are read.
"""

from quoth.config import reader_label
from quoth.keeping.forming import forming
from quoth.keeping.keeper import Keeper
from quoth.keeping.sizes import Measure, count_reports
from quoth.keeping.watching import Watch, WatchOptions

__all__ = [
    "Keeper",
    "Measure",
    "Watch",
    "WatchOptions",
    "count_reports",
    "forming",
    "reader_label",
]
