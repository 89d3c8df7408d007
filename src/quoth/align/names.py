"""Names: one key for one actor, in every report and spelling."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from quoth.records import Actor, Report

# What the keys of persons begin with.
PERSON = "person "
# How many times as often as the next bearer of a surname the one it is taken for is mentioned.
FAR_MORE = 3


def _unknown(_: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Naming:
    """What alignment has to be told of names, as it knows no tables of its own.

    `canonical` turns a name into a key that is equal for spellings of one name; `same_name` says
    whether two names of persons can be one person's; `agency` gives the full name of a news
    agency, None for anything else; `outlet` gives the usual name of an outlet, whatever name or
    address it is called by, and `owner` who owns it, each None where it is not known.
    """

    canonical: Callable[[str], str]
    same_name: Callable[[str, str], bool]
    agency: Callable[[str], str | None]
    outlet: Callable[[str], str | None] = _unknown
    owner: Callable[[str], str | None] = _unknown


def link_actors(reports: Sequence[Report], naming: Naming) -> Mapping[str, Mapping[str, str]]:
    """Return, for each report's id, the key of each of its named actors by actor id.

    Persons are linked by name across reports, others by canonical name. Unnamed groups
    ("officials") get no key: two reports' officials need not be the same.
    """
    persons: dict[str, list[tuple[str, Actor]]] = {}
    keys: dict[str, dict[str, str]] = {report.id: {} for report in reports}
    for report in reports:
        for actor in report.actors:
            if actor.kind == "person":
                last = naming.canonical(actor.name).split()
                persons.setdefault(last[-1][:4] if last else "", []).append((report.id, actor))
            elif actor.kind in ("body", "state") or (
                actor.kind == "unknown" and actor.name[:1].isupper()
            ):
                keys[report.id][actor.id] = naming.canonical(actor.name)
    for bucket in persons.values():
        _link_persons(bucket, keys, naming)
    return keys


def _link_persons(
    bucket: Sequence[tuple[str, Actor]], keys: Mapping[str, dict[str, str]], naming: Naming
) -> None:
    """Give the persons of one bucket their keys; the fullest names settle who there is.

    A bare surname that fits several ("Trump" beside a daughter's name) is the one that is spoken of
    far more often than the others; where there is none, it keeps a key of its own.
    """
    known: dict[str, int] = {}
    full_first = sorted(
        bucket, key=lambda item: (-len(item[1].name.split()), item[1].name, item[0], item[1].id)
    )
    for report_id, actor in full_first:
        fitting = sorted(
            (name for name in known if naming.same_name(name, actor.name)),
            key=lambda name: (-known[name], name),
        )
        clear = len(fitting) == 1 or (
            len(fitting) > 1 and known[fitting[0]] >= FAR_MORE * known[fitting[1]]
        )
        name = fitting[0] if clear else actor.name
        known[name] = known.get(name, 0) + len(actor.mentions)
        keys[report_id][actor.id] = PERSON + name
