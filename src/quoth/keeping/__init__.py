"""Keeping: reading into an archive, and comparing what is there.

keeper    `Keeper`: a reader, an archive, and how its stories form
forming   joins the forming of stories and copies (`quoth.group`) to the archive
verdicts  the user's corrections as pairs of reports; the last correction counts
marks     where an ingest of the same inputs stood
crew      reading in several processes, in order
sizes     how many reports inputs hold, where that can be told without reading them

Known gaps: `ingest` has the outlines of stories made by the one process that writes, so from about
eight workers on more of them gain little; `quoth.ray` has them made where reports are read.
"""

from quoth.config import reader_label
from quoth.keeping.forming import forming
from quoth.keeping.keeper import Keeper
from quoth.keeping.sizes import count_reports

__all__ = ["Keeper", "count_reports", "forming", "reader_label"]
