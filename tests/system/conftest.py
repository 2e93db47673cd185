"""Kashf from outside: the command and the server as processes, over a folder of reports."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-c", "from cli.main import main; main()")
PATIENCE = 60.0
"""Seconds: a limit against hanging, not a measure."""


@dataclass
class Server:
    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def get(self, path: str, **query: str) -> tuple[int, str]:
        """Status and body."""
        url = f"http://127.0.0.1:{self.port}{path}?{urllib.parse.urlencode(query)}"
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def total(self, text: str = "") -> int:
        status, body = self.get("/api/v1/search", q=text)
        assert status == 200, body
        return int(json.loads(body)["total"])

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)

    def stop(self) -> int:
        """As an init system does; gives the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


@dataclass
class Product:
    folder: Path
    reports: Path
    environment: dict[str, str] = field(default_factory=dict)
    program: tuple[str, ...] = PROGRAM

    def start(self, *args: object, output: int | IO[bytes] = subprocess.PIPE) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "KASHF_ENGINE": f"embedded:{self.folder}", **self.environment}
        return subprocess.Popen([*self.program, *map(str, args)], stdout=output, stderr=output, env=environment)

    def run(self, *args: object, code: int = 0) -> tuple[str, str]:
        """Output and errors of a command."""
        process = self.start(*args)
        output, errors = (stream.decode() for stream in process.communicate(timeout=PATIENCE))
        assert process.returncode == code, f"{args}: {process.returncode}\n{output}\n{errors}"
        return output, errors

    def json(self, *args: object, code: int = 0) -> Any:
        return json.loads(self.run(*args, "--json", code=code)[0])

    @contextmanager
    def serving(self, *options: object) -> Iterator[Server]:
        """A server on a free port, ended with the block whatever happens in it."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        log = self.reports.with_name(f"server-{port}.log")
        with log.open("wb") as output:  # a pipe that nobody reads would be full some day, and the server wait for it
            server = Server(self.start("serve", "--port", port, *options, output=output), port, log)
        try:
            _wait_for(server)
            yield server
        finally:
            server.kill()


def _wait_for(server: Server) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            raise AssertionError(server.log.read_text("utf-8"))
        try:
            server.get("/api/v1/status")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server does not answer")


@pytest.fixture
def product(tmp_path: Path) -> Product:
    reports = tmp_path / "reports"
    reports.mkdir()
    return Product(tmp_path / "index", reports)
