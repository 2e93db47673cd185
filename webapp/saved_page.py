"""The page of saved searches: a search is kept under a name, opened, followed by its feed, and forgotten; without script."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from search.values import SearchRequest
from webapp.links import saved_feed_url, search_url
from webapp.locales import day_text
from webapp.saved import current_alerts, current_saved, saved_errors
from webapp.search_page import filter_chips
from webapp.state import read_request

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from search.saved import SavedSearch

saved_pages = Blueprint("saved_pages", __name__)


@dataclass(frozen=True, slots=True)
class SavedRow:
    """A saved search in the list: `filters` are the names of its filters, `new` counts what `kashf alerts run` has not told of."""

    name: str
    url: str
    feed_url: str
    filters: tuple[str, ...]
    text: str
    since: str
    new: int


@saved_pages.get("/<any(ar, en):language>/saved")
def saved() -> str:
    """All saved searches."""
    with saved_errors():
        rows = tuple(_row(search) for search in current_saved().all())
    return render_template("saved.html", rows=rows, request_state=SearchRequest())


@saved_pages.post("/<any(ar, en):language>/saved")
def save() -> Response:
    """Keep a search under a name; or, with `forget`, forget the one that is called so."""
    name = request.form.get("name", "")
    with saved_errors():
        if "forget" in request.form:
            current_saved().remove(name)
        else:
            pairs = parse_qsl(request.form.get("search", ""), keep_blank_values=True)
            current_alerts().add(name, read_request(MultiDict(pairs)))
    return redirect(url_for("saved_pages.saved"), HTTPStatus.SEE_OTHER)


def _row(search: SavedSearch) -> SavedRow:
    return SavedRow(
        name=search.name,
        url=search_url(search.request),
        feed_url=saved_feed_url(search.name),
        filters=tuple(" › ".join(chip.parts) for chip in filter_chips(search.request, None)),
        text=search.request.text,
        since=day_text(search.created.date()),
        new=search.new,
    )
