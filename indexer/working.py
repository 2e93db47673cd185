"""The costly steps (analyse, extract), in this process or in others: chunks in, outcomes out, in order, in bounded memory.

Measured (research): chunks of 100 and a window of 2·N + 1 are best; `Executor.map` reads its whole input first; a worker that
is killed is noticed by ProcessPoolExecutor alone; workers do not notice that their parent was killed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from engines.base import IndexedDocument
from engines.values import check
from indexer.pipeline import to_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from indexer.pipeline import Pipeline
    from indexer.values import SourceDocument, Stage

PARENT_CHECK_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True)
class Task:
    """A document to analyse, with the id that it has."""

    id: str
    source: SourceDocument


@dataclass(frozen=True, slots=True)
class TaskFailure:
    """A document that a step could not take, and why."""

    stage: Stage
    error: str


Outcome: TypeAlias = IndexedDocument | TaskFailure


class Workers(Protocol):
    """Runs the steps over chunks of tasks."""

    def run(self, chunks: Iterator[Sequence[Task]], /) -> Iterator[Sequence[Outcome]]:
        """The outcomes of each chunk, in order; reads only a few chunks ahead."""
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
        found = pipeline.extract(task.source)
        stage = "analyze"
        indexed = pipeline.analyze(to_document(task.id, task.source, found))
        stage = "index"
        check(indexed)
    # The entry point of the work on a document: whatever it raises is that document's failure, listed in the report.
    except Exception as error:  # noqa: BLE001  # as above
        return TaskFailure(stage, f"{type(error).__name__}: {error}")
    return indexed


@contextmanager
def _one(make_pipeline: Callable[[], Pipeline]) -> Iterator[Workers]:
    yield _Inline(make_pipeline)


class _Inline:
    """The work in this process."""

    def __init__(self, make_pipeline: Callable[[], Pipeline]) -> None:
        self._make_pipeline = make_pipeline

    def run(self, chunks: Iterator[Sequence[Task]], /) -> Iterator[Sequence[Outcome]]:
        pipeline: Pipeline | None = None
        for chunk in chunks:
            if chunk and pipeline is None:  # loading it takes a second: not where nothing has changed
                pipeline = self._make_pipeline()
            yield [run_task(pipeline, task) for task in chunk] if pipeline is not None else []


@contextmanager
def _many(jobs: int, make_pipeline: Callable[[], Pipeline]) -> Iterator[Workers]:
    pool = _Pool(jobs, make_pipeline)
    try:
        yield pool
    finally:
        pool.close()


class _Pool:
    """The work in other processes. They are spawned: a fork would inherit the index's lock and hold it after our death."""

    def __init__(self, jobs: int, make_pipeline: Callable[[], Pipeline]) -> None:
        self._jobs = jobs
        self._make_pipeline = make_pipeline
        self._executor = self._new_executor()

    def run(self, chunks: Iterator[Sequence[Task]], /) -> Iterator[Sequence[Outcome]]:
        window: deque[tuple[Sequence[Task], Future[list[Outcome]]]] = deque()
        for chunk in chunks:
            window.append((chunk, self._submit(chunk)))
            if len(window) > 2 * self._jobs:
                yield self._head(window)
        while window:
            yield self._head(window)

    def close(self) -> None:
        """End the processes; what they have not begun is dropped."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _head(self, window: deque[tuple[Sequence[Task], Future[list[Outcome]]]]) -> Sequence[Outcome]:
        chunk, future = window.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            # A process died (out of memory, killed): its chunk is done again, document by document, to find the one that kills.
            outcomes = [self._alone(task) for task in chunk]
            waiting = [later for later, _ in window]
            window.clear()
            window.extend((later, self._submit(later)) for later in waiting)
            return outcomes

    def _alone(self, task: Task) -> Outcome:
        try:
            return self._submit([task]).result()[0]
        except BrokenProcessPool:
            return TaskFailure("extract", "the process that worked on it died; is there enough memory for it?")

    def _submit(self, chunk: Sequence[Task]) -> Future[list[Outcome]]:
        if not chunk:
            nothing: Future[list[Outcome]] = Future()
            nothing.set_result([])
            return nothing
        try:
            return self._executor.submit(_run_chunk, chunk)
        except BrokenProcessPool:
            self.close()
            self._executor = self._new_executor()
            return self._executor.submit(_run_chunk, chunk)

    def _new_executor(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._jobs,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(self._make_pipeline, os.getpid()),
        )


_makers: list[Callable[[], Pipeline]] = []
"""What makes the pipeline of a worker process: its initializer has no other way to hand it to the tasks that follow."""


def _begin(make_pipeline: Callable[[], Pipeline], parent: int) -> None:
    # Ctrl-C reaches the whole group of processes: the parent decides what is still done.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _makers.append(make_pipeline)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PARENT_CHECK_SECONDS)
    os._exit(1)


@cache
def _pipeline() -> Pipeline:
    # Made with the first chunk, not by the initializer: there, an error would pass for the death of the process.
    return _makers[0]()


def _run_chunk(chunk: Sequence[Task]) -> list[Outcome]:
    return [run_task(_pipeline(), task) for task in chunk]
