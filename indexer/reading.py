"""Files → documents to index: what has not changed is passed over, and the registrar says which document each one is.

A large file of many documents is streamed here, so that it is never in memory whole; all others are read by the workers
(`indexer.reading_ahead`).
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, Final

from indexer.contents import Hashed, Request, file_status, hashed, hashes
from indexer.identity import Sighting
from indexer.isolation import read_path
from indexer.journal_schema import FileRow
from indexer.readers.ocr import can_read_pictures
from indexer.reading_ahead import Passed, Step, finished, read_ahead
from indexer.standard_input import read_stream
from indexer.values import STANDARD_INPUT, Failure, Notice, ReadError, SourceDocument, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from indexer.contents import FileStatus, Seen
    from indexer.defaults import Defaults
    from indexer.identity import Registrar, Status
    from indexer.journal import Journal
    from indexer.reading_ahead import Readers
    from indexer.values import Progress, Stage
    from indexer.walking import Walk

_log = logging.getLogger(__name__)

SETTLED_NANOSECONDS: Final = 2_000_000_000
"""A file that changed less than this before it was read may change again within the same time stamp: it is read once more. One
that is dated later than now (a clock was set back) gets another stamp when it changes."""

LOOK_AHEAD_CHARACTERS: Final = 16 << 20
"""A changed file is read this far before its first document is admitted; one that is longer is read twice."""


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
    notices: list[Notice] = field(default_factory=list)
    unread: int = 0
    """Failures to read, which say that a file's documents were not all seen."""

    def count(self, status: Status, *, by: int = 1) -> None:
        """One more document was added or updated; `by` -1 takes that back."""
        if status == "added":
            self.added += by
        else:
            self.updated += by


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

    def events(self, found: Walk, readers: Readers) -> Iterator[Work | FileEnd]:
        """Documents to index, in order, and the ends of files after them. Ends early when it should stop."""
        statuses = [file_status(path) if path != STANDARD_INPUT else None for path in found.files]
        self.progress.started(len(statuses), sum(status.size for status in statuses if status))
        steps = map(self._step, found.files, statuses)
        for step, contents in read_ahead(steps, readers):
            if self.should_stop():
                return
            if isinstance(step, Passed):
                self.tally.unchanged += step.documents
                self.progress.advanced(step.size)
            elif step.path == STANDARD_INPUT:
                yield from self._standard_input()
            elif contents is None:
                yield from self._streamed(step, readers)
            else:
                yield from self._file(step, contents.before, contents.items, partial(_same, contents.after))
                self.progress.advanced(step.size)

    def fail(self, path: str, stage: Stage, error: str, *, lost: bool = True) -> None:
        """Note a failure of a document from a path; `lost` where the file may hold documents that were not seen."""
        failure = Failure(shown(path), stage, error)
        self.tally.failed.append(failure)
        self.tally.unread += lost and stage == "read"
        self.journal.add_failure(path, failure)

    def _step(self, path: str, status: FileStatus | None) -> Step:
        row = self.journal.file(path) if path != STANDARD_INPUT else None
        defaults = self.defaults.over(row.settings if row else "")
        unchanged = row is not None and row.complete and status is not None and (status.size, status.mtime) == (row.size, row.mtime)
        if row is not None and unchanged and defaults.settings == row.settings and not (row.needs and can_read_pictures()):
            return Passed(row.size, row.documents)
        return Request(path, status.size if status else 0, defaults)

    def _streamed(self, request: Request, readers: Readers) -> Iterator[Work | FileEnd]:
        """A large file: parted into its documents here, which the readers finish."""
        path, defaults = request.path, request.defaults
        before = file_status(path)
        reported = 0

        def advanced(position: int) -> None:
            nonlocal reported
            if position > reported:
                self.progress.advanced(position - reported)
                reported = position

        items = finished(read_path(path, defaults.reading, at=advanced, improving=False), defaults, readers)
        yield from self._file(request, before, items, partial(file_status, path))
        self.progress.advanced(max(request.size - reported, 0))

    def _file(
        self, request: Request, before: FileStatus | None, items: Iterable[Seen], after: Callable[[], FileStatus | None]
    ) -> Iterator[Work | FileEnd]:
        _log.debug("reading %s", shown(request.path))
        unread = self.tally.unread
        self.journal.clear_failures(request.path)
        documents, needs = 0, ""
        surviving, whole_items = self._surviving(request, items)
        for ordinal, item in enumerate(whole_items):
            documents += isinstance(item, Hashed)
            needs = item.needs if isinstance(item, ReadError) and item.needs else needs
            yield from self._admit(request.path, ordinal, item, surviving)
            if self.should_stop():
                return
        if before is None:
            return
        whole = self.tally.unread == unread
        complete = whole and after() == before and abs(time.time_ns() - before.mtime) > SETTLED_NANOSECONDS
        settings = request.defaults.settings
        end = FileRow(request.path, before.size, before.mtime, settings, documents, complete, needs)
        yield FileEnd(end, self.registrar.run if whole else None)

    def _standard_input(self) -> Iterator[Work]:
        if self.standard_input is None:
            raise ValueError(STANDARD_INPUT)
        self.journal.clear_failures(STANDARD_INPUT)
        items = hashed(read_stream(self.standard_input, self.defaults.reading), self.defaults)
        for ordinal, item in enumerate(items):
            yield from self._admit(STANDARD_INPUT, ordinal, item, frozenset())
            if self.should_stop():
                return

    def _admit(self, path: str, ordinal: int, item: Seen, surviving: frozenset[str]) -> Iterator[Work]:
        """The document, where it has to be indexed."""
        if isinstance(item, ReadError):
            self.fail(path, "read", item.message, lost=not item.needs)
            return
        if isinstance(item, Notice):
            self.tally.notices.append(item)
            return
        admission = self.registrar.admit(Sighting(path, ordinal, item.hash, item.document.id), surviving)
        if admission.status == "repeated":
            what = f"document {ordinal + 1}: the id {admission.id!r} stands twice in this file, with different contents"
            self.fail(path, "read", f"{what}; give one of them another id")
        elif admission.status == "unchanged":
            self.tally.unchanged += 1
        else:
            yield Work(path, admission.id, item.hash, admission.status, item.document)

    def _surviving(self, request: Request, items: Iterable[Seen]) -> tuple[frozenset[str], Iterable[Seen]]:
        """Contents that a file had and still has somewhere, and all of its items.

        For a line put in before others must not pass for a change of all that follow: the file is read ahead, and only a
        long one once more.
        """
        had = self.journal.made_hashes(request.path)
        if not had:
            return frozenset(), items
        ahead: list[Seen] = []
        characters = 0
        coming = iter(items)
        for item in coming:
            ahead.append(item)
            characters += len(item.document.text) if isinstance(item, Hashed) else 0
            if characters > LOOK_AHEAD_CHARACTERS:
                again = hashed(read_path(request.path, request.defaults.reading), request.defaults)
                return frozenset(had.intersection(hashes(again))), chain(ahead, coming)
        return frozenset(had.intersection(hashes(ahead))), ahead


def _same(status: FileStatus | None) -> FileStatus | None:
    return status
