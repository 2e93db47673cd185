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


def parameters_of(described: dict[str, Any], path: str) -> list[dict[str, Any]]:
    """The parameters of a path, those that are shared with them."""
    shared = described["components"]["parameters"]
    return [
        shared[one["$ref"].rsplit("/", 1)[1]] if "$ref" in one else one for one in described["paths"][path]["get"]["parameters"]
    ]


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
    named = {parameter["name"] for parameter in parameters_of(described, "/api/v1/search")}
    together = {"actor", "location", "source", "type", "language", "quality"}
    both = together | {"date"}
    scalar = {"q", "from", "to", "date_of", "level", "expand", "fold", "sort", "page", "size", "facet_size"}
    assert named == both | {f"not_{name}" for name in both} | {f"all_{name}" for name in together} | scalar
    assert {parameter["name"] for parameter in parameters_of(described, "/api/v1/map")} == named | {"at", "by"}


@pytest.mark.parametrize(
    ("url", "schema"),
    [
        ("/api/v1/search?q=القصف&location=IQ", "Answer"),
        ("/api/v1/search?q=القصف+Shelling&not_actor=grp:kataib&size=1", "Answer"),
        ("/api/v1/search", "Answer"),
        ("/api/v1/documents/reports%2Fa%201.txt", "Document"),
        ("/api/v1/documents/title-alone", "Document"),
        ("/api/v1/status", "Status"),
        ("/api/v1/overview", "Overview"),
        ("/api/v1/map?by=place&q=القصف", "Places"),
        ("/api/v1/map?at=IQ", "Places"),
        ("/api/v1/actors/grp:kataib", "EntityReports"),
        ("/api/v1/locations/IQ-BB", "EntityReports"),
    ],
)
def test_answers_are_as_described(client: FlaskClient, described: dict[str, Any], url: str, schema: str) -> None:
    conforms(get(client, url), {"$ref": f"#/components/schemas/{schema}"}, described["components"]["schemas"])


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/api/v1/search?size=0", 400),
        ("/api/v1/documents/nothing", 404),
        ("/api/v1/nothing", 404),
        ("/api/v1/map?by=street", 400),
        ("/api/v1/actors/IQ", 404),
        ("/api/v1/locations/nothing", 404),
    ],
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


@pytest.mark.parametrize("parameter", ["location", "all_location"])
def test_the_address_of_a_selected_value_leads_out_of_it(client: FlaskClient, parameter: str) -> None:
    answer = get(client, f"/api/v1/search?q=Babil&{parameter}=IQ-BB")
    babil = next(bucket for bucket in answer["facets"]["location"] if bucket["value"] == "IQ-BB")
    assert babil["selected"]
    assert babil["toggle_url"] == "/api/v1/search?q=Babil"


def test_arabic_is_written_as_it_is(client: FlaskClient) -> None:
    assert "كتائب حزب الله" in client.get("/api/v1/search").text


def test_the_address_of_an_excluded_value_lifts_the_exclusion(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/search?not_location=IQ-BB&q=Babil")
    babil = next(bucket for bucket in answer["facets"]["location"] if bucket["value"] == "IQ-BB")
    assert babil["excluded"]
    assert babil["toggle_url"] == "/api/v1/search?q=Babil"


def test_the_limit_of_values_is_described_and_kept(client: FlaskClient, described: dict[str, Any]) -> None:
    parameters = parameters_of(described, "/api/v1/search")
    assert {one["schema"]["maxItems"] for one in parameters if one["schema"]["type"] == "array"} == {MAX_VALUES}
    problem = get(client, "/api/v1/search?" + "&".join(f"actor={number}" for number in range(MAX_VALUES + 1)), 400)
    assert problem["parameters"] == [{"name": "actor", "value": str(MAX_VALUES + 1), "detail": "too many values"}]


def test_an_overview_tells_what_its_page_tells(client: FlaskClient) -> None:
    told = get(client, "/api/v1/overview")
    assert (told["documents"], told["dated_by"], told["undated"]) == (3, "report", 1)
    assert [hit["id"] for hit in told["hits"]] == ["reports/a 1.txt", "b", "title-alone"]
    assert told["facets_about"]["actor"] == {"distinct": 1, "exact": True}
    assert client.get(told["urls"]["html"]).status_code == 200
    babil = next(bucket for bucket in told["facets"]["location"] if bucket["value"] == "IQ-BB")
    assert get(client, babil["toggle_url"])["total"] == babil["count"] == 2


def test_a_map_has_the_places_of_one_level_with_their_coordinates(client: FlaskClient) -> None:
    told = get(client, "/api/v1/map?q=Shelling")
    assert [(place["id"], place["count"], place["lat"], place["lon"]) for place in told["places"]] == [("IQ-BB", 1, 32.5, 44.5)]
    assert get(client, told["places"][0]["url"])["total"] == 1
    assert [place["id"] for place in get(client, "/api/v1/map?by=place")["places"]] == ["jurf"]
    assert client.get(told["urls"]["html"]).status_code == 200


def test_an_actor_has_companions_names_and_reports(client: FlaskClient) -> None:
    told = get(client, "/api/v1/actors/grp:kataib")
    assert (told["label"]["en"], told["total"], told["read"]) == ("Kataib Hezbollah", 1, 1)
    assert told["names"] == [{"text": "كتائب حزب الله", "count": 1}]
    assert {bucket["value"]: bucket["count"] for bucket in told["facets"]["location"]} == {"IQ": 1, "IQ-BB": 1, "jurf": 1}
    assert all(client.get(url).status_code == 200 for url in told["urls"].values())
    place = get(client, "/api/v1/locations/IQ-BB")
    beside = next(bucket for bucket in place["facets"]["actor"] if bucket["value"] == "grp:kataib")
    assert get(client, beside["toggle_url"])["total"] == beside["count"] == 1
