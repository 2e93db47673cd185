"""docs/web.md tells every page, every operation of the API and every parameter."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from asked import read

from engines.base import DATE_FIELDS
from webapp import preferences
from webapp.hijri import CALENDAR
from webapp.state import VALUE_FIELDS, write_request

if TYPE_CHECKING:
    from flask import Flask

TEXT = (Path(__file__).resolve().parents[2] / "docs/web.md").read_text(encoding="utf-8")
CODE = set(re.findall(r"`([^`]+)`", TEXT))

EVERYTHING = (
    "q=x&from=2024&to=2024&date_of=report&level=stem&expand=0&fold=1&sort=report_oldest&size=20&facet_size=50&page=2&date=2024"
)


def test_every_page_is_told(app: Flask) -> None:
    unnamed = re.compile(r"<[^>]*:(id|name|field)>")
    names = {"id": "ID", "name": "NAME", "field": "FIELD"}
    for rule in app.url_map.iter_rules():
        path = rule.rule.replace("<any(ar, en):language>", "ar")
        shown = unnamed.sub(lambda part: names[part[1]], path)
        if shown.startswith("/api/v1/"):
            assert {shown, shown.removeprefix("/api/v1/")} & CODE, shown
        elif shown.startswith("/ar/") and rule.methods and "GET" in rule.methods:
            assert shown in CODE, shown


def test_every_parameter_is_told() -> None:
    written = {name for name, _ in write_request(read(EVERYTHING))}
    assert len(written) == len(EVERYTHING.split("&"))
    told = {code.partition("=")[0] for code in CODE}
    assert {*written, *VALUE_FIELDS, CALENDAR, *preferences.CHOICES} <= told


@pytest.mark.parametrize("kind", DATE_FIELDS)
def test_the_kinds_of_dates_are_told(kind: str) -> None:
    assert kind in CODE
