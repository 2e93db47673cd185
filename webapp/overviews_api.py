"""The API of overviews: the whole collection, the places of an answer, what the reports on an actor or a place have in common."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, abort, jsonify, request, url_for

from search.values import SearchRequest
from webapp.api import addressed_answer
from webapp.caching import until_commit
from webapp.collection import current_collection
from webapp.entity_page import LISTED, ask_about, names_in
from webapp.links import api_search_url, entity_page_url, feed_url, page_url
from webapp.map_page import placed
from webapp.maps import DETAILS
from webapp.narrowing import narrowed_to
from webapp.overview import ask_for_all, undated
from webapp.state import MAX_FACET_SIZE, ParameterError, Problem, read_request

if TYPE_CHECKING:
    from engines.base import EntityKind
    from search.values import KnownEntity, SearchAnswer
    from search.wire import Json
    from webapp.collection import LastRun
    from webapp.maps import Counted

overviews_api = Blueprint("overviews_api", __name__, url_prefix="/api/v1")

_TOLD: Final = ("hits", "facets", "facets_about")
"""What of an answer is told of a collection, an actor or a place."""


@overviews_api.get("/overview")
@until_commit
def overview() -> Response:
    """What is in the collection."""
    answer = ask_for_all(current_collection().searcher)
    bare = SearchRequest(date_of=answer.request.date_of)
    return jsonify(
        {
            "documents": answer.total,
            "dated_by": bare.date_of,
            "undated": undated(answer),
            **_told(bare, answer),
            "last_run": _last_run(current_collection().last_run()),
            "urls": {"search": api_search_url(bare), "map": url_for(".places"), "html": url_for("pages.home")},
        }
    )


@overviews_api.get("/map")
@until_commit
def places() -> Response:
    """The places of an answer with their coordinates, one level of them."""
    asked = read_request(request.args)
    at, by = request.args.get("at", ""), request.args.get("by", "unit")
    detail = next((detail for detail in DETAILS if detail == by), None)
    if detail is None:
        raise ParameterError(asked, (Problem("by", by, "choice"),))
    found = placed(asked, at, detail, current_collection().searcher, MAX_FACET_SIZE)
    return jsonify(
        {
            "total": found.answer.total,
            "by": detail,
            "at": at,
            "places": [_place(asked, place) for place in found.shown],
            "cut": found.cut,
            "urls": {"search": api_search_url(asked), "html": page_url("map", asked, ("at", at), ("by", detail))},
        }
    )


@overviews_api.get("/actors/<document_id:id>")
@until_commit
def actor(id: str) -> Response:  # noqa: A002 - an id is called id everywhere
    """What the reports that name an actor have in common."""
    return _entity("actor", id)


@overviews_api.get("/locations/<document_id:id>")
@until_commit
def location(id: str) -> Response:  # noqa: A002 - an id is called id everywhere
    """What the reports that name a place, or one in it, have in common."""
    return _entity("location", id)


def _entity(kind: EntityKind, id_: str) -> Response:
    searcher = current_collection().searcher
    known = searcher.known(kind, id_)
    if known is None:
        abort(404, f"no {kind} has the id {id_}")
    answer = ask_about(kind, id_, searcher)
    base = SearchRequest(any_of={kind: (id_,)}, date_of="report")
    names = [{"text": name, "count": count} for name, count in names_in(known, answer.hits)]
    told = _told(SearchRequest(all_of={kind: (id_,)}, date_of="report"), answer)
    return jsonify(
        {
            **_known(known),
            "total": answer.total,
            "names": names,
            "read": len(answer.hits),
            **told,
            "urls": {"search": api_search_url(base), "feed": feed_url(base), "html": entity_page_url(kind, id_)},
        }
    )


def _told(asked: SearchRequest, answer: SearchAnswer) -> Json:
    """The newest reports of an answer, and its values with the addresses that `asked` narrowed to them has."""
    wire = addressed_answer(asked, replace(answer, hits=answer.hits[:LISTED]))
    return {name: wire[name] for name in _TOLD}


def _place(asked: SearchRequest, place: Counted) -> Json:
    known = place.known
    return {**_known(known), "count": place.count, "url": api_search_url(narrowed_to(asked, known))}


def _known(known: KnownEntity) -> Json:
    return {
        "id": known.id,
        "type": known.type,
        "label": {"ar": known.label.ar, "en": known.label.en},
        "path": list(known.path),
        "country": known.country,
        "lat": known.lat,
        "lon": known.lon,
    }


def _last_run(run: LastRun | None) -> Json | None:
    return {"began": run.began.isoformat(), "failures": run.failures, "interrupted": run.interrupted} if run else None
