"""Feeds, saved searches and what is told of one report, over a real index."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import kashf_analyzer
from engines import open_engine
from engines.base import Document
from indexer.pipeline import Pipeline
from tests.webapp.test_api import conforms
from webapp import create_app
from webapp.app import Options
from webapp.atom import NAMESPACE, Entry, Feed, write_feed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask.testing import FlaskClient

ATOM = f"{{{NAMESPACE}}}"
MOMENT = dt.datetime(2024, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
DOCUMENTS = (
    Document("a/why", "قصف <b>على</b> بابل & غيرها", "قصف على بابل \x0b\ufffe", dt.date(2024, 1, 2), "وكالة <x>"),
    Document("old", "قصف على حلب", "قصف على حلب قديم", dt.date(2020, 1, 2)),
    Document("undated", "هدوء", "هدوء وقصف"),
)


@pytest.fixture
def add(tmp_path: Path) -> Callable[..., None]:
    """Puts reports into the index."""
    analyzer = kashf_analyzer()
    pipeline = Pipeline(analyzer, None)

    def put(*documents: Document) -> None:
        engine = open_engine(f"embedded:{tmp_path / 'index'}", fingerprint=analyzer.fingerprint, create=True)
        with engine.writer() as writer:
            writer.put(pipeline.analyze(document) for document in documents)
            writer.commit()
        engine.close()

    return put


@pytest.fixture
def client(tmp_path: Path, add: Callable[..., None]) -> FlaskClient:
    add(*DOCUMENTS)
    options = Options(journal=tmp_path / "journal.sqlite")
    return create_app(f"embedded:{tmp_path / 'index'}", known={}.get, options=options).test_client()


def feed(client: FlaskClient, url: str) -> ET.Element:
    response = client.get(url)
    assert response.status_code == 200, response.text
    assert response.mimetype == "application/atom+xml"
    return ET.fromstring(response.data)


def texts(element: ET.Element, path: str) -> list[str | None]:
    return [found.text for found in element.findall(path.replace("~", ATOM))]


def save(client: FlaskClient, name: str, search: str, status: int = 201) -> Any:
    response = client.post("/api/v1/saved", json={"name": name, "search": search})
    assert response.status_code == status, response.text
    return response.json


def test_a_search_has_a_feed_of_its_newest_reports(client: FlaskClient) -> None:
    root = feed(client, "/ar/feed.atom?q=قصف")
    assert texts(root, "~title") == ["Kashf: قصف"]
    assert texts(root, "~updated") == ["2024-01-02T00:00:00Z"]
    assert texts(root, "~entry/~title") == ["قصف <b>على</b> بابل & غيرها", "قصف على حلب", "هدوء"]
    assert texts(root, "~entry/~updated") == ["2024-01-02T00:00:00Z", "2020-01-02T00:00:00Z", "1970-01-01T00:00:00Z"]
    assert texts(root, "~entry/~author/~name") == ["وكالة <x>"]
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert set(links) == {"self", "alternate"}
    assert all(href and href.startswith("http://localhost/") and href.isascii() for href in links.values())
    first = root.find(f"{ATOM}entry/{ATOM}link")
    assert first is not None
    assert client.get(first.get("href", "")).status_code == 200


def test_ids_are_those_of_documents_and_stay(client: FlaskClient) -> None:
    one, other = feed(client, "/ar/feed.atom?q=قصف"), feed(client, "/en/feed.atom?q=قصف&size=20")
    assert texts(one, "~entry/~id") == texts(other, "~entry/~id")
    assert texts(one, "~id") == texts(other, "~id") != texts(feed(client, "/ar/feed.atom"), "~id")
    assert all((id_ or "").startswith("urn:uuid:") for id_ in texts(one, "~entry/~id"))
    assert texts(feed(client, "/ar/feed.atom?q=لاشيء"), "~updated") == ["1970-01-01T00:00:00Z"]
    assert client.get("/ar/feed.atom?size=0").status_code == 400


def test_a_saved_search_is_kept_and_has_a_feed_of_what_came(client: FlaskClient, add: Callable[..., None]) -> None:
    schemas = client.get("/api/v1/openapi.json").json["components"]["schemas"]  # type: ignore[index]
    saved = save(client, "غارات/why", "q=قصف&not_source=x&fold=1&sort=report_oldest")
    conforms(saved, {"$ref": "#/components/schemas/SavedSearch"}, schemas)
    assert (saved["request"]["text"], saved["request"]["not"], saved["request"]["fold"]) == ("قصف", {"source": ["x"]}, True)
    add(Document("new", "قصف جديد", "قصف جديد", dt.date(2019, 1, 1)))
    assert client.get(saved["urls"]["self"]).json["new"] == 1  # type: ignore[index]
    root = feed(client, saved["urls"]["feed"])
    assert texts(root, "~entry/~title")[0] == "قصف جديد"
    assert len(texts(root, "~entry")) == 4
    assert client.get(saved["urls"]["html"]).status_code == 200
    listed = client.get("/api/v1/saved").json
    conforms(listed, {"$ref": "#/components/schemas/SavedSearches"}, schemas)
    assert client.delete(saved["urls"]["self"]).status_code == 204
    assert client.get(saved["urls"]["feed"]).status_code == 404
    assert client.get("/api/v1/saved").json == {"searches": []}


def test_what_can_not_be_saved(client: FlaskClient) -> None:
    save(client, "a", "q=قصف")
    assert "already" in save(client, "a", "q=قصف", 409)["detail"]
    save(client, "", "q=قصف", 400)
    save(client, "b", "level=loose", 400)
    assert client.post("/api/v1/saved", json=["b"]).status_code == 400
    nested = client.post("/api/v1/saved", data="[" * 200_000, content_type="application/json")
    assert (nested.status_code, nested.json and nested.json["code"]) == (400, "bad_request")
    assert client.post("/api/v1/saved", data="name=b", content_type="text/plain").status_code == 403
    strange = {"Sec-Fetch-Site": "cross-site"}
    assert client.post("/api/v1/saved", json={"name": "b", "search": ""}, headers=strange).status_code == 403
    assert client.delete("/api/v1/saved/a", headers=strange).status_code == 403
    assert client.delete("/api/v1/saved/nothing").status_code == 404


def test_a_server_without_a_place_for_them_keeps_none(tmp_path: Path, add: Callable[..., None]) -> None:
    add(*DOCUMENTS)
    client = create_app(f"embedded:{tmp_path / 'index'}", known={}.get).test_client()
    assert client.get("/api/v1/saved").status_code == 404


def test_why_and_similar_of_any_id(client: FlaskClient) -> None:
    schemas = client.get("/api/v1/openapi.json").json["components"]["schemas"]  # type: ignore[index]
    why = client.get("/api/v1/why/a%2Fwhy?q=القصف").json
    conforms(why, {"$ref": "#/components/schemas/Why"}, schemas)
    assert why is not None
    assert sum(clause["score"] for clause in why["clauses"]) == pytest.approx(why["score"], abs=1e-3)
    similar = client.get("/api/v1/similar/a%2Fwhy?size=1").json
    conforms(similar, {"$ref": "#/components/schemas/Similar"}, schemas)
    assert similar is not None
    assert [hit["id"] for hit in similar["hits"]] == ["old"]
    for address in ("why", "similar"):
        assert client.get(f"/api/v1/{address}/nothing?q=x").status_code == 404


@given(st.text(), st.text(), st.text())
def test_any_text_makes_a_feed_that_can_be_read(title: str, summary: str, author: str) -> None:
    entry = Entry("k", title, "http://x/", MOMENT, None, summary, author)
    root = ET.fromstring(write_feed(Feed("k", title, "http://x/", "http://x/", "ar", MOMENT, (entry,))))
    assert len(texts(root, "~entry/~title")) == 1
    if title.isprintable():
        assert (texts(root, "~title") or [""])[0] in {title, None}
