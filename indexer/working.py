"""The costly steps (read, analyse, extract), in this process or in others: chunks in, outcomes out, in order."""

from __future__ import annotations

import gc
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, TypeVar

from engines.values import check
from indexer.contents import Contents, Here, file_status, finish, read_contents
from indexer.isolation import close_rooms
from indexer.pipeline import UNRESOLVED, to_document, with_head
from indexer.processes import Processes
from indexer.similarity import signature
from indexer.values import ReadError, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from engines.base import IndexedDocument, Prepared
    from indexer.contents import Hashed, Raw, Request
    from indexer.pipeline import Pipeline
    from indexer.values import SourceDocument, Stage

    Preparer: TypeAlias = Callable[[IndexedDocument], Prepared]

DIED: Final = "died; is there enough memory for it?"

Out = TypeVar("Out")


@dataclass(frozen=True, slots=True)
class Task:
    """A document to analyse, with the id that it has; `head` is that of the document it is known to nearly repeat."""

    id: str
    source: SourceDocument
    head: str = ""


@dataclass(frozen=True, slots=True)
class TaskFailure:
    """A document that a step could not take, and why."""

    stage: Stage
    error: str


@dataclass(frozen=True, slots=True)
class Analysed:
    """A document ready for the index, and what it is like (`indexer.similarity`)."""

    indexed: IndexedDocument
    bins: tuple[int, ...]


Outcome: TypeAlias = Analysed | TaskFailure


@dataclass(frozen=True, slots=True)
class Ready:
    """A document as the engine takes it, what it is like, and the names of its source that nobody knows.

    Crosses between processes in a tenth of the time that the document's own values take.
    """

    prepared: Prepared
    bins: tuple[int, ...]
    unresolved: str = ""


Readied: TypeAlias = Ready | TaskFailure


class Workers(Protocol):
    """Runs the steps over chunks, and answers in order; takes only a few chunks ahead."""

    def read(self, chunks: Iterator[Sequence[Request]], /) -> Iterator[Sequence[Contents]]:
        """What the files of each chunk hold."""
        ...

    def finish(self, chunks: Iterator[Sequence[Raw]], /) -> Iterator[Sequence[Hashed]]:
        """The documents of each chunk of a streamed file."""
        ...

    def run(self, chunks: Iterator[Sequence[Task]], /) -> Iterator[Sequence[Outcome]]:
        """The outcomes of each chunk of documents."""
        ...

    def prepare(self, chunks: Iterator[Sequence[Task]], prepare: Preparer, /) -> Iterator[Sequence[Readied]]:
        """The same, ready for an engine: `prepare` is its writer's."""
        ...


def workers(jobs: int, make_pipeline: Callable[[], Pipeline]) -> AbstractContextManager[Workers]:
    """Workers for the length of a block: this process for one job, else so many others.

    `make_pipeline` is sent to the processes: a function of a module, or a partial of one.
    """
    return _one(make_pipeline) if jobs == 1 else _many(jobs, make_pipeline)


def run_task(pipeline: Pipeline, task: Task) -> Outcome:
    """All steps for one document. What a step can not take fails that document and no other."""
    stage: Stage = "extract"
    try:
        source = pipeline.dated(task.source)
        found = pipeline.extract(source)
        stage = "analyze"
        document = to_document(task.id, source, found)
        indexed = pipeline.analyze(with_head(document, task.head) if task.head else document)
        bins = signature(indexed.terms["stem"])
        stage = "index"
        check(indexed)
    # The entry point of the work on a document: whatever it raises is that document's failure, listed in the report.
    except Exception as error:  # noqa: BLE001  # as above
        return TaskFailure(stage, f"{type(error).__name__}: {error}")
    return Analysed(indexed, bins)


def prepare_task(pipeline: Pipeline, prepare: Preparer, task: Task) -> Readied:
    """All steps for one document, and what its engine can have done ahead."""
    outcome = run_task(pipeline, task)
    if isinstance(outcome, TaskFailure):
        return outcome
    # `check` has passed it: nothing is left that could be wrong with it.
    return Ready(prepare(outcome.indexed), outcome.bins, outcome.indexed.document.metadata.get(UNRESOLVED, ""))


@contextmanager
def _one(make_pipeline: Callable[[], Pipeline]) -> Iterator[Workers]:
    try:
        yield _Inline(make_pipeline)
    finally:
        close_rooms()


