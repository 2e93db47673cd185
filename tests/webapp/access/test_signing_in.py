"""A password: who has none sees nothing, and who guesses waits."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from webapp.access.guard import OPEN, current_guard

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

PASSWORD = "seven green lanterns"


def test_nothing_is_open_but_what_signing_in_needs(guarded: Flask) -> None:
    """Every route, also those that come later."""
    client = guarded.test_client()
    for rule in guarded.url_map.iter_rules():
        if rule.endpoint in OPEN:
            continue
        path = rule.rule.replace("<any(ar, en):language>", "ar")
        for name in rule.arguments - {"language"}:
            path = path.replace(f"<document_id:{name}>", "b").replace(f"<{name}>", "b").replace(f"<path:{name}>", "b")
        method = next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        response = client.open(path, method=method)
        if path.startswith("/api/") or path == "/metrics":
            assert response.status_code == 401, path
            assert response.headers["WWW-Authenticate"].startswith("Bearer"), path
        else:
            assert response.status_code == 302, path
            assert response.location.startswith(("/ar/login", "/en/login")), path
        assert "القصف" not in response.text


def test_what_is_not_there_is_not_told_to_strangers(stranger: FlaskClient) -> None:
    assert stranger.get("/ar/nothing").status_code == 302
    assert stranger.get("/api/v1/nothing").status_code == 401


def test_the_page_has_its_style(stranger: FlaskClient) -> None:
    assert stranger.get("/ar/login").status_code == 200
    with stranger.get("/static/kashf.css") as response:
        assert response.status_code == 200


def test_signing_in_leads_to_the_page_that_was_asked_for(stranger: FlaskClient, sign_in: Callable[..., Any]) -> None:
    asked = stranger.get("/en/search?q=القصف")
    assert asked.location.startswith("/en/login?next=")
    assert 'name="next" value="/en/search?q=%D8%A7' in stranger.get(asked.location).text
    assert 'value="/en/document/a%3Fb/c?q=x"' in stranger.get(stranger.get("/en/document/a%3Fb%2Fc?q=x").location).text
    done = sign_in(stranger, wanted="/en/search?q=x")
    assert (done.status_code, done.location) == (303, "/en/search?q=x")
    assert stranger.get("/en/search").status_code == 200
    assert stranger.get("/api/v1/status").status_code == 200


@pytest.mark.parametrize("hours", [-30, -1, 30])
def test_a_clock_that_is_set_ends_no_session(
    stranger: FlaskClient, sign_in: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    sign_in(stranger)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + hours * 3600)
    assert stranger.get("/en/search").status_code == 200


def test_a_cookie_that_was_changed_is_worth_nothing(stranger: FlaskClient, sign_in: Callable[..., Any]) -> None:
    sign_in(stranger)
    cookie = stranger.get_cookie("kashf")
    assert cookie is not None
    stranger.set_cookie("kashf", cookie.value[:-3] + ("AAA" if cookie.value[-3:] != "AAA" else "BBB"))
    assert stranger.get("/en/search").status_code == 302


def test_the_cookie_is_for_this_site_and_not_for_scripts(stranger: FlaskClient, sign_in: Callable[..., Any]) -> None:
    cookie = sign_in(stranger).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Secure" not in cookie  # plain HTTP here
    over_tls = sign_in(stranger, headers={"X-Forwarded-Proto": "https"}, environ_base={"REMOTE_ADDR": "10.1.2.3"})
    assert "Secure" in over_tls.headers["Set-Cookie"]
    pretended = sign_in(stranger, headers={"X-Forwarded-Proto": "https"}, environ_base={"REMOTE_ADDR": "192.0.2.9"})
    assert "Secure" not in pretended.headers["Set-Cookie"]


@pytest.mark.parametrize("wrong", ["", "seven green lantern", "seven green lanterns ", "x" * 10_000, "\x00", "كلمة"])
def test_another_password_does_not_do(stranger: FlaskClient, sign_in: Callable[..., Any], wrong: str) -> None:
    refused = sign_in(stranger, wrong)
    assert refused.status_code == 403
    assert "This is not the password." in refused.text
    assert stranger.get("/en/search").status_code == 302


def test_a_session_is_always_a_new_one(stranger: FlaskClient, sign_in: Callable[..., Any], guarded: Flask) -> None:
    """Fixation: a cookie that somebody planted is not the one that is let in."""
    sign_in(stranger)
    first = stranger.get_cookie("kashf")
    sign_in(stranger)
    second = stranger.get_cookie("kashf")
    assert first is not None
    assert second is not None
    assert first.value != second.value
    planted = guarded.test_client()
    planted.set_cookie("kashf", "planted-by-somebody")
    assert planted.get("/en/search").status_code == 302
    sign_in(planted)
    kept = planted.get_cookie("kashf")
    assert kept is not None
    assert kept.value != "planted-by-somebody"


def test_signing_out_ends_the_session_and_not_only_the_cookie(
    stranger: FlaskClient, sign_in: Callable[..., Any], token_of: Callable[[str], str]
) -> None:
    sign_in(stranger)
    cookie = stranger.get_cookie("kashf")
    assert cookie is not None
    html = stranger.get("/en/about").text
    assert "Sign out" in html
    assert stranger.get("/en/logout").status_code == 405
    assert stranger.post("/en/logout").status_code == 403
    assert stranger.post("/en/logout", data={"csrf_token": token_of(html)}).location == "/en/login"
    assert stranger.get("/en/search").status_code == 302
    stranger.set_cookie("kashf", cookie.value)  # copied before
    assert stranger.get("/en/search").status_code == 302


def test_a_page_kept_by_the_browser_is_not_given_after_signing_out(
    stranger: FlaskClient, sign_in: Callable[..., Any], token_of: Callable[[str], str]
) -> None:
    sign_in(stranger)
    tag = stranger.get("/en/search").headers["ETag"]
    assert stranger.get("/en/search", headers={"If-None-Match": tag}).status_code == 304
    stranger.post("/en/logout", data={"csrf_token": token_of(stranger.get("/en/about").text)})
    assert stranger.get("/en/search", headers={"If-None-Match": tag}).status_code == 302


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\r\nLocation: https://evil.example",
        "evil.example",
        "",
        " //evil.example",
    ],
)
def test_signing_in_leads_nowhere_else(stranger: FlaskClient, sign_in: Callable[..., Any], wanted: str) -> None:
    assert 'name="next" value=""' in stranger.get("/en/login", query_string={"next": wanted}).text
    assert sign_in(stranger, wanted=wanted).location == "/"


def test_who_guesses_waits(stranger: FlaskClient, sign_in: Callable[..., Any]) -> None:
    statuses = [sign_in(stranger, f"guess {number}").status_code for number in range(7)]
    assert statuses == [403] * 6 + [429]
    told = sign_in(stranger)  # the right one has to wait as well
    assert told.status_code == 429
    assert told.headers["Retry-After"] == "2"
    assert "Too many wrong passwords" in told.text
    assert stranger.get("/en/search").status_code == 302
    elsewhere = sign_in(stranger, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert elsewhere.status_code == 303


def test_who_guesses_behind_a_proxy_is_told_from_others_there(stranger: FlaskClient, sign_in: Callable[..., Any]) -> None:
    def guess(client: str, peer: str = "10.1.0.1", password: str = "wrong") -> int:
        answer = sign_in(stranger, password, headers={"X-Forwarded-For": client}, environ_base={"REMOTE_ADDR": peer})
        return int(answer.status_code)

    assert [guess("192.0.2.1") for _ in range(7)][-1] == 429
    assert guess("192.0.2.2", password=PASSWORD) == 303
    # What a client writes into the header itself gives it no new start.
    assert guess("198.51.100.5, 192.0.2.1", password=PASSWORD) == 429
    assert [guess(f"198.51.100.{number}", peer="203.0.113.9") for number in range(7)][-1] == 429


def test_programs_send_the_password_along(stranger: FlaskClient) -> None:
    allowed = {"Authorization": f"Bearer {PASSWORD}"}
    assert stranger.get("/api/v1/status", headers=allowed).status_code == 200
    assert stranger.get("/api/v1/status", headers=allowed).status_code == 200
    assert "Set-Cookie" not in stranger.get("/api/v1/status", headers=allowed).headers
    refused = stranger.get("/api/v1/status", headers={"Authorization": "Bearer guess"})
    assert refused.status_code == 401
    assert refused.json is not None
    assert refused.json["code"] == "not_signed_in"
    assert stranger.get("/api/v1/status").status_code == 401


def test_programs_that_guess_wait_too(stranger: FlaskClient) -> None:
    statuses = [
        stranger.get("/api/v1/status", headers={"Authorization": f"Bearer guess {number}"}).status_code for number in range(7)
    ]
    assert statuses == [401] * 6 + [429]


def test_neither_password_nor_its_hash_is_logged(
    stranger: FlaskClient, sign_in: Callable[..., Any], guarded: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    sign_in(stranger, "a wrong one with words")
    sign_in(stranger)
    assert "a wrong password from 127.0.0.1" in caplog.text
    assert "with words" not in caplog.text
    assert PASSWORD not in caplog.text
    with guarded.app_context():
        assert current_guard().key.hex() not in caplog.text
    assert "scrypt" not in caplog.text


def test_without_a_password_there_is_nothing_to_sign_in_to(client: FlaskClient) -> None:
    assert client.get("/en/login").status_code == 404
    assert "Sign out" not in client.get("/en/about").text
    assert "Set-Cookie" not in client.get("/en/search").headers
