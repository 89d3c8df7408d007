"""A reader of quotation marks: which marks open, which close, and what they hold.

Double marks are read with a small dynamic programme over the whole text, so that one mark of the
wrong shape, one inch mark or one quotation that is never closed costs its own paragraph at most.
Single marks are read afterwards, within or around the double ones (see `singles`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, NamedTuple

from quoth.clean import singles
from quoth.records import Mark, Quotation, Span
from quoth.spans import strip

_TOKEN: Final = re.compile("[“”„‟«»\"＂〝〞]+|``|(?<!['’‘])(?:''|’’|‘‘)(?!['’‘])|'{3}|’{3}")
_SHAPE: Final[dict[str, tuple[str, str]]] = {
    "“": ("open", "curly"), "‟": ("open", "curly"), "‘‘": ("open", "curly"),
    "〝": ("open", "curly"),
    "”": ("close", "curly"), "’’": ("close", "curly"), "〞": ("close", "curly"),
    "„": ("open", "low"), "«": ("open", "angle"), "»": ("close", "angle"),
    "``": ("open", "tick"), "''": ("either", "tick"), '"': ("either", "straight"),
    "＂": ("either", "straight"),
}  # fmt: skip
_BEFORE_OPEN: Final = frozenset("([{<—–-/|…‘'‚`=“„«\"*_~:")
_AFTER_CLOSE: Final = frozenset(".,;:!?)]}>—–-/|…’'”»\"*_~")
_FEET: Final = re.compile(r"\d\s?['’′]\s?\d{1,2}$")

# What a reading costs, by the mark's shape and by its surroundings: after white space and before
# a word ("o"), the other way round ("c"), inside a word ("m"), white space on both sides ("s").
# Set by hand on polnear train and ecbplus train until every change left made a reading worse.
_OPEN_COST: Final = {
    "either": {"o": 0.0, "c": 5.0, "m": 1.5, "s": 1.0},
    "open": {"o": 0.0, "c": 3.0, "m": 0.5, "s": 0.5},
    "close": {"o": 1.5, "c": 6.0, "m": 3.0, "s": 2.0},
}
_CLOSE_COST: Final = {
    "either": {"o": 5.0, "c": 0.0, "m": 1.5, "s": 1.0},
    "open": {"o": 6.0, "c": 1.5, "m": 3.0, "s": 2.0},
    "close": {"o": 3.0, "c": 0.0, "m": 0.5, "s": 0.5},
}
_IGNORED: Final = 5.0  # no quotation mark at all
_INCHES: Final = 0.3  # the same behind 5'10
_NUMBER: Final = 3.0  # the same behind any other number
_WRAPPING: Final = 0.2  # one of two straight marks around a paragraph that has its own “ ”
_NESTED: Final = 2.0  # a double quotation inside one of the same marks
_NESTED_OTHER: Final = 0.5  # the same with marks of another family
_MIXED: Final = 1.0  # closed with a mark of another family
_NEVER_CLOSED: Final = 4.0  # ends with its paragraph, or where another opens
_CARRIED: Final = 0.2  # the next paragraph opens with a mark again
_RUN_OVER: Final = 0.7  # a paragraph break inside a quotation, with no mark (a sentence a line)
_BEAM: Final = 9.0  # readings that cost so much more than the best are given up


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    shape: str
    family: str
    around: str
    ignored: float
    first: bool  # at the start of its paragraph


class _State(NamedTuple):
    """The families of the marks that a reading has open, outermost first.

    `since` tells what opened this paragraph: a mark, nothing ("run"), or a mark that is due next.
    """

    families: tuple[str, ...] = ()
    since: Literal["mark", "run", "due"] = "mark"


_Act = Literal["open", "close", "ignore", "reopen", "end", "over", "chain"]


class _Step(NamedTuple):
    cost: float
    before: _State
    act: _Act


def _around(text: str, start: int, end: int, low: int, high: int) -> str:
    left = text[start - 1] if start > low else " "
    right = text[end] if end < high else " "
    opens = left.isspace() or left in _BEFORE_OPEN
    closes = right.isspace() or right in _AFTER_CLOSE
    if left.isspace() and right.isspace():
        # a mark at the very end or start of a paragraph can only be one thing
        if end >= high and start > low:
            return "c"
        return "o" if start <= low and end < high else "s"
    if opens and closes:
        if left.isspace():
            return "o"
        return "c" if right.isspace() else "m"
    if opens:
        return "o"
    return "c" if closes else "m"


def _tokens(text: str, span: Span) -> list[_Token]:
    found: list[_Token] = []
    for match in _TOKEN.finditer(text, span.start, span.end):
        for start, end in _split(text, match.start(), match.end(), span):
            shape, family = _SHAPE[text[start:end]]
            ignored = _IGNORED
            before = text[max(span.start, start - 8) : start]
            if before[-1:].isdigit() and (shape == "either" or text[start:end] == "”"):
                ignored = _INCHES if _FEET.search(before) else _NUMBER
            around = _around(text, start, end, span.start, span.end)
            found.append(_Token(start, end, shape, family, around, ignored, start == span.start))
    if len(found) > 3 and _wrapped(found, span):
        for at in (0, -1):
            found[at] = replace(found[at], ignored=_WRAPPING)
    return found


def _wrapped(found: Sequence[_Token], span: Span) -> bool:
    """Tell whether straight marks stand around a whole paragraph as in a badly read table."""
    first, last = found[0], found[-1]
    around = first.start == span.start and last.end == span.end and found[1].start == first.end
    inner = {token.family for token in found[1:-1]}
    return around and first.family == last.family == "straight" and inner == {"curly"}


def _split(text: str, start: int, end: int, span: Span) -> Iterable[tuple[int, int]]:
    """Cut a run of marks into single ones; three straight apostrophes are a double and a single."""
    piece = text[start:end]
    if piece in ("'''", "’’’"):
        opens = (start == span.start or text[start - 1].isspace()) and (
            end < span.end and not text[end].isspace()
        )
        return [(start, start + 2)] if opens else [(start + 1, end)]
    if piece in _SHAPE:
        return [(start, end)]
    if end - start > 3:  # a rule or an ornament
        return []
    return [(i, i + 1) for i in range(start, end)]


def _moves(state: _State, token: _Token) -> Iterable[tuple[_State, _Act, float]]:
    opening = _OPEN_COST[token.shape][token.around]
    closing = _CLOSE_COST[token.shape][token.around]
    if state.since == "due":
        yield _State((token.family,)), "chain", 0.0
        return
    yield state, "ignore", token.ignored
    if not state.families:
        if token.family == "angle" and token.shape == "close" and token.around == "o":
            opening = 0.5  # »this way round«
        yield _State((token.family,)), "open", opening
        return
    inner = state.families[-1]
    if inner == "low" and token.shape == "open" and token.around == "c":
        closing = 0.0  # „this way”, and „that way“
    elif inner == token.family == "angle" and token.shape == "open" and token.around == "c":
        closing = 0.5
    kin = {inner, token.family}
    if len(kin) > 1 and kin not in ({"low", "curly"}, {"tick", "curly"}):
        closing += _MIXED
    yield (
        _State(state.families[:-1], state.since if len(state.families) > 1 else "mark"),
        "close",
        closing,
    )
    if len(state.families) == 1:
        nested = _NESTED if inner == token.family else _NESTED_OTHER
        yield _State((inner, token.family), state.since), "open", opening + nested
    yield _State((token.family,)), "reopen", opening + _NEVER_CLOSED


def _step(states: dict[_State, _Step], token: _Token) -> dict[_State, _Step]:
    following: dict[_State, _Step] = {}
    for state, step in states.items():
        for after, act, cost in _moves(state, token):
            total = step.cost + cost
            if after not in following or total < following[after].cost:
                following[after] = _Step(total, state, act)
    return _prune(following)


def _turn(states: dict[_State, _Step], first: _Token | None) -> dict[_State, _Step]:
    """Cross from one paragraph to the next, which may start with the mark `first`."""
    following: dict[_State, _Step] = {}

    def offer(after: _State, cost: float, before: _State, act: _Act) -> None:
        if after not in following or cost < following[after].cost:
            following[after] = _Step(cost, before, act)

    for state, step in states.items():
        if not state.families:
            offer(state, step.cost, state, "end")
            continue
        offer(_State(), step.cost + _NEVER_CLOSED * len(state.families), state, "end")
        if len(state.families) > 1:
            continue
        offer(_State(state.families, "run"), step.cost + _RUN_OVER, state, "over")
        again = first and first.first and first.shape != "close" and first.around == "o"
        if again and state.since != "run":
            offer(_State(state.families, "due"), step.cost + _CARRIED, state, "chain")
    return _prune(following)


def _prune(states: dict[_State, _Step]) -> dict[_State, _Step]:
    limit = min(step.cost for step in states.values()) + _BEAM
    return {state: step for state, step in states.items() if step.cost <= limit}


def _best(text: str, paragraphs: Sequence[Span]) -> list[tuple[_Act, _State, _Token | int]]:
    """Return the cheapest reading: an act for every mark and every paragraph's end (its number)."""
    states = {_State(): _Step(0.0, _State(), "end")}
    trellis: list[tuple[dict[_State, _Step], _Token | int]] = []
    coming = _tokens(text, paragraphs[0]) if paragraphs else []
    for number in range(len(paragraphs)):
        for token in coming:
            states = _step(states, token)
            trellis.append((states, token))
        last = number + 1 == len(paragraphs)
        coming = [] if last else _tokens(text, paragraphs[number + 1])
        if len(states) == 1 and _State() in states:
            continue
        states = _turn(states, coming[0] if coming else None)
        trellis.append((states, number))
    acts: list[tuple[_Act, _State, _Token | int]] = []
    state = _State()
    for column, what in reversed(trellis):
        step = column[state]
        acts.append((step.act, step.before, what))
        state = step.before
    return acts[::-1]


