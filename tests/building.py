"""Builds reports by hand, so that tests of the later stages need no model."""

from __future__ import annotations

from quoth.records import Quotation, Report, Sentence, Span, Statement, Token


def build(
    report_id: str, *sentences: str, outlet: str | None = None, statements: tuple = (), marks=()
) -> Report:
    """Make a report of sentences written as "word|POS|dep|head|ENTITY" items.

    Heads count within the sentence from 0; everything after the word may be left out
    ("NOUN", "dep", the word before, no entity). Words are joined by single spaces, but a word
    that is only punctuation, or "n't" or "'s", stands close to the one before. Quotations are
    what stands between “ and ”.
    """
    text, tokens, made = "", [], []
    for number, sentence in enumerate(sentences):
        if text:
            text += " "
        start, base = len(text), len(tokens)
        for index, item in enumerate(sentence.split()):
            word, pos, dep, head, entity = (item.split("|") + [""] * 5)[:5]
            close = word in ",.;:!?”" or word in ("n't", "’s", "'s")
            after_open = text.endswith(("“", "("))
            if index and not close and not after_open:
                text += " "
            span = Span(len(text), len(text) + len(word))
            text += word
            punct = not any(c.isalnum() for c in word)
            tokens.append(
                Token(
                    span=span,
                    text=word,
                    lemma=_lemma(word, pos),
                    pos=pos or ("PUNCT" if punct else "NOUN"),
                    tag="",
                    dep=dep or ("punct" if punct else "dep"),
                    head=base + (int(head) if head else max(0, index - 1)),
                    entity=entity,
                    sentence=number,
                )
            )
        made.append(Sentence(Span(start, len(text)), 0))
    report = Report(
        id=report_id,
        text=text,
        outlet=outlet,
        language="en",
        sentences=tuple(made),
        tokens=tuple(tokens),
        quotations=_quotations(text),
        marks=tuple(marks),
    )
    made_statements = tuple(
        _statement(report, f"s{n}", *parts) for n, parts in enumerate(statements)
    )
    return Report(**{**_fields(report), "statements": made_statements})


def find(report: Report, words: str) -> Span:
    """Return the span of the first place where the report says `words`."""
    start = report.text.index(words)
    return Span(start, start + len(words))


def _fields(report: Report) -> dict:
    return {name: getattr(report, name) for name in report.__dataclass_fields__}


def _statement(report: Report, key: str, source: str, cue: str, content: str) -> Statement:
    def spans(words: str) -> tuple[Span, ...]:
        return (find(report, words),) if words else ()

    quoted = content.startswith("“")
    kind = "direct" if quoted else "indirect"
    return Statement(key, kind, spans(source), spans(cue), spans(content), confidence=0.9)


def _quotations(text: str) -> tuple[Quotation, ...]:
    found, at = [], 0
    while (start := text.find("“", at)) >= 0:
        end = text.find("”", start)
        end = len(text) if end < 0 else end + 1
        found.append(Quotation(Span(start, end), Span(start + 1, end - 1)))
        at = end
    return tuple(found)


IRREGULAR = {
    "has": "have", "was": "be", "were": "be", "is": "be", "are": "be", "said": "say",
    "told": "tell", "n't": "not", "met": "meet", "held": "hold", "did": "do", "sent": "send",
}  # fmt: skip


def _lemma(word: str, pos: str) -> str:
    low = word.lower()
    if low in IRREGULAR:
        return IRREGULAR[low]
    if pos == "VERB" and low.endswith("ed"):
        return low[:-2]
    if pos in ("", "NOUN") and low.endswith("s") and not low.endswith("ss"):
        return low[:-1]
    return low if pos != "PROPN" else word
