"""Bodies of HTTP answers as they were sent -> as they were meant, never above a limit.

Known gaps: of the content encodings, zstd is refused (Quoth does not ask for it; few archives have
it), and brotli is read only in web archives.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

# A second encoding over the first is rare, a third unheard of.
_MAX_ENCODINGS = 3
# Members of one gzip body. Servers send one; without a bound, empty ones cost time without end.
_MAX_MEMBERS = 1_000
_STEP = 65_536


class BodyError(ValueError):
    """A body that cannot be unpacked; the message says why. `too_large`: it is above the limit."""

    def __init__(self, message: str, *, too_large: bool = False) -> None:
        super().__init__(message)
        self.too_large = too_large


class Unpacker:
    """Unpacks a body piece by piece: `feed` what was sent, then `finish`.

    `encoding` is the Content-Encoding header: gzip, deflate, identity or none, or several.

    Raises:
        BodyError: the encoding is another one, the data is damaged or ends early, or what comes
            out is above `max_bytes`: what is above is never made.
    """

    def __init__(self, encoding: str | None, max_bytes: int) -> None:
        names = [name.strip().lower() for name in (encoding or "").split(",")]
        names = [name for name in names if name not in ("", "identity", "none")]
        known = {"gzip", "x-gzip", "deflate"}
        if len(names) > _MAX_ENCODINGS or not known.issuperset(names):
            raise BodyError(f"is sent packed as “{(encoding or '')[:40]}”, which was not asked for")
        self._layers = [_Layer(name) for name in reversed(names)]
        self._max = max_bytes
        self._size = 0
        self._pieces: list[bytes] = []

    def feed(self, data: bytes) -> None:
        """Take the next piece of what was sent."""
        self._run(data, 0)

    def finish(self) -> bytes:
        """Return the whole body."""
        if any(layer.started and not layer.ended for layer in self._layers):
            raise BodyError("breaks off before its end")
        return b"".join(self._pieces)

    def opening(self) -> bytes:
        """Return what is there so far."""
        return b"".join(self._pieces)

    def _run(self, data: bytes, depth: int) -> None:
        if depth == len(self._layers):
            self._size += len(data)
            if self._size > self._max:
                raise BodyError(f"unpacks to more than {self._max / 1e6:g} MB", too_large=True)
            self._pieces.append(data)
            return
        layer = self._layers[depth]
        for piece in layer.unpacked(data):
            self._run(piece, depth + 1)


class _Layer:
    """One content encoding; deflate comes with a zlib header or, against the rule, without."""

    def __init__(self, name: str) -> None:
        self._raw = name == "deflate"
        self._object = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._members = 1 if name == "deflate" else _MAX_MEMBERS
        self.started = False
        self.ended = False

    def unpacked(self, data: bytes) -> Iterator[bytes]:
        """Yield what comes out of the next piece, in pieces of a bounded size."""
        first = not self.started and bool(data)
        self.started = self.started or bool(data)
        while data and not self.ended:
            try:
                piece = self._object.decompress(data, _STEP)
            except zlib.error:
                if not (first and self._raw):
                    raise BodyError("is packed, and damaged") from None
                self._object = zlib.decompressobj(-zlib.MAX_WBITS)
                first = False
                continue
            first = False
            if piece:
                yield piece
            if self._object.eof:
                data = self._object.unused_data
                # More members may follow; what is no member is litter that browsers pass over.
                self._members -= 1
                self.ended = not (self._members and data.startswith(b"\x1f\x8b"))
                if not self.ended:
                    self._object = zlib.decompressobj(zlib.MAX_WBITS | 32)
            else:
                data = self._object.unconsumed_tail


def unpack(data: bytes, encoding: str | None, max_bytes: int) -> bytes:
    """Return a whole body unpacked; see `Unpacker`."""
    unpacker = Unpacker(encoding, max_bytes)
    for start in range(0, len(data), _STEP):  # the whole at once would be copied at every step
        unpacker.feed(data[start : start + _STEP])
    return unpacker.finish()


def gunzip(data: bytes, max_bytes: int) -> bytes:
    """Return what a gzip file has, up to a limit.

    Raises:
        BodyError: it is damaged, or above the limit.
    """
    return unpack(data, "gzip", max_bytes)


def stored_body(
    data: bytes, *, transfer: str | None, encoding: str | None, max_bytes: int
) -> bytes:
    """Return the body of a stored answer (in a WARC), from what was stored and its headers.

    Archives often store the body unpacked and keep the headers: what does not look chunked or
    packed is taken as it is.

    Raises:
        BodyError: see `Unpacker`.
    """
    if transfer and "chunked" in transfer.lower() and (joined := _unchunked(data)) is not None:
        data = joined
    names = [name.strip().lower() for name in (encoding or "").split(",") if name.strip()]
    if names == ["br"]:
        return _unbrotli(data, max_bytes)
    if "gzip" in names or "x-gzip" in names:
        return unpack(data, encoding, max_bytes) if data.startswith(b"\x1f\x8b") else data
    if names == ["deflate"]:
        try:
            return unpack(data, encoding, max_bytes)
        except BodyError as error:
            if error.too_large or b"<" not in data[:200]:
                raise
            return data
    return unpack(data, encoding, max_bytes)


def _unchunked(data: bytes) -> bytes | None:
    """Join the chunks of a body, as far as they go; None where it is not chunked."""
    pieces: list[bytes] = []
    at = 0
    while at < len(data):
        end = data.find(b"\n", at, at + 200)
        size_text = data[at:end].split(b";")[0].strip() if end >= 0 else b""
        try:
            size = int(size_text, 16) if size_text.isalnum() else -1
        except ValueError:
            size = -1
        if size < 0:
            return b"".join(pieces) if pieces else None
        if size == 0:
            break
        pieces.append(data[end + 1 : end + 1 + size])
        at = end + 1 + size
        at += 2 if data[at : at + 2] == b"\r\n" else 1
    return b"".join(pieces)


def _unbrotli(data: bytes, max_bytes: int) -> bytes:
    """Unpack brotli, with the package that fastwarc brings."""
    if data.lstrip()[:1] == b"<":
        return data
    import brotli  # comes with fastwarc

    pieces: list[bytes] = []
    size = 0
    decompressor = brotli.Decompressor()
    try:
        piece = decompressor.process(data, output_buffer_limit=_STEP)
        while True:
            pieces.append(piece)
            size += len(piece)
            if size > max_bytes:
                raise BodyError(f"unpacks to more than {max_bytes / 1e6:g} MB", too_large=True)
            if decompressor.is_finished() or (not piece and decompressor.can_accept_more_data()):
                break
            piece = decompressor.process(b"", output_buffer_limit=_STEP)
    except brotli.error:
        raise BodyError("is packed, and damaged") from None
    if not decompressor.is_finished():
        raise BodyError("breaks off before its end")
    return b"".join(pieces)
