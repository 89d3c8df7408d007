"""The doors: command line, tables, JSON, CSV and the page; the pipeline does the work behind them.

cli        the commands, their options and exit codes
order      which claim comes first, and which are left out
wording    what the forms say in words: names, excerpts, differences, support
table      records -> terminal tables
jsonform   records -> JSON and back; `schema/` holds its JSON Schemas
csvform    records -> CSV
pageform   a comparison -> one HTML page; `page/` holds its template, style and script
output     where a result goes: standard output, or a file written whole or not at all

Known gaps: no web server yet, no Parquet, no page for `read`. A terminal that lays out
right-to-left text by itself may put such names elsewhere in a line than they were printed. The
page's scripts are tested only where a browser is installed.
"""
