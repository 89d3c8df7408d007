"""The doors: command line, tables and the page; the pipeline does the work behind them.

cli          the commands over inputs, and exit codes; those of an archive are in `keepcli` (fill
             it), `upkeepcli` (look after it), `findcli` (reports, words, outlets, SQL), `askcli`
             (what was said and done) and `storycli` (stories); they share `archiveoptions`
steps        what they share: inputs, reading, rendering, writing; `messages` on standard error
ingestdoor   the work of `quoth ingest`: progress, stopping; `storydoor` that of `quoth story`
watchcli     `quoth watch`; `watchdoor` its work, `watchtable` what it tells as an editor reads it
listing      lists out of an archive, page by page; `archiveform` -> JSON and CSV, `archivetable` ->
             tables
comparedoor  the work of `quoth compare`; `eventdoor` that of `quoth events`
table        records -> terminal tables; `eventtable` -> lines of events; `whytable` -> how a claim
             came to be
pageform     a comparison -> one HTML page; `page/` holds its template, style and script
output       where a result goes: standard output, or a file written whole or not at all

JSON, CSV, Parquet and POLECAT are in `quoth.forms`.

Known gaps: no web server yet, no page for `read`. The page of a comparison shows no events, and not
how its claims came to be. A terminal that lays out right-to-left text by itself may put such names
elsewhere in a line than they were printed. The page's scripts are tested only where a browser is
installed.
"""
