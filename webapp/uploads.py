"""Files that come by the browser: where they are kept, under which names, and how they are indexed."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import shutil
import threading
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from engines.base import IndexBusyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from werkzeug.datastructures import FileStorage

    from indexer.defaults import Defaults
    from indexer.values import Report

MOST_FILES: Final = 100
"""Files at once."""

LONGEST_NAME: Final = 150
"""Bytes of a file's name; file systems take 255."""

_BUSY: Final = "another upload is being indexed; send this one again when it is done"


class UploadError(Exception):
    """An upload that can not be taken. `reason` names it: the page has words for each."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Uploads:
    """Where files are kept (they are the sources of their documents: `kashf index` finds them there), how large an upload
    may be in bytes, and what indexes a folder."""

    folder: Path
    largest: int
    index: Callable[[Path, Defaults], Report]
    _alone: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def take(self, files: Iterable[FileStorage], defaults: Defaults) -> Report:
        """Keep files and index them. Raises UploadError, EngineError, IndexingError; then nothing is kept."""
        given = [file for file in files if file.filename]
        if not given:
            raise UploadError("nothing")
        if len(given) > MOST_FILES:
            raise UploadError("many")
        with self._one_at_a_time():
            target = self._new_folder()
            try:
                _save(given, target)
                report = self.index(target, defaults)
            except BaseException:
                shutil.rmtree(target, ignore_errors=True)
                raise
            if not (report.added or report.updated or report.unchanged or report.failed):
                shutil.rmtree(target, ignore_errors=True)  # of kinds that no reader takes
            return report

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        """Nobody waits: that would take the threads from those who search."""
        if not self._alone.acquire(blocking=False):
            raise IndexBusyError(_BUSY)
        try:
            yield
        finally:
            self._alone.release()

    def _new_folder(self) -> Path:
        """One for each upload: files of one name do not take each other's place."""
        target = self.folder / f"{dt.datetime.now(dt.UTC):%Y-%m-%d}-{secrets.token_hex(4)}"
        try:
            target.mkdir(parents=True, mode=0o700)
        except OSError as error:
            raise UploadError("folder") from error
        return target


def _save(files: Iterable[FileStorage], target: Path) -> None:
    for number, file in enumerate(files, 1):
        path = target / safe_name(file.filename or "")
        if path.exists():
            path = target / safe_name(f"{number}-{path.name}")
        try:
            file.save(path)
        except OSError as error:
            raise UploadError("folder") from error


def safe_name(given: str) -> str:
    r"""A file's name without what leads elsewhere, hides it or can not be seen; letters of all scripts stay.

    >>> safe_name("../../etc/passwd"), safe_name("C:\\x\\تقرير يومي.docx"), safe_name(".bashrc"), safe_name("a\u202etxt.exe")
    ('passwd', 'تقرير يومي.docx', 'bashrc', 'atxt.exe')
    """
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C" and letter not in '<>:"|?*')
    stem, suffix = os.path.splitext(visible.strip(" ."))  # noqa: PTH122 - no path: PurePath would read `..` in it
    room = LONGEST_NAME - len(suffix.encode())
    shortened = stem.encode()[: max(room, 0)].decode("utf-8", "ignore")
    return f"{shortened}{suffix}" if shortened and room > 0 else "report.txt"
