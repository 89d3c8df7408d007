"""Reports made from development texts: scripted edits, and other happenings in the same words.

Nothing here is random but for the seed that is handed in.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.scorers import lines
from quoth.group.outline import Outline, outline
from quoth.group.words import WORD, name_words
from quoth.records import Report

SYLLABLES = "ba ke li mo nu ra se ti vo za dre fal gor hin jas kum lor mer nos pel".split()
MONTHS = (
    "January February March April May June July August September October November December"
).split()
MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b")
# What sites add; invented.
BOILERPLATE = (
    "Sign up for our morning letter and get the best of the day in your inbox.",
    "You can follow this story on our live page, which is updated through the night.",
    "Reporting by our staff; editing by the night desk in the main office.",
    "This article was first published on our site and has been changed for length.",
    "Readers who have seen what happened may write to the desk at any hour.",
    "Advertisement: continue reading the main story below this notice.",
    "The opinions in the comments are those of the readers who leave them.",
    "More on this from our partners is to be found in the box to the right.",
)
HEADLINES = (
    "What we know so far about the day's main story",
    "Questions remain after a long night, officials say",
    "Updated: the latest on this developing story",
    "How it happened, and what may come next",
)


def texts(corpora: Path) -> Iterator[tuple[str, str, str]]:
    """Yield id, story and text of the development articles of sixty words or more."""
    for article in lines(corpora / "newswcl50" / "dev.jsonl.gz"):
        yield article["id"], f"n{article['event_id']}", article["text"]
    for document in lines(corpora / "ecbplus" / "train.jsonl.gz"):
        if len(document["text"].split()) >= 60:
            yield document["id"], document["story"], document["text"]


def invented_name(rng: random.Random) -> str:
    """Return a name that is in no text."""
    return "".join(rng.choices(SYLLABLES, k=rng.choice((2, 3)))).capitalize()


def replaced(text: str, rng: random.Random) -> str:
    """Return the text with other names, numbers and months throughout, each the same everywhere."""
    known = name_words(text.splitlines())
    names: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if word[0].isdigit():
            return names.setdefault(
                word, "".join(str(rng.randrange(1, 10)) if c.isdigit() else c for c in word)
            )
        if word[0].isupper() and word.lower().removesuffix("'s") in known:
            return names.setdefault(word, invented_name(rng))
        return word

    return MONTH.sub(lambda _: rng.choice(MONTHS), WORD.sub(other, text))


def truncated(text: str, rng: random.Random) -> str:
    """Return the first 35 to 80 in a hundred of the words."""
    words = list(re.finditer(r"\S+", text))
    return text[: words[int(len(words) * rng.uniform(0.35, 0.8)) - 1].end()]


def headlined(text: str, rng: random.Random) -> str:
    """Return the text under another first line."""
    rows = text.splitlines()
    return "\n".join([rng.choice(HEADLINES), *rows[1:]])


def padded(text: str, rng: random.Random) -> str:
    """Return the text with two to five lines of boilerplate put in."""
    rows = text.splitlines()
    for line in rng.sample(BOILERPLATE, rng.randint(2, 5)):
        rows.insert(rng.randrange(len(rows) + 1), line)
    return "\n".join(rows)


def reordered(text: str, rng: random.Random) -> str:
    """Return the text with its lines in another order, the first kept."""
    rows = text.splitlines()
    rest = rows[1:]
    rng.shuffle(rest)
    return "\n".join([*rows[:1], *rest])


def edited(text: str, rng: random.Random) -> str:
    """Return the text with 4 to 8 in a hundred of its small words left out, doubled or changed."""
    rate = rng.uniform(0.04, 0.08)

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if not word.islower() or rng.random() > rate:
            return word
        return rng.choice(("", "very " + word, "also", "some " + word))

    return re.sub(r"[^\W\d_]+", other, text)


EDITS: dict[str, Callable[[str, random.Random], str]] = {
    "truncated": truncated,
    "new headline": headlined,
    "boilerplate": padded,
    "reordered": reordered,
    "light edits": edited,
}


def mixed(text: str, rng: random.Random) -> str:
    """Return the text after two or three of the edits."""
    for name in rng.sample(sorted(EDITS), rng.randint(2, 3)):
        text = EDITS[name](text, rng)
    return text


def no_vectors(sentences: Sequence[str]) -> NDArray[np.float32]:
    """Stand in for the encoder where vectors are not looked at."""
    return np.zeros((len(sentences), 1), np.float32)


# How far the sentence vectors of a made report are turned from those of the text it is made from:
# cosines are then about 0.8, as between look-alike stories of ECB+.
_TURNED = 0.75


def made_outlines(
    bases: Sequence[tuple[str, Outline]], count: int, *, seed: int
) -> Iterator[Outline]:
    """Yield outlines of made reports: texts with replaced names, numbers and months.

    `bases` are texts with their outlines. Encoding as many sentences takes hours, so the vectors
    are the base's, turned by chance.
    """
    rng, numbers = random.Random(seed), np.random.default_rng(seed)
    for place in range(count):
        text, base = bases[place % len(bases)]
        report = Report(f"made-{place}", replaced(text, rng), language="en")
        made = outline(report, encode=no_vectors)
        vectors = base.array("vectors").astype(float) / 127
        turn = numbers.standard_normal(vectors.shape) / np.sqrt(max(vectors.shape[1], 1))
        vectors = vectors + _TURNED * turn
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        packed = np.rint(vectors * 127).astype("i1").tobytes()
        yield replace(made, vectors=packed, leads=base.leads)
