"""Check label files: codes, fields, spans that stand in their sentence.

usage: python -m training.events.check FILE... [--sentences FILE]

Prints a line for everything wrong, then counts; exit status 1 where something is. `--sentences`
has the texts of `@` ids, a line each: id, tab, text.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from training.events.labels import LabelError, read


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--sentences", type=Path)
    given = parser.parse_args()
    texts = {}
    if given.sentences:
        for line in given.sentences.read_text("utf-8").splitlines():
            name, _, text = line.partition("\t")
            texts[name] = text
    wrong = 0
    types: Counter[str] = Counter()
    sentences = events = 0
    for path in given.files:
        for row in read(path, texts):
            if isinstance(row, LabelError):
                print(row)
                wrong += 1
                continue
            sentences += 1
            events += len(row.events)
            types.update(f"{e.type} {e.status}" for e in row.events)
    print(f"{sentences} sentences, {events} events, {wrong} wrong")
    for name, count in sorted(types.items()):
        print(f"  {name}: {count}")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
