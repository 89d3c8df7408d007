"""What can go wrong, as a tree; every message says what to do next.

QuothError
├── InputError              one input cannot be read; the others go on
│   └── FetchError          an address cannot be read: no answer, refused, too large, forbidden
├── CheckpointError         a checkpoint is damaged, or of other inputs
├── RuleError               a file of rules of `watch` does not fit
├── NothingToReadError      no input could be read at all
├── ComparisonError         reports cannot be compared: too few, or two with one id
│   └── NotOneStoryError    they do not look like accounts of one happening
├── ReadingError            reading broke off: a process that read has died
├── TableError              a table of the user's does not fit
├── ArchiveError            an archive cannot do what it is asked
│   ├── ArchiveBusyError    another program has it open
│   ├── ArchiveVersionError it was made by another version of Quoth
│   ├── UnknownIdError      an archive has no report or story of this id
│   └── QueryError          a question that an archive is asked is not one
├── OutlineError            a stored outline is of another version or broken
├── CorrectionError         a correction of stories contradicts another or names what is not there
└── ModelError              a model or pipeline is missing or does not fit
"""

from __future__ import annotations


class QuothError(Exception):
    """The root of all errors that Quoth raises on purpose."""


class InputError(QuothError):
    """One input cannot be read. `name` is the input's name, `reason` says why and what to do."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class FetchError(InputError):
    """An address cannot be read.

    `status` is that of the answer, None where there was none; `retry_after_s` says after how many
    seconds the host wants to be asked again, where it says so; `again` whether that may help.
    """

    def __init__(
        self,
        name: str,
        reason: str,
        *,
        status: int | None = None,
        retry_after_s: float | None = None,
        again: bool = False,
    ) -> None:
        super().__init__(name, reason)
        self.status = status
        self.retry_after_s = retry_after_s
        self.again = again


class CheckpointError(QuothError):
    """A checkpoint is damaged, or of other inputs than those it is handed in with."""


class RuleError(QuothError):
    """A file of rules of `watch` does not fit; the message names file, rule and key."""


class NothingToReadError(QuothError):
    """None of the inputs could be read."""


class ComparisonError(QuothError):
    """The reports given to a comparison cannot be compared: too few, or two with one id."""


class NotOneStoryError(ComparisonError):
    """The reports given to a comparison do not look like accounts of one happening."""


class ReadingError(QuothError):
    """Reading broke off: a process that read has died; what was confirmed stands."""


class ModelError(QuothError):
    """A model that is needed is missing or has another shape than expected."""


class TableError(QuothError):
    """A table of the user's does not fit; the message names file and line."""


class ArchiveError(QuothError):
    """An archive cannot do what it is asked; what it has confirmed stands."""


class ArchiveBusyError(ArchiveError):
    """Another program has the archive open; the message says which, where it can be told."""


class ArchiveVersionError(ArchiveError):
    """The archive was made by a newer version of Quoth, or one too old to be written to."""


class UnknownIdError(ArchiveError):
    """An archive has no report or story of the id that it is asked for."""


class QueryError(ArchiveError):
    """A question that an archive is asked cannot be understood, or is not allowed."""


class OutlineError(QuothError):
    """A stored outline is of another version or broken; it can be made anew from its report."""


class CorrectionError(QuothError):
    """A correction of stories contradicts another one, or names a story that is not there."""
