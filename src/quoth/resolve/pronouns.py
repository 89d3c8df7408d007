"""Who a pronoun means.

The weights were set by hand on PolNeAR train articles (benchmarks/speakers.py measures on dev):
nearness counts most, then being the subject and being one who speaks; a candidate that only a
quotation names counts little for the narrator.
"""

from __future__ import annotations

from quoth.records import Mention
from quoth.resolve.figure import Figure
from quoth.resolve.names import Gender
from quoth.resolve.scene import Scene, Seen

_KINDS: dict[str, tuple[str, Gender]] = {
    **dict.fromkeys(("he", "him", "his", "himself"), ("person", "m")),
    **dict.fromkeys(("she", "her", "hers", "herself"), ("person", "f")),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), ("group", "")),
    **dict.fromkeys(("it", "its", "itself"), ("body", "")),
}
FIRST = frozenset(("i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"))
POSSESSIVE = frozenset(("his", "her", "hers", "their", "theirs", "its"))

_QUESTIONS = frozenset(("ask", "question", "press", "quiz", "interview"))
# How far back a pronoun reaches, in sentences.
_REACH = {"person": 6.0, "group": 2.5, "body": 2.5}
# Two candidates within the margin cannot be told apart.
_MARGIN = 0.15
# Bodies that weigh less are too far away, or not spoken of as ones who act.
_LEAST = -1.0
# A lead like this is good enough to learn from it whether somebody is a man or a woman.
_SURE = 1.2


def pronoun_figure(scene: Scene, number: int) -> Figure | None:
    """Return the figure that a pronoun means, None where it cannot be told."""
    cast, mention = scene.cast, scene.cast.mentions[number]
    word = cast.text(mention.span).lower()
    if word in FIRST:
        if cast.quote_at(mention.span.start) is None:
            return None
        return scene.speaker_at(mention.span.start)
    if word not in _KINDS:
        return None
    kind, sex = _KINDS[word]
    ranked = _ranked(scene, mention, kind, sex)
    if not ranked or (kind == "body" and _thing_between(scene, mention, ranked[0][0])):
        return None
    best, score = ranked[0]
    lead = score - ranked[1][1] if len(ranked) > 1 else 9.0
    if lead < _MARGIN or (kind == "body" and score < _LEAST):
        return None
    quoted = cast.quote_at(mention.span.start) is not None
    plain = mention.subject and not quoted
    if kind == "person" and not best.gender and lead >= _SURE and plain:
        best.gender = sex
    return best


def _thing_between(scene: Scene, mention: Mention, best: Figure) -> bool:
    """Return whether a thing that is no figure is spoken of since, as subject: "it" may be that.

    "The council met. The rate is a common measure: it shows ..."
    """
    tokens, cast = scene.cast.tokens, scene.cast
    seen = next((s for s in scene.before(mention.span.start) if s.figure is best), None)
    if seen is None or seen.sentence == mention.sentence:
        return False
    for i in cast.before(mention.head):
        token = tokens[i]
        if token.dep not in ("nsubj", "nsubjpass") or token.tag != "NN":
            continue
        number = cast.at_head.get(i)
        if number is None or number not in cast.owner:
            return tokens[token.head].dep in ("ROOT", "ccomp")
    return False


def _ranked(scene: Scene, mention: Mention, kind: str, sex: Gender) -> list[tuple[Figure, float]]:
    """Return who may be meant, with their weights, the likeliest first."""
    quote = scene.cast.quote_at(mention.span.start)
    speaker = scene.speaker_at(mention.span.start) if quote is not None else None
    source = mention.head in scene.sources
    here = scene.place(mention.sentence)
    scores: dict[int, tuple[float, Figure]] = {}
    for seen in scene.before(mention.span.start):
        if here - seen.place > _REACH[kind]:
            break
        figure = seen.figure
        if figure is speaker or not _may_be(figure, kind, sex) or _bound(scene, mention, seen):
            continue
        thing = figure.kind in ("body", "unknown") and not figure.plural
        if thing and not _prominent(scene, seen):
            continue
        score = _nearness(scene, mention, seen, quote, source) + _liking(figure, kind, sex)
        if id(figure) not in scores or score > scores[id(figure)][0]:
            scores[id(figure)] = (score, figure)
    ordered = sorted(scores.values(), key=lambda item: -item[0])
    return [(figure, score) for score, figure in ordered]


