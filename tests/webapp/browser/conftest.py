"""Chromium before servers on this machine."""

from __future__ import annotations

import os
import shutil
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import pytest
from playwright.sync_api import sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from indexer.values import Report
from tests.webapp.conftest import INFO, FakeSearcher
from webapp.access.guard import Access
from webapp.access.passwords import Password, hash_password
from webapp.app import Options, create_app_over
from webapp.collection import OpenIndex
from webapp.uploads import Uploads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from playwright.sync_api import Browser, Page

PASSWORD = "seven green lanterns"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def chromium() -> str | None:
    """The browser of the system: KASHF_TEST_CHROMIUM, else what is on the path."""
    named = os.environ.get("KASHF_TEST_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("google-chrome")


class Quiet(WSGIRequestHandler):
    """Does not write a line for each request."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Drop it."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        missing = "no Chromium: install chromium or google-chrome, or name one in KASHF_TEST_CHROMIUM"
        if os.environ.get("KASHF_TEST_REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def open_collection() -> OpenIndex:
    """The collection of the fake searcher."""
    return OpenIndex(FakeSearcher(), lambda: INFO)


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """A server on a free port, and its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that takes reports and keeps searches, of which there is one."""
    folder = tmp_path_factory.mktemp("server")
    uploads = Uploads(folder / "uploads", 1_000_000, lambda _folder, _defaults: Report(added=1))
    app = create_app_over(open_collection, Options(uploads=uploads, journal=folder / "journal.sqlite"))
    saved = app.test_client().post("/api/v1/saved", json={"name": "قصف بابل", "search": "q=القصف&location=IQ-BB"})
    assert saved.status_code == 201, saved.text
    with serving(app) as address:
        yield address


@pytest.fixture(scope="module")
def guarded_address() -> Iterator[str]:
    """A server that asks for a password."""
    with serving(create_app_over(open_collection, Options(access=Access(Password(hash_password(PASSWORD)))))) as address:
        yield address


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens pages that fail the test when anything is logged as an error or asked of another server than `at`."""
    opened: list[Page] = []
    wrong: list[str] = []

    def open_page(
        path: str, *, width: int = 1280, scheme: Literal["light", "dark"] = "light", script: bool = True, at: str = address
    ) -> Page:
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script)
        opened.append(page)

        def on_console(message: Any) -> None:
            own = message.location["url"] == page.url  # Chromium logs that the page itself is a 404 or 400
            if message.type in {"error", "warning"} and not own:
                wrong.append(message.text)

        page.on("console", on_console)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith(at) else wrong.append(request.url))
        page.goto(f"{at}{path}")
        return page

    yield open_page
    for page in opened:
        page.close()
    assert wrong == []
