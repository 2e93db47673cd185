"""Errors as pages and, under /api/, as problem details (RFC 9457)."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import g, jsonify, make_response, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from engines.base import EngineError, IndexNotFoundError
from indexer.values import IndexingError
from search.values import QueryError, SearchRequest
from webapp.access.forms import StrangeRequestError
from webapp.access.guard import NotThroughProxyError
from webapp.hosts import HostNotAllowedError
from webapp.problems import problem_code
from webapp.search_page import filter_chips
from webapp.state import EXPECTED as EXPECTED_ENGLISH
from webapp.state import ParameterError
from webapp.words import EXPECTED, query_error_text

if TYPE_CHECKING:
    from flask import Flask, Response

_log: Final = logging.getLogger(__name__)

_KEPT_HEADERS: Final = frozenset({"Allow", "Retry-After"})
"""Of an error's own: which methods there are (RFC 9110), and when to try again."""


def init_errors(app: Flask) -> None:
    """Show every error as a page or a problem, in the language that was asked in."""
    app.register_error_handler(QueryError, _bad_query)
    app.register_error_handler(EngineError, _engine_failed)
    app.register_error_handler(IndexingError, _indexing_failed)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def _bad_query(error: QueryError) -> Response:
    rest = error.rest if isinstance(error, ParameterError) else SearchRequest(text=request.args.get("q", ""))
    problems = error.problems if isinstance(error, ParameterError) else ()
    if _is_api():
        listed = [
            {"name": problem.parameter, "value": problem.value, "detail": EXPECTED_ENGLISH[problem.reason]} for problem in problems
        ]
        return _problem(error, HTTPStatus.BAD_REQUEST, str(error), **({"parameters": listed} if listed else {}))
    worded = query_error_text(error)
    return _page(
        HTTPStatus.BAD_REQUEST,
        gettext("This search can not be run as it stands"),
        worded or gettext("Mend what is listed here, or search again without it."),
        detail="" if problems or worded else str(error),
        problems=[(problem.parameter, problem.value, str(EXPECTED[problem.reason])) for problem in problems],
        rest=rest,
    )


def _engine_failed(error: EngineError) -> Response:
    _log.warning("engine: %s", error)
    if _is_api():
        return _problem(error, HTTPStatus.SERVICE_UNAVAILABLE, str(error))
    if isinstance(error, IndexNotFoundError):
        title = gettext("There is no index yet")
        advice = gettext("Index a folder of reports, then load this page again:")
        return _page(HTTPStatus.SERVICE_UNAVAILABLE, title, advice, detail=str(error), command="kashf index reports/")
    title = gettext("The index can not be used just now")
    return _page(HTTPStatus.SERVICE_UNAVAILABLE, title, gettext("What the search engine says:"), detail=str(error))


def _indexing_failed(error: IndexingError) -> Response:
    """An upload that could not be indexed as a whole, or a journal that can not be read."""
    _log.warning("indexing: %s", error)
    if _is_api():
        return _problem(error, HTTPStatus.SERVICE_UNAVAILABLE, str(error))
    title = gettext("The index can not be used just now")
    return _page(HTTPStatus.SERVICE_UNAVAILABLE, title, gettext("What the indexer says:"), detail=str(error))


def _http_error(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    if error.response is not None or status < HTTPStatus.BAD_REQUEST:  # a redirect, not an error
        return make_response(error.get_response())
    response = _problem(error, status, error.description or "") if _is_api() else _http_page(status, error)
    for name, value in error.get_headers():
        if name in _KEPT_HEADERS:
            response.headers[name] = value
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="kashf"'
    return response


def _http_page(status: HTTPStatus, error: HTTPException) -> Response:
    if status == HTTPStatus.NOT_FOUND:
        title = gettext("Not found")
        return _page(status, title, gettext("There is no such page or report; it may have left the collection."))
    detail = error.description if isinstance(error, HostNotAllowedError | NotThroughProxyError) else ""
    return _page(status, gettext("This can not be done"), _advice(error), detail=detail or "")


def _advice(error: HTTPException) -> str:
    if isinstance(error, StrangeRequestError):
        advice = gettext("The form is too old, or was not sent by a page of this server. Load it again and send it once more.")
    elif isinstance(error, NotThroughProxyError):
        advice = gettext("This server is asked through its proxy, which says who asks.")
    elif isinstance(error, RequestEntityTooLarge):
        advice = gettext("More was sent than is taken.")
    else:
        advice = gettext("The address or the way it was asked is not right.")
    return str(advice)


def _unexpected(error: Exception) -> Response:
    # Not the address: it holds what was searched for. The id leads to the request's own line.
    _log.error("unexpected error in request %s of %s", g.request_id, request.endpoint, exc_info=error)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    if _is_api():
        return _problem(error, status, "an unexpected error; the server's log has more")
    title = gettext("Something went wrong here")
    return _page(status, title, gettext("It is written in the server's log. Going back and trying again may help."))


def _is_api() -> bool:
    return request.path.startswith("/api/")


def _problem(error: Exception, status: HTTPStatus, detail: str, **more: object) -> Response:
    code = problem_code(error, status)
    response = jsonify(
        {
            "type": url_for("reference.page", language="en", _anchor=f"problem-{code}"),
            "code": code,
            "title": status.phrase,
            "status": status.value,
            "detail": detail,
            **more,
        }
    )
    response.status_code = status.value
    response.mimetype = "application/problem+json"
    return response


def _page(
    status: HTTPStatus,
    title: str,
    advice: str,
    *,
    detail: str = "",
    command: str = "",
    problems: list[tuple[str, str, str]] | None = None,
    rest: SearchRequest | None = None,
) -> Response:
    shown = render_template(
        "error.html",
        status=status.value,
        title=title,
        advice=advice,
        detail=detail,
        command=command,
        problems=problems or [],
        chips=filter_chips(rest, None) if rest else (),
        request_state=rest or SearchRequest(),
    )
    return make_response(shown, status.value)
