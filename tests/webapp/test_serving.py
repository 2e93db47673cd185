"""Serving: waitress with our settings."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import waitress

from webapp.serving import SWITCH_INTERVAL, serve

if TYPE_CHECKING:
    import pytest
    from flask import Flask


def test_the_application_is_served_by_waitress(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    served: dict[str, Any] = {}
    interval = sys.getswitchinterval()
    monkeypatch.setattr(waitress, "serve", lambda app, **options: served.update(app=app, **options))
    try:
        serve(app, "127.0.0.1", 8000)
        assert abs(sys.getswitchinterval() - SWITCH_INTERVAL) < 1e-9
    finally:
        sys.setswitchinterval(interval)
    assert served["app"] is app
    assert (served["host"], served["port"], served["threads"]) == ("127.0.0.1", 8000, 4)
