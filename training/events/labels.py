"""Labelled sentences: the form that `GUIDE.md` describes, read and checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from quoth.annotate.plover import CONTEXTS, MODES, STATUSES
from quoth.records import EventType, Span, Status

FIELDS = ("trigger", "actor", "recipient", "place", "date")


@dataclass(frozen=True, slots=True)
class LabelledEvent:
    """One event of a sentence; spans index the sentence."""

    type: EventType
    mode: str | None
    status: Status
    contexts: tuple[str, ...]
    trigger: tuple[Span, ...]
    actor: tuple[Span, ...]
    recipient: tuple[Span, ...]
    place: tuple[Span, ...]
    date: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence and all its events. `id` is "" for invented ones."""

    id: str
    text: str
    events: tuple[LabelledEvent, ...]


@dataclass(frozen=True, slots=True)
class LabelError:
    """A line that cannot be used, and why."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"


def read(path: Path, texts: Mapping[str, str]) -> Iterator[LabelledSentence | LabelError]:
    """Yield the sentences of a file in order; `texts` has those that are named by an id."""
    name, text = "", ""
    open_line = 0
    events: list[LabelledEvent] = []
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        if line[0] in "=@" and (len(line) < 2 or line[1] == " "):
            if open_line and text:
                yield LabelledSentence(name, text, tuple(events))
            events, open_line = [], number
            name = line[1:].strip() if line[0] == "@" else ""
            text = texts.get(name, "") if name else line[1:].strip()
            if not text:
                yield LabelError(path, number, f"no text for {name!r}")
            continue
        if not open_line:
            yield LabelError(path, number, "an event before the first sentence")
            continue
        if not text:
            continue
        try:
            events.append(_event(line, text))
        except ValueError as error:
            yield LabelError(path, number, str(error))
    if open_line and text:
        yield LabelledSentence(name, text, tuple(events))


def _event(line: str, text: str) -> LabelledEvent:
    fields = [field.strip() for field in line.split("|")]
    fields += [""] * (9 - len(fields))
    if len(fields) > 9:
        raise ValueError(f"{len(fields)} fields, not 9")
    kind, mode, status, contexts = fields[:4]
    if kind not in MODES:
        raise ValueError(f"unknown type {kind!r}")
    if mode and mode not in MODES[kind]:
        raise ValueError(f"{kind} has no mode {mode!r}; it has {', '.join(MODES[kind]) or 'none'}")
    if status not in STATUSES:
        raise ValueError(f"unknown status {status!r}")
    told = tuple(c.strip() for c in re.split("[,;]", contexts) if c.strip())
    for context in told:
        if context not in CONTEXTS:
            raise ValueError(f"unknown context {context!r}")
    if not fields[4]:
        raise ValueError("no trigger")
    trigger = _spans(fields[4], text, ())
    rest = [_spans(field, text, trigger) for field in fields[5:]]
    return LabelledEvent(cast(EventType, kind), mode or None, status, told, trigger, *rest)


def _spans(field: str, text: str, near: Sequence[Span]) -> tuple[Span, ...]:
    found = []
    for part in filter(None, (each.strip() for each in field.split(";"))):
        words, _, which = part.rpartition("#")
        if not (words and which.isdigit()):
            words, which = part, ""
        words = words.strip()
        places = [Span(*m.span()) for m in re.finditer(_whole(words), text)]
        if not places:
            raise ValueError(f"{words!r} does not stand in the sentence")
        if which:
            if not 0 < int(which) <= len(places):
                raise ValueError(f"{words!r} stands there {len(places)} times only")
            found.append(places[int(which) - 1])
        elif near:
            found.append(min(places, key=lambda s: (abs(s.start - near[0].start), s.start)))
        else:
            found.append(places[0])
    return tuple(sorted(found))


def _whole(words: str) -> str:
    """Return a pattern of the words that does not begin or end within a word."""
    left = r"(?<!\w)" if words[0].isalnum() else ""
    right = r"(?!\w)" if words[-1].isalnum() else ""
    return left + re.escape(words) + right
