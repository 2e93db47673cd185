"""Headers of every answer: what a page may load, and what it tells others."""

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
        "connect-src": "'self'",
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


def init_security(app: Flask) -> None:
    """Put the headers on every answer of the application."""
    app.after_request(_add_headers)


def _add_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    location = response.headers.get("Location", "")
    if location.startswith(request.host_url):
        # Werkzeug writes the Host header into redirects to the address with its last slash; who forges the one gets the other.
        response.headers["Location"] = "/" + location.removeprefix(request.host_url).lstrip("/\\")
        response.set_data("")
    return response
