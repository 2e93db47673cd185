"""Atom feeds (RFC 4287) as values, and as XML. Ids are made of what they name, so they stay when the server moves."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

NAMESPACE: Final = "http://www.w3.org/2005/Atom"
_IDS: Final = uuid.UUID("6f1d5c0e-6b53-4c0a-9f0a-5b1a3f0c2d77")
"""Under which the ids of feeds and entries are made; any fixed value does."""

_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold, not even escaped (XML 1.0, 2.2)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A report in a feed. `key` is what its id is made of; `updated` when it came, or what it is dated."""

    key: str
    title: str
    url: str
    updated: dt.datetime
    published: dt.datetime | None
    summary: str
    author: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `url` is its own address, `page` that of the page with the same search."""

    key: str
    title: str
    url: str
    page: str
    language: str
    updated: dt.datetime
    entries: tuple[Entry, ...]


def write_feed(feed: Feed) -> bytes:
    """A feed as XML."""
    root = ET.Element("feed", {"xmlns": NAMESPACE, "xml:lang": feed.language})
    _text(root, "id", _id("feed", feed.key))
    _text(root, "title", feed.title)
    _text(root, "updated", _moment(feed.updated))
    _link(root, "self", feed.url, "application/atom+xml")
    _link(root, "alternate", feed.page, "text/html")
    _text(root, "generator", "Kashf")
    _text(ET.SubElement(root, "author"), "name", "Kashf")
    for entry in feed.entries:
        _write_entry(ET.SubElement(root, "entry"), entry)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _write_entry(element: ET.Element, entry: Entry) -> None:
    _text(element, "id", _id("document", entry.key))
    _text(element, "title", entry.title)
    _text(element, "updated", _moment(entry.updated))
    if entry.published:
        _text(element, "published", _moment(entry.published))
    _link(element, "alternate", entry.url, "text/html")
    if entry.author:
        _text(ET.SubElement(element, "author"), "name", entry.author)
    _text(element, "summary", entry.summary)


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _clean(text)


def _link(parent: ET.Element, relation: str, url: str, kind: str) -> None:
    ET.SubElement(parent, "link", {"rel": relation, "href": _clean(url), "type": kind})


def _id(kind: str, key: str) -> str:
    return uuid.uuid5(_IDS, f"{kind}:{key}").urn


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
