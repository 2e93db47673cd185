"""`kashf index`: files and folders into the index; only what is new or changed is done."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cli.exits import SOME_FAILED
from cli.indexing import index_once, source_options, stoppable
from cli.logs import log_options, start_logging
from cli.opening import engine_at, journal_path, make_searcher
from cli.options import Seconds, engine_option, jobs_option, json_option, layout_options, slice_option
from cli.output import Bar, note, say
from cli.reporting import show_report, write_report
from engines.base import NONE
from indexer.journal import empty_journal, journal_at
from indexer.readers.registry import READERS
from indexer.running import RunOptions, find_files, try_run
from indexer.values import STANDARD_INPUT, Silent
from indexer.walking import require_there
from search.values import SearchRequest

if TYPE_CHECKING:
    from typing import BinaryIO

    from engines.base import Engine, Field
    from indexer.defaults import Defaults
    from indexer.slicing import Slice
    from indexer.values import Report

TOP: Final = 5
"""Names of each kind that are shown at the end."""

KINDS: Final[tuple[tuple[str, Field], ...]] = (("actors", "actor"), ("places", "location"), ("dates", "event"))


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1)
@source_options
@click.option(
    "--format",
    "file_format",
    type=click.Choice(sorted(extension.lstrip(".") for extension in READERS)),
    metavar="FORMAT",
    help="What standard input is (csv, html, pdf, …), where its content does not tell.",
)
@click.option("--prune", is_flag=True, help="Remove documents whose files, under PATH, are gone.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--only-failed", is_flag=True, help="Only files with failures in an earlier run.")
@click.option(
    "--report", "report_path", type=click.Path(path_type=Path, dir_okay=False), help="Also write what was done to a file."
)
@click.option(
    "--wait",
    type=Seconds(min=0),
    default=0.0,
    metavar="SECONDS",
    help="Wait so long for another process that writes to the index.  [default: not at all]",
)
@log_options
@jobs_option
@slice_option
@layout_options
@engine_option
@json_option
@click.pass_context
def index(
    ctx: click.Context,
    paths: tuple[str, ...],
    *,
    defaults: Defaults,
    no_extract: bool,
    file_format: str | None,
    prune: bool,
    dry_run: bool,
    only_failed: bool,
    report_path: Path | None,
    wait: float,
    verbose: int,
    quiet: bool,
    jobs: int | None,
    part: Slice | None,
    engine_url: str,
    as_json: bool,
) -> None:
    """Index files, folders and globs; `-` is standard input.

    What has not changed since the last run is passed over; a file that can not be read is listed and skipped (exit code 1). A
    run may be interrupted at any time: the next one goes on.

    \b
    Example:
      kashf index reports/ --source "وكالة" --prune
    """
    if not paths and not only_failed:
        raise click.UsageError("name at least one file or folder, or - for standard input.")
    if not prune:
        require_there(paths)  # before an index is made for nothing
    start_logging(verbose)
    reading = replace(defaults.reading, format=file_format or "")
    options = RunOptions(paths, replace(defaults, reading=reading), prune=prune, only_failed=only_failed, part=part)
    standard_input = sys.stdin.buffer if STANDARD_INPUT in paths else None
    if dry_run:
        report = _try(options, engine_url, standard_input)
        show_report(report, as_json=as_json, quiet=quiet, headline="Would be done: ")
    else:
        bar = Silent() if quiet else Bar("Indexing", in_bytes=True)
        with engine_at(engine_url, create=True, part=part) as engine, stoppable() as should_stop:
            report = index_once(
                options,
                engine,
                engine_url,
                jobs=jobs,
                extract=not no_extract,
                progress=bar,
                should_stop=should_stop,
                standard_input=standard_input,
                wait=wait,
            )
            bar.finished()
            show_report(report, as_json=as_json, quiet=quiet)
            if not as_json and not quiet:
                _show_found(engine)
    if report_path is not None:
        write_report(report_path, report)
    if report.interrupted:
        note("Interrupted. What was done is in the index; the same command goes on from here.")
    if report.failed or report.interrupted:
        ctx.exit(SOME_FAILED)


def _try(options: RunOptions, engine_url: str, standard_input: BinaryIO | None) -> Report:
    path = journal_path(engine_url, options.part)
    with journal_at(path) if path.exists() else closing(empty_journal()) as journal:
        return try_run(options, find_files(options, journal), journal, standard_input=standard_input)


def _show_found(engine: Engine) -> None:
    """What the index holds now: how many documents, actors, places and dates, and the most named of each."""
    answer = make_searcher(engine).search(SearchRequest(size=1, facet_size=TOP))
    say(f"documents: {answer.total:,}")
    for name, field in KINDS:
        facet = answer.facets[field]
        buckets = sorted(facet.buckets, key=lambda bucket: -bucket.count)
        # Dates come as years, months and days: the years say the most in a line, and are what `distinct` counts.
        shown = [bucket for bucket in buckets if bucket.value != NONE and (field != "event" or len(bucket.value) == 4)]
        named = [f"{bucket.label.ar} ({bucket.count:,})" for bucket in shown]
        number = f"in {facet.distinct:,} years" if field == "event" else f"{facet.distinct:,}"
        say(f"{name}: {number}" + (f": {'، '.join(named[:TOP])}" if named else ""))
    sys.stdout.flush()