@dataclass(slots=True)
class _Open:
    start: int
    inner: int
    token: _Token | None
    continues: bool = False


@dataclass(slots=True)
class _Writer:
    """Turns a reading into records."""

    text: str
    quotations: list[Quotation] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    stack: list[_Open] = field(default_factory=list)

    def _emit(self, opened: _Open, end: int, inner_end: int, *, closed: bool) -> None:
        span = strip(Span(opened.start, end), self.text)
        inner = strip(Span(opened.inner, max(opened.inner, inner_end)), self.text)
        if inner.end > inner.start:
            self.quotations.append(
                Quotation(span, inner, closed=closed, continues=opened.continues)
            )

    def open(self, token: _Token, *, continues: bool = False) -> None:
        self.taken.update(range(token.start, token.end))
        self.stack.append(_Open(token.start, token.end, token, continues))

    def close(self, token: _Token) -> None:
        self.taken.update(range(token.start, token.end))
        opened = self.stack.pop()
        self._emit(opened, token.end, token.start, closed=True)
        first = opened.token
        if first is None or _regular(first, token):
            return
        for mark, expected in ((first, "“"), (token, "”")):
            span = Span(mark.start, mark.end)
            if self.text[mark.start : mark.end] != expected:
                self.marks.append(Mark("odd_quote", span, expected))

    def ignore(self, token: _Token) -> None:
        if token.ignored in (_IGNORED, _WRAPPING):
            expected = "" if token.ignored == _WRAPPING else None
            self.marks.append(Mark("odd_quote", Span(token.start, token.end), expected))

    def end(self, at: int, *, odd: bool) -> None:
        """End all open quotations at `at`; `odd` where a closing mark was to be expected."""
        for opened in self.stack:
            self._emit(opened, at, at, closed=False)
            if odd and opened.token:
                self.marks.append(Mark("odd_quote", Span(opened.token.start, opened.token.end)))
        self.stack = []

    def over(self, end: int, start: int) -> None:
        """Let the open quotation run over the end of a paragraph into the next."""
        self.end(end, odd=False)
        self.stack = [_Open(start, start, None, True)]


