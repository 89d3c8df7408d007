"""Print every figure that the project claims: `make bench`.

usage: python -m benchmarks.run [--corpora ../shared/corpora]
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import subprocess
import sys
from pathlib import Path

from benchmarks.scorers import CORPORA

PARTS = (
    "attribution",
    "stances",
    "speakers",
    "actors",
    "relays",
    "origins",
    "dates",
    "places",
    "magnitudes",
    "clean",
    "events",
    "worked_events",
    "claims",
    "differences",
    "worked_example",
    "examples",
    "stories",
    "forming",
    "copies",
    "hard_pairs",
    "large_story",
    "kills",
    "archive_scale",
    "changes",
    "pages",
    "api_speed",
    "speed",
    "ray_reading",
    "capacity",
)
# What needs no corpora.
WITHOUT = (
    "actors",
    "examples",
    "kills",
    "archive_scale",
    "changes",
    "pages",
    "api_speed",
    "speed",
    "ray_reading",
    "capacity",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    corpora: Path = parser.parse_args().corpora.resolve()
    today = datetime.datetime.now(tz=datetime.UTC).date()
    print(f"{today}, {os.cpu_count()} cores, {platform.machine()}, Python {sys.version.split()[0]}")
    if not corpora.exists():
        print(f"no corpora at {corpora}: only {', '.join(WITHOUT)} are measured")
    failed = []
    for part in PARTS if corpora.exists() else WITHOUT:
        print(f"\n== {part}", flush=True)
        command = [sys.executable, "-m", f"benchmarks.{part}", "--corpora", str(corpora)]
        if subprocess.run(command, check=False).returncode:
            failed.append(part)
    if failed:
        raise SystemExit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
