"""The API of suggestions as one types."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, jsonify, request

from search.suggesting import MAX_LIMIT
from webapp.caching import until_commit
from webapp.collection import current_collection
from webapp.links import search_url
from webapp.state import read_request

if TYPE_CHECKING:
    from search.suggesting import Suggestion
    from search.values import SearchRequest
    from search.wire import Json

suggest_api = Blueprint("suggest_api", __name__, url_prefix="/api/v1")

LIMIT: Final = 8
"""Suggestions where no number is asked for."""


@suggest_api.get("/suggest")
@until_commit
def suggest() -> Response:
    """What the text `q` may become; `limit` is the most suggestions, 1 to 20. A limit that is no such number counts as 8."""
    asked = read_request(request.args)
    limit = request.args.get("limit", LIMIT, type=int)
    found = current_collection().searcher.suggest(asked.text, limit if 1 <= limit <= MAX_LIMIT else LIMIT)
    return jsonify({"q": asked.text, "suggestions": [_suggestion(each, asked) for each in found]})


def _suggestion(suggestion: Suggestion, asked: SearchRequest) -> Json:
    wire: Json = {
        "kind": suggestion.kind,
        "text": suggestion.text,
        "label": suggestion.label,
        "count": suggestion.count,
        "url": search_url(replace(asked, text=suggestion.text, page=1)),
    }
    if suggestion.id:
        wire["id"] = suggestion.id
    return wire
