"""What has not changed since a browser got it is neither searched nor sent again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import pytest

from webapp.app import create_app_over
from webapp.collection import OpenIndex

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    class Asked(Protocol):
        asked: list[object]


INDEXED = ("/ar/search?q=القصف", "/en/document/b?q=Babil", "/api/v1/search", "/api/v1/documents/b", "/api/v1/status")


def tag_of(client: FlaskClient, path: str, **headers: str) -> str:
    return client.get(path, headers=headers).headers["ETag"]


@pytest.mark.parametrize("path", INDEXED)
def test_a_page_that_the_browser_has_costs_no_search(client: FlaskClient, searcher: Asked, path: str) -> None:
    first = client.get(path)
    assert first.cache_control.no_cache
    assert first.cache_control.private
    searcher.asked.clear()
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data, searcher.asked) == (304, b"", [])
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.cache_control.no_cache


@pytest.mark.parametrize("path", INDEXED)
def test_a_commit_makes_it_old(opener: Callable[[], OpenIndex], path: str) -> None:
    opened = opener()
    infos = [opened.info()]
    client = create_app_over(lambda: OpenIndex(opened.searcher, lambda: infos[-1])).test_client()
    tag = tag_of(client, path)
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    infos.append(replace(infos[0], generation="generation-2"))
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_what_was_asked_otherwise_has_another_tag(client: FlaskClient) -> None:
    tags = [
        tag_of(client, "/ar/search?q=a"),
        tag_of(client, "/ar/search?q=b"),
        tag_of(client, "/en/search?q=a"),
        tag_of(client, "/ar/search?q=a", **{"Accept-Language": "en"}),
        tag_of(client, "/api/v1/search?q=a"),
    ]
    client.set_cookie("kashf", "chosen")
    tags.append(tag_of(client, "/ar/search?q=a"))
    assert len(set(tags)) == len(tags)


def test_pages_that_do_not_depend_on_the_index_are_told_by_their_content(client: FlaskClient) -> None:
    assert tag_of(client, "/en/about") == tag_of(client, "/en/about")
    assert client.get("/en/about", headers={"If-None-Match": tag_of(client, "/en/about")}).status_code == 304


def test_errors_are_not_kept(client: FlaskClient) -> None:
    for path in ("/en/nothing", "/en/search?size=x", "/api/v1/nothing"):
        assert "ETag" not in client.get(path).headers
