"""Tellings by hand."""

from __future__ import annotations

from quoth.annotate.plover import score as plover_score
from quoth.records import DateRange
from quoth.relate import Party, Side, Source, Telling

FIRST = Side("Halmora", "SWE")
SECOND = Side("Veskaria", "FIN")
PARTIES = {
    "SWE": Party("Halmora", " halmora ", "SWE"),
    "FIN": Party("Veskaria", " veskaria ", "FIN"),
    "NOR": Party("Corvia", " corvia ", "NOR"),
    "tamm": Party("Joris Tamm", " joris tamm ", "FIN"),
}


def telling(report: str, number: int, kind: str = "COERCE", **fields) -> Telling:
    """Return a telling of what Halmora did to Veskaria, in a report of an outlet of its own."""
    date = fields.pop("date", None)
    first, _, last = (date or "").partition("/")
    made = {
        "mode": None, "status": "asserted", "outlet": f"Paper {report}",
        "house": f"paper {report}", "day": "2031-03-05", "published": "2031-03-05",
        "story": "story", "event": "e0", "score": plover_score(kind, fields.get("mode")),
        "confidence": 0.8,
        "date": DateRange(first or None, last or first, "day") if date else None,
    }  # fmt: skip
    doing = fields.pop("by", "SWE").split("+")
    suffering = fields.pop("to", "FIN").split("+")
    relay = fields.pop("relay", None)
    if relay:
        made["sources"] = (Source(relay, relay.casefold(), "RUS"),)
    return Telling(
        report=report, version=1, number=number, type=kind,
        actors=tuple(PARTIES[one] for one in doing),
        recipients=tuple(PARTIES[one] for one in suffering if one), **{**made, **fields},
    )  # fmt: skip
