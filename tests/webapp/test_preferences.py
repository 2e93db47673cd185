"""Months and digits as a reader wants them, carried from page to page."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from webapp.locales import ARABIC_MONTHS, date_text, day_text, number_text

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("query", "day", "number"),
    [
        ("", "9 آب/أغسطس 2024", "1,234"),
        ("months=levantine", "9 آب 2024", "1,234"),
        ("months=standard&digits=western", "9 أغسطس 2024", "1,234"),
        ("digits=arabic", "٩ آب/أغسطس ٢٠٢٤", "١٬٢٣٤"),
        ("months=levantine&digits=arabic", "٩ آب ٢٠٢٤", "١٬٢٣٤"),
        ("months=x&digits=y", "9 آب/أغسطس 2024", "1,234"),
    ],
)
def test_months_and_digits_are_as_chosen(app: Flask, query: str, day: str, number: str) -> None:
    with app.test_request_context(f"/ar/search?{query}"):
        assert day_text(dt.date(2024, 8, 9)) == day
        assert date_text("2024-08") == day.split(" ", 1)[1]
        assert number_text(1234) == number


def test_english_pages_have_their_own(app: Flask) -> None:
    with app.test_request_context("/en/search?months=levantine&digits=arabic"):
        assert day_text(dt.date(2024, 8, 9)) == "9 August 2024"
        assert number_text(1234) == "1,234"


def test_every_month_has_its_names() -> None:
    assert {len(names) for names in ARABIC_MONTHS.values()} == {12}
    assert ARABIC_MONTHS["levantine"][0] == "كانون الثاني"
    assert ARABIC_MONTHS["standard"][0] == "يناير"


def test_links_and_forms_of_a_page_keep_the_choice(client: FlaskClient) -> None:
    html = client.get("/ar/search?q=القصف&months=levantine&digits=arabic").text
    assert '<input type="hidden" name="months" value="levantine">' in html
    hits = re.findall(r'href="(/ar/document/[^"]+)"', html)
    assert hits
    assert all("months=levantine&digits=arabic" in unescape(url) for url in hits)


def test_the_way_to_other_pages_keeps_the_choice(client: FlaskClient) -> None:
    chosen = "calendar=hijri&months=levantine&digits=arabic"
    for path in ("search?q=القصف", "about", "document/b", "api", "nothing-here"):
        html = client.get(f"/ar/{path}{'&' if '?' in path else '?'}{chosen}").text
        top = html.split('<header class="top">')[1].split("</nav>")[0]
        urls = [unescape(url) for url in re.findall(r'href="(/[^"]*)"', top)]
        assert urls, path
        assert all(url.endswith(chosen) for url in urls), path


def test_charts_and_lines_are_in_the_digits_of_the_page(client: FlaskClient) -> None:
    html = client.get("/ar/search?date_of=report&digits=arabic").text
    assert re.findall(r'text-anchor="middle">([^<]+)<', html) == ["٢٠٢٣", "٢٠٢٤"]
    report = client.get("/ar/document/reports%2Fa%201.txt?q=القصف&digits=arabic").text
    assert '<svg class="line"' in report
    assert ">٢٠٢٤</text>" in report
    assert '<span class="hidden">مكان </span>١</a>' in report


def test_the_choice_is_offered_with_the_page_kept(client: FlaskClient) -> None:
    html = client.get("/ar/search?q=x&months=levantine").text
    assert "<b>آب</b>" in html
    urls = [unescape(url) for url in re.findall(r'<a href="([^"]+)" rel="nofollow">', html)]
    assert urls == ["/ar/search?q=x", "/ar/search?q=x&months=standard", "/ar/search?q=x&months=levantine&digits=arabic"]
    assert "Month names" not in client.get("/en/search").text
