"""The errors of the API: codes that stay, each described where its type leads."""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from werkzeug.exceptions import HTTPException

from engines.base import EngineUnavailableError, IndexBusyError, IndexMismatchError, IndexNotFoundError
from search.values import QueryError
from webapp.problems import PROBLEMS, problem_code
from webapp.reference import OPENAPI

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from engines.base import EngineError


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/search?size=0", 400, "bad_parameter"),
        ("/api/v1/documents/nothing", 404, "not_found"),
        ("/api/v1/nothing", 404, "not_found"),
    ],
)
def test_a_problem_has_its_code_and_a_type_that_leads_to_its_description(
    client: FlaskClient, path: str, status: int, code: str
) -> None:
    problem = client.get(path).json
    assert problem is not None
    assert (problem["status"], problem["code"]) == (status, code)
    page, _, anchor = problem["type"].partition("#")
    assert f'id="{anchor}"' in client.get(page).text


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (IndexNotFoundError("x"), "index_not_found"),
        (IndexBusyError("x"), "index_busy"),
        (IndexMismatchError("x"), "index_mismatch"),
        (EngineUnavailableError("x"), "index_unavailable"),
    ],
)
def test_what_is_wrong_with_the_index_has_codes(
    failing_client: Callable[[EngineError], FlaskClient], error: EngineError, code: str
) -> None:
    problem = failing_client(error).get("/api/v1/search").json
    assert problem is not None
    assert (problem["status"], problem["code"]) == (503, code)


def test_every_status_has_a_code_that_is_described() -> None:
    for status in HTTPStatus:
        if status >= HTTPStatus.BAD_REQUEST:
            assert problem_code(HTTPException(), status) in PROBLEMS
    assert problem_code(QueryError("x"), HTTPStatus.BAD_REQUEST) == "bad_query"


def test_the_description_names_all_codes() -> None:
    described = json.loads(OPENAPI.read_text(encoding="utf-8"))
    assert described["components"]["schemas"]["Problem"]["properties"]["code"]["enum"] == list(PROBLEMS)


def test_codes_stay() -> None:
    """Programs decide by them: one may be added, none renamed."""
    assert {"bad_parameter", "bad_query", "not_found", "not_signed_in", "index_not_found", "index_busy", "internal"} <= set(
        PROBLEMS
    )
    assert all(re.fullmatch(r"[a-z_]+", code) for code in PROBLEMS)
