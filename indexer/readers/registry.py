"""Which reader takes which files: one table, and the opening of files, and of files in files."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, Protocol, cast

from indexer.encoding import EncodingError
from indexer.fields import FieldError, day_in_name
from indexer.quality import improve
from indexer.readers.opened import BadFileError, OpenFile
from indexer.readers.positions import open_telling
from indexer.values import DEFAULT_READING, STANDARD_INPUT, Notice, ReadError, SourceDocument, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from indexer.values import ReadOptions

Item = SourceDocument | ReadError | Notice


class Reader(Protocol):
    """Reads a file. May raise BadFileError, EncodingError or FieldError before the first document or after it."""

    def __call__(self, file: OpenFile, /) -> Iterator[Item]: ...


READERS: Final[Mapping[str, str]] = {
    ".csv": "table",
    ".docm": "word",
    ".docx": "word",
    ".eml": "mail",
    ".htm": "page",
    ".html": "page",
    ".jpeg": "image",
    ".jpg": "image",
    ".json": "json_file",
    ".jsonl": "jsonl",
    ".markdown": "markdown",
    ".mbox": "mbox",
    ".md": "markdown",
    ".ndjson": "jsonl",
    ".odt": "opendocument",
    ".pdf": "pdf",
    ".png": "image",
    ".rtf": "rich_text",
    ".tar": "tar_archive",
    ".tar.bz2": "tar_archive",
    ".tar.gz": "tar_archive",
    ".tar.xz": "tar_archive",
    ".tbz2": "tar_archive",
    ".text": "plain",
    ".tgz": "tar_archive",
    ".tif": "image",
    ".tiff": "image",
    ".tsv": "table",
    ".txt": "plain",
    ".txz": "tar_archive",
    ".xhtml": "page",
    ".xlsm": "workbook",
    ".xlsx": "workbook",
    ".zip": "zip_archive",
}
"""Extensions, in lower case, with the modules whose `read` takes them."""


HIDDEN: Final = (".", "~$")
"""How names begin of what is no one's report: hidden files, and the locks that office programs leave beside open ones."""


def extension(path: str) -> str:
    """The key of READERS for a path.

    >>> extension("a/B.TXT"), extension("reports.2024.tar.gz")
    ('.txt', '.tar.gz')
    """
    suffixes = [suffix.lower() for suffix in PurePath(path).suffixes[-2:]]
    both = "".join(suffixes)
    return both if both in READERS else "".join(suffixes[-1:])


@cache
def reader(module: str) -> Reader:
    """The reader in a module. It is loaded when a file needs it: the libraries of all formats together take a second."""
    return cast("Reader", import_module(f"indexer.readers.{module}").read)


def read_path(
    path: str,
    options: ReadOptions = DEFAULT_READING,
    *,
    at: Callable[[int], None] = lambda _: None,
    alive: Callable[[], None] = lambda: None,
    improving: bool = True,
) -> Iterator[Item]:
    """The documents of one file. Never raises for what is wrong with the file.

    `at` is told how many bytes have been read; `alive` is called now and then between documents that are far apart. Without
    `improving`, texts are as they stand, for others to `improve`.
    """
    if path == STANDARD_INPUT:
        message = "read from standard input by the command that owns it"
        raise ValueError(message)
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116  # names need not be UTF-8
            yield ReadError(shown(path), "is a folder, a pipe or a device", next="name a file, or - for standard input")
            return
        with open_telling(path, at) as stream:
            yield from read_file(OpenFile(stream, shown(path), options, alive=alive), improving=improving)
    except OSError as error:
        yield ReadError(shown(path), error.strerror or str(error), next="check that it is there and may be read")


def read_file(file: OpenFile, *, improving: bool = True) -> Iterator[Item]:
    """The documents of an open file, told by its name. Never raises for what is wrong with it."""
    module = READERS.get(extension(file.path))
    if module is None:
        kind = extension(file.path) or "files without an extension"
        yield ReadError(file.path, f"no reader for {kind}", next=known_formats())
        return
    yield from _dated(_guarded(reader(module), file, improving=improving), day_of=file.path)


def known_formats() -> str:
    """What to do about a file that no reader takes."""
    return "Kashf reads " + " ".join(sorted(READERS))


def _guarded(read: Reader, file: OpenFile, *, improving: bool = True) -> Iterator[Item]:
    """What a reader gives, with texts improved; what it raises, as errors; that it gives nothing."""
    empty = True
    try:
        for item in read(file):
            empty = False
            yield improve(item) if improving and isinstance(item, SourceDocument) else item
        if empty:  # a table of its first row alone, a list of no objects: right, and worth knowing
            yield Notice(file.path, "holds no document")
    except BadFileError as error:
        yield ReadError(file.path, error.what, error.where, error.next)
    except EncodingError as error:
        yield ReadError(file.path, str(error), next=error.next)
    except UnicodeError as error:
        yield ReadError(file.path, f"breaks off: {error}", next=EncodingError.next)
    except FieldError as error:
        yield ReadError(file.path, str(error))


def _dated(items: Iterator[Item], *, day_of: str) -> Iterator[Item]:
    """Documents without a date get the one in the file's name."""
    day = day_in_name(PurePath(day_of).name)
    for item in items:
        if day and isinstance(item, SourceDocument) and item.date is None:
            yield replace(item, date=day, date_found="file name")
        else:
            yield item
