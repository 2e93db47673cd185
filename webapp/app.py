"""The application factory. Nothing is read from the environment: the command passes what the user set."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from flask import Flask
from flask_babel import Babel

from search.saved import FILE_NAME
from webapp import locales
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
from webapp.links import DocumentIdConverter
from webapp.observing import health, init_observing
from webapp.opening import open_index
from webapp.overviews_api import overviews_api
from webapp.page_context import init_page_context
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
    from search.values import KnownEntity
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
    init_page_context(app)
    return app
