"""A run that kills itself: `killed_run.py INDEX REPORTS JOBS STEP`. It dies by SIGKILL at its STEP-th step, at none for 0.

Steps are the moments before and after whatever is written: each put and commit of the index, each commit of the journal.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzers import kashf_analyzer
from engines import open_engine
from indexer.journal import Journal, journal_at
from indexer.pipeline import Pipeline, shipped_pipeline
from indexer.running import RunOptions, find_files, run
from indexer.working import workers

if TYPE_CHECKING:
    from collections.abc import Callable

steps_left = 0


def make_pipeline() -> Pipeline:
    return Pipeline(kashf_analyzer(), None)


def step() -> None:
    global steps_left  # noqa: PLW0603  # the script's only state
    steps_left -= 1
    if steps_left == 0:
        os.kill(os.getpid(), signal.SIGKILL)


def deadly(method: Callable[..., Any]) -> Callable[..., Any]:
    def stepping(*args: Any) -> Any:
        step()
        result = method(*args)
        step()
        return result

    return stepping


class DeadlyWriter:
    def __init__(self, writer: Any) -> None:
        self.put = deadly(writer.put)
        self.delete = deadly(writer.delete)
        self.commit = deadly(writer.commit)
        self.preparer = writer.preparer


def main() -> None:
    global steps_left  # as above
    index, reports, jobs, steps_left = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    Journal.commit = deadly(Journal.commit)  # type: ignore[method-assign]  # to die around it
    Journal.settle = deadly(Journal.settle)  # type: ignore[method-assign]  # as above
    options = RunOptions((reports,), prune=True, commit_documents=30)
    engine = open_engine(f"embedded:{index}", fingerprint=kashf_analyzer().fingerprint, create=True)
    with (
        engine.writer() as writer,
        journal_at(Path(index) / "journal.sqlite") as journal,
        workers(jobs, make_pipeline if jobs == 1 else shipped_pipeline) as working,
    ):
        run(options, find_files(options, journal), journal, DeadlyWriter(writer), working)


if __name__ == "__main__":
    main()
