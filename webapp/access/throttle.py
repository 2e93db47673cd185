"""Patience with who guesses: after a few failures a client waits, twice as long each time. Bounded in memory."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

FREE: Final = 5
"""Failures that cost nothing: people mistype."""

LONGEST_WAIT: Final = 900.0
"""Seconds."""

REMEMBERED: Final = 10_000
"""Clients; those whose last failure is the oldest are forgotten first."""


@dataclass(frozen=True, slots=True)
class _Failures:
    count: int
    until: float


class Throttle:
    """Counts failures by client. Nobody is made to wait inside a request: that would take a thread from everybody else."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, _Failures] = OrderedDict()

    def begin(self, address: str) -> float:
        """Count an attempt as a failure until `succeeded` says otherwise. Gives the seconds to wait instead, or 0 to go on.

        Counted before the password is looked at: attempts at the same time do not get past together.
        """
        client, now = _client(address), self._clock()
        with self._lock:
            known = self._failures.pop(client, _Failures(0, now))
            if known.until > now:
                self._failures[client] = known
                return known.until - now
            count = known.count + 1
            wait = min(LONGEST_WAIT, 2.0 ** min(count - FREE, 20)) if count > FREE else 0.0
            self._failures[client] = _Failures(count, now + wait)
            while len(self._failures) > REMEMBERED:
                self._failures.popitem(last=False)
            return 0.0

    def succeeded(self, address: str) -> None:
        """Forget the failures of a client."""
        with self._lock:
            self._failures.pop(_client(address), None)


def _client(address: str) -> str:
    """Who counts as one: an IPv4 address, or the /64 that one household or server has of IPv6.

    >>> _client("192.0.2.7"), _client("2001:db8::1:2:3:4"), _client("::ffff:192.0.2.7")
    ('192.0.2.7', '2001:db8::/64', '192.0.2.7')
    """
    try:
        ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return address[:64]
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)
