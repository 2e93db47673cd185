"""The overview, the pages of actors and places, all values of a facet, and exports: as a browser without JavaScript sees them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from engines.base import Document, EventDate
from search.folding import DUPLICATE_OF
from tests.webapp.conftest import DOCUMENTS, INFO, FakeSearcher
from tests.webapp.test_pages import Page, get
from webapp.app import create_app_over
from webapp.collection import LastRun, OpenIndex
from webapp.timeline import WIDTH, line_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from flask import Flask
    from flask.testing import FlaskClient


def test_the_overview_tells_what_there_is_from_one_request(client: FlaskClient, searcher: FakeSearcher) -> None:
    html = get(client, "/en/")
    assert len(searcher.asked) == 1
    assert '<dd><a href="/en/search?date_of=report">3</a></dd>' in html
    assert "2023–2024" in html
    links = {link["href"] for link in Page(html).links}
    assert {"/en/actor/grp%3Akataib", "/en/place/IQ", "/en/search?date=2024&date_of=report", "/en/map?date_of=report"} <= links
    assert '<a href="/en/search?date=none&amp;date_of=report">Undated</a> <span class="count">1</span>' in html


def test_reports_without_dates_are_shown_by_the_dates_in_their_texts(app_over_documents: Callable[..., Flask]) -> None:
    day = EventDate(dt.date(2019, 5, 1), dt.date(2019, 5, 1), "day")
    client = app_over_documents(Document("a", "t", "x", event_dates=(day,))).test_client()
    html = get(client, "/en/")
    assert "Dates in the text" in html
    assert ">2019</bdi>" in html


def test_an_empty_index_says_what_to_do(empty_client: FlaskClient) -> None:
    assert "kashf index reports/" in get(empty_client, "/ar/")


def test_the_overview_tells_of_the_last_run(searcher: FakeSearcher) -> None:
    run = LastRun(dt.datetime(2024, 1, 20, 9, 5, tzinfo=dt.UTC), 2, True)
    app = create_app_over(lambda: OpenIndex(searcher, lambda: INFO, last_run=lambda: run))
    html = get(app.test_client(), "/en/")
    assert '<time datetime="2024-01-20T09:05:00+00:00">20 January 2024' in html
    assert "2 files failed" in html
    assert "interrupted" in html


def test_an_actor_s_page_has_what_stands_in_its_reports(client: FlaskClient, searcher: FakeSearcher) -> None:
    html = get(client, "/en/actor/grp%3Akataib")
    assert searcher.asked[-1].all_of == {"actor": ("grp:kataib",)}
    assert "Kataib Hezbollah" in html
    assert "كتائب حزب الله" in html
    assert "Armed groups" in html
    links = {link["href"] for link in Page(html).links}
    assert "/en/search?actor=grp%3Akataib&date_of=report" in links
    assert "/en/place/IQ-BB" in links
    assert "/en/search?actor=grp%3Akataib&location=IQ-BB&date_of=report" in links


def test_a_place_s_page_leads_up_and_shows_its_names(client: FlaskClient) -> None:
    html = get(client, "/en/place/jurf")
    assert '<a href="/en/place/IQ"><bdi>Iraq</bdi></a> › <a href="/en/place/IQ-BB"><bdi>Babil</bdi></a> ›' in html
    assert '<bdi>Jurf al-Nasr</bdi> <span class="count">1</span>' in html  # as the English report names it
    assert '<bdi>جرف النصر</bdi> <span class="count">1</span>' in html
    assert "Town" in html


def test_who_nobody_knows_has_no_page(client: FlaskClient) -> None:
    assert "404" in get(client, "/en/actor/unheard-of", 404)
    get(client, "/en/place/grp%3Akataib", 404)


def test_all_values_can_be_searched_in_however_they_are_spelled(client: FlaskClient) -> None:
    assert "Kataib Hezbollah" in get(client, "/en/values/actor?q=القصف")
    assert "Kataib Hezbollah" in get(client, "/en/values/actor?find=كَتائبُ+حزب")  # a name in the other language, vocalized
    assert "No value has this in its name." in get(client, "/en/values/actor?find=zzz")
    page = Page(get(client, "/en/values/location?location=IQ&find=jurf"))
    assert any(link["href"] == "/en/search?location=jurf" for link in page.links)
    assert client.get("/en/values/event").status_code == 404


def test_hijri_names_go_along_and_change_no_filter(client: FlaskClient) -> None:
    html = get(client, "/en/search?calendar=hijri&date=2024-01")
    assert "January 2024 (Jumada al-Akhirah–Rajab 1445 AH)" in html
    page = Page(html)
    assert "/en/search?calendar=hijri" in {link["href"] for link in page.links}
    assert '<input type="hidden" name="calendar" value="hijri">' in html
    assert "/en/search?date=2024-01" in {link["href"] for link in page.links}  # the way back
    assert "1445" not in get(client, "/en/search?date=2024-01")


def test_any_of_several_actors_or_all_of_them(client: FlaskClient) -> None:
    page = Page(get(client, "/en/search?actor=grp:kataib&actor=x"))
    assert any(link["href"] == "/en/search?all_actor=grp%3Akataib&all_actor=x" for link in page.links)
    back = Page(get(client, "/en/search?all_actor=grp:kataib&all_actor=x"))
    assert any(link["href"] == "/en/search?actor=grp%3Akataib&actor=x" for link in back.links)
    assert back.link("Remove filter: Kataib Hezbollah") == "/en/search?all_actor=x"


def test_a_selected_place_shows_the_way_up(client: FlaskClient) -> None:
    page = Page(get(client, "/en/search?location=jurf&q=x"))
    hrefs = [link["href"] for link in page.links]
    up = hrefs.index("/en/search?q=x&location=IQ")
    assert hrefs[up + 1] == "/en/search?q=x&location=IQ-BB"


def test_counts_that_may_be_too_low_are_marked(app: Flask, searcher: FakeSearcher, monkeypatch: pytest.MonkeyPatch) -> None:
    answered = searcher.search

    def search(request: object) -> object:
        answer = answered(request)  # type: ignore[arg-type]
        return replace(answer, facets={name: replace(facet, exact=False) for name, facet in answer.facets.items()})

    monkeypatch.setattr(searcher, "search", search)
    assert '<span class="hidden">at least </span>2</span>' in get(app.test_client(), "/en/search")


def test_the_whole_answer_is_saved_with_its_filters(client: FlaskClient) -> None:
    response = client.get("/en/export?format=jsonl&location=IQ")
    assert [json.loads(line)["id"] for line in response.text.splitlines()] == ["reports/a 1.txt", "b"]
    assert response.headers["Content-Disposition"] == 'attachment; filename="kashf.jsonl"'
    rows = list(csv.DictReader(io.StringIO(client.get("/en/export?q=Babil").text)))
    assert [row["id"] for row in rows] == ["b"]
    assert client.get("/en/export?excel=1").text.startswith("\ufeffid,")
    geo = json.loads(client.get("/en/export?format=geojson").text)
    assert {tuple(feature["geometry"]["coordinates"]) for feature in geo["features"]} == {(44.0, 33.0), (44.5, 32.5), (44.2, 32.88)}
    assert "not one of the possible values" in client.get("/en/export?format=xml").text


def test_a_document_has_its_neighbours_in_time_and_a_citation(searcher: FakeSearcher) -> None:
    app = create_app_over(lambda: OpenIndex(searcher, lambda: INFO, lambda *_: ((DOCUMENTS[1],), (DOCUMENTS[2],))))
    html = get(app.test_client(), "/en/document/reports%2Fa%201.txt")
    assert '<a href="/en/document/b">Shelling in Babil</a>' in html
    assert "وكالة الرافدين, «القصف على جرف النصر», 2024-01-25, https://example.org/1</bdi>" in html
    assert '<svg class="line"' in html
    assert "More like this" in html
    assert "Nearly the same" not in html


def test_near_duplicates_stand_under_the_best_hit_and_beside_the_report(searcher: FakeSearcher, app: Flask) -> None:
    first, second = Document("a", "أول", "نص"), Document("b", "ثان", "نص", metadata={DUPLICATE_OF: "a"})
    searcher.documents = (first, second)
    client = app.test_client()
    document = get(client, "/en/document/a")
    assert "Nearly the same" in document
    assert "More like this" not in document
    assert "and 1 more that is nearly the same" in get(client, "/en/search")
    assert '<a href="/en/document/b"><bdi>ثان</bdi></a>' in get(client, "/en/search")


def test_dates_stand_on_a_line_in_the_direction_of_the_page() -> None:
    first = EventDate(dt.date(2020, 1, 1), dt.date(2020, 1, 1), "day")
    span = EventDate(dt.date(2022, 1, 1), dt.date(2022, 12, 31), "year")
    latin = line_of((first, span), dt.date(2023, 1, 1), right_to_left=False)
    arabic = line_of((first, span), dt.date(2023, 1, 1), right_to_left=True)
    assert (latin.start, latin.end) == ("2020", "2023")
    assert [mark.own for mark in latin.marks] == [False, False, True]
    assert [round(WIDTH - mark.x - mark.width, 1) for mark in arabic.marks] == [mark.x for mark in latin.marks]
    assert latin.marks[1].width > latin.marks[0].width
    assert line_of((first,), None, right_to_left=False).marks == ()
