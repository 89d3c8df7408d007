"""Which encoding of before Unicode bytes are in, for texts that are mostly English.

General detectors cannot tell the single-byte encodings of the West from the few letters beyond
ASCII that an English report has: charset-normalizer 3.5 takes 4 of 4 invented English passages in
windows-1252 for cp1250 or cp775. So those are tried one by one, and what decides is whether the
characters stand where writing puts them (a closing quotation mark after a word, no capital within
one). The detector is asked only about texts of other scripts, where it is sure.

Measured on PolNeAR train, NewsWCL50 dev and ECB+ train, written in the encoding where they can be:
of 578 articles in windows-1252, 574 come back right, 4 are refused, none is wrong (5 more are
litter that is valid UTF-8 by chance); of 577 in mac-roman, 562 are right, 12 refused, 3 wrong (one
odd letter each).
"""

from __future__ import annotations

import re

# Most frequent first. A tie goes to windows-1252, by far the most frequent; between the others it
# is none.
_WESTERN = ("windows-1252", "mac-roman", "windows-1250", "iso-8859-2", "cp850")

# Share of letters that may be beyond ASCII: 0.05 in French, 0.15 in Czech; all in Russian.
_MAX_ACCENTED = 0.25

# Share of characters beyond ASCII that may stand at odd places: invented passages in their own
# encoding have none, in another one 0.1 to 1.0 (windows-1250 for 1252 apart, which share most).
_MAX_ODD_SHARE = 0.1
_SAMPLE_BYTES = 60_000

_BEYOND = re.compile(r"[^\x00-\x7f]")
_NEVER = frozenset("¤¦¨¬¯¶¸ƒˆ˜‡ˇ˘˙˛˝¹≠∞≤≥∂∑∏π∫Ω≈∆◊ˉıŁ�│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬▒▓█▄▌▐▀░■‗")
_OPENING = frozenset("“‘„‚‹¿¡")
_CLOSING = frozenset("”›")
_BETWEEN = frozenset("–—…·\u00a0\u00ad")  # may join two letters
_BESIDE = frozenset("•£€¥¢§©®™°½¼¾²³×±†º‰÷´")


def detect(data: bytes) -> str | None:
    """Return the encoding that bytes other than UTF-8 are in, None where it cannot be told.

    The bytes decode in what is returned.
    """
    sample = _sample(data)
    best = _western(sample) or _other_script(sample)
    if best is not None:
        try:
            data.decode(best)
        except (UnicodeDecodeError, LookupError):
            return None
    return best


def _western(sample: bytes) -> str | None:
    """Return the encoding in which the characters stand where they belong, None if none or two."""
    found: dict[str, tuple[float, str]] = {}
    for encoding in _WESTERN:
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        if (odd := odd_share(text)) <= _MAX_ODD_SHARE and _accented_share(text) <= _MAX_ACCENTED:
            found[encoding] = (odd, text)
    if not found:
        return None
    best = min(found, key=lambda encoding: found[encoding][0])
    rivals = {text for odd, text in found.values() if odd == found[best][0]}
    return best if best == _WESTERN[0] or len(rivals) == 1 else None


def _accented_share(text: str) -> float:
    letters = [c for c in text if c.isalpha()]
    return sum(c > "\x7f" for c in letters) / len(letters) if letters else 0.0


def _sample(data: bytes) -> bytes:
    """Return the lines that have bytes beyond ASCII, up to a length."""
    if len(data) <= _SAMPLE_BYTES:
        return data
    lines: list[bytes] = []
    length = 0
    for line in data.splitlines(keepends=True):
        if not line.isascii():
            lines.append(line)
            length += len(line)
            if length > _SAMPLE_BYTES:
                break
    return b"".join(lines)


def odd_share(text: str) -> float:
    """Return the share of a text's characters beyond ASCII that stand where they do not belong."""
    total = odd = 0
    for match in _BEYOND.finditer(text):
        at = match.start()
        before = text[at - 1] if at else " "
        total += 1
        odd += _is_odd(match[0], before, text[at + 1 : at + 3])
    return odd / total if total else 0.0


def _is_odd(char: str, before: str, after: str) -> bool:
    """Say whether a character stands where it does not belong; `after` are the next two."""
    following = after[:1] or " "
    if char in _NEVER or "\x80" <= char <= "\x9f":
        return True
    if char in "«»":  # French sets them off with a space
        return before.isalnum() and following.isalnum()
    if char in _OPENING:
        return before.isalnum() or following.isspace()
    if char in _CLOSING:
        return before.isspace() or following.isalnum()
    if char == "’":
        return before.isspace() and not following.isalnum()
    if char.isalpha():
        return _is_odd_letter(char, before, after)
    if char == "¥":
        return not (following.isdigit() or before.isdigit())
    if char in _BETWEEN:
        return False
    return char not in _BESIDE or (before.isalpha() and following.isalpha())


def _is_odd_letter(char: str, before: str, after: str) -> bool:
    following, next_one = after[:1] or " ", after[1:] or " "
    alone = not (before.isalpha() or following.isalpha())
    if char.isupper():  # no capital within a word: "donÕt", "JŠger", "ÒThey"
        within = before.islower() or (before.isupper() and following.islower())
        return (
            within
            or (alone and following not in "’'")
            or (not before.isalpha() and following.isupper() and next_one.islower())
        )
    return (alone and char not in "àé") or (before.isupper() and following.isupper())


def _other_script(sample: bytes) -> str | None:
    """Return what the detector takes a text of another script for, None where it is unsure."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None or best.chaos > 0.05 or best.coherence < 0.15:
        return None
    text = str(best)
    letters = [c for c in text[:5000] if c.isalpha()]
    # From U+0370 on: Greek and what comes after, not the accented letters of the West.
    other = sum(c >= "\u0370" for c in letters)
    return best.encoding if letters and other / len(letters) > 0.3 else None
