"""The API of saved searches. What changes something takes JSON or DELETE, which strange pages can not send (`access.forms`)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from flask import Blueprint, Response, abort, jsonify, request, url_for
from werkzeug.datastructures import MultiDict

from search.wire import Json, saved_to_json
from webapp.links import api_search_url, saved_feed_url, search_url
from webapp.saved import current_alerts, current_saved, saved_errors
from webapp.state import read_request

if TYPE_CHECKING:
    from search.saved import SavedSearch

saved_api = Blueprint("saved_api", __name__, url_prefix="/api/v1")

MAX_SEARCH_LENGTH: Final = 100_000
"""Characters of a query string that is saved."""


@saved_api.route("/saved", methods=["GET", "POST"])
def saved_searches() -> Response:
    """All saved searches; a POST of `{"name": …, "search": the query string of a search page}` saves one more."""
    with saved_errors():
        if request.method == "POST":
            return _save()
        return jsonify({"searches": [_wire(search) for search in current_saved().all()]})


@saved_api.route("/saved/<document_id:name>", methods=["GET", "DELETE"])
def saved_search(name: str) -> Response:
    """One saved search, compared with the index as it is now; a DELETE forgets it."""
    with saved_errors():
        if request.method == "DELETE":
            current_saved().remove(name)
            return Response(status=HTTPStatus.NO_CONTENT)
        return jsonify(_wire(current_alerts().look(name)))


def _save() -> Response:
    body = _sent()
    name, search = (body.get("name"), body.get("search")) if isinstance(body, dict) else (None, None)
    if not isinstance(name, str) or not isinstance(search, str) or len(search) > MAX_SEARCH_LENGTH:
        abort(HTTPStatus.BAD_REQUEST, 'send {"name": "…", "search": "q=…&actor=…"}, the query string of a search page')
    asked = read_request(MultiDict(parse_qsl(search.removeprefix("?"), keep_blank_values=True)))
    saved = current_alerts().add(name, asked)
    response = jsonify(_wire(saved))
    response.status_code = HTTPStatus.CREATED
    response.headers["Location"] = url_for("saved_api.saved_search", name=saved.name)
    return response


def _sent() -> object:
    """The JSON that was sent; a 415 for anything else."""
    try:
        return request.get_json()
    except RecursionError:  # brackets in brackets, by the thousand
        abort(HTTPStatus.BAD_REQUEST, "what was sent is nested too deeply")


def _wire(search: SavedSearch) -> Json:
    return {
        **saved_to_json(search),
        "urls": {
            "self": url_for("saved_api.saved_search", name=search.name),
            "search": api_search_url(search.request),
            "html": search_url(search.request),
            "feed": saved_feed_url(search.name),
        },
    }
