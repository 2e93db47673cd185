"""What operators see: health, counts, and a log that keeps to itself what was searched for."""

from __future__ import annotations

import json
import logging
import re
from typing import TYPE_CHECKING, Any

import pytest

from engines.base import EngineUnavailableError
from webapp.app import Options, create_app_over
from webapp.metrics import BOUNDS, Metrics

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

    from engines.base import EngineError
    from webapp.collection import OpenIndex

SAMPLE = re.compile(r'[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? [0-9.e+-]+')


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Callable[[], list[dict[str, Any]]]:
    caplog.set_level(logging.INFO, "webapp.requests")
    return lambda: [json.loads(record.message) for record in caplog.records if record.name == "webapp.requests"]


def test_the_server_is_well_when_its_index_is(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok", "generation": "generation-1"}


def test_the_server_is_not_well_without_its_index_and_does_not_say_where_it_is(
    failing_client: Callable[[EngineError], FlaskClient],
) -> None:
    response = failing_client(EngineUnavailableError("https://elastic:secret@host:9200 does not answer")).get("/healthz")
    assert response.status_code == 503
    assert response.json == {"status": "unavailable", "error": "EngineUnavailableError"}


def test_health_is_open_where_all_else_is_closed(opener: Callable[[], OpenIndex]) -> None:
    from webapp.access.guard import Access  # noqa: PLC0415 - next to its only use
    from webapp.access.passwords import Password  # noqa: PLC0415 - as above

    client = create_app_over(opener, Options(access=Access(Password("scrypt:1:1:1$x$y")))).test_client()
    assert client.get("/healthz").status_code == 200
    assert client.get("/metrics").status_code == 401


def test_metrics_are_prometheus_text(client: FlaskClient) -> None:
    client.get("/ar/search?q=القصف")
    client.get("/en/search")
    client.get("/api/v1/documents/none")
    client.get("/nothing/at/all?secret")
    response = client.get("/metrics")
    assert response.content_type == "text/plain; version=0.0.4; charset=utf-8"
    lines = response.text.splitlines()
    for line in lines:
        assert line.startswith("# ") or SAMPLE.fullmatch(line), line
    route = "/<any(ar, en):language>/search"
    assert f'kashf_requests_total{{route="{route}",method="GET",status="200"}} 2' in lines
    assert 'kashf_requests_total{route="(none)",method="GET",status="404"} 1' in lines
    assert f'kashf_request_seconds_count{{route="{route}"}} 2' in lines
    assert f'kashf_request_seconds_bucket{{route="{route}",le="+Inf"}} 2' in lines
    assert "kashf_index_documents 3" in lines
    assert "kashf_index_up 1" in lines
    assert 'kashf_index_info{generation="generation-1",fingerprint="fingerprint-1"} 1' in lines
    assert "secret" not in response.text
    assert "القصف" not in response.text


def test_metrics_say_that_the_index_is_gone(failing_client: Callable[[EngineError], FlaskClient]) -> None:
    lines = failing_client(EngineUnavailableError("x")).get("/metrics").text.splitlines()
    assert "kashf_index_up 0" in lines
    assert not [line for line in lines if "documents" in line]


def test_strange_methods_and_addresses_make_no_new_series(app: Flask) -> None:
    client = app.test_client()
    for number in range(50):
        client.open(f"/nothing/{number}", method=f"X{number}")
        client.get(f"/en/document/{number}")
    series = [line for line in client.get("/metrics").text.splitlines() if line.startswith("kashf_requests_total")]
    assert len(series) == 2


def test_the_histogram_is_cumulative_and_labels_are_escaped() -> None:
    metrics = Metrics()
    for seconds in (0.001, 0.02, 3.0, 60.0):
        metrics.add('a"b\\c\nd', "GET", 200, seconds)
    text = metrics.text(None)
    buckets = [int(found) for found in re.findall(r'_bucket\{[^\n]*le="[^"]*"\} (\d+)', text)]
    assert len(buckets) == len(BOUNDS) + 1
    assert buckets == sorted(buckets)
    assert (buckets[0], buckets[-1]) == (1, 4)
    assert r'route="a\"b\\c\nd"' in text


def test_a_request_is_a_line_without_what_was_searched_for(client: FlaskClient, logged: Callable[[], list[dict[str, Any]]]) -> None:
    client.get("/ar/search?q=القصف&actor=grp:kataib")
    client.get("/en/document/reports%2Fa%201.txt?q=secret")
    first, second = logged()
    assert first["route"] == "/<any(ar, en):language>/search"
    assert (first["method"], first["status"], first["client"]) == ("GET", 200, "127.0.0.1")
    assert first["ms"] >= 0
    assert not re.search("القصف|kataib|reports/a|secret", json.dumps([first, second], ensure_ascii=False))


def test_it_has_them_where_that_is_asked_for(opener: Callable[[], OpenIndex], logged: Callable[[], list[dict[str, Any]]]) -> None:
    create_app_over(opener, Options(log_queries=True)).test_client().get("/ar/search?q=القصف&actor=a&actor=b")
    (line,) = logged()
    assert line["path"] == "/ar/search"
    assert line["query"] == {"q": ["القصف"], "actor": ["a", "b"]}


@pytest.mark.parametrize("given", ["0123abcd", "a-b_c.D" * 9])
def test_a_sane_id_of_a_proxy_is_kept(client: FlaskClient, logged: Callable[[], list[dict[str, Any]]], given: str) -> None:
    assert client.get("/en/about", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given
    assert logged()[0]["request"] == given


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "a b c d e f", '{"forged": 1}', "١٢٣٤٥٦٧٨", "a\tbbbbbbbb"])
def test_any_other_is_replaced(client: FlaskClient, given: str) -> None:
    answered = client.get("/en/about", headers={"X-Request-ID": given.encode().decode("latin-1")}).headers["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{16}", answered)


def test_an_unexpected_error_is_logged_under_the_id_and_without_the_query(
    app: Flask, searcher: object, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_request: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(searcher, "search", fail)
    app.test_client().get("/en/search?q=hidden", headers={"X-Request-ID": "id-of-proxy"})
    assert "id-of-proxy" in caplog.text
    assert "hidden" not in caplog.text
