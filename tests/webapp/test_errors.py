"""Errors as pages in both languages: what is wrong, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engines.base import EngineUnavailableError, IndexMismatchError, IndexNotFoundError
from search.values import QueryError

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

    from engines.base import EngineError


def test_a_bad_parameter_is_named_and_the_form_keeps_the_rest(client: FlaskClient) -> None:
    response = client.get("/en/search?q=shelling&location=IQ&from=tomorrow")
    assert response.status_code == 400
    assert "A date is written as 2024, 2024-01 or 2024-01-20." in response.text
    assert "<bdi>tomorrow</bdi>" in response.text
    assert 'value="shelling"' in response.text
    assert '<input type="hidden" name="location" value="IQ">' in response.text
    assert 'name="from"' not in response.text


def test_a_bad_parameter_is_named_in_arabic(client: FlaskClient) -> None:
    response = client.get("/ar/search?sort=best")
    assert response.status_code == 400
    assert "هذه ليست من القيم الممكنة." in response.text


def test_what_the_search_refuses_is_told(app: Flask, searcher: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_request: object) -> None:
        raise QueryError("only so many hits can be paged to")

    monkeypatch.setattr(searcher, "search", refuse)
    response = app.test_client().get("/en/search?q=kept")
    assert response.status_code == 400
    assert "only so many hits can be paged to" in response.text
    assert 'value="kept"' in response.text


def test_a_page_that_is_not_there(client: FlaskClient) -> None:
    assert "Not found" in client.get("/en/nothing").text
    assert "غير موجود" in client.get("/ar/document/nothing").text
    assert client.get("/ar/document/nothing").status_code == 404


@pytest.mark.parametrize("path", ["/ar/search", "/api/v1/search"])
def test_a_method_that_is_not_there_is_told_with_those_that_are(client: FlaskClient, path: str) -> None:
    response = client.post(path)
    assert response.status_code == 405
    assert set(response.allow) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize(
    ("error", "english"),
    [
        (IndexNotFoundError("no index at ./x"), "There is no index yet"),
        (IndexMismatchError("made by another analyzer: kashf reindex"), "The index can not be used just now"),
        (EngineUnavailableError("not readable"), "The index can not be used just now"),
    ],
)
def test_an_index_that_can_not_be_used(
    failing_client: Callable[[EngineError], FlaskClient], error: EngineError, english: str
) -> None:
    client = failing_client(error)
    response = client.get("/en/search")
    assert response.status_code == 503
    assert english in response.text
    assert str(error) in response.text
    assert client.get("/ar/search").status_code == 503
    problem = client.get("/api/v1/search")
    assert problem.status_code == 503
    assert problem.json is not None
    assert problem.json["detail"] == str(error)


def test_an_unexpected_error_is_logged_and_not_shown(
    app: Flask, searcher: object, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_request: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(searcher, "search", fail)
    response = app.test_client().get("/en/search")
    assert response.status_code == 500
    assert "Something went wrong here" in response.text
    assert "secret detail" not in response.text
    assert "secret detail" in caplog.text
    problem = app.test_client().get("/api/v1/search")
    assert problem.mimetype == "application/problem+json"
    assert "secret detail" not in problem.text
