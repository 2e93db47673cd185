"""Addresses of pages: a request goes into the query string, and comes along from page to page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from flask import url_for
from werkzeug.routing import BaseConverter

from webapp.state import write_request

if TYPE_CHECKING:
    from search.values import SearchRequest


class DocumentIdConverter(BaseConverter):
    """Any id in one segment of a path, `/` written as `%2F`.

    Ids of dots alone (`..`) would be taken for steps up by browsers: they, and those that begin with it, get a `~` in front.
    """

    regex = r"[\s\S]+"
    part_isolating = False

    def to_python(self, value: str) -> str:
        """The id of a path."""
        return value.removeprefix("~")

    def to_url(self, value: str) -> str:
        """The path of an id."""
        escaped = f"~{value}" if value.startswith("~") or not value.strip(".") else value
        return quote(escaped, safe="")


def search_url(request: SearchRequest) -> str:
    """The search page of a request, in the language of the current page."""
    return _with_state(url_for("pages.search"), request)


def document_url(id: str, request: SearchRequest) -> str:  # noqa: A002 - an id is called id everywhere
    """A document's page, which keeps the request it was found by."""
    return _with_state(url_for("pages.document", id=id), request)


def api_search_url(request: SearchRequest) -> str:
    """The same request put to the API."""
    return _with_state(url_for("api.search"), request)


def _with_state(path: str, request: SearchRequest) -> str:
    pairs = write_request(request)
    return f"{path}?{urlencode(pairs)}" if pairs else path
