"""Answers are compressed where that is asked for and worth it."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from flask import Response

from webapp.compression import SMALLEST

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

GZIP = {"Accept-Encoding": "gzip, deflate, br"}
LARGE = ("/ar/search", "/en/document/b", "/api/v1/search", "/api/v1/openapi.json", "/static/kashf.css", "/en/nothing")


@pytest.mark.parametrize("path", LARGE)
def test_what_is_large_is_compressed(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        plain = response.data
    with client.get(path, headers=GZIP) as response:
        assert response.headers["Content-Encoding"] == "gzip"
        assert response.content_length == len(response.data) < len(plain) * 0.6
        assert "Accept-Encoding" in response.vary
        if path != "/api/v1/search":  # tells how long it took
            assert gzip.decompress(response.data) == plain


@pytest.mark.parametrize("asked", [{}, {"Accept-Encoding": "identity"}, {"Accept-Encoding": "gzip;q=0"}, {"Accept-Encoding": "br"}])
def test_who_does_not_take_it_gets_it_plain(client: FlaskClient, asked: dict[str, str]) -> None:
    response = client.get("/ar/search", headers=asked)
    assert "Content-Encoding" not in response.headers
    assert "Accept-Encoding" in response.vary
    assert "<html" in response.text


def test_what_is_small_packed_or_a_stream_is_left(app: Flask) -> None:
    app.add_url_rule("/small", "small", lambda: Response("x" * (SMALLEST - 1), mimetype="text/html"))
    app.add_url_rule("/stream", "stream", lambda: Response((row for row in ("x" * SMALLEST, "y")), mimetype="text/csv"))
    app.add_url_rule("/packed", "packed", lambda: Response("x" * SMALLEST, mimetype="application/zip"))
    client = app.test_client()
    for path in ("/small", "/stream", "/packed"):
        assert "Content-Encoding" not in client.get(path, headers=GZIP).headers


@pytest.mark.parametrize("path", ["/ar/search", "/en/about", "/static/kashf.css", "/api/v1/search"])
@pytest.mark.parametrize("headers", [{}, GZIP])
def test_a_tag_is_good_for_both_forms(client: FlaskClient, path: str, headers: dict[str, str]) -> None:
    with client.get(path, headers=GZIP) as first:
        tag = first.headers["ETag"]
    with client.get(path, headers={**headers, "If-None-Match": tag}) as again:
        assert again.status_code == 304
        assert again.data == b""


def test_a_head_request_has_no_body(client: FlaskClient) -> None:
    response = client.head("/ar/search", headers=GZIP)
    assert response.status_code == 200
    assert response.data == b""


def test_a_part_of_a_file_is_of_the_file_as_it_is(client: FlaskClient) -> None:
    with client.get("/static/kashf.css", headers={**GZIP, "Range": "bytes=0-2999"}) as response:
        assert response.status_code == 206
        assert "Content-Encoding" not in response.headers
        assert len(response.data) == 3000
