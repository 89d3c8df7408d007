"""The tools of `quoth mcp`, listed and called by a client of the protocol's own library."""

from __future__ import annotations

import json
import os
import re
import socket
import sys
from pathlib import Path
from urllib.parse import quote

import anyio
import jsonschema
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError
from tests.relate.test_relations_on_paper import filled
from tests.serve.kept import DAILY, ODD, kept, template
from tests.serve.running import quoth

from quoth.archive import Archive
from quoth.serve.mcp import McpOptions, server
from quoth.serve.mcp.quoting import LONGEST
from quoth.serve.mcp.quoting import quote as quoted
from quoth.serve.mcp.tools import TOOLS

__all__ = ["kept", "template"]
# How each tool is called in these tests; it has to find something.
CALLS = {
    "stories": {"country": "SWE"},
    "story": {"story": "wire"},
    "statements": {"by": "Lindqvist"},
    "events": {"type": ["COERCE"], "status": ["asserted"]},
    "claims": {"min_support": 2},
    "relations": {"first": "IND"},
    "relation": {"first": "IND", "second": "IRN", "by_teller": True},
    "search": {"query": "Valmora"},
    "reports": {"since": "2031-03"},
    "report": {"report": "courier"},
    "outlets": {},
    "corrections": {},
    "rejected": {},
    "views": {},
    "sql": {"query": "SELECT report, content FROM statements LIMIT 3"},
}


def served(kept, do, **options):
    """Return what `do` returns, given a client of the server."""

    async def run():
        async with Client(server(kept, options=McpOptions(**options))) as client:
            return await do(client)

    return anyio.run(run)


def called(kept, name, arguments, **options):
    async def call(client):
        return await client.call_tool(name, arguments)

    return served(kept, call, **options)


def answer(kept, name, arguments, **options):
    result = called(kept, name, arguments, **options)
    assert not result.is_error, result.content[0].text
    assert json.loads(result.content[0].text) == result.structured_content
    return result.structured_content


def places(found, report=None, version=None):
    """Yield every span with words in an answer, with the report and version it is of."""
    if isinstance(found, dict):
        report, version = found.get("report", report), found.get("version", version)
        if "span" in found:
            yield report, version, found["span"], found["words"]
        for value in found.values():
            yield from places(value, report, version)
    elif isinstance(found, list):
        for value in found:
            yield from places(value, report, version)


def test_every_tool_is_listed_and_called_in_these_tests(kept):
    async def list_tools(client):
        assert "support is the number of independent origins" in " ".join(
            client.instructions.split()
        )
        return (await client.list_tools()).tools

    found = served(kept, list_tools)
    assert [tool.name for tool in found] == [tool.name for tool in TOOLS] == list(CALLS)
    for tool in found:
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        jsonschema.Draft202012Validator.check_schema(tool.output_schema)
        assert tool.annotations.read_only_hint
        assert not tool.input_schema["additionalProperties"]
        for name, option in tool.input_schema["properties"].items():
            assert option["description"], (tool.name, name)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_every_tool_answers_by_its_schema_with_the_words_of_every_span(kept, tool):
    async def call(client):
        schemas = {t.name: t.output_schema for t in (await client.list_tools()).tools}
        result = await client.call_tool(tool.name, CALLS[tool.name])
        return schemas[tool.name], result

    schema, result = served(kept, call)
    assert not result.is_error, result.content
    found = result.structured_content
    jsonschema.Draft202012Validator(schema).validate(found)
    assert json.loads(result.content[0].text) == found
    assert found.get("items") or tool.name == "report"
    seen = 0
    with Archive(kept, read_only=True) as archive:
        for report, version, (start, end), words in places(found):
            assert archive.report(report, version=version).text[start:end] == words
            assert start < end
            seen += 1
    assert bool(seen) == (
        tool.name not in ("relations", "reports", "outlets", "rejected", "views", "sql")
    )


