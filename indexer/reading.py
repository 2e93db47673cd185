"""Files → documents to index: what has not changed is passed over, and the registrar says which document each one is."""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, BinaryIO, Final

from indexer.identity import Sighting, content_hash
from indexer.journal_schema import FileRow
from indexer.readers.registry import read_path, read_stream
from indexer.values import STANDARD_INPUT, Failure, ReadError, SourceDocument, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from indexer.identity import Registrar, Status
    from indexer.journal import Journal
    from indexer.readers.registry import Item
    from indexer.values import Progress, Stage
    from indexer.walking import Walk

SETTLED_NANOSECONDS: Final = 2_000_000_000
"""A file that changed less than this before it was read may change again within the same time stamp: it is read once more."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """For documents without a date or source of their own. They win over guesses, and are kept with each file."""

    date: dt.date | None = None
    source: str = ""

    def apply(self, document: SourceDocument) -> SourceDocument:
        """The document with what it lacks."""
        if self.date and document.date_found != "field":
            document = replace(document, date=self.date, date_found="option")
        return replace(document, source=self.source) if self.source and not document.source else document

    def over(self, settings: str) -> Defaults:
        """These, completed by those that a file was read with before."""
        kept = json.loads(settings) if settings else {}
        before = dt.date.fromisoformat(kept["date"]) if kept.get("date") else None
        return Defaults(self.date or before, self.source or kept.get("source", ""))

    @property
    def settings(self) -> str:
        """As the journal keeps them."""
        if self == Defaults():
            return ""
        return json.dumps({"date": self.date.isoformat() if self.date else None, "source": self.source}, ensure_ascii=False)


NO_DEFAULTS: Final = Defaults()


@dataclass(frozen=True, slots=True)
class Work:
    """A document to index, and where it is from."""

    path: str
    id: str
    hash: str
    status: Status
    source: SourceDocument


@dataclass(frozen=True, slots=True)
class FileEnd:
    """A file was read: comes after its last document. `reading` is the run's number where all of it could be read."""

    row: FileRow
    reading: int | None


@dataclass(slots=True)
class Tally:
    """What a run did so far."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0
    failed: list[Failure] = field(default_factory=list)
    unread: int = 0
    """Failures to read, which say that a file's documents were not all seen."""

    def count(self, status: Status) -> None:
        """One more document was added or updated."""
        if status == "added":
            self.added += 1
        else:
            self.updated += 1


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading of one run."""

    journal: Journal
    registrar: Registrar
    tally: Tally
    defaults: Defaults
    progress: Progress
    should_stop: Callable[[], bool]
    standard_input: BinaryIO | None

    def events(self, found: Walk) -> Iterator[Work | FileEnd]:
        """Documents to index, in order, and the ends of files after them. Ends early when it should stop."""
        sizes = [_size(path) for path in found.files]
        self.progress.started(len(sizes), sum(sizes))
        for path, size in zip(found.files, sizes, strict=True):
            if self.should_stop():
                return
            if path == STANDARD_INPUT:
                yield from self._standard_input()
            elif not self._is_unchanged(path):
                yield from self._file(path)
            self.progress.advanced(size)

    def fail(self, path: str, stage: Stage, error: str) -> None:
        """Note a failure of a document from a path."""
        failure = Failure(shown(path), stage, error)
        self.tally.failed.append(failure)
        self.tally.unread += stage == "read"
        self.journal.add_failure(path, failure)

    def _is_unchanged(self, path: str) -> bool:
        row, status = self.journal.file(path), _status(path)
        if row is None or not row.complete or status != (row.size, row.mtime):
            return False
        if self.defaults.over(row.settings).settings != row.settings:
            return False
        self.tally.unchanged += row.documents
        return True

    def _file(self, path: str) -> Iterator[Work | FileEnd]:
        before = _status(path)
        row = self.journal.file(path)
        defaults = self.defaults.over(row.settings if row else "")
        unread = self.tally.unread
        self.journal.clear_failures(path)
        documents = 0
        for ordinal, item in enumerate(read_path(path)):
            if ordinal == 0:
                surviving = self._surviving(path, defaults)
            documents += isinstance(item, SourceDocument)
            yield from self._admit(path, ordinal, item, defaults, surviving)
            if self.should_stop():
                return
        if before is None:
            return
        whole = self.tally.unread == unread
        complete = whole and _status(path) == before and time.time_ns() - before[1] > SETTLED_NANOSECONDS
        end = FileRow(path, *before, settings=defaults.settings, documents=documents, complete=complete)
        yield FileEnd(end, self.registrar.run if whole else None)

    def _standard_input(self) -> Iterator[Work]:
        if self.standard_input is None:
            raise ValueError(STANDARD_INPUT)
        self.journal.clear_failures(STANDARD_INPUT)
        for ordinal, item in enumerate(read_stream(self.standard_input)):
            yield from self._admit(STANDARD_INPUT, ordinal, item, self.defaults, frozenset())
            if self.should_stop():
                return

    def _admit(self, path: str, ordinal: int, item: Item, defaults: Defaults, surviving: frozenset[str]) -> Iterator[Work]:
        """The document, where it has to be indexed."""
        if isinstance(item, ReadError):
            self.fail(path, "read", item.message)
            return
        document = defaults.apply(item)
        digest = content_hash(document)
        admission = self.registrar.admit(Sighting(path, ordinal, digest, document.id), surviving)
        if admission.status == "repeated":
            what = f"document {ordinal + 1}: the id {admission.id!r} stands twice in this file, with different contents"
            self.fail(path, "read", f"{what}; give one of them another id")
        elif admission.status == "unchanged":
            self.tally.unchanged += 1
        else:
            yield Work(path, admission.id, digest, admission.status, document)

    def _surviving(self, path: str, defaults: Defaults) -> frozenset[str]:
        """Contents that a file had and still has somewhere; reads it once more, where the journal has any."""
        had = self.journal.made_hashes(path)
        if not had:
            return frozenset()
        contents = (content_hash(defaults.apply(item)) for item in read_path(path) if isinstance(item, SourceDocument))
        return frozenset(had.intersection(contents))


def _status(path: str) -> tuple[int, int] | None:
    """Size and time of change; None where the file can not be looked at."""
    try:
        status = os.stat(path)  # noqa: PTH116  # names need not be UTF-8
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _size(path: str) -> int:
    status = _status(path) if path != STANDARD_INPUT else None
    return status[0] if status else 0
