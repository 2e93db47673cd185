"""Any id can be a document's address."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.routing import Map, Rule

from search.values import SearchRequest
from webapp import links
from webapp.links import DocumentIdConverter, api_search_url, document_url, search_url

if TYPE_CHECKING:
    from flask import Flask

URLS = Map(
    [Rule("/document/<document_id:id>", endpoint="document")],
    converters={"document_id": DocumentIdConverter},
    merge_slashes=False,
).bind("localhost")


@given(st.text(min_size=1, max_size=20))
def test_an_address_leads_back_to_its_id(id: str) -> None:  # noqa: A002 - as in the pages
    path = URLS.build("document", {"id": id})
    assert set(path.removeprefix("/document/").split("/")).isdisjoint({".", "..", ""})
    assert URLS.match(unquote(path)) == ("document", {"id": id})


@pytest.mark.parametrize("id", ["..", ".", "~", "~a", "a//b", "http://x/?q=1#f", "/etc/passwd", "a\nb", "تقرير 1", "%2F", "?"])
def test_awkward_ids_are_found(app: Flask, id: str) -> None:  # noqa: A002 - as in the pages
    with app.test_request_context("/ar/search"):
        url = urlsplit(document_url(id, SearchRequest(text="قصف")))
    response = app.test_client().get(f"{url.path}?{url.query}")
    assert response.status_code == 404  # of the report, in its own words: the address was understood
    with app.test_request_context(url.path):
        from flask import request  # noqa: PLC0415 - of this context

        assert request.view_args == {"id": id, "language": "ar"}


@given(st.text(max_size=20))
def test_a_query_is_read_back_from_its_address(shared_app: Flask, text: str) -> None:
    with shared_app.test_request_context("/ar/search"):
        for url in (search_url(SearchRequest(text=text)), api_search_url(SearchRequest(text=text))):
            assert parse_qs(urlsplit(url).query, keep_blank_values=True).get("q", [""]) == [text]
            assert not set(url) & set(" \"'<>\u202e\u2066\u2069")


def test_addresses_are_legible_in_pages_and_ascii_in_the_api(app: Flask) -> None:
    asked = SearchRequest(text='قصف "عين الأسد"')
    with app.test_request_context("/ar/search"):
        assert search_url(asked) == "/ar/search?q=قصف+%22عين+الأسد%22"
        assert api_search_url(asked).isascii()


def test_a_value_is_escaped_once_for_all_links_of_a_page(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    escaped: list[str] = []

    def write(value: str) -> str:
        escaped.append(value)
        return value

    monkeypatch.setattr(links, "_readable", write)
    with app.test_request_context("/ar/search"):
        for page in range(1, 9):
            assert search_url(SearchRequest(text="قصف", page=page)).startswith("/ar/search?q=قصف")
    assert sorted(escaped) == sorted({"قصف", *map(str, range(2, 9))})
