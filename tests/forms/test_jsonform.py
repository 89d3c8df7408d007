"""JSON: against its schemas, there and back, and for texts that JSON has trouble with."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from quoth.errors import InputError
from quoth.forms import jsonform
from quoth.records import (
    Actor,
    ActorKind,
    Claim,
    Comparison,
    DateRange,
    Difference,
    DifferenceType,
    Event,
    EventType,
    Link,
    Location,
    Magnitude,
    MagnitudeKind,
    Mark,
    MarkKind,
    Member,
    Origin,
    Precision,
    Quotation,
    Reason,
    ReasonKind,
    Rejected,
    Relay,
    Report,
    Sentence,
    SourceType,
    Span,
    Stance,
    Statement,
    StatementKind,
    Status,
    Step,
    StepKind,
)


def validator(name):
    schema = jsonform.schema(name)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def strict(schema):
    """Return the schema with no room for a key that it does not describe."""
    schema = copy.deepcopy(schema)

    def close(node):
        if isinstance(node, dict):
            if "properties" in node:
                node.setdefault("additionalProperties", False)
                assert sorted(node.get("required", node["properties"])) == sorted(
                    node["properties"]
                )
            for child in node.values():
                close(child)
        elif isinstance(node, list):
            for child in node:
                close(child)

    close(schema)
    return Draft202012Validator(schema)


def test_read_fits_its_schema_and_the_schema_describes_every_key(reports):
    for report in reports:
        data = json.loads(jsonform.dumps(jsonform.report_json(report)))
        validator("read").validate(data)
        strict(jsonform.schema("read")).validate(data)


def test_compare_fits_its_schema_and_the_schema_describes_every_key(comparison):
    data = json.loads(jsonform.comparison_text(comparison))
    validator("compare").validate(data)
    strict(jsonform.schema("compare")).validate(data)


def test_the_schema_refuses_what_does_not_fit(comparison):
    data = jsonform.comparison_json(comparison)
    data["reports"][0]["statements"][0]["content"] = [[1]]
    assert not validator("compare").is_valid(data)


@pytest.mark.parametrize(
    ("name", "literal"),
    [
        ("read", MarkKind),
        ("read", ActorKind),
        ("read", StatementKind),
        ("read", Stance),
        ("read", SourceType),
        ("read", EventType),
        ("read", Status),
        ("read", Precision),
        ("read", MagnitudeKind),
        ("compare", DifferenceType),
        ("compare", ReasonKind),
        ("compare", StepKind),
    ],
)
def test_the_schema_knows_every_kind_of_the_records(name, literal):
    assert json.dumps(list(get_args(literal))) in json.dumps(jsonform.schema(name))


def test_a_document_reads_line_by_line(comparison):
    lines = jsonform.comparison_text(comparison).splitlines()
    assert sum('"statements"' in line for line in lines) == len(comparison.reports)
    assert sum('"gist"' in line for line in lines) == len(comparison.claims)


def test_confidence_has_three_decimals(comparison):
    assert jsonform.comparison_json(comparison)["claims"][0]["confidence"] == 0.812


def test_text_is_not_escaped_but_for_lone_surrogates():
    written = jsonform.dumps({"text": "é ليلى 😀 \ud800."})
    assert written == '{"text": "é ليلى 😀 \\ud800."}'
    written.encode("utf-8")
    assert json.loads(written) == {"text": "é ليلى 😀 \ud800."}


def test_two_surrogates_never_become_one_character():
    text = json.loads(jsonform.dumps("a\ud83d\ude00b"))
    assert text == "a\ufffd\ufffdb"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.pop("text"),
        lambda data: data.update(sentences=[[0, 10**9]]),
        lambda data: data.update(sentences=[[3, 1]]),
        lambda data: data.update(actors=3),
        lambda data: data.update(paragraphs=[]),
        lambda data: data["statements"][0].update(content=[["a", "b"]]),
        lambda data: data["events"][0].update(trigger=[[0, 10**9]]),
        lambda data: data["events"][0].pop("status"),
        lambda data: data.update(version=3),
    ],
)
def test_what_is_no_report_says_so(reports, spoil):
    data = jsonform.report_json(reports[0])
    spoil(data)
    with pytest.raises(InputError, match="quoth schema"):
        jsonform.report_from_json(data)


def test_what_is_no_comparison_says_so(comparison):
    data = jsonform.comparison_json(comparison)
    data["claims"][0]["members"][0]["report"] = "nobody"
    with pytest.raises(InputError):
        jsonform.comparison_from_json(data)
    with pytest.raises(InputError):
        jsonform.report_from_json([])


def stored(report):
    """Return what the JSON keeps of a report."""
    return replace(
        report,
        tokens=(),
        mentions=(),
        statements=tuple(rounded(s) for s in report.statements),
        events=tuple(replace(e, confidence=round(e.confidence, 3)) for e in report.events),
    )


def rounded(statement):
    inner = tuple(rounded(one) for one in statement.inner)
    return replace(statement, confidence=round(statement.confidence, 3), inner=inner)


def test_documents_from_before_stances_are_read(reports):
    data = jsonform.report_json(reports[0])
    for statement in data["statements"]:
        for key in ("stance", "source_type", "inner"):
            del statement[key]
    back = jsonform.report_from_json(data)
    assert {(s.stance, s.source_type, s.inner) for s in back.statements} == {("says", "none", ())}


def test_documents_of_the_first_version_are_read(comparison):
    data = jsonform.comparison_json(comparison)
    for document in (data, *data["reports"]):
        document["version"] = 1
    for report in data["reports"]:
        report["events"] = []
        for actor in report["actors"]:
            del actor["sectors"]
        for statement in report["statements"]:
            del statement["date"]
    back = jsonform.comparison_from_json(data)
    first = comparison.reports[0]
    assert back.claims[0].members == comparison.claims[0].members
    assert [a.sectors for a in back.reports[0].actors] == [a.sectors[:1] for a in first.actors]
    assert {s.date for report in back.reports for s in report.statements} == {None}
    assert back.reports[0].events == ()


def test_the_comparison_there_and_back(comparison):
    back = jsonform.comparison_from_json(json.loads(jsonform.comparison_text(comparison)))
    expected = replace(
        comparison,
        reports=tuple(stored(report) for report in comparison.reports),
        claims=tuple(replace(c, confidence=round(c.confidence, 3)) for c in comparison.claims),
    )
    assert back == expected


def test_documents_from_before_links_are_read(comparison):
    data = jsonform.comparison_json(comparison)
    for key in ("left_out", "notes"):
        del data[key]
    for claim in data["claims"]:
        del claim["links"], claim["steps"]
    back = jsonform.comparison_from_json(data)
    assert back.left_out == comparison.left_out
    assert {(c.links, c.steps) for c in back.claims} == {((), ())}
    assert back.notes == ()


def test_what_is_left_out_follows_the_claims_that_are_read(comparison):
    data = jsonform.comparison_json(comparison)
    assert data["left_out"] == {"courier": [], 'daily"><b>': [], "wire": ["c3"]}
    del data["claims"][2]
    assert jsonform.comparison_from_json(data).left_out["wire"] == ()


# All code points, lone surrogates too; but JSON cannot tell two of them from one character.
texts = st.text(st.characters(exclude_categories=()), max_size=60).filter(
    lambda text: json.loads(jsonform.dumps(text)) == text
)
confidences = st.floats(0, 1).map(lambda value: round(value, 3))
optional = st.none() | texts


def made_dates(many):
    precisions = st.sampled_from(get_args(Precision))
    return st.none() | st.builds(DateRange, optional, optional, precisions, many)


numbers = st.none() | st.floats(allow_nan=False, allow_infinity=False)


def made_events(many, some):
    place = st.builds(Location, texts, optional, optional, numbers, numbers, many)
    kinds = st.sampled_from(get_args(MagnitudeKind))
    return st.builds(
        Event,
        texts,
        st.sampled_from(get_args(EventType)),
        optional,
        some(texts),
        st.sampled_from(get_args(Status)),
        many,
        many,
        many,
        many,
        many,
        many,
        some(texts),
        some(texts),
        made_dates(many),
        st.none() | place,
        some(st.builds(Magnitude, kinds, numbers, numbers, optional, many)),
        optional,
        st.floats(-10, 10),
        confidences,
    )


def made_statements(many, some, depth=1):
    return st.builds(
        Statement,
        texts,
        st.sampled_from(get_args(StatementKind)),
        many,
        many,
        many,
        optional,
        some(st.builds(Relay, texts, many)),
        confidences,
        st.sampled_from(get_args(Stance)),
        st.sampled_from(get_args(SourceType)),
        some(made_statements(many, some, depth - 1)) if depth else st.just(()),
        made_dates(many),
    )


@st.composite
def made_reports(draw, report_id=None):
    text = draw(texts)
    spans = st.lists(st.integers(0, len(text)), min_size=2, max_size=2).map(
        lambda pair: Span(*sorted(pair))
    )
    many = st.lists(spans, max_size=3).map(tuple)

    def some(strategy):
        return st.lists(strategy, max_size=3).map(tuple)

    return Report(
        report_id or draw(texts),
        text,
        outlet=draw(optional),
        owner=draw(optional),
        published=draw(optional),
        title=draw(optional),
        language=draw(optional),
        url=draw(optional),
        encoding=draw(optional),
        notes=draw(some(texts)),
        marks=draw(some(st.builds(Mark, st.sampled_from(get_args(MarkKind)), spans, optional))),
        sentences=draw(some(st.builds(Sentence, spans, st.integers(0, 9)))),
        quotations=draw(
            some(
                st.builds(Quotation, spans, spans, st.integers(0, 2), st.booleans(), st.booleans())
            )
        ),
        actors=draw(
            some(
                st.builds(
                    Actor,
                    texts,
                    texts,
                    st.sampled_from(get_args(ActorKind)),
                    optional,
                    some(texts),
                    many,
                )
            )
        ),
        statements=draw(some(made_statements(many, some))),
        events=draw(some(made_events(many, some))),
    )


@given(made_reports())
@settings(max_examples=60, deadline=None)
def test_any_report_there_and_back(report):
    written = jsonform.dumps(jsonform.report_json(report))
    written.encode("utf-8")
    assert "\n" not in written
    assert jsonform.report_from_json(json.loads(written)) == report
    assert validator("read").is_valid(json.loads(written))


@given(made_reports("a"), made_reports("b"), texts, st.integers(0, 5), confidences)
@settings(max_examples=30, deadline=None)
def test_any_comparison_there_and_back(first, second, text, support, confidence):
    ends = (Span(0, len(first.text)), Span(0, len(second.text)))
    claim = Claim(
        text,
        text,
        text,
        (Member("a", (ends[0],), text), Member("b", (ends[1],))),
        (Origin(text, ("a", "b"), text),),
        support,
        (Difference("number", ("a", "b"), (text, ""), ((ends[0],), ()), text),),
        confidence,
        (Link(("a", "b"), ((ends[0],), ()), confidence, (Reason("words", -0.5, text),)),),
        (Step("began", "a", (ends[0],), confidence), Step("merged", "b", (ends[1],), confidence)),
    )
    comparison = Comparison(
        (first, second),
        (claim,),
        {"a": (ends[0],)},
        (("a", "b"),),
        False,
        (Rejected(text, "x", text),),
        (text,),
    )
    written = jsonform.comparison_text(comparison)
    written.encode("utf-8")
    assert jsonform.comparison_from_json(json.loads(written)) == comparison
