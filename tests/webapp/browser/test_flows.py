"""The way of an analyst from page to page: by keyboard alone, without script, behind a password, in both languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.webapp.browser.conftest import PASSWORD
from tests.webapp.browser.test_browser import LEAKS, TAGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

MOST_TABS = 80


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what has the focus matches, and is to be seen."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            expect(page.locator(":focus")).to_be_in_viewport()
            return
    pytest.fail(f"{selector} is not reached by {MOST_TABS} tabs")


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("width", [1280, 390])
def test_search_narrow_read_and_go_back_by_keyboard(open_page: Callable[..., Page], language: str, width: int) -> None:
    page = open_page(f"/{language}/", width=width)
    page.keyboard.press("/")
    page.keyboard.type("القصف")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search\?q="))
    if width == 390:
        tab_to(page, ".facets > summary")
        page.keyboard.press("Enter")
    tab_to(page, "#facet-location .value")
    page.keyboard.press("Enter")
    page.wait_for_url("**location=IQ**")
    tab_to(page, "[href='#results']")
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_be_focused()
    tab_to(page, ".hit h3 a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/document/**")
    page.keyboard.press("n")
    expect(page.locator("#title-hit-1")).to_have_class("current")
    page.keyboard.press("n")
    expect(page.locator("#hit-1")).to_have_class("current")
    page.keyboard.press("p")
    expect(page.locator("#title-hit-1")).to_have_class("current")
    tab_to(page, ".back a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    assert "q=القصف&location=IQ" in unquote(page.url)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_search_narrow_read_and_go_back_without_script(open_page: Callable[..., Page], language: str) -> None:
    page = open_page(f"/{language}/", width=390, script=False)
    page.fill("#q", "القصف")
    page.click(".box button")
    page.click(".facets > summary")
    page.click("#facet-location .value >> nth=0")
    page.click(".hit h3 a >> nth=0")
    page.click("[data-hits] a[href='#title-hit-1']")
    expect(page.locator("#title-hit-1:target")).to_be_visible()
    page.click("[data-hits] a[href='#hit-1']")
    expect(page.locator("#hit-1:target")).to_be_in_viewport()
    page.click(".back a")
    assert "q=القصف&location=IQ" in unquote(page.url)


def test_keys_for_hits_are_those_of_the_place_in_an_arabic_keyboard_and_are_off_in_fields(open_page: Callable[..., Page]) -> None:
    page = open_page("/ar/document/reports%2Fa%201.txt?q=القصف")
    press = """([key, code]) => document.body.dispatchEvent(
        new KeyboardEvent("keydown", { key, code, bubbles: true }))"""
    page.evaluate(press, ["ى", "KeyN"])
    expect(page.locator("#title-hit-1")).to_have_class("current")
    page.focus("#q")
    page.keyboard.press("n")
    expect(page.locator("#title-hit-1")).to_have_class("current")
    page.click("[data-shortcut]")
    page.locator("#main").focus()
    page.keyboard.press("n")
    expect(page.locator("#title-hit-1")).to_have_class("current")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_signing_in(open_page: Callable[..., Page], guarded_address: str, language: str, scheme: Literal["light", "dark"]) -> None:
    page = open_page(f"/{language}/search?q=القصف", at=guarded_address, scheme=scheme)
    for width in (1280, 768, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        assert Axe().run(page, options={"runOnly": TAGS}).response["violations"] == []
    assert not LEAKS.search(page.inner_text("body"))
    if language == "ar":
        assert re.findall(r"[A-Za-z]{2,}", page.inner_text("main")) == []
    page.keyboard.type(PASSWORD)  # the field has the focus
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    expect(page.locator(".hit")).to_have_count(1)


def test_a_search_is_saved_and_forgotten_in_the_browser(open_page: Callable[..., Page]) -> None:
    page = open_page("/en/search?q=Shelling")
    page.fill("[name=name]", "shells")
    page.click("text=Save this search")
    page.wait_for_url("**/saved")
    page.click("text=shells")
    expect(page.locator("#q")).to_have_value("Shelling")
    page.goto(page.url.split("/search")[0] + "/saved")
    page.click("[aria-label='Forget: shells']")
    expect(page.locator("text=shells")).to_have_count(0)


def test_a_report_is_added_in_the_browser(open_page: Callable[..., Page]) -> None:
    page = open_page("/ar/upload")
    page.set_input_files("#files", {"name": "تقرير.txt", "mimeType": "text/plain", "buffer": "قصف".encode()})
    page.click(".sheet button")
    expect(page.locator("main [role=status]")).to_contain_text("1")
    assert Axe().run(page, options={"runOnly": TAGS}).response["violations"] == []