class _Inline(Here):
    """The work in this process."""

    def __init__(self, make_pipeline: Callable[[], Pipeline]) -> None:
        self._make_pipeline = make_pipeline

    def run(self, chunks: Iterator[Sequence[Task]], /) -> Iterator[Sequence[Outcome]]:
        return self._each(chunks, run_task)

    def prepare(self, chunks: Iterator[Sequence[Task]], prepare: Preparer, /) -> Iterator[Sequence[Readied]]:
        return self._each(chunks, lambda pipeline, task: prepare_task(pipeline, prepare, task))

    def _each(self, chunks: Iterator[Sequence[Task]], work: Callable[[Pipeline, Task], Out]) -> Iterator[Sequence[Out]]:
        pipeline: Pipeline | None = None
        for chunk in chunks:
            if chunk and pipeline is None:  # loading it takes a second: not where nothing has changed
                pipeline = _made(self._make_pipeline)
            yield [work(pipeline, task) for task in chunk] if pipeline is not None else []


@contextmanager
def _many(jobs: int, make_pipeline: Callable[[], Pipeline]) -> Iterator[Workers]:
    pool = _Pool(jobs, make_pipeline)
    try:
        yield pool
    finally:
        pool.close()
        close_rooms()  # in which this process read what it streamed


class _Pool:
    """The work in other processes."""

    def __init__(self, jobs: int, make_pipeline: Callable[[], Pipeline]) -> None:
        self._processes = Processes(jobs, partial(_keep_maker, make_pipeline))

    def read(self, chunks: Iterator[Sequence[Request]], /) -> Iterator[Sequence[Contents]]:
        return self._processes.ordered(_read_chunk, chunks, _unread)

    def finish(self, chunks: Iterator[Sequence[Raw]], /) -> Iterator[Sequence[Hashed]]:
        return self._processes.ordered(_finish_chunk, chunks, finish)

    def run(self, chunks: Iterator[Sequence[Task]], /) -> Iterator[Sequence[Outcome]]:
        return self._processes.ordered(_run_chunk, chunks, _undone)

    def prepare(self, chunks: Iterator[Sequence[Task]], prepare: Preparer, /) -> Iterator[Sequence[Readied]]:
        return self._processes.ordered(partial(_prepare_chunk, prepare), chunks, _undone)

    def close(self) -> None:
        """End the processes; what they have not begun is dropped."""
        self._processes.close()


_makers: list[Callable[[], Pipeline]] = []
"""What makes the pipeline of a worker process: there is no other way to hand it to the tasks that follow."""


def _keep_maker(make_pipeline: Callable[[], Pipeline]) -> None:
    _makers.append(make_pipeline)


@cache
def _pipeline() -> Pipeline:
    # Made with the first chunk, not by the initializer: there, an error would pass for the death of the process.
    return _made(_makers[0])


def _made(make_pipeline: Callable[[], Pipeline]) -> Pipeline:
    pipeline = make_pipeline()
    _keep_what_is_loaded()
    return pipeline


@cache
def _keep_what_is_loaded() -> None:
    """Have the collector pass over it, once: a server that indexes now and then would keep the litter of each time, too.

    The gazetteer is hundreds of thousands of objects that stay, and are walked again and again otherwise (measured: a tenth of all
    the time, and half of that of the small steps).
    """
    gc.freeze()


def _run_chunk(chunk: Sequence[Task]) -> list[Outcome]:
    return [run_task(_pipeline(), task) for task in chunk]


def _prepare_chunk(prepare: Preparer, chunk: Sequence[Task]) -> list[Readied]:
    return [prepare_task(_pipeline(), prepare, task) for task in chunk]


def _read_chunk(chunk: Sequence[Request]) -> list[Contents]:
    return [read_contents(request) for request in chunk]


def _finish_chunk(chunk: Sequence[Raw]) -> list[Hashed]:
    return [finish(raw) for raw in chunk]


def _undone(_task: Task) -> TaskFailure:
    return TaskFailure("extract", f"the process that worked on it {DIED}")


def _unread(request: Request) -> Contents:
    status = file_status(request.path)
    return Contents(status, status, (ReadError(shown(request.path), f"the process that read it {DIED}"),))
