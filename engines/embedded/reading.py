"""Follows an embedded index: gives the snapshot of its newest commit, in its current version."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final, TypeVar

from engines.base import FORMAT_VERSION, EngineUnavailableError, IndexMismatchError
from engines.embedded.errors import translated
from engines.embedded.schema import open_index
from engines.embedded.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    import tantivy

    from engines.embedded.folder import Folder, Pointer

T = TypeVar("T")

_TRIES: Final = 5


class Reader:
    """The newest snapshot, for any number of threads. A look at it costs two file look-ups where nothing changed."""

    def __init__(self, folder: Folder, *, fingerprint: str, stale_ok: bool) -> None:
        self._folder = folder
        self._fingerprint = fingerprint
        self._stale_ok = stale_ok
        self._mutex = threading.Lock()
        self._version = ""
        self._index: tantivy.Index | None = None
        self._stamp: object = None
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """The newest commit. Raises IndexMismatchError where this reader may not read it."""
        with self._mutex:
            return self.current(self._follow)

    def current(self, look: Callable[[Pointer], T]) -> T:
        """What a look at the files of the current version gives; looks again where a rebuild removed them meanwhile."""
        for _ in range(_TRIES):
            pointer = self._folder.pointer()
            if not self._stale_ok:
                require_match(pointer, self._fingerprint, self._folder.url)
            try:
                return look(pointer)
            except EngineUnavailableError:
                if self._folder.pointer() == pointer:
                    raise
        raise EngineUnavailableError(f"{self._folder.url} is rebuilt again and again: try later")

    def close(self) -> None:
        """Let go of the files."""
        with self._mutex:
            self._version, self._index, self._stamp, self._snapshot = "", None, None, None

    def _follow(self, pointer: Pointer) -> Snapshot:
        # Taken before the reload: a commit in between makes the stamp too old, and the next look reloads again.
        stamp = self._folder.stamp(pointer)
        if self._snapshot is not None and stamp == self._stamp:
            return self._snapshot
        with translated(self._folder.url, "opening"):
            if self._index is None or pointer.version != self._version:
                self._index = open_index(self._folder.version_path(pointer))
                self._version = pointer.version
            self._index.reload()
        self._snapshot = Snapshot(self._index, self._folder.url)
        self._stamp = stamp
        return self._snapshot


def require_match(pointer: Pointer, fingerprint: str, url: str) -> None:
    """Raise IndexMismatchError unless this Kashf made the index."""
    if pointer.format_version != FORMAT_VERSION:
        raise IndexMismatchError(
            f"{url} has format {pointer.format_version}, this Kashf reads and writes {FORMAT_VERSION}: "
            "build it anew with `kashf reindex`"
        )
    if pointer.fingerprint != fingerprint:
        raise IndexMismatchError(
            f"{url} was made by another analyzer ({pointer.fingerprint}) than this Kashf's ({fingerprint}): build it anew with "
            "`kashf reindex`; if that was done just now, start this command again"
        )
