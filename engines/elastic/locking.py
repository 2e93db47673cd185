"""One writer at a time for an index, on this machine and for this user: a lock that ends with the process, however it ends.

Writers on other machines are no danger: documents go by id, and each machine has its own sources and its own journal (`--slice`).
Only a rebuild has to be alone, and that the server itself sees to (`engines.elastic.versions`).
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from engines.base import EngineUnavailableError, IndexBusyError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def lock(url: str, slice_: str = "") -> Iterator[None]:
    """Be the one that writes to the index at an address, or to a slice of it. Raises IndexBusyError where another is.

    The writers of slices share the lock of the whole, so that no rebuild begins beside them, and none of them beside a rebuild.
    """
    with ExitStack() as held:
        held.enter_context(_locked(url, url, fcntl.LOCK_SH if slice_ else fcntl.LOCK_EX))
        if slice_:
            held.enter_context(_locked(url, f"{url} {slice_}", fcntl.LOCK_EX))
        yield


@contextmanager
def _locked(url: str, what: str, how: int) -> Iterator[None]:
    try:
        folder = Path(tempfile.gettempdir()) / f"kashf-{os.getuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
        name = hashlib.sha256(what.encode()).hexdigest()[:32]
        descriptor = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise EngineUnavailableError(f"no lock for {url} can be made: {error}; check the folder for temporary files") from error
    try:
        _take(descriptor, url, how)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, url: str, how: int) -> None:
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise IndexBusyError(
            f"{url} is being written by another process of this machine: wait for it to end, or stop it, and try again"
        ) from error
