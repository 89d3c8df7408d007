"""What the words around a mention tell of it: whose army, which minister, what Lee is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from quoth.resolve.coding import Code, code_phrase, head_agent
from quoth.resolve.names import bare, family_first
from quoth.resolve.phrases import LINKS, Part, Phrase, agent_at, named, read
from quoth.resolve.tables import given_names

_WORD = re.compile(r"[^\s,;:()\"“”]+|[,;:()\"“”]")
# How many words before a name or noun are looked at, and after it.
_BEFORE = 9
_AFTER = 8
_STATEMENT = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")


def full_name(mention: str, context: str) -> str | None:
    """Return the full name of somebody called by one word, where the context has it."""
    word = bare(mention)
    if " " in word or not word[:1].isupper():
        return None
    pattern = re.compile(rf"((?:[A-Z][\w.’'-]+\s+(?:de\s+|al-|el-)?){{1,3}}){re.escape(word)}\b")
    for match in pattern.finditer(context):
        before = match[1].split()
        for number, first in enumerate(before):
            if first in given_names():
                return " ".join((*before[number:], word))
    if word.lower() in family_first():
        family = re.search(rf"\b{re.escape(word)}((?:\s+[A-Z][\w’'-]+){{1,2}})", context)
        if family is not None:
            return word + family[1]
    return None


def by_name(name: str, context: str, day: str | None) -> Code | None:
    """Return what the words beside a name tell: "the Iraqi minister, Ann Lee", "Lee, a doctor"."""
    found: list[Code] = []
    last = name.rsplit(maxsplit=1)[-1]
    for match in re.finditer(rf"\b{re.escape(last)}\b", context):
        before = context[: match.start()].removesuffix(name[: -len(last)])
        after = context[match.end() :]
        for text in (_chain_before(before), _chain_after(after)):
            if not text:
                continue
            phrase = read(text)
            if head_agent(phrase) is not None or phrase.of_kind("place"):
                found.append(code_phrase(phrase, text, day))
    best: Code | None = None
    for each in found:
        if best is None or (bool(each.country), bool(each.sectors)) > (
            bool(best.country),
            bool(best.sectors),
        ):
            best = each
    return best


def _chain_before(text: str) -> str:
    """Return the phrase that ends right before a name: "Belgium's Justice Minister"."""
    words = _WORD.findall(_STATEMENT.split(text)[-1] if text else "")
    if words and words[-1] == ",":
        words.pop()
    taken: list[str] = []
    for word in reversed(words[-_BEFORE:]):
        if word in ',;:()"“”' or (word.lower() in LINKS and word.lower() != "of"):
            break
        taken.insert(0, word)
    while taken and not _tells(" ".join(taken[:1])) and taken[0].lower() not in ("the", "a", "an"):
        if any(_tells(word) for word in taken):
            taken.pop(0)
        else:
            return ""
    return " ".join(taken) if any(_tells_at(taken, n) for n in range(len(taken))) else ""


def _chain_after(text: str) -> str:
    """Return the phrase in apposition after a name: ", the Russian opposition politician,"."""
    match = re.match(r"\s+(?:of|from)\s+((?:the\s)?[^,;.()]+)", text)
    if match is not None:
        words = match[1].split()
        telling = [n for n, word in enumerate(words[:_AFTER]) if _tells(word)]
        return "official of " + " ".join(words[: max(telling) + 1]) if telling else ""
    match = re.match(r"\s*(?:,|\(|—)\s*((?:the|a|an|who is the|[A-Z][\w]+['’]s)\s[^,;.()]+)", text)
    if match is None:
        return ""
    words = match[1].split()[:_AFTER]
    return " ".join(words)


def _tells(word: str) -> bool:
    return _tells_at([word], 0)


def _tells_at(words: list[str], at: int) -> bool:
    part, _ = agent_at(words, at)
    if part is not None:
        return True
    known = named(words[at]) if words[at][:1].isupper() else None
    return known is not None


def country_nearby(
    mention: str, phrase: Phrase, context: str, *, only_sure: bool = False
) -> str | None:
    """Return the country that the context gives a mention that tells none.

    1. A place right before the same noun anywhere in the context ("Thailand's army ... the army").
    2. "In X", "of X" right after it.
    3. Unless `only_sure`, the first country of the mention's sentence, or of the context.
    """
    agent = head_agent(phrase)
    noun = agent.text if agent is not None else bare(mention)
    found = _beside(noun, context, mention)
    if found is not None or only_sure:
        return found
    sentences = [s for s in _STATEMENT.split(context) if bare(mention).lower() in s.lower()]
    for text in (*sentences, context):
        countries = [part.country for part in _places(text) if part.country]
        if countries:
            return countries[0]
    return None


def _beside(noun: str, context: str, mention: str) -> str | None:
    """Return the country of a place right before a noun or after a preposition behind it."""
    stem = re.escape(bare(noun))
    stem = stem[:-1] if stem.endswith("s") else stem
    for match in re.finditer(rf"\b{stem}\w{{0,3}}\b", context, re.IGNORECASE):
        before = _WORD.findall(context[: match.start()])[-4:]
        for size in range(1, len(before) + 1):
            run = " ".join(before[-size:])
            phrase = read(run)
            if (
                before[-size].lower() in mention.split()
                or before[-size] in ",;:()"
                or before[-size].lower() in LINKS
            ):
                break
            if phrase.head and phrase.head[0].kind == "place":
                return phrase.head[0].country
        after = re.match(
            r"\s+(?:in|of|from|near|at)\s+((?:[\w'’.-]+\s*){1,4})", context[match.end() :]
        )
        if after is not None:
            head = read(after[1]).head
            for part in head[:3]:
                if part.country:
                    return part.country
    return None


@lru_cache(maxsize=2_000)
def _places(text: str) -> tuple[Part, ...]:
    """Return the places that a text names, in order."""
    phrase = read(text)
    parts: Iterator[Part] = (p for s in (phrase.head, *(t for _, t in phrase.tails)) for p in s)
    return tuple(part for part in parts if part.kind == "place")