def test_pages_follow_one_another(kept):
    def pages(name, options):
        seen, after = [], None
        while True:
            given = {**options, **({"after": after} if after else {})}
            page = answer(kept, name, given)
            seen += page["items"]
            after = page["next"]
            if after is None:
                return seen
            assert page["items"]

    for name, options in (("statements", {}), ("story", {"story": "courier"}), ("outlets", {})):
        whole = answer(kept, name, {**options, "limit": 50})["items"]
        assert pages(name, {**options, "limit": 3}) == whole
        assert len(whole) > 3


def test_a_relation_has_its_steps_once_and_its_events_in_pages(tmp_path):
    path = tmp_path / "news.duckdb"
    filled(path).close()
    sides = {"first": "Sweden", "second": "FIN"}
    whole = answer(path, "relation", {**sides, "status": ["asserted", "said"], "by_teller": True})
    (series, *tellers) = whole["series"]
    assert (series["steps"], series["silent"], series["left_out"]) == (4, 1, 0)
    assert [step["start"] for step in series["periods"]] == [
        "2031-03-01", "2031-04-01", "2031-06-01",
    ]  # fmt: skip
    assert series["periods"][0]["conflict"] == {"events": 2, "origins": 3, "score": -17.0}
    assert series["periods"][1]["beside"]["denied"] == 1
    assert "RUS" in [one["teller"] for one in tellers]
    assert len(tellers) + 1 <= whole["series_count"]
    (arrest,) = [event for event in whole["items"] if event["type"] == "COERCE"]
    assert (arrest["support"], arrest["telling_count"]) == (2, 3)
    assert arrest["tellings"][0]["quotes"]["trigger"][0]["words"] == "held the crew of a boat from"
    first = answer(path, "relation", {**sides, "status": ["asserted", "said"], "limit": 3})
    second = answer(
        path, "relation", {**sides, "status": ["asserted", "said"], "after": first["next"]}
    )
    assert (len(first["items"]), first["series"][0]["steps"], second["series"]) == (3, 4, [])
    assert [*first["items"], *second["items"]] == whole["items"]
    assert first["event_count"] == len(whole["items"])


def test_of_a_long_relation_the_latest_steps_are_listed(tmp_path, monkeypatch):
    monkeypatch.setattr("quoth.serve.mcp.relating._STEPS", 2)
    monkeypatch.setattr("quoth.serve.mcp.relating._LEAST", 1)
    path = tmp_path / "news.duckdb"
    filled(path).close()
    asked = {"first": "SWE", "second": "FIN", "step": "day"}
    found = answer(path, "relation", {**asked, "directed": True, "by_teller": True})
    assert [len(one["periods"]) for one in found["series"]] == [1] * len(found["series"])
    monkeypatch.setattr("quoth.serve.mcp.relating._MOST", 2)
    found = answer(path, "relation", {**asked, "directed": True, "by_teller": True})
    assert (len(found["series"]), found["series_count"]) == (2, 8)
    (series,) = answer(path, "relation", asked)["series"]
    assert (len(series["periods"]), series["left_out"]) == (2, 2)
    assert series["periods"][-1]["cooperation"]["events"] == 1


def test_an_answer_that_is_too_large_has_fewer_items(kept):
    whole = answer(kept, "statements", {"limit": 20})
    small = answer(kept, "statements", {"limit": 20}, max_characters=3000)
    assert 0 < len(small["items"]) < len(whole["items"])
    assert len(json.dumps(small, ensure_ascii=False)) <= 3000
    rest = answer(kept, "statements", {"limit": 20, "after": small["next"]})
    assert (
        small["items"] + rest["items"][: len(whole["items"]) - len(small["items"])]
        == (whole["items"])
    )
    one = answer(kept, "claims", {}, max_characters=10)
    assert len(one["items"]) == 1


def test_a_long_quotation_is_cut_with_its_span():
    text = "x" * (LONGEST + 100)
    assert quoted(text, (10, 20)) == {"span": [10, 20], "words": "x" * 10}
    cut = quoted(text, (5, LONGEST + 50))
    assert cut == {"span": [5, 5 + LONGEST], "words": "x" * LONGEST, "cut": True}


