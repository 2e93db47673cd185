"""The pages, each in both languages, complete without JavaScript: what they show is worked out in a module of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, current_app, g, redirect, render_template, request, url_for

from search.values import SearchRequest
from webapp.caching import until_commit
from webapp.collection import current_collection
from webapp.document_page import document_page
from webapp.entity_page import entity_page
from webapp.exports import FORMATS, export_response
from webapp.links import search_url
from webapp.locales import current_language
from webapp.map_page import map_page
from webapp.maps import DETAILS
from webapp.notices import notice_text
from webapp.overview import overview
from webapp.search_page import search_page
from webapp.state import ParameterError, Problem, read_request
from webapp.values_page import values_page

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from engines.base import EntityKind
    from webapp.maps import Detail
    from webapp.values_page import ValueField

pages = Blueprint("pages", __name__)


@pages.get("/")
def root() -> Response:
    """To the overview in the language that the browser prefers; a search that is asked for here is answered by its page."""
    asked = read_request(request.args)
    response = redirect(search_url(asked) if asked != SearchRequest() else url_for("pages.home", language=current_language()))
    response.vary.add("Accept-Language")
    return response


@pages.get("/<any(ar, en):language>/")
@until_commit
def home() -> str:
    """The overview: what is in the collection."""
    shown = overview(current_collection().searcher)
    return render_template("overview.html", page=shown, run=current_collection().last_run(), request_state=SearchRequest())


@pages.get("/<any(ar, en):language>/search")
@until_commit
def search() -> str:
    """Search, with facets; without words every report is found."""
    asked = read_request(request.args)
    page = search_page(asked, current_collection().searcher)
    empty = not page.answer.total and not page.chips and not asked.text and not current_collection().info().documents
    return render_template("search.html", page=page, request_state=asked, empty=empty)


@pages.get("/<any(ar, en):language>/map")
@until_commit
def map() -> str:  # noqa: A001 - the page is called so
    """The places of an answer on a map, and as a table."""
    asked = read_request(request.args)
    by: Detail = next((detail for detail in DETAILS if detail == request.args.get("by")), "unit")
    shown = map_page(asked, request.args.get("at", ""), by, current_collection().searcher)
    return render_template("map.html", page=shown, request_state=asked)


@pages.get("/<any(ar, en):language>/values/<any(actor, location, source, language, type, quality):field>")
@until_commit
def values(field: ValueField) -> str:
    """All values of a facet, to be looked through and searched in."""
    asked = read_request(request.args)
    shown = values_page(asked, field, request.args.get("find", ""), current_collection().searcher)
    return render_template("values.html", page=shown, request_state=asked)


@pages.get("/<any(ar, en):language>/actor/<document_id:id>")
@until_commit
def actor(id: str) -> str:  # noqa: A002 - an id is called id everywhere
    """What all reports that name an actor have in common."""
    return _entity("actor", id)


@pages.get("/<any(ar, en):language>/place/<document_id:id>")
@until_commit
def place(id: str) -> str:  # noqa: A002 - an id is called id everywhere
    """What all reports that name a place have in common."""
    return _entity("location", id)


def _entity(kind: EntityKind, id_: str) -> str:
    shown = entity_page(kind, id_, current_collection().searcher)
    if shown is None:
        abort(404)
    return render_template("entity.html", page=shown, request_state=SearchRequest())


@pages.get("/<any(ar, en):language>/document/<document_id:id>")
@until_commit
def document(id: str) -> str:  # noqa: A002 - an id is called id everywhere
    """A report with what was found in it."""
    asked = read_request(request.args)
    collection = current_collection()
    found = collection.searcher.document(id)
    if found is None:
        abort(404)
    return render_template("document.html", page=document_page(found, asked, collection), request_state=asked)


@pages.get("/<any(ar, en):language>/export")
def export() -> Response:
    """The whole answer as a file."""
    asked = read_request(request.args)
    name = request.args.get("format", "csv")
    written = FORMATS.get(name)
    if written is None:
        raise ParameterError(asked, (Problem("format", name, "choice"),))
    return export_response(asked, written, current_collection().searcher, excel=name == "csv" and "excel" in request.args)


@pages.get("/<any(ar, en):language>/about")
def about() -> str:
    """What this is, and whose work and data are in it."""
    return render_template("about.html", notice=notice_text())


@pages.app_url_value_preprocessor
def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """The language is the URL's, not a parameter of each page."""
    if values is not None:
        g.language = values.pop("language", None)


@pages.app_url_defaults
def _give_language(endpoint: str, values: dict[str, Any]) -> None:
    """Links stay in the language of the page."""
    if current_app.url_map.is_endpoint_expecting(endpoint, "language"):
        values.setdefault("language", current_language())
