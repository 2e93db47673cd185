"""The API of single reports: why one is a hit, and which are like it.

The id stands last in the path: an id may hold slashes, and so end in anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, jsonify, request, url_for

from search.wire import similar_to_json, why_to_json
from webapp.caching import until_commit
from webapp.collection import current_collection
from webapp.state import read_request

if TYPE_CHECKING:
    from search.similar import SimilarHit
    from search.wire import Json

hits_api = Blueprint("hits_api", __name__, url_prefix="/api/v1")


@hits_api.get("/why/<document_id:id>")
@until_commit
def why(id: str) -> Response:  # noqa: A002 - an id is called id everywhere
    """Why a report is a hit of a search, by the parameters of the search page."""
    found = current_collection().searcher.why(id, read_request(request.args))
    if found is None:
        abort(404, f"no document has the id {id}")
    return jsonify(why_to_json(found))


@hits_api.get("/similar/<document_id:id>")
@until_commit
def similar(id: str) -> Response:  # noqa: A002 - an id is called id everywhere
    """Reports like one, narrowed by the filters of a search; with `duplicates=1` those that are nearly the same too."""
    asked = read_request(request.args)
    found = current_collection().searcher.similar(id, asked, duplicates=request.args.get("duplicates") == "1")
    if found is None:
        abort(404, f"no document has the id {id}")
    return jsonify({"id": id, "hits": [_hit(hit) for hit in found]})


def _hit(hit: SimilarHit) -> Json:
    return similar_to_json(hit) | {"url": url_for("api.document", id=hit.document.id)}
