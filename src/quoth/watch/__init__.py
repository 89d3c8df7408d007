"""Watches feeds: when to ask which, what in the news is to be told, and to whom.

schedule   when each feed is asked next: from what it says itself, and from how it went
feedlists  the feeds that a file lists: OPML, or an address a line
news       what there is to tell of: new stories, claims that gain or lose support, contradictions
rules      what the user wants to be told, from a TOML file
outputs    a line for the terminal, an Atom feed in a file; `webhook` a message to an address
watcher    the rounds: ask what is due, see what is new, tell it once

Nothing here knows the archive: whoever runs a `Watcher` gives it a function that asks a feed, one
that sees what is new, and the box in which what is to be told waits (`quoth.keeping.watching`).

Known gaps: rules look at names, countries and words as they are written, not at what they mean.
"""

from quoth.watch.feedlists import listed_feeds
from quoth.watch.news import Match, News, NewsItem, NewsKind, match_id
from quoth.watch.outputs import AtomFile, Lines, Output
from quoth.watch.rules import DEFAULT, Rule, load_rules, matching, read_rules
from quoth.watch.schedule import Feed, Schedule, ScheduleOptions
from quoth.watch.watcher import Box, MemoryBox, Watcher
from quoth.watch.webhook import Webhook

__all__ = [
    "DEFAULT",
    "AtomFile",
    "Box",
    "Feed",
    "Lines",
    "Match",
    "MemoryBox",
    "News",
    "NewsItem",
    "NewsKind",
    "Output",
    "Rule",
    "Schedule",
    "ScheduleOptions",
    "Watcher",
    "Webhook",
    "listed_feeds",
    "load_rules",
    "match_id",
    "matching",
    "read_rules",
]
