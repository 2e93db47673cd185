"""What operators see of the server: whether it lives, what it has done, and a line in the log for each request.

The log is a JSON object a line, without what was searched for and without names of documents, unless `log_queries` asks for them:
what analysts look for is nobody else's business.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, current_app, g, jsonify, request

from engines.base import EngineError
from webapp.access.guard import current_guard
from webapp.collection import current_collection
from webapp.metrics import CONTENT_TYPE, Metrics

if TYPE_CHECKING:
    from flask import Flask

LOG: Final = logging.getLogger("webapp.requests")
"""One line a request."""

REQUEST_ID: Final = "X-Request-ID"

_EXTENSION: Final = "kashf-metrics"
_SANE_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

_log: Final = logging.getLogger(__name__)

health = Blueprint("health", __name__)


@health.get("/healthz")
def check() -> tuple[Response, int] | Response:
    """Whether the index can be used. Open to all: it tells nothing else."""
    try:
        info = current_collection().info()
    except EngineError as error:
        _log.warning("health: %s", error)
        return jsonify({"status": "unavailable", "error": type(error).__name__}), 503
    return jsonify({"status": "ok", "generation": info.generation})


@health.get("/metrics")
def metrics() -> Response:
    """What the server has done, for Prometheus."""
    counted: Metrics = current_app.extensions[_EXTENSION]
    try:
        info = current_collection().info()
    except EngineError:
        info = None
    return Response(counted.text(info), content_type=CONTENT_TYPE)


def init_observing(app: Flask, *, log_queries: bool) -> None:
    """Give each request an id, count it, and write its line. To be called first: what comes later is measured too."""
    counted = app.extensions[_EXTENSION] = Metrics()

    def record(response: Response) -> Response:
        seconds = time.perf_counter() - g.began
        method = request.method if request.method in _METHODS else "OTHER"
        counted.add(_route(), method, response.status_code, seconds)
        response.headers[REQUEST_ID] = g.request_id
        LOG.info("%s", json.dumps(_line(response, seconds, log_queries=log_queries), ensure_ascii=False))
        return response

    app.before_request(_begin)
    app.after_request(record)


def _begin() -> None:
    g.began = time.perf_counter()
    given = request.headers.get(REQUEST_ID, "")
    # A proxy's id joins its log to ours. Anything else in the header could forge lines, or fill them.
    g.request_id = given if _SANE_ID.fullmatch(given) else secrets.token_hex(8)


def _route() -> str:
    """The pattern of the address: one for all documents, and one for all addresses that there are not."""
    return request.url_rule.rule if request.url_rule is not None else "(none)"


def _line(response: Response, seconds: float, *, log_queries: bool) -> dict[str, object]:
    line: dict[str, object] = {
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "request": g.request_id,
        "client": current_guard().access.proxies.client(request),
        "method": request.method[:16],
        "route": _route(),
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
        "bytes": response.content_length if response.status_code not in {204, 304} else 0,
    }
    visitor = g.get("visitor")
    if visitor is not None and visitor.name:
        line["user"] = visitor.name
    if log_queries:
        line["path"] = request.path
        line["query"] = request.args.to_dict(flat=False)
    return line
