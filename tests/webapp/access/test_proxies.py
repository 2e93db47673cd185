"""A proxy says who asks: it is believed, nobody else is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Request
from werkzeug.test import EnvironBuilder

from webapp.access.proxies import Proxies, read_network

if TYPE_CHECKING:
    from flask.testing import FlaskClient

PROXIES = Proxies((read_network("127.0.0.1"), read_network("10.1.0.0/16"), read_network("::1")))
PROXY = {"REMOTE_ADDR": "10.1.2.3"}


def request(peer: str, **headers: str) -> Request:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Request(EnvironBuilder(headers=named, environ_base={"REMOTE_ADDR": peer}).get_environ())


def test_who_the_proxy_names_is_let_in_and_shown(proxied: FlaskClient) -> None:
    response = proxied.get("/en/about", headers={"X-Forwarded-User": "layla"}, environ_base=PROXY)
    assert response.status_code == 200
    assert "<bdi>layla</bdi>" in response.text
    assert "Sign out" not in response.text


@pytest.mark.parametrize("path", ["/en/search", "/api/v1/search", "/metrics", "/en/nothing", "/en/login"])
def test_who_comes_past_the_proxy_is_not(proxied: FlaskClient, path: str) -> None:
    for peer in ("192.0.2.7", "10.2.0.1", "::2", ""):
        response = proxied.get(path, headers={"X-Forwarded-User": "admin"}, environ_base={"REMOTE_ADDR": peer})
        assert response.status_code == (404 if path == "/en/login" else 403)
        assert "القصف" not in response.text


@pytest.mark.parametrize("name", [None, "", " ", "a, b", "x" * 257, "a\u202eb", "a\tb"])
def test_a_proxy_that_names_nobody_or_two_lets_nobody_in(proxied: FlaskClient, name: str | None) -> None:
    headers = {} if name is None else {"X-Forwarded-User": name.encode().decode("latin-1")}
    assert proxied.get("/en/search", headers=headers, environ_base=PROXY).status_code == 403


def test_two_headers_let_nobody_in(proxied: FlaskClient) -> None:
    both = [("X-Forwarded-User", "admin"), ("X-Forwarded-User", "layla")]
    assert proxied.get("/en/search", headers=both, environ_base=PROXY).status_code == 403


def test_the_forms_of_one_user_are_not_those_of_another(proxied: FlaskClient) -> None:
    tags = {
        proxied.get("/en/search", headers={"X-Forwarded-User": name}, environ_base=PROXY).headers["ETag"] for name in ("a", "b")
    }
    assert len(tags) == 2


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.7", "198.51.100.1", "192.0.2.7"),
        ("10.1.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.1.0.1", "203.0.113.5, 198.51.100.1", "198.51.100.1"),
        ("10.1.0.1", "198.51.100.1, 10.1.0.2", "198.51.100.1"),
        ("10.1.0.1", "", "10.1.0.1"),
        ("::ffff:10.1.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.1.0.1", "not an address", "not an address"),
    ],
)
def test_the_client_is_the_last_that_is_no_proxy(peer: str, forwarded: str, client: str) -> None:
    headers = {"X_Forwarded_For": forwarded} if forwarded else {}
    assert PROXIES.client(request(peer, **headers)) == client


def test_tls_is_the_proxy_s_word() -> None:
    assert PROXIES.https(request("10.1.0.1", X_Forwarded_Proto="https"))
    assert not PROXIES.https(request("10.1.0.1", X_Forwarded_Proto="http"))
    assert not PROXIES.https(request("192.0.2.7", X_Forwarded_Proto="https"))
    assert not Proxies().ahead_of(request("127.0.0.1"))