def _regular(first: _Token, last: _Token) -> bool:
    if first.family == "low":
        return last.family == "curly"
    if first.family == last.family == "angle":
        return first.shape != last.shape
    return first.family == last.family and first.shape != "close" and last.shape != "open"


def _doubles(text: str, paragraphs: Sequence[Span]) -> _Writer:
    writer = _Writer(text)
    for act, before, what in _best(text, paragraphs):
        if isinstance(what, int):
            if act == "over":
                writer.over(paragraphs[what].end, paragraphs[what + 1].start)
            elif before.families:
                writer.end(paragraphs[what].end, odd=act == "end")
        elif act == "ignore":
            writer.ignore(what)
        elif act == "close":
            writer.close(what)
        else:
            if act == "reopen":
                writer.end(what.start, odd=True)
            writer.open(what, continues=act == "chain")
    return writer


def quotations(text: str, paragraphs: Sequence[Span]) -> tuple[list[Quotation], list[Mark]]:
    """Return the quotations of a text's paragraphs, and marks on quotation marks that are odd.

    A pair of marks that do not belong together gets “ and ” as replacements; a mark that is
    never closed, or never opened, is marked without one.
    """
    writer = _doubles(text, paragraphs)
    inside, odd = singles.quotations(text, paragraphs, writer.quotations, writer.taken)
    return _deepen([*writer.quotations, *inside]), [*writer.marks, *odd]


def _deepen(found: Sequence[Quotation]) -> list[Quotation]:
    """Sort quotations and count for each how many hold it."""
    ordered = sorted(found, key=lambda q: (q.span.start, -q.span.end))
    stack: list[Quotation] = []
    deep: list[Quotation] = []
    for quotation in ordered:
        while stack and stack[-1].span.end <= quotation.span.start:
            stack.pop()
        deep.append(
            Quotation(
                quotation.span, quotation.inner, len(stack), quotation.closed, quotation.continues
            )
        )
        stack.append(quotation)
    return deep
