"""The description of the API (OpenAPI 3.1), its schemas made from those of the project's JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any, get_args

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from quoth import __version__
from quoth.forms import jsonform
from quoth.forms.jsonform import SchemaName
from quoth.serve.api.problems import KINDS, MEDIA_TYPE
from quoth.serve.api.told import BODIES, EXPORTS, TAGS, TOLD, Told

Schema = dict[str, Any]
_INTRODUCTION = (
    "Who said what, and who did what to whom, according to whom, out of one archive of reports. "
    "The verbs, their options and their results are those of the command line. Everything that is "
    "given points at the words of a report that state it. Nothing here says what is true."
)
_MEANINGS = {
    400: "The question is not one: it says why.",
    401: "A token is needed.",
    403: "Sent by a browser from a page of another site.",
    404: "There is nothing of this id, or no such route.",
    409: "It contradicts what is there.",
    413: "More was sent than is read.",
    415: "Sent in a form that is not read.",
    422: "The request does not fit: `errors` names each thing.",
    503: "Busy: another program writes, or too many ask. Retry-After says when to ask again.",
}


def document(app: FastAPI) -> Schema:
    """Return the description; it is made once."""
    if app.openapi_schema is not None:
        return app.openapi_schema
    made = get_openapi(
        title="Quoth",
        version=__version__,
        summary="Who said what, according to whom",
        description=_INTRODUCTION,
        routes=app.routes,
        tags=[{"name": name, "description": text} for name, text in TAGS.items()],
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    examples = json.loads((resources.files("quoth.serve.api") / "examples.json").read_text("utf-8"))
    schemas = components()
    for item in made["paths"].values():
        for operation in item.values():
            _complete(operation, examples, schemas)
    used = {o["tags"][0] for item in made["paths"].values() for o in item.values()}
    made["tags"] = [tag for tag in made["tags"] if tag["name"] in used]
    made["components"] = {"schemas": dict(sorted(schemas.items()))}
    if "write" in used:
        made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    app.openapi_schema = made
    return made


def components() -> dict[str, Schema]:
    """Return the schemas of all that routes give, by name, made from the project's own."""
    found: dict[str, Schema] = {}
    for name in get_args(SchemaName):
        group = name if name in ("read", "compare") else "archive"
        schema = jsonform.schema(name)
        for part, inner in schema.pop("$defs", {}).items():
            if (group, part) != ("compare", "report"):  # that is the schema of `read`
                found[f"{group}.{part}"] = _pointed(inner, group)
        found[name] = {
            key: value
            for key, value in _pointed(schema, group).items()
            if key not in ("$schema", "$id")
        }
    claim = found["compare.claim"]["properties"]
    for key, inner in found["claims"]["properties"].items():
        found["claims"]["properties"][key] = claim.get(key, inner)
    found["story"]["properties"]["comparison"] = {
        "anyOf": [{"type": "null"}, _ref("compare")],
        "description": found["story"]["properties"]["comparison"]["description"],
    }
    return found | _own()


def _own() -> dict[str, Schema]:
    """Return the schemas of what only the API gives."""
    text, texts = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    rejected = _object(report=text, stage=text, reason=text)
    return {
        "problem": {
            **_object(
                type={"type": "string", "description": "urn:quoth:problem:KIND"},
                title=text,
                status={"type": "integer"},
                detail={"type": "string", "description": "What is wrong here."},
                todo={"type": "string", "description": "What to do."},
                errors={
                    "type": "array",
                    "items": _object(where=text, what=text),
                    "description": "Of a request that does not fit: each thing.",
                },
            ),
            "required": ["type", "title", "status", "detail", "todo"],
            "description": "What went wrong (RFC 9457). Kinds: " + ", ".join(KINDS) + ".",
        },
        "index": _object(name=text, version=text, openapi=text, docs=text),
        "schema": {"type": "object", "description": "A JSON Schema."},
        "sql": _object(
            columns=texts,
            items={"type": "array", "items": {"type": "object"}},
            more={"type": "boolean", "description": "Whether there are more rows than `limit`."},
        ),
        "read_answer": _object(
            items={"type": "array", "items": _ref("read")},
            rejected={"type": "array", "items": rejected},
        ),
        "corrected": _object(
            story=_ref("stories"),
            number={"type": "integer", "description": "Of the correction, for `undo`."},
            back={
                "type": "array",
                "items": _object(
                    verb={"enum": ["move", "merge", "split"]}, body={"type": "object"}
                ),
                "description": "The requests that take it back, in order.",
            },
        ),
    }