def test_a_long_report_comes_in_stretches(kept, monkeypatch):
    monkeypatch.setattr("quoth.serve.mcp.answers.TEXT", 200)
    text, after, statements = "", None, 0
    while True:
        given = {"report": DAILY, **({"after": after} if after else {})}
        found = answer(kept, "report", given)
        assert found["span"][0] == len(text)
        text += found["words"]
        statements += len(found["statements"])
        after = found["next"]
        if after is None:
            break
    with Archive(kept, read_only=True) as archive:
        report = archive.report(DAILY)
    assert text == report.text
    assert statements == len(report.statements)


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("report", {"report": "none"}, "there is no such report in news.duckdb; the tools"),
        ("story", {}, "story: Field required"),
        ("events", {"colour": "red"}, "colour: Extra inputs"),
        ("events", {"type": ["DANCE"]}, "type.0"),
        ("reports", {"limit": 51}, "limit"),
        ("reports", {"since": "2031-13"}, "'2031-13' is no date"),
        ("reports", {"after": "x"}, "not the `next`"),
        ("outlets", {"after": "x"}, "not the `next`"),
        ("search", {"query": "-x"}, "no word to look for"),
        ("relation", {"first": "IND", "second": "Zzyx"}, "Zzyx: nobody of this name acts"),
        ("relations", {"status": ["done"]}, "status.0"),
        ("sql", {"query": "DROP TABLE reports"}, "only SELECT"),
    ],
)
def test_a_call_that_cannot_be_answered_says_why(kept, name, arguments, says):
    result = called(kept, name, arguments)
    assert result.is_error
    assert says in result.content[0].text
    assert str(kept) not in result.content[0].text


def test_sql_can_be_left_out_and_no_other_tool_is_there(kept):
    async def list_tools(client):
        return [tool.name for tool in (await client.list_tools()).tools]

    assert {"sql", "views"}.isdisjoint(served(kept, list_tools, allow_sql=False))

    async def call(client):
        with pytest.raises(MCPError, match="there is no tool 'sql'"):
            await client.call_tool("sql", CALLS["sql"])

    served(kept, call, allow_sql=False)


def test_reports_and_stories_are_resources(kept):
    async def read(client):
        templates = (await client.list_resource_templates()).resource_templates
        uris = [one.uri_template for one in templates]
        assert uris == ["quoth://report/{report}", "quoth://story/{story}"]
        odd = await client.read_resource(f"quoth://report/{quote(ODD, safe='')}")
        story = await client.read_resource("quoth://story/wire")
        for uri in ("quoth://report/none", "quoth://outlet/x", "file:///etc/passwd"):
            with pytest.raises(MCPError):
                await client.read_resource(uri)
        return odd.contents[0].text, json.loads(story.contents[0].text)

    text, story = served(kept, read)
    assert text == "Gulls rest on the mole."
    assert story["comparison"]["claims"]


def test_the_command_serves_a_client_over_its_standard_streams(kept):
    started = StdioServerParameters(
        command=sys.executable,
        args=["-m", "quoth", "mcp", "--archive", str(kept)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )

    async def run():
        async with Client(stdio_client(started)) as client:
            tools = await client.list_tools()
            found = await client.call_tool("search", {"query": "cranes", "limit": 1})
            return len(tools.tools), found.structured_content["items"]

    count, items = anyio.run(run)
    assert count == len(TOOLS)
    assert "cranes" in items[0]["excerpt"]["words"]


def test_every_tool_and_option_is_documented():
    text = (Path(__file__).parents[2] / "docs" / "mcp.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \|(.*?)\|", text, re.MULTILINE))
    assert list(rows) == [tool.name for tool in TOOLS]
    for tool in TOOLS:
        assert re.findall(r"`(\w+)`", rows[tool.name]) == list(tool.options), tool.name


def test_the_command_names_a_port_that_is_taken(kept):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = quoth("mcp", "--archive", kept, "--http", port)
    assert result.exit_code == 2
    assert f"port {port}: Address already in use; name another" in result.stderr


def test_the_command_names_an_archive_that_is_not_there(tmp_path):
    result = quoth("mcp", "--archive", tmp_path / "none.duckdb")
    assert result.exit_code == 2
    assert "there is no such archive" in result.stderr
