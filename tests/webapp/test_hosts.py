"""Names that the server answers to: a stranger's page must not read the collection by a name of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from webapp.app import Options, create_app_over
from webapp.hosts import LOOPBACK, allowed_hosts, host_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from webapp.collection import OpenIndex

LOCAL = frozenset(LOOPBACK)
PATHS = ("/ar/search", "/en/nothing", "/api/v1/search", "/api/v1/status", "/static/kashf.css", "/")


@pytest.fixture
def local_client(opener: Callable[[], OpenIndex]) -> FlaskClient:
    """A browser in front of a server that listens on the loopback address."""
    return create_app_over(opener, Options(hosts=allowed_hosts("127.0.0.1", "127.0.0.1"))).test_client()


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "LOCALHOST:1", "127.0.0.1:8000", "[::1]", "[::1]:8000", "localhost."]
)
def test_the_names_of_this_machine_are_answered(local_client: FlaskClient, host: str) -> None:
    assert local_client.get("/ar/search", headers={"Host": host}).status_code == 200
    assert local_client.get("/api/v1/status", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "127.0.0.1@evil.example",
        "[::1]evil",
        "",
    ],
)
def test_other_names_are_refused(local_client: FlaskClient, path: str, host: str) -> None:
    response = local_client.get(path, headers={"Host": host})
    assert response.status_code == 400
    assert "--allowed-host" in response.text
    assert "القصف" not in response.text


def test_a_server_for_other_machines_answers_to_any_name_until_some_are_given() -> None:
    assert allowed_hosts("0.0.0.0", "0.0.0.0") is None
    assert allowed_hosts("::", "::") is None
    assert allowed_hosts("0.0.0.0", "0.0.0.0", ("Kashf.example:443",)) == LOCAL | {"0.0.0.0", "kashf.example"}


def test_a_server_on_a_loopback_address_answers_to_its_own_name_and_the_given() -> None:
    assert allowed_hosts("localhost", "127.0.0.1") == LOCAL
    assert allowed_hosts("::1", "::1") == LOCAL
    assert allowed_hosts("here", "127.0.1.1", ("proxy.example", "[2001:db8::7]")) == LOCAL | {
        "here",
        "proxy.example",
        "[2001:db8::7]",
    }


@pytest.mark.parametrize("host", ["", "a b", "http://x", "x/y", "::1", "[::1", "x:port"])
def test_what_is_no_name_has_none(host: str) -> None:
    assert host_name(host) is None


def test_without_a_list_any_name_is_answered(client: FlaskClient) -> None:
    assert client.get("/ar/search", headers={"Host": "kashf.example"}).status_code == 200
