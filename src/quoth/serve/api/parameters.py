"""The options of the verbs as parameters of the API: names, bounds, and what they mean."""

from __future__ import annotations

from typing import Annotated, get_args

from fastapi import Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from quoth.records import EventType, Status
from quoth.relate import Standing
from quoth.relate import Step as StepName

_DATE = (
    r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2}"
    r"(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?$"
)
# No control characters: they stand in no name, and would end in strange places.
_WORDS = r"^[^\x00-\x1f\x7f]+$"
_SIDES = r"^[^\x00-\x1f\x7f/]+$"
_ID = r"^[^\x00]+$"
_MOST = 2**31 - 1


def _words(description: str, example: str, *, longest: int = 200) -> object:
    return Query(
        min_length=1, max_length=longest, pattern=_WORDS, description=description,
        examples=[example],
    )  # fmt: skip


Country = Annotated[
    str | None,
    Query(
        pattern="^[A-Za-z]{3}$",
        description="Only with an actor of this country, as ISO 3166-1 alpha-3 has it.",
        examples=["SWE"],
    ),
]
Actor = Annotated[
    str | None,
    _words("Only with this actor: whole words of a name, or a country (RUS).", "Lindqvist"),
]
Recipient = Annotated[
    str | None, _words("Only what was done to this one, named as an actor.", "Lindqvist")
]
By = Annotated[
    str | None,
    _words("Only what this one said: whole words of a name, or a country (RUS).", "Lindqvist"),
]
About = Annotated[
    str | None, _words("Only what has these words in its content, as `search` takes them.", "crane")
]
Outlet = Annotated[str | None, _words("Only of this outlet.", "The Harbour Courier")]
Since = Annotated[
    str | None,
    Query(
        pattern=_DATE,
        description="Only from this date on: 2031, 2031-03, 2031-03-02 or 2031-03-02T08:00:00Z.",
        examples=["2031-03"],
    ),
]
Until = Annotated[
    str | None,
    Query(
        pattern=_DATE,
        description="Only until this date, which is included.",
        examples=["2031-03-02"],
    ),
]
MinOutlets = Annotated[
    int | None,
    Query(ge=1, le=_MOST, description="Only what so many outlets tell of, or more.", examples=[2]),
]
MinSupport = Annotated[
    int | None,
    Query(
        ge=1,
        le=_MOST,
        description="Only with a claim told from so many independent origins, or more: "
        "known of stories that were compared.",
        examples=[2],
    ),
]
MinConfidence = Annotated[
    float, Query(ge=0, le=1, description="Leave out what is less sure.", examples=[0.8])
]
EventFilter = Annotated[
    EventType | None,
    Query(description="Only with an event of this PLOVER type.", examples=["PROTEST"]),
]
Types = Annotated[
    list[EventType],
    Query(
        max_length=len(get_args(EventType)),
        description="Only events of this PLOVER type; can be given several times.",
        examples=[["PROTEST"]],
    ),
]
Statuses = Annotated[
    list[Status],
    Query(
        max_length=len(get_args(Status)),
        description="Only events of this status; can be given several times.",
        examples=[["asserted"]],
    ),
]
Step = Annotated[StepName, Query(description="The steps of the series.", examples=["month"])]
Standings = Annotated[
    list[Standing],
    Query(
        max_length=len(get_args(Standing)),
        description="Count what is told as this, by default what is asserted; the others stand "
        "beside. Can be given several times.",
        examples=[["asserted"]],
    ),
]
Directed = Annotated[
    bool, Query(description="A series for each direction as well.", examples=[True])
]
ByTeller = Annotated[
    bool,
    Query(
        description="A series as well according to the outlets of each country.", examples=[True]
    ),
]
StoryFilter = Annotated[
    str | None,
    Query(
        min_length=1, max_length=2000, pattern=_ID, examples=["courier"],
        description="Only of this story: its id, or that of a report of it.",
    ),
]  # fmt: skip
Stage = Annotated[
    str | None, _words("Only by this stage: ingest, clean, load.", "ingest", longest=50)
]
Words = Annotated[
    str,
    Query(
        alias="query", min_length=1, max_length=1000, pattern=_WORDS, examples=["cranes"],
        description='Words, in any form; "words side by side"; begin*; -without; one OR another.',
    ),
]  # fmt: skip
After = Annotated[
    str | None,
    Query(
        min_length=1, max_length=4000, pattern=_ID,
        description="The `next` of the page before; the Link header has the whole address.",
    ),
]  # fmt: skip
StoryId = Annotated[
    str,
    Path(
        min_length=1, max_length=2000, pattern=_ID, examples=["courier"],
        description="The id of a story, or of a report of it; a / in it stands as it is or as %2F.",
    ),
]  # fmt: skip
ReportId = Annotated[
    str,
    Path(
        min_length=1, max_length=2000, pattern=_ID, examples=["courier"],
        description="The id of a report; a / in it stands as it is or as %2F.",
    ),
]  # fmt: skip
_SIDE = (
    "A code (SWE, UNO) or a name as reports have it (Per Lindqvist); for a / in it write a space."
)
First = Annotated[
    str,
    Path(
        min_length=1, max_length=200, pattern=_SIDES, examples=["SWE"],
        description=_SIDE,
    ),
]  # fmt: skip
Second = Annotated[
    str,
    Path(
        min_length=1, max_length=200, pattern=_SIDES, examples=["FIN"],
        description=_SIDE,
    ),
]  # fmt: skip
VersionNumber = Annotated[
    int | None,
    Query(
        alias="version", ge=1, le=_MOST, examples=[1],
        description="This version of its text; the current one by default.",
    ),
]  # fmt: skip


def only_known(request: Request) -> None:
    """Refuse parameters that the route does not have, and single ones that are given twice."""
    route = request.scope["route"]
    fields = route.dependant.query_params if isinstance(route, APIRoute) else ()
    known = {field.alias: "list" in str(field.field_info.annotation) for field in fields}
    given = [name for name, _ in request.query_params.multi_items()]
    errors = []
    for name in dict.fromkeys(given):
        if name not in known:
            listed = ", ".join(sorted(known)) or "none"
            errors.append((name, f"there is no such parameter; there are: {listed}"))
        elif given.count(name) > 1 and not known[name]:
            errors.append((name, "is given twice; give it once"))
    if errors:
        raise RequestValidationError(
            [{"loc": ("query", name), "msg": what, "type": "unknown"} for name, what in errors]
        )
