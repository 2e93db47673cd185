"""A server that answers as Elasticsearch does, as far as a test wants it to, and a TLS proxy before any server."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator

Answer: TypeAlias = "tuple[int, Any]"
"""Status and body."""

INFO = {"name": "stub", "version": {"number": "8.19.0"}, "tagline": "You Know, for Search"}
NOT_FOUND = (404, {"error": {"type": "index_not_found_exception", "reason": "no such index"}, "status": 404})
PRODUCT = {"X-Elastic-Product": "Elasticsearch", "Content-Type": "application/vnd.elasticsearch+json;compatible-with=8"}


@dataclass
class Request:
    """What was asked; names of headers in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def lines(self) -> list[Any]:
        """The lines of a bulk request."""
        return [json.loads(line) for line in self.body.splitlines() if line]


@dataclass
class Stub:
    """Answers by `answer`; where that gives None: GET / with `info`, and everything else with "no such index"."""

    url: str = ""
    answer: Callable[[Request], Answer | None] = lambda _: None
    info: Answer = (200, INFO)
    headers: dict[str, str] = field(default_factory=lambda: dict(PRODUCT))
    requests: list[Request] = field(default_factory=list)

    def reply(self, request: Request) -> Answer:
        """Note a request, and answer it."""
        self.requests.append(request)
        answer = self.answer(request)
        if answer is not None:
            return answer
        return self.info if request.path == "/" else NOT_FOUND


@pytest.fixture
def stub() -> Iterator[Stub]:
    """A server of one's own."""
    made = Stub()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def reply(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            request = Request(
                self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, self.rfile.read(length)
            )
            status, answer = made.reply(request)
            body = json.dumps(answer).encode()
            with suppress(BrokenPipeError, ConnectionResetError):  # the client may have given up
                self.send_response(status)
                for name, value in made.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = reply  # noqa: N815  # http.server's names

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def tls_proxy() -> Callable[..., Any]:
    """`with tls_proxy("http://host:port", context) as url`: what comes in by TLS goes on in the clear."""
    return _tls_proxy


@contextmanager
def _tls_proxy(behind: str, context: ssl.SSLContext) -> Iterator[str]:
    host, port = behind.removeprefix("http://").split(":")
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.05)
    ended = threading.Event()

    def accept() -> None:
        while not ended.is_set():
            with suppress(TimeoutError):
                client, _ = listener.accept()
                threads.append(threading.Thread(target=serve, args=(client,)))
                threads[-1].start()

    def serve(client: socket.socket) -> None:
        client.settimeout(10)
        with client, suppress(OSError), context.wrap_socket(client, server_side=True) as near:
            near.settimeout(0.05)
            with socket.create_connection((host, int(port)), timeout=10) as far:
                far.settimeout(0.05)
                while not ended.is_set() and _pass_on(near, far) and _pass_on(far, near):
                    pass

    threads = [threading.Thread(target=accept)]
    threads[0].start()
    yield f"https://localhost:{listener.getsockname()[1]}"
    ended.set()
    for thread in threads:
        thread.join()
    listener.close()


def _pass_on(source: socket.socket, target: socket.socket) -> bool:
    """What there is to read; False at its end."""
    try:
        data = source.recv(65_536)
    except TimeoutError:
        return True
    if data:
        target.sendall(data)
    return bool(data)
