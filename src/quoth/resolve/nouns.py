"""Who a noun phrase means: "the Russian president", "the agency", "a spokesman for Lee"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast as typed

from quoth.records import ActorKind, Mention
from quoth.resolve.describe import describe
from quoth.resolve.figure import Description, Figure
from quoth.resolve.match import AGENCY_NOUNS, CANDIDACIES, contradicts, fallback, fits, may_be_typed
from quoth.resolve.names import fold
from quoth.resolve.pronouns import POSSESSIVE
from quoth.resolve.scene import Scene, Seen
from quoth.resolve.world import GOVERNING

# How far back a noun reaches, in sentences: to a figure that it fits; to an unnamed one; to one
# that nothing speaks for but its place ("the South Carolina senator" after "Graham").
_REACH = 40.0
_REACH_UNNAMED = 8.0
_REACH_VARIATION = 3.0
# A body reaches less far; within this a noun is who it fits, whoever else was named since.
_REACH_LOOSE = 2.0
_WINDOW = 240
# Offices and candidacies: a report names who holds them, so that "the senator" without an earlier
# senator is somebody just named. Officials, aides and spokesmen are often never named.
_OFFICES = frozenset(("GOV", "LEG", "PTY"))
_NO_OFFICES = frozenset(
    "official diplomat envoy bureaucrat negotiator lawmaker legislator minister ambassador "
    "administrator strategist operative surrogate opponent rival politician delegate deputy "
    "consul conservative liberal socialist speaker campaign-manager secretary leader".split()
)
# Callings that vary a name as offices do.
_CALLINGS = frozenset(
    "businessman businesswoman billionaire mogul tycoon actor actress singer rapper comedian "
    "filmmaker author artist musician".split()
)


class Nouns:
    """Finds the figures of noun phrases, and makes those that are new."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._phrases: dict[tuple[str, str], Figure] = {}

    def figure(self, number: int, mention: Mention | None = None) -> Figure | None:
        """Return the figure of a noun phrase, None where it is nobody's.

        1. "The South Korean government" is the state.
        2. A definite noun is the last figure that it fits: by role, country, name.
        3. "The Russian president" without a name near is who held the office on the day.
        4. "The South Carolina senator", "the company" may vary the name last spoken of.
        5. Otherwise it is a figure of its own, the same for the same words if it is plural.

        `mention` takes the place of the report's where that is only a part of the phrase.
        """
        cast = self.scene.cast
        mention = mention or cast.mentions[number]
        noun = describe(cast, mention)
        self._find_owner(number, noun)
        state = self._governed(noun) or self._own_name(number, noun)
        if state is not None:
            return state
        first, _ = cast.tokens_of(mention.span)
        article = cast.tokens[first].text.lower() == "the"
        definite = not noun.indefinite and (
            noun.definite or noun.owner is not None or not noun.plural
        )
        if definite:
            found = self._fitting(number, noun) or self._holder(noun)
            if found is not None and found.kind == "body":
                found = self._nearer(number, noun, found)
            if found is None and (article or mention.head in self.scene.sources):
                found = self._variation(number, noun)
            if found is not None:
                return found
        if not noun.kind and mention.head not in self.scene.sources:
            return None
        return self._unnamed(mention, noun)

    def _find_owner(self, number: int, noun: Description) -> None:
        """Note whose it is where a pronoun says so ("his campaign")."""
        cast = self.scene.cast
        mention = cast.mentions[number]
        if noun.owner is not None:
            return
        first, _ = cast.tokens_of(mention.span)
        for i in range(first, mention.head):
            if cast.tokens[i].dep == "poss":
                for inner in cast.inside.get(i, ()):
                    if inner != number and inner in cast.owner:
                        noun.owner = cast.owner[inner]

    def _governed(self, noun: Description) -> Figure | None:
        """Return the state that "the South Korean government" stands for."""
        if noun.noun not in GOVERNING or not noun.country or noun.body or noun.words:
            return None
        if noun.owner is not None and noun.owner.kind != "state":
            return None
        return self.scene.cast.bodies.states.get(noun.country)

    def _own_name(self, number: int, noun: Description) -> Figure | None:
        """Return the body named within its own noun phrase: "the TASS news agency"."""
        cast, mention = self.scene.cast, self.scene.cast.mentions[number]
        owner = noun.owner
        if noun.kind != "body" or noun.plural or owner is None or owner.kind != "body":
            return None
        first, _ = cast.tokens_of(mention.span)
        named = any(
            cast.owner.get(inner) is owner and cast.tokens[i].dep == "compound"
            for i in range(first, mention.head)
            for inner in cast.inside.get(i, ())
        )
        return owner if named and may_be_typed(noun, owner) else None

    def _fitting(self, number: int, noun: Description) -> Figure | None:
        """Return the figure that a definite noun fits best, the last of equals."""
        mention = self.scene.cast.mentions[number]
        published = self.scene.cast.report.published
        here = self.scene.place(mention.sentence)
        best: Figure | None = None
        best_fit = 0.0
        tried: set[int] = set()
        for seen in self.scene.before(mention.span.start, window=_WINDOW):
            if id(seen.figure) in tried:
                continue
            tried.add(id(seen.figure))
            reach = _REACH if seen.figure.kind == "person" else _REACH_UNNAMED
            reach = reach if seen.figure.named else _REACH_UNNAMED
            if here - seen.place > reach:
                continue
            fit = fits(published, noun, seen.figure)
            # Of two presidents, the nearer one and the one that the report is more about.
            if fit:
                fit += 0.01 * min(20, len(seen.figure.mentions))
                fit -= 0.03 * min(10.0, here - seen.place)
            if fit > best_fit:
                best, best_fit = seen.figure, fit
        if best is None and noun.kind == "person" and (noun.country or noun.body or noun.party):
            for figure in self.scene.cast.figures[:_WINDOW]:
                fit = fits(published, noun, figure)
                if figure.named and fit > best_fit:
                    best, best_fit = figure, fit
        if best is not None and best.kind == "person" and best.named:
            best.describe(noun)
        return best

    def _holder(self, noun: Description) -> Figure | None:
        """Return the figure of who held an office on the day of the report."""
        cast = self.scene.cast
        held = fallback(cast.report.published, noun)
        if held is None:
            return None
        key = ("office", held.name)
        if key not in self._phrases:
            figure = cast.add(Figure("person", title=held.name, country=noun.country))
            figure.gender = "f" if held.gender == "f" else "m"
            self._phrases[key] = figure
        self._phrases[key].describe(noun)
        return self._phrases[key]

    def _variation(self, number: int, noun: Description) -> Figure | None:
        """Return the figure just named that a definite noun only calls by another word."""
        if noun.plural or noun.owner is not None:
            return None
        person = noun.kind == "person" and (
            (noun.sector in _OFFICES and noun.noun not in _NO_OFFICES) or noun.noun in _CALLINGS
        )
        if not person and noun.kind != "body":
            return None
        mention = self.scene.cast.mentions[number]
        here = self.scene.place(mention.sentence)
        best: Seen | None = None
        best_score = 0.0
        most = 0
        for seen in self._varied(mention, noun, person=person):
            most = max(most, len(seen.figure.mentions))
            beside = not person and seen.sentence == mention.sentence
            if not (seen.subject or seen.source or beside):
                continue
            score = 3.5 - 0.9 * (here - seen.place)
            score += 0.8 * seen.subject + 0.5 * seen.source
            # Of two, the one that the report is more about.
            score += min(1.0, 0.1 * len(seen.figure.mentions))
            if score > best_score:
                best, best_score = seen, score
        if best is None:
            return None
        # Who is running is who the report is about, not just anybody who speaks in it.
        running = noun.role in CANDIDACIES and noun.role not in ("republican", "democrat")
        if running and len(best.figure.mentions) < most:
            return None
        best.figure.describe(noun)
        return best.figure

    def _varied(self, mention: Mention, noun: Description, *, person: bool) -> Iterator[Seen]:
        """Yield the named figures near that a noun may call by another word, nearest first."""
        here = self.scene.place(mention.sentence)
        # In "Lee is to the left of the Ohio senator" the senator is not Lee; in "since Lee lost,
        # the Ohio senator said" he may be.
        token = self.scene.cast.tokens[mention.head]
        leads = mention.subject and self.scene.cast.tokens[token.head].dep != "ccomp"
        together: set[int] = set()
        for seen in self.scene.before(mention.span.start):
            if here - seen.place > (_REACH_VARIATION if person else _REACH_LOOSE):
                break
            if not seen.figure.named or seen.quote is not None or not self._may_vary(noun, seen):
                continue
            if person and not leads and seen.sentence == mention.sentence:
                together.add(id(seen.figure))
            if id(seen.figure) not in together:
                yield seen

    def _nearer(self, number: int, noun: Description, found: Figure) -> Figure:
        """Return the body named since, where a noun fits another by a table or a noun only.

        "A union struck. The Dockers' Federation backed it. The union ..." is the latter.
        """
        if found.named and noun.noun not in AGENCY_NOUNS:
            return found
        mention = self.scene.cast.mentions[number]
        here = self.scene.place(mention.sentence)
        for seen in self.scene.before(mention.span.start):
            near = here - seen.place <= _REACH_LOOSE
            if seen.figure is found and (near or not found.named):
                return found
            if not found.named and seen.figure.named and self._may_vary(noun, seen):
                acts = seen.subject or seen.source or seen.sentence == mention.sentence
                return seen.figure if acts and near else found
        return self._variation(number, noun) or found

    def _may_vary(self, noun: Description, seen: Seen) -> bool:
        figure = seen.figure
        if noun.kind == "person":
            return figure.kind == "person" and not contradicts(
                self.scene.cast.report.published, noun, figure
            )
        # A body's name that does not stand for itself ("the Obama speech") is no candidate.
        if figure.kind != "body" or self.scene.cast.tokens[seen.head].dep in ("compound", "amod"):
            return False
        return may_be_typed(noun, figure)

    def _unnamed(self, mention: Mention, noun: Description) -> Figure:
        """Return the figure of somebody whom the report does not name."""
        cast = self.scene.cast
        phrase = cast.text(mention.span)
        first, _ = cast.tokens_of(mention.span)
        if noun.owner is not None and cast.tokens[first].text.lower() in POSSESSIVE:
            rest = phrase.split(" ", 1)[-1]
            called = name_of(noun.owner)
            phrase = f"{called}’s {rest}" if called else phrase
        # "people in the arena" are not the people of the next sentence.
        whole = self.scene.source_text(mention.head)
        key = ("phrase", fold(whole or phrase))
        if noun.plural and key in self._phrases:
            return self._phrases[key]
        kind = noun.kind or "unknown"
        if noun.plural and kind == "person":
            kind = "group"
        figure = cast.add(
            Figure(
                typed(ActorKind, kind),
                plural=noun.plural,
                phrase=phrase,
                gender=noun.gender,
                country=noun.country,
            )
        )
        figure.describe(noun)
        self._phrases.setdefault(key, figure)
        return figure


def name_of(figure: Figure) -> str:
    """Return how to call a figure: its fullest name, else its phrase."""
    if figure.title:
        return figure.title
    return figure.fullest or figure.phrase or ""
