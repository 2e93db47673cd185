"""A proxy before an Elasticsearch that does what networks and tired clusters do: wait, hang up, answer with errors."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from urllib.parse import SplitResult


@dataclass(frozen=True)
class Fault:
    """What becomes of a request: `wait` seconds, then passed on; `status` and `error` instead of an answer; the connection is
    cut before it is passed on (`unheard`), or after it was done (`unanswered`)."""

    wait: float = 0.0
    status: int = 0
    error: str = ""
    unheard: bool = False
    unanswered: bool = False


SOUND: Final = Fault()
AWAY: Final = Fault(unheard=True)
SHARDLESS: Final = Fault(status=503, error="no_shard_available_action_exception")
BREAKER: Final = Fault(status=429, error="circuit_breaking_exception")
"""The server's memory is full."""


@dataclass
class Between:
    """`fault` chooses for each request, by its method and path."""

    url: str = ""
    fault: Callable[[str, str], Fault] = lambda _method, _path: SOUND
    done: threading.Event = field(default_factory=threading.Event)
    """Ends what waits, with the test."""


class _Handler(BaseHTTPRequestHandler):
    made: Between
    target: SplitResult
    protocol_version = "HTTP/1.1"

    def pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = self.made.fault(self.command, self.path)
        if fault.wait:
            self.made.done.wait(fault.wait)
        if fault.unheard:
            self.hang_up()
        elif fault.status:
            self.refuse(fault)
        else:
            self.answer(body, fault)

    def answer(self, body: bytes, fault: Fault) -> None:
        with suppress(OSError):  # either side may have given up
            far = http.client.HTTPConnection(self.target.hostname or "", self.target.port, timeout=60)
            headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
            far.request(self.command, self.path, body, headers)
            answer = far.getresponse()
            content = answer.read()
            far.close()
            if fault.unanswered:
                self.hang_up()
            else:
                self.send(answer.status, dict(answer.getheaders()), content)

    def refuse(self, fault: Fault) -> None:
        cause = {"type": fault.error, "reason": f"[test] {fault.error}"}
        body = {"error": {"root_cause": [cause], **cause}, "status": fault.status}
        headers = {"X-Elastic-Product": "Elasticsearch", "Content-Type": "application/vnd.elasticsearch+json;compatible-with=8"}
        with suppress(OSError):
            self.send(fault.status, headers, json.dumps(body).encode())

    def send(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in {"content-length", "transfer-encoding", "connection"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def hang_up(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = pass_on  # noqa: N815  # http.server's names

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def handle(self) -> None:
        with suppress(ConnectionError):  # a client that was killed
            super().handle()


@contextmanager
def between(behind: str) -> Iterator[Between]:
    """A proxy before the cluster at an address, until the block ends."""
    made = Between()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"made": made, "target": urlsplit(behind)}))
    server.daemon_threads = True  # one may still wait for what its client has long given up
    server.block_on_close = False
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield made
    finally:
        made.done.set()
        server.shutdown()
        thread.join()
        server.server_close()
