"""Serves the application with waitress: one process, so that the index is in memory once."""

from __future__ import annotations

import logging
import sys
import time
from typing import TYPE_CHECKING, Final

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server

from indexer.stopping import stop_signals
from webapp.observing import LOG

if TYPE_CHECKING:
    from flask import Flask

THREADS: Final = 4
SWITCH_INTERVAL: Final = 0.0005
"""Seconds. Searching releases the GIL and rendering holds it; the default of 5 ms lets a short request wait for long ones."""

GRACE: Final = 30.0
"""Seconds for answers that are under way when the server is told to stop."""

_POLL: Final = 0.5
"""Seconds between two looks at whether to stop."""


def serve(app: Flask, host: str, port: int) -> None:
    """Answer requests until interrupted or terminated; answers that are under way are finished."""
    switch_threads_soon()
    sockets: dict[int, wasyncore.dispatcher] = {}
    server = create_server(
        app,
        map=sockets,
        host=host,
        port=port,
        threads=THREADS,
        ident="kashf",
        max_request_body_size=app.config["MAX_CONTENT_LENGTH"],
        # Believed by `webapp.access.proxies` alone, which knows whom to believe.
        clear_untrusted_proxy_headers=False,
    )
    with stop_signals() as asked:
        while not asked():
            _turn(sockets)
        deadline = time.monotonic() + GRACE
        for listening in [one for one in sockets.values() if isinstance(one, BaseWSGIServer)]:
            wasyncore.dispatcher.close(listening)  # not its own method: that cuts off those who are being answered
        while _busy(sockets) and time.monotonic() < deadline:
            _turn(sockets)
        server.task_dispatcher.shutdown(timeout=max(0.0, deadline - time.monotonic()))


def switch_threads_soon() -> None:
    """Have Python change threads as often as serving wants it, in the whole process."""
    sys.setswitchinterval(SWITCH_INTERVAL)


def start_logging(*, quiet: bool) -> None:
    """Send the log to standard error: a line for each request, unless `quiet`, and what goes wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    requests = logging.StreamHandler(sys.stderr)
    requests.setFormatter(logging.Formatter("%(message)s"))
    LOG.handlers = [requests]
    LOG.propagate = False
    LOG.setLevel(logging.WARNING if quiet else logging.INFO)


def _turn(sockets: dict[int, wasyncore.dispatcher]) -> None:
    wasyncore.loop(_POLL, use_poll=True, map=sockets, count=1)


def _busy(sockets: dict[int, wasyncore.dispatcher]) -> bool:
    """Whether an answer is being made or sent."""
    channels = [one for one in sockets.values() if isinstance(one, HTTPChannel)]
    return any(channel.requests or channel.total_outbufs_len for channel in channels)
