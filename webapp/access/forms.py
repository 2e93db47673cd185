"""Requests that change something come from our own pages: tokens in forms, and what browsers say of where a request comes from.

Without a sign-in there is no cookie that a strange page could ride on, but the browser itself stands inside the network: the
token keeps strange pages from using it.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from werkzeug.exceptions import Forbidden

if TYPE_CHECKING:
    from flask import Request

FIELD: Final = "csrf_token"
"""The hidden field of our forms."""

HEADER: Final = "X-CSRF-Token"
"""The same for scripts."""

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})

_SIMPLE_TYPES: Final = frozenset({"", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain"})
"""What a page may send to a stranger without asking first (Fetch, "CORS-safelisted request-header")."""


class StrangeRequestError(Forbidden):
    """A request that no page of ours made."""

    description = "the form was not sent by a page of this server, or the page is too old; load it again and send it once more"


def make_token(key: bytes, who: str) -> str:
    """The token in the forms of somebody: a session, a user of the proxy, or nobody in particular."""
    return hmac.new(key, f"form\0{who}".encode(), hashlib.sha256).hexdigest()


def check_form(request: Request, token: str) -> None:
    """Refuse what a page of another site may have made the browser send. Raises StrangeRequestError."""
    if request.method in SAFE_METHODS:
        return
    if not _from_here(request):
        raise StrangeRequestError
    # Anything but a simple POST is asked for beforehand by browsers (a preflight), which is never answered here.
    if request.method != "POST" or request.mimetype not in _SIMPLE_TYPES:
        return
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not hmac.compare_digest(given.encode("utf-8", "replace"), token.encode()):
        raise StrangeRequestError


def _from_here(request: Request) -> bool:
    """What the browser says of the page that asks; programs say nothing."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc.lower() == request.headers.get("Host", "").lower()


def local_path(target: str) -> str | None:
    """A path of this server to go on to; None for what leads, or may be read as leading, elsewhere.

    >>> local_path("/ar/search?q=x"), local_path("//evil.example/"), local_path("/\\\\\\\\evil.example"), local_path("https:evil")
    ('/ar/search?q=x', None, None, None)
    """
    if not target.startswith("/") or target.startswith("//") or "\\" in target or not target.isprintable():
        return None
    return target
