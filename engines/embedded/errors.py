"""Translates what tantivy and the file system raise into the errors of the seam."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from engines.base import EngineUnavailableError, IndexBusyError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def translated(url: str, doing: str) -> Iterator[None]:
    """Raise EngineUnavailableError, or IndexBusyError, for what goes wrong inside.

    Put around calls into tantivy only: it raises plain ValueErrors, and a PanicException, which is a BaseException that no
    module exports, where an index is damaged or a call was not foreseen.
    """
    try:
        yield
    except (OSError, ValueError, MemoryError) as error:
        if "LockBusy" in str(error):
            raise busy(url) from error
        raise unavailable(url, doing, error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise unavailable(url, doing, error) from error


def busy(url: str) -> IndexBusyError:
    """Another writer is open."""
    return IndexBusyError(f"{url} is being written by another process: wait for it to end, or stop it, and try again")


def unavailable(url: str, doing: str, error: BaseException) -> EngineUnavailableError:
    """The files of the index do not do what they should."""
    if isinstance(error, PermissionError):
        remedy = "give this user the right to read and write that folder"
    elif isinstance(error, OSError):
        remedy = "check the folder and the free space on its disk"
    else:
        remedy = (
            "check the free space on its disk; if the index is damaged, restore it from a backup, or remove the folder "
            "and run `kashf index` again"
        )
    return EngineUnavailableError(f"{doing} {url} failed: {error}; {remedy}")
