"""Work over chunks in other processes: in order, in bounded memory, and past the death of any of them.

Measured (research): chunks of 100 and a window of 2·N + 1 are best; `Executor.map` reads its whole input first; a worker that
is killed is noticed by ProcessPoolExecutor alone; workers do not notice that their parent was killed.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import TYPE_CHECKING, Final, TypeVar

from indexer.crossing import pickle_by_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_log = logging.getLogger(__name__)

PARENT_CHECK_SECONDS: Final = 0.5

In = TypeVar("In")
Out = TypeVar("Out")


class Processes:
    """So many processes, made when there is work. Each calls `begin` once, before its first work."""

    def __init__(self, count: int, begin: Callable[[], None]) -> None:
        pickle_by_fields()
        self._count = count
        self._begin = begin
        self._executor = self._new_executor()

    def close(self) -> None:
        """End the processes; what they have not begun is dropped."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def ordered(
        self, work: Callable[[Sequence[In]], list[Out]], chunks: Iterator[Sequence[In]], died: Callable[[In], Out]
    ) -> Iterator[Sequence[Out]]:
        """What `work` makes of each chunk; `died` stands for what ends the process that works on it."""
        window: deque[tuple[Sequence[In], Future[list[Out]]]] = deque()
        for chunk in chunks:
            window.append((chunk, self._submit(work, chunk)))
            if len(window) > 2 * self._count:
                yield self._head(work, window, died)
        while window:
            yield self._head(work, window, died)

    def _head(
        self,
        work: Callable[[Sequence[In]], list[Out]],
        window: deque[tuple[Sequence[In], Future[list[Out]]]],
        died: Callable[[In], Out],
    ) -> Sequence[Out]:
        chunk, future = window.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            _log.warning("a worker process died; its %d tasks are done again, one by one", len(chunk))
            # A process died (out of memory, killed): its chunk is done again, one by one, to find what kills.
            outcomes = [self._alone(work, one, died) for one in chunk]
            waiting = [later for later, _ in window]
            window.clear()
            window.extend((later, self._submit(work, later)) for later in waiting)
            return outcomes

    def _alone(self, work: Callable[[Sequence[In]], list[Out]], one: In, died: Callable[[In], Out]) -> Out:
        try:
            return self._submit(work, [one]).result()[0]
        except BrokenProcessPool:
            return died(one)

    def _submit(self, work: Callable[[Sequence[In]], list[Out]], chunk: Sequence[In]) -> Future[list[Out]]:
        if not chunk:
            nothing: Future[list[Out]] = Future()
            nothing.set_result([])
            return nothing
        try:
            return self._executor.submit(work, chunk)
        except BrokenProcessPool:
            self.close()
            self._executor = self._new_executor()
            return self._executor.submit(work, chunk)

    def _new_executor(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._count, mp_context=_Context(), initializer=_begin_process, initargs=(self._begin, os.getpid())
        )


class _Process(SpawnProcess):
    """A worker, which ignores SIGTERM (see `_begin_process`): whoever wants to end it has to kill it."""

    def terminate(self) -> None:
        """How the executor ends the others when one of them died."""
        self.kill()


class _Context(SpawnContext):
    """Processes are spawned: a fork would inherit the index's lock and hold it after our death."""

    Process = _Process


def _begin_process(begin: Callable[[], None], parent: int) -> None:
    pickle_by_fields()
    # Ctrl-C and `timeout` reach the whole group of processes, systemd all that it started: the parent decides what is still done.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    begin()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PARENT_CHECK_SECONDS)
    os._exit(1)
