"""Quoth: who said what, according to whom, across several outlets' reports of one event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from quoth.archive import Archive as Archive
    from quoth.forms.eventform import events as events
    from quoth.keeping import Keeper as Keeper
    from quoth.pipeline import Reader as Reader
    from quoth.records import Claim as Claim
    from quoth.records import Comparison as Comparison
    from quoth.records import Event as Event
    from quoth.records import Report as Report
    from quoth.records import Statement as Statement

__all__ = [
    "Archive",
    "Claim",
    "Comparison",
    "Event",
    "Keeper",
    "Reader",
    "Report",
    "Statement",
    "__version__",
    "events",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's attributes have any type
    """Import the public names when they are first used: `import quoth` loads no model."""
    if name == "Reader":
        from quoth.pipeline import Reader

        return Reader
    if name == "Archive":
        from quoth.archive import Archive

        return Archive
    if name == "Keeper":
        from quoth.keeping import Keeper

        return Keeper
    if name == "events":
        from quoth.forms.eventform import events

        return events
    if name in ("Claim", "Comparison", "Event", "Report", "Statement"):
        from quoth import records

        return getattr(records, name)
    raise AttributeError(f"module 'quoth' has no attribute {name!r}")
