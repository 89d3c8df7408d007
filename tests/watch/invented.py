"""Invented news, and outputs that take it."""

from __future__ import annotations

from dataclasses import dataclass, field

from quoth.errors import QuothError


@dataclass(frozen=True)
class Told:
    """News as an archive may give it."""

    kind: str = "story"
    id: str = "n1"
    story: str = "s1"
    title: str | None = "Halmora and Veskaria talk of trawlers"
    text: str = "Ministers met in Brannvik on Tuesday."
    note: str = ""
    by: str | None = None
    by_country: str | None = None
    names: tuple[str, ...] = ("Ilena Dorvas", "Halmora", "Veskaria")
    countries: tuple[str, ...] = ("ISL", "NOR")
    outlets: tuple[str, ...] = ("Harbour Post", "Coast Courier")
    support: int | None = None
    before: int | None = None
    at: str = "2026-04-28T10:00:00+00:00"
    reports: tuple[str, ...] = ("https://post.example/a", "agency-7")


def claim(before: int | None, support: int, **others: object) -> Told:
    return Told(kind="claim", text="14 trawlers are held", before=before, support=support, **others)  # type: ignore[arg-type]


@dataclass
class Taken:
    """An output that keeps what it is told, but fails `failing` times."""

    failing: int = 0
    name: str = "taken"
    got: list[str] = field(default_factory=list)

    def tell(self, matches) -> None:
        if self.failing:
            self.failing -= 1
            raise QuothError("no room: make some")
        self.got.extend(f"{match.rule}:{match.news.id}" for match in matches)
