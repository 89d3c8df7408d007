"""Houses: whether two names mean one outlet, and whether one owner stands behind two.

An outlet goes by its full name, its site's address, a short name in its own pages ("told the
Star" in the Delta Evening Star) and, in brackets or capitals, by its initials.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from quoth.align.names import Naming
from quoth.records import Report

BRACKETED = re.compile(r"\s*\(([A-Z]{2,10}|[a-z]{3})\)")
WORD = re.compile(r"\w+")
ADDRESS = re.compile(r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})(?:/\S*)?\Z", re.IGNORECASE)
# Labels of an address that name no outlet: what stands before the name, and the last but one
# label of an ending in two parts (".co.uk").
BEFORE = frozenset("www m mobile amp edition en english eu us uk live beta web".split())
ENDINGS = frozenset("co com org net ac gov edu".split())
# Last words of a name that tell one of an outlet's forms from another.
FORMS = frozenset("online digital website web com english edition live print app".split())
# Initials say who is meant from so many letters on.
INITIALS = 3
# A line of more letters names no agency and is not looked up: the longest name in
# agencies.tsv has 38.
LONGEST = 200
# Words that any outlet's name may end in; alone they name none but the report's own.
NOBODY = frozenset("the a of".split())


@dataclass(frozen=True, slots=True)
class Forms:
    """What a name may be known by.

    `names` are the letters of its full forms, `capitals` its initials where they are written
    ("NPA"), `initials` those that its words would give.
    """

    names: frozenset[str]
    capitals: frozenset[str]
    initials: frozenset[str]


class Houses:
    """Compares names of outlets by their spelling and by what `naming` knows of them."""

    def __init__(self, naming: Naming) -> None:
        self._naming = naming
        self.forms = lru_cache(maxsize=10_000)(self._forms)
        self.agency = lru_cache(maxsize=100_000)(self._agency)
        self._kin: dict[str, set[str]] = {}

    def _agency(self, name: str) -> str | None:
        """Return the full name of the news agency that a name means, None if it is none."""
        if len(name) > LONGEST:
            return None
        return self._naming.agency(name) or self._naming.agency(BRACKETED.sub("", name).strip())

    def same(self, a: str, b: str) -> bool:
        """Return whether two names mean one outlet or agency."""
        first, second = self.forms(a), self.forms(b)
        return bool(
            first.names & second.names
            or first.capitals & (second.capitals | second.initials)
            or second.capitals & first.initials
        )

    def kin(self, name: str) -> set[str]:
        """Return the names asked for so far that mean the same outlet or agency, this one too."""
        if name not in self._kin:
            like = {other for other in self._kin if self.same(name, other)}
            for other in like:
                self._kin[other].add(name)
            self._kin[name] = {name, *like}
        return self._kin[name]

    def owner(self, report: Report) -> str | None:
        """Return who owns a report's outlet, None where it is not known."""
        if report.owner:
            return report.owner
        return self._naming.owner(report.outlet) if report.outlet else None

    def own(self, name: str, report: Report) -> bool:
        """Return whether a report calls its own outlet by a name: "the Star", "this newspaper"."""
        if not report.outlet:
            return False
        if self.same(name, report.outlet):
            return True
        words, whole = _words(name), _words(report.outlet)
        return bool(words) and any(
            whole[at : at + len(words)] == words for at in range(len(whole) - len(words) + 1)
        )

    def _forms(self, name: str) -> Forms:
        known = self._naming.outlet(name) or self._naming.agency(name) or ""
        parts = [part for part in (name, known) if part]
        names = {_folded(BRACKETED.sub("", part)) for part in parts}
        capitals = {match[1] for part in parts for match in BRACKETED.finditer(part)}
        capitals |= {part for part in parts if part.isupper() and len(part) >= INITIALS}
        initials = {_initials(BRACKETED.sub("", part)) for part in parts}
        return Forms(
            frozenset(names - {""}),
            frozenset(form.lower() for form in capitals),
            frozenset(form.lower() for form in initials if len(form) >= INITIALS),
        )


def _folded(name: str) -> str:
    """Return the letters of a name that its spellings share; an address gives its own label."""
    address = ADDRESS.match(name.strip())
    if address is not None:
        labels = [label for label in address[1].lower().split(".") if label not in BEFORE]
        labels = labels[:-1]
        while len(labels) > 1 and labels[-1] in ENDINGS:
            labels = labels[:-1]
        name = labels[-1] if labels else name
    words = _words(name)
    while len(words) > 1 and words[-1] in FORMS:
        words = words[:-1]
    return "".join(words)


@lru_cache(maxsize=10_000)
def _words(name: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", name.replace("&", " and "))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    words = tuple(WORD.findall(plain.replace("'", "").replace("’", "")))
    return words[1:] if len(words) > 1 and words[0] in NOBODY else words


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[:1].isupper() and word != "The")
