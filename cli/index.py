"""`kashf index`: files and folders into the index; only what is new or changed is done."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import click

from cli.exits import SOME_FAILED
from cli.opening import engine_at, journal_path, make_searcher
from cli.options import as_day, engine_option, jobs_option, json_option
from cli.output import Bar, note, print_json
from engines.base import NONE
from indexer.defaults import Defaults
from indexer.journal import empty_journal, journal_at
from indexer.pipeline import shipped_pipeline
from indexer.running import RunOptions, find_files, jobs_for, run, try_run
from indexer.values import STANDARD_INPUT
from indexer.walking import require_there
from indexer.working import workers
from search.values import SearchRequest

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from engines.base import Engine, Field
    from indexer.values import Failure, Report

TOP: Final = 5
"""Names of each kind that are shown at the end."""

KINDS: Final[tuple[tuple[str, Field], ...]] = (("actors", "actor"), ("places", "location"), ("dates", "event"))


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1)
@click.option("--date", callback=as_day, metavar="DATE", help="Report date of documents that have none of their own.")
@click.option("--source", default="", help="Source of documents that have none of their own.")
@click.option("--prune", is_flag=True, help="Remove documents whose files, under PATH, are gone.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--only-failed", is_flag=True, help="Only files with failures in an earlier run.")
@jobs_option
@engine_option
@json_option
@click.pass_context
def index(
    ctx: click.Context,
    paths: tuple[str, ...],
    *,
    date: dt.date | None,
    source: str,
    prune: bool,  # click passes options by name
    dry_run: bool,  # as above
    only_failed: bool,  # as above
    jobs: int | None,
    engine_url: str,
    as_json: bool,  # as above
) -> None:
    """Index files, folders and globs; `-` is standard input.

    Reads .txt, .md, .jsonl, .csv and .tsv. What has not changed since the last run is passed over; a file that can not be
    read is listed and skipped. A run may be interrupted at any time: the next one goes on.

    \b
    Example:
      kashf index reports/ --source "وكالة" --prune
    """
    if not paths and not only_failed:
        raise click.UsageError("name at least one file or folder, or - for standard input.")
    if not prune:
        require_there(paths)  # before an index is made for nothing
    options = RunOptions(paths, Defaults(date, source), prune=prune, only_failed=only_failed)
    standard_input = sys.stdin.buffer if STANDARD_INPUT in paths else None
    if dry_run:
        report = _try(options, engine_url, standard_input)
        _show(report, as_json=as_json, headline="Would be done: ")
    else:
        with engine_at(engine_url, create=True) as engine:
            report = _run(options, engine, engine_url, jobs, standard_input)
            _show(report, as_json=as_json, headline="")
            if not as_json:
                _show_found(engine)
    if report.interrupted:
        note("Interrupted. What was done is in the index; the same command goes on from here.")
    if report.failed or report.interrupted:
        ctx.exit(SOME_FAILED)


def _run(options: RunOptions, engine: Engine, engine_url: str, jobs: int | None, standard_input: BinaryIO | None) -> Report:
    bar = Bar("Indexing")
    with engine.writer() as writer, journal_at(journal_path(engine_url)) as journal:
        if engine.info().documents == 0 and journal.count_indexed():
            journal.forget_index()
        found = find_files(options, journal)
        with workers(jobs or jobs_for(found), shipped_pipeline) as working, stoppable() as should_stop:
            report = run(
                options,
                found,
                journal,
                writer,
                working,
                progress=bar,
                should_stop=should_stop,
                standard_input=standard_input,
            )
    bar.finished()
    return report


def _try(options: RunOptions, engine_url: str, standard_input: BinaryIO | None) -> Report:
    path = journal_path(engine_url)
    if not path.exists():
        journal = empty_journal()
        return try_run(options, find_files(options, journal), journal, standard_input=standard_input)
    with journal_at(path) as journal:
        return try_run(options, find_files(options, journal), journal, standard_input=standard_input)


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Ctrl-C asks to stop after the document at hand; a second one stops at once."""
    asked = threading.Event()

    def ask(_signal: int, _frame: object) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()
        note("\nStopping after what is under way; once more to stop at once.")

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def _show(report: Report, *, as_json: bool, headline: str) -> None:
    for failure in report.failed:
        note(f"failed: {failure.path}: {failure.error}")
    if report.skipped:
        counts = ", ".join(f"{count} {extension}" for extension, count in sorted(report.skipped.items()))
        note(f"skipped, no reader for them: {counts}")
    if as_json:
        print_json(report_to_json(report))
        return
    click.echo(
        f"{headline}{report.added:,} added, {report.updated:,} updated, {report.unchanged:,} unchanged, "
        f"{report.deleted:,} deleted, {len(report.failed):,} failed in {report.seconds:.1f} s"
    )


def report_to_json(report: Report) -> dict[str, object]:
    """The stable form of `kashf index --json`."""
    return {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "deleted": report.deleted,
        "failed": [failure_to_json(failure) for failure in report.failed],
        "seconds": report.seconds,
    }


def failure_to_json(failure: Failure) -> dict[str, str]:
    """`{"path", "stage", "error"}`."""
    return asdict(failure)


def _show_found(engine: Engine) -> None:
    """What the index holds now: how many documents, actors, places and dates, and the most named of each."""
    answer = make_searcher(engine).search(SearchRequest(size=1, facet_size=TOP))
    click.echo(f"documents: {answer.total:,}")
    for name, field in KINDS:
        facet = answer.facets[field]
        buckets = sorted(facet.buckets, key=lambda bucket: -bucket.count)
        # Dates come as years, months and days: the years say the most in a line.
        shown = [bucket for bucket in buckets if bucket.value != NONE and (field != "event" or len(bucket.value) == 4)]
        named = [f"{bucket.label.ar} ({bucket.count:,})" for bucket in shown]
        click.echo(f"{name}: {facet.distinct:,}" + (f": {'، '.join(named[:TOP])}" if named else ""))
    sys.stdout.flush()
