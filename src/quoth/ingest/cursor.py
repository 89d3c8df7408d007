"""The place within an input that is being read: readers move it, a checkpoint writes it down."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b

from quoth.ingest.checkpoint import Position

# What stands for the head of a file that is over; no digest is so short.
_DONE = "-"


@dataclass(slots=True)
class Cursor:
    """A `Position` that moves. A reader begins at it, and moves it before it hands a report out.

    Where only a stretch of a file is wanted, `last` is the place (offset, item) of the last thing
    in it, None for the end of the file, and `part` is true: what is said of the file as a whole is
    then left to whoever reads its stretches.
    """

    file: str | None = None
    head: str | None = None
    offset: int = 0
    item: int = 0
    passed: int = 0
    done: dict[str, None] = field(default_factory=dict)
    last: tuple[int, int] | None = None
    part: bool = False

    @property
    def beyond(self) -> bool:
        """Whether it stands behind the stretch that is wanted."""
        return self.last is not None and (self.offset, self.item) > self.last

    @classmethod
    def at(cls, position: Position | None) -> Cursor:
        """Return a cursor at a position, at the beginning where it is None."""
        if position is None:
            return cls()
        done = dict.fromkeys(position.done)
        return cls(
            position.file,
            position.head,
            position.offset,
            position.item,
            position.passed,
            done,
        )

    def begin(self, head: bytes, file: str | None = None) -> None:
        """Begin a file, of which `head` are the first bytes: where it was left, if it is that."""
        found = blake2b(head, digest_size=8).hexdigest()
        if self.file != file or self.head != found:
            self.offset = self.item = self.passed = 0
            self.done.clear()
        self.file, self.head = file, found

    @property
    def done_with_file(self) -> bool:
        """Whether nothing more comes of the file."""
        return self.head == _DONE

    def end(self) -> None:
        """Note that nothing more comes of the file."""
        self.leave_position()
        self.head = _DONE

    def leave(self) -> None:
        """Leave what was read: what comes next begins at its beginning."""
        self.file = None
        self.leave_position()

    def leave_position(self) -> None:
        """Go to the beginning of the file."""
        self.head = None
        self.offset = self.item = self.passed = 0
        self.done.clear()

    def position(self) -> Position | None:
        """Return where it stands, None at the beginning."""
        found = Position(
            self.file, self.head, self.offset, self.item, tuple(self.done), self.passed
        )
        return found if found != Position() else None
