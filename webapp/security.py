"""Headers of every answer: what a page may load, and how long it may be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import request

if TYPE_CHECKING:
    from flask import Flask, Response

CONTENT_SECURITY_POLICY: Final = "; ".join(
    f"{name} {source}"
    for name, source in {
        "default-src": "'none'",
        "style-src": "'self'",
        "script-src": "'self'",
        "img-src": "'self'",
        "font-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }.items()
)

HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # Queries stand in the URL: they are not told to the sources that a document links to.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

_YEAR: Final = 365 * 24 * 3600
_WEEK: Final = 7 * 24 * 3600


def init_security(app: Flask) -> None:
    """Put headers, ETag and caching rules on every answer of the application."""
    app.after_request(_add_headers)
    app.after_request(_make_conditional)


def _add_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response


def _make_conditional(response: Response) -> Response:
    """Pages are asked for again with their ETag; files named with the hash of their content are kept."""
    if response.status_code != 200 or request.method not in {"GET", "HEAD"}:
        return response
    if request.endpoint == "static":
        response.cache_control.no_cache = None
        response.cache_control.public = True
        if "v" in request.args:
            response.cache_control.max_age = _YEAR
            response.cache_control.immutable = True
        else:
            response.cache_control.max_age = _WEEK
        return response
    response.cache_control.no_cache = True
    response.add_etag()
    response.make_conditional(request)
    return response
