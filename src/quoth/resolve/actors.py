"""One mention of an actor, resolved by the tables and by the words around it."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

from quoth.records import Actor, Span
from quoth.resolve.bodies import GEORGIA_ABROAD, GEORGIA_USA
from quoth.resolve.coding import Code, code_phrase, head_agent
from quoth.resolve.names import bare, plain
from quoth.resolve.nearby import by_name, country_nearby, full_name
from quoth.resolve.offices import state_name, tenure
from quoth.resolve.phrases import Phrase, read

# What stands for a treaty or a meeting is nobody.
_NO_ACTOR = re.compile(
    r"\b(?:talks|agreement|accords?|treaty|convention|protocol|summit|conference|negotiations|"
    r"declaration|elections?|games|olympics|process|war|deal|pact)$"
    r"|^(?:mon|tues|wednes|thurs|fri|satur|sun)day$"
    r"|^(?:january|february|march|april|may|june|july|august|september|october|november|december)$",
    re.IGNORECASE,
)
# Only the state of the United States has them.
_GEORGIA_STATE = ("governor", "Gov.", "Kemp", "Raffensperger", "Savannah", "state senator")
_COUNTRIES_OF_HALVES = {
    "north": (("Korea", "Seoul", "Pyongyang"), "PRK"),
    "south": (("Korea", "Seoul", "Pyongyang"), "KOR"),
}


def actor(
    mention: str, *, on: datetime.date | str | None = None, context: str = ""
) -> Actor | None:
    """Return who one mention means: name, kind, country and PLOVER sectors; None for no actor.

    `mention` is a phrase such as "the Russian president", "four Saudi men", "Hezbollah"; `on` the
    day (ISO 8601) that offices are looked up for: "the Russian president" is then who held the
    office, and somebody who holds none any more is ELI; without it a title has no holder.
    `context` is a sentence or two around the mention. The actor's only span is the mention itself.

    >>> actor("the Russian president", on="2010-01-01").name
    'Dmitry Medvedev'
    """
    text = plain(mention)
    day = on.isoformat() if isinstance(on, datetime.date) else (on or "")[:10] or None
    if not text or _NO_ACTOR.search(bare(text)):
        return None
    half = _half(text, context)
    if half is not None:
        text = half
    phrase = read(text)
    found = code_phrase(phrase, text, day)
    found = _in_context(text, phrase, found, context, day)
    found = _ambiguous(text, found, context)
    nothing = found.country is None and not found.sectors and not found.named
    if nothing and found.kind == "unknown":
        return None
    return Actor(
        id="a0",
        name=found.name or bare(text),
        kind=found.kind,
        country=found.country,
        sectors=found.sectors,
        mentions=(Span(0, len(mention)),),
    )


def _in_context(text: str, phrase: Phrase, found: Code, context: str, day: str | None) -> Code:
    """Fill in what the context tells: a full name, what stands beside the name, a country."""
    if not context:
        return found
    longer = full_name(text, context) if head_agent(phrase) is None else None
    if longer is not None:
        known = tenure(longer, day)
        sectors = known.sectors if known else ()
        country = known.country if known else None
        found = Code(country, sectors, known.name if known else longer, "person", named=True)
        return _beside_name(longer, found, context, day)
    if phrase.name and (found.country is None or not found.sectors):
        return _beside_name(phrase.name, found, context, day)
    if found.country is None and not found.vague and not found.named:
        if head_agent(phrase) is None:
            return found
        country = country_nearby(text, phrase, context)
        if country is None:
            return found
        again = code_phrase(read(f"{text} of {state_name(country)}"), text, day)
        name = again.name if again.kind == "person" else found.name
        return replace(found, country=country, name=name)
    return found


def _beside_name(name: str, found: Code, context: str, day: str | None) -> Code:
    told = by_name(name, context, day)
    if told is None:
        return found
    return replace(
        found,
        country=found.country or told.country,
        sectors=found.sectors or told.sectors,
    )


def _half(text: str, context: str) -> str | None:
    """Return the state that "the North" or "the South" means by the context."""
    words, code = _COUNTRIES_OF_HALVES.get(bare(text).lower(), ((), ""))
    if code and any(word in context for word in words):
        return "North Korea" if code == "PRK" else "South Korea"
    return None


def _ambiguous(text: str, found: Code, context: str) -> Code:
    """Choose between two states of one name by the words around."""
    around = f"{text} {context}"
    if found.country == "GEO" and "Georgia" in text:
        abroad = any(word in around for word in GEORGIA_ABROAD)
        if not abroad and any(word in around for word in (*GEORGIA_USA, *_GEORGIA_STATE)):
            return replace(found, country="USA")
    brazzaville = ("Brazzaville", "Sassou", "Pointe-Noire")
    if found.country == "COD" and any(word in around for word in brazzaville):
        return replace(found, country="COG")
    return found
