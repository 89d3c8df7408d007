"""Outline: the little of a report that the forming of stories and the finding of copies look at.

An outline holds no text: words, names and figures are 32-bit hashes, sentences are vectors of small
integers. Only `labels`, a few names as they are written, can be read; they are for the reasons that
a person is shown and are never compared.
"""

from __future__ import annotations

import json
import struct
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from quoth.errors import OutlineError
from quoth.group.calendar_days import named_days
from quoth.group.words import hashes, shingles, tell
from quoth.records import Report, Span
from quoth.spans import view

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

# Sentences whose vectors are kept: news puts what happened first. With the title they make seven.
LEAD_SENTENCES: Final = 6
# A sentence of fewer words (a dateline, a kicker) is no lead.
LEAD_WORDS: Final = 4
# What stands in the title or the first sentences counts as told in the lead.
LEAD: Final = 3
# No article needs more; a book or a dump that comes in as one report is judged by its beginning.
MAX_SENTENCES: Final = 400
MAX_TERMS: Final = 400
MAX_SHINGLES: Final = 256
LABELS: Final = 12
IN_LEAD: Final = 0x80  # this bit of a count: the lead tells it too
# What ends a sentence; a date line ("Updated: May 3, 2013") does not, and says nothing of what is
# told.
_ENDS: Final = (".", "!", "?", '"', "”", "’", "'")
_MAGIC: Final = b"QOL1"
_FIELDS: Final = (
    ("words", "<u4"), ("word_counts", "u1"), ("names", "<u4"), ("name_counts", "u1"),
    ("figures", "<u4"), ("figure_counts", "u1"), ("days", "<u4"), ("day_counts", "u1"),
    ("places", "<u4"), ("deeds", "<u4"), ("vectors", "i1"), ("sketch", "<u4"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outline:
    """What of a report is looked at; see the module docstring.

    The byte strings are packed arrays: `words`, `names`, `figures`, `days`, `places`, `deeds` and
    `sketch` are little-endian uint32, ascending and distinct; the `..._counts` beside them are
    uint8, how often (at most 127), with IN_LEAD set where the lead has it. `words` are stems,
    `days` are `yyyymmdd` with year 0 where none is told, of whole sentences only, `places` are
    countries and cities, `deeds` types of events with the countries of their parties. `vectors`
    are int8, shape (`leads`, dimensions), each a unit vector times 127: the title and the first
    sentences.
    `sketch` holds the shingle hashes that 2**`sampled` divides, of `shingles` distinct ones.
    `published` is that of the report.
    """

    report: str
    published: str | None
    labels: tuple[str, ...]
    words: bytes
    word_counts: bytes
    names: bytes
    name_counts: bytes
    figures: bytes
    figure_counts: bytes
    days: bytes
    day_counts: bytes
    places: bytes
    deeds: bytes
    vectors: bytes
    leads: int
    sketch: bytes
    sampled: int
    shingles: int
    length: int

    def array(self, field: str) -> NDArray[np.generic]:
        """Return a packed field as an array, read-only; `vectors` with its shape."""
        kind = dict(_FIELDS)[field]
        array = np.frombuffer(getattr(self, field), dtype=kind)
        if field == "vectors":
            return array.reshape(self.leads, -1) if self.leads else array.reshape(0, 0)
        return array

    def to_bytes(self) -> bytes:
        """Return the outline as bytes that `from_bytes` reads: the same outline, the same bytes."""
        head = {
            "report": self.report,
            "published": self.published,
            "labels": self.labels,
            "numbers": (self.leads, self.sampled, self.shingles, self.length),
            "sizes": [len(getattr(self, name)) for name, _ in _FIELDS],
        }
        told = json.dumps(head, separators=(",", ":")).encode()
        body = b"".join(getattr(self, name) for name, _ in _FIELDS)
        return _MAGIC + struct.pack("<I", len(told)) + told + body

    @classmethod
    def from_bytes(cls, data: bytes) -> Outline:
        """Return the outline that `to_bytes` wrote.

        Raises OutlineError where the bytes are of another version or broken: make it anew.
        """
        try:
            return cls._read(data)
        except (ValueError, KeyError, TypeError, struct.error) as error:
            other = data[:3] == _MAGIC[:3] and data[3:4] != _MAGIC[3:]
            what = "of another version" if other else "broken"
            raise OutlineError(
                f"a stored outline is {what}; make it anew from its report"
            ) from error

    @classmethod
    def _read(cls, data: bytes) -> Outline:
        if data[:4] != _MAGIC:
            raise ValueError(data[:4])
        (size,) = struct.unpack_from("<I", data, 4)
        head = json.loads(data[8 : 8 + size])
        at = 8 + size
        fields: dict[str, bytes] = {}
        for (name, _), length in zip(_FIELDS, head["sizes"], strict=True):
            fields[name] = data[at : at + length]
            at += length
        if at != len(data):
            raise ValueError(at)
        leads, sampled, count, length = head["numbers"]
        return cls(
            report=head["report"],
            published=head["published"],
            labels=tuple(head["labels"]),
            leads=leads,
            sampled=sampled,
            shingles=count,
            length=length,
            **fields,
        )


def outline(report: Report, *, encode: Encode) -> Outline:
    """Return the outline of a report.

    `encode` turns texts into unit vectors, shape (number of texts, dimensions). Sentences, actors
    and events are used where the report has them; without sentences the lines of the text are. A
    report in which nothing is found has an empty outline, which is near to none.
    """
    sentences = _sentences(report)
    title = (report.title or "").strip()
    body = [title, *sentences] if title and title not in sentences[:2] else sentences
    leads = [s for s in body if len(s.split()) >= LEAD_WORDS] or body
    whole, lead = tell(body), tell(leads[:LEAD])
    vectors = encode(leads[: LEAD_SENTENCES + bool(title)]) if leads else np.zeros((0, 0))
    runs = shingles(sentences)
    sampled = 0
    while int((runs % (1 << sampled) == 0).sum()) > MAX_SHINGLES:
        sampled += 1
    words, word_counts = _packed(whole.stems, lead.stems, "w")
    names, name_counts = _packed(whole.names, lead.names, "n")
    figures, figure_counts = _packed(whole.figures, lead.figures, "f")
    told = [sentence for sentence in leads if sentence.endswith(_ENDS)]
    days, day_counts = _days(" \n".join(told), " \n".join(told[:LEAD]))
    return Outline(
        report=report.id,
        published=report.published,
        labels=tuple(label for label, _ in whole.labels.most_common(LABELS)),
        words=words,
        word_counts=word_counts,
        names=names,
        name_counts=name_counts,
        figures=figures,
        figure_counts=figure_counts,
        days=days,
        day_counts=day_counts,
        places=_distinct(hashes(_places(report), "p")),
        deeds=_distinct(hashes(_deeds(report), "d")),
        vectors=np.rint(vectors * 127).astype("i1").tobytes(),
        leads=len(vectors),
        sketch=runs[runs % (1 << sampled) == 0].astype("<u4").tobytes(),
        sampled=sampled,
        shingles=len(runs),
        length=sum(len(sentence.split()) for sentence in sentences),
    )


def _sentences(report: Report) -> list[str]:
    spans: Iterable[Span] = (sentence.span for sentence in report.sentences[:MAX_SENTENCES])
    found = [view(report, [span]).text.strip() for span in spans]
    found = found or [line.strip() for line in report.text.splitlines()[:MAX_SENTENCES]]
    return [" ".join(sentence.split()) for sentence in found if sentence]


def _packed(counts: Counter[str], lead: Counter[str], kind: str) -> tuple[bytes, bytes]:
    """Return the hashes of the commonest items, ascending, and their counts."""
    chosen = [item for item, _ in counts.most_common(MAX_TERMS)]
    found: dict[int, int] = {}
    for item, number in zip(chosen, hashes(chosen, kind).tolist(), strict=True):
        count = min(127, counts[item]) | (IN_LEAD if item in lead else 0)
        found[number] = max(found.get(number, 0), count)
    order = sorted(found)
    return np.array(order, "<u4").tobytes(), bytes(found[number] for number in order)


def _days(text: str, lead: str) -> tuple[bytes, bytes]:
    counts = Counter(day.number for day in named_days(text))
    early = {day.number for day in named_days(lead)}
    order = sorted(counts)
    flags = bytes(min(127, counts[day]) | (IN_LEAD if day in early else 0) for day in order)
    return np.array(order, "<u4").tobytes(), flags


def _places(report: Report) -> set[str]:
    """Return the countries and cities where its events are, and the states that it names."""
    found = {a.country for a in report.actors if a.kind == "state" and a.country}
    for event in report.events:
        if event.place is not None:
            found.update(p for p in (event.place.country, event.place.city) if p)
    return found


def _deeds(report: Report) -> set[str]:
    """Return what happens between whom: the type of each event with its parties' countries."""
    countries = {actor.id: actor.country or "" for actor in report.actors}
    found: set[str] = set()
    for event in report.events:
        if event.status in ("historical", "hypothetical"):
            continue
        whom = [countries.get(a, "") for a in event.recipients] or [""]
        for who in [countries.get(a, "") for a in event.actors] or [""]:
            found.update(f"{event.type}/{who}/{other}" for other in whom)
    return found


def _distinct(numbers: NDArray[np.uint32]) -> bytes:
    return np.unique(numbers).astype("<u4").tobytes()
