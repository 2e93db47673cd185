"""Addresses, hosts and headers that would lead out of what is served."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask.testing import FlaskClient


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/app.py",
        "/static/%2e%2e%2f%2e%2e%2fetc/passwd",
        "/static/..%5capp.py",
        "/static//etc/passwd",
        "/static/%00kashf.css",
        "/static/",
        "/static/vendor",
    ],
)
def test_only_static_files_are_served(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code in {404, 400}
    assert "Flask" not in response.text
    assert "root:" not in response.text


@pytest.mark.parametrize("id_", ["..%2F..%2Fetc%2Fpasswd", "%2Fetc%2Fpasswd", "~..", "%00", "a%0d%0aSet-Cookie:%20x=1"])
def test_ids_are_looked_up_and_never_opened(client: FlaskClient, id_: str) -> None:
    for page in ("document", "actor", "place"):
        response = client.get(f"/en/{page}/{id_}")
        assert response.status_code == 404
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    "path", ["/", "/en/", "/ar/search?q=x", "/en/document/b", "/en/nothing", "/api/v1/search", "/en/map", "/en"]
)
@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "localhost@evil.example", "localhost#.evil.example"])
def test_the_host_that_was_asked_by_comes_back_nowhere(client: FlaskClient, path: str, host: str) -> None:
    """Where any name is answered, a forged one must not get into pages that somebody may keep."""
    headers = {"Host": host, "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    response = client.get(path, headers=headers)
    assert "evil.example" not in response.text
    assert "evil.example" not in response.headers.get("Location", "")


@pytest.mark.parametrize("value", ["x%0d%0aSet-Cookie:%20a=b", "x%0aLocation:%20https://evil.example", "%E5%98%8A%E5%98%8DX: y"])
@pytest.mark.parametrize("page", ["", "search", "export", "login", "map"])
def test_no_parameter_makes_a_header(client: FlaskClient, page: str, value: str) -> None:
    response = client.get(f"/en/{page}?q={value}&next={value}&source={value}&format={value}")
    assert "Set-Cookie" not in response.headers
    assert "evil" not in response.headers.get("Location", "")
    assert not [name for name, text in response.headers if re.search(r"[\r\n]", name + text)]


def test_no_page_leads_elsewhere_at_once(client: FlaskClient) -> None:
    for path in ("//evil.example", "/%2fevil.example", "/en//evil.example", "/\\evil.example", "//evil.example/", "/en//", "//en"):
        response = client.get("/", environ_overrides={"PATH_INFO": path.replace("%2f", "/")})
        assert re.match(r"/(?![/\\])", response.headers.get("Location", "/x")), path


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "DELETE", "PATCH"])
def test_other_methods_do_nothing(client: FlaskClient, method: str) -> None:
    for path in ("/en/search", "/api/v1/search", "/static/kashf.css", "/healthz"):
        assert client.open(path, method=method).status_code in {403, 405}


def test_a_large_body_is_not_read(client: FlaskClient) -> None:
    response = client.post("/en/login", data={"password": "x" * (2 << 20)})
    assert response.status_code in {403, 404, 413}


def test_many_parameters_are_answered(client: FlaskClient) -> None:
    assert client.get("/en/search?" + "&".join(f"x{number}=1" for number in range(5_000))).status_code == 200
    assert client.get("/en/search?" + "&".join(f"actor={number}" for number in range(5_000))).status_code == 400


@pytest.mark.parametrize("page", ["en/search", "en/map", "en/values/source", "api/v1/search"])
@pytest.mark.parametrize("query", ["q=" + "-" * 250_000, "&".join(f"not_source={number}{'a' * 4_000}" for number in range(50))])
def test_long_addresses_make_no_huge_answers(client: FlaskClient, page: str, query: str) -> None:
    """Every link of a page holds the whole search: what is sent once would be sent back by the hundred."""
    response = client.get(f"/{page}?{query}")
    assert response.status_code in {200, 400}
    assert len(response.data) < 1_000_000
