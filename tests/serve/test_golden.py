"""Golden files: the forms as they are today, so that a change of them is seen.

To write them anew: QUOTH_WRITE_GOLDEN=1 pytest tests/serve/test_golden.py
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from rich.console import Console

from quoth.serve import csvform, jsonform, table

GOLDEN = Path(__file__).parents[1] / "golden" / "serve"


def printed(width, show):
    console = Console(file=io.StringIO(), width=width, highlight=False)
    show(console)
    return "\n".join(line.rstrip() for line in console.file.getvalue().split("\n"))


FORMS = {
    "compare.json": lambda reports, comparison: jsonform.comparison_text(comparison),
    "compare.csv": lambda reports, comparison: "".join(csvform.comparison_csv(comparison)),
    "compare-100.txt": lambda reports, comparison: printed(
        100, lambda console: table.print_comparison(console, comparison)
    ),
    "compare-200.txt": lambda reports, comparison: printed(
        200, lambda console: table.print_comparison(console, comparison)
    ),
    "read.jsonl": lambda reports, comparison: "".join(
        jsonform.dumps(jsonform.report_json(report)) + "\n" for report in reports
    ),
    "read.csv": lambda reports, comparison: "".join(csvform.read_csv(reports)),
    "read-100.txt": lambda reports, comparison: printed(
        100, lambda console: [table.print_report(console, report) for report in reports]
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
