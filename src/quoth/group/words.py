"""The words of a report as stories and copies look at them: stems, names, figures, shingles.

Everything here works on the text itself, so that a report loaded from JSON, without tokens, gives
the same as one that was just read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\W_]+")
# Words without content, and those that any report may use of its sources and its calendar.
STOP = frozenset(
    """a about above after again against all also am an and any are aren't as at be because been
    before being below between both but by can can't cannot could couldn't did didn't do does
    doesn't doing don't down during each few for from further had hadn't has hasn't have haven't
    having he her here hers herself him himself his how i i'd i'll i'm i've if in into is isn't it
    it's its itself just let's may me might more most must my myself no nor not now of off on once
    only or other our ours ourselves out over own same say said says saying she should shouldn't so
    some such tell than that that's the their theirs them themselves then there these they this
    those through to told too under until up upon us very was wasn't we were weren't what when
    where which while who whom whose why will with won't would wouldn't yet you your yours
    according mr mrs ms via""".split()
)
# Capitalised words that name no one in particular.
NO_NAMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april june
    july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
    am pm est edt gmt et pst pdt utc mr mrs ms dr sir""".split()
)
SHINGLE_WORDS = 4
# Of the words of a headline that carry meaning more than this are capitalised.
_MOSTLY = 0.75


@dataclass(frozen=True, slots=True)
class Told:
    """What a stretch of text says: how often each stem, name and figure stands in it.

    `labels` counts names as they are written, of several words each.
    """

    stems: Counter[str]
    names: Counter[str]
    figures: Counter[str]
    labels: Counter[str]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return a lower-case word without plural and the commonest endings (after Harman 1991)."""
    word = word.replace("’", "'").removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            word = word[: -len(ending)]
            if word[-1] == word[-2] and word[-1] not in "aeiouls":
                word = word[:-1]
            return word.removesuffix("e")
    return word.removesuffix("e") if len(word) > 4 else word


def tell(sentences: Sequence[str], known: frozenset[str] | None = None) -> Told:
    """Return what sentences say. `known` are the name words of the report, found if not given.

    A capitalised word is a name where it does not open the sentence and the sentence is not set in
    capitals throughout; elsewhere it is one if `known` has it.
    """
    known = name_words(sentences) if known is None else known
    told = Told(Counter(), Counter(), Counter(), Counter())
    for sentence in sentences:
        run: list[str] = []
        for match in WORD.finditer(sentence):
            word = match[0]
            low = word.lower().replace("’", "'").removesuffix("'s")
            if word[0].isdigit():
                told.figures[low.replace(",", "")] += 1
            elif low not in STOP:
                told.stems[stem(low)] += 1
            named = word[0].isupper() and low in known
            if named:
                told.names[low] += 1
                run.append(word)
            elif run:
                told.labels[_label(run)] += 1
                run = []
        if run:
            told.labels[_label(run)] += 1
    return told


def name_words(sentences: Iterable[str]) -> frozenset[str]:
    """Return the words, in lower case, that stand capitalised where no rule asks for a capital."""
    found: set[str] = set()
    for sentence in sentences:
        words = [m[0] for m in WORD.finditer(sentence) if not m[0][0].isdigit()]
        if not words or _in_capitals(sentence, words):
            continue
        for number, word in enumerate(words):
            low = word.lower().replace("’", "'").removesuffix("'s")
            if not word[0].isupper() or low in NO_NAMES or low in STOP or len(low) < 2:
                continue
            after = words[number + 1] if number + 1 < len(words) else ""
            if number or (after[:1].isupper() and after.lower() not in NO_NAMES):
                found.add(low)
    return frozenset(found)


def _in_capitals(sentence: str, words: Sequence[str]) -> bool:
    """Return whether most words that carry meaning are capitalised, as in a headline."""
    telling = [word for word in words if word.lower() not in STOP]
    if sum(word.isupper() for word in telling) > _MOSTLY * len(telling):
        return len(telling) > 1
    if sentence.rstrip("”’\"' ").endswith((".", "!", "?")):
        return False
    return len(telling) > 2 and sum(word[0].isupper() for word in telling) > _MOSTLY * len(telling)


def _label(run: Sequence[str]) -> str:
    return " ".join(run).replace("’", "'").removesuffix("'s")


def hashes(items: Iterable[str], kind: str) -> NDArray[np.uint32]:
    """Return a stable 32-bit number of each item; `kind` keeps a name from a word like it."""
    return np.array([crc32(f"{kind}{item}".encode(errors="replace")) for item in items], np.uint32)


def shingles(sentences: Iterable[str]) -> NDArray[np.uint32]:
    """Return the distinct hashes of all runs of SHINGLE_WORDS words, sorted.

    Capitals, marks and sentence borders do not count. What is shorter than a run counts as one.
    """
    low = [m[0].lower().replace("’", "'") for s in sentences for m in WORD.finditer(s)]
    if not low:
        return np.zeros(0, np.uint32)
    words = hashes(low, "").astype(np.uint64)
    size = min(SHINGLE_WORDS, len(words))
    mixed = np.zeros(len(words) - size + 1, np.uint64)
    for offset in range(size):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + words[offset : offset + len(mixed)]
        mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return np.unique((mixed >> np.uint64(32)).astype(np.uint32))
