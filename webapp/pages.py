"""The pages: search, a document, about. Each in both languages, complete without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, current_app, g, redirect, render_template, request, url_for

from webapp.caching import until_commit
from webapp.collection import current_collection
from webapp.document_page import document_page
from webapp.locales import current_language
from webapp.notices import notice_text
from webapp.search_page import search_page
from webapp.state import read_request

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

pages = Blueprint("pages", __name__)


@pages.get("/")
def root() -> Response:
    """To the search page in the language that the browser prefers."""
    response = redirect(url_for("pages.search", language=current_language()))
    response.vary.add("Accept-Language")
    return response


@pages.get("/<any(ar, en):language>/")
def home() -> Response:
    """To the search page."""
    return redirect(url_for("pages.search"))


@pages.get("/<any(ar, en):language>/search")
@until_commit
def search() -> str:
    """Search, with facets; without words every report is found."""
    asked = read_request(request.args)
    page = search_page(asked, current_collection().searcher)
    empty = not page.answer.total and not page.chips and not asked.text and not current_collection().info().documents
    return render_template("search.html", page=page, request_state=asked, empty=empty)


@pages.get("/<any(ar, en):language>/document/<document_id:id>")
@until_commit
def document(id: str) -> str:  # noqa: A002 - an id is called id everywhere
    """A report with what was found in it."""
    asked = read_request(request.args)
    searcher = current_collection().searcher
    found = searcher.document(id)
    if found is None:
        abort(404)
    return render_template("document.html", page=document_page(found, asked, searcher), request_state=asked)


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
