"""Where an ingest stands, so that one that is killed goes on there, and what a site said last."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from quoth.errors import CheckpointError

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Validators:
    """What tells whether an address has changed, as its site gave it; None where it gave none.

    `etag` and `last_modified` are sent with the next request, which the site answers with 304
    where nothing has changed. `stamp` stands for what a feed said of an article: while it says the
    same, the article's page is not asked for.
    """

    etag: str | None = None
    last_modified: str | None = None
    stamp: str | None = None

    def __bool__(self) -> bool:
        return bool(self.etag or self.last_modified or self.stamp)


def _no_articles() -> Mapping[str, Validators]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of an address that was read to its end, and of the articles that it lists."""

    validators: Validators = field(default_factory=Validators)
    articles: Mapping[str, Validators] = field(default_factory=_no_articles)


def _none_seen() -> Mapping[str, Seen]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Position:
    """A place within one input, after what was handed out last.

    `file` is the file of a folder. `offset` and `item` say what was handed out: of JSON Lines the
    byte after it (unpacked) and its line; of a WARC file the byte of the record (as it lies there)
    and how many records from there on; of Parquet the row group and its rows; of lists their rows.
    `head` is a digest of the file's opening: in
    another file of the name no position means anything. `done` are digests of the articles of a
    feed or sitemap that were handed out. `passed` counts records that were passed over.
    """

    file: str | None = None
    head: str | None = None
    offset: int = 0
    item: int = 0
    done: tuple[str, ...] = ()
    passed: int = 0


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where an ingest stands: `inputs` are done, of the next, `name`, what is before `position`.

    `seen` is what is known, by address, of the pages, feeds and sitemaps that were read to their
    end.
    """

    inputs: int = 0
    name: str | None = None
    position: Position | None = None
    seen: Mapping[str, Seen] = field(default_factory=_none_seen)

    def next_round(self) -> Checkpoint:
        """Return what to begin the next round with: from the first input on, with what is known.

        Feeds, sitemaps and articles that have not changed since are then not read again.
        """
        return Checkpoint(seen=self.seen)

    def to_json(self) -> str:
        """Return the checkpoint as one line of JSON; the same checkpoint gives the same line."""
        form: dict[str, Any] = {"version": _VERSION, "inputs": self.inputs}
        if self.name is not None:
            form["name"] = self.name
        if self.position is not None:
            form["position"] = _fields(self.position)
        if self.seen:
            form["seen"] = {address: _seen_form(s) for address, s in sorted(self.seen.items())}
        return json.dumps(form, ensure_ascii=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Checkpoint:
        """Return the checkpoint that `to_json` wrote.

        Raises:
            CheckpointError: it is damaged, or of a later version.
        """
        try:
            form = json.loads(text)
        except (ValueError, RecursionError):
            raise CheckpointError("the checkpoint is damaged: start without it") from None
        if isinstance(form, dict) and isinstance(form.get("version"), int):
            if form["version"] > _VERSION:
                raise CheckpointError(
                    "the checkpoint was written by a later version of Quoth: use that, or start "
                    "without it"
                )
            try:
                return _read(form)
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
        raise CheckpointError("the checkpoint is damaged: start without it")


def _fields(record: Position | Validators) -> dict[str, Any]:
    """Return the fields of a record that are not as they are by default."""
    plain = type(record)()
    names = type(record).__slots__
    values = ((name, getattr(record, name)) for name in names)
    return {name: value for name, value in values if value != getattr(plain, name)}


def _seen_form(seen: Seen) -> dict[str, Any]:
    form = _fields(seen.validators)
    if seen.articles:
        form["articles"] = {address: _fields(v) for address, v in sorted(seen.articles.items())}
    return form


def _read(form: dict[str, Any]) -> Checkpoint:
    position = None
    if (stated := form.get("position")) is not None:
        position = Position(**{**stated, "done": tuple(stated.get("done", ()))})
        _check(position.offset, position.item, position.passed, kind=int)
        _check(position.file, position.head, kind=str)
        _check(*position.done, kind=str, none=False)
    seen = {}
    for address, said in form.get("seen", {}).items():
        articles = {a: _validators(v) for a, v in said.pop("articles", {}).items()}
        seen[address] = Seen(_validators(said), MappingProxyType(articles))
    _check(form["inputs"], kind=int)
    _check(form.get("name"), kind=str)
    return Checkpoint(form["inputs"], form.get("name"), position, MappingProxyType(seen))


def _validators(form: dict[str, Any]) -> Validators:
    found = Validators(**form)
    _check(found.etag, found.last_modified, found.stamp, kind=str)
    return found


def _check(*values: object, kind: type, none: bool = True) -> None:
    for value in values:
        if value is None and none and kind is str:
            continue
        if not isinstance(value, kind) or isinstance(value, bool):
            raise TypeError
        if isinstance(value, int) and value < 0:
            raise ValueError
