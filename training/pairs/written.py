"""Written groups: passages on one happening that tell the same or only look like it.

`written/FIELD.tsv`, a passage a line: group, kind, speaker ("-" where the narrator tells it), text.
Kinds: `base`; `same` tells what the base tells; `differ` tells it with another figure, date, place
or teller; `not` tells something else, in much the same words.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "written"


class Passage(NamedTuple):
    """A passage of a group; `speaker` is "" where the narrator tells it."""

    kind: str
    speaker: str
    text: str


def groups(folder: Path = FOLDER) -> list[list[Passage]]:
    """Return the groups of all files, in the order of the files and their lines."""
    found: list[list[Passage]] = []
    for path in sorted(folder.glob("*.tsv")):
        own: dict[str, list[Passage]] = {}
        for line in path.read_text("utf-8").splitlines():
            number, kind, speaker, text = line.split("\t")
            own.setdefault(number, []).append(Passage(kind, speaker.removeprefix("-"), text))
        found.extend(own.values())
    return found
