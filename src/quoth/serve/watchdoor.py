"""The work of `quoth watch`: the rounds, stopping, and what is new as an editor reads it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.errors import ArchiveBusyError, NothingToReadError
from quoth.forms import wording
from quoth.records import Rejected
from quoth.serve.ingestdoor import Stop
from quoth.serve.messages import Messages
from quoth.serve.steps import rendered, write

if TYPE_CHECKING:
    from quoth.archive import Added
    from quoth.keeping import Keeper, Watch, WatchOptions
    from quoth.pipeline import Reader
    from quoth.watch import Match, Output

_WAIT_S = 1.0


class WatchDoor:
    """Watches until it is stopped; what goes wrong is a line each on standard error."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages

    def watch(
        self,
        file: Path,
        reader: Reader,
        feeds: Sequence[str],
        outputs: Sequence[Output],
        *,
        options: WatchOptions,
        once: bool,
    ) -> None:
        """Watch feeds into an archive; Ctrl-C ends it after the report in hand.

        Raises ArchiveError for what is no archive, NothingToReadError where no feed can be read.
        """
        from quoth.keeping import Watch

        stop = Stop(self._messages, "ends after the report in hand; Ctrl-C again stops at once")
        with stop.listening():
            keeper = self._opened(file, reader, stop)
            if keeper is None:
                return
            with keeper:
                watch = Watch(
                    keeper,
                    feeds,
                    outputs,
                    options=options,
                    on_line=self._messages.line,
                    on_item=self._item,
                    stop=stop,
                    on_round=lambda watch: self._after(watch, once=once),
                )
                self._messages.progress("loading")
                if once:
                    watch.once()
                else:
                    watch.run()
        self._messages.pause()
        if stop.signal is not None:
            self._messages.line("stopped; the same command goes on from there")
        elif all(feed.faults or feed.gone for feed in watch.schedule.feeds.values()):
            raise NothingToReadError("none of the feeds could be read")

    def _opened(self, file: Path, reader: Reader, stop: Stop) -> Keeper | None:
        """Return the archive, once no other program writes to it; None where it was stopped."""
        from quoth.keeping import Keeper

        new, said = not file.exists(), False
        while not stop():
            try:
                keeper = Keeper(file, reader=reader)
            except ArchiveBusyError as error:
                if not said:
                    self._messages.line(f"note: waiting: {str(error).split('; ')[0]}")
                    said = True
                time.sleep(_WAIT_S)
            else:
                if new:
                    self._messages.line(f"note: {file}: a new archive")
                return keeper
        return None

    def _item(self, item: Added | Rejected) -> None:
        if isinstance(item, Rejected):
            self._messages.line(f"{item.report_id}: {item.reason}")
        else:
            self._messages.progress(f"reading: {item.report}")

    def _after(self, watch: Watch, *, once: bool) -> None:
        """Say what a round brought, and when the next one is."""
        told = ", ".join(
            f"{watch.outcomes[outcome]:,} {word}"
            for outcome, word in _WORDS.items()
            if watch.outcomes[outcome]
        )
        if told:
            self._messages.line(f"note: {told}")
        if not once and (wait := watch.wait_s()) is not None:
            at = datetime.fromtimestamp(time.time() + wait)
            feeds = wording.count(len(watch.schedule.feeds), "feed")
            self._messages.progress(f"watching {feeds} · next at {at:%H:%M} · Ctrl-C ends it")


_WORDS = {"new": "new", "updated": "updated", "reread": "read anew", "left_out": "left out"}


def feeds_of(given: Sequence[str]) -> list[str]:
    """Return what to watch, each once: lists of feeds are replaced by what they list."""
    from quoth.watch import listed_feeds

    found: dict[str, None] = {}
    for one in given:
        listed = None if "://" in one or one == "-" else listed_feeds(Path(one))
        found.update(dict.fromkeys(listed if listed is not None else (one,)))
    return list(found)


class Printed:
    """Prints what is new on standard output: for a person, or a line of JSON for each match."""

    name = "terminal"

    def __init__(self, *, jsonl: bool, width: int | None, messages: Messages) -> None:
        self._jsonl = jsonl
        self._width = width
        self._messages = messages

    def tell(self, matches: Sequence[Match]) -> None:
        """Print matches, those of a story under its title."""
        from quoth.forms.jsonform import dumps
        from quoth.serve.archiveoptions import ListFormat
        from quoth.serve.watchtable import show_matches

        self._messages.pause()
        if self._jsonl:
            write([dumps(match.form()) + "\n" for match in matches], ListFormat.jsonl, None)
            return
        shown = rendered(lambda console: show_matches(console, matches), None, self._width)
        write([shown], ListFormat.table, None)
