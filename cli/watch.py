"""`kashf watch`: files into the index as they appear and change."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Final

import click
from watchfiles import watch as changes_of

from cli.indexing import index_once, source_options, stoppable
from cli.logs import log_options, start_logging
from cli.opening import engine_at
from cli.options import Seconds, engine_option, jobs_option, json_option, layout_options
from cli.output import Bar, note
from cli.reporting import show_report
from engines.base import IndexBusyError
from indexer.running import RunOptions
from indexer.values import Silent
from indexer.walking import require_there
from indexer.watching import paths_to_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from indexer.defaults import Defaults
    from indexer.values import Progress, Report

LONGEST_WAIT: Final = 2.0
"""Seconds. A folder that never comes to rest is indexed all the same."""

BUSY_SECONDS: Final = 1.0


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@source_options
@click.option("--prune", is_flag=True, help="Remove documents whose files are gone.")
@click.option(
    "--settle",
    type=Seconds(0.05, LONGEST_WAIT),
    default=0.5,
    show_default=True,
    help="Seconds without a change to wait for.",
)
@log_options
@jobs_option
@layout_options
@engine_option
@json_option
def watch(
    paths: tuple[str, ...],
    *,
    defaults: Defaults,
    no_extract: bool,
    prune: bool,
    settle: float,
    verbose: int,
    quiet: bool,
    jobs: int | None,
    engine_url: str,
    as_json: bool,
) -> None:
    """Index files and folders, then what changes in them, until interrupted.

    What changed while nobody watched is caught up with at the start. New and changed files can be searched a second or two
    after they were written. Between its runs, other commands may write to the index.

    \b
    Example:
      kashf watch reports/ --prune
    """
    require_there(paths)
    start_logging(verbose)
    with stoppable() as should_stop:

        def run(changed: tuple[str, ...], progress: Progress) -> None:
            options = RunOptions(changed, defaults, prune=prune)
            report = _index(options, engine_url, jobs, progress, should_stop, extract=not no_extract)
            if report is not None and _is_news(report):
                show_report(report, as_json=as_json, quiet=quiet)

        # Watched from before the first run: what changes meanwhile is seen after it.
        batches = _changes(paths, settle, should_stop)
        next(batches)
        bar = Silent() if quiet else Bar("Indexing", in_bytes=True)
        run(paths, bar)
        bar.finished()
        if not quiet:
            note(f"Watching {' '.join(map(os.fspath, paths))} (Ctrl-C ends it)")
        for changed in batches:
            wanted = paths_to_index(changed, paths, prune=prune)
            if wanted:
                run(wanted, Silent())


def _changes(paths: tuple[str, ...], settle: float, should_stop: Callable[[], bool]) -> Iterator[set[str]]:
    """Sets of paths that changed, once they have come to rest; first, and now and then, an empty one."""

    class Stop:
        """What the library asks whether to go on."""

        def is_set(self) -> bool:
            return should_stop()

    told = changes_of(
        *(os.path.abspath(path) for path in paths),  # noqa: PTH100  # as the indexer has them
        watch_filter=None,
        step=int(settle * 1000),
        debounce=int(LONGEST_WAIT * 1000),
        rust_timeout=200,
        yield_on_timeout=True,
        stop_event=Stop(),
        raise_interrupt=False,
    )
    for changes in told:
        yield {path for _, path in changes}


def _index(
    options: RunOptions, engine_url: str, jobs: int | None, progress: Progress, should_stop: Callable[[], bool], *, extract: bool
) -> Report | None:
    """One run; waits for others that write. None where it was asked to stop meanwhile."""
    waiting = False
    while not should_stop():
        try:
            with engine_at(engine_url, create=True) as engine:
                return index_once(
                    options, engine, engine_url, jobs=jobs, extract=extract, progress=progress, should_stop=should_stop
                )
        except IndexBusyError:
            if not waiting:
                note("another process writes to the index; waiting for it")
            waiting = True
            time.sleep(BUSY_SECONDS)
    return None


def _is_news(report: Report) -> bool:
    return bool(report.added or report.updated or report.deleted or report.failed)
