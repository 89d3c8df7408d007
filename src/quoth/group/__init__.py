"""Copies and stories: which reports take their wording from one another, and which belong together.

Two doors. For the reports of one comparison: `shared_runs`, `copy_groups` and `story_links`, which
look at all pairs. For an archive that grows: an `outline` of each report, `StoryFormer` and
`CopyIndex`, which look at few others of each; both are pure: records in, records out.

Known gaps: copies are found by shared runs of words, so a text that is reworded throughout is
taken for an independent one (`align` looks at single tellings more closely). Two happenings of one
kind and the same parties (a second patch of one program, a second offer for one player) are told
apart by dates of publication, where these are known; without them they are often one story.
Words are weighed as English ones.
"""

from quoth.group.copies import copy_groups, shared_runs
from quoth.group.corrections import Correction
from quoth.group.former import Change, ChangeKind, FormingOptions, StoryFormer
from quoth.group.headlines import Headline, headline, headline_of
from quoth.group.near_copies import Copy, CopyIndex, copy_groups_of
from quoth.group.outline import Outline, outline
from quoth.group.stories import StoryLink, story_links, strangers

__all__ = [
    "Change",
    "ChangeKind",
    "Copy",
    "CopyIndex",
    "Correction",
    "FormingOptions",
    "Headline",
    "Outline",
    "StoryFormer",
    "StoryLink",
    "copy_groups",
    "copy_groups_of",
    "headline",
    "headline_of",
    "outline",
    "shared_runs",
    "story_links",
    "strangers",
]
