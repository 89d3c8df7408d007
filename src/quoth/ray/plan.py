"""Which blocks inputs are cut into: made once, kept in the folder, the same for the same inputs."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from quoth.config import IngestOptions, reader_label
from quoth.errors import CheckpointError
from quoth.forms import wording
from quoth.ingest.slices import Slice, cut, find
from quoth.ray.options import Options

FORMAT = 1
NAME = "plan.jsonl"
Cut = Callable[[Sequence[Slice]], Iterator[tuple[Slice, ...]]]


@dataclass(frozen=True, slots=True)
class Block:
    """A block: what one Parquet file will hold. `number` counts from 0, in the order of inputs."""

    number: int
    slices: tuple[Slice, ...]

    @property
    def records(self) -> int:
        """How many records it has at most."""
        return sum(part.records for part in self.slices)

    @property
    def name(self) -> str:
        """The name of its file."""
        return block_name(self.number)

    @property
    def told(self) -> str:
        """What it is, for a message: "block 7 (crawl.warc.gz, 512 records)"."""
        first, last = self.slices[0].name, self.slices[-1].name
        names = first if first == last else f"{first} to {last}"
        return f"block {self.number} ({names}, {wording.count(self.records, 'record')})"

    def to_json(self) -> str:
        """Return the block as one line."""
        form = {"block": self.number, "slices": [asdict(part) for part in self.slices]}
        return json.dumps(form, ensure_ascii=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Block:
        """Return the block of a line that `to_json` wrote."""
        form = json.loads(text)
        return cls(form["block"], tuple(_slice(part) for part in form["slices"]))


@dataclass(frozen=True, slots=True)
class Plan:
    """The blocks of some inputs, and what their content depends on.

    `label` is what read them (`reader_label`), `inputs` what was given, with absolute paths.
    """

    label: str
    records: int
    outlines: bool
    inputs: tuple[str, ...]
    blocks: tuple[Block, ...] = field(default=())

    def write(self, folder: Path) -> None:
        """Write the plan into a folder, as a whole or not at all."""
        head = {
            "format": FORMAT,
            "label": self.label,
            "records": self.records,
            "outlines": self.outlines,
            "inputs": self.inputs,
            "blocks": len(self.blocks),
        }
        temporary = folder / f".{NAME}.{os.getpid()}"
        with temporary.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(json.dumps(head, ensure_ascii=True) + "\n")
            stream.writelines(block.to_json() + "\n" for block in self.blocks)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(folder / NAME)

    @classmethod
    def read(cls, folder: Path) -> Plan | None:
        """Return the plan of a folder, None where it has none.

        Raises:
            CheckpointError: it is damaged, or of a later version.
        """
        path = folder / NAME
        if not path.exists():
            return None
        damaged = CheckpointError(f"{path}: is damaged; begin anew, or name another folder")
        try:
            with path.open(encoding="utf-8") as stream:
                head = json.loads(stream.readline())
                if head["format"] > FORMAT:
                    raise CheckpointError(
                        f"{path}: was written by a later version of Quoth: use that, or name "
                        "another folder"
                    )
                blocks = tuple(Block.from_json(line) for line in stream)
            if len(blocks) != head["blocks"]:
                raise damaged
            return cls(
                head["label"], head["records"], head["outlines"], tuple(head["inputs"]), blocks
            )
        except (ValueError, KeyError, TypeError):
            raise damaged from None


def block_name(number: int) -> str:
    """Return the name of the file of a block."""
    return f"block-{number:07}.parquet"


def wanted(inputs: Iterable[object], options: Options) -> Plan:
    """Return the plan without its blocks: what those of a folder are compared with."""
    given = tuple(
        os.path.abspath(os.fsdecode(one)) if isinstance(one, str | os.PathLike) else repr(one)  # noqa: PTH100
        for one in inputs
    )
    return Plan(reader_label(options.reader), options.records, options.outlines, given)


def check_same(there: Plan, asked: Plan, folder: Path) -> None:
    """Raise CheckpointError where a folder holds other blocks than are asked for."""
    differ = [
        f"{what} ({mine} there, {theirs} now)"
        for what, mine, theirs in (
            ("another version or other options of reading", there.label, asked.label),
            ("blocks of another size", there.records, asked.records),
            ("outlines", there.outlines, asked.outlines),
        )
        if mine != theirs
    ]
    if there.inputs != asked.inputs:
        differ.append("other inputs")
    if differ:
        raise CheckpointError(
            f"{folder}: holds what was read with {', '.join(differ)}: give the same, begin anew "
            "(--anew), or name another folder"
        )


def check_no_more(there: Plan, inputs: Iterable[object], folder: Path) -> None:
    """Raise CheckpointError where the inputs have files that they had not when it was made."""
    known = {part.path for block in there.blocks for part in block.slices}
    more = [one.name for one in find(inputs) if one.path and one.path not in known]
    if more:
        raise CheckpointError(
            f"{folder}: the inputs have {wording.count(len(more), 'file')} that it does not know, "
            f"{more[0]} for one: begin anew (--anew), or read them into another folder"
        )


def make(inputs: Iterable[object], options: Options, cut_all: Cut) -> Plan:
    """Return the plan of inputs; `cut_all` cuts files into slices of `options.records` records."""
    inputs = list(inputs)
    plan = wanted(inputs, options)
    files = sorted(cut_all(list(find(inputs))), key=lambda parts: parts[0].file)
    blocks = tuple(_blocks((part for parts in files for part in parts), options.records))
    return Plan(plan.label, plan.records, plan.outlines, plan.inputs, blocks)


def cut_here(files: Sequence[Slice], options: Options) -> Iterator[tuple[Slice, ...]]:
    """Yield the slices of each file."""
    ingest: IngestOptions = options.reader.ingest
    for one in files:
        yield cut(one, records=options.records, options=ingest)


def _blocks(parts: Iterable[Slice], records: int) -> Iterator[Block]:
    """Yield blocks of slices that follow each other, as many as have room in one."""
    number = held = 0
    waiting: list[Slice] = []
    for part in parts:
        if waiting and held + part.records > records:
            yield Block(number, tuple(waiting))
            number, held, waiting = number + 1, 0, []
        waiting.append(part)
        held += part.records
    if waiting:
        yield Block(number, tuple(waiting))


def _slice(form: dict[str, Any]) -> Slice:
    start, end, ids = form["start"], form["end"], form["ids"]
    return Slice(
        **{
            **form,
            "start": tuple(start),
            "end": None if end is None else tuple(end),
            "ids": tuple(ids),
        }
    )
