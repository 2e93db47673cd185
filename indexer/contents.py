"""What files hold: read, decoded and hashed in one go, here or in a worker process. Knows no journal."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.identity import content_hash
from indexer.isolation import read_path
from indexer.quality import improve
from indexer.values import SourceDocument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TypeAlias

    from indexer.defaults import Defaults
    from indexer.readers.registry import Item
    from indexer.values import Notice, ReadError


@dataclass(frozen=True, slots=True)
class Hashed:
    """A document with its defaults, and the hash of its content."""

    document: SourceDocument
    hash: str


if TYPE_CHECKING:
    Seen: TypeAlias = Hashed | ReadError | Notice


@dataclass(frozen=True, slots=True)
class FileStatus:
    """Size and time of change (in nanoseconds)."""

    size: int
    mtime: int


@dataclass(frozen=True, slots=True)
class Request:
    """A file to read, and what its documents get that have no own."""

    path: str
    size: int
    defaults: Defaults


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a file holds, and how it was before and after it was read; None: it could not be looked at."""

    before: FileStatus | None
    after: FileStatus | None
    items: tuple[Seen, ...]


def read_contents(request: Request) -> Contents:
    """Read a file whole."""
    before = file_status(request.path)
    items = tuple(hashed(read_path(request.path, request.defaults.reading), request.defaults))
    return Contents(before, file_status(request.path), items)


@dataclass(frozen=True, slots=True)
class Raw:
    """A document of a streamed file as it stands there, and what it gets that it has no own."""

    document: SourceDocument
    defaults: Defaults


def finish(raw: Raw) -> Hashed:
    """The document with its text improved and its defaults, and its hash: most of the work of reading."""
    document = raw.defaults.apply(improve(raw.document))
    return Hashed(document, content_hash(document))


class Here:
    """Reads in this process, chunk by chunk."""

    def read(self, chunks: Iterator[Sequence[Request]], /) -> Iterator[Sequence[Contents]]:
        """What files hold."""
        return ([read_contents(request) for request in chunk] for chunk in chunks)

    def finish(self, chunks: Iterator[Sequence[Raw]], /) -> Iterator[Sequence[Hashed]]:
        """Documents of a streamed file, finished."""
        return ([finish(raw) for raw in chunk] for chunk in chunks)


def hashed(items: Iterable[Item], defaults: Defaults) -> Iterator[Seen]:
    """Documents with their defaults and hashes; the rest as it is."""
    for item in items:
        if isinstance(item, SourceDocument):
            document = defaults.apply(item)
            yield Hashed(document, content_hash(document))
        else:
            yield item


def hashes(items: Iterable[Seen]) -> Iterator[str]:
    """Of the documents among what was seen."""
    return (item.hash for item in items if isinstance(item, Hashed))


def file_status(path: str) -> FileStatus | None:
    """None where the file can not be looked at."""
    try:
        status = os.stat(path)  # noqa: PTH116  # names need not be UTF-8
    except OSError:
        return None
    return FileStatus(status.st_size, status.st_mtime_ns)
