"""Tests of webapp.suggest_api: the address, its limits, and that suggestions lead to searches; with a real index."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from analyzers import kashf_analyzer
from engines import open_engine
from engines.base import Document
from extraction.extractor import default_extractor
from indexer.pipeline import Pipeline
from webapp.app import Options, create_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient


@pytest.fixture
def real(tmp_path: Path) -> FlaskClient:
    analyzer = kashf_analyzer()
    url = f"embedded:{tmp_path / 'index'}"
    engine = open_engine(url, fingerprint=analyzer.fingerprint, create=True)
    pipeline = Pipeline(analyzer, None)
    with engine.writer() as writer:
        writer.put([pipeline.analyze(Document("1", "قصف المستشفى", "قصف الجيش المستشفى بعد هدنة", language="ar"))])
        writer.commit()
    engine.close()
    return create_app(url, known=lambda _: None, options=Options(extractor=default_extractor)).test_client()


def test_a_text_is_completed(real: FlaskClient) -> None:
    answer = real.get("/api/v1/suggest?q=قصف+المستش").get_json()
    assert answer["q"] == "قصف المستش"
    first = answer["suggestions"][0]
    assert (first["kind"], first["text"], first["count"]) == ("term", "قصف المستشفى", 1)
    assert parse_qs(urlsplit(first["url"]).query)["q"] == ["قصف المستشفى"]


def test_the_filters_are_kept_in_the_addresses(client: FlaskClient) -> None:
    (suggestion,) = client.get("/api/v1/suggest?q=قص&source=أ&page=3").get_json()["suggestions"]
    query = parse_qs(urlsplit(suggestion["url"]).query)
    assert query["source"] == ["أ"]
    assert "page" not in query


@pytest.mark.parametrize("limit", ["0", "-1", "x", "99", ""])
def test_a_limit_that_is_none_is_the_usual_one(client: FlaskClient, limit: str) -> None:
    assert len(client.get(f"/api/v1/suggest?q=قص&limit={limit}").get_json()["suggestions"]) == 1


def test_an_answer_leads_on(real: FlaskClient) -> None:
    found = real.get("/api/v1/search?q=truce").get_json()
    assert [hit["id"] for hit in found["hits"]] == ["1"]
    nothing = real.get("/api/v1/search?q=هدنة&source=none-such").get_json()
    way = next(way for way in nothing["ways_on"] if way["kind"] == "without_filter")
    assert (way["field"], way["text"], way["count"]) == ("source", "none-such", 1)
    assert real.get(way["url"]).get_json()["total"] == way["count"]
    meant = real.get("/api/v1/search?q=المستشغى").get_json()["did_you_mean"]
    assert meant["query"] == meant["text"] == "المستشفى"
