"""Serves the application with waitress: one process, so that the index is in memory once."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import waitress

if TYPE_CHECKING:
    from flask import Flask

THREADS: Final = 4
SWITCH_INTERVAL: Final = 0.0005
"""Seconds. Searching releases the GIL and rendering holds it; the default of 5 ms lets a short request wait for long ones."""


def serve(app: Flask, host: str, port: int) -> None:
    """Answer requests until interrupted."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    waitress.serve(app, host=host, port=port, threads=THREADS, ident="kashf")
