"""The page that describes the API to a person: made here from its description, without scripts."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib import resources
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from starlette.responses import HTMLResponse

from quoth.serve.api import openapi


def install(app: FastAPI) -> None:
    """Add the page and its style sheet to an application."""

    @app.get("/docs", include_in_schema=False)
    async def docs(request: Request) -> Response:
        base = request.url.path.removesuffix("/docs")
        return HTMLResponse(page(openapi.document(app), base))

    @app.get("/docs.css", include_in_schema=False)
    async def style() -> Response:
        text = (resources.files("quoth.serve.api") / "page" / "docs.css").read_text("utf-8")
        return Response(text, media_type="text/css", headers={"Cache-Control": "no-cache"})


def page(described: dict[str, Any], base: str) -> str:
    """Return the page of a description; `base` is the path that the API is mounted at."""
    tags: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in described["tags"]}
    for path, item in described["paths"].items():
        for method, operation in item.items():
            shown = {**operation, "path": path, "method": method.upper()}
            shown["try"] = _tried(base, path, operation) if method == "get" else None
            tags[operation["tags"][0]].append(shown)
    made: str = _template().render(
        described=described, tags=described["tags"], operations=tags, base=base
    )
    return made


def _tried(base: str, path: str, operation: dict[str, Any]) -> str | None:
    """Return an address that can be followed as it is, None where it needs an id."""
    parameters = operation.get("parameters", ())
    if any(p["in"] == "path" for p in parameters) or operation["operationId"] == "export":
        return None
    required = [p for p in parameters if p.get("required")]
    query = urlencode({p["name"]: p["example"] for p in required})
    return f"{base}{path}" + (f"?{query}" if query else "")


@lru_cache(maxsize=1)
def _template() -> Any:  # noqa: ANN401
    import jinja2

    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["pretty"] = lambda data: json.dumps(data, ensure_ascii=False, indent=2)
    environment.filters["kind"] = _kind
    environment.filters["marked"] = _marked
    text = (resources.files("quoth.serve.api") / "page" / "docs.html").read_text("utf-8")
    return environment.from_string(text)


def _marked(text: str) -> Any:  # noqa: ANN401 - markup
    """Return a text with what stands between backticks as code, and all else escaped."""
    from markupsafe import Markup, escape

    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def _kind(schema: dict[str, Any]) -> str:
    """Return what a parameter takes, in words: "integer, 1 to 500, 50 by default"."""
    told = [str(schema.get("type", "string"))]
    if "enum" in schema:
        told = ["one of " + ", ".join(schema["enum"])]
    elif schema.get("type") == "array":
        told = ["one or more of " + ", ".join(schema["items"].get("enum", ["text"]))]
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None and high < 100_000:
        told.append(f"{low} to {high}")
    if schema.get("default"):
        told.append(f"{schema['default']} by default")
    return ", ".join(told)
