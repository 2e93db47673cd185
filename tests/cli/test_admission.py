"""Who is let in: what `kashf serve` asks for before it listens for other machines, and `kashf password`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from webapp import serving

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from tests.cli.conftest import Kashf

PASSWORD = "seven green lanterns"


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Flask]:
    apps: list[Flask] = []
    monkeypatch.setattr(serving, "serve", lambda app, _host, _port: apps.append(app))
    monkeypatch.setattr(serving, "start_logging", lambda **_options: None)
    return apps


@pytest.fixture
def password_file(kashf: Kashf, tmp_path: Path) -> Path:
    file = tmp_path / "password"
    kashf("password", file, stdin=f"{PASSWORD}\n".encode())
    return file


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_other_machines_are_not_let_in_without_a_word(kashf: Kashf, served: list[Flask], host: str) -> None:
    refused = kashf("serve", "--host", host, "--port", "8765", code=2)
    for way in ("--password-file", "--auth-header", "--no-auth"):
        assert way in refused.stderr
    assert served == []


def test_this_machine_needs_none(filled: Kashf, served: list[Flask]) -> None:
    filled("serve", "--port", "8765")
    assert served[0].test_client().get("/en/search").status_code == 200


def test_a_password_lets_other_machines_ask(filled: Kashf, served: list[Flask], password_file: Path) -> None:
    filled("serve", "--host", "0.0.0.0", "--port", "8765", "--password-file", password_file)
    client = served[0].test_client()
    assert client.get("/en/search").status_code == 302
    assert client.get("/api/v1/status", headers={"Authorization": f"Bearer {PASSWORD}"}).status_code == 200


def test_a_proxy_says_who_asks(filled: Kashf, served: list[Flask]) -> None:
    filled("serve", "--host", "0.0.0.0", "--port", "8765", "--auth-header", "X-Forwarded-User", "--trusted-proxy", "10.0.0.0/8")
    client = served[0].test_client()
    user = {"X-Forwarded-User": "layla"}
    assert client.get("/en/search", headers=user, environ_base={"REMOTE_ADDR": "10.1.1.1"}).status_code == 200
    assert client.get("/en/search", headers=user).status_code == 403


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--auth-header", "X-User"), "--trusted-proxy"),
        (("--auth-header", "X_User", "--trusted-proxy", "127.0.0.1"), "no name of a header"),
        (("--auth-header", "X-User", "--trusted-proxy", "proxy.example"), "127.0.0.1 or 10.1.0.0/16"),
        (("--no-auth", "--auth-header", "X-User", "--trusted-proxy", "127.0.0.1"), "exclude each other"),
        (("--password-file", "/nowhere/password"), "kashf password FILE"),
    ],
)
def test_what_does_not_fit_is_refused(kashf: Kashf, served: list[Flask], options: tuple[str, ...], said: str) -> None:
    assert said in kashf("serve", "--port", "8765", *options, code=2).stderr
    assert served == []


def test_a_password_that_is_short_is_refused(kashf: Kashf, tmp_path: Path) -> None:
    assert "12 characters" in kashf("password", tmp_path / "password", stdin=b"short\n", code=2).stderr
    assert not (tmp_path / "password").exists()


def test_the_file_holds_no_password(password_file: Path) -> None:
    assert "lanterns" not in password_file.read_text(encoding="utf-8")


def test_uploads_are_off_unless_allowed(filled: Kashf, served: list[Flask], tmp_path: Path) -> None:
    filled("serve", "--port", "8765")
    filled("serve", "--port", "8765", "--allow-upload", "--upload-folder", tmp_path / "uploads")
    assert [app.test_client().get("/en/upload").status_code for app in served] == [404, 200]
