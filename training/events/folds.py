"""PLV train by five-fold cross-validation: what the five runs `train --fold K` left.

usage: python -m training.events.folds [--work build/events]

Folds are by sentence. Each run starts from the network of everything but PLV, and sees the other
four folds. A fold's sentences are classified from actor and recipient alone. CONCEDE and RETREAT
count as PLV's YIELD, as the corpus's README has it.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from quoth.annotate.plover import TYPES
from training.events.data import YIELD

FILE = Path(__file__).parent / "folds.json"


def name(kind: int) -> str:
    """Return PLV's name of a type."""
    return "YIELD" if kind in YIELD else TYPES[kind]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path("build/events"))
    given = parser.parse_args()
    pairs: list[tuple[str, str]] = []
    for fold in range(5):
        found = json.loads((given.work / f"fold-{fold}.json").read_text())
        here = [(name(types[0]), name(kind)) for types, kind in found]
        share = sum(a == b for a, b in here) / len(here)
        print(f"fold {fold}: {share:.3f} of {len(here)}")
        pairs += here
    gold, told = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    hit = Counter(a for a, b in pairs if a == b)
    scores = {kind: 2 * hit[kind] / (gold[kind] + told[kind]) for kind in gold}
    accuracy, macro = sum(hit.values()) / len(pairs), sum(scores.values()) / len(scores)
    print(f"PLV train, five folds: accuracy {accuracy:.3f}, macro-F1 {macro:.3f}")
    for kind, score in sorted(scores.items()):
        print(f"  {kind}: F1 {score:.3f} of {gold[kind]}")
    figures = {"accuracy": round(accuracy, 4), "macro_f1": round(macro, 4)}
    each = {kind: round(score, 3) for kind, score in sorted(scores.items())}
    FILE.write_text(json.dumps(figures | {"f1": each, "relations": len(pairs)}, indent=1) + "\n")


if __name__ == "__main__":
    main()
