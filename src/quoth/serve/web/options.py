"""What the local web application may be told, with the reason for each default."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """How the web application behaves.

    `hosts` are the names that a request may be addressed to, so that a page of another site cannot
    reach this one by a name of its own (DNS rebinding); empty for any, which only a `token` makes
    safe. With a `token` nothing is shown to who has not opened the link that carries it. `who` is
    the name that corrections are kept under where the form names nobody.

    `compare` compares all stories of several reports at the start, not each when it is first
    looked at; `tables` is given to the reader. `secret` signs forms; a new one for each process.

    `max_body_bytes` is more than the longest correction takes, `max_query` (characters) more than
    the longest search; `answer_s` is how long an answer may take before a line says that it took
    too long; `page` is how many stories stand on a page.
    """

    hosts: tuple[str, ...] = LOOPBACK
    token: str | None = None
    read_only: bool = False
    compare: bool = False
    invented: bool = False  # the archive is the temporary one of invented reports
    who: str = ""
    secret: str = field(default_factory=lambda: secrets.token_hex(16))
    max_body_bytes: int = 64_000
    max_query: int = 4_000
    answer_s: float = 20.0
    page: int = 20
