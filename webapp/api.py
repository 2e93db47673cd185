"""The JSON API: what the pages show, for programs. `openapi.json` beside this file describes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from flask import Blueprint, Response, abort, jsonify, request, url_for

from search.wire import Json, answer_to_json, document_to_json
from webapp.caching import until_commit
from webapp.collection import current_collection
from webapp.links import api_search_url, search_url
from webapp.narrowing import clicked
from webapp.search_page import last_page
from webapp.state import read_request

if TYPE_CHECKING:
    from engines.base import Field
    from search.values import SearchAnswer, SearchRequest

api = Blueprint("api", __name__, url_prefix="/api/v1")


@api.get("/search")
@until_commit
def search() -> Response:
    """The answer to a search: the parameters of the search page."""
    asked = read_request(request.args)
    answer = current_collection().searcher.search(asked)
    return jsonify(addressed_answer(asked, answer) | {"urls": _urls(asked, answer)})


@api.get("/documents/<document_id:id>")
@until_commit
def document(id: str) -> Response:  # noqa: A002 - an id is called id everywhere
    """A report with what was found in it."""
    found = current_collection().searcher.document(id)
    if found is None:
        abort(404, f"no document has the id {id}")
    return jsonify(document_to_json(found))


@api.get("/status")
@until_commit
def status() -> Response:
    """How many documents there are, and which analyzer made their index."""
    info = current_collection().info()
    return jsonify({"documents": info.documents, "fingerprint": info.fingerprint, "generation": info.generation})


def addressed_answer(asked: SearchRequest, answer: SearchAnswer) -> Json:
    """An answer whose hits, values and leads have the addresses that they lead to; `asked` is what values are added to."""
    wire = answer_to_json(answer)
    for hit in cast("list[Json]", wire["hits"]):
        hit["url"] = url_for("api.document", id=hit["id"])
    _add_toggles(asked, answer, wire)
    _add_leads(answer, wire)
    wire["facets_about"] = {
        name: {"distinct": facet.distinct, "exact": facet.exact}
        for name in cast("Json", wire["facets"])
        for facet in [answer.facets[_facet_field(asked, name)]]
    }
    return wire


def _facet_field(asked: SearchRequest, name: str) -> Field:
    return asked.date_of if name == "date" else cast("Field", name)


def _add_toggles(asked: SearchRequest, answer: SearchAnswer, wire: Json) -> None:
    """Give each value of a facet the address of the search after a click on it."""
    for name, buckets in cast("dict[str, list[Json]]", wire["facets"]).items():
        field = _facet_field(asked, name)
        for bucket, shown in zip(answer.facets[field].buckets, buckets, strict=True):
            shown["toggle_url"] = api_search_url(clicked(asked, field, bucket))


def _add_leads(answer: SearchAnswer, wire: Json) -> None:
    """Give what leads on from an answer the address of its search."""
    for offer, shown in zip(answer.offers, cast("list[Json]", wire["offers"]), strict=True):
        shown["url"] = api_search_url(offer.request)
    if answer.did_you_mean:
        cast("Json", wire["did_you_mean"])["url"] = api_search_url(answer.did_you_mean.request)
    for way, told in zip(answer.ways_on, cast("list[Json]", wire["ways_on"]), strict=True):
        told["url"] = api_search_url(way.request)


def _urls(asked: SearchRequest, answer: SearchAnswer) -> Json:
    """This page of the answer, those beside it, and the page that a person would look at."""
    last = last_page(asked, answer)
    return {
        "self": api_search_url(asked),
        "next": api_search_url(replace(asked, page=asked.page + 1)) if asked.page < last else None,
        "previous": api_search_url(replace(asked, page=asked.page - 1)) if 1 < asked.page <= last else None,
        "html": search_url(asked),
    }
