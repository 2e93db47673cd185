"""What the indexer passes from stage to stage, and what it reports.

Errors::

    IndexingError            a run can not go on (the message says why, and what to do)
    └── JournalError         the journal can not be read or written
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, Protocol

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

STANDARD_INPUT: Final = "-"
"""Stands for standard input where a path is expected."""

DateFound = Literal["", "field", "option", "file name", "dateline", "head", "foot"]
FOUND_IN_TEXT: Final[tuple[DateFound, ...]] = ("dateline", "head", "foot")
"""Ways to find a date that `kashf reindex` goes anew: the text is all that they need."""
Need = Literal["", "ocr"]
Stage = Literal["read", "extract", "analyze", "index"]
STAGES: Final[tuple[Stage, ...]] = ("read", "extract", "analyze", "index")


class IndexingError(Exception):
    """A run can not go on. The message says what, where, and what to do next."""


class JournalError(IndexingError):
    """The journal can not be read or written."""


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A report as it was read. `id` is its own, or None; `date` its own, `date_found` where that was found.

    `actors`, `locations` (names or ids) and `dates` (`2024`, `2024-01`, `2024-01-20`, `2024-01-20/2024-01-24`) are what the
    source itself says that the report is about.
    """

    title: str
    text: str
    id: str | None = None
    date: dt.date | None = None
    date_found: DateFound = ""
    source: str = ""
    url: str = ""
    language: str = ""
    type: str = ""
    actors: tuple[str, ...] = ()
    locations: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadError:
    """A document, or a whole file, that can not be read: what is wrong, where in the file, what to do next.

    `needs` is set where nothing is wrong with the file: the machine lacks what it takes, and until that is there, it is done.
    """

    path: str
    what: str
    where: str = ""
    next: str = ""
    needs: Need = ""

    @property
    def message(self) -> str:
        """One line: where, what, what next."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text}; {self.next}" if self.next else text


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader decided or saw and the user should know: how it took the columns of a table, that a file holds no document."""

    path: str
    text: str


PATIENCE: Final = 300.0
"""Seconds. Tesseract gives up a page after 180."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a user says about files, where it can not be told from them.

    `encoding` is Python's name of one, or empty: told from the bytes. `columns` are names of fields with the columns of
    tables that hold them. `patience` is how many seconds a file may take to its first document, page or member, and from each to
    the next. `format` is an extension without its dot: what standard input is.
    """

    encoding: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    patience: float = PATIENCE
    format: str = ""


DEFAULT_READING: Final = ReadOptions()


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that did not reach the index, at which stage, and why."""

    path: str
    stage: Stage
    error: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did. `skipped` counts files that no reader takes, by their extension; `failed` names each failure,
    `notices` what readers decided."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0
    failed: tuple[Failure, ...] = ()
    notices: tuple[Notice, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    interrupted: bool = False


class Progress(Protocol):
    """Is told how a run goes on; what it shows is its own matter."""

    def started(self, files: int, size: int, /) -> None:
        """So many files with so many bytes will be looked at."""
        ...

    def advanced(self, size: int, /) -> None:
        """A further `size` bytes have been looked at."""
        ...

    def counted(self, done: int, failed: int, /) -> None:
        """So many documents have been indexed so far, so many have failed."""
        ...

    def finished(self) -> None:
        """Nothing more comes."""
        ...


class Silent:
    """Progress that shows nothing."""

    def started(self, _files: int, _size: int, /) -> None:
        """Show nothing."""

    def advanced(self, _size: int, /) -> None:
        """Show nothing."""

    def counted(self, _done: int, _failed: int, /) -> None:
        """Show nothing."""

    def finished(self) -> None:
        """Show nothing."""


def shown(path: str) -> str:
    """A path for people and JSON: names that are not UTF-8 with their bytes escaped.

    >>> shown("caf\\udce9.txt")
    'caf\\\\xe9.txt'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")
