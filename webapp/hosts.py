"""The names that the server answers to.

A page of a stranger can give its own name the address 127.0.0.1 (DNS rebinding): the browser then takes what is served here for
that page's own, and lets it read the collection. The name that the browser asks by, the Host header, tells such requests apart.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Final

from flask import request
from werkzeug.exceptions import BadRequest

if TYPE_CHECKING:
    from collections.abc import Collection

    from flask import Flask

LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")
"""What a browser on this machine may call it."""

_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[^\s:/\[\]@]+)(?::\d{1,5})?", re.ASCII)


class HostNotAllowedError(BadRequest):
    """A request by a name that the server does not answer to."""

    description = "the server does not answer to this name; name it with kashf serve --allowed-host"


def host_name(host: str) -> str | None:
    """The name in a Host header, without the port; None for what is no name.

    >>> host_name("Localhost:8000"), host_name("[::1]:8000"), host_name("::1"), host_name("http://x/")
    ('localhost', '[::1]', None, None)
    """
    match = _HOST.fullmatch(host.lower())
    return match.group(1).removesuffix(".") if match else None


def allowed_hosts(host: str, address: str, named: Collection[str] = ()) -> frozenset[str] | None:
    """The names to answer to, by the host and the address that are listened on and what the user `named`; None for all.

    Who listens for other machines without naming any host is reached by names that can not be known here.
    """
    if not named and not ipaddress.ip_address(address).is_loopback:
        return None
    own = f"[{host}]" if ":" in host else host
    return frozenset(name for name in map(host_name, (*LOOPBACK, own, *named)) if name)


def init_hosts(app: Flask, allowed: frozenset[str] | None) -> None:
    """Refuse requests by other names than those allowed; None allows all."""
    if allowed is None:
        return

    def check_host() -> None:
        if host_name(request.headers.get("Host", "")) not in allowed:
            raise HostNotAllowedError

    app.before_request(check_host)
