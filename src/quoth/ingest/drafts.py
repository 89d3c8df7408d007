"""What a reader hands in before its id is settled, and how ids are given."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import PurePath

from quoth.errors import InputError
from quoth.records import Report


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as read. `place` says where it stands in the input ("news.jsonl:3").

    `report.id` is the id that the input gives, or "" where it gives none; then the first free
    one of `ids` is taken. `by_address`: the first of `ids` is the report's address, so that what
    has the same and the same text is the same report.
    """

    place: str
    report: Report
    ids: tuple[str, ...] = ()
    by_address: bool = False


@dataclass(frozen=True, slots=True)
class Naming:
    """What the id of a report depends on, and the ids of those that come after it.

    `given` is the id that the input gives, or ""; `digest` is of the text; the others as in
    `Draft`.
    """

    place: str
    given: str
    ids: tuple[str, ...]
    by_address: bool
    digest: bytes


def naming_of(draft: Draft) -> Naming:
    """Return what the id of a draft's report depends on."""
    digest = blake2b(draft.report.text.encode("utf-8"), digest_size=16).digest()
    return Naming(draft.place, draft.report.id, draft.ids, draft.by_address, digest)


def printable(name: str) -> str:
    r"""Return a name on one line and fit for UTF-8: what cannot be shown becomes `\x1b`."""
    if name.isprintable():
        return name
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in name
    )


def shorten(name: str, length: int = 80) -> str:
    """Return a name that fits on a line of a message."""
    name = printable(name)
    return name if len(name) <= length else name[: length - 1] + "…"


def ids_of_file(path: PurePath) -> tuple[str, ...]:
    """Return the ids a file may get: its stem, then that with the name of its folder.

    A double ending (`news.jsonl.gz`) is left out as a whole.
    """
    stem = PurePath(path.name.removesuffix(".gz")).stem or path.name
    ids = [stem, f"{path.parent.name}/{stem}"] if path.parent.name else [stem]
    return tuple(printable(candidate) for candidate in ids)


@dataclass(slots=True)
class Ids:
    """The ids given so far, each with its place and a digest of its text.

    `bases` are the names that files have given their reports, in the order of the files: they
    depend on the files' names only, so that an ingest that goes on gives the same ids.
    """

    _taken: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    _bases: set[str] = field(default_factory=set)

    def base(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """Return the ids that the reports of a file may get, the first one no other file has."""
        free = next((candidate for candidate in ids if candidate not in self._bases), None)
        number = 2
        while free is None:
            candidate, number = f"{ids[0]}-{number}", number + 1
            free = None if candidate in self._bases else candidate
        self._bases.add(free)
        return (free, *(candidate for candidate in ids if candidate != free))

    def settle(self, draft: Draft) -> Report:
        """Return the draft's report with its id, which from now on is taken.

        Raises:
            InputError: the input gives an id that another report has.
        """
        return replace(draft.report, id=self.give(naming_of(draft)))

    def give(self, naming: Naming) -> str:
        """Return the id of a report, which from now on is taken.

        Raises:
            InputError: as `settle`.
        """
        digest, given = naming.digest, naming.given
        same = self._same(naming.ids[0], digest) if naming.by_address and not given else None
        if same is not None:
            reason = f"is a duplicate of {same}: same address, same text; it is read once"
            raise InputError(naming.place, reason)
        if given and given in self._taken:
            place, other = self._taken[given]
            if digest == other:
                reason = f"is a duplicate of {place}: same id, same text; it is read once"
            else:
                reason = (
                    f"has the id '{shorten(given)}', which {place} has with another text; "
                    "give each report an id of its own"
                )
            raise InputError(naming.place, reason)
        report_id = given or self._free(naming.ids)
        self._taken[report_id] = (naming.place, digest)
        return report_id

    def _same(self, candidate: str, digest: bytes) -> str | None:
        """Return the place of a report of an address, in whatever version, that has this text."""
        tried, number = candidate, 2
        while tried in self._taken:
            place, other = self._taken[tried]
            if other == digest:
                return place
            tried, number = f"{candidate}-{number}", number + 1
        return None

    def _free(self, ids: tuple[str, ...]) -> str:
        for candidate in ids:
            if candidate not in self._taken:
                return candidate
        number = 2
        while f"{ids[0]}-{number}" in self._taken:
            number += 1
        return f"{ids[0]}-{number}"
