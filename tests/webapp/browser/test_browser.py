"""The pages in Chromium: accessible, whole, in both languages, wide and narrow, light and dark, with and without script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from webapp import facets

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

PATHS = {
    "overview": "",
    "map": "map?by=place",
    "actor": "actor/grp:kataib",
    "place": "place/IQ-BB",
    "values": "values/actor?find=Kataib",
    "search": "search?q=القصف",
    "filtered": "search?q=القصف+Shelling&location=IQ-BB&not_source=x&from=2023&date_of=report",
    "zero": "search?q=Shelling&actor=grp:kataib",
    "document": "document/reports%2Fa%201.txt?q=القصف",
    "about": "about",
    "saved": "saved",
    "upload": "upload",
    "query-help": "help/query",
    "api": "api",
    "not-found": "nothing",
    "bad-query": "search?q=القصف&location=IQ&from=tomorrow",
}
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
LEAKS = re.compile(r"\bNone\b|built-in method|\bundefined\b|\{\{|%\(\w+\)s")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 768, 390])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_pages_are_accessible_and_whole(
    open_page: Callable[..., Page], address: str, language: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    page = open_page(f"/{language}/about", width=width, scheme=scheme)
    for name, path in PATHS.items():
        page.goto(f"{address}/{language}/{path}")
        found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
        assert [(name, rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
        assert not LEAKS.search(page.inner_text("body")), name


@pytest.mark.parametrize("language", ["ar", "en"])
def test_nothing_scrolls_sideways_on_the_smallest_screens(open_page: Callable[..., Page], address: str, language: str) -> None:
    page = open_page(f"/{language}/search", width=320)
    page.click("summary")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for name, path in PATHS.items():
        page.goto(f"{address}/{language}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def test_arabic_pages_show_no_english_texts(open_page: Callable[..., Page], address: str) -> None:
    page = open_page("/ar/search")
    for name, path in PATHS.items():
        page.goto(f"{address}/ar/{path}")
        foreign = "[lang=en], [dir=ltr], bdi, time, mark, code, pre"
        text: str = page.evaluate(
            """(foreign) => { document.querySelectorAll(foreign).forEach((node) => node.remove());
                              return document.body.innerText; }""",
            foreign,
        )
        assert set(re.findall(r"[A-Za-z]{2,}", text)) <= {"OR"}, name  # a word of the query language


def test_filters_are_open_on_wide_screens_and_closed_on_narrow_ones(open_page: Callable[..., Page]) -> None:
    wide = open_page("/ar/search")
    expect(wide.locator("#facet-actor")).to_be_visible()
    expect(wide.locator("summary")).to_be_hidden()
    facets, results = wide.locator(".aside").bounding_box(), wide.locator(".results").bounding_box()
    assert facets is not None
    assert results is not None
    assert facets["x"] > results["x"]  # at the inline start, which is the right in Arabic
    narrow = open_page("/ar/search", width=390)
    expect(narrow.locator("#facet-actor")).to_be_hidden()
    first = narrow.locator(".hit").first.bounding_box()
    assert first is not None
    assert first["y"] < 900


@pytest.mark.parametrize("width", [1280, 390])
def test_everything_works_without_script(open_page: Callable[..., Page], width: int) -> None:
    page = open_page("/en/search", width=width, script=False)
    page.fill("#q", "القصف Shelling")
    page.click(".box button")
    expect(page.locator("[role=status]")).to_contain_text("2 reports have some of them")
    if width == 390:
        page.click("summary")
    page.click("#facet-location >> text=Babil")
    expect(page.locator(".chip")).to_contain_text("Iraq › Babil")
    expect(page.locator("#q")).to_have_value("القصف Shelling")
    page.click(".order button")
    page.click("[aria-label='Remove filter: Iraq › Babil']")
    expect(page.locator(".chip")).to_have_count(0)
    page.click(".hit h3 a >> nth=0")
    expect(page.locator("article h1 mark")).to_have_count(1)
    page.click(".back a")
    expect(page.locator("#q")).to_have_value("القصف Shelling")


def test_days_are_applied_by_their_button_and_keep_the_chosen_year(open_page: Callable[..., Page]) -> None:
    page = open_page("/en/search?q=Shelling&date=2023&date_of=report")
    page.fill("[name=from]", "2023-05-01")
    page.click(".dates button")
    assert "from=2023-05-01" in page.url
    assert "date_of=report" in page.url
    assert "date=2023&" in page.url
    assert "q=Shelling" in page.url
    expect(page.locator(".chip").last).to_contain_text("from 1 May 2023")
    page.click("text=In the text")
    assert "date=2023&" not in page.url
    assert "from=2023-05-01" in page.url


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_span_is_dragged_on_the_chart_in_either_direction_of_time(open_page: Callable[..., Page], language: str) -> None:
    page = open_page(f"/{language}/search?date_of=report")
    first, last = (page.locator(f"[data-v='{year}']").bounding_box() for year in (2023, 2024))
    assert first is not None
    assert last is not None
    assert (first["x"] > last["x"]) == (language == "ar")
    page.mouse.move(first["x"] + first["width"] / 2, first["y"] + 10)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] / 2, last["y"] + 10, steps=4)
    page.mouse.up()
    expect(page.locator("[name=from]")).to_have_value("2023-01-01")
    expect(page.locator("[name=to]")).to_have_value("2024-12-31")
    assert "from=" not in page.url  # nothing is sent before the button is pressed
    page.click(".dates button")
    expect(page.locator(".chip")).to_contain_text("2023")


def test_a_span_is_chosen_with_the_arrow_keys(open_page: Callable[..., Page]) -> None:
    page = open_page("/en/search?date_of=report")
    page.focus(".brush")
    page.keyboard.press("Home")
    expect(page.locator("[name=to]")).to_have_value("2023-12-31")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("[name=to]")).to_have_value("2024-12-31")
    expect(page.locator(".brush")).to_have_attribute("aria-valuetext", "2023 – 2024")
    page.keyboard.press("Enter")
    page.wait_for_url("**from=2023-01-01**")


@pytest.mark.parametrize("typed", ["كتائب", "كتايب", "\u06a9تا\u06ccب", "كَتـائب"])
def test_typing_narrows_the_values_in_sight_however_they_are_spelled(
    open_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    monkeypatch.setattr(facets, "SEARCHED_FROM", 1)
    page = open_page("/ar/search")
    rows = page.locator("#facet-actor li:not(.heading):visible")
    expect(rows).to_have_count(1)
    page.fill("[data-find=facet-actor]", "بابل")
    expect(rows).to_have_count(0)
    page.fill("[data-find=facet-actor]", typed)
    expect(rows).to_contain_text("كتائب حزب الله")


def test_the_way_from_hit_to_hit(open_page: Callable[..., Page]) -> None:
    page = open_page("/ar/document/reports%2Fa%201.txt?q=القصف")
    page.click("[data-hits] button >> nth=1")
    expect(page.locator("#title-hit-1")).to_have_class("current")
    page.click("[data-hits] button >> nth=1")
    expect(page.locator("#hit-1")).to_have_class("current")
    expect(page.locator("[data-hits] [role=status]")).to_have_text("2 / 2")
    plain = open_page("/ar/document/reports%2Fa%201.txt?q=القصف", script=False)
    plain.click("[data-hits] a[href='#hit-1']")
    assert plain.url.endswith("#hit-1")


def test_a_circle_of_the_map_leads_to_its_reports_by_keyboard(open_page: Callable[..., Page]) -> None:
    page = open_page("/en/map?by=place", script=False)
    page.focus(".map a")
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_contain_text("Jurf al-Nasr")


def test_suggestions_are_chosen_by_key_and_never_change_what_enter_sends(open_page: Callable[..., Page], address: str) -> None:
    page = open_page("/en/search?location=IQ")
    found = {"q": "kat", "suggestions": [{"kind": "actor", "text": "Kataib", "label": "Kataib", "count": 2, "url": "/"}]}
    page.route("**/api/v1/suggest?*", lambda route: route.fulfill(json=found))
    page.focus("#q")
    page.keyboard.type("kat")
    expect(page.locator("[role=option]")).to_have_text("Kataib actor 2")
    expect(page.locator("#q")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.locator("[role=listbox]")).to_be_hidden()
    page.keyboard.type("a")
    expect(page.locator("[role=option]")).to_be_visible()
    assert Axe().run(page, options={"runOnly": TAGS}).response["violations"] == []
    page.keyboard.press("ArrowDown")
    expect(page.locator("#q")).to_have_attribute("aria-activedescendant", "suggestion-0")
    expect(page.locator("#q")).to_have_value("kata")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=Kataib**")
    assert "location=IQ" in page.url
    page.fill("#q", "other")
    expect(page.locator("[role=option]")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**q=other**")


def test_the_pages_keep_to_their_budget(open_page: Callable[..., Page], address: str) -> None:
    page = open_page("/ar/about")
    for name, path in PATHS.items():
        page.goto(f"{address}/ar/{path}")
        page.wait_for_load_state("networkidle")
        found = page.evaluate(
            """async () => {
                const [page] = performance.getEntriesByType("navigation");
                const assets = performance.getEntriesByType("resource");
                let shift = 0;
                const watch = (list) => { for (const one of list.getEntries()) shift += one.value; };
                new PerformanceObserver(watch).observe({ type: "layout-shift", buffered: true });
                await new Promise((done) => setTimeout(done, 100));
                return { html: page.decodedBodySize, sent: assets.reduce((sum, one) => sum + one.encodedBodySize, 0),
                         requests: assets.length, nodes: document.querySelectorAll("*").length, shift };
            }"""
        )
        assert found["html"] <= 60_000, (name, found)
        assert found["sent"] <= 100_000, (name, found)
        assert found["requests"] <= 8, (name, found)
        assert found["nodes"] <= (2500 if name == "api" else 1500), (name, found)  # a reference is read in one piece
        assert found["shift"] <= 0.05, (name, found)


def test_the_first_tab_is_the_skip_link(open_page: Callable[..., Page]) -> None:
    page = open_page("/ar/search")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_class("skip")
    expect(focused).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_id("main")


def test_a_slash_goes_to_the_box_until_it_is_switched_off(open_page: Callable[..., Page]) -> None:
    page = open_page("/en/search")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_have_value("/")
    page.click("[data-shortcut]")
    page.reload()
    expect(page.locator("[data-shortcut]")).to_have_text("Shortcut keys: off")
    assert page.get_attribute("[data-shortcut]", "aria-pressed") is None  # the state is in the label, and said once
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()


def test_an_empty_arabic_box_shows_its_hint_on_the_right(open_page: Callable[..., Page]) -> None:
    page = open_page("/ar/search")
    direction = "getComputedStyle(document.querySelector('#q')).direction"
    assert page.evaluate(direction) == "rtl"
    page.fill("#q", "shelling")
    assert page.evaluate(direction) == "ltr"


def test_marks_are_told_apart_on_paper(open_page: Callable[..., Page]) -> None:
    page = open_page("/ar/document/reports%2Fa%201.txt?q=القصف")
    page.emulate_media(media="print")
    weight = page.evaluate("getComputedStyle(document.querySelector('mark')).textDecorationLine")
    assert "underline" in weight
    expect(page.locator(".top nav")).to_be_hidden()
    expect(page.locator("article.report")).to_be_visible()
