"""The components themselves; each can be made with another finder than the package's."""

from __future__ import annotations

from dataclasses import replace

from quoth.annotate import Attributor, EventFinder, NetworkAttributor, NetworkEvents
from quoth.pipes.documents import Document, register, reported, settle


class AttributionPipe:
    """Fills `doc._.statements`, `doc._.actors` and the span groups `STATEMENT_GROUPS`.

    Statements and actors are Quoth's records; their spans are half-open offsets, in code points,
    into `doc.text`. The spans of the groups carry the statement's id as `span.id_` and its kind
    as `span.label_`.
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

    def __call__(self, doc: Document) -> Document:
        """Return the document with its statements."""
        report, names = reported(doc)
        report = replace(report, statements=tuple(self._attributor.attribute(report)))
        settle(
            doc,
            report,
            names,
            statement_layer=True,
            speakers=self._speakers,
            sure_statement=self._min_confidence,
        )
        return doc


class ActorPipe:
    """Fills `doc._.actors` and the span group `quoth_actors`: who the document speaks of.

    The spans carry the actor's id as `span.id_` and its country, else its kind, as `span.label_`.
    """

    def __init__(self) -> None:
        register()

    def __call__(self, doc: Document) -> Document:
        """Return the document with its actors."""
        settle(doc, *reported(doc), actor_layer=True)
        return doc


class EventPipe:
    """Fills `doc._.events`, `doc._.actors` and the span groups `EVENT_GROUPS`.

    The spans carry the event's id as `span.id_` and its type as `span.label_`.
    """

    def __init__(
        self, *, min_confidence: float = 0.0, event_finder: EventFinder | None = None
    ) -> None:
        self._min_confidence = min_confidence
        self._finder = event_finder if event_finder is not None else NetworkEvents()
        register()

    def __call__(self, doc: Document) -> Document:
        """Return the document with its events."""
        report, names = reported(doc)
        report = replace(report, events=self._finder.find(report))
        settle(doc, report, names, event_layer=True, sure_event=self._min_confidence)
        return doc
