"""Reports written by hand as annotate would hand them on, from a small markup.

    report("[The envoy|d*!] _met [Ann Lee|PERSON] .", "[She|p*!] _said [Oslo|GPE] would wait .")

One string is one sentence, with words apart. `[words|flags]` is a mention: `d` a noun phrase, `p`
a pronoun, otherwise a name of that type ("" is none). `*` marks a subject, `!` the source of a
statement about the rest of the sentence, `=2` what mention 2 (counted from 0) is by syntax.
`_word` is the verb; double quotation marks make quotations.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from quoth.records import Mention, Quotation, Report, Sentence, Span, Statement, Token

_PART = re.compile(r"\[([^|\]]+)\|([^\]]*)\]|(\S+)")
_PREPOSITIONS = {"of", "for", "to", "in", "on", "with", "at", "from"}
_SMALL = {"the": "det", "a": "det", "an": "det", "of": "prep", "for": "prep", "'s": "case"}


@dataclass
class _Draft:
    text: str = ""
    tokens: list[Token] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)


def report(*sentences: str, id: str = "r", published: str | None = None) -> Report:
    """Build a report with tokens, mentions, quotations and statements."""
    draft = _Draft()
    for number, markup in enumerate(sentences):
        _sentence(draft, number, markup)
    return Report(
        id=id,
        text=draft.text,
        published=published,
        sentences=tuple(draft.sentences),
        quotations=tuple(
            Quotation(Span(m.start(), m.end()), Span(m.start() + 1, m.end() - 1))
            for m in re.finditer(r'"[^"]*"', draft.text)
        ),
        tokens=tuple(draft.tokens),
        mentions=tuple(draft.mentions),
        statements=tuple(draft.statements),
    )


def _sentence(draft: _Draft, number: int, markup: str) -> None:
    start, first = len(draft.text), len(draft.tokens)
    sources: list[Span] = []
    parts = list(_PART.finditer(markup))
    verb = first
    count = first
    for part in parts:
        words = (part[1] or part[3]).split()
        if part[3] and part[3].startswith("_"):
            verb = count
        count += len(words)
    for part in parts:
        if part[3]:
            word = part[3]
            if word.startswith("_"):
                _word(draft, word[1:], "VERB", "ROOT", verb, number)
            else:
                pos = "PUNCT" if not word[0].isalnum() else "X"
                _word(draft, word, pos, "punct" if pos == "PUNCT" else "dep", verb, number)
            continue
        span = _mention(draft, part[1], part[2], verb, number)
        if "!" in part[2]:
            sources.append(span)
    end = len(draft.text) - 1
    draft.text = draft.text[:end] + "\n"
    draft.sentences.append(Sentence(Span(start, end), number))
    for span in sources:
        content = [
            s for s in (Span(start, span.start - 1), Span(span.end + 1, end)) if s.end > s.start
        ]
        draft.statements.append(
            Statement(f"s{len(draft.statements)}", "indirect", (span,), (), tuple(content))
        )


def _mention(draft: _Draft, text: str, flags: str, verb: int, number: int) -> Span:
    words = text.split()
    first = len(draft.tokens)
    label = re.sub(r"[*!]|=\d+", "", flags)
    kind = {"d": "nominal", "p": "pronoun"}.get(label, "name")
    head = len(words) - 1
    if kind == "nominal":
        after = [i for i, word in enumerate(words) if i and word.lower() in _PREPOSITIONS]
        head = (after[0] if after else len(words)) - 1
    dep = "nsubj" if "*" in flags else "dobj"
    for i, word in enumerate(words):
        if i == head:
            pos = {"nominal": "NOUN", "pronoun": "PRON"}.get(kind, "PROPN")
            _word(draft, word, pos, dep, verb, number)
            continue
        small = _SMALL.get(word.lower())
        possessed = i + 1 < len(words) and words[i + 1] == "'s"
        inner = "poss" if possessed else small or ("pobj" if i > head else "compound")
        pos = (
            "DET"
            if small == "det"
            else "ADP"
            if small
            else "PROPN"
            if word[0].isupper()
            else "NOUN"
        )
        _word(draft, word, pos, inner, first + head, number)
    alias = re.search(r"=(\d+)", flags)
    span = Span(draft.tokens[first].span.start, draft.tokens[-1].span.end)
    draft.mentions.append(
        Mention(
            span=span,
            kind=kind,  # type: ignore[arg-type]
            label=label if kind == "name" else "",
            head=first + head,
            sentence=number,
            alias_of=int(alias[1]) if alias else None,
            subject="*" in flags,
        )
    )
    return span


def _word(draft: _Draft, word: str, pos: str, dep: str, head: int, number: int) -> None:
    start = len(draft.text)
    draft.text += word + " "
    lemma = word.lower()
    tag = {"VERB": "VBD", "PROPN": "NNP", "PRON": "PRP"}.get(pos, "NN")
    if pos == "NOUN" and lemma.endswith("s") and not lemma.endswith("ss"):
        tag, lemma = "NNS", lemma[:-1]
    if pos == "NOUN" and lemma.endswith("men"):
        tag, lemma = "NNS", lemma[:-2] + "an"
    draft.tokens.append(
        Token(Span(start, start + len(word)), word, lemma, pos, tag, dep, head, "", number)
    )


def speakers(resolved: Report) -> list[str | None]:
    """Return the name of each statement's speaker."""
    names = {actor.id: actor.name for actor in resolved.actors}
    return [names.get(s.speaker or "") for s in resolved.statements]
