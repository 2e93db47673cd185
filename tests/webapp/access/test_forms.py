"""What changes something comes from our own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from flask import render_template_string

from webapp.access.forms import local_path, make_token

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient


@pytest.fixture
def changing(app: Flask) -> FlaskClient:
    """An application, open to all on this machine, with something to change."""
    changed = app.extensions["changed"] = []
    app.add_url_rule("/change", "change", lambda: changed.append(1) or "done", methods=["POST", "PUT", "DELETE"])  # type: ignore[func-returns-value]
    app.add_url_rule("/form", "form", lambda: render_template_string('<input name="csrf_token" value="{{ csrf_token() }}">'))
    return app.test_client()


def token(client: FlaskClient) -> str:
    return client.get("/form").text.split('value="')[1].split('"')[0]


def test_a_form_with_its_token_is_taken(changing: FlaskClient, app: Flask) -> None:
    assert changing.post("/change", data={"csrf_token": token(changing)}).status_code == 200
    assert changing.post("/change", data=b"x", headers={"X-CSRF-Token": token(changing)}).status_code == 200
    assert app.extensions["changed"] == [1, 1]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"data": {"csrf_token": ""}},
        {"data": {"csrf_token": "0" * 64}},
        {"data": {"csrf_token": "é"}},
        {"data": b"{}", "content_type": "text/plain"},
        {"data": b"{}", "content_type": "TEXT/PLAIN; charset=utf-8"},
        {"data": {"file": (None, "x")}, "content_type": "multipart/form-data"},
    ],
)
def test_a_form_without_its_token_is_not(changing: FlaskClient, app: Flask, sent: dict[str, Any]) -> None:
    sent["data"] = sent.get("data", b"")
    assert changing.post("/change", **sent).status_code == 403
    assert app.extensions["changed"] == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:81"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_another_site_is_told_by_its_browser(changing: FlaskClient, app: Flask, method: str, headers: dict[str, str]) -> None:
    headers = {**headers, "X-CSRF-Token": token(changing)}
    assert changing.open("/change", method=method, headers=headers, json={}).status_code == 403
    assert app.extensions["changed"] == []


def test_our_own_pages_and_programs_are_not_taken_for_others(changing: FlaskClient) -> None:
    for headers in ({"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {}):
        assert changing.post("/change", data={"csrf_token": token(changing)}, headers=headers).status_code == 200
    assert changing.post("/change", json={}).status_code == 200
    assert changing.delete("/change").status_code == 200


def test_a_preflight_is_never_answered(changing: FlaskClient) -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "DELETE"}
    answer = changing.options("/change", headers=headers)
    assert not [name for name in answer.headers if name[0].startswith("Access-Control")]


def test_a_token_is_of_one_session(guarded: Flask, sign_in: Callable[..., Any], token_of: Callable[[str], str]) -> None:
    one, other = guarded.test_client(), guarded.test_client()
    sign_in(one)
    sign_in(other)
    taken = token_of(one.get("/en/about").text)
    assert token_of(other.get("/en/about").text) != taken
    assert other.post("/en/logout", data={"csrf_token": taken}).status_code == 403
    assert one.post("/en/logout", data={"csrf_token": taken}).status_code == 303


def test_tokens_depend_on_key_and_visitor() -> None:
    assert make_token(b"a", "x") == make_token(b"a", "x")
    assert len({make_token(b"a", "x"), make_token(b"b", "x"), make_token(b"a", "y")}) == 3


@pytest.mark.parametrize("path", ["/", "/ar/search?q=%D8%A7", "/en/document/a%2Fb", "/ar/search?q=//x"])
def test_paths_of_this_server_are_kept(path: str) -> None:
    assert local_path(path) == path
