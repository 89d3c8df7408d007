"""Watches feeds: when to ask which, what in the news is to be told, and to whom.

schedule   when each feed is asked next: from what it says itself, and from how it went
news       what there is to tell of: new stories, claims that gain or lose support, contradictions
rules      what the user wants to be told, from a TOML file
outputs    a line for the terminal, an Atom feed in a file; `webhook` a message to an address
watcher    the rounds: ask what is due, match what is new, tell it once

Nothing here knows the archive: whoever runs a `Watcher` gives it a function that asks a feed and
one that gives the news since it was last asked.

Known gaps: rules look at names, countries and words as they are written, not at what they mean.
"""

from quoth.watch.news import Match, News
from quoth.watch.outputs import AtomFile, Lines, Output
from quoth.watch.rules import Rule, load_rules, read_rules
from quoth.watch.schedule import Feed, Schedule, ScheduleOptions
from quoth.watch.watcher import Watcher
from quoth.watch.webhook import Webhook

__all__ = [
    "AtomFile",
    "Feed",
    "Lines",
    "Match",
    "News",
    "Output",
    "Rule",
    "Schedule",
    "ScheduleOptions",
    "Watcher",
    "Webhook",
    "load_rules",
    "read_rules",
]
