"""`kashf restore`: an index from a backup."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from cli.opening import engine_at, journal_path
from cli.options import engine_option, json_option, layout_options
from cli.output import Bar, note, print_json
from indexer.backing_up import backup_at
from indexer.pipeline import analysis_only
from indexer.restoring import restore as restore_backup


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--replace", is_flag=True, help="Lose the documents that the index has.")
@layout_options
@engine_option
@json_option
def restore(file: Path, engine_url: str, *, replace: bool, as_json: bool) -> None:
    """Fill an index from a file of `kashf backup`.

    It may be of an older version, and of the other engine. The file is checked in whole before anything changes. Who, where and
    when are kept as they were found; `kashf reindex` finds them anew.

    \b
    Example:
      kashf restore reports-2024-01.kashf --engine embedded:restored
    """
    bar = Bar("Restoring")
    with backup_at(file) as backup, engine_at(engine_url, create=True, stale_ok=True) as engine:
        folder = journal_path(engine_url).parent
        report = restore_backup(backup, engine, folder, analysis_only(), replace=replace, progress=bar)
    bar.finished()
    if as_json:
        print_json(asdict(report))
    else:
        click.echo(f"documents restored: {report.documents:,} in {report.seconds:.1f} s")
        if report.waiting:
            note(f"{report.waiting:,} documents were being indexed when the backup was made: run `kashf index PATH…` again")
