"""What the pages say of an answer that is not a plain one: filters, orders, sizes, directions at their limits."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from engines.base import Document, Entity, Label
from search.searching import MAX_OFFSET
from search.values import Via
from tests.webapp.test_pages import Page, get

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from flask import Flask
    from flask.testing import FlaskClient

    from search.values import SearchAnswer, SearchRequest
    from tests.webapp.conftest import FakeSearcher


def test_only_tags_of_languages_are_written_as_such(app_over_documents: Callable[..., Flask]) -> None:
    client = app_over_documents(Document("a", "t", "قصف على القاعدة", language="Arabic")).test_client()
    assert '<article class="hit" dir="rtl">' in get(client, "/en/search")
    assert '<article class="report" dir="rtl">' in get(client, "/en/document/a")


def test_tags_run_as_the_page_and_not_as_the_report(client: FlaskClient) -> None:
    for language, direction in (("ar", "rtl"), ("en", "ltr")):
        tags = [
            attrs for tag, attrs in Page(get(client, f"/{language}/search")).tags if (attrs.get("class") or "").startswith("tag ")
        ]
        assert {tag["dir"] for tag in tags} == {direction}


def test_a_hit_by_a_translation_says_so_and_not_how_close_its_words_are(
    app: Flask, searcher: FakeSearcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = searcher.search

    def search(request: SearchRequest) -> SearchAnswer:
        answer = answered(request)
        via = (Via(("airstrike",), "translation", "غارة"),)
        return replace(answer, hits=tuple(replace(hit, level="exact", via=via) for hit in answer.hits[:1]))

    monkeypatch.setattr(searcher, "search", search)
    html = get(app.test_client(), "/en/search?q=Babil")
    assert "translation: <bdi>غارة</bdi>" in html
    assert ">exact<" not in html


def test_some_of_the_words_are_shown_where_filters_leave_none_with_all(
    app: Flask, searcher: FakeSearcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = searcher.search

    def search(request: SearchRequest) -> SearchAnswer:
        """As where the first group has documents, none of which passes the filters."""
        answer = answered(request)
        if not request.any_of:
            return answer
        hits = tuple(replace(hit, group=2) for hit in answer.hits)
        return replace(answer, total=0, more=len(hits), group=1, hits=hits)

    monkeypatch.setattr(searcher, "search", search)
    html = get(app.test_client(), "/en/search?q=Babil&location=IQ")
    assert "The filters leave no report with all your words. 1 report has some of them" in html
    assert "Some of your words" in html
    assert "/en/document/b?" in html
    assert '<form class="order"' in html
    assert "What may help" not in html


def test_beside_some_of_the_words_stand_the_filters_that_leave_more(real_client: FlaskClient) -> None:
    html = get(real_client, '/en/search?q=قصف+"الليلة+3"&location=IQ')
    assert "The filters leave no report with all your words. 1 report has some of them" in html
    assert 'Without Places: <bdi>Iraq</bdi></a> <span class="count">13 reports</span>' in html
    assert "/en/document/reports%2Fa%201.txt?" in html


def test_an_excluded_value_leads_out_of_its_exclusion_and_has_no_count(client: FlaskClient) -> None:
    row = re.search(r'<li class="depth-\d excluded">(.*?)</li>', get(client, "/en/search?not_location=IQ-BB"), re.DOTALL)
    assert row is not None
    links = Page(row.group(1)).links
    assert [link["href"] for link in links] == ["/en/search", "/en/search"]
    assert 'class="count"' not in row.group(1)


def test_the_form_of_days_keeps_the_chosen_dates(client: FlaskClient) -> None:
    page = Page(get(client, "/en/search?date=2024&not_date=none&location=IQ&from=2020-01-01"))
    form = next(number for number, (tag, attrs) in enumerate(page.tags) if tag == "form" and attrs.get("class") == "dates")
    hidden = {a["name"] for tag, a in page.tags[form : form + 8] if tag == "input" and a.get("type") == "hidden"}
    assert hidden == {"location", "date", "not_date"}


def test_dates_of_one_kind_are_not_taken_for_those_of_the_other(client: FlaskClient) -> None:
    page = Page(get(client, "/en/search?date=2024&not_date=none&location=IQ&from=2020-01-01"))
    assert any(link["href"] == "/en/search?location=IQ&from=2020-01-01&date_of=report" for link in page.links)


def options(page: Page, name: str) -> list[tuple[str | None, bool]]:
    """The values of a list to choose from, each with whether it is chosen."""
    start = next(number for number, (tag, attrs) in enumerate(page.tags) if tag == "select" and attrs["name"] == name)
    listed: list[tuple[str | None, bool]] = []
    for tag, attrs in page.tags[start + 1 :]:
        if tag != "option":
            return listed
        listed.append((attrs.get("value"), "selected" in attrs))
    return listed


def test_the_order_shown_is_the_one_used(client: FlaskClient) -> None:
    words = options(Page(get(client, "/en/search?q=Babil")), "sort")
    assert [value for value, chosen in words if chosen] == ["relevance"]
    assert len(words) == 5
    without = get(client, "/en/search")
    assert re.search(r'<option value="relevance" selected>Newest report</option>', without)
    assert "Best match" not in without
    assert re.search(r'<option value="event_oldest" selected>', get(client, "/en/search?sort=event_oldest"))


def test_a_page_size_that_is_not_listed_stays_chosen(client: FlaskClient) -> None:
    html = get(client, "/en/search?q=Babil&size=7")
    assert '<option value="7" selected>7</option><option value="10">10</option>' in html


def test_excluded_words_alone_are_not_all_your_words(real_client: FlaskClient) -> None:
    html = get(real_client, "/en/search?q=-قصف")
    assert "2 reports" in html
    assert "All your words" not in html
    assert "All your words" in get(real_client, "/en/search?q=قصف")


def test_what_is_not_named_has_no_count(app_over_documents: Callable[..., Flask]) -> None:
    actor = Entity("actor", "x", "armed_group", Label("كتائب", "Group"), ("x",))
    client = app_over_documents(Document("a", "t", "x", entities=(actor,))).test_client()
    assert "Times named" not in get(client, "/en/document/a")


def test_the_last_page_is_one_that_can_be_asked_for(app: Flask, searcher: FakeSearcher, monkeypatch: pytest.MonkeyPatch) -> None:
    answered = searcher.search
    monkeypatch.setattr(searcher, "search", lambda request: replace(answered(request), total=3_000_000))
    client = app.test_client()
    pages = {
        parse_qs(urlsplit(link["href"] or "").query).get("page", ["1"])[0] for link in Page(get(client, "/en/search?size=30")).links
    }
    assert max(map(int, pages)) == MAX_OFFSET // 30
    last = client.get(f"/api/v1/search?size=30&page={MAX_OFFSET // 30}").json
    assert last is not None
    assert last["urls"]["next"] is None
