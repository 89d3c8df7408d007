"""Bytes to text: which encoding they are in, told by the bytes, never by replacing what is odd.

A cascade; the first that fits is taken:
1. a byte order mark: UTF-8, UTF-32, UTF-16;
2. null bytes in every second place: UTF-16 without a mark;
3. valid UTF-8, the last character possibly cut off;
4. the encoding that the site's answer declares, then for a page its own, where all decodes;
5. detection (`legacy`), where the result reads like text.
What fits none is refused: a wrong guess would change what somebody is quoted as saying.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from quoth.ingest.legacy import detect

# Marks of UTF-32 begin with those of UTF-16 and are tried first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Of the names that the Encoding Standard knows, those that Python decodes. What pages call
# Latin-1 is windows-1252: https://encoding.spec.whatwg.org/#names-and-labels
_DECLARABLE = re.compile(
    r"utf-?8|windows-?(?:125[0-8]|874)|cp125[0-8]|iso-?8859-?(?:[2-9]|1[03-6])"
    r"|koi8-?[ru]|ibm866|macintosh|mac-?roman|gbk|gb2312|gb18030|big5(?:-?hkscs)?|euc-?(?:jp|kr)"
    r"|shift[-_]?jis|iso-2022-jp|tis-620"
)
_LATIN_1 = re.compile(r"(?:iso-?8859-?1|latin-?1|l1|us-ascii|ascii)")
_CHARSET = re.compile(
    rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w:.-]{2,40})",
    re.IGNORECASE,
)

_ADVICE = "save it as UTF-8"


class DecodeError(ValueError):
    """Bytes that are not text in any encoding that can be told; the message says why."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding its bytes were read in, and remarks for the reader.

    `fault` is only set for a page: then characters that could not be decoded are U+FFFD, and it
    says why the page is refused if they are in the article.
    """

    text: str
    encoding: str
    notes: tuple[str, ...] = ()
    fault: str | None = None


def decode(data: bytes, *, page: bool = False, charset: str | None = None) -> Decoded:
    """Return the text of bytes; see the module for how the encoding is told.

    `charset` is the encoding that the answer of a site declares, which goes before the page's. A
    byte order mark is no part of the text. With `page`, a declared encoding counts and single null
    bytes are left out, as browsers do.

    Raises:
        DecodeError: the bytes are binary, or in an encoding that cannot be told.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(_by_mark(data, encoding))
    if b"\x00" in data:
        if (wide := _without_mark(data)) is not None:
            return wide
        if not page or data.count(b"\x00") > len(data) // 100:
            raise DecodeError("is binary (it has null bytes), not text: " + _ADVICE_BINARY)
        data = data.replace(b"\x00", b"")
    try:
        return _checked(Decoded(data.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError as error:
        fault = error
    if (cut := _cut_off(data, fault)) is not None:
        return _checked(cut)
    for label, who in ((charset, "the site"), (_label(data) if page else None, "the page")):
        if label is not None and (declared := _declared(data, label, who)) is not None:
            return _checked(declared)
    if (name := None if _mostly_utf8(data) else detect(data)) is not None:
        note = f"read as {name} (detected: not UTF-8)"
        return _checked(Decoded(data.decode(name), name, (note,)))
    if _control_share(data[:100_000].decode("ascii", "ignore")) > _MAX_CONTROL_SHARE:
        raise DecodeError("is binary, not text: " + _ADVICE_BINARY)
    line = data.count(b"\n", 0, fault.start) + 1
    if _mostly_utf8(data):
        reason = (
            f"is UTF-8 with a fault (byte 0x{data[fault.start]:02x} in line {line}): mend it and "
            f"{_ADVICE}"
        )
        if not page:
            raise DecodeError(reason)
        note = "has bytes that are not UTF-8, none of them in the article"
        return Decoded(data.decode("utf-8", "replace"), "utf-8", (note,), reason)
    raise DecodeError(
        f"is not UTF-8 (byte 0x{data[fault.start]:02x} in line {line}), and which encoding it is "
        f"in cannot be told: {_ADVICE}"
    )


_ADVICE_BINARY = "give the text of the article, as a text, HTML or JSON Lines file"


def _by_mark(data: bytes, encoding: str) -> Decoded:
    """Decode bytes with a byte order mark; a last character that is cut off is left out."""
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        left = len(data) - error.start
        if left > 3:
            line = data.count(b"\n", 0, error.start) + 1
            raise DecodeError(
                f"begins with the mark of {encoding.upper().removesuffix('-SIG')} but is not in it "
                f"(byte {error.start}, line {line}): {_ADVICE}"
            ) from None
        return Decoded(data[: error.start].decode(encoding), encoding, (_cut_note(left),))


def _without_mark(data: bytes) -> Decoded | None:
    """Decode UTF-16 without a mark: nearly every second byte of a Western text is null there."""
    half = len(data) // 2
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        nulls, others = data[offset::2].count(0), data[1 - offset :: 2].count(0)
        # Most letters of a text in English are ASCII: 9 in 10 leave room for quotation marks.
        if half >= 4 and nulls >= 0.7 * half and others <= 0.02 * half:
            try:
                text = data[: 2 * half].decode(encoding)
            except UnicodeDecodeError:
                continue
            if _control_share(text) <= _MAX_CONTROL_SHARE and "\x00" not in text:
                notes = (f"read as {encoding} (detected: no byte order mark)",)
                return Decoded(text, encoding, notes + ((_cut_note(1),) if len(data) % 2 else ()))
    return None


def _cut_off(data: bytes, fault: UnicodeDecodeError) -> Decoded | None:
    """Decode UTF-8 that ends in the middle of a character, else return None.

    One lead byte after nothing but ASCII can as well be the accented last letter of a word in an
    older encoding (0xe9 for é). It is none where no letter stands before it, nor where it is the
    lead of quotation marks and dashes or of accented letters.
    """
    left = len(data) - fault.start
    if left > 3 or fault.reason != "unexpected end of data":
        return None
    text = data[: fault.start].decode("utf-8")
    if left == 1 and text.isascii() and text[-1:].isalpha() and data[-1] not in b"\xc2\xc3\xe2":
        return None
    return Decoded(text, "utf-8", (_cut_note(left),))


def _cut_note(left: int) -> str:
    count = "byte was" if left == 1 else f"{left} bytes were"
    return f"ends in the middle of a character: the last {count} left out"


# Characters of two, three and four bytes; overlong forms do not matter here.
_WIDE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_BEYOND = re.compile(rb"[\x80-\xff]+")


def _mostly_utf8(data: bytes) -> bool:
    """Say whether bytes are damaged UTF-8, which any Western encoding would turn into litter.

    Two letters that look like one of UTF-8 are rare in every other encoding: more than half of
    all bytes beyond ASCII never are.
    """
    beyond = sum(len(run) for run in _BEYOND.findall(data))
    return sum(len(run) for run in _WIDE.findall(data)) > 0.6 * beyond


def _label(data: bytes) -> str | None:
    """Return the name of the encoding that a page declares."""
    match = _CHARSET.search(data[:4096])
    return (match[1] or match[2]).decode("ascii", "replace") if match is not None else None


def _declared(data: bytes, label: str, who: str) -> Decoded | None:
    """Decode bytes in the encoding that is declared, None where that is no fitting one."""
    label = label.lower()
    if _LATIN_1.fullmatch(label):
        label = "windows-1252"
    elif not _DECLARABLE.fullmatch(label):
        return None
    label = {"macintosh": "mac-roman", "windows-874": "cp874"}.get(label, label)
    try:
        return Decoded(data.decode(label), label, (f"read as {label} (declared by {who})",))
    except (UnicodeDecodeError, LookupError):
        return None


# Control characters, without tab, line feed, vertical tab, form feed, carriage return, escape and
# next line (U+0085). A text has none; a scan's leftovers come to a few in a thousand.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_MAX_CONTROL_SHARE = 0.02


def _control_share(text: str) -> float:
    count = len(_CONTROL.findall(text[:200_000]))
    # Up to 3 say nothing in a short text.
    return 0.0 if count <= 3 else count / min(len(text), 200_000)


def _checked(decoded: Decoded) -> Decoded:
    """Return what was decoded, with a note on characters lost before; refuse what is no text."""
    if "\x00" in decoded.text:
        raise DecodeError("is binary (it has null characters), not text: " + _ADVICE_BINARY)
    if _control_share(decoded.text) > _MAX_CONTROL_SHARE:
        raise DecodeError("is binary (it has many control characters): " + _ADVICE_BINARY)
    if (lost := decoded.text.count("\ufffd")) > 0:
        note = (
            f"has {lost} replacement characters (U+FFFD): something was lost before Quoth read it"
        )
        return Decoded(decoded.text, decoded.encoding, (*decoded.notes, note))
    return decoded
