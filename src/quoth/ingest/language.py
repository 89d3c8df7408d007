"""Which language a report is in, offline, with py3langid.

py3langid gives a probability to each of 140 languages. What decides here is the one of English
alone (or of the other languages asked for), since the question is whether the report can be read.

Calibrated with py3langid 0.4.0 on fragments of 40 to 400 characters from PolNeAR train, NewsWCL50
dev and ECB+ train (35,313, all English) and on the openings, 40 to 200 characters, of 35 invented
reports, one a language, of the kind that tests/ingest/test_ingest_language.py has.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from quoth.ingest.tongues import language_code, language_name
from quoth.records import Rejected, Report

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Characters looked at: more change nothing, and a page's end is often in another tongue.
_LOOK = 4000

# Below this probability a text is not in the language. Of the fragments in English none is below
# 0.01 from 40 characters on (5 of 6,116 of 20 are); the openings in other languages all are.
_MIN_PROBABILITY = 0.01
_MIN_LETTERS = 40

# Below this the reader is told that it is not sure. Of the English fragments of 80 letters 1 in
# 120 is below it, of those of 200 and more none (0.72 is the least).
_SURE = 0.2

# A short text full of foreign names may look foreign; these words, rare in other languages, tell
# that it is not: 2 of them and 1 word in 10. Danish shares "have"; Pidgin is looked at apart.
_ENGLISH = frozenset(
    "the and said that with which about from have has would who they this were been are their its "
    "after".split()
)
_MIN_ENGLISH_SHARE = 0.1
_FEW_LETTERS = 200

# Nigerian Pidgin is what short English headlines look like to py3langid (up to 0.81 with 80
# letters), so its probability counts as English; only a long text that is surely Pidgin is not.
_PIDGIN = "pcm"
_MIN_PIDGIN = 0.95


def with_language(report: Report, languages: tuple[str, ...]) -> Report | Rejected:
    """Return the report with its language, or why it is left out.

    A language that the report states is believed. What is too short to tell is taken to be in
    the first of `languages`, if it is written in Latin letters, with a note.
    """
    if report.language is not None and (stated := language_code(report.language)) is not None:
        if stated in languages:
            return replace(report, language=stated)
        return _rejected(report, stated, languages, verb="is said to be")
    notes = report.notes
    if report.language:
        notes += (f"language “{report.language[:40]}” is not known and was left out",)
    opening = report.text.lstrip()[:_LOOK]
    letters = sum(c.isalpha() for c in opening)
    latin = sum(c.isalpha() and c < "\u0250" for c in opening) / max(letters, 1)
    ranking = _probabilities(opening, languages)
    best = max(ranking, key=lambda code: ranking[code])
    ours = max(languages, key=lambda code: ranking.get(code, 0.0))
    probability = ranking.get(ours, 0.0)
    if letters < _MIN_LETTERS and (latin > 0.5 or letters == 0):
        if ours == best and probability >= _SURE:
            return replace(report, language=ours, notes=notes)
        note = f"is too short to tell its language; read as {language_name(languages[0])}"
        return replace(report, language=languages[0], notes=(*notes, note))
    foreign = probability < _MIN_PROBABILITY and not (
        letters < _FEW_LETTERS and ours == "en" and _has_english_words(opening)
    )
    pidgin = best == _PIDGIN and letters >= _FEW_LETTERS
    if best not in languages and (foreign or pidgin):
        return _rejected(report, best, languages, verb="is")
    if probability < _SURE:
        notes += (f"may not be in {language_name(ours)}, as which it is read",)
    return replace(report, language=ours, notes=notes)


def _has_english_words(text: str) -> bool:
    words = text.lower().split()
    count = sum(word.strip(".,;:!?“”\"'()") in _ENGLISH for word in words)
    return count >= 2 and count >= _MIN_ENGLISH_SHARE * len(words)


def _rejected(report: Report, code: str, languages: tuple[str, ...], *, verb: str) -> Rejected:
    ours = ", ".join(language_name(language).split(" (")[0] for language in languages)
    if code == "zxx":
        reason = f"is not a text in any language; Quoth reads {ours} so far"
    else:
        reason = f"{verb} in {language_name(code)}; Quoth reads {ours} so far"
    return Rejected(report.id, "ingest", reason)


def _probabilities(text: str, languages: tuple[str, ...]) -> dict[str, float]:
    """Return the probability of each language, that of Pidgin given to English if in doubt."""
    ranking = dict(_identifier().rank(text))
    if "en" in languages and _PIDGIN not in languages and ranking[_PIDGIN] < _MIN_PIDGIN:
        ranking["en"] += ranking[_PIDGIN]
        ranking[_PIDGIN] = 0.0
    return ranking


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
