"""What a reverse proxy in front of the server tells of its clients, and whom to believe.

Anybody can send these headers. They count where the other end of the connection is a proxy that was named, and nowhere else.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from flask import Request

    Network = ipaddress.IPv4Network | ipaddress.IPv6Network

LONGEST_NAME: Final = 256


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies to believe."""

    trusted: tuple[Network, ...] = ()

    def ahead_of(self, request: Request) -> bool:
        """Whether a request came through one of them."""
        return self._trusts(request.remote_addr or "")

    def client(self, request: Request) -> str:
        """The address of who asked: the last one that is no proxy of ours.

        Those further left in X-Forwarded-For were written by the client itself, who may write what it likes.
        """
        address = request.remote_addr or ""
        hops = [hop.strip() for line in request.headers.getlist("X-Forwarded-For") for hop in line.split(",")]
        while hops and self._trusts(address):
            address = hops.pop()
        return address

    def https(self, request: Request) -> bool:
        """Whether the browser speaks TLS, to us or to the proxy."""
        if request.is_secure:
            return True
        return self.ahead_of(request) and request.headers.get("X-Forwarded-Proto", "").strip().lower() == "https"

    def _trusts(self, address: str) -> bool:
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return False
        if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        return any(ip in network for network in self.trusted)


def read_network(text: str) -> Network:
    """`127.0.0.1` or `10.1.0.0/16`. Raises ValueError."""
    return ipaddress.ip_network(text.strip())


def user_name(request: Request, header: str) -> str | None:
    """The user that a proxy names; None where it names none, or something that is no single name.

    A comma comes of two headers: one of the proxy, and one that the client sent and the proxy did not take away.
    """
    names = request.headers.getlist(header)
    name = names[0].strip() if len(names) == 1 else ""
    return name if 0 < len(name) <= LONGEST_NAME and "," not in name and name.isprintable() else None
