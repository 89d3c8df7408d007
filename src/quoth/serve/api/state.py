"""ETags: what an answer is worth asking for again, told from the archive's file without opening it.

Every transaction of a writer changes the file or the log beside it. The state is looked at before
a question is asked, so an answer can be newer than its tag, never older: at worst it is asked for
once more than it need be.
"""

from __future__ import annotations

import contextlib
from hashlib import blake2b
from pathlib import Path

from quoth import __version__


def etag(path: Path, resource: str) -> str:
    """Return the weak ETag of a resource (its path and query) of an archive as it is now."""
    hashed = blake2b(f"{__version__}\n{resource}\n".encode("utf-8", "replace"), digest_size=12)
    for file in (path, path.with_name(path.name + ".wal")):
        with contextlib.suppress(OSError):
            found = file.stat()
            hashed.update(
                f"{found.st_ino} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}\n".encode()
            )
    return f'W/"{hashed.hexdigest()}"'


def matches(tag: str, if_none_match: str | None) -> bool:
    """Return whether a tag is among those of an If-None-Match; * stands for any."""
    if if_none_match is None:
        return False
    bare = tag.removeprefix("W/")
    given = [one.strip().removeprefix("W/") for one in if_none_match.split(",")]
    return bare in given or "*" in given
