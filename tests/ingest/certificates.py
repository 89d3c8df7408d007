"""Certificates for a server on loopback, made of whole numbers: no program or package is needed."""

from __future__ import annotations

import base64
import random
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path

_SMALL = [n for n in range(3, 2000, 2) if all(n % d for d in range(3, int(n**0.5) + 1, 2))]
_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")  # before the digest


def certificate(path: Path, *, name: str = "127.0.0.1", days: int = 30) -> Path:
    """Write a key and a self-signed certificate for a number, valid until so many days from now."""
    n, e, d, p, q = _key()
    numbers = (0, n, e, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))
    key = _sequence(*map(_integer, numbers))
    body = _body(n, e, name, datetime.now(tz=UTC) + timedelta(days=days))
    digest = _SHA256 + sha256(body).digest()
    size = (n.bit_length() + 7) // 8
    padded = b"\x00\x01" + b"\xff" * (size - len(digest) - 3) + b"\x00" + digest
    signature = pow(int.from_bytes(padded), d, n).to_bytes(size)
    made = _sequence(body, _algorithm(11), _der(3, b"\x00" + signature))
    path.write_text(_pem("RSA PRIVATE KEY", key) + _pem("CERTIFICATE", made), "ascii")
    return path


def _body(n: int, e: int, name: str, until: datetime) -> bytes:
    who = _sequence(_der(0x31, _sequence(_oid(2, 5, 4, 3), _der(12, name.encode()))))
    since = until - timedelta(days=60)
    public = _sequence(_integer(n), _integer(e))
    number = _der(0x87, bytes(map(int, name.split("."))))
    extensions = _sequence(
        _sequence(_oid(2, 5, 29, 17), _der(4, _sequence(number))),
        _sequence(_oid(2, 5, 29, 19), _der(1, b"\xff"), _der(4, _sequence(_der(1, b"\xff")))),
    )
    return _sequence(
        _der(0xA0, _integer(2)),
        _integer(1),
        _algorithm(11),
        who,
        _sequence(*(_der(23, f"{moment:%y%m%d%H%M%SZ}".encode()) for moment in (since, until))),
        who,
        _sequence(_algorithm(1), _der(3, b"\x00" + public)),
        _der(0xA3, extensions),
    )


@cache
def _key() -> tuple[int, int, int, int, int]:
    chance = random.Random(1)
    p, q = _prime(chance), _prime(chance)
    e = 65_537
    return p * q, e, pow(e, -1, (p - 1) * (q - 1)), p, q


def _prime(chance: random.Random) -> int:
    while True:
        number = chance.getrandbits(1024) | (3 << 1022) | 1
        if all(number % small for small in _SMALL) and number % 65_537 != 1 and _is_prime(number):
            return number


def _is_prime(number: int) -> bool:
    odd, twos = number - 1, 0
    while not odd % 2:
        odd, twos = odd // 2, twos + 1
    for base in _SMALL[:8]:
        power = pow(base, odd, number)
        if power in (1, number - 1):
            continue
        for _ in range(twos - 1):
            power = power * power % number
            if power == number - 1:
                break
        else:
            return False
    return True


def _der(tag: int, content: bytes) -> bytes:
    if len(content) < 128:
        return bytes((tag, len(content))) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(length))) + length + content


def _sequence(*parts: bytes) -> bytes:
    return _der(0x30, b"".join(parts))


def _integer(number: int) -> bytes:
    return _der(2, number.to_bytes(number.bit_length() // 8 + 1))


def _oid(*numbers: int) -> bytes:
    return _der(6, bytes((numbers[0] * 40 + numbers[1], *numbers[2:])))


def _algorithm(kind: int) -> bytes:
    """Return RSA (1) or RSA with SHA-256 (11)."""
    oid = _der(6, bytes.fromhex("2a864886f70d0101") + bytes((kind,)))
    return _sequence(oid, _der(5, b""))


def _pem(kind: str, data: bytes) -> str:
    return f"-----BEGIN {kind}-----\n{base64.encodebytes(data).decode()}-----END {kind}-----\n"
