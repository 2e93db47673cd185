"""The API: the shapes that programs rely on, and that its description tells the truth."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from webapp.state import MAX_VALUES

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient


KINDS: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "object": dict,
    "array": list,
    "null": type(None),
    "boolean": bool,
}


def get(client: FlaskClient, url: str, status: int = 200) -> Any:
    response = client.get(url)
    assert response.status_code == status, response.text
    return response.json


def conforms(value: Any, schema: dict[str, Any], schemas: dict[str, Any], where: str = "$") -> None:
    """A value against the part of JSON Schema that openapi.json uses; also: no property that it does not name."""
    if "$ref" in schema:
        conforms(value, schemas[schema["$ref"].rsplit("/", 1)[1]], schemas, where)
        return
    if "enum" in schema:
        assert value in schema["enum"], where
    if "const" in schema:
        assert value == schema["const"], where
    types = schema.get("type", [])
    kinds = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "object": dict,
        "array": list,
        "null": type(None),
        "boolean": bool,
    }
    if types:
        assert any(isinstance(value, kinds[kind]) for kind in ([types] if isinstance(types, str) else types)), where
    if isinstance(value, dict):
        assert set(schema.get("required", [])) <= set(value), where
        named = schema.get("properties", {})
        more = schema.get("additionalProperties", {} if not named else None)
        for name, item in value.items():
            assert name in named or more is not None, f"{where}.{name}"
            conforms(item, named.get(name, more), schemas, f"{where}.{name}")
    if isinstance(value, list) and "items" in schema:
        for number, item in enumerate(value):
            conforms(item, schema["items"], schemas, f"{where}[{number}]")


@pytest.fixture
def described(client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = get(client, "/api/v1/openapi.json")
    return found


def test_every_route_is_described_and_every_description_has_a_route(app: Flask, described: dict[str, Any]) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")]
    routes = {re.sub(r"<[^>]*?(\w+)>", r"{\1}", rule.rule): rule.endpoint.rpartition(".")[2] for rule in rules}
    assert {path: methods["get"]["operationId"] for path, methods in described["paths"].items()} == routes
    assert described["openapi"].startswith("3.1")


def test_every_parameter_is_described(described: dict[str, Any]) -> None:
    named = {parameter["name"] for parameter in described["paths"]["/api/v1/search"]["get"]["parameters"]}
    both = {"actor", "location", "source", "type", "language", "quality", "date"}
    scalar = {"q", "from", "to", "date_of", "level", "expand", "fold", "sort", "page", "size", "facet_size"}
    assert named == both | {f"not_{name}" for name in both} | scalar


@pytest.mark.parametrize(
    ("url", "schema"),
    [
        ("/api/v1/search?q=القصف&location=IQ", "Answer"),
        ("/api/v1/search?q=القصف+Shelling&not_actor=grp:kataib&size=1", "Answer"),
        ("/api/v1/search", "Answer"),
        ("/api/v1/documents/reports%2Fa%201.txt", "Document"),
        ("/api/v1/documents/title-alone", "Document"),
        ("/api/v1/status", "Status"),
    ],
)
def test_answers_are_as_described(client: FlaskClient, described: dict[str, Any], url: str, schema: str) -> None:
    conforms(get(client, url), {"$ref": f"#/components/schemas/{schema}"}, described["components"]["schemas"])


@pytest.mark.parametrize(
    ("url", "status"), [("/api/v1/search?size=0", 400), ("/api/v1/documents/nothing", 404), ("/api/v1/nothing", 404)]
)
def test_errors_are_problem_details(client: FlaskClient, described: dict[str, Any], url: str, status: int) -> None:
    response = client.get(url)
    assert response.mimetype == "application/problem+json"
    assert response.status_code == status
    conforms(response.json, described["components"]["schemas"]["Problem"], described["components"]["schemas"])
    assert response.json is not None
    assert response.json["status"] == status


def test_a_bad_parameter_is_named(client: FlaskClient) -> None:
    problem = get(client, "/api/v1/search?from=tomorrow&size=20", 400)
    assert [(bad["name"], bad["value"]) for bad in problem["parameters"]] == [("from", "tomorrow")]


def test_a_search_tells_what_the_command_tells(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/search?q=القصف")
    hit = answer["hits"][0]
    assert answer["total"] == 1
    assert hit["id"] == "reports/a 1.txt"
    assert hit["dates"] == ["2024-01-24"]
    assert hit["actors"] == ["grp:kataib"]
    start, end = hit["snippet"]["spans"][0]
    assert hit["snippet"]["text"][start:end] == "القصف"
    assert answer["facets"]["actor"][0]["label"] == {"ar": "كتائب حزب الله", "en": "Kataib Hezbollah"}
    assert get(client, hit["url"])["id"] == hit["id"]


def test_the_addresses_of_values_and_pages_lead_on(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/search?size=1")
    assert get(client, answer["urls"]["next"])["query"]["page"] == 2
    assert answer["urls"]["previous"] is None
    assert client.get(answer["urls"]["html"]).status_code == 200
    iraq = next(bucket for bucket in answer["facets"]["location"] if bucket["value"] == "IQ")
    narrowed = get(client, iraq["toggle_url"])
    assert narrowed["total"] == iraq["count"]
    again = next(bucket for bucket in narrowed["facets"]["location"] if bucket["value"] == "IQ")
    assert again["selected"]
    assert get(client, again["toggle_url"])["total"] == answer["total"]


def test_arabic_is_written_as_it_is(client: FlaskClient) -> None:
    assert "كتائب حزب الله" in client.get("/api/v1/search").text


def test_the_address_of_an_excluded_value_lifts_the_exclusion(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/search?not_location=IQ-BB&q=Babil")
    babil = next(bucket for bucket in answer["facets"]["location"] if bucket["value"] == "IQ-BB")
    assert babil["excluded"]
    assert babil["toggle_url"] == "/api/v1/search?q=Babil"


def test_the_limit_of_values_is_described_and_kept(client: FlaskClient, described: dict[str, Any]) -> None:
    parameters = described["paths"]["/api/v1/search"]["get"]["parameters"]
    assert {one["schema"]["maxItems"] for one in parameters if one["schema"]["type"] == "array"} == {MAX_VALUES}
    problem = get(client, "/api/v1/search?" + "&".join(f"actor={number}" for number in range(MAX_VALUES + 1)), 400)
    assert problem["parameters"] == [{"name": "actor", "value": str(MAX_VALUES + 1), "detail": "too many values"}]
