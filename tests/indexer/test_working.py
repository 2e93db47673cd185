"""indexer.working: outcomes in order, failures of single documents, processes that die."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from functools import partial
from typing import TYPE_CHECKING

import pytest

from analyzers import kashf_analyzer
from engines.embedded.documents import prepare
from indexer.pipeline import Pipeline, shipped_pipeline
from indexer.values import SourceDocument
from indexer.working import Analysed, Ready, Task, TaskFailure, prepare_task, run_task, workers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extraction.values import Extraction


class Refusing:
    """An extractor that can not take a document."""

    def extract(self, _title: str, _text: str, **_options: object) -> Extraction:
        raise ValueError("an entry is wrong")


def tasks(count: int) -> list[Task]:
    return [Task(str(number), SourceDocument("", f"نص {number}")) for number in range(count)]


def make_pipeline() -> Pipeline:
    return Pipeline(kashf_analyzer(), None)


def test_what_a_step_raises_fails_that_document() -> None:
    pipeline = Pipeline(kashf_analyzer(), Refusing())
    assert run_task(pipeline, tasks(1)[0]) == TaskFailure("extract", "ValueError: an entry is wrong")


def test_what_no_engine_can_hold_fails_before_it_is_written() -> None:
    outcome = run_task(make_pipeline(), Task("x" * 600, SourceDocument("", "نص")))
    assert isinstance(outcome, TaskFailure)
    assert (outcome.stage, "600 bytes" in outcome.error) == ("index", True)


def test_one_job_reads_no_chunk_ahead_and_loads_nothing_for_empty_ones() -> None:
    read: list[int] = []

    def chunks() -> Iterator[list[Task]]:
        for number in range(3):
            read.append(number)
            yield tasks(number)

    def fail() -> Pipeline:
        raise AssertionError

    with workers(1, fail) as working:
        assert next(working.run(chunks())) == []
    assert read == [0]


def test_runs_of_one_process_freeze_the_heap_once() -> None:
    frozen: list[int] = []
    for _ in range(2):
        with workers(1, make_pipeline) as working:
            list(working.run(iter([tasks(1)])))
        litter: list[list[int]] = [[] for _ in range(1_000)]
        frozen.append(gc.get_freeze_count())
    assert len(litter) == 1_000
    assert frozen[0] >= frozen[1] > 0


def test_processes_answer_in_order_and_read_a_few_chunks_ahead() -> None:
    read: list[int] = []

    def chunks() -> Iterator[list[Task]]:
        for number in range(12):
            read.append(number)
            yield tasks(number)

    with workers(2, partial(Pipeline, None, None)) as working:  # type: ignore[arg-type]  # fails, but in order
        outcomes = working.run(chunks())
        assert next(outcomes) == []
        assert len(read) == 5
        sizes = [len(chunk) for chunk in outcomes]
    assert sizes == list(range(1, 12))


def test_processes_make_the_same_documents() -> None:
    pipeline = shipped_pipeline()
    with workers(2, shipped_pipeline) as working:
        (outcomes,) = working.run(iter([tasks(3)]))
    assert outcomes == [run_task(pipeline, task) for task in tasks(3)]
    assert all(isinstance(outcome, Analysed) for outcome in outcomes)


def test_processes_make_the_same_documents_ready_for_an_engine() -> None:
    pipeline = shipped_pipeline()
    with workers(2, shipped_pipeline) as working:
        (outcomes,) = working.prepare(iter([tasks(3)]), prepare)
    assert outcomes == [prepare_task(pipeline, prepare, task) for task in tasks(3)]
    assert all(isinstance(outcome, Ready) for outcome in outcomes)


def test_what_can_not_be_analysed_is_not_prepared() -> None:
    pipeline = Pipeline(kashf_analyzer(), Refusing())
    assert prepare_task(pipeline, prepare, tasks(1)[0]) == TaskFailure("extract", "ValueError: an entry is wrong")


def test_a_process_that_dies_fails_the_documents_that_kill_it() -> None:
    with workers(2, partial(os._exit, 1)) as working:
        first, second = working.run(iter([tasks(1), tasks(2)]))
    assert all(isinstance(outcome, TaskFailure) and "died" in outcome.error for outcome in (*first, *second))
    assert (len(first), len(second)) == (1, 2)


def test_sigterm_for_all_processes_is_for_the_parent_to_heed(caplog: pytest.LogCaptureFixture) -> None:
    def chunks() -> Iterator[list[Task]]:
        for _ in range(12):
            yield tasks(3)

    with workers(2, make_pipeline) as working:
        outcomes = working.run(chunks())
        done = list(next(outcomes))
        children = multiprocessing.active_children()
        for child in children:
            os.kill(child.pid or 0, signal.SIGTERM)
        for chunk in outcomes:
            done.extend(chunk)
        assert {child.pid for child in multiprocessing.active_children()} == {child.pid for child in children}
    assert (len(children), len(done)) == (2, 36)
    assert all(isinstance(outcome, Analysed) for outcome in done)
    assert not caplog.records


def test_an_error_in_the_making_of_the_pipeline_is_itself() -> None:
    with workers(2, partial(int, "x")) as working, pytest.raises(ValueError, match="invalid literal"):  # type: ignore[arg-type]
        list(working.run(iter([tasks(1)])))