def _nearness(scene: Scene, mention: Mention, seen: Seen, quote: int | None, source: bool) -> float:
    """Weigh one earlier place: nearness, subject, speaker, the same side of the quotes."""
    gap = scene.place(mention.sentence) - seen.place
    score = -0.9 * gap
    if seen.sentence == mention.sentence and seen.quote == quote:
        score += 0.6
    if seen.subject:
        verb = scene.cast.tokens[scene.cast.tokens[seen.head].head]
        score += 1.1 if verb.dep == "ROOT" else 0.7
        # Who the sentence is about, where the pronoun stands in a clause of it.
        if verb.dep == "ROOT" and seen.sentence == mention.sentence and seen.quote == quote:
            score += 0.2
        # Who the sentence right before is about.
        if verb.dep == "ROOT" and seen.sentence == mention.sentence - 1:
            score += 0.3
    if seen.source:
        score += 0.5
    if source and seen.source and gap < 1.6:
        score += 0.5
    # Who is introduced by name and office is about to speak.
    if source and seen.first:
        score += 0.6 if seen.told else 0.3
    if source:
        score += _asking(scene, mention, seen)
        score -= _told_of(scene, mention, seen)
    token = scene.cast.tokens[seen.head]
    if token.dep in ("poss", "compound", "amod", "nmod"):
        # "Lee's campaign said" keeps Lee in mind nearly as "Lee said" would.
        owner = scene.cast.tokens[token.head].dep == "nsubj" and token.dep == "poss"
        score += 0.4 if owner else -0.3
    if quote is None and seen.quote is not None:
        score -= 1.5
    elif quote is not None and seen.quote != quote:
        score -= 0.3
    return score


def _prominent(scene: Scene, seen: Seen) -> bool:
    """Return whether a body was spoken of as one who acts, not just as a place or owner."""
    token = scene.cast.tokens[seen.head]
    owner = token.dep == "poss" and scene.cast.tokens[token.head].dep == "nsubj"
    asked = token.dep == "dobj" and scene.cast.tokens[token.head].lemma in _QUESTIONS
    return seen.subject or seen.source or owner or asked


def _asking(scene: Scene, mention: Mention, seen: Seen) -> float:
    """Weigh questions: after "A asked B", B is about to answer."""
    tokens = scene.cast.tokens
    verb = tokens[tokens[seen.head].head]
    if verb.lemma not in _QUESTIONS or seen.sentence == mention.sentence:
        return 0.0
    if tokens[seen.head].dep == "nsubj":
        return -1.2
    return 1.2 if tokens[seen.head].dep in ("dobj", "nsubjpass", "dative") else 0.0


def _told_of(scene: Scene, mention: Mention, seen: Seen) -> float:
    """Weigh names in what is said: in "Lee was great, he said" he is not Lee."""
    if seen.sentence != mention.sentence or not seen.by_name:
        return 0.0
    number = scene.sources.get(mention.head)
    if number is None:
        return 0.0
    content = scene.cast.report.statements[number].content
    return 2.0 if any(span.start <= seen.start < span.end for span in content) else 0.0


def _bound(scene: Scene, mention: Mention, seen: Seen) -> bool:
    """Return whether syntax forbids it: subject and object of one verb are two."""
    tokens = scene.cast.tokens
    one, other = tokens[mention.head], tokens[seen.head]
    if one.sentence != other.sentence or one.dep == "poss":
        return False
    if one.text.lower().endswith(("self", "selves")):
        return False
    verb = one.head
    if tokens[verb].pos == "ADP":
        verb = tokens[verb].head
    return other.head == verb and other.dep in ("nsubj", "nsubjpass", "dobj")


def _may_be(figure: Figure, kind: str, sex: Gender) -> bool:
    """Return whether a figure agrees with a pronoun in kind, number and gender."""
    if kind == "person":
        if figure.kind != "person" or figure.plural:
            return False
        return not figure.gender or figure.gender == sex
    if kind == "group":
        return figure.kind in ("group", "body") or figure.plural
    return figure.kind in ("body", "state", "unknown") and not figure.plural


def _liking(figure: Figure, kind: str, sex: Gender) -> float:
    """Weigh how well a figure's kind suits the pronoun, wherever it stands."""
    liking = 0.0
    if kind == "person":
        if figure.gender == sex:
            liking += 0.6
        liking += min(0.3, 0.05 * len(figure.mentions))
        if not figure.named:
            liking -= 0.5
    elif kind == "group" and figure.kind == "body":
        liking -= 0.7
    elif kind == "body":
        if figure.kind == "unknown":
            liking -= 0.5
        if not figure.named:
            liking -= 0.3
    return liking
