"""Copies and stories: which reports take their wording from one another, and which belong together.

Known gaps: copies are found by shared runs of words, so a text that is reworded throughout is
taken for an independent one (`align` looks at single tellings more closely); whether reports tell
of one happening is judged on all pairs, which is meant for a comparison of a few hundred reports,
not for an archive.
"""

from quoth.group.copies import copy_groups, shared_runs
from quoth.group.corrections import Correction
from quoth.group.former import Change, ChangeKind, StoryFormer
from quoth.group.outline import Outline, outline
from quoth.group.stories import StoryLink, story_links, strangers

__all__ = [
    "Change",
    "ChangeKind",
    "Correction",
    "Outline",
    "StoryFormer",
    "StoryLink",
    "copy_groups",
    "outline",
    "shared_runs",
    "story_links",
    "strangers",
]
