"""Decides for each request who asks, and whether they may."""

from __future__ import annotations

import hashlib
import hmac
import logging
import math
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import quote

from flask import current_app, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature
from werkzeug.exceptions import Forbidden, TooManyRequests, Unauthorized

from webapp.access.forms import FIELD, SAFE_METHODS, check_form, make_token
from webapp.access.proxies import Proxies, user_name
from webapp.access.sessions import LIFETIME, Sessions
from webapp.access.throttle import Throttle

if TYPE_CHECKING:
    from flask import Flask, Request
    from werkzeug.wrappers import Response

    from webapp.access.passwords import Password

_log: Final = logging.getLogger(__name__)

_EXTENSION: Final = "kashf-guard"
_SESSION: Final = "id"

OPEN: Final = frozenset({"static", "access.login", "access.sign_in", "health.check"})
"""Endpoints that anybody may ask, who is let in by name: style of the sign-in page, that page, and whether the server lives."""


class NotThroughProxyError(Forbidden):
    """A request that did not come through the proxy, or by nobody that it named."""

    description = "this server is asked through its proxy, which says who asks; see kashf serve --auth-header"


@dataclass(frozen=True, slots=True)
class Access:
    """How people are let in: by a password, by the word of a proxy, or, without both, whoever reaches the server."""

    password: Password | None = None
    user_header: str = ""
    proxies: Proxies = field(default_factory=Proxies)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks. `key` tells one from another; `name` is shown."""

    by: Literal["anybody", "session", "proxy", "program"]
    key: str = ""
    name: str = ""


class Guard:
    """The state behind the decisions: sessions, failures, and a key that lives as long as the process."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self.key = secrets.token_bytes(32)
        self.sessions = Sessions()
        self.throttle = Throttle()
        self._programs: set[bytes] = set()

    def check(self) -> Response | None:
        """Before each request: refuse, send to the sign-in page, or let pass."""
        g.visitor = self._visitor()
        if g.visitor is None and request.endpoint not in OPEN:
            return self._refuse()
        # Where there is no such address or method, nothing can be changed, and that is what is said.
        if request.routing_exception is None and (g.visitor is None or g.visitor.by != "program"):
            check_form(request, self.token())
        return None

    def token(self) -> str:
        """The token for the forms of who asks."""
        visitor: Visitor | None = g.visitor
        return make_token(self.key, f"{visitor.by}:{visitor.key}" if visitor else "nobody")

    def sign_in(self, given: str) -> float | None:
        """Begin a session for who gives the password. None: done; 0: it is wrong; else the seconds to wait before the next try."""
        tried = self._try(given)
        if tried is None:
            session.clear()
            session[_SESSION] = self.sessions.begin()
            session.permanent = True
        return tried

    def sign_out(self) -> None:
        """End the session."""
        self.sessions.end(str(session.get(_SESSION, "")))
        session.clear()

    def _visitor(self) -> Visitor | None:
        if self.access.user_header:
            if not self.access.proxies.ahead_of(request):
                return None
            name = user_name(request, self.access.user_header)
            return Visitor("proxy", name, name) if name else None
        if self.access.password is None:
            return Visitor("anybody")
        if request.authorization is not None and request.authorization.type == "bearer":
            return self._program(request.authorization.token or "")
        identifier = str(session.get(_SESSION, ""))
        return Visitor("session", identifier) if self.sessions.is_open(identifier) else None

    def _program(self, given: str) -> Visitor | None:
        """A program that sends the password along: hashed once, then known by a digest that is worth nothing elsewhere."""
        digest = hmac.new(self.key, given.encode("utf-8", "replace"), hashlib.sha256).digest()
        if digest in self._programs:
            return Visitor("program")
        tried = self._try(given)
        if tried:
            raise TooManyRequests("too many wrong passwords from this address", retry_after=math.ceil(tried))
        if tried is None:
            self._programs.add(digest)
        return Visitor("program") if tried is None else None

    def _try(self, given: str) -> float | None:
        client = self.access.proxies.client(request)
        wait = self.throttle.begin(client)
        if wait > 0:
            return wait
        if self.access.password is None or not self.access.password.matches(given):
            _log.warning("a wrong password from %s", client)
            return 0.0
        self.throttle.succeeded(client)
        return None

    def _refuse(self) -> Response:
        if self.access.user_header:
            raise NotThroughProxyError
        if request.path.startswith("/api/") or request.endpoint == "health.metrics":
            # No challenge that browsers answer with a window of theirs: what is typed there goes along with strangers' requests.
            raise Unauthorized("sign in, or send the password as Authorization: Bearer …")
        return redirect(url_for("access.login", next=_address() if request.method in SAFE_METHODS else None))


def _address() -> str:
    """Where the request went, as it was written."""
    query = quote(request.query_string, safe="%=&+;/?:@!$'()*,~")
    return quote(request.path) + (f"?{query}" if query else "")


class _Cookies(SecureCookieSessionInterface):
    """Flask's signed cookie, sent over TLS alone where the browser speaks it, to us or to the proxy."""

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - the parent's signature
        return current_guard().access.proxies.https(request)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """What the cookie holds, whatever date it bears: a clock that is set would end sessions; `Sessions` knows when they end."""
        signing = self.get_signing_serializer(app)
        value = request.cookies.get(self.get_cookie_name(app))
        if signing is None or not value:
            return self.session_class()
        try:
            return self.session_class(signing.loads(value))
        except BadSignature:
            return self.session_class()


def init_access(app: Flask, access: Access) -> None:
    """Guard the whole application."""
    guard = Guard(access)
    app.extensions[_EXTENSION] = guard
    app.secret_key = guard.key
    app.session_interface = _Cookies()
    app.config.update(
        SESSION_COOKIE_NAME="kashf",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=LIFETIME,
    )
    app.before_request(guard.check)
    app.jinja_env.globals.update(csrf_token=lambda: current_guard().token(), csrf_field=FIELD, signed_in=_signed_in)


def current_guard() -> Guard:
    """The guard of the application that answers the current request."""
    guard: Guard = current_app.extensions[_EXTENSION]
    return guard


def _signed_in() -> Visitor | None:
    """Who asks, where that is somebody in particular: pages then name them, or offer to sign out."""
    visitor: Visitor | None = g.get("visitor")
    return visitor if visitor is not None and visitor.by in {"session", "proxy"} else None
