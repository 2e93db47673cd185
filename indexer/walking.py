"""Paths, folders and globs → the files to read, in a stable order."""

from __future__ import annotations

import glob
import os
import stat
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from indexer.readers.registry import HIDDEN, READERS, extension
from indexer.values import STANDARD_INPUT, Failure, IndexingError, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

IGNORED_NAMES: Final = frozenset(("README.md",))
"""Files that speak of a folder and are no reports. Named outright they are read."""

SPECIAL: Final = "(pipe, socket or device)"
"""What is counted as skipped beside the extensions that nobody reads."""

INDEX_FILES: Final = frozenset(("index.json", "writer.lock"))
"""A folder with both is an index of Kashf's own, not reports."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What is under the paths that were given.

    `files` in order; `skipped` counts files without a reader by extension; `unreadable` are folders and their errors;
    `roots` the absolute paths that were given, globs resolved to the folder before their first wildcard.
    """

    files: tuple[str, ...]
    skipped: dict[str, int]
    unreadable: tuple[Failure, ...]
    roots: tuple[str, ...]


@dataclass(slots=True)
class _Gathering:
    files: dict[str, None] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)
    unreadable: list[Failure] = field(default_factory=list)
    folders: set[tuple[int, int]] = field(default_factory=set)


def walk(paths: Iterable[str], *, missing_ok: bool = False) -> Walk:
    """Find the files under paths. Raises IndexingError for a path that is not there, unless `missing_ok`."""
    gathered = _Gathering()
    roots: list[str] = []
    given_paths = tuple(paths)
    if not missing_ok:
        require_there(given_paths)
    for given in given_paths:
        if given == STANDARD_INPUT:
            gathered.files[given] = None
            continue
        path = os.path.abspath(given)  # noqa: PTH100  # Path would need names that are UTF-8 in messages
        if os.path.lexists(path):
            roots.append(path)
            _add(path, gathered)
        elif glob.has_magic(given):
            roots.append(_before_wildcard(path))
            for match in sorted(glob.glob(path, recursive=True)):  # noqa: PTH207  # the pattern is absolute
                _add(match, gathered)
        else:
            roots.append(path)
    return Walk(tuple(gathered.files), dict(gathered.skipped), tuple(gathered.unreadable), tuple(roots))


def require_there(paths: Iterable[str]) -> None:
    """Raise IndexingError for a path that is neither there nor a glob."""
    for path in paths:
        if path != STANDARD_INPUT and not os.path.lexists(path) and not glob.has_magic(path):
            raise IndexingError(f"{shown(path)} is not there; check the path")


def within(path: str, roots: Iterable[str]) -> bool:
    """Whether a path is one of `roots` or below one."""
    return any(path == root or path.startswith(root.rstrip(os.sep) + os.sep) for root in roots)


def _add(path: str, gathered: _Gathering) -> None:
    if not os.path.isdir(path):  # noqa: PTH112  # names need not be UTF-8
        gathered.files[path] = None
        return
    for file in _files(path, gathered):
        if extension(file) in READERS:
            gathered.files[file] = None
        else:
            gathered.skipped[extension(file) or "(none)"] += 1


def _files(folder: str, gathered: _Gathering) -> Iterator[str]:
    """Files below a folder, by name; each folder once, so that links that lead back end."""
    try:
        status = os.stat(folder)  # noqa: PTH116  # as above
        if (status.st_dev, status.st_ino) in gathered.folders:
            return
        gathered.folders.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        gathered.unreadable.append(Failure(shown(folder), "read", f"folder can not be read: {error.strerror}"))
        return
    if {entry.name for entry in found} >= INDEX_FILES:
        return
    for entry in found:
        if entry.name.startswith(HIDDEN) or entry.name in IGNORED_NAMES:
            continue
        if _is_folder(entry):
            yield from _files(entry.path, gathered)
        elif is_special(entry.path, entry):
            gathered.skipped[SPECIAL] += 1
        else:
            yield entry.path


def is_special(path: str, entry: os.DirEntry[str] | None = None) -> bool:
    """Whether a path is a pipe, a socket or a device: to open one may wait for ever. Links to nothing are none."""
    if entry is not None and entry.is_file(follow_symlinks=False):  # nearly always, and known without a look at it
        return False
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116  # as above
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def _before_wildcard(path: str) -> str:
    folder = path
    while glob.has_magic(folder):
        folder = os.path.dirname(folder)  # noqa: PTH120  # as above
    return folder
