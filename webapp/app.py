"""The application factory. Nothing is read from the environment: the command passes what the user set."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import Flask, current_app, request, url_for
from flask_babel import Babel

from search.saved import FILE_NAME
from webapp import hijri, leads, links, locales, narrowing, preferences, state, words
from webapp.access.guard import Access, init_access
from webapp.access.pages import access
from webapp.api import api
from webapp.assets import init_assets
from webapp.caching import init_caching
from webapp.collection import Collection
from webapp.compression import init_compression
from webapp.errors import init_errors
from webapp.feeds import feeds
from webapp.hits_api import hits_api
from webapp.hosts import init_hosts
from webapp.links import DocumentIdConverter, search_url
from webapp.observing import health, init_observing
from webapp.opening import open_index
from webapp.overviews_api import overviews_api
from webapp.pages import pages
from webapp.query_help import query_help
from webapp.reference import reference
from webapp.saved import init_saved
from webapp.saved_api import saved_api
from webapp.saved_page import saved_pages
from webapp.security import init_security
from webapp.suggest_api import suggest_api
from webapp.upload_page import init_uploads, upload

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from engines import ElasticSettings
    from extraction.extractor import Extractor
    from search.values import KnownEntity, SearchRequest
    from webapp.collection import OpenIndex
    from webapp.uploads import Uploads


LARGEST_BODY: Final = 1 << 20
"""Bytes of a request's body. Forms are small."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the user set. `hosts` are the names to answer to (None: all; see `webapp.hosts`), `access` says who is let in.

    `journal` is where that of the index is kept, of which the overview tells. `extractor` gives the one whose gazetteer helps to
    ask: names, suggestions (None: nothing helps).
    """

    hosts: frozenset[str] | None = None
    access: Access = field(default_factory=Access)
    log_queries: bool = False
    uploads: Uploads | None = None
    journal: Path | None = None
    extractor: Callable[[], Extractor] | None = None


def create_app(
    engine_url: str,
    *,
    known: Callable[[str], KnownEntity | None],
    settings: ElasticSettings | None = None,
    options: Options | None = None,
) -> Flask:
    """The web application over the index at an address; `known` names actors and places by their id (the gazetteer).

    `settings` are for an index in an Elasticsearch cluster.

    The index is opened at the first request: one that is not there, or can not be used, is a page that says so.
    """
    options = options or Options()
    return create_app_over(partial(open_index, engine_url, known, settings, options.journal, options.extractor), options)


def create_app_over(opener: Callable[[], OpenIndex], options: Options | None = None) -> Flask:
    """The web application over whatever `opener` opens at the first request."""
    options = options or Options()
    app = Flask(__name__)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.merge_slashes = False  # ids may hold `//`
    app.url_map.converters["document_id"] = DocumentIdConverter
    Collection(opener).init_app(app)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    init_uploads(app, options.uploads)
    init_saved(app, options.journal.with_name(FILE_NAME) if options.journal else None)
    init_observing(app, log_queries=options.log_queries)
    init_hosts(app, options.hosts)
    init_access(app, options.access)
    Babel(app, default_locale="ar", locale_selector=locales.current_language)
    init_assets(app)
    # After a request these run from the last to the first: an ETag is made of what is sent before it is compressed.
    init_security(app)
    init_compression(app)
    init_caching(app)
    init_errors(app)
    app.register_blueprint(pages)
    app.register_blueprint(query_help)
    app.register_blueprint(api)
    app.register_blueprint(suggest_api)
    app.register_blueprint(access)
    app.register_blueprint(reference)
    app.register_blueprint(health)
    app.register_blueprint(upload)
    app.register_blueprint(hits_api)
    app.register_blueprint(overviews_api)
    app.register_blueprint(saved_api)
    app.register_blueprint(saved_pages)
    app.register_blueprint(feeds)
    _init_templates(app)
    return app


def _init_templates(app: Flask) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["number"] = locales.number_text
    app.jinja_env.filters["digits"] = locales.shown
    app.jinja_env.filters["language_tag"] = locales.language_tag
    app.jinja_env.globals.update(state=state, narrowing=narrowing, words=words, leads=leads)
    app.jinja_env.globals.update(search_url=search_url, hidden_fields=_hidden_fields)
    app.jinja_env.globals.update(feed_url=links.feed_url, saved_feed_url=links.saved_feed_url)
    app.jinja_env.globals.update(entity_page_url=links.entity_page_url, hijri_is_on=hijri.is_on, day_text=locales.day_text)
    app.jinja_env.globals.update(choices=_choices, plain_url=links.plain_url)
    app.context_processor(_page_context)


def _page_context() -> dict[str, object]:
    language = locales.current_language()
    other: locales.Language = "en" if language == "ar" else "ar"
    return {
        "language": language,
        "direction": locales.DIRECTIONS[language],
        "number_locale": locales.number_locale(),
        "other_language": other,
        "other_name": locales.NAMES[other],
        "other_direction": locales.DIRECTIONS[other],
        "other_url": _other_url(other),
        "calendar_url": _calendar_url(),
    }


def _other_url(other: locales.Language) -> str:
    """This page in the other language, with the whole query string."""
    named = request.endpoint is not None and _takes_language(request.endpoint)
    endpoint, values = (request.endpoint or "", request.view_args or {}) if named else ("pages.search", {})
    path = url_for(endpoint, **{**values, "language": other})
    query = urlencode(list(request.args.items(multi=True)) if named else links.view_parameters())
    return f"{path}?{query}" if query else path


def _choices(parameter: str) -> list[tuple[str, str, bool]]:
    """What can be chosen of months or digits: how it looks, this page with it, and whether it is chosen."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != parameter]
    looks = {value: names[7] for value, names in locales.ARABIC_MONTHS.items()} | {"western": "123", "arabic": "١٢٣"}
    values = preferences.CHOICES[parameter]
    addresses = (urlencode(kept if value == values[0] else [*kept, (parameter, value)]) for value in values)
    chosen = preferences.chosen(parameter)
    return [
        (looks[value], f"{request.path}?{query}" if query else request.path, value == chosen)
        for value, query in zip(values, addresses, strict=True)
    ]


def _calendar_url() -> str:
    """This page with Hijri names of dates, or without where it has them."""
    pairs = [(name, value) for name, value in request.args.items(multi=True) if name != hijri.CALENDAR]
    query = urlencode(pairs if hijri.is_on() else [*pairs, (hijri.CALENDAR, hijri.HIJRI)])
    return f"{request.path}?{query}" if query else request.path


def _takes_language(endpoint: str) -> bool:
    return current_app.url_map.is_endpoint_expecting(endpoint, "language")


def _hidden_fields(asked: SearchRequest, *without: str) -> list[tuple[str, str]]:
    """The parameters that a form carries along besides its own fields; the page is never one."""
    kept = [(name, value) for name, value in state.write_request(asked) if name not in {"page", *without}]
    return [*kept, *links.view_parameters()]
