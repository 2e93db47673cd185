"""The pages as a browser without JavaScript sees them."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from engines.base import Document, Entity, EventDate, Label, Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
HOSTILE = "\"><script>alert(1)</script>'&amp;\u202e{{7*7}}"


class Page(HTMLParser):
    """The links, tags and text of a page; fails on tags that do not nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[dict[str, str | None]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "a":
            self.links.append(dict(attrs))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.text.append(data)

    def link(self, name: str) -> str:
        """The address of the link whose label is `name`."""
        found = [link["href"] for link in self.links if link.get("aria-label") == name]
        assert len(found) == 1, [link.get("aria-label") for link in self.links]
        return found[0] or ""


def get(client: FlaskClient, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, response.text
    return response.text


def test_the_root_leads_to_the_language_of_the_browser(client: FlaskClient) -> None:
    assert client.get("/").location == "/ar/"
    assert client.get("/", headers={"Accept-Language": "en-GB,en;q=0.9"}).location == "/en/"
    assert client.get("/", headers={"Accept-Language": "fr"}).location == "/ar/"
    assert client.get("/").headers["Vary"] == "Accept-Language"
    assert client.get("/?q=قصف&location=IQ").location == "/ar/search?q=%D9%82%D8%B5%D9%81&location=IQ"


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_pages_say_their_language_and_direction(client: FlaskClient, language: str, direction: str) -> None:
    for path in ("search", "search?q=القصف", "document/b", "nothing"):
        page = client.get(f"/{language}/{path}").text
        assert f'<html lang="{language}" dir="{direction}">' in page
        Page(page)


def test_the_language_switch_keeps_the_whole_state(client: FlaskClient) -> None:
    page = Page(get(client, "/ar/document/reports%2Fa%201.txt?q=القصف&actor=grp:kataib"))
    english = next(link for link in page.links if link.get("hreflang") == "en")
    url = urlsplit(english["href"] or "")
    assert url.path == "/en/document/reports%2Fa%201.txt"
    assert parse_qs(url.query) == {"q": ["القصف"], "actor": ["grp:kataib"]}


def test_hits_are_in_two_groups_with_whole_words_marked(client: FlaskClient) -> None:
    html = get(client, "/ar/search?q=القصف")
    assert "<mark>القصف</mark> على جرف النصر" in html
    assert "كل كلماتك" in html
    assert "بعض كلماتك" not in html
    both = get(client, "/en/search?q=القصف+Shelling")
    assert "No report has all your words." in both
    assert "2 reports have some of them" in both


def test_a_card_has_the_language_and_direction_of_its_document(client: FlaskClient) -> None:
    html = get(client, "/ar/search")
    assert '<article class="hit" dir="ltr" lang="en">' in html
    assert '<article class="hit" dir="rtl" lang="ar">' in html
    assert '<article class="hit" dir="rtl">' in html  # no language: by its first letter


def test_counts_stand_apart_from_isolated_values(client: FlaskClient) -> None:
    assert '<bdi>بابل</bdi> <span class="count">2</span>' in get(client, "/ar/search")


def test_places_are_a_tree(client: FlaskClient) -> None:
    html = get(client, "/en/search")
    rows = re.findall(r'<li class="depth-(\d)">\s*<a class="value"[^>]*><bdi>([^<]+)</bdi>', html)
    assert [row for row in rows if row[1] in {"Iraq", "Babil", "Jurf al-Nasr"}] == [
        ("0", "Iraq"),
        ("1", "Babil"),
        ("2", "Jurf al-Nasr"),
    ]


def test_chips_can_be_removed_and_cleared(client: FlaskClient) -> None:
    page = Page(get(client, "/en/search?q=القصف&location=IQ-BB&actor=grp:kataib&from=2024-01-01&sort=report_newest&page=1"))
    removed = parse_qs(urlsplit(page.link("Remove filter: Iraq › Babil")).query)
    assert removed == {"q": ["القصف"], "actor": ["grp:kataib"], "from": ["2024-01-01"], "sort": ["report_newest"]}
    assert "from" not in parse_qs(urlsplit(page.link("Remove filter: from 1 January 2024")).query)
    hrefs = [link["href"] for link in page.links]
    assert any(urlsplit(href or "").query == "q=القصف&sort=report_newest" for href in hrefs)
    assert "/en/search" in hrefs


@pytest.mark.parametrize(
    ("query", "chip"),
    [
        ("from=2024-01-01&to=2024-02-03", "1 January 2024 to 3 February 2024"),
        ("to=2024-02-03", "until 3 February 2024"),
        ("level=exact", "Exactly as written"),
        ("not_actor=none", "No actor"),
        ("date=2024-01", "January 2024"),
        ("language=ar", "Arabic"),
        ("actor=unheard-of", "unheard-of"),
    ],
)
def test_every_filter_has_a_chip_that_leads_out_of_it(client: FlaskClient, query: str, chip: str) -> None:
    page = Page(get(client, f"/en/search?{query}"))
    assert page.link(f"Remove filter: {chip}") == "/en/search"


def test_a_selected_value_stays_listed_at_zero_and_can_be_dropped(client: FlaskClient) -> None:
    page = Page(get(client, "/en/search?q=Shelling&actor=grp:kataib"))
    selected = [link for link in page.links if link.get("aria-current") == "true" and link.get("class") == "value"]
    assert [parse_qs(urlsplit(link["href"] or "").query) for link in selected] == [{"q": ["Shelling"]}]


def test_values_can_be_excluded(client: FlaskClient) -> None:
    page = Page(get(client, "/en/search?location=IQ"))
    assert parse_qs(urlsplit(page.link("Exclude: Kataib Hezbollah")).query) == {
        "location": ["IQ"],
        "not_actor": ["grp:kataib"],
    }
    assert page.link("Exclude: Babil")


def test_a_new_query_keeps_the_filters_and_drops_the_page(client: FlaskClient) -> None:
    page = Page(get(client, "/en/search?q=x&location=IQ&date_of=report&page=1&size=20"))
    starts = [number for number, (tag, _) in enumerate(page.tags) if tag == "form"]
    box = page.tags[starts[0] : starts[1]]
    hidden = {(a["name"], a["value"]) for tag, a in box if tag == "input" and a.get("type") == "hidden"}
    assert {("location", "IQ"), ("date_of", "report"), ("size", "20")} <= hidden
    assert not {name for name, _ in hidden} & {"page", "q"}


def test_without_hits_each_filter_says_what_there_is_without_it(client: FlaskClient) -> None:
    html = get(client, "/en/search?q=Shelling&actor=grp:kataib")
    assert "The filters leave nothing over" in html
    assert 'Without Actors: <bdi>Kataib Hezbollah</bdi></a> <span class="count">1 report</span>' in html
    assert "How your words were understood" in html


def test_without_hits_the_words_are_shown_as_understood(client: FlaskClient) -> None:
    html = get(client, "/ar/search?q=سسسس")
    assert "لم يُعثر على أي تقرير" in html
    assert "<bdi>سسسس</bdi>" in html


def test_an_empty_index_says_what_to_do(empty_client: FlaskClient) -> None:
    assert "kashf index reports/" in get(empty_client, "/ar/search")
    assert "kashf index" not in get(empty_client, "/ar/search?q=قصف")


def test_a_page_beyond_the_last_leads_to_the_first(client: FlaskClient) -> None:
    html = get(client, "/en/search?page=7")
    assert "This page lies beyond the last." in html
    assert "3 reports" in html


def test_paging_keeps_the_state(client: FlaskClient) -> None:
    page = Page(get(client, "/en/search?location=IQ&size=1"))
    following = next(link["href"] for link in page.links if link.get("rel") == "next")
    assert parse_qs(urlsplit(following or "").query) == {"location": ["IQ"], "size": ["1"], "page": ["2"]}
    assert [link for link in page.links if link.get("aria-current") == "page"]


def test_dates_open_under_the_only_year(client: FlaskClient) -> None:
    html = get(client, "/ar/search?q=القصف")
    assert "كانون الثاني/يناير 2024" in html
    assert '<svg class="chart"' in html


def test_a_document_shows_its_text_with_marks_and_links(client: FlaskClient) -> None:
    html = get(client, "/en/document/reports%2Fa%201.txt?q=القصف&location=IQ")
    page = Page(html)
    assert '<a class="entity actor" href="/en/actor/grp%3Akataib" title="Kataib Hezbollah">كتائب حزب الله</a>' in html
    assert '<a class="entity date" href="/en/search?date=2024-01-24" title="24 January 2024">' in html
    assert '<mark id="title-hit-1">القصف</mark>' in html
    assert '<mark id="hit-1">القصف</mark>' in html
    assert '<a href="#hit-1">' in html
    assert "Armed groups" in page.text
    assert '<span class="note"><bdi>Iraq</bdi> › <bdi>Babil</bdi></span>' in html
    assert any(link["href"] == "/en/search?q=القصف&location=IQ" for link in page.links)


def test_an_address_that_is_no_web_address_is_no_link(client: FlaskClient) -> None:
    page = Page(get(client, "/en/document/b"))
    assert "javascript:alert(1)" in page.text
    assert not [link for link in page.links if (link["href"] or "").startswith("javascript")]


def test_a_title_alone_is_a_document_too(client: FlaskClient) -> None:
    assert "This report has a title alone." in get(client, "/en/document/title-alone")


def test_without_a_title_the_text_s_beginning_stands_for_it(app_over_documents: Callable[..., Flask]) -> None:
    client = app_over_documents(Document("a", "", "\n  " + "كلمة " * 50), Document("b", "", "")).test_client()
    html = get(client, "/en/search")
    assert re.search(r"<h3><a[^>]*>كلمة كلمة[^<]{40,85}…</a></h3>", html)
    assert re.search(r"<h3><a[^>]*>b</a></h3>", html)
    assert "<title>كلمة كلمة" in get(client, "/en/document/a")


def test_the_facet_links_of_entities_find_their_document(client: FlaskClient) -> None:
    page = Page(get(client, "/ar/document/reports%2Fa%201.txt"))
    links = {link["href"] or "" for link in page.links if (link.get("class") or "").startswith("entity")}
    assert len(links) == 5
    for link in links:
        assert "reports%2Fa%201.txt" in get(client, link)


def test_a_range_of_days_leads_to_the_reports_within_it(app_over_documents: Callable[[Document], Flask]) -> None:
    days = EventDate(dt.date(2024, 2, 3), dt.date(2024, 2, 5), "range", mentions=(Span(0, 4),))
    client = app_over_documents(Document("d", "t", "3-5 February", event_dates=(days,))).test_client()
    page = Page(get(client, "/en/document/d"))
    found = [link["href"] for link in page.links if link.get("class") == "entity date"]
    assert found == ["/en/search?from=2024-02-03&to=2024-02-05"]


def test_long_facets_are_folded_until_something_in_them_is_chosen(app_over_documents: Callable[..., Flask]) -> None:
    documents = [Document(f"d{number:02}", "t", "x", source=f"source {number:02}") for number in range(20)]
    client = app_over_documents(*documents).test_client()
    assert '<details class="rest">' in get(client, "/en/search")
    assert "10 more" in get(client, "/en/search")
    assert '<details class="rest" open>' in get(client, "/en/search?source=source+19")
    assert "source 19" in get(client, "/en/values/source?find=19")


def test_about_shows_the_notices(client: FlaskClient) -> None:
    html = get(client, "/ar/about")
    assert "GeoNames" in html
    assert "wordfreq" in html


@pytest.mark.parametrize("path", ["search?q={}", "search?actor={}&not_source={}", "search?from={}", "document/{}", "{}"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_hostile_parameters_are_shown_as_text(client: FlaskClient, language: str, path: str) -> None:
    from urllib.parse import quote  # noqa: PLC0415

    html = client.get(f"/{language}/{path.format(quote(HOSTILE), quote(HOSTILE))}").text
    assert "<script>" not in html
    assert "49" not in "".join(Page(html).text)


def test_hostile_documents_are_shown_as_text(app_over_documents: Callable[[Document], Flask]) -> None:
    document = Document(
        id=HOSTILE,
        title=HOSTILE,
        text=f"{HOSTILE}\n\n{HOSTILE}",
        report_date=dt.date(2024, 1, 1),
        source=HOSTILE,
        url=f"https://example.org/{HOSTILE}",
        language=HOSTILE,
        type=HOSTILE,
        entities=(Entity("actor", HOSTILE, HOSTILE, Label(HOSTILE, HOSTILE), (HOSTILE,), (Span(2, 9), Span(1, 4, "title"))),),
        metadata={HOSTILE: HOSTILE},
    )
    client = app_over_documents(document).test_client()
    listing = get(client, "/en/search")
    address = next(link["href"] for link in Page(listing).links if "/en/document/" in (link["href"] or ""))
    for html in (listing, get(client, address or "")):
        assert "<script>" not in html
        assert "alert(1)&lt;/script&gt;" in html
        assert "49" not in "".join(text for text in Page(html).text if "7*7" not in text)


def test_a_long_answer_stays_small(app_over_documents: Callable[..., Flask]) -> None:
    entities = tuple(
        Entity("actor", f"x:{number}", "armed_group", Label(f"كتائب العدد {number}", f"Group {number}"), (f"x:{number}",))
        for number in range(20)
    )
    documents = [
        Document(str(number), "عنوان تقرير طويل نسبيًا " * 3, "نص التقرير " * 40, dt.date(2024, 1, 1), "وكالة", entities=entities)
        for number in range(30)
    ]
    client = app_over_documents(*documents).test_client()
    assert len(client.get("/ar/search?q=التقرير").data) <= 60_000
