"""The parts of a phrase for somebody: places, bodies, roles and names, by the tables alone.

`read` needs no syntax: it takes the longest entry of a table at each word, and reads prepositions
as joints ("the head | of the Russian army"). It is for mentions of a few words, not for sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from quoth.resolve.names import bare, plain
from quoth.resolve.persons import BODY_WORDS
from quoth.resolve.rows import on_change
from quoth.resolve.tables import Body, Place, agents, given_names, localities, titles
from quoth.resolve.world import How, agency_named, body_named, places_named

PartKind = Literal["place", "body", "agent", "name", "former", "vague", "word"]

LINKS = frozenset(
    "of in from to for at on with against near by under between over inside within outside "
    "who which that and or into during after before".split()
)
# Heads of anything, and who speaks for anything: of what decides the sector.
NEUTRAL = frozenset(
    "president secretary director chief head leader chair chairman chairwoman chairperson "
    "administrator official executive manager founder minister spokesman spokeswoman spokesperson "
    "aide adviser advisor member representative source deputy boss co-founder staff side group "
    "organization organisation movement office agency leadership officer commissioner envoy "
    "delegation negotiator team personnel".split()
)
_FORMER = frozenset("former ex onetime one-time ousted deposed retired erstwhile late ex-".split())
_SKIPPED = frozenset(
    "the a an this that these those its his her their our my some any both all each every no two "
    "three four five six seven eight nine ten eleven twelve dozen several many few more most other "
    "another first second one about around least new old local senior top young".split()
)
# Words for how many, before those whom they count ("thousands of Sudanese protesters").
_COUNTED = re.compile(
    r"^(?:(?:the|a|an|at least|about|some|more than|tens of)\s+)*(?:(?:hundreds?|thousands?|"
    r"dozens?|scores|millions?|tens|several|many|most|some|one|two|three|four|five|groups?|numbers?|"
    r"handful|couple|majority|crowds?|band|bands|all|both|half)\s+of\s+)+",
    re.IGNORECASE,
)
_ARABIC = re.compile(r"^(?:al|el|ad|an|ar|as|ash|at|az|ul)-[A-Z]")
_PARTICLES = frozenset(
    "bin ibn bint ben de da do dos das del di du la le van von der den ter zu y e al el ul".split()
)
_COMPASS = frozenset(
    "south north east west central latin southeast northern southern eastern western middle".split()
)
_CONTINENTS = frozenset(
    "american americans asian asians african africans european europeans eastern america asia "
    "africa europe east".split()
)
# Of more than one state, so of none.
_VAGUE = frozenset(
    "west western westerners europe european europeans africa african africans asia asian asians "
    "arab arabs latin international global world gulf nordic baltic scandinavian balkan caribbean "
    "eastern non-aligned developing".split()
)
_COMPOUND = re.compile(
    r"^(?:pro|anti|non)-|-(?:backed|born|controlled|held|run|based|trained|funded|made|occupied"
    r"|supported|sponsored|owned|allied|armed|speaking|administered|installed|style)$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s,;:()\"“”]+|,")
_POSSESSIVE = re.compile(r"(?:'s|s')$")
_MOST_WORDS = 8
# What stands before "Party" and lawmakers in American reports.
_PARTISANS = {
    "Republican": "Republican Party", "Republicans": "Republican Party", "GOP": "Republican Party",
    "Democratic": "Democratic Party", "Democrat": "Democratic Party",
    "Democrats": "Democratic Party",
}  # fmt: skip
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "people": "people", "police": "police",
    "thieves": "thief", "clergymen": "clergyman", "spies": "spy", "troops": "troop",
    "media": "media", "forces": "force", "statesmen": "statesman",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a phrase: what it is, its words, and what the tables know of it.

    `noun` is an agent's noun as its table has it; `country` is a place's code as PLOVER has it.
    `owning` is true where it ends in 's.
    """

    kind: PartKind
    text: str
    owning: bool = False
    noun: str = ""
    sectors: tuple[str, ...] = ()
    country: str | None = None
    place: Place | None = None
    how: How | Literal["locality", ""] = ""
    body: Body | None = None
    plural: bool = False

    @property
    def neutral(self) -> bool:
        """Whether what it heads tells more than the noun itself."""
        return self.kind == "agent" and self.noun.split()[-1] in NEUTRAL and " " not in self.noun


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase's parts before its first preposition, and those after each preposition."""

    head: tuple[Part, ...]
    tails: tuple[tuple[str, tuple[Part, ...]], ...]

    def of_kind(self, *kinds: PartKind) -> list[Part]:
        """Return the parts of the head that are of one of the kinds."""
        return [part for part in self.head if part.kind in kinds]

    @property
    def name(self) -> str:
        """The name of the person meant, "" where there is none.

        Not whose it is ("Lee's spokesman"); but who follows "the envoy for Yemen, Ann Lee".
        """
        for part in self.head:
            if part.kind == "name" and not (part.owning and part is not self.head[-1]):
                return part.text
        for _, parts in self.tails:
            if len(parts) > 1 and parts[-1].kind == "name" and not parts[-2].owning:
                return parts[-1].text
        return ""

    @property
    def owner(self) -> str:
        """The name of the person whose it is, "" where it is nobody's."""
        parts = self.head[:-1]
        return next((part.text for part in parts if part.kind == "name" and part.owning), "")


