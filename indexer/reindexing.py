"""`kashf reindex`: a new index from the stored documents, analysed and extracted anew, then switched to in one step.

Cut off, it goes on where the engine keeps what there is: documents that are in the new index already, made by the same code from
the same stored text and gazetteer (`purpose_of`), are left as they are.
"""

from __future__ import annotations

import hashlib
import time
from collections import deque
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from indexer.pipeline import UNRESOLVED, to_source
from indexer.running import CHUNK_DOCUMENTS
from indexer.values import IndexingError, Silent
from indexer.working import Task, TaskFailure
from search.folding import DUPLICATE_OF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from engines.base import Document, Engine, Rebuild
    from indexer.journal import Journal
    from indexer.journal_unresolved import UnresolvedTable
    from indexer.values import Progress
    from indexer.working import Readied, Ready, Workers

MADE_BY: Final = ("analyzers", "extraction", "indexer")
"""The packages whose code and data decide what a document becomes."""


@dataclass(frozen=True, slots=True)
class ReindexReport:
    """What was built anew; `kept` of the documents were in, since a run before this one was cut off."""

    documents: int
    seconds: float
    kept: int = 0


def purpose_of(gazetteer: Path | None) -> str:
    """A hash of all that decides what a stored document becomes: code and data of this Kashf, and the user's gazetteer."""
    digest = hashlib.sha256()
    folders = [Path(next(iter(import_module(name).__path__))) for name in MADE_BY]
    for root in (*folders, *((gazetteer,) if gazetteer else ())):
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(repr((str(path.relative_to(root)), path.stat().st_size)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def reindex(
    engine: Engine,
    workers: Workers,
    journals: Sequence[Journal],
    *,
    purpose: str = "",
    progress: Progress | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> ReindexReport:
    """Build the index anew. Until the end, and after any failure or interruption, the old one goes on answering.

    Of the journals, each learns which names of the sources of its documents are still in no gazetteer; the first, which has to be
    there, of documents that none knows, too.

    Raises IndexingError for a document that can not be analysed: it would be lost.
    """
    began = time.perf_counter()
    shown = progress or Silent()
    shown.started(1, engine.info().documents)
    documents = kept = 0
    with engine.rebuild(purpose) as writer, ExitStack() as stack:
        names = _Names([stack.enter_context(journal.unresolved()) for journal in journals])
        pass_ = _Pass(engine, workers, writer, names)
        for done, kept_before in pass_.chunks():
            if should_stop():
                raise IndexingError("interrupted: the index is as it was; `kashf reindex` builds it anew")
            documents += done + kept_before
            kept += kept_before
            shown.advanced(done + kept_before)
        writer.commit()
    for journal in journals:
        journal.commit()
    return ReindexReport(documents, round(time.perf_counter() - began, 3), kept)


class _Names:
    """What the journals keep of names that nobody knows, begun anew."""

    def __init__(self, tables: Sequence[UnresolvedTable]) -> None:
        self._tables = tables
        for table in tables:
            table.clear()

    def keep(self, named: Iterable[tuple[str, str]]) -> None:
        """Names of documents, each in the journal that knows it."""
        for id_, lines in named:
            if lines:
                self._table_of(id_).keep([(id_, lines)])

    def _table_of(self, id_: str) -> UnresolvedTable:
        first, *others = self._tables
        return next((table for table in others if table.knows(id_)), first)


class _Pass:
    """One way through all documents."""

    def __init__(self, engine: Engine, workers: Workers, writer: Rebuild, names: _Names) -> None:
        self._engine = engine
        self._workers = workers
        self._writer = writer
        self._names = names

    def chunks(self) -> Iterator[tuple[int, int]]:
        """Puts some documents at each step; how many, and how many beside them were in."""
        ahead: deque[tuple[Sequence[Task], int]] = deque()
        for made in self._workers.prepare(self._tasks(ahead), self._writer.preparer()):
            tasks, kept = ahead.popleft()
            ready = list(_all_ready(tasks, made))
            self._writer.put(one.prepared for one in ready)
            self._names.keep((one.prepared.id, one.unresolved) for one in ready)
            yield len(ready), kept

    def _tasks(self, ahead: deque[tuple[Sequence[Task], int]]) -> Iterator[Sequence[Task]]:
        documents = self._engine.scan()
        while chunk := list(islice(documents, CHUNK_DOCUMENTS)):
            kept = self._writer.kept([document.id for document in chunk])
            self._names.keep((id_, document.metadata.get(UNRESOLVED, "")) for id_, document in kept.items())
            tasks = [_task(document) for document in chunk if document.id not in kept]
            ahead.append((tasks, len(kept)))
            yield tasks


def _task(document: Document) -> Task:
    return Task(document.id, to_source(document), document.metadata.get(DUPLICATE_OF, ""))


def _all_ready(tasks: Sequence[Task], made: Sequence[Readied]) -> Iterator[Ready]:
    for task, one in zip(tasks, made, strict=True):
        if isinstance(one, TaskFailure):
            message = f"document {task.id}: {one.stage}: {one.error}; the index is as it was"
            raise IndexingError(message)
        yield one
