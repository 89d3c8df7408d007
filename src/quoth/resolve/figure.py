"""A figure: an actor of a report in the making, and what nouns tell of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from quoth.records import ActorKind, Span
from quoth.resolve.names import Gender
from quoth.resolve.tables import given_names

# Enough to know somebody by; a longer list only costs time.
MAX_DESCRIPTIONS = 30


@dataclass(slots=True, eq=False)
class Description:
    """What a noun phrase tells of somebody: "the former Russian president", "a spokesman".

    `role` is the noun as roles.tsv has it ("secretary of state"), `noun` its last word. `words`
    are the other telling words, folded; `owner` is whose spokesman or campaign it is; `phrase` is
    the whole as the report has it.
    """

    role: str
    noun: str
    kind: str = ""
    sector: str | None = None
    gender: Gender = ""
    plural: bool = False
    definite: bool = False
    indefinite: bool = False
    former: bool = False
    country: str | None = None
    words: frozenset[str] = frozenset()
    owner: Figure | None = None
    body: str | None = None
    region: str | None = None
    party: str | None = None
    phrase: str = ""


@dataclass(slots=True, eq=False)
class Figure:
    """An actor in the making.

    `words` are the folded words of a person's fullest name. `held` is true where a table knows
    an office that the person held. `title` is a name that a table gives ("South Korea"),
    `phrase` how an unnamed figure is called. `spans` are places that are no mentions.
    """

    kind: ActorKind
    names: Counter[str] = field(default_factory=Counter)
    mentions: list[int] = field(default_factory=list)
    spans: set[Span] = field(default_factory=set)
    words: tuple[str, ...] = ()
    suffix: str = ""
    gender: Gender = ""
    plural: bool = False
    country: str | None = None
    sector: str | None = None
    descriptions: list[Description] = field(default_factory=list)
    held: bool = False
    title: str | None = None
    phrase: str | None = None

    def describe(self, described: Description) -> None:
        """Take down what a noun tells; of very many, the first are enough."""
        if len(self.descriptions) < MAX_DESCRIPTIONS:
            self.descriptions.append(described)

    @property
    def fullest(self) -> str:
        """The fullest name in the report: of a person by words, of others by length."""
        if self.kind == "person":
            return max(self.names, key=self._fullness, default="")
        return max(self.names, key=lambda n: (len(n), n), default="")

    def _fullness(self, name: str) -> tuple[bool, int, int, str]:
        """Return how full a name is; "Telling Jeb Bush", of a headline, is less than "Jeb Bush"."""
        words = name.split()
        return (words[0] in given_names(), len(words), self.names[name], name)

    @property
    def named(self) -> bool:
        """Whether the report gives a name, or a table does."""
        return bool(self.names) or self.title is not None
