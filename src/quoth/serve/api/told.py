"""What the description of the API says of each route: its words, what it gives, how it can fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

TAGS = {
    "ask": "What an archive is asked. Lists come in pages: `next` of one is `after` for the next.",
    "give": "The archive whole, in SQL, and the schemas of what the routes give.",
    "read": "Reports that are sent are read with the models; nothing is kept.",
    "write": "Changes of the archive, for who has the token.",
}
# The media type of an export, and the name that it is offered under.
EXPORTS: dict[str, tuple[str, str]] = {
    "jsonl": ("application/x-ndjson", "quoth.jsonl"),
    "csv": ("application/zip", "quoth-csv.zip"),
    "parquet": ("application/zip", "quoth-parquet.zip"),
    "jsonld": ("application/ld+json", "quoth.jsonld"),
    "polecat": ("text/tab-separated-values", "quoth-polecat.tsv"),
    "ninjs": ("application/x-ndjson", "quoth-ninjs.jsonl"),
    "corrections": ("application/x-ndjson", "quoth-corrections.jsonl"),
}
_SPANS = "Spans are `[start, end]`, half-open, in code points of the text of that `version`."
_ASKED = (400, 422, 503)
_ONE = (404, 422, 503)
_SENT = (400, 401, 403, 404, 409, 413, 415, 422, 503)


@dataclass(frozen=True, slots=True)
class Told:
    """The words for a route.

    `gives` names the component that a row of its list is, with `listed`, or its document; `fails`
    are the statuses that it can end with; `tagged` says that it has an ETag and can end with 304.
    """

    summary: str
    description: str
    tag: str
    gives: str = ""
    listed: bool = False
    paged: bool = False
    fails: tuple[int, ...] = _ASKED
    tagged: bool = True


TOLD: dict[str, Told] = {
    "stories": Told(
        "Which reports tell of the same happening",
        "Stories, the one with the newest report first. `support` is the widest support of a claim:"
        " the number of independent origins that tell it, never the number of articles.",
        "ask", "stories", listed=True, paged=True,
    ),
    "story": Told(
        "A story whole",
        "Its reports, what changed in it and why, and its comparison, where that was made: claims "
        "with who tells them, their origins and their differences. null where it was not compared, "
        "or has other reports now: `POST /compare` or `quoth story` compares it.",
        "ask", "story", fails=_ONE,
    ),
    "statements": Told(
        "Who said what",
        "Statements, those of the newest reports first; those within others, too. Read `words` with"
        " `stance`: the content of a denial is what is denied. " + _SPANS,
        "ask", "statements", listed=True, paged=True,
    ),
    "events": Told(
        "Who did what to whom",
        "Events in PLOVER codes, those of the newest reports first; a row is one telling, never a "
        "count of what happened. Read the `status`: what is negated, hypothetical or future is "
        "not done. `since` and `until` look at when it happened. With `min_confidence` a page can "
        "have fewer rows than `limit`. " + _SPANS,
        "ask", "events", listed=True, paged=True,
    ),
    "claims": Told(
        "What several reports tell",
        "Claims of the stories that were compared, the story compared last first. `support` counts "
        "independent origins; `differences` say where the tellings disagree. `versions` has the "
        "version of each report that spans index.",
        "ask", "claims", listed=True, paged=True, fails=(400, 404, 422, 503),
    ),
    "search": Told(
        "Which reports say something",
        "Reports, best first, with where they say it. `words` is the text at `excerpt`. The pages "
        "of a search count from the best, so that reports which come in meanwhile can move them.",
        "ask", "search", listed=True, paged=True,
    ),
    "outlets": Told(
        "Which outlets there are", "The one with the most reports first; all on one page.",
        "ask", "outlets", listed=True, fails=(422, 503),
    ),
    "reports": Told(
        "Which reports there are", "The newest first, without their texts.",
        "ask", "reports", listed=True, paged=True, fails=(400, 404, 422, 503),
    ),
    "report": Told(
        "A report whole",
        "Its text with all that was found in it, as a line of `quoth read`. Spans index `text`.",
        "ask", "read", fails=_ONE,
    ),
    "versions": Told(
        "The versions of a report",
        "All readings of all versions of its text, in order; `current` marks the one that all "
        "other routes look at.",
        "ask", "versions", listed=True, fails=_ONE,
    ),
    "rejected": Told(
        "What was left out", "The latest first, with the reason.",
        "ask", "rejected", listed=True, paged=True,
    ),
    "corrections": Told(
        "What users corrected",
        "Of stories, and of actors, statements and claims, in order: `was` is what the program "
        "says, `now` what they say, `quotes` the words. What was taken back has `undone_at`.",
        "ask", "corrections", listed=True, fails=(422, 503),
    ),
    "relations": Told(
        "Which countries do something to each other",
        "Pairs, the most active first, by occurrences and never by articles. `by_step` has for "
        "each step the scores of cooperation and of conflict. `next` counts from the first.",
        "ask", "pairs", listed=True, paged=True,
    ),
    "relations_of": Told(
        "To which countries one does something",
        "The pairs of one country, as in `relations`. An actor without a code is in no pair: name "
        "the other one, too.",
        "ask", "pairs", listed=True, paged=True, fails=(400, 404, 422, 503),
    ),
    "relation": Told(
        "What happened between two over time",
        "A series of steps, cooperation and conflict apart, in words and in deeds, by occurrences "
        "and independent origins; its changes; every event with its origins and tellings. A step "
        "without `texts` tells nothing, least of all peace. docs/relations.md has the method.",
        "ask", "relations", fails=(400, 404, 422, 503),
    ),
    "index": Told(
        "What this is", "Where its description is.", "give", "index", fails=(422,), tagged=False
    ),
    "schema": Told(
        "The JSON Schema of what a verb gives", "2020-12, as `quoth schema NAME` prints it.",
        "give", "schema", fails=(422,), tagged=False,
    ),
    "export": Told(
        "The archive whole",
        "In a form that other programs read. It is written before it is sent, one at a time; until "
        "it is written, no other program can write to the archive.",
        "give", fails=(422, 503),
    ),
    "sql": Told(
        "A question in SQL",
        "One SELECT over the documented views; it can change nothing and reach no file. `more` "
        "says that there are more rows than `limit`. Columns of one name are told apart by a "
        "number. One question at a time.",
        "give", "sql", tagged=False,
    ),
    "read": Told(
        "Read reports",
        "Who says what in each, who did what to whom, and its actors. Send JSON, or a text or a "
        "page as it is. What cannot be read is in `rejected`; the others go on.",
        "read", "read_answer", fails=(400, 403, 413, 415, 422, 503), tagged=False,
    ),
    "compare": Told(
        "Compare reports of one story",
        "Send two reports or more, or name a story of the archive. Gives the claims: what is told, "
        "by whom, from which origins, and where the tellings differ.",
        "read", "compare", fails=(400, 403, 404, 413, 415, 422, 503), tagged=False,
    ),
    "ingest": Told(
        "Keep reports",
        "They are read and put into stories. What is there with the same text stays as it is.",
        "write", "ingest", listed=True, fails=_SENT, tagged=False,
    ),
    "move": Told(
        "Say that reports belong to another story",
        "Every later ingest keeps to it. `back` has the requests that take it back; so does `undo` "
        "of its `number`.",
        "write", "corrected", fails=_SENT, tagged=False,
    ),
    "merge": Told(
        "Say that stories are one", "The first stays. `back` has the requests that take it back.",
        "write", "corrected", fails=_SENT, tagged=False,
    ),
    "split": Told(
        "Say that reports are a story of their own",
        "`back` has the requests that take it back.",
        "write", "corrected", fails=_SENT, tagged=False,
    ),
    "undo": Told(
        "Take a correction back",
        "One of any kind, by its number in `corrections`: what it changed is as it was, as far as "
        "nothing later changed it. Gives the correction, with `undone_at`.",
        "write", "corrections", fails=_SENT, tagged=False,
    ),
}  # fmt: skip
# What is sent to a route, and whether a bare text or page is taken, too.
BODIES: dict[str, tuple[type[BaseModel], bool]] = {}


def about(verb: str, *, body: type[BaseModel] | None = None, plain: bool = False) -> dict[str, Any]:
    """Return what a route is registered with; its operation id is the verb."""
    told = TOLD[verb]
    if body is not None:
        BODIES[verb] = (body, plain)
    return {
        "operation_id": verb,
        "summary": told.summary,
        "description": told.description,
        "tags": [told.tag],
        "response_model": None,
    }
