from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analyzers import kashf_analyzer
from search.query_language import parse_query
from webapp.query_help import EXAMPLES

if TYPE_CHECKING:
    from flask.testing import FlaskClient


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_has_every_example_as_a_search(client: FlaskClient, language: str) -> None:
    page = client.get(f"/{language}/help/query")
    assert page.status_code == 200
    assert page.text.count(f'href="/{language}/search?q=') == len(EXAMPLES)


@pytest.mark.parametrize("query", [query for query, _ in EXAMPLES])
def test_every_example_is_understood_and_answered(client: FlaskClient, query: str) -> None:
    assert parse_query(query, kashf_analyzer()).notes == ()
    assert client.get("/en/search", query_string={"q": query}).status_code == 200
