"""The doors: command line, tables, JSON, CSV and the page; the pipeline does the work behind them.

cli          the commands, their options and exit codes
steps        what they share: inputs, reading, rendering, writing; `messages` on standard error
comparedoor  the work of `quoth compare`; `eventdoor` that of `quoth events`
wording      what the forms say in words: names, excerpts, differences, support
eventwords   the same for events: codes, parties, date, place, magnitudes, teller
table        records -> terminal tables; `eventtable` -> lines of events; `whytable` -> how a claim
             came to be
jsonform     records -> JSON; `jsonread` the way back; `schema/` holds its JSON Schemas
csvform      records -> CSV
eventform    events -> flat rows, as JSON Lines and CSV, and their crosswalk
parquetform  the rows -> Parquet
polecatform  events -> the columns of POLECAT; `data/` has the numbers of states
pageform     a comparison -> one HTML page; `page/` holds its template, style and script
output       where a result goes: standard output, or a file written whole or not at all

Known gaps: no web server yet, no page for `read`. The page of a comparison shows no events, and not
how its claims came to be. A terminal that lays out right-to-left text by itself may put such names
elsewhere in a line than they were printed. The page's scripts are tested only where a browser is
installed.
"""
