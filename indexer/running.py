"""One run of `kashf index`: read → analyse → extract → index, with the journal kept in step with the index.

The order makes a run safe to kill at any moment: ids are written to the journal, then the index commits, then the journal
says that it did. What a run that dies between two of these leaves undone, the next one does again under the same ids.
"""

from __future__ import annotations

import logging
import os
import time
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, Final

from engines.base import DocumentsRefusedError
from indexer.chunking import chunks
from indexer.contents import Here
from indexer.defaults import NO_DEFAULTS, Defaults
from indexer.identity import Registrar
from indexer.linking import Linker
from indexer.reading import FileEnd, Reading, Tally, Work
from indexer.values import Report, Silent
from indexer.walking import walk, within
from indexer.working import Task, TaskFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from engines.base import Writer
    from indexer.identity import Status
    from indexer.journal import Journal
    from indexer.slicing import Slice
    from indexer.values import Progress
    from indexer.walking import Walk
    from indexer.working import Preparer, Readied, Ready, Workers

_log = logging.getLogger(__name__)

CHUNK_DOCUMENTS: Final = 100
CHUNK_CHARACTERS: Final = 1 << 20
"""A chunk for a worker ends with the first of both."""

COMMIT_DOCUMENTS: Final = 20_000
COMMIT_CHARACTERS: Final = 32 << 20
COMMIT_SECONDS: Final = 30.0
"""The index commits after the first of the three."""

PARALLEL_BYTES: Final = 4 << 20
"""Less is done sooner by one process than others are started."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What a run is to do.

    `prune`: documents whose files vanished, under `paths`, leave the index. `part`: only a slice of the files.
    """

    paths: tuple[str, ...]
    defaults: Defaults = NO_DEFAULTS
    prune: bool = False
    only_failed: bool = False
    commit_documents: int = COMMIT_DOCUMENTS
    part: Slice | None = None


def find_files(options: RunOptions, journal: Journal) -> Walk:
    """The files that a run is to look at. Raises IndexingError for a path that is not there, and never was."""
    roots = [os.path.abspath(path) for path in options.paths]  # noqa: PTH100  # names need not be UTF-8
    gone = {path for path in journal.paths() if within(path, roots)} if options.prune else set()
    missing_ok = options.only_failed or bool(gone)
    failed = journal.failed_paths() if options.only_failed else []
    found = walk(options.paths or failed, missing_ok=missing_ok)
    files = found.files
    if options.only_failed:
        files = tuple(path for path in files if path in set(failed))
    if options.part is not None:
        files = tuple(path for path in files if options.part.holds(path))
    return replace(found, files=files)


def jobs_for(found: Walk) -> int:
    """As many processes as there are processors, for what is worth it."""
    size = sum(os.path.getsize(path) for path in found.files if os.path.isfile(path))  # noqa: PTH113, PTH202  # as above
    return 1 if size < PARALLEL_BYTES else processors()


def run(
    options: RunOptions,
    found: Walk,
    journal: Journal,
    writer: Writer,
    workers: Workers,
    *,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] = lambda: False,
    standard_input: BinaryIO | None = None,
    extractor: Callable[[], str] | None = None,
) -> Report:
    """Index what was found. When `should_stop` says so, stops after the document at hand, with a commit.

    `extractor` tells the fingerprint of the gazetteer that documents are extracted with: it is noted with the first of them.
    """
    began = time.perf_counter()
    number = journal.begin_run()
    _log.info("run %d: %d files", number, len(found.files))
    tally = Tally(failed=list(found.unreadable))
    reading = Reading(
        journal, Registrar(journal, number), tally, options.defaults, progress or Silent(), should_stop, standard_input
    )
    target = _Target(journal, writer, reading, options.commit_documents, extractor)
    vanished = _begin_pruning(options, found, journal)
    for events, outcomes in _done(reading.events(found, workers), workers, writer.preparer()):
        target.take(events, outcomes)
    interrupted = should_stop()
    target.commit()
    if options.prune and not interrupted:
        _prune(vanished, found, journal)
        target.commit()
    report = _report(tally, found, began, interrupted=interrupted)
    journal.end_run(number, report)
    journal.commit()
    return report


def try_run(options: RunOptions, found: Walk, journal: Journal, *, standard_input: BinaryIO | None = None) -> Report:
    """What `run` would do, without doing it: files are read, nothing is analysed or written."""
    began = time.perf_counter()
    trial = journal.copy()
    tally = Tally(failed=list(found.unreadable))
    reading = Reading(trial, Registrar(trial, trial.begin_run()), tally, options.defaults, Silent(), lambda: False, standard_input)
    vanished = _begin_pruning(options, found, trial)
    for event in reading.events(found, Here()):
        if isinstance(event, Work):
            tally.count(event.status)
        else:
            trial.finish_file(event.row, reading=event.reading)
    if options.prune:
        _prune(vanished, found, trial)
    tally.deleted = len(trial.leaving())
    trial.close()
    return _report(tally, found, began, interrupted=False)


@dataclass(frozen=True, slots=True)
class _Put:
    """A document that was put, and waits for the commit."""

    id: str
    hash: str
    path: str
    status: Status


