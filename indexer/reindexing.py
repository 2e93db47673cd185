"""`kashf reindex`: a new index from the stored documents, analysed and extracted anew, then switched to in one step."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.pipeline import DUPLICATE_OF, to_source
from indexer.running import CHUNK_DOCUMENTS
from indexer.values import IndexingError, Silent
from indexer.working import Task, TaskFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from engines.base import Document, Engine, IndexedDocument
    from indexer.journal import Journal
    from indexer.values import Progress
    from indexer.working import Outcome, Workers


@dataclass(frozen=True, slots=True)
class ReindexReport:
    """What was built anew."""

    documents: int
    seconds: float


def reindex(
    engine: Engine,
    workers: Workers,
    journal: Journal,
    *,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> ReindexReport:
    """Build the index anew. Until the end, and after any failure or interruption, the old one goes on answering.

    The journal learns which names of the sources are still in no gazetteer.

    Raises IndexingError for a document that can not be analysed: it would be lost.
    """
    began = time.perf_counter()
    shown = progress or Silent()
    shown.started(1, engine.info().documents)
    documents = 0
    with engine.rebuild() as writer, journal.unresolved() as names:
        names.clear()
        for tasks, outcomes in _outcomes(engine.scan(), workers):
            if should_stop():
                raise IndexingError("interrupted: the index is as it was; `kashf reindex` begins anew")
            indexed = list(_all_indexed(tasks, outcomes))
            writer.put(indexed)
            names.replace(one.document for one in indexed)
            documents += len(tasks)
            shown.advanced(len(tasks))
        writer.commit()
    journal.commit()
    return ReindexReport(documents, round(time.perf_counter() - began, 3))


def _outcomes(documents: Iterable[Document], workers: Workers) -> Iterator[tuple[Sequence[Task], Sequence[Outcome]]]:
    ahead: deque[Sequence[Task]] = deque()

    def chunks() -> Iterator[Sequence[Task]]:
        chunk: list[Task] = []
        for document in documents:
            chunk.append(Task(document.id, to_source(document), document.metadata.get(DUPLICATE_OF, "")))
            if len(chunk) == CHUNK_DOCUMENTS:
                ahead.append(chunk)
                yield chunk
                chunk = []
        if chunk:
            ahead.append(chunk)
            yield chunk

    for outcomes in workers.run(chunks()):
        yield ahead.popleft(), outcomes


def _all_indexed(tasks: Sequence[Task], outcomes: Sequence[Outcome]) -> Iterator[IndexedDocument]:
    for task, outcome in zip(tasks, outcomes, strict=True):
        if isinstance(outcome, TaskFailure):
            message = f"document {task.id}: {outcome.stage}: {outcome.error}; the index is as it was"
            raise IndexingError(message)
        yield outcome.indexed
