"""States, bodies and groups by name: tables first, then the words of the name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from quoth.records import Mention
from quoth.resolve.figure import Figure
from quoth.resolve.names import bare, fold, person_name
from quoth.resolve.persons import Persons, against
from quoth.resolve.tables import NewsAgency, Place, roles
from quoth.resolve.world import (
    GOVERNING,
    PlaceMatch,
    agency_named,
    body_named,
    places_named,
)

if TYPE_CHECKING:
    from quoth.resolve.cast import Cast

_MODIFIERS = ("amod", "compound", "nmod", "npadvmod", "poss")
# Halves of divided countries: alone they are the state that the report names in full.
_HALVES = {"North": ("North Korea", "PRK"), "South": ("South Korea", "KOR")}
# Last words of newspapers' names that stand for the whole after the first time.
_SHORT_PAPERS = frozenset("times post journal herald tribune globe guardian telegraph".split())
_COMMON_FIRSTS = frozenset(
    "american national federal united international democratic republican north south east west "
    "university department house senate state first central royal supreme world".split()
)
# Words that only a report about the United States has beside "Georgia", and the other way round.
GEORGIA_USA = (
    "Atlanta", "Florida", "Alabama", "Carolina", "Tennessee", "Texas", "Ohio", "Iowa",
    "Pennsylvania", "Arizona", "Nevada", "Virginia", "Republican", "Democrat",
)  # fmt: skip
GEORGIA_ABROAD = ("Tbilisi", "Georgian", "Saakashvili", "Abkhazia", "Ossetia", "Caucasus")


class Bodies:
    """The states, bodies, groups and unknown names of a report."""

    def __init__(self, cast: Cast, persons: Persons) -> None:
        self.cast = cast
        self.persons = persons
        self._keyed: dict[tuple[str, str], Figure] = {}
        self.states: dict[str, Figure] = {}

    def place(self, number: int) -> None:
        """Give a name its figure.

        1. An acronym in brackets is what it stands for.
        2. News agencies, bodies and places by their tables.
        3. A person's name that was taken for something else.
        4. A short form of a body named before; else a figure by its words.
        """
        mention, text = self.cast.mentions[number], self.cast.surface(number)
        key = ("acronym", fold(text))
        figure: Figure | None = None
        if mention.alias_of is not None and self.cast.mentions[mention.alias_of].kind == "name":
            figure = self.cast.owner.get(mention.alias_of)
            if figure is not None:
                self._keyed.setdefault(key, figure)
        figure = figure or self._keyed.get(key) or self._tabled(number, text)
        figure = figure or self._bearer(number, text)
        if figure is None and not self._skipped(mention, text):
            figure = self._by_words(mention, text)
        if figure is not None:
            figure.names[text] += 1
            self.cast.assign(number, figure)

    def _new(self, key: tuple[str, str], figure: Figure) -> Figure:
        """Return the figure under a key; a new one where there is none."""
        if key not in self._keyed:
            self._keyed[key] = self.cast.add(figure)
        return self._keyed[key]

    def _tabled(self, number: int, text: str) -> Figure | None:
        """Return the figure of a name that a table knows."""
        agency, body = agency_named(text), body_named(text)
        if agency is not None:
            return self._agency(agency)
        if body is not None:
            new = Figure("body", country=body.country, sector=body.sector)
            return self._new(("body", body.name), new)
        matches = places_named(text) or _governed(text)
        if matches:
            return self._placed(number, text, meant(matches, self.cast.report.text))
        if text in _HALVES:
            return self.states.get(_HALVES[text][1])
        return None

    def _agency(self, agency: NewsAgency) -> Figure:
        figure = self._new(
            ("agency", agency.name), Figure("body", country=agency.country, sector="JRN")
        )
        last = fold(agency.name).split()[-1]
        if last in _SHORT_PAPERS:
            self._keyed["paper", last] = figure
        return figure

    def _placed(self, number: int, text: str, match: PlaceMatch) -> Figure:
        """Return the figure of a state, its people, its seat of government or a region."""
        mention = self.cast.mentions[number]
        place, how = match
        if how == "seat":
            new = Figure("body", country=place.iso3, sector="GOV")
            return self._new(("seat", fold(bare(text))), new)
        people = how in ("noun", "adjective") and not self._modifies(mention)
        if people and not self._with_the(mention) and mention.label != "GPE":
            new = Figure("group", country=place.iso3, plural=True)
            return self._new(("group", fold(text)), new)
        return self._state(place)

    def _state(self, place: Place) -> Figure:
        kind = Figure("unknown") if place.kind == "region" else Figure("state")
        kind.title, kind.country = place.name, place.iso3
        figure = self._new(("place", place.name), kind)
        if place.kind != "region":
            self.states.setdefault(place.iso3, figure)
        return figure

    def _bearer(self, number: int, text: str) -> Figure | None:
        """Return the person whose name another type was given to."""
        words = person_name(text).words
        if not words or len(words) > 4 or against(text):
            return None
        found = self.persons.choose(self.persons.bearers(words), number)
        if found is not None or len(words) > 1 or not text.endswith("s"):
            return found
        # "the Clintons"
        if self.persons.bearers((words[0][:-1],)) and self._with_the(self.cast.mentions[number]):
            return self._new(("group", fold(text)), Figure("group", plural=True))
        return None

    def _modifies(self, mention: Mention) -> bool:
        """Return whether a name stands before the noun it belongs to ("Russian officials")."""
        token = self.cast.tokens[mention.head]
        return token.dep in _MODIFIERS or token.pos == "ADJ"

    def _with_the(self, mention: Mention) -> bool:
        first, _ = self.cast.tokens_of(mention.span)
        return first > 0 and self.cast.tokens[first - 1].text.lower() == "the"

    def _skipped(self, mention: Mention, text: str) -> bool:
        """Return whether a name is only an adjective ("Republican lawmakers", "pro-Lee")."""
        if against(text) or not any(letter.isalpha() for letter in text):
            return True
        if mention.label != "NORP":
            return False
        # "The Wisconsin Republican" is read as a noun.
        token = self.cast.tokens[mention.head]
        partisan = token.tag in ("NN", "NNP") and token.text.lower() in roles()
        return partisan or self._modifies(mention) or not text[:1].isupper()

    def _by_words(self, mention: Mention, text: str) -> Figure:
        """Return the figure of a name that no table knows."""
        if mention.label == "NORP":
            plural = self.cast.tokens[mention.head].tag in ("NNS", "NNPS")
            return self._new(("group", fold(text)), Figure("group", plural=plural))
        key = ("name", fold(text))
        if key in self._keyed:
            return self._keyed[key]
        short = self._short_form(text)
        if short is not None:
            return short
        figure = self._new(key, Figure("body" if mention.label == "ORG" else "unknown"))
        words = fold(text).split()
        if len(words) > 1 and mention.label == "ORG":
            self._keyed.setdefault(("first", words[0]), figure)
            telling = [word for word in words if word not in ("of", "the", "for", "and")]
            self._keyed.setdefault(("initials", "".join(word[0] for word in telling)), figure)
        return figure

    def _short_form(self, text: str) -> Figure | None:
        """Return the body that a first word or acronym stands for ("Brookings", "ACLU")."""
        letters = text.replace(".", "")
        if (
            letters.isupper()
            and 2 <= len(letters) <= 6
            and ("initials", letters.lower()) in self._keyed
        ):
            return self._keyed["initials", letters.lower()]
        if " " in text or len(text) < 4:
            return None
        if fold(text) in _SHORT_PAPERS:
            return self._keyed.get(("paper", fold(text)))
        return None if fold(text) in _COMMON_FIRSTS else self._keyed.get(("first", fold(text)))


def _governed(text: str) -> tuple[PlaceMatch, ...]:
    """Return the place of "South Korean Government", as its name."""
    first, _, last = bare(text).rpartition(" ")
    if last.lower() not in GOVERNING or not first:
        return ()
    return tuple(PlaceMatch(match.place, "name") for match in places_named(first))


def meant(matches: Sequence[PlaceMatch], text: str) -> PlaceMatch:
    """Return which of the places of one name a text means: two are called Georgia."""
    if len(matches) == 1 or matches[0].place.name != "Georgia":
        return matches[0]
    abroad = any(word in text for word in GEORGIA_ABROAD)
    return matches[1] if not abroad and any(word in text for word in GEORGIA_USA) else matches[0]