class _Target:
    """Where the documents go: the index, and the journal after it."""

    def __init__(
        self, journal: Journal, writer: Writer, reading: Reading, commit_documents: int, extractor: Callable[[], str] | None
    ) -> None:
        self._journal = journal
        self._writer = writer
        self._reading = reading
        self._commit_documents = commit_documents
        self._extractor = extractor
        self._done: list[_Put] = []
        self._ends: list[FileEnd] = []
        self._characters = 0
        self._committed = time.monotonic()

    def take(self, events: Sequence[Work | FileEnd], outcomes: Sequence[Readied]) -> None:
        """Put the documents of a chunk, and commit when it is time."""
        self._ends += [event for event in events if isinstance(event, FileEnd)]
        works = [event for event in events if isinstance(event, Work)]
        documents: list[Ready] = []
        for work, outcome in zip(works, outcomes, strict=True):
            if isinstance(outcome, TaskFailure):
                self._reading.fail(work.path, outcome.stage, f"document {work.id}: {outcome.error}")
            else:
                documents.append(outcome)
                self._done.append(_Put(work.id, work.hash, work.path, work.status))
                self._reading.tally.count(work.status)
                self._characters += len(work.source.text)
        with self._journal.similar() as table:
            linked = Linker(table).link(documents)
        with self._journal.unresolved() as names:
            names.keep((one.prepared.id, one.unresolved) for one in documents)
        self._writer.put(linked)
        tally = self._reading.tally
        self._reading.progress.counted(tally.added + tally.updated, len(tally.failed))
        if self._is_time():
            self.commit()

    def commit(self) -> None:
        """Commit index and journal, in the order that a killed run can be repeated from."""
        if self._done and self._extractor is not None:
            self._journal.note_extractor(self._extractor())
        self._journal.commit()
        leaving = self._journal.leaving()
        _log.info("commit: %d documents, %d to remove", len(self._done), len(leaving))
        self._writer.delete(leaving)
        self._reading.tally.deleted += len(leaving)
        refused = self._commit_index()
        with self._journal.similar() as table:
            table.forget(leaving)
        with self._journal.unresolved() as names:
            names.forget(leaving)
        self._journal.settle((put.id, put.hash) for put in self._done if put.id not in refused)
        for end in self._ends:
            self._journal.finish_file(end.row, reading=end.reading)
        self._journal.commit()
        self._done, self._ends, self._characters, self._committed = [], [], 0, time.monotonic()

    def _commit_index(self) -> Mapping[str, str]:
        """Commit; documents that the engine did not take are failures, and gives them with the reasons."""
        try:
            self._writer.commit()
        except DocumentsRefusedError as error:
            for put in self._done:
                if put.id in error.reasons:
                    self._reading.fail(put.path, "index", f"document {put.id}: {error.reasons[put.id]}")
                    self._reading.tally.count(put.status, by=-1)
            return error.reasons
        return {}

    def _is_time(self) -> bool:
        return (
            len(self._done) >= self._commit_documents
            or self._characters >= COMMIT_CHARACTERS
            or time.monotonic() - self._committed >= COMMIT_SECONDS
        )


def _done(
    events: Iterable[Work | FileEnd], workers: Workers, prepare: Preparer
) -> Iterator[tuple[Sequence[Work | FileEnd], Sequence[Readied]]]:
    """Chunks of events with the outcomes of their documents, in order."""
    ahead: deque[Sequence[Work | FileEnd]] = deque()

    def tasks() -> Iterator[Sequence[Task]]:
        for chunk in chunks(events, CHUNK_DOCUMENTS, size=_characters, largest=CHUNK_CHARACTERS):
            ahead.append(chunk)
            yield [Task(event.id, event.source) for event in chunk if isinstance(event, Work)]

    for outcomes in workers.prepare(tasks(), prepare):
        yield ahead.popleft(), outcomes


def _characters(event: Work | FileEnd) -> int:
    return len(event.source.text) if isinstance(event, Work) else 0


def _begin_pruning(options: RunOptions, found: Walk, journal: Journal) -> list[str]:
    """The paths that vanished. They leave at the end of the run: until then, a moved file finds its document by them."""
    if not options.prune:
        return []
    vanished = [path for path in _known_within(found, journal) if not os.path.lexists(path)]
    for path in vanished:
        journal.mark_rivals_pending(path)
    return vanished


def _prune(vanished: Iterable[str], found: Walk, journal: Journal) -> None:
    for path in vanished:
        journal.mark_path_leaving(path)
    for path in _known_within(found, journal):
        journal.mark_absent_leaving(path)


def _known_within(found: Walk, journal: Journal) -> list[str]:
    """Paths of the journal under those that were given, but for folders that could not be read just now."""
    blind = [failure.path for failure in found.unreadable]
    return [path for path in journal.paths() if within(path, found.roots) and not within(path, blind)]


def _report(tally: Tally, found: Walk, began: float, *, interrupted: bool) -> Report:
    return Report(
        added=tally.added,
        updated=tally.updated,
        unchanged=tally.unchanged,
        deleted=tally.deleted,
        failed=tuple(tally.failed),
        notices=tuple(tally.notices),
        skipped=found.skipped,
        seconds=round(time.perf_counter() - began, 3),
        interrupted=interrupted,
    )


def processors() -> int:
    if hasattr(os, "sched_getaffinity"):  # macOS has none
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
