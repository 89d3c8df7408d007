"""The second look: stories near new reports, judged once more with all their reports together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from quoth.group.clustering import clusters
from quoth.group.corrections import Corrections
from quoth.group.shelf import Shelf

# Stories are taken together that a link of this much joins; where these are too many, of more.
_LINKS = (0.15, 0.3, 0.5, 0.7, 0.9)
# A story larger than this is held together, and stands for itself by as many of its reports, where
# the neighbourhood is too large to judge each report.
SAMPLE = 16


def neighbourhoods(
    shelf: Shelf,
    pending: Mapping[int, Sequence[int]],
    story_of: Mapping[int, str],
    members: Mapping[str, Sequence[int]],
    *,
    limit: int,
) -> list[list[str]]:
    """Return the groups of stories to be looked at together, as few at a time as may be.

    `pending` has the reports that came since, each with those that it is linked with.
    """
    edges: list[tuple[str, str, float]] = []
    for number, others in pending.items():
        alive = [other for other in others if other in story_of]
        for other, link in zip(alive, shelf.links(number, alive).tolist(), strict=True):
            edges.append((story_of[number], story_of[other], link))
    found: list[list[str]] = []
    waiting = [(list(dict.fromkeys(story_of[n] for n in pending)), 0)]
    while waiting:
        stories, level = waiting.pop()
        for part in _joined(stories, edges, _LINKS[level], extend=level == 0):
            size = sum(len(members[story]) for story in part)
            if size > limit and level + 1 < len(_LINKS) and len(part) > 1:
                waiting.append((part, level + 1))
            elif size > 1:
                found.append(part)
    return sorted(found, key=lambda part: min(members[story][0] for story in part))


def _joined(
    stories: Sequence[str], edges: Iterable[tuple[str, str, float]], least: float, *, extend: bool
) -> list[list[str]]:
    """Return the stories that links of at least so much join; without `extend`, only given ones."""
    root = {story: story for story in stories}

    def find(story: str) -> str:
        while root[story] != story:
            root[story] = root[root[story]]
            story = root[story]
        return story

    for one, other, link in edges:
        if link < least:
            continue
        if extend:
            root.setdefault(one, one)
            root.setdefault(other, other)
        if one in root and other in root:
            root[find(other)] = find(one)
    parts: dict[str, list[str]] = {}
    for story in root:
        parts.setdefault(find(story), []).append(story)
    return list(parts.values())


def judged_together(
    shelf: Shelf, stories: Sequence[Sequence[int]], corrections: Corrections, *, limit: int
) -> list[list[int]] | None:
    """Return the stories that reports of some stories make, None where they are too many.

    `stories` has the numbers of the reports of each; what the user corrected stays.
    """
    together: list[list[int]] = []
    sampled: list[list[int]] = []
    too_many = sum(map(len, stories)) > limit
    for members in stories:
        if too_many and len(members) > SAMPLE:
            together.append(list(members))
            sampled.append(sample(members, SAMPLE))
        else:
            together += [[number] for number in members]
            sampled += [[number] for number in members]
    together, sampled = _corrected(shelf, together, sampled, corrections)
    if sum(map(len, sampled)) > 2 * limit:
        return None
    numbers = [number for group in sampled for number in group]
    at = {number: place for place, number in enumerate(numbers)}
    labels = clusters(
        shelf.matrix(numbers),
        [[at[number] for number in group] for group in sampled],
        apart=_apart(shelf, together, corrections),
    )
    found: dict[int, list[int]] = {}
    for label, group in zip(labels, together, strict=True):
        found.setdefault(label, []).extend(group)
    return [sorted(group) for group in found.values()]


def sample(members: Sequence[int], count: int) -> list[int]:
    """Return so many of the members, spread evenly from the first to the last."""
    if len(members) <= count:
        return list(members)
    places = np.linspace(0, len(members) - 1, count).round().astype(int)
    return [members[place] for place in places.tolist()]


def _corrected(
    shelf: Shelf,
    together: list[list[int]],
    sampled: list[list[int]],
    corrections: Corrections,
) -> tuple[list[list[int]], list[list[int]]]:
    """Put groups together that hold reports that the user joined."""
    if not corrections.given:
        return together, sampled
    place: dict[str, int] = {}
    whole: list[list[int]] = []
    some: list[list[int]] = []
    for members, chosen in zip(together, sampled, strict=True):
        names = [r for n in members if corrections.corrected(r := shelf.ids[n])]
        known = sorted({place[g] for r in names if (g := corrections.group(r)) in place})
        target = known[0] if known else len(whole)
        if not known:
            whole.append([])
            some.append([])
        for other in known[1:]:
            whole[target] += whole[other]
            some[target] += some[other]
            whole[other], some[other] = [], []
            place = {g: target if p == other else p for g, p in place.items()}
        whole[target] += members
        some[target] += chosen
        place.update((corrections.group(r), target) for r in names)
    return [g for g in whole if g], [sample(g, SAMPLE) for g in some if g]


def _apart(
    shelf: Shelf, groups: Sequence[Sequence[int]], corrections: Corrections
) -> NDArray[np.bool_] | None:
    if not corrections.given:
        return None
    found = np.zeros((len(groups), len(groups)), bool)
    named = [[r for n in group if corrections.corrected(r := shelf.ids[n])] for group in groups]
    for i, mine in enumerate(named):
        for j, theirs in enumerate(named[:i]):
            if any(corrections.apart(a, b) for a in mine for b in theirs):
                found[i, j] = found[j, i] = True
    return found


def named_again(
    made: Sequence[Sequence[int]],
    story_of: Mapping[int, str],
    new_name: Callable[[int], str],
    taken: Callable[[str], bool],
) -> list[str]:
    """Return the name of each story: the old one most of whose reports it has, else a new one.

    Of two that have as many reports of an old story, the one with the earlier report keeps it.
    """
    shares = []
    for place, members in enumerate(made):
        for story, count in Counter(story_of[n] for n in members).items():
            first = min(n for n in members if story_of[n] == story)
            shares.append((-count, first, place, story))
    names: dict[int, str] = {}
    used: set[str] = set()
    for _, _, place, story in sorted(shares):
        if place not in names and story not in used:
            names[place] = story
            used.add(story)
    for place, members in enumerate(made):
        if place not in names:
            name = new_name(members[0])
            count = 1
            while name in used or taken(name):
                count += 1
                name = f"{new_name(members[0])}-{count}"
            names[place] = name
            used.add(name)
    return [names[place] for place in range(len(made))]
