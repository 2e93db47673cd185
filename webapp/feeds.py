"""Feeds: the newest reports of any search, and what a saved search found last."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode, urljoin

from flask import Blueprint, Response, request
from werkzeug.urls import iri_to_uri

from webapp.atom import Entry, Feed, write_feed
from webapp.caching import until_commit
from webapp.collection import current_collection
from webapp.document_head import title_text
from webapp.links import document_url, search_url
from webapp.locales import current_language
from webapp.saved import current_alerts, saved_errors
from webapp.state import read_request, write_request

if TYPE_CHECKING:
    from engines.base import Document
    from search.values import AnswerHit, SearchRequest

feeds = Blueprint("feeds", __name__)

ENTRIES: Final = 50
UNDATED: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""When a report without a date came, in the feed of a search that was not saved: nobody wrote down when it did."""


@feeds.get("/<any(ar, en):language>/feed.atom")
@until_commit
def search() -> Response:
    """The newest reports of a search, by the parameters of the search page."""
    asked = replace(read_request(request.args), sort="report_newest", page=1, size=ENTRIES)
    hits = current_collection().searcher.search(asked).hits
    entries = tuple(_entry(hit, asked, _published(hit.document) or UNDATED) for hit in hits)
    key = urlencode(sorted(write_request(replace(asked, sort="relevance", size=10))))
    return _answer(_feed(f"search:{key}", asked.text, asked, entries, UNDATED))


@feeds.get("/<any(ar, en):language>/saved/<document_id:name>/feed.atom")
def saved(name: str) -> Response:
    """What a saved search found last, each report dated by when it was first seen there."""
    with saved_errors():
        saved, found = current_alerts().newest(name, shown=ENTRIES)
    entries = tuple(_entry(hit, saved.request, one.seen) for one, hit in found)
    return _answer(_feed(f"saved:{saved.name}", saved.name, saved.request, entries, saved.created))


def _feed(key: str, title: str, asked: SearchRequest, entries: tuple[Entry, ...], least: dt.datetime) -> Feed:
    return Feed(
        key=key,
        title=f"Kashf: {title}" if title.strip() else "Kashf",
        url=_absolute(request.url),
        page=_absolute(search_url(replace(asked, sort="relevance", size=10))),
        language=current_language(),
        updated=max((entry.updated for entry in entries), default=least),
        entries=entries,
    )


def _entry(hit: AnswerHit, asked: SearchRequest, updated: dt.datetime) -> Entry:
    document = hit.document
    return Entry(
        key=document.id,
        title=title_text(document),
        url=_absolute(document_url(document.id, replace(asked, sort="relevance", size=10))),
        updated=updated,
        published=_published(document),
        summary=hit.snippet.text,
        author=document.source,
    )


def _published(document: Document) -> dt.datetime | None:
    day = document.report_date
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC) if day else None


def _absolute(path: str) -> str:
    """An address for programs elsewhere, in ASCII alone."""
    return iri_to_uri(urljoin(request.url_root, path))


def _answer(feed: Feed) -> Response:
    return Response(write_feed(feed), mimetype="application/atom+xml")
