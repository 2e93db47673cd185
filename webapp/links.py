"""Addresses of pages: a request goes into the query string, and comes along from page to page."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import quote, quote_plus

from flask import g, url_for
from werkzeug.routing import BaseConverter

from search.values import SearchRequest
from webapp import hijri, preferences
from webapp.state import write_request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from engines.base import Field

_NOT_WORD: Final = re.compile(r"[^\w.~-]+")


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
    return page_url("search", request)


def document_url(id: str, request: SearchRequest) -> str:  # noqa: A002 - an id is called id everywhere
    """A document's page, which keeps the request it was found by."""
    return page_url("document", request, id=id)


def page_url(
    name: str,
    request: SearchRequest,
    *more: tuple[str, str],
    id: str | None = None,  # noqa: A002 - an id is called id everywhere
    field: Field | None = None,
) -> str:
    """A page that keeps a request, in the language of the current page; `more` are parameters of that page's own.

    Of hundreds of links of a page most differ in what they ask alone: each path is made once.
    """
    paths: dict[tuple[str, str | None, str | None], str] = g.setdefault("page_paths", {})
    path = paths.get((name, id, field))
    if path is None:
        path = paths[name, id, field] = url_for(f"pages.{name}", id=id, field=field)
    return _with_state(path, request, _readable, (*more, *_along()))


def plain_url(endpoint: str, **parameters: str) -> str:
    """A page with nothing asked for, in the language of the current page, with its calendar, months and digits."""
    return _with_state(url_for(endpoint), SearchRequest(), _readable, (*parameters.items(), *view_parameters()))


def entity_page_url(field: Literal["actor", "location"], id: str) -> str:  # noqa: A002 - an id is called id everywhere
    """The page of an actor or of a place."""
    return page_url("actor" if field == "actor" else "place", SearchRequest(), id=id)


def view_parameters() -> tuple[tuple[str, str], ...]:
    """What of the current page is no part of a request and goes along to every other page: calendar, months, digits."""
    calendar = ((hijri.CALENDAR, hijri.HIJRI),) if hijri.is_on() else ()
    return (*calendar, *preferences.parameters())


def _along() -> tuple[tuple[str, str], ...]:
    """The same for all links of a page."""
    if "view_parameters" not in g:
        g.view_parameters = view_parameters()
    along: tuple[tuple[str, str], ...] = g.view_parameters
    return along


def api_search_url(request: SearchRequest) -> str:
    """The same request put to the API, in ASCII alone."""
    return _with_state(url_for("api.search"), request, quote_plus)


def feed_url(request: SearchRequest) -> str:
    """The feed of a search: its newest reports."""
    return _with_state(url_for("feeds.search"), replace(request, sort="relevance", page=1, size=10), quote_plus)


def saved_feed_url(name: str) -> str:
    """The feed of a saved search."""
    return url_for("feeds.saved", name=name)


def _with_state(path: str, request: SearchRequest, write: Callable[[str], str], more: Iterable[tuple[str, str]] = ()) -> str:
    """An address with a request. Hundreds of links of a page hold the same values: each is escaped once while the page is made."""
    escaped: dict[tuple[Callable[[str], str], str], str] = g.setdefault("escaped_values", {})
    pairs: list[str] = []
    for name, value in (*write_request(request), *more):
        known = escaped.get((write, value))
        if known is None:
            known = escaped[write, value] = write(value)
        pairs.append(f"{name}={known}")
    return f"{path}?{'&'.join(pairs)}" if pairs else path


def _readable(value: str) -> str:
    """Letters and digits of any script as they are, which browsers encode: a third of the bytes for Arabic, and legible."""
    return _NOT_WORD.sub(lambda match: quote_plus(match.group()), value)
