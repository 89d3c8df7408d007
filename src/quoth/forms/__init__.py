"""Records in the forms that other programs read; the doors and the archive's export both give them.

jsonform     records -> JSON; `jsonread` the way back; `schema/` holds its JSON Schemas
csvform      records -> CSV
eventform    events -> flat rows, as JSON Lines and CSV, and their crosswalk
parquetform  the rows -> Parquet
polecatform  events -> the columns of POLECAT; `data/` has the numbers of states
wording      what the forms say in words: names, excerpts, differences, support
eventwords   the same for events: codes, parties, date, place, magnitudes, teller
"""
