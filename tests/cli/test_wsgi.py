"""cli.wsgi: the application of `kashf serve` for other servers, by variables."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from werkzeug.test import Client

from cli.wsgi import application
from webapp import serving

if TYPE_CHECKING:
    from tests.cli.conftest import Kashf


@pytest.fixture
def variables(filled: Kashf, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("KASHF_ENGINE", filled.engine)
    monkeypatch.setattr(serving, "start_logging", lambda **_options: None)  # else other tests find no lines of the log
    monkeypatch.setattr(sys, "setswitchinterval", lambda _seconds: None)
    return monkeypatch


def test_it_answers_as_kashf_serve_does(variables: pytest.MonkeyPatch) -> None:
    variables.setenv("KASHF_ALLOWED_HOST", "kashf.example")
    client = Client(application())
    assert client.get("/api/v1/search?q=حلب", headers={"Host": "kashf.example"}).json["total"] == 1
    assert client.get("/ar/", headers={"Host": "localhost:9"}).status_code == 200
    assert client.get("/ar/", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("KASHF_SERVE_HOST", "0.0.0.0", "--password-file"),
        ("KASHF_ALLOWED_HOST", "no/host", "is no host"),
        ("KASHF_PASSWORD_FILE", "gone", "gone"),
        ("KASHF_GAZETTEER", "gone", "gone"),
    ],
)
def test_what_ends_kashf_serve_ends_it(
    variables: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str, words: str
) -> None:
    variables.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        application()
    assert ended.value.code == 2
    assert words in capsys.readouterr().err


def test_a_user_by_a_header_is_refused(variables: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Which other servers may take of a client who writes it with underscores."""
    variables.setenv("KASHF_AUTH_HEADER", "X-Forwarded-User")
    variables.setenv("KASHF_TRUSTED_PROXY", "127.0.0.1")
    with pytest.raises(SystemExit):
        application()
    assert "X_Forwarded_User" in capsys.readouterr().err
