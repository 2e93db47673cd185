"""A file that tells how far it has been read: for a bar that moves inside a large one."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO


class _Positions(io.FileIO):
    """Tells the place after each read from the disk; the buffer over it makes these few."""

    def __init__(self, path: str, at: Callable[[int], None]) -> None:
        super().__init__(path)
        self._at = at

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # typeshed's Buffer is newer than 3.11
        """Read, and tell."""
        count = super().readinto(buffer) or 0
        self._at(self.tell())
        return count


def open_telling(path: str, at: Callable[[int], None]) -> BinaryIO:
    """A file to read, that calls `at` with its position now and then. Raises OSError."""
    return io.BufferedReader(_Positions(path, at), buffer_size=1 << 16)