def _complete(operation: Schema, examples: Mapping[str, Any], schemas: dict[str, Schema]) -> None:
    """Say of an operation what is sent, what it gives, and how it can fail."""
    verb = operation["operationId"]
    told = TOLD[verb]
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = _bare(parameter["schema"])
        given = parameter["schema"].pop("examples", None)
        if given:
            parameter["example"] = given[0]
    if verb in BODIES:
        _sent(operation, examples, schemas)
    answer: Schema = {"description": told.summary + ".", "content": _content(verb, told, examples)}
    if told.tagged or told.paged:
        answer["headers"] = _headers(told)
    operation["responses"] = {"200": answer}
    if told.tagged:
        what = "What the client has, by its ETag, is as it was."
        operation["responses"]["304"] = {"description": what}
    for status in sorted({*told.fails, 414 if told.tag in ("ask", "give") else 413}):
        problem: Schema = {
            "description": _MEANINGS.get(status, "The address is too long."),
            "content": {MEDIA_TYPE: {"schema": _ref("problem")}},
        }
        if status == 503:
            problem["headers"] = {
                "Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}
            }
        operation["responses"][str(status)] = problem
    if told.tag == "write":
        operation["security"] = [{"token": []}]


def _content(verb: str, told: Told, examples: Mapping[str, Any]) -> Schema:
    if verb == "export":
        kinds = sorted({media_type for media_type, _ in EXPORTS.values()})
        shape = {kind: "object" if kind.endswith("+json") else "string" for kind in kinds}
        return {kind: {"schema": {"type": shape[kind]}} for kind in kinds}
    schema = _ref(told.gives)
    if told.listed:
        schema = _object(items={"type": "array", "items": schema})
        if told.tag == "ask":
            schema["properties"]["next"] = {
                "type": ["string", "null"],
                "description": "`after` for the next page; null at the end.",
            }
            schema["required"].append("next")
    media_type = "application/schema+json" if verb == "schema" else "application/json"
    content: Schema = {"schema": schema}
    if verb in examples["answers"]:
        content["example"] = examples["answers"][verb]
    return {media_type: content}


def _sent(operation: Schema, examples: Mapping[str, Any], schemas: dict[str, Schema]) -> None:
    verb = operation["operationId"]
    model, plain = BODIES[verb]
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update({name: _untitled(one) for name, one in schema.pop("$defs", {}).items()})
    schemas[model.__name__] = _untitled(schema)
    content: Schema = {
        "application/json": {"schema": _ref(model.__name__), "example": examples["bodies"][verb]}
    }
    if plain:
        for kind in ("text/plain", "text/html"):
            content[kind] = {"schema": {"type": "string", "minLength": 1}}
    operation["requestBody"] = {"required": True, "content": content}


def _headers(told: Told) -> Schema:
    headers: Schema = {}
    if told.tagged:
        what = "Changes with the archive; send it back in If-None-Match."
        headers["ETag"] = {"schema": {"type": "string"}, "description": what}
    if told.paged:
        what = 'The next page, rel="next", where there is one.'
        headers["Link"] = {"schema": {"type": "string"}, "description": what}
    return headers


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _pointed(schema: Any, group: str) -> Any:  # noqa: ANN401 - a part of a schema
    """Return a schema whose references lead into the components."""
    if isinstance(schema, list):
        return [_pointed(part, group) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _pointed(value, group) for key, value in schema.items()}
    ref = made.get("$ref")
    if isinstance(ref, str):
        inner = ref.startswith("#/$defs/")
        part = ref.rpartition("/")[2]
        made["$ref"] = f"#/components/schemas/{group}.{part}" if inner else _ref("read")["$ref"]
    return made


def _bare(schema: Schema) -> Schema:
    """Return the schema of a parameter without null: what is not given is left out."""
    kinds = [one for one in schema.pop("anyOf", ()) if one != {"type": "null"}]
    made = {**(kinds[0] if kinds else {}), **schema}
    made.pop("title", None)
    return made


def _untitled(schema: Schema) -> Schema:
    """Return the schema of a body without the titles that pydantic makes."""
    made = {**schema, "properties": dict(schema["properties"])}
    for name, inner in made["properties"].items():
        made["properties"][name] = {k: v for k, v in inner.items() if k != "title"}
    made.pop("title", None)
    return made
