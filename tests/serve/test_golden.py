"""Golden files: the forms as they are today, so that a change of them is seen.

To write them anew: QUOTH_WRITE_GOLDEN=1 pytest tests/serve/test_golden.py
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from rich.console import Console

from quoth import __version__
from quoth.forms import csvform, eventform, jsonform, polecatform
from quoth.serve import eventtable, table, whytable

GOLDEN = Path(__file__).parents[1] / "golden" / "serve"


def printed(width, show):
    console = Console(file=io.StringIO(), width=width, highlight=False)
    show(console)
    return "\n".join(line.rstrip() for line in console.file.getvalue().split("\n"))


def versionless(text):
    return text.replace(f"Quoth {__version__}", "Quoth VERSION")


FORMS = {
    "compare.json": lambda reports, comparison: jsonform.comparison_text(comparison),
    "compare.csv": lambda reports, comparison: "".join(csvform.comparison_csv(comparison)),
    "compare-100.txt": lambda reports, comparison: printed(
        100, lambda console: table.print_comparison(console, comparison)
    ),
    "compare-200.txt": lambda reports, comparison: printed(
        200, lambda console: table.print_comparison(console, comparison)
    ),
    "compare-why-60.txt": lambda reports, comparison: printed(
        60, lambda console: whytable.print_why(console, comparison, comparison.claims[0])
    ),
    "compare-why-100.txt": lambda reports, comparison: printed(
        100, lambda console: whytable.print_why(console, comparison, comparison.claims[0])
    ),
    "read.jsonl": lambda reports, comparison: "".join(
        jsonform.dumps(jsonform.report_json(report)) + "\n" for report in reports
    ),
    "read.csv": lambda reports, comparison: "".join(csvform.read_csv(reports)),
    "read-100.txt": lambda reports, comparison: printed(
        100, lambda console: [table.print_report(console, report) for report in reports]
    ),
    "read-80.txt": lambda reports, comparison: printed(
        80, lambda console: [table.print_report(console, report) for report in reports]
    ),
    "events-80.txt": lambda reports, comparison: printed(
        80, lambda console: [eventtable.print_events(console, report) for report in reports]
    ),
    "events.csv": lambda reports, comparison: "".join(eventform.event_csv(reports)),
    "events.jsonl": lambda reports, comparison: "".join(eventform.event_jsonl(reports)),
    "events-polecat.tsv": lambda reports, comparison: versionless(
        "".join(polecatform.event_polecat(reports))
    ),
    "events-crosswalk.tsv": lambda reports, comparison: "".join(
        line for report in reports for line in eventform.crosswalk(report)
    ),
}


@pytest.mark.parametrize("name", list(FORMS))
def test_golden(name, reports, comparison):
    path = GOLDEN / name
    text = FORMS[name](reports, comparison)
    if os.environ.get("QUOTH_WRITE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    assert text.encode("utf-8") == path.read_bytes()
