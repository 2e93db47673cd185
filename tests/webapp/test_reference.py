"""The page that the API is read by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from webapp.reference import description, operations, schemas

if TYPE_CHECKING:
    from flask.testing import FlaskClient


@pytest.mark.parametrize("language", ["ar", "en"])
def test_everything_that_is_described_is_shown(client: FlaskClient, language: str) -> None:
    html = client.get(f"/{language}/api").text
    described = description()
    for operation in operations(described):
        assert f'id="{operation.id}"' in html
        for parameter in operation.parameters:
            assert f"<code>{parameter.name}</code>" in html
    for schema in schemas(described):
        assert f'id="schema-{schema.name}"' in html
    assert not re.search(r"\bNone\b(?!-Match)|\{&#39;|built-in method", html)


def test_the_page_is_made_here(client: FlaskClient) -> None:
    html = client.get("/en/api").text
    assert re.findall(r"<script[^>]*>", html) == re.findall(r'<script type="module" src="/static/[^>]*>', html)
    assert not re.search(r'(?:src|href)="https?:', html)


def test_every_operation_says_what_comes_back() -> None:
    for operation in operations(description()):
        assert operation.answers, operation.id
        assert operation.summary
        assert any(answer.status in {"200", "201", "202", "204", "303"} for answer in operation.answers), operation.id
