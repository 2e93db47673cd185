"""Which reader takes which files: one table, and the opening of files and of standard input."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol

from indexer.encoding import EncodingError
from indexer.fields import day_in_name
from indexer.readers import jsonl, markdown, plain, table
from indexer.values import STANDARD_INPUT, ReadError, SourceDocument, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Item = SourceDocument | ReadError


class Reader(Protocol):
    """Reads a seekable stream of bytes; `path` is for messages. May raise EncodingError before the first document."""

    def __call__(self, stream: BinaryIO, path: str, /) -> Iterator[Item]: ...


READERS: Final[Mapping[str, Reader]] = {
    ".csv": table.read,
    ".jsonl": jsonl.read,
    ".markdown": markdown.read,
    ".md": markdown.read,
    ".ndjson": jsonl.read,
    ".text": plain.read,
    ".tsv": table.read,
    ".txt": plain.read,
}
"""By extension, in lower case."""

SPOOL_IN_MEMORY: Final = 8 << 20
"""Bytes of standard input that are kept in memory; more goes to a temporary file (readers look at the beginning twice)."""


def extension(path: str) -> str:
    """The key of READERS for a path."""
    return PurePath(path).suffix.lower()


def read_path(path: str) -> Iterator[Item]:
    """The documents of one file, or of standard input for `-`. Never raises for what is wrong with the file."""
    if path == STANDARD_INPUT:
        message = "read from standard input by the command that owns it"
        raise ValueError(message)
    reader = READERS.get(extension(path))
    if reader is None:
        yield ReadError(shown(path), f"no reader for {extension(path) or 'files without an extension'}", next=known_formats())
        return
    try:
        with Path(path).open("rb") as stream:
            yield from _dated(_guarded(reader, stream, path), day_of=path)
    except OSError as error:
        yield ReadError(shown(path), error.strerror or str(error), next="check that it is there and may be read")


def read_stream(stream: BinaryIO) -> Iterator[Item]:
    """The documents of standard input: JSON lines where it begins with `{`, else one text."""
    with tempfile.SpooledTemporaryFile(max_size=SPOOL_IN_MEMORY) as spool:
        shutil.copyfileobj(stream, spool)
        spool.seek(0)
        begins_as_json = spool.read(1024).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
        spool.seek(0)
        reader: Reader = jsonl.read if begins_as_json else plain.read
        yield from _guarded(reader, spool, STANDARD_INPUT)  # type: ignore[arg-type]  # a BinaryIO in all but name


def known_formats() -> str:
    """What to do about a file that no reader takes."""
    return "Kashf reads " + " ".join(sorted(READERS))


def _guarded(reader: Reader, stream: BinaryIO, path: str) -> Iterator[Item]:
    try:
        yield from reader(stream, path)
    except EncodingError as error:
        yield ReadError(shown(path), str(error), next=error.next)
    except UnicodeError as error:
        yield ReadError(shown(path), f"breaks off: {error}", next=EncodingError.next)


def _dated(items: Iterator[Item], *, day_of: str) -> Iterator[Item]:
    """Documents without a date get the one in the file's name."""
    day = day_in_name(PurePath(day_of).name)
    for item in items:
        if day and isinstance(item, SourceDocument) and item.date is None:
            yield replace(item, date=day, date_found="file name")
        else:
            yield item
