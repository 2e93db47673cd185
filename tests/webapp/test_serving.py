"""Serving: a real server in a process of its own, that finishes what it has begun."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]

SLOW = """
import sys, time
from flask import Flask, request
from webapp import serving

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 1000

@app.get("/slow")
def slow():
    print("begun", flush=True)
    time.sleep(1)
    return "x" * 3_000_000

@app.route("/headers", methods=["GET", "POST"])
def headers():
    return {name: value for name, value in request.headers.items()}

serving.serve(app, "127.0.0.1", int(sys.argv[1]))
"""


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(port: int) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-c", SLOW, str(port)], stdout=subprocess.PIPE, text=True, env=environment)
    deadline = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
    with process:
        yield process
        process.kill()


def get(port: int, path: str, **headers: str) -> tuple[int, bytes]:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, response.read()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_answer_under_way_is_finished(server: subprocess.Popen[str], port: int, number: signal.Signals) -> None:
    answers: list[tuple[int, bytes]] = []
    asking = threading.Thread(target=lambda: answers.append(get(port, "/slow")))
    asking.start()
    assert server.stdout is not None
    assert server.stdout.readline() == "begun\n"
    server.send_signal(number)
    asking.join(30)
    assert [(status, len(body)) for status, body in answers] == [(200, 3_000_000)]
    assert server.wait(30) == 0
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), 1)


def test_who_does_nothing_is_not_waited_for(server: subprocess.Popen[str], port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), 5) as idle:
        idle.sendall(b"GET /headers HTT")
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0


def test_a_header_with_underscores_is_not_taken_for_one_with_hyphens(server: subprocess.Popen[str], port: int) -> None:
    """X_Forwarded_User would pass a proxy that sets X-Forwarded-User, and become the same in WSGI."""
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        connection.sendall(b"GET /headers HTTP/1.0\r\nX_Forwarded_User: admin\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert b"200 OK" in answer
    assert b"admin" not in answer
    assert b"admin" in get(port, "/headers", X_Forwarded_User="admin")[1]


def test_more_than_is_taken_is_refused_before_it_is_read(server: subprocess.Popen[str], port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        connection.sendall(b"POST /headers HTTP/1.0\r\nContent-Length: 100000000000\r\n\r\n")
        assert b" 413 " in connection.recv(65_536)


@pytest.mark.parametrize(
    "request_head",
    [
        b"GET /headers HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /headers HTTP/1.1\r\nHost: x\r\nX: a\nb: c\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
    ],
)
def test_what_is_no_request_does_not_end_the_server(server: subprocess.Popen[str], port: int, request_head: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), 2) as connection:
        connection.sendall(request_head)
        connection.settimeout(1)
        with contextlib.suppress(TimeoutError):
            connection.recv(65_536)
    assert get(port, "/headers")[0] == 200
