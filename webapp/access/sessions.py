"""Who is signed in: identifiers that only this process knows, each in a signed cookie."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

LIFETIME: Final = 12 * 3600.0
"""Seconds: a working day."""

MOST: Final = 1_000
"""Sessions at once; the one that began first ends when there are more."""


class Sessions:
    """The sessions that are open. They end with the process, and by signing out: a copied cookie is then worth nothing."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._ends: OrderedDict[str, float] = OrderedDict()

    def begin(self) -> str:
        """A new session. Always a new identifier: one that was there before signing in may be known to somebody else."""
        identifier = secrets.token_urlsafe(32)
        with self._lock:
            self._ends[identifier] = self._clock() + LIFETIME
            while len(self._ends) > MOST:
                self._ends.popitem(last=False)
        return identifier

    def is_open(self, identifier: str) -> bool:
        """Whether a session is open."""
        with self._lock:
            ends = self._ends.get(identifier)
            if ends is not None and ends <= self._clock():
                del self._ends[identifier]
                return False
            return ends is not None

    def end(self, identifier: str) -> None:
        """Sign out."""
        with self._lock:
            self._ends.pop(identifier, None)
