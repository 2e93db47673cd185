"""How long answers may be kept: pages are asked for again by their ETag, static files are named by their content and kept.

`until_commit` is for what the index alone decides: its ETag is made of the commit and of what was asked, so that a page that a
browser still has costs neither a search nor its rendering.
"""

from __future__ import annotations

import hashlib
import secrets
from functools import wraps
from typing import TYPE_CHECKING, Final, ParamSpec

from flask import Response, make_response, request

from webapp.access.guard import current_guard
from webapp.collection import current_collection

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.typing import ResponseReturnValue

    P = ParamSpec("P")

_YEAR: Final = 365 * 24 * 3600
_WEEK: Final = 7 * 24 * 3600

_RUN: Final = secrets.token_hex(8)
"""Of this process: templates, labels of the gazetteer and the code itself change only with a new one."""

_DECIDING: Final = ("Accept-Language", "Cookie")
"""Headers that a page may depend on besides its address."""


def until_commit(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """A view whose answers change with a commit of the index, and not before."""

    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        tag = _tag(current_collection().info().generation)  # before the answer: a commit in between makes it too old, never too new
        if request.method in {"GET", "HEAD"} and request.if_none_match.contains_weak(tag):
            response = Response(status=304)
        else:
            response = make_response(view(*args, **kwargs))
        response.set_etag(tag, weak=True)
        return response

    return answer


def init_caching(app: Flask) -> None:
    """Put caching rules, and an ETag where there is none, on every answer that can be kept."""
    app.after_request(_make_conditional)


def _tag(generation: str) -> str:
    who = current_guard().token()  # whom the page names, and its forms
    parts = (
        _RUN,
        generation,
        who,
        request.path,
        request.query_string.decode("latin-1"),
        *(request.headers.get(name, "") for name in _DECIDING),
    )
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _make_conditional(response: Response) -> Response:
    if response.status_code not in {200, 304} or request.method not in {"GET", "HEAD"}:
        return response
    if request.endpoint == "static":
        return _keep(response)
    response.cache_control.no_cache = True
    response.cache_control.private = True  # what is searched for here is no matter for the caches of others
    if response.status_code == 304 or response.is_streamed:
        return response
    response.add_etag(weak=True)
    response.make_conditional(request)
    return response


def _keep(response: Response) -> Response:
    """Files asked for by the hash of their content are kept for good, others for a week."""
    response.cache_control.no_cache = None
    response.cache_control.public = True
    if "v" in request.args:
        response.cache_control.max_age = _YEAR
        response.cache_control.immutable = True
    else:
        response.cache_control.max_age = _WEEK
    return response
