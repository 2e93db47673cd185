"""Which of the paths that changed are to be indexed. What tells of changes is the command's matter."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import TYPE_CHECKING

from indexer.readers.registry import HIDDEN, READERS, extension
from indexer.walking import IGNORED_NAMES, INDEX_FILES, is_special, within

if TYPE_CHECKING:
    from collections.abc import Iterable


def paths_to_index(changed: Iterable[str], roots: Iterable[str], *, prune: bool) -> tuple[str, ...]:
    """What a run has to look at after changes: files that are there, folders that appeared, and what vanished where pruned.

    The rules are those of a walk through `roots`: no hidden files and folders, no formats that nobody reads. Files that were
    named themselves are always taken.
    """
    taken = [os.path.abspath(root) for root in roots]  # noqa: PTH100  # names need not be UTF-8
    wanted = {path for path in changed if within(path, taken) and _is_wanted(path, taken, prune=prune)}
    return tuple(sorted(wanted))


def _is_wanted(path: str, roots: list[str], *, prune: bool) -> bool:
    if path in roots:
        return prune or os.path.lexists(path)
    root = max((root for root in roots if within(path, [root])), key=len)
    below = PurePath(os.path.relpath(path, root)).parts
    if any(part.startswith(HIDDEN) for part in below) or below[-1] in IGNORED_NAMES or _is_in_index(root, below):
        return False
    if os.path.isdir(path):  # noqa: PTH112  # as above
        return True
    if not os.path.lexists(path):
        return prune  # it may have been a folder
    return extension(path) in READERS and not is_special(path)


def _is_in_index(root: str, below: tuple[str, ...]) -> bool:
    """Whether the path is in a folder that is an index, which may lie among the reports."""
    folders = (os.path.join(root, *below[:depth]) for depth in range(len(below)))  # noqa: PTH118  # as above
    return any(all(os.path.lexists(os.path.join(folder, name)) for name in INDEX_FILES) for folder in folders)  # noqa: PTH118
