"""The stages as spaCy components: `nlp.add_pipe("quoth_attribution")`.

spaCy finds the factory by the package's entry point; nothing needs to be imported. The component
reads the tokens and the syntax of the pipeline that it stands in, so it comes after the parser and
the entity recogniser. Without them it works by the words alone, and finds less.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, TypeAlias

from spacy.language import Language
from spacy.tokens import Doc

from quoth import clean, resolve
from quoth.annotate import Attributor, NetworkAttributor, mentions
from quoth.annotate.syntax import NameSpan
from quoth.records import Actor, Relay, Report, Span, Statement, Token

GROUPS = {"quoth_sources": "source", "quoth_cues": "cue", "quoth_contents": "content"}
_KEY = "quoth_attribution"
# spaCy is not typed here.
_Doc: TypeAlias = Any


@Language.factory(
    "quoth_attribution",
    assigns=["doc._.statements", "doc._.actors", "doc.spans"],
    default_config={"speakers": True, "min_confidence": 0.0},
)
def make_attribution(
    nlp: Language,
    name: str,
    speakers: bool,
    min_confidence: float,
) -> AttributionPipe:
    """Return the component; `speakers` resolves who speaks and fills `doc._.actors` too."""
    return AttributionPipe(speakers=speakers, min_confidence=min_confidence)


class AttributionPipe:
    """Fills `doc._.statements`, `doc._.actors` and the span groups named in `GROUPS`.

    Statements and actors are Quoth's records; their spans are half-open offsets, in code points,
    into `doc.text`. The spans of the groups carry the statement's id as `span.id_` and its kind
    as `span.label_`. All of it is kept with the document (`to_bytes`, `DocBin(store_user_data)`).
    """

    def __init__(
        self,
        *,
        speakers: bool = True,
        min_confidence: float = 0.0,
        attributor: Attributor | None = None,
    ) -> None:
        self._speakers = speakers
        self._min_confidence = min_confidence
        self._attributor = attributor if attributor is not None else NetworkAttributor()
        register()

    def __call__(self, doc: _Doc) -> _Doc:
        """Return the document with its statements."""
        report, names = as_report(doc)
        found = self._attributor.attribute(report)
        kept = tuple(s for s in found if s.confidence >= self._min_confidence)
        report = replace(report, statements=kept)
        if self._speakers:
            report = replace(report, mentions=mentions(report, names))
            (report,) = resolve.resolve([report])
        doc.user_data[_KEY] = {
            "statements": [asdict(statement) for statement in report.statements],
            "actors": [asdict(actor) for actor in report.actors],
        }
        for group, role in GROUPS.items():
            doc.spans[group] = [
                doc.char_span(*span, label=s.kind, span_id=s.id, alignment_mode="expand")
                for s in report.statements
                for span in getattr(s, role)
            ]
        return doc


def register() -> None:
    """Add `doc._.statements` and `doc._.actors` to spaCy's documents."""
    for name, read in (("statements", _statements), ("actors", _actors)):
        if not Doc.has_extension(name):
            Doc.set_extension(name, getter=read)


def as_report(doc: _Doc) -> tuple[Report, tuple[NameSpan, ...]]:
    """Return a document as a cleaned report with the document's own tokens, and its names."""
    (report,) = clean.clean([Report(id="doc", text=doc.text, language="en")])
    starts = [sentence.span.start for sentence in report.sentences]
    number: dict[int, int] = {}
    sentences: list[int] = []
    for token in doc:
        at = bisect_right(starts, token.idx) - 1
        inside = at >= 0 and token.idx < report.sentences[at].span.end
        if inside and not token.is_space:
            number[token.i] = len(sentences)
            sentences.append(at)
    parsed = doc.has_annotation("DEP")
    tokens = tuple(
        Token(
            span=Span(doc[i].idx, doc[i].idx + len(doc[i])),
            text=doc[i].text,
            lemma=doc[i].lemma_ or doc[i].lower_,
            pos=doc[i].pos_,
            tag=doc[i].tag_,
            dep=doc[i].dep_ if parsed else "",
            head=number.get(doc[i].head.i, n) if parsed else n,
            entity=doc[i].ent_type_,
            sentence=sentences[n],
        )
        for i, n in number.items()
    )
    names = tuple(
        NameSpan(number[ent.start], number[ent.end - 1] + 1, ent.label_)
        for ent in doc.ents
        if ent.start in number and ent.end - 1 in number
    )
    return replace(report, tokens=tokens), names


def _kept(doc: _Doc, name: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = doc.user_data.get(_KEY, {}).get(name, [])
    return found


def _statements(doc: _Doc) -> tuple[Statement, ...]:
    return tuple(_statement(row) for row in _kept(doc, "statements"))


def _actors(doc: _Doc) -> tuple[Actor, ...]:
    return tuple(
        Actor(**{**row, "mentions": _spans(row["mentions"])}) for row in _kept(doc, "actors")
    )


def _statement(row: Mapping[str, Any]) -> Statement:
    return Statement(
        **{
            **row,
            "source": _spans(row["source"]),
            "cue": _spans(row["cue"]),
            "content": _spans(row["content"]),
            "relays": tuple(Relay(r["name"], _spans(r["spans"])) for r in row["relays"]),
            "inner": tuple(_statement(inner) for inner in row["inner"]),
        }
    )


def _spans(pairs: Any) -> tuple[Span, ...]:  # noqa: ANN401 - as msgpack gives them back
    return tuple(Span(*pair) for pair in pairs)
