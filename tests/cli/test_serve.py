"""`kashf serve`: by which names the server may be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from webapp import serving

if TYPE_CHECKING:
    from flask import Flask

    from tests.cli.conftest import Kashf


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Flask]:
    """The applications that would be served."""
    apps: list[Flask] = []
    monkeypatch.setattr(serving, "serve", lambda app, _host, _port: apps.append(app))
    monkeypatch.setattr(serving, "start_logging", lambda **_options: None)  # else other tests find no lines of the log
    return apps


def status(app: Flask, host: str) -> int:
    return app.test_client().get("/api/v1/status", headers={"Host": host}).status_code


def test_a_local_server_answers_to_local_names_alone(filled: Kashf, served: list[Flask]) -> None:
    filled("serve", "--port", "8765")
    assert status(served[0], "127.0.0.1:8765") == 200
    assert status(served[0], "localhost:8765") == 200
    assert status(served[0], "evil.example:8765") == 400


def test_the_names_of_proxies_are_given(filled: Kashf, served: list[Flask]) -> None:
    filled("serve", "--port", "8765", "--allowed-host", "kashf.example", "--allowed-host", "reports.example")
    assert status(served[0], "kashf.example") == 200
    assert status(served[0], "reports.example:443") == 200
    assert status(served[0], "localhost:8765") == 200
    assert status(served[0], "evil.example") == 400


def test_a_server_for_other_machines_answers_to_any_name(filled: Kashf, served: list[Flask]) -> None:
    filled("serve", "--host", "0.0.0.0", "--port", "8765", "--no-auth")
    assert status(served[0], "kashf.example") == 200


def test_what_is_no_host_is_refused(filled: Kashf, served: list[Flask]) -> None:
    assert "http://x/" in filled("serve", "--port", "8765", "--allowed-host", "http://x/", code=2).stderr
    assert served == []
