"""Invented reports for the tests of stories and copies, and an encoder that needs no model."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from quoth.group import Outline, outline
from quoth.group.words import STOP, WORD, stem
from quoth.records import Report

DIMENSIONS = 64


def encode(texts: Sequence[str]) -> np.ndarray:
    """Return unit vectors that lie near one another where texts share words."""
    vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
    for row, text in enumerate(texts):
        words = {stem(m[0].lower()) for m in WORD.finditer(text) if m[0].lower() not in STOP}
        for word in sorted(words) or [text]:
            rng = np.random.default_rng(crc32(word.encode(errors="replace")))
            vectors[row] += rng.standard_normal(DIMENSIONS)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def told(
    report_id: str, text: str, *, published: str | None = None, title: str | None = None
) -> Outline:
    """Return the outline of an invented report."""
    report = Report(report_id, text, published=published, title=title, language="en")
    return outline(report, encode=encode)


SUMMIT = (
    "President Ilvar Tesk of Halmora met Prime Minister Sanna Orlo of Veskaria in "
    "Brannvik on {day} "
    "for talks on {about}.\n"
    "The two leaders spoke for {hours} hours at the Castle of Merrin, officials said.\n"
    "{more}\n"
    "Halmora and Veskaria have quarrelled over the waters of Merrin Sound for years.\n"
)
FIRST_SUMMIT = (
    SUMMIT.format(
        day="Tuesday",
        about="fishing rights",
        hours="four",
        more="Tesk offered to release seventeen trawlers that Halmora has held since January.",
    ),
    SUMMIT.format(
        day="Tuesday",
        about="the fishing dispute",
        hours="four",
        more="The seventeen trawlers could leave the harbour this week, a spokesman for Tesk said.",
    ),
    SUMMIT.format(
        day="Tuesday",
        about="fish and trawlers",
        hours="more than three",
        more="Orlo thanked Tesk for the offer to let the seventeen trawlers go.",
    ),
)
SECOND_SUMMIT = (
    SUMMIT.format(
        day="Friday",
        about="a pipeline",
        hours="two",
        more="Orlo signed a contract for gas worth 900 million crowns over twelve years.",
    ),
    SUMMIT.format(
        day="Friday",
        about="gas deliveries",
        hours="two",
        more="The gas contract of 900 million crowns was signed by Orlo after dinner.",
    ),
)
COAST_QUAKE = (
    "An earthquake of magnitude 6.1 shook the coastal town of Sarvik in Halmora on Monday, killing "
    "eleven people.\nRescuers in Sarvik searched the ruins of the Hotel Admiral through "
    "the night.\n"
    "Mayor Olin Pedderic said the harbour of Sarvik was destroyed.\n",
    "Eleven people died when a 6.1 magnitude earthquake hit Sarvik, on the coast of Halmora.\n"
    "The Hotel Admiral in Sarvik collapsed, Mayor Olin Pedderic said.\n"
    "Ships of the coast guard brought tents to the harbour of Sarvik on Monday night.\n",
    "Sarvik, Halmora: rescuers dug through the Hotel Admiral on Monday after an earthquake of "
    "magnitude 6.1 killed eleven.\nMayor Olin Pedderic asked for tents and water for Sarvik.\n",
)
HILL_QUAKE = (
    "An earthquake of magnitude 5.4 struck the mining valley of Uppland Dorn in Veskaria on "
    "Thursday and buried two miners.\nThe quake cracked the dam above the Kestrel mine, the "
    "engineer Rusa Valk said.\nVillages below the Kestrel dam in Dorn were cleared.\n",
    "Two miners were buried in the Kestrel mine on Thursday when a quake of magnitude 5.4 hit the "
    "valley of Dorn in Veskaria.\nEngineer Rusa Valk said the Kestrel dam had cracks but would "
    "hold.\nPeople of Dorn left their villages below the dam.\n",
)
TRIAL = (
    "The trial of the banker Emeric Stoll, who is charged with stealing 40 million crowns from the "
    "Savings Bank of Brannvik, opened on Monday.\nProsecutor Hanne Lyle said Stoll moved the money "
    "to an account in Port Estry.\nStoll, 54, denies the charges.\n",
    "A former clerk told the court in Brannvik on Tuesday that banker Emeric Stoll ordered her to "
    "send money of the Savings Bank to Port Estry.\nStoll is on trial over 40 million crowns.\n"
    "Prosecutor Hanne Lyle showed the clerk's letters.\n",
    "Emeric Stoll, the banker on trial over 40 million crowns of the Savings Bank of "
    "Brannvik, told "
    "the court on Wednesday that he knew of no account in Port Estry.\nProsecutor Hanne Lyle asked "
    "Stoll about the clerk's letters for three hours.\n",
)
FOLLOW_UP = (
    "Half a year after the earthquake of magnitude 6.1 that killed eleven people in Sarvik, on the "
    "coast of Halmora, the Hotel Admiral is being built again.\nMayor Olin Pedderic opened the "
    "new harbour of Sarvik with a brass band.\n"
)
