"""A page to read the API's description by: made here of `openapi.json`, without script and without asking anybody."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from flask import Blueprint, jsonify, render_template
from markupsafe import Markup, escape

from webapp.problems import PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Response

reference = Blueprint("reference", __name__)

OPENAPI: Final = Path(__file__).with_name("openapi.json")

SEARCH: Final = "search"
"""The operation whose parameters others share: they are listed there."""

METHODS: Final = ("get", "post", "put", "patch", "delete")

Described = dict[str, Any]
"""A part of an OpenAPI document: its shape is the specification's."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter, or a property of an object: `about` says what it means, `type` what it may be."""

    name: str
    type: str
    about: str
    required: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes back with a status: `type` names its schema."""

    status: str
    about: str
    type: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One address and method. `parameters` are its own; `as_search`: it takes those of a search, too."""

    id: str
    method: str
    path: str
    summary: str
    about: str
    parameters: tuple[Parameter, ...]
    as_search: bool
    takes: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """A named object."""

    name: str
    about: str
    properties: tuple[Parameter, ...]


@reference.get("/api/v1/openapi.json")
def openapi() -> Response:
    """The API, described in OpenAPI 3.1."""
    return jsonify(description())


@reference.get("/<any(ar, en):language>/api")
def page() -> str:
    """The same for people."""
    described = description()
    return render_template("api.html", operations=operations(described), schemas=schemas(described), problems=PROBLEMS)


@cache
def description() -> Described:
    """The document, read once."""
    return cast("Described", json.loads(OPENAPI.read_text(encoding="utf-8")))


def operations(described: Described) -> tuple[Operation, ...]:
    """All operations, in the order of the document."""
    return tuple(
        _operation(described, method, path, methods[method])
        for path, methods in described["paths"].items()
        for method in METHODS
        if method in methods
    )


def schemas(described: Described) -> tuple[Schema, ...]:
    """All named objects."""
    return tuple(
        Schema(name, schema.get("description", ""), tuple(_properties(schema)))
        for name, schema in described["components"]["schemas"].items()
    )


def _operation(described: Described, method: str, path: str, operation: Described) -> Operation:
    as_search = operation["operationId"] != SEARCH and any("$ref" in parameter for parameter in operation.get("parameters", ()))
    listed = [one for one in operation.get("parameters", ()) if not as_search or "$ref" not in one]
    parameters = (_resolved(described, parameter) for parameter in listed)
    answers = ((status, _resolved(described, answer)) for status, answer in operation["responses"].items())
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        about=operation.get("description", ""),
        parameters=tuple(
            Parameter(one["name"], type_text(one["schema"]), one.get("description", ""), one.get("required", False))
            for one in parameters
        ),
        as_search=as_search,
        takes=_content(operation.get("requestBody", {})),
        answers=tuple(Answer(status, answer["description"], _content(answer)) for status, answer in answers),
    )


def _properties(schema: Described) -> list[Parameter]:
    required = set(schema.get("required", ()))
    return [
        Parameter(name, type_text(one), one.get("description", ""), name in required)
        for name, one in schema.get("properties", {}).items()
    ]


def _content(body: Described) -> str:
    """The media types of a body, each with what it holds."""
    named = ((media, type_text(one.get("schema", {}))) for media, one in body.get("content", {}).items())
    return ", ".join(media if kind == "any" else f"{media}: {kind}" for media, kind in named)


def _resolved(described: Described, part: Described) -> Described:
    """A part, or what it refers to."""
    if "$ref" not in part:
        return part
    found: Described = described
    for name in part["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return found


@reference.app_template_filter("coded")
def coded(text: str) -> Markup:
    """A description with `code` marked as such."""
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else escape(part) for place, part in enumerate(text.split("`"))
    )


def type_text(schema: Mapping[str, Any]) -> str:
    """A schema in a few words.

    >>> type_text({"type": "array", "items": {"$ref": "#/components/schemas/Hit"}}), type_text({"type": ["string", "null"]})
    ('list of Hit', 'string or null')
    """
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "enum" in schema:
        return " | ".join("null" if value is None else str(value) for value in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(type_text(one) for one in schema[several])
    types = schema.get("type", "any")
    if types == "array":
        return f"list of {type_text(schema.get('items', {}))}"
    text = " or ".join(types) if isinstance(types, list) else str(types)
    limits = [f"{sign} {schema[name]}" for name, sign in (("minimum", "≥"), ("maximum", "≤")) if name in schema]
    return f"{text} {', '.join(limits)}" if limits else text