@lru_cache(maxsize=20_000)
def read(text: str) -> Phrase:
    """Take a phrase apart."""
    sections: list[tuple[str, list[Part]]] = [("", [])]
    text = _COUNTED.sub("", plain(text)) or plain(text)
    words = [_without_stop(word) for word in _WORD.findall(text)]
    at = 0
    while at < len(words):
        word = words[at]
        # "The French and German leaders": what is joined heads one noun.
        if word.lower() in ("and", "or") and not _headed(sections[-1][1]):
            at += 1
            continue
        if word.lower() in LINKS:
            sections.append((word.lower(), []))
            at += 1
            continue
        part, size = _part_at(words, at)
        if part is not None:
            sections[-1][1].append(part)
        at += size
    joined = [(link, tuple(_named(_joined(parts)))) for link, parts in sections]
    return Phrase(joined[0][1], tuple(joined[1:]))


def _headed(parts: Sequence[Part]) -> bool:
    return any(part.kind in ("agent", "body", "name") for part in parts)


def _without_stop(word: str) -> str:
    """Return a word without the full stop of its sentence; "Gen.", "U.S.", "Calif." keep theirs."""
    if not word.endswith(".") or "." in word[:-1] or len(word) < 4:
        return word
    return word if word in titles() or places_named(word) else word[:-1]


def _part_at(words: Sequence[str], at: int) -> tuple[Part | None, int]:
    """Return the part that begins at a word, and how many words it takes.

    1. Names in the tables, the longest first.
    2. Roles; one that is longer than the name wins ("Foreign Minister").
    3. What says former, what is vague, and else a capital: a name.
    """
    word = words[at]
    if word == "," or titles().get(word) == "" or _skipped(words, at):
        return None, 1
    pair = " ".join(words[at : at + 2])
    vague = word.lower() in _COMPASS and pair.lower().split()[-1] in _CONTINENTS
    if vague and not places_named(pair):
        return Part("vague", pair), 2
    if word.lower().startswith("ex-") and len(word) > 3:
        return Part("former", "ex"), _without_prefix(words, at)
    if word.lower() in _FORMER:
        return Part("former", word.lower()), 1
    known, size = _known_at(words, at)
    agent, length = agent_at(words, at)
    if known is not None and size >= length:
        return known, size
    if agent is not None:
        return agent, length
    if _COMPOUND.search(word):
        return Part("word", word), 1
    if "-" in word:
        first, last = word.rsplit("-", 1)
        if last == "led":  # "the Saudi-led coalition"
            return _known_at([first], 0)[0], 1
        if places_named(last) and last[:1].isupper():
            return _known_at([last], 0)[0], 1
    if _POSSESSIVE.sub("", word).lower() in _VAGUE:
        return Part("vague", word), 1
    owning = bool(_POSSESSIVE.search(word))
    capital = word[:1].isupper() and any(c.islower() for c in word)
    kind: PartKind = "name" if capital or _ARABIC.match(word) else "word"
    return Part(kind, bare(word), owning=owning), 1


def _skipped(words: Sequence[str], at: int) -> bool:
    """Return whether a word tells nothing; "New York", "The Hague" begin with one that does."""
    if words[at].lower() not in _SKIPPED:
        return False
    pair = " ".join(words[at : at + 2])
    if words[at] == "the":
        return f"The {pair[4:]}" not in localities()
    return words[at].islower() or _known_at(words, at)[1] < 2


def _without_prefix(words: Sequence[str], at: int) -> int:
    """Leave "ex-" of "ex-president" off in place; the rest is read next."""
    if isinstance(words, list):
        words[at] = words[at][3:]
    return 0


def _known_at(words: Sequence[str], at: int) -> tuple[Part | None, int]:
    """Return the longest name of a table at a word, and its length."""
    for size in range(min(_MOST_WORDS, len(words) - at), 0, -1):
        run = words[at : at + size]
        if "," in run or (size == 1 and not any(c.isupper() for c in run[0])):
            continue
        text = " ".join(run)
        if not any(c.isupper() for c in text):
            continue
        part = named(text)
        if part is not None:
            return part, size
    following = words[at + 1] if at + 1 < len(words) else ""
    party = body_named(_PARTISANS.get(words[at], "-"))
    if party is not None and not following[:1].isupper():
        return Part("body", words[at], sectors=party.sectors, country=party.place, body=party), 1
    return None, 0


