"""The folder of an embedded index: versions side by side, and one small file that names the current one.

::

    PATH/
      index.json     {"version": "v000002", "format": 1, "fingerprint": "…"}; replaced in one step
      writer.lock    held (flock) by the one process that writes; let go when it ends, however it ends
      v000002/       a tantivy index

A rebuild fills the next version and replaces index.json; readers look at it before each request. What an interrupted rebuild
left is removed by the next writer. Processes forked by a writer share its lock: make worker processes before.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import time
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engines.base import FORMAT_VERSION, EngineUnavailableError, IndexBusyError, IndexNotFoundError
from engines.embedded.errors import busy, translated
from engines.embedded.schema import create_index
from engines.syncing import sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_POINTER: Final = "index.json"
_LOCK: Final = "writer.lock"
META: Final = "meta.json"
_CREATE_SECONDS: Final = 5.0
"""To wait for another process that makes the same index."""

_VERSION = re.compile(r"v([0-9]{6})")


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which version is current, and what it was made by."""

    version: str
    format_version: int
    fingerprint: str


class Folder:
    """The files of one index."""

    def __init__(self, path: Path, url: str) -> None:
        self.path = path
        self.url = url

    def pointer(self) -> Pointer:
        """The current version. Raises IndexNotFoundError or EngineUnavailableError."""
        try:
            return _read_pointer((self.path / _POINTER).read_bytes())
        except FileNotFoundError as error:
            raise self._nothing() from error
        except NotADirectoryError as error:
            raise self._not_a_folder() from error
        except OSError as error:
            raise EngineUnavailableError(
                f"{self.url} can not be read: {error}; give this user the right to read and write that folder"
            ) from error
        except (ValueError, KeyError, TypeError) as error:
            raise EngineUnavailableError(
                f"{self.path / _POINTER} is damaged ({error}): restore it from a backup, or remove the folder and run "
                "`kashf index` again"
            ) from error

    def version_path(self, pointer: Pointer) -> Path:
        """Where a version lies."""
        return self.path / pointer.version

    def stamp(self, pointer: Pointer) -> tuple[str, int, int, int]:
        """Differs from the last when the index may have changed; costs one look at a file."""
        with translated(self.url, "reading"):
            meta = (self.version_path(pointer) / META).stat()
        return (pointer.version, meta.st_mtime_ns, meta.st_ino, meta.st_size)

    def generation(self, pointer: Pointer) -> str:
        """Changes with every commit, and with every switch to another version."""
        with translated(self.url, "reading"):
            meta = (self.version_path(pointer) / META).read_bytes()
            # The number alone could come again where the folder is removed and filled anew; the rest names segments.
            return f"{pointer.version}-{json.loads(meta)['opstamp']}-{zlib.crc32(meta):08x}"

    def size(self, pointer: Pointer) -> int:
        """Bytes of a version; files that a merge removes meanwhile do not count."""
        with translated(self.url, "reading"):
            return sum(_size(path) for path in self.version_path(pointer).iterdir())

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the one that writes. Raises IndexBusyError where another is."""
        with translated(self.url, "writing to"):
            descriptor = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            if not _locked(descriptor):
                raise busy(self.url)
            yield
        finally:
            os.close(descriptor)

    def create(self, fingerprint: str) -> None:
        """Make an empty index, and the folder for it, where there is none yet."""
        if self.path.exists() and not self.path.is_dir():
            raise self._not_a_folder()
        with translated(self.url, "making"):
            self.path.mkdir(parents=True, exist_ok=True)
        deadline = time.monotonic() + _CREATE_SECONDS
        while not self._has_pointer():
            try:
                with self.lock():
                    self._create(fingerprint)
            except IndexBusyError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)

    def _create(self, fingerprint: str) -> None:
        if self._has_pointer():
            return
        self._refuse_lost_versions()
        self.sweep(None)
        self.point_to(self.new_version(fingerprint))

    def _has_pointer(self) -> bool:
        with translated(self.url, "reading"):
            return (self.path / _POINTER).exists()

    def new_version(self, fingerprint: str) -> Pointer:
        """Make an empty version that nothing points to yet. Hold the lock."""
        numbers = [int(match[1]) for name in self._names() if (match := _VERSION.fullmatch(name))]
        pointer = Pointer(f"v{max(numbers, default=0) + 1:06d}", FORMAT_VERSION, fingerprint)
        with translated(self.url, "writing to"):
            self.version_path(pointer).mkdir()
            create_index(self.version_path(pointer))
        return pointer

    def point_to(self, pointer: Pointer) -> None:
        """Make a version the current one, in one step that survives a crash. Hold the lock."""
        data = {
            "version": pointer.version,
            "format": pointer.format_version,
            "fingerprint": pointer.fingerprint,
        }
        temporary = self.path / f"{_POINTER}.new"
        with translated(self.url, "writing to"):
            sync_folder(self.version_path(pointer))
            with temporary.open("w", encoding="utf-8") as file:
                json.dump(data, file)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self.path / _POINTER)
            sync_folder(self.path)

    def sweep(self, current: Pointer | None) -> None:
        """Remove the versions that are not current. Hold the lock. Readers keep the files that they have open."""
        for name in self._names():
            if _VERSION.fullmatch(name) and (current is None or name != current.version):
                with translated(self.url, "removing an old version of"):
                    shutil.rmtree(self.path / name)

    def _names(self) -> list[str]:
        with translated(self.url, "reading"):
            return sorted(path.name for path in self.path.iterdir())

    def _refuse_lost_versions(self) -> None:
        """Never take a folder whose pointer got lost for an empty one."""
        for name in self._names():
            meta = self.path / name / META
            if not _VERSION.fullmatch(name) or not meta.exists():
                continue
            with translated(self.url, "reading"):
                holds_documents = bool(json.loads(meta.read_bytes())["segments"])
            if holds_documents:
                raise self._lost()

    def _nothing(self) -> IndexNotFoundError | EngineUnavailableError:
        if self.path.is_dir() and any(_VERSION.fullmatch(name) for name in self._names()):
            return self._lost()
        return IndexNotFoundError(f"there is no index at {self.url}: make one with `kashf index PATH…`")

    def _lost(self) -> EngineUnavailableError:
        return EngineUnavailableError(
            f"{self.path} holds an index but no {_POINTER}, which names its current version: restore that file from a "
            "backup, or remove the folder and run `kashf index` again"
        )

    def _not_a_folder(self) -> EngineUnavailableError:
        return EngineUnavailableError(f"{self.path} is not a folder: name another one in `--engine embedded:PATH`")


def _read_pointer(data: bytes) -> Pointer:
    read = json.loads(data)
    version = str(read["version"])
    if not _VERSION.fullmatch(version):
        raise ValueError(f"{version!r} is no version")
    return Pointer(version, int(read["format"]), str(read["fingerprint"]))


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
