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
    one of `ids` is taken.
    """

    place: str
    report: Report
    ids: tuple[str, ...] = ()


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
    """The ids given so far, each with its place and a digest of its text."""

    _taken: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def settle(self, draft: Draft) -> Report:
        """Return the draft's report with its id, which from now on is taken.

        Raises:
            InputError: the input gives an id that another report has.
        """
        digest = blake2b(draft.report.text.encode("utf-8"), digest_size=16).digest()
        given = draft.report.id
        if given and given in self._taken:
            place, other = self._taken[given]
            if digest == other:
                reason = f"is a duplicate of {place}: same id, same text; it is read once"
            else:
                reason = (
                    f"has the id '{shorten(given)}', which {place} has with another text; "
                    "give each report an id of its own"
                )
            raise InputError(draft.place, reason)
        report = draft.report if given else replace(draft.report, id=self._free(draft.ids))
        self._taken[report.id] = (draft.place, digest)
        return report

    def _free(self, ids: tuple[str, ...]) -> str:
        for candidate in ids:
            if candidate not in self._taken:
                return candidate
        number = 2
        while f"{ids[0]}-{number}" in self._taken:
            number += 1
        return f"{ids[0]}-{number}"
