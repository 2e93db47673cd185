"""Headers: what a page may load, and how it is kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask.testing import FlaskClient

PATHS = ("/", "/ar/search", "/en/document/b", "/en/nothing", "/ar/search?size=x", "/api/v1/status", "/static/kashf.css")


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_guarded(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("path", ["/ar/search?q=القصف", "/en/document/b?q=Babil", "/en/nothing"])
def test_pages_hold_no_inline_style_or_script_and_nothing_from_elsewhere(client: FlaskClient, path: str) -> None:
    html = client.get(path).text
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:(?!alert)", html)
    assert set(re.findall(r"<script[^>]*>([^<]*)</script>", html)) == {""}
    assert not re.search(r'(?:src|action|<link[^>]*href)="(?:https?:)?//', html)


@pytest.mark.parametrize("path", ["/ar/search?q=القصف", "/en/document/b", "/api/v1/status", "/api/v1/search"])
def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    assert first.cache_control.no_cache
    if path == "/api/v1/search":  # tells how long it took
        return
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""


def test_static_files_are_named_by_their_content_and_kept(client: FlaskClient) -> None:
    html = client.get("/ar/search").text
    urls = re.findall(r'"(/static/[^"]+)"', html)
    assert len(urls) >= 3
    for url in urls:
        assert re.search(r"\?v=[0-9a-f]{12}$", url)
        with client.get(url) as response:
            assert response.status_code == 200
            assert response.cache_control.immutable
            assert response.cache_control.max_age == 31536000


def test_a_static_file_without_its_hash_is_not_kept_for_good(client: FlaskClient) -> None:
    with client.get("/static/kashf.css") as response:
        assert not response.cache_control.immutable
