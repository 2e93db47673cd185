"""Hostile words in every field, name and query are shown as words, and turn nothing around them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pytest

from engines.base import Document, Entity, EventDate, Label, Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

MARKUP: Final = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'`--></title></textarea>&lt;b&gt;{{7*7}}%(x)s"
TURNED: Final = "\u202eتشتمل\u2066"
"""An override and an isolate that are never closed."""

HOSTILE: Final = MARKUP + TURNED
PAGES: Final = (
    "search", "search?q=x", "document/{id}", "document/{id}?q={q}", "actor/{id}", "place/{id}", "", "map",
    "values/actor", "values/source?find={q}", "export?format=csv", "export?format=jsonl", "export?format=geojson",
)  # fmt: skip

PARAMETERS: Final = (
    "q", "actor", "not_actor", "location", "source", "language", "type", "quality", "date", "from", "to", "date_of", "level",
    "sort", "page", "size", "facet_size", "find", "at", "by", "calendar", "format", "next", MARKUP,
)  # fmt: skip


def hostile(text: str) -> Document:
    """A report whose every field is hostile."""
    span = (Span(0, 8, "text", text),)
    actor = Entity("actor", text, text, Label(text, text), (text,), span, text)
    place = Entity("location", text, text, Label(text, text), (text,), span, text, 33.3, 44.4)
    return Document(
        id=text,
        title=text,
        text=text * 3,
        report_date=dt.date(2024, 1, 2),
        source=text,
        url=f"javascript:alert(1)//{text}",
        language=text,
        type=text,
        entities=(actor, place),
        event_dates=(EventDate(dt.date(2024, 1, 1), dt.date(2024, 1, 1), "day", inferred=(text,), mentions=span),),
        metadata={"file": f"/reports/{text}.txt", text: text, "text_quality": text, "kashf.duplicate_of": text},
    )


@pytest.fixture
def victim(app_over_documents: Callable[..., Flask]) -> FlaskClient:
    return app_over_documents(hostile(HOSTILE)).test_client()


class Reading(HTMLParser):
    """What a browser would make of a page: its elements and attributes, and where texts stand."""

    VOID = frozenset({"meta", "link", "input", "img", "br", "hr", "path", "rect", "circle", "use"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.loose: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.elements.append((tag, named))
        if tag not in self.VOID:
            self.open.append((tag, tag == "bdi" or "dir" in named))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        # <html dir> isolates nothing within the page; <title> and <option> are texts of their own.
        isolated = any(apart for tag, apart in self.open if tag != "html")
        if ("\u202e" in data or "\u2066" in data) and not isolated and self.open[-1][0] not in {"title", "option", "text"}:
            self.loose.append(data)


def ask(client: FlaskClient, language: str, page: str, text: str) -> str:
    where = f"/{language}/" + page.replace("{id}", quote(text, safe="")).replace("{q}", quote(text, safe=""))
    response = client.get(where)
    assert response.status_code in {200, 400, 404}, where
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    return response.text if response.mimetype == "text/html" else ""


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_markup_in_any_field_or_query_stays_text(victim: FlaskClient, language: str, page: str) -> None:
    html = ask(victim, language, page, HOSTILE)
    assert "<script>alert" not in html
    for tag, attributes in Reading(html).elements:
        assert tag != "img"
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        for name in ("href", "src", "action"):
            target = (attributes.get(name) or "").strip().lower()
            assert not target.startswith(("javascript:", "data:", "vbscript:", "//")), (tag, target)
    assert "49%" not in html  # a template in a template


@pytest.mark.parametrize("parameter", PARAMETERS)
@pytest.mark.parametrize("page", ["search", "map", "values/actor", "document/b", "login", "export", "nothing"])
def test_markup_in_any_parameter_stays_text(client: FlaskClient, page: str, parameter: str) -> None:
    response = client.get(f"/en/{page}?{quote(parameter)}={quote(HOSTILE)}")
    assert response.status_code < 500
    if response.mimetype == "text/html":
        assert "<script>alert" not in response.text
        assert not [tag for tag, _ in Reading(response.text).elements if tag == "img"]


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("page", ["search", "document/{id}", "values/actor", "values/source", "map", ""])
def test_marks_of_direction_turn_nothing_around_them(victim: FlaskClient, language: str, page: str) -> None:
    """Each text of a report stands in an element that isolates it, or that has a direction of its own."""
    assert Reading(ask(victim, language, page, HOSTILE)).loose == []


def test_the_reading_can_fail() -> None:
    assert Reading(f"<html dir=rtl><p>a {TURNED}</p></html>").loose
    assert not Reading(f"<html dir=rtl><p>a <bdi>{TURNED}</bdi></p></html>").loose


def test_the_api_gives_them_as_json_that_no_browser_renders(victim: FlaskClient) -> None:
    response = victim.get("/api/v1/search")
    assert response.mimetype == "application/json"
    assert json.loads(response.text)["hits"][0]["title"] == HOSTILE
    assert victim.get(f"/api/v1/documents/{quote(HOSTILE, safe='')}").status_code == 200
    missing = victim.get("/api/v1/documents/%3Cscript%3E")
    assert missing.mimetype == "application/problem+json"


@pytest.mark.parametrize("start", ["=cmd|'/C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_saved_table_runs_nothing(app_over_documents: Callable[..., Flask], start: str) -> None:
    client = app_over_documents(hostile(start)).test_client()
    rows = list(csv.reader(io.StringIO(client.get("/en/export?format=csv").text, newline="")))
    cells = [cell for row in rows for cell in row]
    assert f"'{start}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
