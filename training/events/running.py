"""Labelled sentences of corpora, kept without their words.

usage: python -m training.events.running LABELS [--corpora ../shared/corpora] [--output FILE]

LABELS is a folder with `index.tsv` (number, where the sentence stands), `sentences.tsv` (number,
text), the label files `out-*.txt` and those of a second reading, `second-*.txt`, whose sentences
count instead; writes `running.tsv` beside this file, or FILE. A line of it: part (train, dev),
corpus file, document, first and last character of the sentence, and its events; an event is type,
mode, status, contexts and five lists of spans within the sentence: trigger, actor, recipient,
place, date.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from benchmarks.scorers import CORPORA, lines

from quoth.records import EventType, Span, Status
from training.events.labels import LabelError, LabelledEvent, LabelledSentence, read

FILE = Path(__file__).parent / "running.tsv"


def load(
    corpora: Path, part: str, *, labels: Path = FILE, without: str = ""
) -> Iterator[LabelledSentence]:
    """Yield the sentences of a part ("train", "dev"); sentences of absent corpora are left out.

    So are those of the corpus file `without`.
    """
    texts: dict[str, dict[str, str]] = {}
    for line in labels.read_text("utf-8").splitlines():
        of, file, document, first, last, events = line.split("\t")
        if of != part or file == without:
            continue
        if file not in texts:
            path = corpora / f"{file}.jsonl.gz"
            texts[file] = _texts(path) if path.exists() else {}
        text = texts[file].get(document, "")[int(first) : int(last)]
        if text:
            found = tuple(_event(row) for row in json.loads(events))
            yield LabelledSentence(f"{file}:{document}:{first}", text, found)


def _texts(path: Path) -> dict[str, str]:
    """Return the texts of a corpus by id; of a pair, its number and side."""
    found: dict[str, str] = {}
    for number, row in enumerate(lines(path)):
        if "id" in row:
            found[row["id"]] = row["text"] if "text" in row else row["sentence"]
        else:
            found[f"{number}.a"], found[f"{number}.b"] = row["a"], row["b"]
    return found


def _event(row: Sequence[Any]) -> LabelledEvent:
    kind, mode, status, contexts, *spans = row
    return LabelledEvent(
        cast(EventType, kind),
        mode,
        cast(Status, status),
        tuple(contexts),
        *(tuple(Span(*pair) for pair in pairs) for pairs in spans),
    )


def _row(event: LabelledEvent) -> list[Any]:
    spans = (event.trigger, event.actor, event.recipient, event.place, event.date)
    return [event.type, event.mode, event.status, event.contexts, *spans]


def write(labels: Path, output: Path = FILE) -> int:
    """Write label files without their words; one batch in ten is the dev part."""
    index = dict(line.split("\t") for line in (labels / "index.tsv").read_text().splitlines())
    texts = dict(
        line.split("\t", 1) for line in (labels / "sentences.tsv").read_text("utf-8").splitlines()
    )
    parts: dict[str, str] = {}
    out: dict[str, str] = {}
    for path in (*sorted(labels.glob("out-*.txt")), *sorted(labels.glob("second-*.txt"))):
        batch = int(path.stem.split("-")[-1])
        for sentence in read(path, texts):
            if isinstance(sentence, LabelError):
                print(sentence)
                continue
            part = parts.setdefault(sentence.id, "dev" if batch % 10 == 5 else "train")
            file, document, first, last = index[sentence.id].split(":")
            events = json.dumps([_row(e) for e in sentence.events], separators=(",", ":"))
            out[sentence.id] = "\t".join((part, file, document, first, last, events))
    output.write_text("".join(f"{out[name]}\n" for name in sorted(out)), "utf-8")
    return len(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("labels", type=Path)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--output", type=Path, default=FILE)
    given = parser.parse_args()
    print(f"{write(given.labels, given.output)} sentences written to {given.output}")
    for part in ("train", "dev"):
        found = list(load(given.corpora, part, labels=given.output))
        print(f"{part}: {len(found)} sentences, {sum(len(s.events) for s in found)} events")


if __name__ == "__main__":
    main()
