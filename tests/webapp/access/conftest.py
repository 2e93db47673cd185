"""The application behind a password, and behind a proxy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from webapp.access.guard import Access, current_guard
from webapp.access.passwords import Password, hash_password
from webapp.access.proxies import Proxies, read_network
from webapp.access.throttle import Throttle
from webapp.app import Options, create_app_over

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

    from webapp.collection import OpenIndex

PASSWORD = "seven green lanterns"
PROXIES = Proxies((read_network("127.0.0.0/8"), read_network("10.1.0.0/16")))


@pytest.fixture(scope="session")
def hashed() -> Password:
    """Hashed once: that is slow by intent."""
    return Password(hash_password(PASSWORD))


@pytest.fixture
def guarded(opener: Callable[[], OpenIndex], hashed: Password) -> Flask:
    """Behind a password. The time of those who guess stands still: a slow machine would let it pass between two guesses."""
    app = create_app_over(opener, Options(access=Access(hashed, proxies=PROXIES)))
    with app.app_context():
        current_guard().throttle = Throttle(clock=lambda: 0.0)
    return app


@pytest.fixture
def stranger(guarded: Flask) -> FlaskClient:
    """A browser that is not signed in."""
    return guarded.test_client()


@pytest.fixture
def proxied(opener: Callable[[], OpenIndex]) -> FlaskClient:
    """Behind a proxy that says who asks."""
    return create_app_over(opener, Options(access=Access(user_header="X-Forwarded-User", proxies=PROXIES))).test_client()


@pytest.fixture
def token_of() -> Callable[[str], str]:
    """The token in the forms of a page."""

    def find(html: str) -> str:
        found = re.search(r'name="csrf_token" value="([0-9a-f]{64})"', html)
        assert found is not None
        return found[1]

    return find


@pytest.fixture
def sign_in(token_of: Callable[[str], str]) -> Callable[..., object]:
    """Fills in the form to sign in by."""

    def fill(client: FlaskClient, password: str = PASSWORD, wanted: str = "", **options: object) -> object:
        token = token_of(client.get("/en/login").text)
        form = {"csrf_token": token, "password": password, "next": wanted}
        return client.post("/en/login", data=form, **options)  # type: ignore[arg-type] - werkzeug's own

    return fill