def named(text: str) -> Part | None:
    """Return what a whole text names by the tables: outlet, body, place or locality."""
    owning = bool(_POSSESSIVE.search(plain(text)))
    body = body_named(text)
    if body is not None:
        return Part("body", bare(text), owning, sectors=body.sectors, country=body.place, body=body)
    outlet = agency_named(text)
    if outlet is not None:
        return Part("body", bare(text), owning, sectors=("JRN",), country=outlet.country)
    matches = places_named(text)
    if matches:
        place, how = matches[0]
        return Part("place", bare(text), owning, country=place.code, place=place, how=how)
    for form in (plain(text), bare(text)):
        if form in localities():
            code = localities()[form]
            return Part("place", form, owning, country=code, how="locality")
    return None


def agent_at(words: Sequence[str], at: int) -> tuple[Part | None, int]:
    """Return the longest role at a word ("chief public prosecutor"), and its length."""
    known = agents()
    for size in range(min(5, len(words) - at), 0, -1):
        run = [word.lower() for word in words[at : at + size]]
        if "," in run:
            continue
        owning = bool(_POSSESSIVE.search(run[-1]))
        if size == 1 and words[at] in titles() and titles()[words[at]]:
            run = [titles()[words[at]]]
        for form in _forms(run):
            if form in known or (size == 1 and form in NEUTRAL):
                plural = form.split()[-1] != run[-1].removesuffix("'s") or form in _PLURAL
                sectors = known.get(form, ())
                text = " ".join(words[at : at + size])
                return Part("agent", text, owning, form, sectors, plural=plural), size
    return None, 0


_PLURAL = frozenset("people police media personnel staff crew clergy women".split())


def _forms(run: Sequence[str]) -> Iterator[str]:
    """Yield a phrase as the tables may have it: in the singular, hyphens as spaces."""
    last = _POSSESSIVE.sub(lambda match: "s" if match[0] == "s'" else "", run[-1])
    before = list(run[:-1])
    for word in (last, *_singulars(last)):
        text = " ".join((*before, word))
        yield text
        if "-" in text:
            yield text.replace("-", " ")
        if "defence" in text:
            yield text.replace("defence", "defense")
    if len(run) > 1 and run[0].endswith("s"):
        for first in _singulars(run[0]):
            yield " ".join((first, *run[1:]))


def _singulars(word: str) -> Iterator[str]:
    if word in _IRREGULAR:
        yield _IRREGULAR[word]
    elif word.endswith("men") and len(word) > 4:
        yield word[:-2] + "an"
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        yield word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Join capitals side by side, so that a given name is seen with the family name."""
    found: list[Part] = []
    for part in parts:
        last = found[-1] if found else None
        if last and last.kind == "name" and part.kind == "name" and not last.owning:
            found[-1] = Part("name", f"{last.text} {part.text}", owning=part.owning)
        else:
            found.append(part)
    return found


def _named(parts: Sequence[Part]) -> Iterator[Part]:
    """Join the words of names, and a place that is part of one ("Paris Hilton", "Ann Jordan")."""
    joined: list[Part] = []
    for number, part in enumerate(parts):
        last = joined[-1] if joined else None
        following = parts[number + 1] if number + 1 < len(parts) else None
        if last is None:
            joined.append(part)
        elif _same_name(last, part) or _particle(last, part, following):
            joined[-1] = Part("name", f"{last.text} {part.text}", owning=part.owning)
        else:
            # "Hutu militiamen", "Three Americans" begin with no person's name.
            group = part.plural or part.how in ("noun", "adjective")
            if last.kind == "name" and group and not last.owning:
                joined[-1] = Part("word", last.text)
            joined.append(part)
    yield from joined


def _particle(last: Part, part: Part, following: Part | None) -> bool:
    """Return whether a word joins two of one name: "Osama bin Laden"."""
    if part.kind != "word" or part.text not in _PARTICLES or last.owning or last.kind != "name":
        return False
    return following is not None and following.kind == "name"


def _same_name(last: Part, part: Part) -> bool:
    """Return whether two parts side by side are one person's name."""
    if last.owning:
        return False
    if last.kind == "name" and part.kind == "name":
        return True
    place = part.how in ("name", "capital", "locality") and " " not in part.text
    if last.kind == "name" and part.kind == "place" and place:
        return last.text in given_names()
    begins = last.how in ("name", "capital", "locality") and " " not in last.text
    if last.kind == "place" and begins and part.kind == "name":
        full = " " in part.text and part.text.split()[0] in given_names()
        return not full and part.text.split()[0].lower() not in BODY_WORDS
    return False


on_change(read.cache_clear)
