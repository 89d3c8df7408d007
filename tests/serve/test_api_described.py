"""The description of the API: complete, true to what is answered, and shown without a network."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient
from tests.serve.kept import AnyStory, kept, template

from quoth.serve.api import ApiOptions, api
from quoth.serve.api.told import BODIES, TOLD

__all__ = ["kept", "template"]
DOCS = Path(__file__).parents[2] / "docs"
ALL = ApiOptions(
    allow_reading=True, allow_writes=True, token="word", processes=False, reader=AnyStory
)
# More of them look further: QUOTH_CASES=100 takes some minutes.
CASES = int(os.environ.get("QUOTH_CASES", "1"))
# What fits the schema can still be no question (a date that is none, words without a word), name
# what is not there, or be told to show a token; nothing that fits it may end with 422 or 500.
_CONFIG = SchemathesisConfig.from_dict(
    {"checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", 400, 401, 404]}}}
)


@pytest.fixture(scope="module")
def app(kept):
    return api(kept, options=ALL)


@pytest.fixture(scope="module")
def described(app):
    return TestClient(app).get("/openapi.json").json()


def operations(described):
    for path, item in described["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


@pytest.mark.parametrize("verb", TOLD)
def test_answers_are_as_described(app, verb):
    """Schemathesis sends what fits the description and what does not."""
    schema = schemathesis.openapi.from_asgi("/openapi.json", app, config=_CONFIG)
    operation = schema.find_operation_by_id(verb)
    sent = 0
    modes = [GenerationMode.POSITIVE]
    if any(one.location != "path" for one in operation.query) or operation.body:
        modes.append(GenerationMode.NEGATIVE)
    for mode in modes:

        @settings(
            max_examples=CASES, phases=[Phase.generate], derandomize=True, deadline=None,
            database=None, suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(generation_mode=mode))
        def holds(case):
            nonlocal sent
            sent += 1
            case.call_and_validate()

        try:
            holds()
        except Unsatisfiable:  # there is nothing that does not fit
            assert mode == GenerationMode.NEGATIVE
    assert sent


def test_every_operation_is_named_after_its_verb_and_told_of(described):
    found = {operation["operationId"]: operation for _, _, operation in operations(described)}
    assert found.keys() == TOLD.keys()
    for verb, operation in found.items():
        assert operation["summary"] == TOLD[verb].summary
        assert ("requestBody" in operation) == (verb in BODIES)
        assert {"200", "422"} <= operation["responses"].keys()
        assert (operation.get("security") == [{"token": []}]) == (TOLD[verb].tag == "write")
        for parameter in operation.get("parameters", ()):
            assert parameter["description"], (verb, parameter["name"])
            assert "anyOf" not in parameter["schema"]
            if parameter["name"] not in ("after", "authorization"):
                assert "example" in parameter, (verb, parameter["name"])


def test_every_example_fits_its_schema(described):
    seen = 0
    for _, _, operation in operations(described):
        contents = [operation["responses"]["200"]["content"]]
        contents += [operation["requestBody"]["content"]] if "requestBody" in operation else []
        for content in contents:
            for media in content.values():
                whole = {**media["schema"], "components": described["components"]}
                jsonschema.Draft202012Validator.check_schema(whole)
                if "example" in media:
                    seen += 1
                    jsonschema.Draft202012Validator(whole).validate(media["example"])
    assert seen >= 20


def test_only_what_is_allowed_is_described(kept):
    plain = TestClient(api(kept)).get("/openapi.json").json()
    verbs = {operation["operationId"] for _, _, operation in operations(plain)}
    assert verbs == {verb for verb, told in TOLD.items() if told.tag in ("ask", "give")}
    assert [tag["name"] for tag in plain["tags"]] == ["ask", "give"]
    assert "securitySchemes" not in plain["components"]


def test_every_route_is_documented(described):
    text = (DOCS / "api.md").read_text("utf-8")
    for path, method, operation in operations(described):
        assert f"`{method.upper()} {path}`" in text, path
        for parameter in operation.get("parameters", ()):
            assert f"`{parameter['name']}`" in text, (path, parameter["name"])
    for name in ("allow_reading", "allow_writes", "allow_sql", "token"):
        assert f"`{name}`" in text
    for status in {s for _, _, o in operations(described) for s in o["responses"]}:
        assert re.search(rf"\b{status}\b", text), status


@pytest.mark.parametrize("base", ["", "/api"])
def test_the_page_of_reference_needs_nothing_but_itself(app, base):
    served = Starlette(routes=[Mount(base, app)]) if base else app
    client = TestClient(served)
    answer = client.get(f"{base}/docs")
    page = answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src")
    assert "<script" not in page
    assert "style=" not in page
    assert not re.search(r"(src|href)=\"(https?:)?//", page)
    for verb in TOLD:
        assert f'id="{verb}"' in page
    (style,) = re.findall(r'rel="stylesheet" href="([^"]+)"', page)
    assert client.get(style).headers["content-type"].startswith("text/css")
    for address in re.findall(r'<a href="(/[^"]*)"', page):
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address
    assert client.get(f"{base}/openapi.json").status_code == 200
    index = client.get(f"{base}/").json()
    assert client.get(index["docs"]).status_code == client.get(index["openapi"]).status_code == 200


def test_making_the_api_loads_no_models(kept):
    code = (
        "import sys; from quoth.serve.api import api; "
        f"api({str(kept)!r}).openapi(); "
        "print(sorted({'spacy', 'onnxruntime', 'trafilatura', 'tokenizers'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"
