"""The page of saved searches, and the form that saves one: without script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.webapp.test_pages import Page, get
from webapp.app import Options, create_app_over

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask.testing import FlaskClient

    from webapp.collection import OpenIndex


@pytest.fixture
def keeping_client(opener: Callable[[], OpenIndex], tmp_path: Path) -> FlaskClient:
    """A browser in front of a server that keeps saved searches."""
    return create_app_over(opener, Options(journal=tmp_path / "journal.sqlite")).test_client()


def fields(html: str) -> dict[str, str]:
    """The hidden fields of the form that saves a search."""
    names = {a["name"] or "": a.get("value") or "" for tag, a in Page(html).tags if tag == "input" and a.get("type") == "hidden"}
    return {name: names[name] for name in ("csrf_token", "search")}


def test_a_search_is_saved_listed_and_forgotten(keeping_client: FlaskClient) -> None:
    form = fields(get(keeping_client, "/en/search?q=القصف&actor=grp:kataib"))
    answer = keeping_client.post("/en/saved", data={**form, "name": "قصف الكتائب"})
    assert (answer.status_code, answer.location) == (303, "/en/saved")
    html = get(keeping_client, "/en/saved")
    assert '<a href="/en/search?q=القصف&amp;actor=grp%3Akataib"><bdi>قصف الكتائب</bdi></a>' in html
    assert "feed.atom" in html
    assert keeping_client.post("/en/saved", data={**form, "name": "قصف الكتائب"}).status_code == 409
    token = form["csrf_token"]
    assert keeping_client.post("/en/saved", data={"csrf_token": token, "name": "قصف الكتائب", "forget": "1"}).status_code == 303
    assert "No search is saved yet." in get(keeping_client, "/en/saved")


def test_only_our_own_forms_save(keeping_client: FlaskClient) -> None:
    assert keeping_client.post("/en/saved", data={"name": "x", "search": "q=x"}).status_code == 403


def test_a_server_that_keeps_none_offers_no_form(client: FlaskClient) -> None:
    assert not re.search(r"Save this search", get(client, "/en/search"))
    get(client, "/en/saved", 404)
